//! The roles of an app: a column of `clients`, and each of its states in `role_definitions`.

use crate::{
    Store,
    access::Stamp,
    clients::rows::note_change_of,
    db::{
        sql::{query, to_json},
        unit::{Lock, Unit},
    },
};
use doorward_protocol::access::roles::Roles;

impl Store {
    /// Replaces the roles of an app. A guard: nobody changed them since they were read as
    /// `roles_version`. `is_in_memory`: whether every node keeps the client.
    pub fn put_roles_of_app(
        client_id: &str,
        roles: &Roles,
        roles_version: i64,
        is_in_memory: bool,
        stamp: Stamp<'_>,
    ) -> Unit {
        let update = query!(
            "UPDATE clients SET roles = $2, roles_version = roles_version + 1, requestable = $4
             WHERE client_id = $1 AND roles_version = $3"
        );
        let keep = query!(
            "INSERT INTO role_definitions (client_id, version, document, since, actor_kind, actor_id)
             VALUES ($1, $2, $3, $4, $5, $6)"
        );
        let document = to_json(roles);
        let keep = keep
            .bind(client_id)
            .bind(roles_version + 1)
            .bind(&document)
            .bind(stamp.at)
            .bind(stamp.actor.kind)
            .bind(stamp.actor.id.map(str::to_owned));
        let is_requestable = roles.requestable().next().is_some();
        let update = update.bind(client_id).bind(&document).bind(roles_version);
        note_change_of(client_id, is_in_memory)
            .guard(update.bind(is_requestable))
            .run(keep)
    }

    /// Requires that the roles of an app are those that were read, until the commit: what is granted
    /// exists.
    pub fn require_roles_of_app(client_id: &str, roles_version: i64) -> Unit {
        let select = query!("SELECT 1 FROM clients WHERE client_id = $1 AND roles_version = $2");
        Unit::new().require(select.bind(client_id).bind(roles_version), Lock::Shared)
    }
}
