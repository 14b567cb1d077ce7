//! Reads the declarations of a TOML file: each entry with its line, so that whatever is wrong is
//! reported with its place.

mod access;
mod client_secrets;
mod clients;
mod scim_targets;
mod webhooks;

pub(super) use scim_targets::ScimTargetEntry;
pub(super) use webhooks::WebhookEntry;

use super::outside::Outside;
use crate::settings::line_of;
use anyhow::anyhow;
use doorward_core::{
    clients::Declaration,
    federation,
    users::{self, GivenPassword},
};
use doorward_protocol::{
    access::declared::{DeclaredAccess, DeclaredAccessRule, DeclaredGroup, DeclaredRole},
    federation::{IdentityProvider, IdentityProviderSecrets},
    oidc::claims::StandardClaims,
    organizations::declared::DeclaredOrganization,
    text::{fold, nearest},
    users::attributes::UserAttribute,
};
use serde::{Deserialize, de::DeserializeOwned};
use std::{collections::HashSet, path::Path};
use toml::{Spanned, Table, Value};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// What the file is called where somebody asks who manages an entry; its path without it.
    #[serde(default)]
    managed_by: Option<String>,
    #[serde(default)]
    clients: Vec<Spanned<Table>>,
    #[serde(default)]
    users: Vec<Spanned<Table>>,
    #[serde(default)]
    providers: Vec<Spanned<Table>>,
    #[serde(default)]
    user_attributes: Vec<Spanned<Table>>,
    #[serde(default)]
    groups: Vec<Spanned<Table>>,
    #[serde(default)]
    roles: Vec<Spanned<Table>>,
    #[serde(default)]
    access_rules: Vec<Spanned<Table>>,
    #[serde(default)]
    webhooks: Vec<Spanned<Table>>,
    #[serde(default)]
    scim_targets: Vec<Spanned<Table>>,
    #[serde(default)]
    organizations: Vec<Spanned<Table>>,
}

/// One declared client, user or identity provider, with the line that it begins at.
pub(super) struct Declared<T> {
    pub(super) declaration: T,
    pub(super) line: usize,
}

/// What a file declares.
#[derive(Default)]
pub(super) struct Declarations {
    /// What the file says that it is called.
    pub(super) managed_by: Option<String>,
    pub(super) clients: Vec<Declared<Declaration>>,
    /// Who owns which client.
    pub(super) app_owners: Vec<Declared<OwnersOfApp>>,
    pub(super) users: Vec<Declared<DeclaredUser>>,
    pub(super) providers: Vec<Declared<federation::Declaration>>,
    pub(super) user_attributes: Vec<Declared<UserAttribute>>,
    pub(super) groups: Vec<Declared<DeclaredGroup>>,
    pub(super) roles: Vec<Declared<DeclaredRole>>,
    pub(super) access_rules: Vec<Declared<DeclaredAccessRule>>,
    pub(super) webhooks: Vec<Declared<WebhookEntry>>,
    pub(super) scim_targets: Vec<Declared<ScimTargetEntry>>,
    pub(super) organizations: Vec<Declared<DeclaredOrganization>>,
}

/// A user, and what the entry says of the user's groups and roles.
pub(super) struct DeclaredUser {
    pub(super) user: users::Declaration,
    pub(super) access: DeclaredAccess,
}

/// Who owns a client, as its entry says.
pub(super) struct OwnersOfApp {
    pub(super) client_id: String,
    /// Addresses, user names or identifiers of users.
    pub(super) users: Vec<String>,
}

impl DeclaredUser {
    /// The same without the password, to be compared with what is there.
    pub(super) fn for_comparison(&self) -> Self {
        let user = &self.user;
        Self {
            user: users::Declaration {
                email: user.email.clone(),
                username: user.username.clone(),
                password: None,
                claims: user.claims.clone(),
            },
            access: self.access.clone(),
        }
    }
}

/// Reads a file and checks the shape of every entry.
///
/// # Errors
/// The first bad entry, with its line.
pub(super) fn read(name: &str, text: &str) -> anyhow::Result<Declarations> {
    let file: File = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        anyhow!(
            "{name}:{line}: {}; nothing was applied",
            reworded(error.message())
        )
    })?;
    let outside = Outside {
        folder: Path::new(name).parent().unwrap_or(Path::new("")),
        variable: &|name| std::env::var(name).ok(),
    };
    let mut reader = Reader {
        name,
        text,
        outside,
        seen: HashSet::new(),
        app_owners: Vec::new(),
    };
    let mut declarations = Declarations {
        managed_by: file.managed_by,
        ..Declarations::default()
    };
    for entry in file.clients {
        declarations.clients.push(reader.client(entry)?);
    }
    declarations.app_owners = std::mem::take(&mut reader.app_owners);
    for (position, entry) in file.providers.into_iter().enumerate() {
        declarations
            .providers
            .push(reader.provider(entry, position)?);
    }
    for entry in file.user_attributes {
        declarations
            .user_attributes
            .push(reader.user_attribute(entry)?);
    }
    for entry in file.roles {
        declarations.roles.push(reader.role(entry)?);
    }
    for entry in file.access_rules {
        declarations.access_rules.push(reader.access_rule(entry)?);
    }
    for entry in file.groups {
        declarations.groups.push(reader.group(entry)?);
    }
    for entry in file.users {
        declarations.users.push(reader.user(entry)?);
    }
    for entry in file.webhooks {
        declarations.webhooks.push(reader.webhook(entry)?);
    }
    for entry in file.scim_targets {
        declarations.scim_targets.push(reader.scim_target(entry)?);
    }
    for entry in file.organizations {
        declarations.organizations.push(reader.organization(entry)?);
    }
    Ok(declarations)
}

