//! `doorward migration`.

use crate::{context::Context, output, startup::Schema};
use anyhow::Context as _;
use clap::Subcommand;
use serde_json::json;
use std::path::PathBuf;

/// Users who move in at their first sign-in.
#[derive(Subcommand)]
pub enum MigrationCommand {
    /// How many users moved in at a sign-in, and who of a list is still missing
    Status {
        /// A file of addresses or user names, one a line: those that nobody here has are listed
        #[arg(long, value_name = "FILE")]
        missing: Option<PathBuf>,
    },
}

/// Runs the subcommand.
pub async fn run(context: &Context, command: MigrationCommand) -> anyhow::Result<()> {
    let MigrationCommand::Status { missing } = command;
    let provider = context.provider(Schema::AsItIs).await?;
    let users = provider.users();
    let moved_in = users.moved_in().await?;
    let mut absent = Vec::new();
    let mut asked = 0_usize;
    if let Some(file) = &missing {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("{} cannot be read", file.display()))?;
        for name in text.lines().map(str::trim).filter(|name| !name.is_empty()) {
            asked += 1;
            if users.find(name).await?.is_none() {
                absent.push(name.to_owned());
            }
        }
    }
    let is_on = context.settings.migration.url.is_some();
    let document = if missing.is_some() {
        json!({"hook": is_on, "moved_in": moved_in, "listed": asked, "missing": absent})
    } else {
        json!({"hook": is_on, "moved_in": moved_in})
    };
    output::print(context.json, &document, || {
        let hook = if is_on {
            "The hook is on."
        } else {
            "The hook is off: set migration.url and migration.secret to let users move in."
        };
        let mut lines = vec![
            hook.to_owned(),
            format!("Moved in at a sign-in: {moved_in}"),
        ];
        if missing.is_some() {
            lines.push(format!("Of {asked} names, {} are missing:", absent.len()));
            lines.extend(absent.iter().map(|name| format!("  {name}")));
        }
        lines.join("\n")
    })
}
