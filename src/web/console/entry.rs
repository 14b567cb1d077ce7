//! Entries of the audit log in words.

use super::admin::Admin;
use crate::{
    management::path::segment,
    messages::{Html, Messages},
};
use doorward_core::management::AuditRow;
use doorward_protocol::management::{Permission, Resource};

/// A line of the audit log.
pub struct EntryLine {
    /// The identifier of the entry.
    pub id: String,
    /// What happened, as `noun.verb`.
    pub event: String,
    /// More about it.
    pub detail: String,
    /// When it happened.
    pub when: Html,
    /// The kind of who did it, such as `user` or `worker`.
    pub actor_kind: String,
    /// Who did it.
    pub actor: Option<Named>,
    /// The user whom it happened to.
    pub subject: Option<Named>,
    /// The app that it happened through or to.
    pub client_id: Option<String>,
    /// Where the request came from.
    pub address: Option<String>,
    /// The `User-Agent` header of the request.
    pub user_agent: Option<String>,
    /// The identifier of the request in the log of the server.
    pub request_id: Option<String>,
}

/// Somebody by an identifier.
pub struct Named {
    /// The identifier of the user or the client.
    pub id: String,
    /// The last part of the address of their page, where the administrator may open it.
    pub path: Option<String>,
}

/// The lines of entries, as an administrator sees them.
pub fn lines(rows: Vec<AuditRow>, admin: &Admin, t: Messages) -> Vec<EntryLine> {
    let may_open = admin.caller.may(Permission::read(Resource::Users));
    let now = admin.signed_in.ctx.now();
    let named = |id: String, is_user: bool| Named {
        path: (may_open && is_user).then(|| segment(&id)),
        id,
    };
    let line = |row: AuditRow| {
        let is_user = row.actor_kind == "user";
        EntryLine {
            id: row.id,
            event: row.action,
            detail: row.detail,
            when: t.when(row.at, now),
            actor: row.actor_id.map(|id| named(id, is_user)),
            actor_kind: row.actor_kind,
            subject: row.subject.map(|id| named(id, true)),
            client_id: row.client_id,
            address: row.address,
            user_agent: row.user_agent,
            request_id: row.request_id,
        }
    };
    rows.into_iter().map(line).collect()
}
