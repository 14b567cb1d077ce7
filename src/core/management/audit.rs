//! The audit log, as callers of the management API read it.

use super::{Management, ManagementOutcome};
use doorward_protocol::time::Timestamp;
use doorward_storage::{AuditFilter, AuditRow, ListCursor};

/// The most entries of one request that are read.
const MAX_OF_REQUEST: i64 = 50;

/// Which entries are asked for. What is `None` says nothing.
#[derive(Default)]
pub struct AuditQuestion<'a> {
    /// What happened to this user, and what they did.
    pub user_id: Option<&'a str>,
    /// What happened to this client or through it, and what it did.
    pub client_id: Option<&'a str>,
    /// The IP address that the request came from.
    pub address: Option<&'a str>,
    /// What happened: `noun.verb`, or `noun` for all of that kind.
    pub event: Option<&'a str>,
    /// The time of the earliest.
    pub since: Option<Timestamp>,
    /// The time before which all of them are.
    pub until: Option<Timestamp>,
    /// The entry after which a page begins: those of the page are older.
    pub before: Option<&'a ListCursor>,
}

impl Management {
    /// The newest entries of the audit log that a question is about; at most so many.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn audit(
        &self,
        asked: &AuditQuestion<'_>,
        limit: u32,
    ) -> ManagementOutcome<Vec<AuditRow>> {
        let until = asked.until.unwrap_or(Timestamp(i64::MAX));
        let cursor = asked.before.filter(|cursor| cursor.at < until);
        let filter = AuditFilter {
            since: asked.since.unwrap_or(Timestamp(0)),
            until: cursor.map_or(until, |cursor| cursor.at),
            before_id: cursor.map_or("", |cursor| &cursor.id),
            user_id: asked.user_id.unwrap_or_default(),
            client_id: asked.client_id.unwrap_or_default(),
            address: asked.address.unwrap_or_default(),
            action: asked.event.unwrap_or_default(),
            limit,
        };
        Ok(self.kernel.database.read().audit_events(filter).await?)
    }

    /// The entries that one request made, by the reference that its error page shows.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn audit_of_request(&self, request_id: &str) -> ManagementOutcome<Vec<AuditRow>> {
        let store = self.kernel.database.read();
        let found = store.audit_events_of_request(request_id, MAX_OF_REQUEST);
        Ok(found.await?)
    }
}
