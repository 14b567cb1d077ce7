//! The table `organization_roles`: roles in apps that count while a user is signed in for an organization.

use crate::{
    Result, RoleOfApp, Stamp, Store,
    db::{
        sql::{Query, Row, columns, query},
        unit::Unit,
    },
    organizations::members::MemberKey,
};
use doorward_protocol::time::Timestamp;

/// Who has a role in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrganizationHolder<'a> {
    /// One member, whoever else is in the organization.
    Member(MemberKey<'a>),
    /// Every member of the organization of this identifier.
    Everybody(&'a str),
}

impl<'a> OrganizationHolder<'a> {
    /// The organization, by identifier.
    pub const fn organization_id(self) -> &'a str {
        match self {
            Self::Member(key) => key.organization_id,
            Self::Everybody(id) => id,
        }
    }

    /// The member, by identifier; none where it is everybody.
    pub const fn user_id(self) -> Option<&'a str> {
        match self {
            Self::Member(key) => Some(key.user_id),
            Self::Everybody(_) => None,
        }
    }
}

/// A role in an organization, as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationRole {
    /// The app, by its `client_id`.
    pub client_id: String,
    /// The name of the role.
    pub role: String,
    /// The member who has it; none where every member has it.
    pub user_id: Option<String>,
    /// Whether a file of declarations says so.
    pub managed: bool,
    /// Since when it holds.
    pub since: Timestamp,
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
}

columns! {
    ORGANIZATION_ROLE of r, read by organization_role -> OrganizationRole {
        client_id: Row::text(client_id),
        role: Row::text(role),
        user_id: Row::opt_text(user_id),
        managed: Row::flag(managed),
        since: Row::at(since),
        actor_kind: Row::text(actor_kind),
        actor_id: Row::opt_text(actor_id),
        ended_at: Row::opt_at(ended_at),
        ended_by_kind: Row::opt_text(ended_by_kind),
        ended_by_id: Row::opt_text(ended_by_id),
    }
}

impl Store {
    /// Every role that was given in an organization, also those that ended, the newest first; a thousand
    /// at most.
    pub async fn roles_of_organization(&self, id: &str) -> Result<Vec<OrganizationRole>> {
        let select = query!(
            "SELECT {ORGANIZATION_ROLE} FROM organization_roles r WHERE r.organization_id = $1
             ORDER BY r.since DESC, r.id LIMIT 1000"
        );
        let rows = self.rows(select.bind(id)).await?;
        rows.iter().map(organization_role).collect()
    }

    /// The roles in an organization that count now.
    pub async fn live_roles_of_organization(&self, id: &str) -> Result<Vec<OrganizationRole>> {
        let select = query!(
            "SELECT {ORGANIZATION_ROLE} FROM organization_roles r
             WHERE r.organization_id = $1 AND r.ended_at IS NULL"
        );
        let rows = self.rows(select.bind(id)).await?;
        rows.iter().map(organization_role).collect()
    }

    /// The roles in an organization that count now, those of every member and those of these users; a
    /// thousand at most.
    pub async fn roles_of_members(
        &self,
        id: &str,
        user_ids: &[&str],
    ) -> Result<Vec<OrganizationRole>> {
        let users: Vec<serde_json::Value> = user_ids
            .iter()
            .map(|id| serde_json::json!({ "id": id }))
            .collect();
        let select = query!(
            "SELECT {ORGANIZATION_ROLE} FROM organization_roles r
             WHERE r.organization_id = $2 AND r.ended_at IS NULL AND (r.user_id IS NULL
             OR r.user_id IN (SELECT r.value ->> 'id' FROM json_each($1) AS r))
             ORDER BY r.client_id, r.role LIMIT 1000"
        );
        let select = select.bind(serde_json::Value::Array(users).to_string());
        let rows = self.rows(select.bind(id)).await?;
        rows.iter().map(organization_role).collect()
    }

    /// The roles in an app that a user has while they are signed in for an organization: their own and
    /// those of every member. Whoever is not in it has none.
    pub async fn roles_held_in_organization(
        &self,
        key: MemberKey<'_>,
        client_id: &str,
    ) -> Result<Vec<String>> {
        let select = query!(
            "SELECT DISTINCT r.role AS role FROM organization_members m
             JOIN organization_roles r ON r.organization_id = m.organization_id
             WHERE m.user_id = $1 AND m.organization_id = $2 AND m.ended_at IS NULL
             AND r.client_id = $3 AND r.ended_at IS NULL
             AND (r.user_id IS NULL OR r.user_id = m.user_id)"
        );
        let select = select.bind(key.user_id).bind(key.organization_id);
        let rows = self.rows(select.bind(client_id)).await?;
        rows.iter().map(|row| row.text("role")).collect()
    }

