//! The table `role_grants`: who has which role in which app.

use crate::{
    AuditActor, Result, Store,
    access::{Stamp, reviews::Reviewed},
    db::{
        sql::{Query, Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::time::Timestamp;

/// Who has a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder<'a> {
    /// A user, by identifier.
    User(&'a str),
    /// The members of a group, by its identifier.
    Group(&'a str),
}

impl<'a> Holder<'a> {
    /// Those who may lose an app with a role of this holder.
    pub const fn reviewed(self) -> Reviewed<'a> {
        match self {
            Self::User(id) => Reviewed::User(id),
            Self::Group(id) => Reviewed::Members(id),
        }
    }
}

/// A role of a user or of a group, as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleGrant {
    /// The app, by its `client_id`.
    pub client_id: String,
    /// The name of the role.
    pub role: String,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// Whether a file of declarations says so.
    pub managed: bool,
    /// Since when it holds.
    pub since: Timestamp,
    /// What kind of actor gave it.
    pub actor_kind: String,
    /// The identifier of that actor.
    pub actor_id: Option<String>,
}

columns! {
    ROLE_GRANT of r, read by role_grant -> RoleGrant {
        client_id: Row::text(client_id),
        role: Row::text(role),
        expires_at: Row::opt_at(expires_at),
        managed: Row::flag(managed),
        since: Row::at(since),
        actor_kind: Row::text(actor_kind),
        actor_id: Row::opt_text(actor_id),
    }
}

impl Store {
    /// The roles that a user or a group was given, in every app.
    pub async fn roles_given_to(&self, holder: Holder<'_>) -> Result<Vec<RoleGrant>> {
        let select = match holder {
            Holder::User(id) => query!(
                "SELECT {ROLE_GRANT} FROM role_grants r
                 WHERE r.user_id = $1 AND r.ended_at IS NULL ORDER BY r.client_id, r.role"
            )
            .bind(id),
            Holder::Group(id) => query!(
                "SELECT {ROLE_GRANT} FROM role_grants r
                 WHERE r.group_id = $1 AND r.ended_at IS NULL ORDER BY r.client_id, r.role"
            )
            .bind(id),
        };
        self.rows(select).await?.iter().map(role_grant).collect()
    }

    /// The roles in an app that a user was given, and that groups of the user were given, with the name
    /// of the group. Some may have expired.
    pub async fn role_grants_of_user(
        &self,
        user_id: &str,
        client_id: &str,
    ) -> Result<Vec<GrantThroughGroup>> {
        let own = self
            .roles_given_to(Holder::User(user_id))
            .await?
            .into_iter();
        let mut found: Vec<GrantThroughGroup> = own
            .filter(|grant| grant.client_id == client_id)
            .map(|grant| GrantThroughGroup { grant, group: None })
            .collect();
        let select = query!(
            "WITH RECURSIVE held(id) AS (
                 SELECT m.group_id FROM group_members m
                 WHERE m.user_id = $1 AND m.ended_at IS NULL
                 UNION SELECT i.parent_id FROM group_inclusions i
                 JOIN held h ON i.group_id = h.id WHERE i.ended_at IS NULL)
             SELECT {ROLE_GRANT}, g.name AS group_name FROM held h
             JOIN role_grants r ON r.group_id = h.id JOIN user_groups g ON g.id = h.id
             WHERE r.client_id = $2 AND r.ended_at IS NULL"
        );
        for row in self.rows(select.bind(user_id).bind(client_id)).await? {
            found.push(GrantThroughGroup {
                grant: role_grant(&row)?,
                group: Some(row.text("group_name")?),
            });
        }
        Ok(found)
    }

    /// Gives a role. A guard: the user or the group exists. [`crate::Error::Taken`] where the holder has
    /// it already.
    pub fn add_role_grant(
        id: &str,
        holder: Holder<'_>,
        role: RoleOfApp<'_>,
        expires_at: Option<Timestamp>,
        stamp: Stamp<'_>,
    ) -> Unit {
        let (insert, holder_id) = match holder {
            Holder::User(user_id) => (
                query!(
                    "INSERT INTO role_grants (id, client_id, role, user_id, expires_at, managed, since,
                     actor_kind, actor_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
                ),
                user_id,
            ),
            Holder::Group(group_id) => (
                query!(
                    "INSERT INTO role_grants (id, client_id, role, group_id, expires_at, managed,
                     since, actor_kind, actor_id)
                     SELECT $1, $2, $3, g.id, $5, $6, $7, $8, $9 FROM user_groups g
                     WHERE g.id = $4 AND g.deleted_at IS NULL /*FOR SHARE*/"
                ),
                group_id,
            ),
        };
        let insert = insert
            .bind(id)
            .bind(role.client_id)
            .bind(role.name)
            .bind(holder_id)
            .bind(expires_at);
        Unit::new().guard(stamp.begin(insert))
    }

    /// Takes a role away. A guard: the holder has it.
    pub fn end_role_grant(holder: Holder<'_>, role: RoleOfApp<'_>, stamp: Stamp<'_>) -> Unit {
        let update: Query = match holder {
            Holder::User(id) => query!(
                "UPDATE role_grants SET ended_at = $4, ended_by_kind = $5, ended_by_id = $6
                 WHERE user_id = $1 AND client_id = $2 AND role = $3 AND ended_at IS NULL"
            )
            .bind(id),
            Holder::Group(id) => query!(
                "UPDATE role_grants SET ended_at = $4, ended_by_kind = $5, ended_by_id = $6
                 WHERE group_id = $1 AND client_id = $2 AND role = $3 AND ended_at IS NULL"
            )
            .bind(id),
        };
        Unit::new().guard(stamp.end(update.bind(role.client_id).bind(role.name)))
    }

    /// Roles whose end is over and whose row is not ended yet, at most so many.
    pub async fn expired_role_grants(&self, now: Timestamp, max: i64) -> Result<Vec<ExpiredRole>> {
        let select = query!(
            "SELECT {EXPIRED_ROLE} FROM role_grants r
             WHERE r.ended_at IS NULL AND r.expires_at IS NOT NULL AND r.expires_at <= $1
             ORDER BY r.expires_at LIMIT $2"
        );
        let rows = self.rows(select.bind(now).bind(max)).await?;
        rows.iter().map(expired_role).collect()
    }

    /// Ends the row of a role whose end is over, as of that end. A guard: nobody ended it meanwhile.
    pub fn end_expired_role(expired: &ExpiredRole, actor: AuditActor<'_>) -> Unit {
        let update = query!(
            "UPDATE role_grants SET ended_at = expires_at, ended_by_kind = $2, ended_by_id = $3
             WHERE id = $1 AND ended_at IS NULL AND expires_at IS NOT NULL"
        );
        let by = actor.id.map(str::to_owned);
        Unit::new().guard(update.bind(&expired.id).bind(actor.kind).bind(by))
    }

    /// Takes a role away from everybody: it is no role of the app any more.
    pub fn end_grants_of_role(role: RoleOfApp<'_>, stamp: Stamp<'_>) -> Unit {
        let update = query!(
            "UPDATE role_grants SET ended_at = $3, ended_by_kind = $4, ended_by_id = $5
             WHERE client_id = $1 AND role = $2 AND ended_at IS NULL"
        );
        Unit::new().run(stamp.end(update.bind(role.client_id).bind(role.name)))
    }
}

