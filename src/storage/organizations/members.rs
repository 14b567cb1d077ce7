//! The table `organization_members`: who is in which organization.

use crate::{
    Result, Stamp, Store, User,
    db::{
        sql::{Row, columns, query},
        unit::{Lock, Unit},
    },
    users::{USER, user},
};
use doorward_protocol::{
    organizations::{OrganizationOfUser, OrganizationPolicy},
    time::Timestamp,
};

/// A member of an organization.
#[derive(Clone)]
pub struct Member {
    /// Who is in the organization.
    pub user: User,
    /// Whether they are an owner of the organization.
    pub owner: bool,
    /// Since when it is so.
    pub since: Timestamp,
}

/// That somebody was in an organization, ended or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedMember {
    /// The identifier of the user.
    pub user_id: String,
    /// Whether as an owner.
    pub owner: bool,
    /// Since when it holds.
    pub since: Timestamp,
    /// What kind of actor made it so.
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
    RECORDED_MEMBER of m, read by recorded_member -> RecordedMember {
        user_id: Row::text(user_id),
        owner: Row::flag(owner),
        since: Row::at(since),
        actor_kind: Row::text(actor_kind),
        actor_id: Row::opt_text(actor_id),
        ended_at: Row::opt_at(ended_at),
        ended_by_kind: Row::opt_text(ended_by_kind),
        ended_by_id: Row::opt_text(ended_by_id),
    }
}

/// A user in an organization, both by identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberKey<'a> {
    /// Its identifier, which is no slug.
    pub organization_id: &'a str,
    /// The identifier of who is in it.
    pub user_id: &'a str,
}

impl Store {
    /// The organizations that a user is in, in the order of their names; a thousand at most.
    pub async fn organizations_of_user(&self, user_id: &str) -> Result<Vec<OrganizationOfUser>> {
        let select = query!(
            "SELECT o.id AS id, o.slug AS slug, o.name AS name, m.owner AS owner,
             o.second_factor AS second_factor, o.max_session_age AS max_session_age
             FROM organization_members m JOIN organizations o ON o.id = m.organization_id
             WHERE m.user_id = $1 AND m.ended_at IS NULL AND o.deleted_at IS NULL LIMIT 1000"
        );
        let rows = self.rows(select.bind(user_id)).await?;
        let found: Result<Vec<_>> = rows.iter().map(organization_of_user).collect();
        let mut found = found?;
        // The databases compare text differently.
        found.sort_by(|one, other| (&one.name, &one.slug).cmp(&(&other.name, &other.slug)));
        Ok(found)
    }

    /// An organization as one of its members is in it; `None` where the user is not.
    pub async fn organization_of_member(
        &self,
        key: MemberKey<'_>,
    ) -> Result<Option<OrganizationOfUser>> {
        let select = query!(
            "SELECT o.id AS id, o.slug AS slug, o.name AS name, m.owner AS owner,
             o.second_factor AS second_factor, o.max_session_age AS max_session_age
             FROM organization_members m JOIN organizations o ON o.id = m.organization_id
             WHERE m.user_id = $1 AND m.organization_id = $2 AND m.ended_at IS NULL
             AND o.deleted_at IS NULL"
        );
        let row = self.row(select.bind(key.user_id).bind(key.organization_id));
        row.await?.map(|row| organization_of_user(&row)).transpose()
    }

    /// The members of an organization, in the order of the users' identifiers, after one; at most so many.
    pub async fn members_of_organization(
        &self,
        organization_id: &str,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Member>> {
        let select = query!(
            "SELECT {USER}, m.owner AS owner, m.since AS since
             FROM organization_members m JOIN users u ON u.id = m.user_id
             WHERE m.organization_id = $1 AND m.ended_at IS NULL AND m.user_id > $2
             ORDER BY m.user_id LIMIT $3"
        );
        let rows = self.rows(select.bind(organization_id).bind(after).bind(limit));
        let rows = rows.await?;
        let member = |row: &Row| {
            Ok(Member {
                user: user(row)?,
                owner: row.flag("owner")?,
                since: row.at("since")?,
            })
        };
        rows.iter().map(member).collect()
    }

    /// Every time that somebody was in an organization, the newest first; a thousand at most.
    pub async fn history_of_members(&self, organization_id: &str) -> Result<Vec<RecordedMember>> {
        let select = query!(
            "SELECT {RECORDED_MEMBER} FROM organization_members m WHERE m.organization_id = $1
             ORDER BY m.since DESC, m.id LIMIT 1000"
        );
        let rows = self.rows(select.bind(organization_id)).await?;
        rows.iter().map(recorded_member).collect()
    }

    /// The members of an organization whom a file of declarations put there, by identifier.
    pub async fn declared_members(&self, organization_id: &str) -> Result<Vec<String>> {
        let select = query!(
            "SELECT m.user_id AS user_id FROM organization_members m
             WHERE m.organization_id = $1 AND m.managed = 1 AND m.ended_at IS NULL"
        );
        let rows = self.rows(select.bind(organization_id)).await?;
        rows.iter().map(|row| row.text("user_id")).collect()
    }

    /// Puts a user into an organization. A guard: there is such an organization.
    /// [`crate::Error::Taken`] where the user is in it already.
    pub fn add_organization_member(
        id: &str,
        key: MemberKey<'_>,
        owner: bool,
        stamp: Stamp<'_>,
    ) -> Unit {
        let insert = query!(
            "INSERT INTO organization_members (id, organization_id, user_id, owner, managed, since,
             actor_kind, actor_id)
             SELECT $1, o.id, $3, $4, $5, $6, $7, $8 FROM organizations o
             WHERE o.id = $2 AND o.deleted_at IS NULL /*FOR SHARE*/"
        );
        let insert = insert.bind(id).bind(key.organization_id).bind(key.user_id);
        Unit::new().guard(stamp.begin(insert.bind(owner)))
    }

