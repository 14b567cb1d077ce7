//! `doorward apply`: clients, users and providers declared in TOML, all of a file or nothing.

use crate::{Context, output};
use crate::{settings, startup::Schema};
use anyhow::{Context as _, anyhow, bail};
use clap::Args;
use doorward_core::context::Actor;
use doorward_core::{
    Provider,
    clients::{self, Change},
    federation, users as accounts,
};
use doorward_protocol::text::nearest;
use doorward_protocol::{
    clients::client::Client,
    federation::{IdentityProvider, IdentityProviderSecrets},
    oidc::claims::StandardClaims,
};
use doorward_storage::Unit;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{collections::HashSet, path::PathBuf};
use toml::{Spanned, Table, Value};

/// Declare clients, users and providers elsewhere from a TOML file
///
/// A `[[clients]]` table takes the metadata names of RFC 7591 with client_id, client_secret and
/// first_party; a `[[users]]` table takes email, username, password and the standard claims; a
/// `[[providers]]` table takes id, kind (google, github, microsoft, facebook, gitlab, apple,
/// discord, oidc, oauth2, ldap), issuer, `client_id`, `client_secret`, scopes, `sign_up` and more:
/// docs/guides/federation.md has them all. Applying a file twice changes nothing the second time;
/// what a file leaves out stays. config/apply.example.toml is an example.
#[derive(Args)]
pub struct Apply {
    /// The file
    file: PathBuf,
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    clients: Vec<Spanned<Table>>,
    #[serde(default)]
    users: Vec<Spanned<Table>>,
    #[serde(default)]
    providers: Vec<Spanned<Table>>,
}

/// What a file says of one client, user or provider.
#[derive(Serialize)]
struct Line {
    kind: &'static str,
    id: String,
    change: Change,
}

/// A file that was read, with its text for line numbers.
pub struct Declarations {
    clients: Vec<(clients::Declaration, usize)>,
    users: Vec<(accounts::Declaration, usize)>,
    providers: Vec<(federation::Declaration, usize)>,
}

/// Applies the file.
pub async fn run(context: &Context, apply: &Apply) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(&apply.file)
        .with_context(|| format!("{} cannot be read", apply.file.display()))?;
    let name = apply.file.display().to_string();
    let declarations = read(&name, &text)?;
    let provider = context.provider(Schema::AsItIs).await?;
    let lines = carry_out(&provider, &name, declarations, apply.dry_run).await?;
    let changed = lines
        .iter()
        .filter(|line| line.change != Change::None)
        .count();
    output::print(
        context.json,
        &serde_json::json!({"dry_run": apply.dry_run, "changes": lines}),
        || {
            let verb = |change| match (change, apply.dry_run) {
                (Change::Add, true) => "would add",
                (Change::Add, false) => "added",
                (Change::Change, true) => "would change",
                (Change::Change, false) => "changed",
                (Change::None, _) => "unchanged",
            };
            let mut out: Vec<String> = lines
                .iter()
                .map(|line| format!("{:<12} {} {}", verb(line.change), line.kind, line.id))
                .collect();
            out.push(match (changed, apply.dry_run) {
                (0, _) => "Everything is as the file declares it.".to_owned(),
                (n, true) => format!("{n} would change; run it without --dry-run."),
                (n, false) => format!("{n} changed; a running server sees it already."),
            });
            out.join("\n")
        },
    )
}

