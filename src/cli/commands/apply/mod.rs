//! `doorward apply`: clients, users, groups, roles and providers declared in TOML, all of a file or nothing.

mod outside;
mod read;

use self::read::{Declared, DeclaredUser, read};
use crate::{
    context::Context,
    output,
    startup::{Schema, SystemClock},
};
use anyhow::{Context as _, anyhow, bail};
use clap::Args;
use doorward_core::{
    Provider,
    access::Refused,
    change_set::{Change, ChangeSet},
    clients,
    context::{Actor, OperationContext},
    federation,
};
use doorward_protocol::{
    access::declared::{DeclaredGroup, DeclaredRole},
    clients::client_registration,
    users::attributes::UserAttribute,
};
use serde::Serialize;
use std::{path::PathBuf, time::Duration};

/// How often a file is planned, where others change the database at the same time.
const ATTEMPTS: u32 = 8;
/// The pause before the second plan; later ones are longer.
const PAUSE: Duration = Duration::from_millis(25);

/// Declare clients, users, roles and identity providers from a TOML file
///
/// A `[[clients]]` table takes the metadata names of RFC 7591 with client_id, client_secret and
/// first_party; a `[[users]]` table takes email, username, password and the standard claims; a
/// `[[user_attributes]]` table takes name, type and more (docs/guides/user-attributes.md); `[[groups]]`
/// and `[[roles]]` tables say who may do what (docs/guides/access.md); a
/// `[[providers]]` table takes id, kind (google, github, microsoft, facebook, gitlab, apple,
/// discord, oidc, oauth2, ldap), issuer, `client_id`, `client_secret`, scopes, `sign_up` and more:
/// docs/guides/federation.md has them all. `${VARIABLE}` in a text and `{ file = "…" }` in its place
/// stand for what is elsewhere; `client_secret_hash` and `password_hash` for what is known by its hash
/// alone. Applying a file twice changes nothing the second time;
/// what a file leaves out stays. config/apply.example.toml is an example.
#[derive(Args)]
pub struct Apply {
    /// The TOML file of declarations
    file: PathBuf,
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// What a file says of one client, user or provider.
#[derive(Serialize)]
struct Line {
    kind: &'static str,
    id: String,
    change: Change,
    /// What an administrator should know about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
}

/// Applies the file.
pub async fn run(context: &Context, apply: &Apply) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(&apply.file)
        .with_context(|| format!("{} cannot be read", apply.file.display()))?;
    let name = &apply.file.display().to_string();
    // What is wrong with the file is said before the database is opened.
    read(name, &text)?;
    let provider = context.provider(Schema::AsItIs).await?;
    let file = File { name, text: &text };
    let lines = carry_out(&provider, &context.operation, file, apply.dry_run).await?;
    let document = serde_json::json!({"dry_run": apply.dry_run, "changes": lines});
    output::print(context.json, &document, || report(&lines, apply.dry_run))
}

fn report(lines: &[Line], dry_run: bool) -> String {
    let verb = |change| match (change, dry_run) {
        (Change::Add, true) => "would add",
        (Change::Add, false) => "added",
        (Change::Change, true) => "would change",
        (Change::Change, false) => "changed",
        (Change::None, _) => "unchanged",
    };
    let described = lines
        .iter()
        .map(|line| format!("{:<12} {} {}", verb(line.change), line.kind, line.id));
    let changed = lines
        .iter()
        .filter(|line| line.change != Change::None)
        .count();
    let summary = match (changed, dry_run) {
        (0, _) => "Everything is as the file declares it.".to_owned(),
        (count, true) => format!("{count} would change; run it without --dry-run."),
        (count, false) => format!("{count} changed; a running server sees it already."),
    };
    described.chain([summary]).collect::<Vec<_>>().join("\n")
}

