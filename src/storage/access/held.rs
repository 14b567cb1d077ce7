//! What a user has of one app: groups, and the roles that were given.

use crate::{
    Error, Result, Store,
    db::sql::{Row, query},
    users::UserRange,
};
use doorward_protocol::time::Timestamp;
use std::collections::BTreeMap;

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
            held.add(&row)?;
        }
        held.sort();
        Ok(held)
    }

    /// As [`Store::held_access`], as if the user were in one more group, by its identifier; empty for none.
    pub async fn held_access_in_group(
        &self,
        user_id: &str,
        client_id: &str,
        now: Timestamp,
        group_id: &str,
    ) -> Result<HeldAccess> {
        let select = query!(
            "WITH RECURSIVE held(id) AS (
                 SELECT s.id FROM user_groups s WHERE s.id = $4
                 OR s.id IN (SELECT m.group_id FROM group_members m
                 WHERE m.user_id = $1 AND m.ended_at IS NULL)
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
        let select = select.bind(user_id).bind(client_id).bind(now);
        let mut held = HeldAccess::default();
        for row in self.rows(select.bind(group_id)).await? {
            held.add(&row)?;
        }
        held.sort();
        Ok(held)
    }

    /// As [`Store::held_access`], of every user of a range who has something, by their identifiers.
    pub async fn held_access_between(
        &self,
        range: UserRange<'_>,
        client_id: &str,
        now: Timestamp,
    ) -> Result<BTreeMap<String, HeldAccess>> {
        let select = query!(
            "WITH RECURSIVE held(user_id, id) AS (
                 SELECT m.user_id, m.group_id FROM group_members m
                 WHERE m.user_id > $1 AND m.user_id <= $2 AND m.ended_at IS NULL
                 UNION SELECT h.user_id, i.parent_id FROM group_inclusions i
                 JOIN held h ON i.group_id = h.id WHERE i.ended_at IS NULL)
             SELECT h.user_id AS user_id, 'group' AS kind, g.name AS name
             FROM held h JOIN user_groups g ON g.id = h.id WHERE g.deleted_at IS NULL
             UNION SELECT r.user_id, 'role', r.role FROM role_grants r
             WHERE r.user_id > $1 AND r.user_id <= $2 AND r.client_id = $3 AND r.ended_at IS NULL
             AND (r.expires_at IS NULL OR r.expires_at > $4)
             UNION SELECT h.user_id, 'role', r.role
             FROM held h JOIN role_grants r ON r.group_id = h.id
             WHERE r.client_id = $3 AND r.ended_at IS NULL
             AND (r.expires_at IS NULL OR r.expires_at > $4)"
        );
        let select = select.bind(range.after).bind(range.last);
        let rows = self.rows(select.bind(client_id).bind(now)).await?;
        let mut found: BTreeMap<String, HeldAccess> = BTreeMap::new();
        for row in rows {
            found.entry(row.text("user_id")?).or_default().add(&row)?;
        }
        found.values_mut().for_each(HeldAccess::sort);
        Ok(found)
    }
}

impl HeldAccess {
    fn add(&mut self, row: &Row) -> Result<()> {
        let name = row.text("name")?;
        match row.text("kind")?.as_str() {
            "group" => self.groups.push(name),
            "role" => self.roles.push(name),
            other => return Err(Error::Corrupt(format!("held access of kind {other}"))),
        }
        Ok(())
    }

    /// The databases compare text differently.
    fn sort(&mut self) {
        self.groups.sort();
        self.roles.sort();
    }
}