/// Reads and checks the shape of a file.
///
/// # Errors
/// The first bad entry, with its line.
pub fn read(name: &str, text: &str) -> anyhow::Result<Declarations> {
    let at = |line: usize, reason: &str| anyhow!("{name}:{line}: {reason}; nothing was applied");
    let file: File = toml::from_str(text).map_err(|error| {
        at(
            error
                .span()
                .map_or(1, |span| settings_line(text, span.start)),
            &reworded(error.message()),
        )
    })?;
    let mut declarations = Declarations {
        clients: Vec::new(),
        users: Vec::new(),
        providers: Vec::new(),
    };
    let mut seen = HashSet::new();
    for entry in file.clients {
        let line = settings_line(text, entry.span().start);
        let mut table = entry.into_inner();
        let client_secret = take_text(&mut table, "client_secret")
            .map_err(|reason| at(line_of_key(text, line, "client_secret"), &reason))?;
        let client: Client =
            typed(table).map_err(|(key, reason)| at(line_of_key(text, line, &key), &reason))?;
        if !seen.insert(format!("client {}", client.client_id)) {
            return Err(at(
                line,
                &format!("client_id {} is declared twice", client.client_id),
            ));
        }
        declarations.clients.push((
            clients::Declaration {
                client,
                client_secret,
            },
            line,
        ));
    }
    for (position, entry) in file.providers.into_iter().enumerate() {
        let line = settings_line(text, entry.span().start);
        let mut table = entry.into_inner();
        let mut take = |key: &str| {
            take_text(&mut table, key).map_err(|reason| at(line_of_key(text, line, key), &reason))
        };
        let secrets = IdentityProviderSecrets {
            client_secret: take("client_secret")?,
            private_key: take("private_key")?,
            bind_password: take("bind_password")?,
        };
        table
            .entry("position")
            .or_insert_with(|| i64::try_from(position).unwrap_or_default().into());
        let provider: IdentityProvider =
            typed(table).map_err(|(key, reason)| at(line_of_key(text, line, &key), &reason))?;
        federation::presets::preset(&provider.kind)
            .map_err(|reason| at(line_of_key(text, line, "kind"), &reason))?;
        if !seen.insert(format!("provider {}", provider.id)) {
            return Err(at(
                line,
                &format!("provider {} is declared twice", provider.id),
            ));
        }
        declarations
            .providers
            .push((federation::Declaration { provider, secrets }, line));
    }
    for entry in file.users {
        let line = settings_line(text, entry.span().start);
        let mut table = entry.into_inner();
        let mut take = |key: &str| {
            take_text(&mut table, key).map_err(|reason| at(line_of_key(text, line, key), &reason))
        };
        let (email, username, password) = (take("email")?, take("username")?, take("password")?);
        let email = email.ok_or_else(|| at(line, "email is missing"))?;
        let claims: StandardClaims =
            typed(table).map_err(|(key, reason)| at(line_of_key(text, line, &key), &reason))?;
        let declaration = accounts::Declaration {
            email,
            username,
            password: password.map(Into::into),
            claims,
        };
        declaration
            .check()
            .map_err(|error| at(line, &error.to_string()))?;
        for identifier in [Some(&declaration.email), declaration.username.as_ref()]
            .into_iter()
            .flatten()
        {
            if !seen.insert(format!(
                "user {}",
                doorward_protocol::text::fold(identifier)
            )) {
                return Err(at(line, &format!("{identifier} is declared twice")));
            }
        }
        declarations.users.push((declaration, line));
    }
    Ok(declarations)
}

/// Plans everything, then commits everything at once.
///
/// # Errors
/// The first entry that cannot be, with its line; then nothing was applied.
async fn carry_out(
    provider: &Provider,
    name: &str,
    declarations: Declarations,
    dry_run: bool,
) -> anyhow::Result<Vec<Line>> {
    let configuration = provider.configuration().await?;
    let ctx = provider.context(Actor::CommandLine);
    let mut changes = provider.change_set(&ctx);
    let (mut lines, mut unit) = (Vec::new(), Unit::new());
    for (declaration, line) in declarations.clients {
        let id = declaration.client.client_id.clone();
        let planned = provider
            .clients()
            .declare_in(&mut changes, declaration, "client.applied")
            .await
            .map_err(|error| anyhow!("{name}:{line}: client {id}: {error}; nothing was applied"))?;
        lines.push(Line {
            kind: "client",
            id,
            change: planned.change,
        });
    }
    for (declaration, line) in declarations.providers {
        let id = declaration.provider.id.clone();
        let existing = configuration.identity_provider(&id).map(AsRef::as_ref);
        let planned = provider.federation().plan_provider(&declaration, existing);
        let (change, stored) = planned.map_err(|error| {
            anyhow!("{name}:{line}: provider {id}: {error}; nothing was applied")
        })?;
        if change != Change::None {
            unit = unit.then(
                provider
                    .federation()
                    .provider_unit(&provider.context(Actor::CommandLine), &stored),
            );
        }
        lines.push(Line {
            kind: "provider",
            id,
            change,
        });
    }
    for (declaration, line) in declarations.users {
        let email = declaration.email.clone();
        let declared = provider
            .users()
            .declare(&mut changes, declaration, None)
            .await
            .map_err(|error| {
                anyhow!("{name}:{line}: user {email}: {error}; nothing was applied")
            })?;
        lines.push(Line {
            kind: "user",
            id: email,
            change: declared.change,
        });
    }
    if dry_run {
        return Ok(lines);
    }
    changes.add_unit(unit);
    if !changes.commit().await? {
        bail!("something changed in the database meanwhile and nothing was applied; run it again");
    }
    Ok(lines)
}