/// Plans everything, then commits everything at once. Where something changed in the database in
/// between, it is planned again: nodes that start together apply the same file.
///
/// # Errors
/// The first entry that cannot be applied, with its line; then nothing was applied.
async fn carry_out(
    provider: &Provider,
    ctx: &OperationContext,
    file: File<'_>,
    dry_run: bool,
) -> anyhow::Result<Vec<Line>> {
    for attempt in 0..ATTEMPTS {
        tokio::time::sleep(attempt * PAUSE).await;
        let (plan, changes) = plan(provider, ctx, file).await?;
        if dry_run || changes.commit().await? {
            for warning in plan.lines.iter().flat_map(|line| &line.warnings) {
                tracing::warn!("{}: {warning}", file.name);
            }
            return Ok(plan.lines);
        }
        tracing::info!("something changed in the database meanwhile: planning again");
    }
    bail!("something kept changing in the database and nothing was applied; run it again");
}

async fn plan<'a>(
    provider: &'a Provider,
    ctx: &'a OperationContext,
    file: File<'a>,
) -> anyhow::Result<(Plan<'a>, ChangeSet<'a>)> {
    let declarations = read(file.name, file.text)?;
    let mut changes = provider.change_set(ctx);
    let mut plan = Plan {
        provider,
        name: file.name,
        lines: Vec::new(),
    };
    // Fields first: clients name the claims that carry them.
    for declared in declarations.user_attributes {
        plan.user_attribute(&mut changes, declared).await?;
    }
    for declared in declarations.clients {
        plan.client(&mut changes, declared).await?;
    }
    for declared in declarations.providers {
        plan.identity_provider(&mut changes, declared).await?;
    }
    plan.roles(&mut changes, declarations.roles).await?;
    plan.groups(&mut changes, declarations.groups).await?;
    for declared in declarations.users {
        plan.user(&mut changes, declared).await?;
    }
    Ok((plan, changes))
}

/// A file, with its name for messages.
#[derive(Clone, Copy)]
struct File<'a> {
    name: &'a str,
    text: &'a str,
}

/// What a file changes, as far as it was planned.
struct Plan<'a> {
    provider: &'a Provider,
    name: &'a str,
    lines: Vec<Line>,
}

