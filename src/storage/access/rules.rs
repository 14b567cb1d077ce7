//! The rules of an app, in a column of `clients`, and what decisions read.

use crate::{
    Result, Store,
    clients::rows::note_change_of,
    db::{
        sql::{query, to_json},
        unit::Unit,
    },
};
use doorward_protocol::{access::rules::AccessRules, time::Timestamp};

impl Store {
    /// Replaces the rules of an app. A guard: nobody changed them since they were read as `version`.
    /// `is_in_memory`: whether every node keeps the client.
    pub fn put_access_rules(
        client_id: &str,
        rules: &AccessRules,
        version: i64,
        is_in_memory: bool,
    ) -> Unit {
        let update = query!(
            "UPDATE clients SET access_rules = $2, access_rules_version = access_rules_version + 1
             WHERE client_id = $1 AND access_rules_version = $3"
        );
        let update = update.bind(client_id).bind(to_json(rules)).bind(version);
        note_change_of(client_id, is_in_memory).guard(update)
    }

    /// When the next role of a user in an app ends, their own or one of a group of theirs.
    pub async fn next_end_of_roles(
        &self,
        user_id: &str,
        client_id: &str,
        now: Timestamp,
    ) -> Result<Option<Timestamp>> {
        let select = query!(
            "WITH RECURSIVE held(id) AS (
                 SELECT m.group_id FROM group_members m
                 WHERE m.user_id = $1 AND m.ended_at IS NULL
                 UNION SELECT i.parent_id FROM group_inclusions i
                 JOIN held h ON i.group_id = h.id WHERE i.ended_at IS NULL)
             SELECT MIN(found.expires_at) AS ends_at FROM (
                 SELECT r.expires_at FROM role_grants r
                 WHERE r.user_id = $1 AND r.client_id = $2 AND r.ended_at IS NULL
                 AND r.expires_at > $3
                 UNION SELECT r.expires_at FROM held h JOIN role_grants r ON r.group_id = h.id
                 WHERE r.client_id = $2 AND r.ended_at IS NULL AND r.expires_at > $3) found"
        );
        let row = self
            .row(select.bind(user_id).bind(client_id).bind(now))
            .await?;
        row.map_or(Ok(None), |row| row.opt_at("ends_at"))
    }
}
