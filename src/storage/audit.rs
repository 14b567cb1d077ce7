//! The audit trail: appended in the transaction of what it tells.

use crate::{
    Result, Store,
    db::sql::{Row, Unit, columns, query},
};
use doorward_protocol::time::Timestamp;

/// Something that happened.
#[derive(Clone, Debug)]
pub struct AuditEvent<'a> {
    /// Its identifier.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// What, as `noun.verb`.
    pub action: &'static str,
    /// Who did it: a user's identifier, a client's, or `command line`.
    pub actor: &'a str,
    /// To whom.
    pub subject: Option<&'a str>,
    /// Through which client.
    pub client_id: Option<&'a str>,
    /// More, never a secret.
    pub detail: &'a str,
}

/// An event as read back.
#[derive(Clone, Debug)]
pub struct AuditRow {
    /// When.
    pub at: Timestamp,
    /// What.
    pub action: String,
    /// To whom.
    pub subject: Option<String>,
    /// More.
    pub detail: String,
}

columns! {
    AUDIT_EVENT of a, read by audit_event -> AuditRow {
        at: Row::at(at),
        action: Row::text(action),
        subject: Row::opt_text(subject),
        detail: Row::text(detail),
    }
}

impl Store {
    /// Appends an event.
    pub fn add_audit_event(event: &AuditEvent<'_>) -> Unit {
        let insert = query!(
            "INSERT INTO audit_events (id, at, action, actor, subject, client_id, detail)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        );
        let insert = insert
            .bind(event.id.clone())
            .bind(event.at)
            .bind(event.action)
            .bind(event.actor)
            .bind(event.subject.map(str::to_owned));
        Unit::new().run(
            insert
                .bind(event.client_id.map(str::to_owned))
                .bind(event.detail),
        )
    }

    /// The newest events about a subject.
    pub async fn audit_events_about(&self, subject: &str) -> Result<Vec<AuditRow>> {
        let select = query!(
            "SELECT {AUDIT_EVENT} FROM audit_events a WHERE a.subject = $1
             ORDER BY a.at DESC, a.id DESC LIMIT 100"
        );
        let rows = self.rows(select.bind(subject)).await?;
        rows.iter().map(audit_event).collect()
    }
}
