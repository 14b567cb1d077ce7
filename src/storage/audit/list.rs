//! The audit log as it is listed: the newest entries that a filter selects.
//!
//! Where a user, an address or a client is asked for, a statement of its own finds the entries by
//! the index of that column, in the order of time. What else is asked for is looked at in the rows
//! that it finds. One statement for everything would walk through the whole log for a rare value.

use super::{AUDIT_EVENT, AuditFilter, AuditRow, audit_event};
use crate::{
    Result, Store,
    db::sql::{Query, query},
};

impl Store {
    /// The newest entries that a filter selects, the newest first.
    pub async fn audit_events(&self, filter: AuditFilter<'_>) -> Result<Vec<AuditRow>> {
        let select = if !filter.user_id.is_empty() {
            of_user()
        } else if !filter.address.is_empty() {
            of_address()
        } else if !filter.client_id.is_empty() {
            of_client()
        } else {
            of_anybody()
        };
        let select = select
            .bind(filter.since)
            .bind(filter.until)
            .bind(filter.user_id)
            .bind(filter.client_id)
            .bind(filter.address)
            .bind(filter.action)
            .bind(i64::from(filter.limit))
            .bind(filter.before_id);
        let rows = self.rows(select).await?;
        rows.iter().map(audit_event).collect()
    }
}

/// What happened to a user and what they did: the newest of both, each found by its index.
fn of_user() -> Query {
    query!(
        "SELECT {AUDIT_EVENT} FROM audit_events a WHERE a.id IN (
         SELECT id FROM (SELECT s.id, s.at FROM audit_events s WHERE s.subject = $3
         AND s.at >= $1 AND s.at <= $2 AND (s.at < $2 OR s.id < $8) AND ($5 = '' OR s.address = $5)
         AND ($4 = '' OR s.client_id = $4 OR (s.actor_kind = 'client' AND s.actor_id = $4))
         AND ($6 = '' OR s.action = $6 OR substr(s.action, 1, length($6) + 1) = $6 || '.')
         ORDER BY s.at DESC, s.id DESC LIMIT $7) AS about
         UNION SELECT id FROM (SELECT b.id, b.at FROM audit_events b WHERE b.actor_id = $3
         AND b.actor_kind = 'user' AND b.at >= $1 AND b.at <= $2 AND (b.at < $2 OR b.id < $8)
         AND ($5 = '' OR b.address = $5)
         AND ($4 = '' OR b.client_id = $4)
         AND ($6 = '' OR b.action = $6 OR substr(b.action, 1, length($6) + 1) = $6 || '.')
         ORDER BY b.at DESC, b.id DESC LIMIT $7) AS done)
         ORDER BY a.at DESC, a.id DESC LIMIT $7"
    )
}

/// What came from an address.
fn of_address() -> Query {
    query!(
        "SELECT {AUDIT_EVENT} FROM audit_events a WHERE a.address = $5
         AND a.at >= $1 AND a.at <= $2 AND (a.at < $2 OR a.id < $8) AND $3 = ''
         AND ($4 = '' OR a.client_id = $4 OR (a.actor_kind = 'client' AND a.actor_id = $4))
         AND ($6 = '' OR a.action = $6 OR substr(a.action, 1, length($6) + 1) = $6 || '.')
         ORDER BY a.at DESC, a.id DESC LIMIT $7"
    )
}

/// What happened to a client or through it and what it did: the newest of both, each found by its
/// index.
fn of_client() -> Query {
    query!(
        "SELECT {AUDIT_EVENT} FROM audit_events a WHERE a.id IN (
         SELECT id FROM (SELECT s.id, s.at FROM audit_events s WHERE s.client_id = $4
         AND s.at >= $1 AND s.at <= $2 AND (s.at < $2 OR s.id < $8) AND $3 = '' AND $5 = ''
         AND ($6 = '' OR s.action = $6 OR substr(s.action, 1, length($6) + 1) = $6 || '.')
         ORDER BY s.at DESC, s.id DESC LIMIT $7) AS about
         UNION SELECT id FROM (SELECT b.id, b.at FROM audit_events b WHERE b.actor_id = $4
         AND b.actor_kind = 'client' AND b.at >= $1 AND b.at <= $2 AND (b.at < $2 OR b.id < $8)
         AND ($6 = '' OR b.action = $6 OR substr(b.action, 1, length($6) + 1) = $6 || '.')
         ORDER BY b.at DESC, b.id DESC LIMIT $7) AS done)
         ORDER BY a.at DESC, a.id DESC LIMIT $7"
    )
}

/// Whatever happened, in the order of time.
fn of_anybody() -> Query {
    query!(
        "SELECT {AUDIT_EVENT} FROM audit_events a WHERE a.at >= $1 AND a.at <= $2
         AND (a.at < $2 OR a.id < $8)
         AND $3 = '' AND $4 = '' AND $5 = ''
         AND ($6 = '' OR a.action = $6 OR substr(a.action, 1, length($6) + 1) = $6 || '.')
         ORDER BY a.at DESC, a.id DESC LIMIT $7"
    )
}