/// Applies the file that the settings name, if they name one.
///
/// # Errors
/// As [`run`].
pub async fn apply_declared(
    provider: &Provider,
    file: Option<&std::path::Path>,
) -> anyhow::Result<()> {
    let Some(file) = file else { return Ok(()) };
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("declarations {} cannot be read", file.display()))?;
    apply_text(provider, &file.display().to_string(), &text).await
}

/// Reads and applies a text that is part of the program.
///
/// # Errors
/// As for a file.
pub async fn apply_text(provider: &Provider, name: &str, text: &str) -> anyhow::Result<()> {
    carry_out(provider, name, read(name, text)?, false)
        .await
        .map(|_| ())
}

fn settings_line(text: &str, at: usize) -> usize {
    settings::line_of(text, at)
}

/// The parser's message, with the nearest name where a name is unknown.
fn reworded(message: &str) -> String {
    let unknown = message
        .strip_prefix("unknown field `")
        .and_then(|rest| rest.split('`').next());
    let Some(wrong) = unknown else {
        return message.to_owned();
    };
    let valid = message.split('`').skip(3).step_by(2);
    match nearest(wrong, valid) {
        Some(known) => format!("there is no entry `{wrong}`; did you mean `{known}`?"),
        None => format!("there is no entry `{wrong}`"),
    }
}

/// The table as its type, or the key that is wrong and why.
fn typed<T: DeserializeOwned>(table: Table) -> Result<T, (String, String)> {
    Value::Table(table)
        .try_into()
        .map_err(|error: toml::de::Error| {
            let message = error.to_string();
            let key = message.split('`').nth(1).unwrap_or_default().to_owned();
            let field = message
                .lines()
                .rev()
                .find_map(|line| line.strip_prefix("in `"))
                .map(|rest| rest.trim_end_matches('`').to_owned());
            (field.unwrap_or(key), reworded(error.message()))
        })
}

fn take_text(table: &mut Table, key: &str) -> Result<Option<String>, String> {
    match table.remove(key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("{key} must be text")),
    }
}

/// The line of a key in the entry that begins at a line; the entry's own line where it is not
/// found.
fn line_of_key(text: &str, entry: usize, key: &str) -> usize {
    let lines = text.lines().enumerate().skip(entry);
    let mut within = lines.take_while(|(_, line)| !line.trim_start().starts_with("[["));
    within
        .find(|(_, line)| !key.is_empty() && line.trim_start().starts_with(key))
        .map_or(entry, |(index, _)| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_entry_names_its_line() {
        let error = |text: &str| {
            read("FILE", text)
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default()
        };
        assert_eq!(error(""), "");
        let client =
            "\n[[clients]]\nclient_id = \"a\"\nredirect_uri = [\"https://a.example/cb\"]\n";
        assert_eq!(
            error(client),
            "FILE:4: there is no entry `redirect_uri`; did you mean `redirect_uris`?; nothing was applied"
        );
        assert!(
            error("[[users]]\nemail = \"nobody\"\n")
                .starts_with("FILE:1: email must be one address")
        );
        assert!(
            error("[[users]]\nemail = \"a@b.c\"\npassword = \"short\"\n")
                .starts_with("FILE:1: a password must have 15")
        );
        assert!(
            error("[[users]]\nemail = \"a@b.c\"\n[[users]]\nemail = \"A@b.c\"\n")
                .starts_with("FILE:3: A@b.c is declared twice")
        );
        assert!(error("[[users]]\nemail = 5\n").starts_with("FILE:2: email must be text"));
        assert!(error("x = [").starts_with("FILE:1: "));
    }
}
