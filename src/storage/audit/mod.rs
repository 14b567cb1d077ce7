//! The audit trail: appended in the transaction of what it tells.

pub mod chain;
mod list;
pub mod streams;

use crate::{
    Result, Store,
    db::{
        cursor::ListCursor,
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::{audit_chain::Fields, time::Timestamp};
use std::collections::BTreeMap;

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
    /// What shows later that this provider wrote it.
    pub proof: AuditProof,
}

/// What an audit entry is written with, so that its place in the chain proves it.
#[derive(Clone, Debug, Default)]
pub struct AuditProof {
    /// What the commitment was made with.
    pub salt: String,
    /// The hash of the private fields.
    pub commitment: String,
    /// The code over the other fields and the commitment.
    pub seal: String,
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
    /// Its identifier, in the order of time.
    pub id: String,
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
    /// The client that it happened through or to.
    pub client_id: Option<String>,
    /// More, never a secret.
    pub detail: String,
    /// The IP address that the request came from.
    pub address: Option<String>,
    /// The `User-Agent` header of the request.
    pub user_agent: Option<String>,
    /// The identifier of the request in the log.
    pub request_id: Option<String>,
}

/// Which audit entries are asked for. What is empty selects nothing.
#[derive(Clone, Copy, Debug)]
pub struct AuditFilter<'a> {
    /// The time of the earliest.
    pub since: Timestamp,
    /// The time before which all of them are; at it, those whose identifier comes before `before_id`.
    pub until: Timestamp,
    /// The identifier of the entry before which a page begins; empty for the first page.
    pub before_id: &'a str,
    /// The identifier of a user: what happened to them, and what they did.
    pub user_id: &'a str,
    /// The identifier of a client: what happened to it or through it, and what it did.
    pub client_id: &'a str,
    /// The IP address that the request came from.
    pub address: &'a str,
    /// What happened: `noun.verb`, or `noun` for all of that kind.
    pub action: &'a str,
    /// How many there are at most: the newest.
    pub limit: u32,
}

columns! {
    AUDIT_EVENT of a, read by audit_event -> AuditRow {
        id: Row::text(id),
        at: Row::at(at),
        action: Row::text(action),
        actor_kind: Row::text(actor_kind),
        actor_id: Row::opt_text(actor_id),
        subject: Row::opt_text(subject),
        client_id: Row::opt_text(client_id),
        detail: Row::text(detail),
        address: Row::opt_text(address),
        user_agent: Row::opt_text(user_agent),
        request_id: Row::opt_text(request_id),
    }
}

impl AuditEvent<'_> {
    /// The fields, as the rules of the chain take them.
    pub fn fields(&self) -> Fields<'_> {
        Fields {
            id: &self.id,
            at: self.at,
            action: self.action,
            actor_kind: self.actor.kind,
            actor_id: self.actor.id,
            subject: self.subject,
            client_id: self.client_id,
            detail: self.detail,
            address: self.origin.address.as_deref(),
            user_agent: self.origin.user_agent,
            request_id: self.origin.request_id,
        }
    }
}

impl AuditRow {
    /// The place of the entry in a list.
    pub fn cursor(&self) -> ListCursor {
        ListCursor {
            at: self.at,
            id: self.id.clone(),
        }
    }
}

impl Store {
    /// Appends an audit entry.
    pub fn add_audit_event(event: &AuditEvent<'_>) -> Unit {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let insert = query!(
            "INSERT INTO audit_events (id, at, action, actor_kind, actor_id, subject, client_id,
             detail, address, user_agent, request_id, salt, commitment, seal)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
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
                .bind(owned(event.origin.request_id))
                .bind(event.proof.salt.clone())
                .bind(event.proof.commitment.clone())
                .bind(event.proof.seal.clone()),
        )
    }

    /// The entry of that identifier.
    pub async fn audit_event(&self, id: &str) -> Result<Option<AuditRow>> {
        let select = query!("SELECT {AUDIT_EVENT} FROM audit_events a WHERE a.id = $1");
        let row = self.row(select.bind(id)).await?;
        row.map(|row| audit_event(&row)).transpose()
    }

    /// The entries of one request, the oldest first; at most so many.
    pub async fn audit_events_of_request(
        &self,
        request_id: &str,
        limit: i64,
    ) -> Result<Vec<AuditRow>> {
        let select = query!(
            "SELECT {AUDIT_EVENT} FROM audit_events a WHERE a.request_id = $1
             ORDER BY a.at, a.id LIMIT $2"
        );
        let rows = self.rows(select.bind(request_id).bind(limit)).await?;
        rows.iter().map(audit_event).collect()
    }

    /// The oldest entries from a place in the log on, before a time; at most so many.
    pub async fn audit_events_from(
        &self,
        from: &ListCursor,
        until: Timestamp,
        limit: i64,
    ) -> Result<Vec<AuditRow>> {
        let select = query!(
            "SELECT {AUDIT_EVENT} FROM audit_events a WHERE a.at >= $1 AND a.at < $3
             AND (a.at > $1 OR a.id > $2) ORDER BY a.at, a.id LIMIT $4"
        );
        let select = select.bind(from.at).bind(&from.id).bind(until).bind(limit);
        let rows = self.rows(select).await?;
        rows.iter().map(audit_event).collect()
    }

    /// How many entries there are between two times, by what happened.
    pub async fn audit_counts(
        &self,
        since: Timestamp,
        until: Timestamp,
    ) -> Result<BTreeMap<String, i64>> {
        let select = query!(
            "SELECT a.action AS action, count(*) AS many FROM audit_events a
             WHERE a.at >= $1 AND a.at < $2 GROUP BY a.action"
        );
        let rows = self.rows(select.bind(since).bind(until)).await?;
        let count = |row: &Row| Ok((row.text("action")?, row.int("many")?));
        rows.iter().map(count).collect()
    }

    /// The newest entries about a user before a place in the list.
    pub async fn audit_events_before(
        &self,
        subject: &str,
        cursor: &ListCursor,
        limit: usize,
    ) -> Result<Vec<AuditRow>> {
        let select = query!(
            "SELECT {AUDIT_EVENT} FROM audit_events a WHERE a.subject = $1 AND a.at <= $2
             AND (a.at < $2 OR a.id < $3) ORDER BY a.at DESC, a.id DESC LIMIT $4"
        );
        let select = select.bind(subject).bind(cursor.at).bind(&cursor.id);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = self.rows(select.bind(limit)).await?;
        rows.iter().map(audit_event).collect()
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
