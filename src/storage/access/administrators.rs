//! The administrators of this provider: who is an owner, and what groups make of their members.

use crate::{
    Result, Store,
    db::{
        sql::{Query, query},
        unit::{Lock, Unit},
    },
};
use doorward_protocol::time::Timestamp;

/// Beyond the end of every role that has one.
const NEVER: Timestamp = Timestamp(i64::MAX);

impl Store {
    /// The enabled users who are owners at a time, by their own grants or those of their groups, also
    /// through other groups; a thousand at most.
    pub async fn owners(&self, now: Timestamp) -> Result<Vec<String>> {
        let rows = self.rows(owners(now)).await?;
        rows.iter().map(|row| row.text("user_id")).collect()
    }

    /// As [`Store::owners`], without those whose role ends by itself.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn lasting_owners(&self) -> Result<Vec<String>> {
        let rows = self.rows(owners(NEVER)).await?;
        rows.iter().map(|row| row.text("user_id")).collect()
    }

    /// The enabled users whose roles allow to give roles of every app, by their own grants or those of
    /// their groups; at most so many.
    pub async fn role_givers(&self, now: Timestamp, max: i64) -> Result<Vec<String>> {
        let rows = self.rows(role_givers(now, max)).await?;
        rows.iter().map(|row| row.text("user_id")).collect()
    }

    /// Requires that a user may give roles of every app when the unit is committed.
    pub fn require_role_giver(user_id: &str, now: Timestamp) -> Unit {
        let select = query!(
            "WITH RECURSIVE held(id) AS (
                 SELECT m.group_id FROM group_members m
                 WHERE m.user_id = $1 AND m.ended_at IS NULL
                 UNION SELECT i.parent_id FROM group_inclusions i
                 JOIN held h ON i.group_id = h.id WHERE i.ended_at IS NULL)
             SELECT 1 FROM users u WHERE u.id = $1 AND u.disabled_at IS NULL AND EXISTS (
                 SELECT 1 FROM role_grants r WHERE r.client_id = 'doorward'
                 AND r.role IN ('owner', 'admin') AND r.ended_at IS NULL
                 AND (r.expires_at IS NULL OR r.expires_at > $2)
                 AND (r.user_id = $1 OR r.group_id IN (SELECT h.id FROM held h)))"
        );
        Unit::new().require(select.bind(user_id).bind(now), Lock::Shared)
    }

    /// Statements before which no other unit that may leave the provider without an owner goes on.
    pub fn hold_owners() -> Unit {
        let select = query!("SELECT 1 FROM clients c WHERE c.client_id = 'doorward'");
        Unit::new().require(select, Lock::Exclusive)
    }

    /// Demands that somebody is an owner after the statements before it. [`crate::Error::Unavailable`]
    /// with `reason` where nobody is.
    pub fn demand_owner(now: Timestamp, reason: &'static str) -> Unit {
        Unit::new().demand(owners(now), reason)
    }

    /// As [`Store::demand_owner`], of an owner whose role does not end by itself.
    pub fn demand_lasting_owner(reason: &'static str) -> Unit {
        Unit::new().demand(owners(NEVER), reason)
    }

    /// A guard: nobody is an owner. It comes after [`Store::hold_owners`], for which whoever gives the
    /// role waits ([`Store::require_roles_of_app`]), so that of two first owners one is. Whoever is put
    /// into a group that has the role does not wait: a user of another making can be an owner beside.
    pub fn require_no_owner(now: Timestamp) -> Unit {
        Unit::new().forbid(owners(now))
    }

    /// The roles in an app of whoever is in a group: its own and those of the groups above it, expired
    /// or not.
    pub async fn roles_of_group(&self, group_id: &str, client_id: &str) -> Result<Vec<String>> {
        let select = query!(
            "WITH RECURSIVE above(id) AS (
                 SELECT g.id FROM user_groups g WHERE g.id = $1
                 UNION SELECT i.parent_id FROM group_inclusions i JOIN above a
                 ON i.group_id = a.id WHERE i.ended_at IS NULL)
             SELECT DISTINCT r.role AS role FROM above a JOIN role_grants r ON r.group_id = a.id
             WHERE r.client_id = $2 AND r.ended_at IS NULL"
        );
        let rows = self.rows(select.bind(group_id).bind(client_id)).await?;
        rows.iter().map(|row| row.text("role")).collect()
    }
}

fn owners(now: Timestamp) -> Query {
    query!(
        "WITH RECURSIVE giving(id) AS (
             SELECT r.group_id FROM role_grants r
             WHERE r.client_id = 'doorward' AND r.role = 'owner' AND r.group_id IS NOT NULL
             AND r.ended_at IS NULL AND (r.expires_at IS NULL OR r.expires_at > $1)
             UNION SELECT i.group_id FROM group_inclusions i JOIN giving g
             ON i.parent_id = g.id WHERE i.ended_at IS NULL)
         SELECT u.id AS user_id FROM users u WHERE u.disabled_at IS NULL AND u.id IN (
             SELECT r.user_id FROM role_grants r
             WHERE r.client_id = 'doorward' AND r.role = 'owner' AND r.user_id IS NOT NULL
             AND r.ended_at IS NULL AND (r.expires_at IS NULL OR r.expires_at > $1)
             UNION SELECT m.user_id FROM giving g JOIN group_members m ON m.group_id = g.id
             WHERE m.ended_at IS NULL) LIMIT 1000"
    )
    .bind(now)
}

fn role_givers(now: Timestamp, max: i64) -> Query {
    query!(
        "WITH RECURSIVE giving(id) AS (
             SELECT r.group_id FROM role_grants r
             WHERE r.client_id = 'doorward' AND r.role IN ('owner', 'admin')
             AND r.group_id IS NOT NULL
             AND r.ended_at IS NULL AND (r.expires_at IS NULL OR r.expires_at > $1)
             UNION SELECT i.group_id FROM group_inclusions i JOIN giving g
             ON i.parent_id = g.id WHERE i.ended_at IS NULL)
         SELECT u.id AS user_id FROM users u WHERE u.disabled_at IS NULL AND u.id IN (
             SELECT r.user_id FROM role_grants r
             WHERE r.client_id = 'doorward' AND r.role IN ('owner', 'admin')
             AND r.user_id IS NOT NULL
             AND r.ended_at IS NULL AND (r.expires_at IS NULL OR r.expires_at > $1)
             UNION SELECT m.user_id FROM giving g JOIN group_members m ON m.group_id = g.id
             WHERE m.ended_at IS NULL) ORDER BY u.id LIMIT $2"
    )
    .bind(now)
    .bind(max)
}
