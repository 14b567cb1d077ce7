//! `doorward audit`.

use crate::{
    context::Context,
    output::{self, when},
    startup::Schema,
};
use anyhow::anyhow;
use clap::{Args, Subcommand};
use doorward_protocol::time::{Lifetime, Timestamp};
use doorward_storage::{AuditFilter, AuditRow};
use serde_json::{Value, json};
use std::net::IpAddr;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// The audit log.
#[derive(Subcommand)]
pub enum AuditCommand {
    /// What happened, the newest first
    List(List),
    /// Writes the whole log or a part of it, the oldest first, as JSON Lines or CSV
    Export(super::audit_export::Export),
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
        user_id: &user_id,
        client_id: asked.client.as_deref().unwrap_or_default(),
        address: &address.map(|it| it.to_string()).unwrap_or_default(),
        action: asked.event.as_deref().unwrap_or_default(),
        limit: asked.limit,
    };
    let rows = provider.store().audit_events(filter).await?;
    show(context, &rows)
}

/// An entry as programs read it.
pub(super) fn describe(row: &AuditRow) -> Value {
    json!({"at": row.at.seconds(), "time": when(row.at), "event": row.action, "actor": {"kind": row.actor_kind, "id": row.actor_id}, "sub": row.subject,
        "client_id": row.client_id, "address": row.address, "user_agent": row.user_agent, "request_id": row.request_id, "detail": row.detail})
}

fn show(context: &Context, rows: &[AuditRow]) -> anyhow::Result<()> {
    let document = json!({"events": rows.iter().map(describe).collect::<Vec<Value>>()});
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

/// Reads a time: of RFC 3339, a day of UTC, or so long before `now`.
pub(super) fn moment(text: &str, now: Timestamp) -> anyhow::Result<Timestamp> {
    let ago = || {
        let (count, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
        let count: i64 = count.parse().ok()?;
        if !(0..=1_000_000).contains(&count) {
            return None;
        }
        let before = match unit {
            "s" => Lifetime::seconds(count),
            "m" => Lifetime::minutes(count),
            "h" => Lifetime::hours(count),
            "d" => Lifetime::days(count),
            "w" => Lifetime::days(7 * count),
            _ => return None,
        };
        Some(Timestamp(now.0 - before.0))
    };
    let written = || {
        ["", "Z", ":00Z", "T00:00:00Z"].iter().find_map(|rest| {
            let at = OffsetDateTime::parse(&format!("{text}{rest}"), &Rfc3339).ok()?;
            let milliseconds = at.unix_timestamp_nanos() / 1_000_000;
            i64::try_from(milliseconds).ok().map(Timestamp)
        })
    };
    ago().or_else(written).ok_or_else(|| {
        anyhow!("{text} is no time: write 2026-12-31, 2026-12-31T23:59:59Z, or 30m, 24h, 7d for so long ago")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_day_a_moment_or_so_long_ago() {
        let now = Timestamp(1_800_000_000_000);
        for (text, expected) in [
            ("2027-01-15", 1_799_971_200_000),
            ("2027-01-15T08:00", now.0),
            ("2027-01-15T08:00:00", now.0),
            ("2027-01-15T08:00:00.250Z", now.0 + 250),
            ("2027-01-15T09:00:00+01:00", now.0),
            ("90s", now.0 - 90_000),
            ("30m", now.0 - 1_800_000),
            ("24h", now.0 - 86_400_000),
            ("2w", now.0 - 14 * 86_400_000),
        ] {
            assert_eq!(moment(text, now).unwrap(), Timestamp(expected), "{text}");
        }
        for wrong in [
            "",
            "d",
            "-1d",
            "1y",
            "yesterday",
            "2027-13-01",
            "99999999999d",
            "\u{e9}",
        ] {
            assert!(moment(wrong, now).is_err(), "{wrong}");
        }
    }
}