/// A role whose end is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpiredRole {
    /// The identifier of the row.
    pub id: String,
    /// The app, by its `client_id`.
    pub client_id: String,
    /// The name of the role.
    pub role: String,
    /// The user who had it.
    pub user_id: Option<String>,
    /// The group that had it.
    pub group_id: Option<String>,
}

columns! {
    EXPIRED_ROLE of r, read by expired_role -> ExpiredRole {
        id: Row::text(id),
        client_id: Row::text(client_id),
        role: Row::text(role),
        user_id: Row::opt_text(user_id),
        group_id: Row::opt_text(group_id),
    }
}

impl ExpiredRole {
    /// Those who may lose an app with it.
    pub fn reviewed(&self) -> Option<Reviewed<'_>> {
        let of_user = self.user_id.as_deref().map(Reviewed::User);
        of_user.or_else(|| self.group_id.as_deref().map(Reviewed::Members))
    }
}

/// A role that somebody has, and the group through which they have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantThroughGroup {
    /// The role, as it was given.
    pub grant: RoleGrant,
    /// The group that it was given to; none where it was given to the user.
    pub group: Option<String>,
}

/// A role of an app, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleOfApp<'a> {
    /// The app, by its `client_id`.
    pub client_id: &'a str,
    /// The name of the role.
    pub name: &'a str,
}
