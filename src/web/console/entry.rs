//! Entries of the audit log in words.

use crate::messages::{Html, Messages};
use doorward_core::management::AuditRow;
use doorward_protocol::time::Timestamp;

/// A line of the audit log.
pub struct EntryLine {
    /// What happened, as `noun.verb`.
    pub event: String,
    /// More about it.
    pub detail: String,
    /// When.
    pub when: Html,
    /// Who did it.
    pub actor: String,
    /// The user whom it happened to.
    pub subject: Option<String>,
    /// The app that it happened through or to.
    pub client_id: Option<String>,
    /// Where the request came from.
    pub address: Option<String>,
}

/// The lines of entries.
pub fn lines(rows: Vec<AuditRow>, now: Timestamp, t: Messages) -> Vec<EntryLine> {
    let line = |row: AuditRow| EntryLine {
        when: t.when(row.at, now),
        actor: match row.actor_id {
            Some(id) => format!("{} {id}", row.actor_kind),
            None => row.actor_kind,
        },
        event: row.action,
        detail: row.detail,
        subject: row.subject,
        client_id: row.client_id,
        address: row.address,
    };
    rows.into_iter().map(line).collect()
}