/// A file while it is read.
struct Reader<'a> {
    name: &'a str,
    text: &'a str,
    outside: Outside<'a>,
    /// The kind and the identifier of each entry so far: none is declared twice.
    seen: HashSet<String>,
    /// What the entries of clients so far say of their owners.
    app_owners: Vec<Declared<OwnersOfApp>>,
}

impl Reader<'_> {
    fn error(&self, line: usize, reason: &str) -> anyhow::Error {
        anyhow!("{}:{line}: {reason}; nothing was applied", self.name)
    }

    fn once(&mut self, line: usize, kind: &str, identifier: &str) -> anyhow::Result<()> {
        if self.seen.insert(format!("{kind} {}", fold(identifier))) {
            return Ok(());
        }
        let what = match kind {
            "client" => "client_id ",
            "provider" => "provider ",
            "attribute" => "user attribute ",
            "group" => "group ",
            "role" => "role ",
            "access rule" => "access rule ",
            "webhook" => "webhook ",
            "SCIM target" => "SCIM target ",
            "organization" => "organization ",
            _ => "",
        };
        Err(self.error(line, &format!("{what}{identifier} is declared twice")))
    }

    /// Takes a text out of an entry that begins at a line.
    fn take(&self, table: &mut Table, line: usize, key: &str) -> anyhow::Result<Option<String>> {
        match table.remove(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => {
                let line = line_of_key(self.text, line, key);
                Err(self.error(line, &format!("{key} must be text")))
            }
        }
    }

    /// An entry with the values that stand elsewhere, and the line that it begins at.
    fn entry(&self, entry: Spanned<Table>) -> anyhow::Result<(Table, usize)> {
        let line = line_of(self.text, entry.span().start);
        let mut table = entry.into_inner();
        match self.outside.fill(&mut table) {
            Ok(()) => Ok((table, line)),
            Err(missing) => {
                let line = line_of_key(self.text, line, &missing.key);
                Err(self.error(line, &missing.reason))
            }
        }
    }

    /// The rest of an entry as its type.
    fn typed<T: DeserializeOwned>(&self, table: Table, line: usize) -> anyhow::Result<T> {
        Value::Table(table)
            .try_into()
            .map_err(|error: toml::de::Error| {
                let line = line_of_key(self.text, line, &key_of(&error));
                self.error(line, &reworded(error.message()))
            })
    }

    fn provider(
        &mut self,
        entry: Spanned<Table>,
        position: usize,
    ) -> anyhow::Result<Declared<federation::Declaration>> {
        let (mut table, line) = self.entry(entry)?;
        let secrets = IdentityProviderSecrets {
            client_secret: self.take(&mut table, line, "client_secret")?,
            private_key: self.take(&mut table, line, "private_key")?,
            bind_password: self.take(&mut table, line, "bind_password")?,
        };
        let position = i64::try_from(position).unwrap_or_default();
        table.entry("position").or_insert_with(|| position.into());
        let provider: IdentityProvider = self.typed(table, line)?;
        federation::presets::preset(&provider.kind)
            .map_err(|reason| self.error(line_of_key(self.text, line, "kind"), &reason))?;
        self.once(line, "provider", &provider.id)?;
        Ok(Declared {
            declaration: federation::Declaration { provider, secrets },
            line,
        })
    }

    fn user_attribute(&mut self, entry: Spanned<Table>) -> anyhow::Result<Declared<UserAttribute>> {
        let (table, line) = self.entry(entry)?;
        let declaration: UserAttribute = self.typed(table, line)?;
        self.once(line, "attribute", &declaration.name)?;
        Ok(Declared { declaration, line })
    }

    fn user(&mut self, entry: Spanned<Table>) -> anyhow::Result<Declared<DeclaredUser>> {
        let (mut table, line) = self.entry(entry)?;
        let access = self.take_access(&mut table, line)?;
        let email = self.take(&mut table, line, "email")?;
        let username = self.take(&mut table, line, "username")?;
        let password = self.take(&mut table, line, "password")?;
        let hash = self.take(&mut table, line, "password_hash")?;
        if password.is_some() && hash.is_some() {
            return Err(self.error(line, "password and password_hash must not both be given"));
        }
        let password = password.map(GivenPassword::from);
        let password = password.or(hash.map(GivenPassword::Hashed));
        let email = email.ok_or_else(|| self.error(line, "email is missing"))?;
        let claims: StandardClaims = self.typed(table, line)?;
        let declaration = users::Declaration {
            email,
            username,
            password,
            claims,
        };
        declaration
            .check()
            .map_err(|error| self.error(line, &error.to_string()))?;
        self.once(line, "user", &declaration.email)?;
        if let Some(username) = &declaration.username {
            self.once(line, "user", username)?;
        }
        Ok(Declared {
            declaration: DeclaredUser {
                user: declaration,
                access,
            },
            line,
        })
    }
}

/// The key that a message of the parser is about; empty where it names none.
fn key_of(error: &toml::de::Error) -> String {
    let message = error.to_string();
    let field = message
        .lines()
        .rev()
        .find_map(|line| line.strip_prefix("in `"));
    let field = field.map(|rest| rest.trim_end_matches('`'));
    field
        .or_else(|| message.split('`').nth(1))
        .unwrap_or_default()
        .to_owned()
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
