//! `doorward apply`: clients, users, groups, roles and providers declared in TOML, all of a file or nothing.

mod app_owners;
mod difference;
mod file;
mod organizations;
mod outside;
mod plan;
mod read;
mod report;
mod schema;

use self::{
    file::File,
    plan::plan,
    read::read,
    report::{Line, Summary, report},
};
use crate::{
    context::Context,
    output,
    startup::{Schema, SystemClock},
};
use anyhow::{Context as _, bail};
use clap::Args;
use doorward_core::{
    Provider,
    context::{Actor, OperationContext},
};
use std::{path::PathBuf, time::Duration};

pub use file::Mode;
pub use schema::schema;

/// How often a file is planned, where others change the database at the same time.
const ATTEMPTS: u32 = 8;
/// The pause before the second plan; later ones are longer.
const BACKOFF: Duration = Duration::from_millis(25);
/// How `--detailed-exitcode` says that something changes.
const CHANGES: i32 = 2;

/// Declare clients, users, roles and identity providers from a TOML file
///
/// A `[[clients]]` table takes the metadata names of RFC 7591 with client_id, client_secret and
/// first_party; a `[[users]]` table takes email, username, password and the standard claims; a
/// `[[user_attributes]]` table takes name, type and more (docs/guides/user-attributes.md); `[[groups]]`
/// and `[[roles]]` tables say who may do what (docs/guides/access.md); a `[[webhooks]]` table takes name,
/// url, events and secret (docs/guides/webhooks.md); a `[[scim_targets]]` table takes name, app, url,
/// token and groups (docs/guides/scim.md); a
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
    /// Remove what the file declared when it was applied before, and declares no more
    ///
    /// Groups, roles and fields are removed, clients and providers disabled; users lose the groups and
    /// roles that the file gave. What a command, the API or another file made stays.
    #[arg(long)]
    prune: bool,
    /// Exit with 2 where something changes, or would
    #[arg(long)]
    detailed_exitcode: bool,
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
    let mode = Mode {
        dry_run: apply.dry_run,
        prune: apply.prune,
    };
    let lines = carry_out(&provider, &context.operation, file, mode).await?;
    let summary = Summary::of(&lines);
    let document = serde_json::json!({
        "dry_run": apply.dry_run, "changes": lines, "summary": summary,
    });
    output::print(context.json, &document, || report(&lines, apply.dry_run))?;
    if apply.detailed_exitcode && summary.changes_something() {
        std::process::exit(CHANGES);
    }
    Ok(())
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
    mode: Mode,
) -> anyhow::Result<Vec<Line>> {
    for attempt in 0..ATTEMPTS {
        tokio::time::sleep(attempt * BACKOFF).await;
        let (lines, changes) = plan(provider, ctx, file, mode).await?;
        if mode.dry_run || changes.commit().await? {
            for warning in lines.iter().flat_map(|line| &line.warnings) {
                tracing::warn!("{}: {warning}", file.name);
            }
            return Ok(lines);
        }
        tracing::info!("something changed in the database meanwhile: planning again");
    }
    bail!("something kept changing in the database and nothing was applied; run it again");
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
    carry_out(provider, &ctx, file, Mode::default())
        .await
        .map(|_| ())
}

/// Plans or applies a text, and says what changes as `apply --json` prints it.
///
/// # Errors
/// As for a file.
pub async fn apply_text_with(
    provider: &Provider,
    name: &str,
    text: &str,
    mode: Mode,
) -> anyhow::Result<serde_json::Value> {
    let file = File { name, text };
    let ctx = OperationContext::local(&SystemClock, Actor::CommandLine);
    let lines = carry_out(provider, &ctx, file, mode).await?;
    let summary = Summary::of(&lines);
    Ok(serde_json::json!({
        "dry_run": mode.dry_run, "changes": lines, "summary": summary,
        "text": report(&lines, mode.dry_run),
    }))
}
