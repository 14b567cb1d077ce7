//! The audit trail: appended in the transaction of what it tells.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::time::Timestamp;

/// An audit entry to be appended.
#[derive(Clone, Debug)]
pub struct AuditEvent<'a> {
    /// Its identifier, in the order of time.
    pub id: String,
    /// When it happened.
    pub at: Timestamp,
    /// What happened, as `noun.verb`.
    pub action: &'static str,
    /// Who did it.
    pub actor: AuditActor<'a>,
    /// The user whom it happened to.
    pub subject: Option<&'a str>,
    /// The client that it happened through or to.
    pub client_id: Option<&'a str>,
    /// More, never a secret.
    pub detail: &'a str,
    /// Where the request came from.
    pub origin: AuditOrigin<'a>,
}

/// Who did what an audit entry describes.
#[derive(Clone, Copy, Debug)]
pub struct AuditActor<'a> {
    /// The kind of the actor, such as `user` or `worker`.
    pub kind: &'a str,
    /// The identifier of a user, a client or an identity provider.
    pub id: Option<&'a str>,
}

/// Where the request came from that an audit entry describes.
#[derive(Clone, Debug, Default)]
pub struct AuditOrigin<'a> {
    /// The IP address of the client.
    pub address: Option<String>,
    /// The `User-Agent` header.
    pub user_agent: Option<&'a str>,
    /// The identifier of the request in the log.
    pub request_id: Option<&'a str>,
}

/// An audit entry as it is stored.
#[derive(Clone, Debug)]
pub struct AuditRow {
    /// When it happened.
    pub at: Timestamp,
    /// What happened, as `noun.verb`.
    pub action: String,
    /// The kind of the actor, such as `user` or `worker`.
    pub actor_kind: String,
    /// The identifier of the actor.
    pub actor_id: Option<String>,
    /// The user whom it happened to.
    pub subject: Option<String>,
    /// More, never a secret.
    pub detail: String,
    /// The IP address that the request came from.
    pub address: Option<String>,
    /// The identifier of the request in the log.
    pub request_id: Option<String>,
}

columns! {
    AUDIT_EVENT of a, read by audit_event -> AuditRow {
        at: Row::at(at),
        action: Row::text(action),
        actor_kind: Row::text(actor_kind),
        actor_id: Row::opt_text(actor_id),
        subject: Row::opt_text(subject),
        detail: Row::text(detail),
        address: Row::opt_text(address),
        request_id: Row::opt_text(request_id),
    }
}

impl Store {
    /// Appends an audit entry.
    pub fn add_audit_event(event: &AuditEvent<'_>) -> Unit {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let insert = query!(
            "INSERT INTO audit_events (id, at, action, actor_kind, actor_id, subject, client_id,
             detail, address, user_agent, request_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        );
        let insert = insert
            .bind(event.id.clone())
            .bind(event.at)
            .bind(event.action)
            .bind(event.actor.kind)
            .bind(owned(event.actor.id))
            .bind(owned(event.subject))
            .bind(owned(event.client_id))
            .bind(event.detail);
        Unit::new().run(
            insert
                .bind(event.origin.address.clone())
                .bind(owned(event.origin.user_agent))
                .bind(owned(event.origin.request_id)),
        )
    }

    /// The hundred newest entries about a user.
    pub async fn audit_events_about(&self, subject: &str) -> Result<Vec<AuditRow>> {
        let select = query!(
            "SELECT {AUDIT_EVENT} FROM audit_events a WHERE a.subject = $1
             ORDER BY a.at DESC, a.id DESC LIMIT 100"
        );
        let rows = self.rows(select.bind(subject)).await?;
        rows.iter().map(audit_event).collect()
    }
}
