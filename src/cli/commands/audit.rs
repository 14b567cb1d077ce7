//! `doorward audit`.

use super::audit_entry::moment;
use crate::{
    context::Context,
    output::{self, when},
    startup::Schema,
};
use clap::{Args, Subcommand};
use doorward_core::audit::document;
use doorward_protocol::time::Timestamp;
use doorward_storage::{AuditFilter, AuditRow};
use serde_json::{Value, json};
use std::net::IpAddr;

/// The audit log.
#[derive(Subcommand)]
pub enum AuditCommand {
    /// What happened, the newest first
    List(List),
    /// Writes the whole log or a part of it, the oldest first, as JSON Lines or CSV
    Export(super::audit_export::Export),
    /// Proves that no entry was changed, removed, inserted or moved since it was written; fails where one was
    Verify(super::audit_verify::Verify),
    /// The signed end of each day, to be kept elsewhere, the newest first
    Heads(super::audit_verify::Heads),
    /// Where the log is streamed to, how far each stream was delivered, and why it was not
    Streams,
}

/// Which entries are shown; every option that is given must be true of them.
#[derive(Args)]
pub struct List {
    /// Address, user name or identifier: what happened to this user, and what they did
    #[arg(long)]
    user: Option<String>,
    /// Identifier of a client: what happened to it or through it, and what it did
    #[arg(long, value_name = "CLIENT_ID")]
    client: Option<String>,
    /// The IP address that the request came from
    #[arg(long, value_name = "IP")]
    address: Option<IpAddr>,
    /// What happened, such as sign_in.failed, or sign_in for all of that kind
    #[arg(long)]
    event: Option<String>,
    /// From this time on: 2026-12-31, 2026-12-31T23:59:59Z, or 30m, 24h, 7d for so long ago
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Before this time
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// How many entries are shown at most
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
}

/// Runs the subcommand.
pub async fn run(context: &Context, command: AuditCommand) -> anyhow::Result<()> {
    let asked = match command {
        AuditCommand::List(asked) => asked,
        AuditCommand::Export(asked) => return super::audit_export::run(context, &asked).await,
        AuditCommand::Verify(asked) => return super::audit_verify::verify(context, &asked).await,
        AuditCommand::Heads(asked) => return super::audit_verify::heads(context, &asked).await,
        AuditCommand::Streams => return super::audit_streams::run(context).await,
    };
    let now = context.operation.now();
    let time = |text: &Option<String>, or: i64| match text {
        Some(text) => moment(text, now),
        None => Ok(Timestamp(or)),
    };
    let (since, until) = (time(&asked.since, 0)?, time(&asked.until, i64::MAX)?);
    let provider = context.provider(Schema::AsItIs).await?;
    // A user who is gone is still known here by the identifier.
    let user_id = match asked.user {
        Some(name) => match provider.users().find(&name).await? {
            Some(user) => user.id,
            None => name,
        },
        None => String::new(),
    };
    let address = asked.address.map(|address| address.to_canonical());
    let filter = AuditFilter {
        since,
        until,
        before_id: "",
        user_id: &user_id,
        client_id: asked.client.as_deref().unwrap_or_default(),
        address: &address.map(|it| it.to_string()).unwrap_or_default(),
        action: asked.event.as_deref().unwrap_or_default(),
        limit: asked.limit,
    };
    let rows = provider.store().audit_events(filter).await?;
    show(context, &rows)
}

fn show(context: &Context, rows: &[AuditRow]) -> anyhow::Result<()> {
    let document = json!({"events": rows.iter().map(document).collect::<Vec<Value>>()});
    output::print(context.json, &document, || {
        if rows.is_empty() {
            return "Nothing of this kind is in the audit log.".to_owned();
        }
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        let line = |row: &AuditRow| {
            let actor = row.actor_id.as_ref().unwrap_or(&row.actor_kind);
            vec![
                when(row.at),
                row.action.clone(),
                actor.clone(),
                optional(&row.subject),
                optional(&row.client_id),
                optional(&row.address),
                optional(&row.request_id),
                row.detail.clone(),
            ]
        };
        output::table(
            &[
                "TIME", "EVENT", "BY", "USER", "CLIENT", "ADDRESS", "REQUEST", "DETAIL",
            ],
            &rows.iter().map(line).collect::<Vec<_>>(),
        )
    })
}
