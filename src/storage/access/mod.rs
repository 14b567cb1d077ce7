//! Groups of users and roles in apps. Rows that say who is in a group or has a role are ended, never
//! changed: they are the record of who had what when, and who gave it.

mod administrators;
pub(crate) mod app_owners;
pub(crate) mod groups;
pub(crate) mod held;
pub(crate) mod history;
pub(crate) mod request_lists;
pub(crate) mod requests;
pub(crate) mod reviews;
pub(crate) mod role_grants;
mod roles;
mod rules;

use crate::{AuditActor, db::sql::Query};
use doorward_protocol::time::Timestamp;

/// What the record keeps of a change: when it happened and who made it.
#[derive(Clone, Copy, Debug)]
pub struct Stamp<'a> {
    /// When it happens.
    pub at: Timestamp,
    /// Who makes it.
    pub actor: AuditActor<'a>,
    /// Whether a file of declarations says so.
    pub managed: bool,
}

impl Stamp<'_> {
    /// Binds `managed, since, actor_kind, actor_id`.
    pub(crate) fn begin(&self, query: Query) -> Query {
        query
            .bind(self.managed)
            .bind(self.at)
            .bind(self.actor.kind)
            .bind(self.actor.id.map(str::to_owned))
    }

    /// Binds `ended_at, ended_by_kind, ended_by_id`.
    pub(crate) fn end(&self, query: Query) -> Query {
        query
            .bind(self.at)
            .bind(self.actor.kind)
            .bind(self.actor.id.map(str::to_owned))
    }
}
