//! The audit log, as callers of the management API read it.

use super::{Caller, Management, ManagementError, ManagementOutcome};
use crate::{Result, audit::Record, context::OperationContext};
use doorward_protocol::{
    management::{Permission, Resource},
    time::Timestamp,
};
use doorward_storage::{AuditFilter, AuditRow, ListCursor, Unit};

const READ: Permission = Permission::read(Resource::Audit);
/// What the owners of an app see of its entries, by the nouns of their actions.
const OF_OWNERS: [&str; 3] = ["client", "role", "access_request"];
/// The most entries of one request that are read.
const MAX_OF_REQUEST: i64 = 50;

/// Which entries are asked for. What is `None` says nothing.
#[derive(Clone, Copy, Default)]
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
    /// Writes into the audit log that somebody was refused what administrators do, and why.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn record_refusal(&self, ctx: &OperationContext, detail: &str) -> Result<()> {
        let record = Record {
            action: "management.refused",
            subject: None,
            client_id: None,
            detail,
        };
        let database = &self.kernel.database;
        database.commit(ctx, Unit::new(), &[record]).await?;
        Ok(())
    }

    /// The newest entries of the audit log that a question is about; at most so many. The owner of an app
    /// asks about that app: they see what was done to it, its roles and the requests for these, and not
    /// where it came from.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound`.
    pub async fn audit(
        &self,
        caller: &Caller,
        asked: &AuditQuestion<'_>,
        limit: u32,
    ) -> ManagementOutcome<Vec<AuditRow>> {
        if caller.may(READ) {
            return self.audit_entries(asked, limit).await;
        }
        let Some(app) = asked.client_id.filter(|_| asked.address.is_none()) else {
            return Err(ManagementError::Forbidden(READ));
        };
        caller.require_of_app(READ, app)?;
        let is_asked = |noun: &str| {
            asked.event.is_none_or(|event| {
                let verb = event.strip_prefix(noun);
                verb.is_some_and(|verb| verb.is_empty() || verb.starts_with('.'))
            })
        };
        let mut found = Vec::new();
        for noun in OF_OWNERS.into_iter().filter(|noun| is_asked(noun)) {
            let asked = AuditQuestion {
                event: Some(asked.event.unwrap_or(noun)),
                ..*asked
            };
            found.extend(self.audit_entries(&asked, limit).await?);
        }
        // What the app did elsewhere as a service account is no matter of its owner.
        found.retain(|row| row.client_id.as_deref() == Some(app));
        found.sort_by(|one, other| (other.at, &other.id).cmp(&(one.at, &one.id)));
        found.truncate(usize::try_from(limit).unwrap_or_default());
        for row in &mut found {
            row.address = None;
            row.user_agent = None;
            row.request_id = None;
        }
        Ok(found)
    }

    async fn audit_entries(
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