impl Plan<'_> {
    fn error(&self, line: usize, what: &str, error: &doorward_core::Error) -> anyhow::Error {
        anyhow!("{}:{line}: {what}: {error}; nothing was applied", self.name)
    }

    /// As [`Plan::error`], of one of several entries.
    fn refused(&self, lines: &[usize], what: &str, refused: &Refused) -> anyhow::Error {
        let line = lines.get(refused.index).copied().unwrap_or(1);
        self.error(line, what, &refused.error)
    }

    async fn client(
        &mut self,
        changes: &mut ChangeSet<'_>,
        declared: Declared<clients::Declaration>,
    ) -> anyhow::Result<()> {
        let Declared { declaration, line } = declared;
        let id = declaration.client.client_id.clone();
        let planned = self
            .provider
            .clients()
            .declare_in(changes, declaration, "client.applied");
        let planned = planned.await;
        let planned = planned.map_err(|error| self.error(line, &format!("client {id}"), &error))?;
        // Names are not resolved for what stays as it is.
        let warnings = if planned.change == Change::None {
            client_registration::warnings(&planned.registered.client)
        } else {
            let clients = self.provider.clients();
            clients.warnings(&planned.registered.client).await
        };
        self.lines.push(Line {
            kind: "client",
            id,
            change: planned.change,
            warnings,
        });
        Ok(())
    }

    async fn identity_provider(
        &mut self,
        changes: &mut ChangeSet<'_>,
        declared: Declared<federation::Declaration>,
    ) -> anyhow::Result<()> {
        let Declared { declaration, line } = declared;
        let id = declaration.provider.id.clone();
        let planned = self
            .provider
            .federation()
            .declare(changes, &declaration)
            .await;
        let change =
            planned.map_err(|error| self.error(line, &format!("provider {id}"), &error))?;
        self.lines.push(Line {
            kind: "provider",
            id,
            change,
            warnings: Vec::new(),
        });
        Ok(())
    }

    async fn user_attribute(
        &mut self,
        changes: &mut ChangeSet<'_>,
        declared: Declared<UserAttribute>,
    ) -> anyhow::Result<()> {
        let Declared { declaration, line } = declared;
        let id = declaration.name.clone();
        let users = self.provider.users();
        let planned = users.declare_attribute(changes, declaration).await;
        let change =
            planned.map_err(|error| self.error(line, &format!("user attribute {id}"), &error))?;
        self.lines.push(Line {
            kind: "user attribute",
            id,
            change,
            warnings: Vec::new(),
        });
        Ok(())
    }

    async fn roles(
        &mut self,
        changes: &mut ChangeSet<'_>,
        declared: Vec<Declared<DeclaredRole>>,
    ) -> anyhow::Result<()> {
        let (lines, roles): (Vec<usize>, Vec<DeclaredRole>) = declared
            .into_iter()
            .map(|declared| (declared.line, declared.declaration))
            .unzip();
        let name = |role: &DeclaredRole| format!("{} of {}", role.name, role.app);
        let access = self.provider.access();
        let planned = access.declare_roles(changes, &roles).await;
        let planned = planned.map_err(|refused| {
            let what = roles.get(refused.index).map(name).unwrap_or_default();
            self.refused(&lines, &format!("role {what}"), &refused)
        })?;
        let named = roles.iter().map(name);
        self.add_lines("role", named.zip(planned));
        Ok(())
    }

    async fn groups(
        &mut self,
        changes: &mut ChangeSet<'_>,
        declared: Vec<Declared<DeclaredGroup>>,
    ) -> anyhow::Result<()> {
        let (lines, groups): (Vec<usize>, Vec<DeclaredGroup>) = declared
            .into_iter()
            .map(|declared| (declared.line, declared.declaration))
            .unzip();
        let access = self.provider.access();
        let planned = access.declare_groups(changes, &groups).await;
        let planned = planned.map_err(|refused| {
            let group = groups.get(refused.index);
            let what = group.map(|group| group.name.as_str()).unwrap_or_default();
            self.refused(&lines, &format!("group {what}"), &refused)
        })?;
        let named = groups.iter().map(|group| group.name.clone());
        self.add_lines("group", named.zip(planned));
        if let Some(last) = self.lines.last_mut() {
            last.warnings.extend(changes.take_warnings());
        }
        Ok(())
    }

    fn add_lines(&mut self, kind: &'static str, planned: impl Iterator<Item = (String, Change)>) {
        self.lines.extend(planned.map(|(id, change)| Line {
            kind,
            id,
            change,
            warnings: Vec::new(),
        }));
    }

    async fn user(
        &mut self,
        changes: &mut ChangeSet<'_>,
        declared: Declared<DeclaredUser>,
    ) -> anyhow::Result<()> {
        let Declared { declaration, line } = declared;
        let DeclaredUser { user, access } = declaration;
        let id = user.email.clone();
        let planned = self.provider.users().declare(changes, user, None).await;
        let planned = planned.map_err(|error| self.error(line, &format!("user {id}"), &error))?;
        let user_id = &planned.user.id;
        let access = self
            .provider
            .access()
            .declare_user(changes, user_id, &access)
            .await;
        let access = access.map_err(|error| self.error(line, &format!("user {id}"), &error))?;
        let change = match planned.change {
            Change::None => access,
            change => change,
        };
        self.lines.push(Line {
            kind: "user",
            id,
            change,
            warnings: changes.take_warnings(),
        });
        Ok(())
    }
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

/// Reads and applies a text.
///
/// # Errors
/// As for a file.
pub async fn apply_text(provider: &Provider, name: &str, text: &str) -> anyhow::Result<()> {
    let file = File { name, text };
    let ctx = OperationContext::local(&SystemClock, Actor::CommandLine);
    carry_out(provider, &ctx, file, false).await.map(|_| ())
}

/// What a text would change, as `apply --dry-run --json` prints it.
///
/// # Errors
/// As for a file.
pub async fn plan_text(
    provider: &Provider,
    name: &str,
    text: &str,
) -> anyhow::Result<serde_json::Value> {
    let file = File { name, text };
    let ctx = OperationContext::local(&SystemClock, Actor::CommandLine);
    let lines = carry_out(provider, &ctx, file, true).await?;
    Ok(serde_json::json!({"dry_run": true, "changes": lines}))
}
