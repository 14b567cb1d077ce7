//! What held at some time, read from rows that are ended and never changed.

use crate::{
    Result, Store,
    access::role_grants::RoleOfApp,
    db::{
        cursor::ListCursor,
        sql::{Row, columns, query, to_json},
    },
};
use doorward_protocol::{access::roles::Roles, time::Timestamp};
use serde_json::json;

/// A role as it was given to a user or a group, ended or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedGrant {
    /// Its own identifier.
    pub id: String,
    /// The identifier of the user who was given the role.
    pub user_id: Option<String>,
    /// The identifier of the group that was given the role.
    pub group_id: Option<String>,
    /// Since when it holds.
    pub since: Timestamp,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// What kind of actor gave it.
    pub actor_kind: String,
    /// The identifier of that actor.
    pub actor_id: Option<String>,
    /// When somebody ended it.
    pub ended_at: Option<Timestamp>,
    /// What kind of actor ended it.
    pub ended_by_kind: Option<String>,
    /// The identifier of that actor.
    pub ended_by_id: Option<String>,
    /// The request of the user that the role was given by.
    pub request_id: Option<String>,
}

impl RecordedGrant {
    /// The place of the grant in a list.
    pub fn cursor(&self) -> ListCursor {
        ListCursor {
            at: self.since,
            id: self.id.clone(),
        }
    }
}

columns! {
    RECORDED_GRANT of r, read by recorded_grant -> RecordedGrant {
        id: Row::text(id),
        user_id: Row::opt_text(user_id),
        group_id: Row::opt_text(group_id),
        since: Row::at(since),
        expires_at: Row::opt_at(expires_at),
        actor_kind: Row::text(actor_kind),
        actor_id: Row::opt_text(actor_id),
        ended_at: Row::opt_at(ended_at),
        ended_by_kind: Row::opt_text(ended_by_kind),
        ended_by_id: Row::opt_text(ended_by_id),
        request_id: Row::opt_text(request_id),
    }
}

impl Store {
    /// Every time that a role was given, the newest first; a thousand at most.
    pub async fn grants_of_role(&self, role: RoleOfApp<'_>) -> Result<Vec<RecordedGrant>> {
        let select = query!(
            "SELECT {RECORDED_GRANT} FROM role_grants r WHERE r.client_id = $1 AND r.role = $2
             ORDER BY r.since DESC, r.id LIMIT 1000"
        );
        let rows = self.rows(select.bind(role.client_id).bind(role.name));
        rows.await?.iter().map(recorded_grant).collect()
    }

    /// The grants of a role that hold now, the newest first, from a place in the list on.
    pub async fn live_grants_of_role(
        &self,
        role: RoleOfApp<'_>,
        now: Timestamp,
        after: Option<&ListCursor>,
        limit: i64,
    ) -> Result<Vec<RecordedGrant>> {
        let select = query!(
            "SELECT {RECORDED_GRANT} FROM role_grants r WHERE r.client_id = $1 AND r.role = $2
             AND r.ended_at IS NULL AND (r.expires_at IS NULL OR r.expires_at > $3)
             AND r.since <= $4 AND (r.since < $4 OR r.id < $5)
             ORDER BY r.since DESC, r.id DESC LIMIT $6"
        );
        let (since, id) = after.map_or((Timestamp(i64::MAX), ""), |place| {
            (place.at, place.id.as_str())
        });
        let select = select.bind(role.client_id).bind(role.name).bind(now);
        let rows = self.rows(select.bind(since).bind(id).bind(limit));
        rows.await?.iter().map(recorded_grant).collect()
    }

    /// The roles of an app at a time.
    pub async fn roles_of_app_at(&self, client_id: &str, at: Timestamp) -> Result<Roles> {
        let select = query!(
            "SELECT document FROM role_definitions WHERE client_id = $1 AND since <= $2
             ORDER BY version DESC LIMIT 1"
        );
        let row = self.row(select.bind(client_id).bind(at)).await?;
        row.map_or_else(|| Ok(Roles::default()), |row| row.json("document"))
    }

    /// The users who had one of these roles in an app at a time, by a grant of their own or of a group
    /// that they were in, also through other groups.
    pub async fn users_with_roles_at(
        &self,
        client_id: &str,
        roles: &[String],
        at: Timestamp,
    ) -> Result<Vec<String>> {
        let select = query!(
            "WITH RECURSIVE wanted(role) AS (
                 SELECT r.value ->> 'name' FROM json_each($1) AS r),
             below(id) AS (
                 SELECT x.group_id FROM role_grants x JOIN wanted w ON x.role = w.role
                 WHERE x.client_id = $2 AND x.group_id IS NOT NULL AND x.since <= $3
                 AND (x.ended_at IS NULL OR x.ended_at > $3)
                 AND (x.expires_at IS NULL OR x.expires_at > $3)
                 UNION SELECT i.group_id FROM group_inclusions i JOIN below b
                 ON i.parent_id = b.id
                 WHERE i.since <= $3 AND (i.ended_at IS NULL OR i.ended_at > $3))
             SELECT m.user_id AS user_id FROM below b JOIN group_members m ON m.group_id = b.id
             WHERE m.since <= $3 AND (m.ended_at IS NULL OR m.ended_at > $3)
             UNION SELECT x.user_id FROM role_grants x JOIN wanted w ON x.role = w.role
             WHERE x.client_id = $2 AND x.user_id IS NOT NULL AND x.since <= $3
             AND (x.ended_at IS NULL OR x.ended_at > $3)
             AND (x.expires_at IS NULL OR x.expires_at > $3)"
        );
        let names: Vec<_> = roles.iter().map(|name| json!({"name": name})).collect();
        let select = select.bind(to_json(&names)).bind(client_id).bind(at);
        let rows = self.rows(select).await?;
        rows.iter().map(|row| row.text("user_id")).collect()
    }
}