    /// Takes a user out of an organization, with the roles that they have in it. A guard: the user is in
    /// it.
    pub fn end_organization_member(key: MemberKey<'_>, stamp: Stamp<'_>) -> Unit {
        let roles = query!(
            "UPDATE organization_roles SET ended_at = $3, ended_by_kind = $4, ended_by_id = $5
             WHERE organization_id = $1 AND user_id = $2 AND ended_at IS NULL"
        );
        let roles = roles.bind(key.organization_id).bind(key.user_id);
        Self::end_membership(key, stamp).run(stamp.end(roles))
    }

    /// Ends the row of a member, whose roles stay: they are an owner from now on, or none any more. A
    /// guard: the user is in the organization.
    pub fn end_membership(key: MemberKey<'_>, stamp: Stamp<'_>) -> Unit {
        let update = query!(
            "UPDATE organization_members SET ended_at = $3, ended_by_kind = $4, ended_by_id = $5
             WHERE organization_id = $1 AND user_id = $2 AND ended_at IS NULL"
        );
        let update = update.bind(key.organization_id).bind(key.user_id);
        Unit::new().guard(stamp.end(update))
    }

    /// Revokes every token that a user got for an organization. A code for it is redeemed by members alone.
    pub fn revoke_grants_for_organization(key: MemberKey<'_>, now: Timestamp) -> Unit {
        let grants = query!(
            "UPDATE grants SET revoked_at = $1
             WHERE user_id = $2 AND organization_id = $3 AND revoked_at IS NULL"
        );
        let grants = grants.bind(now).bind(key.user_id);
        Unit::new().run(grants.bind(key.organization_id))
    }

    /// Statements before which no other unit that may leave an organization without an owner goes on. It
    /// is there also where it was deleted.
    pub fn hold_organization(organization_id: &str) -> Unit {
        let select = query!("SELECT 1 FROM organizations o WHERE o.id = $1");
        Unit::new().require(select.bind(organization_id), Lock::Exclusive)
    }

    /// Demands that the statements before it, at `now`, ended no owner of an organization, that somebody
    /// else owns it, or that it is deleted. [`crate::Error::Unavailable`] with `reason` otherwise.
    pub fn demand_organization_owner(
        organization_id: &str,
        now: Timestamp,
        reason: &'static str,
    ) -> Unit {
        let select = query!(
            "SELECT 1 FROM organizations o WHERE o.id = $1 AND (o.deleted_at IS NOT NULL
             OR EXISTS (SELECT 1 FROM organization_members m JOIN users u ON u.id = m.user_id
             WHERE m.organization_id = o.id AND m.owner = 1 AND m.ended_at IS NULL
             AND u.disabled_at IS NULL)
             OR NOT EXISTS (SELECT 1 FROM organization_members m
             WHERE m.organization_id = o.id AND m.owner = 1 AND m.ended_at = $2))"
        );
        Unit::new().demand(select.bind(organization_id).bind(now), reason)
    }

    /// Requires that an organization is there until the commit.
    pub fn require_organization(id: &str) -> Unit {
        let select = query!("SELECT 1 FROM organizations WHERE id = $1 AND deleted_at IS NULL");
        Unit::new().require(select.bind(id), Lock::Shared)
    }

    /// Requires that a user owns an organization when the unit is committed, and may sign in.
    pub fn require_organization_owner(key: MemberKey<'_>) -> Unit {
        let select = query!(
            "SELECT 1 FROM users u JOIN organization_members m ON m.user_id = u.id
             WHERE m.organization_id = $1 AND m.user_id = $2 AND m.owner = 1
             AND m.ended_at IS NULL AND u.disabled_at IS NULL"
        );
        let select = select.bind(key.organization_id).bind(key.user_id);
        Unit::new().require(select, Lock::Shared)
    }

    /// Requires that a user is in an organization until the commit: what is issued for it is issued to a
    /// member.
    pub fn require_organization_member(key: MemberKey<'_>) -> Unit {
        let select = query!(
            "SELECT 1 FROM organization_members
             WHERE user_id = $1 AND organization_id = $2 AND ended_at IS NULL"
        );
        let select = select.bind(key.user_id).bind(key.organization_id);
        Unit::new().require(select, Lock::Shared)
    }
}

fn organization_of_user(row: &Row) -> Result<OrganizationOfUser> {
    Ok(OrganizationOfUser {
        id: row.text("id")?,
        slug: row.text("slug")?,
        name: row.text("name")?,
        owner: row.flag("owner")?,
        policy: OrganizationPolicy {
            second_factor: row.flag("second_factor")?,
            max_session_age: row.opt_int("max_session_age")?,
        },
    })
}
