//! What a user has of one app: groups, and the roles that were given.

use crate::{Error, Result, Store, db::sql::query};
use doorward_protocol::time::Timestamp;

/// What a user was given, before the roles of the app say what that means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldAccess {
    /// The names of the groups that the user is in, directly or through others.
    pub groups: Vec<String>,
    /// The roles in the app that the user or one of those groups was given, and that did not expire.
    pub roles: Vec<String>,
}

impl Store {
    /// The groups of a user, and the roles in an app that the user was given, at a time.
    pub async fn held_access(
        &self,
        user_id: &str,
        client_id: &str,
        now: Timestamp,
    ) -> Result<HeldAccess> {
        let select = query!(
            "WITH RECURSIVE held(id) AS (
                 SELECT m.group_id FROM group_members m
                 WHERE m.user_id = $1 AND m.ended_at IS NULL
                 UNION SELECT i.parent_id FROM group_inclusions i
                 JOIN held h ON i.group_id = h.id WHERE i.ended_at IS NULL)
             SELECT 'group' AS kind, g.name AS name FROM held h JOIN user_groups g ON g.id = h.id
             WHERE g.deleted_at IS NULL
             UNION SELECT 'role', r.role FROM role_grants r
             WHERE r.user_id = $1 AND r.client_id = $2 AND r.ended_at IS NULL
             AND (r.expires_at IS NULL OR r.expires_at > $3)
             UNION SELECT 'role', r.role FROM held h JOIN role_grants r ON r.group_id = h.id
             WHERE r.client_id = $2 AND r.ended_at IS NULL
             AND (r.expires_at IS NULL OR r.expires_at > $3)"
        );
        let rows = self
            .rows(select.bind(user_id).bind(client_id).bind(now))
            .await?;
        let mut held = HeldAccess::default();
        for row in rows {
            let name = row.text("name")?;
            match row.text("kind")?.as_str() {
                "group" => held.groups.push(name),
                "role" => held.roles.push(name),
                other => return Err(Error::Corrupt(format!("held access of kind {other}"))),
            }
        }
        // The databases compare text differently.
        held.groups.sort();
        held.roles.sort();
        Ok(held)
    }
}