    /// Whether a holder has a role in an organization.
    pub async fn has_organization_role(
        &self,
        holder: OrganizationHolder<'_>,
        role: RoleOfApp<'_>,
    ) -> Result<bool> {
        let select = match holder {
            OrganizationHolder::Member(key) => query!(
                "SELECT 1 AS found FROM organization_roles r WHERE r.user_id = $1
                 AND r.organization_id = $2 AND r.client_id = $3 AND r.role = $4
                 AND r.ended_at IS NULL"
            )
            .bind(key.user_id)
            .bind(key.organization_id),
            OrganizationHolder::Everybody(id) => query!(
                "SELECT 1 AS found FROM organization_roles r WHERE r.organization_id = $1
                 AND r.client_id = $2 AND r.role = $3 AND r.user_id IS NULL AND r.ended_at IS NULL"
            )
            .bind(id),
        };
        let select = select.bind(role.client_id).bind(role.name);
        Ok(self.row(select).await?.is_some())
    }

    /// Gives a role in an organization. A guard: the organization is there, and the member is in it.
    /// [`crate::Error::Taken`] where the holder has it already.
    pub fn add_organization_role(
        id: &str,
        holder: OrganizationHolder<'_>,
        role: RoleOfApp<'_>,
        stamp: Stamp<'_>,
    ) -> Unit {
        let insert = match holder {
            OrganizationHolder::Member(key) => query!(
                "INSERT INTO organization_roles (id, client_id, role, organization_id, user_id,
                 managed, since, actor_kind, actor_id)
                 SELECT $1, $2, $3, m.organization_id, m.user_id, $6, $7, $8, $9
                 FROM organization_members m WHERE m.organization_id = $4 AND m.user_id = $5
                 AND m.ended_at IS NULL /*FOR SHARE*/"
            )
            .bind(id)
            .bind(role.client_id)
            .bind(role.name)
            .bind(key.organization_id)
            .bind(key.user_id),
            OrganizationHolder::Everybody(organization_id) => query!(
                "INSERT INTO organization_roles (id, client_id, role, organization_id, user_id,
                 managed, since, actor_kind, actor_id)
                 SELECT $1, $2, $3, o.id, NULL, $5, $6, $7, $8 FROM organizations o
                 WHERE o.id = $4 AND o.deleted_at IS NULL /*FOR SHARE*/"
            )
            .bind(id)
            .bind(role.client_id)
            .bind(role.name)
            .bind(organization_id),
        };
        Unit::new().guard(stamp.begin(insert))
    }

    /// Takes a role in an organization away. A guard: the holder has it.
    pub fn end_organization_role(
        holder: OrganizationHolder<'_>,
        role: RoleOfApp<'_>,
        stamp: Stamp<'_>,
    ) -> Unit {
        let update: Query = match holder {
            OrganizationHolder::Member(key) => query!(
                "UPDATE organization_roles SET ended_at = $5, ended_by_kind = $6, ended_by_id = $7
                 WHERE user_id = $1 AND organization_id = $2 AND client_id = $3 AND role = $4
                 AND ended_at IS NULL"
            )
            .bind(key.user_id)
            .bind(key.organization_id),
            OrganizationHolder::Everybody(id) => query!(
                "UPDATE organization_roles SET ended_at = $4, ended_by_kind = $5, ended_by_id = $6
                 WHERE organization_id = $1 AND client_id = $2 AND role = $3 AND user_id IS NULL
                 AND ended_at IS NULL"
            )
            .bind(id),
        };
        Unit::new().guard(stamp.end(update.bind(role.client_id).bind(role.name)))
    }

    /// Takes a role away from everybody who has it in an organization: it is no role of the app any more.
    pub fn end_organization_roles_named(role: RoleOfApp<'_>, stamp: Stamp<'_>) -> Unit {
        let update = query!(
            "UPDATE organization_roles SET ended_at = $3, ended_by_kind = $4, ended_by_id = $5
             WHERE client_id = $1 AND role = $2 AND ended_at IS NULL"
        );
        Unit::new().run(stamp.end(update.bind(role.client_id).bind(role.name)))
    }
}
