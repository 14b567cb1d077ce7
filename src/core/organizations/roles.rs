//! Roles in apps that count while somebody is signed in for an organization.

use super::{Organization, OrganizationRole, Organizations};
use crate::{
    Error, Result,
    access::{no_role, stamp},
    audit::Record,
    change_set::{Change, ChangeSet},
};
use doorward_protocol::{management::is_built_in_app, text::nearest};
use doorward_storage::{MemberKey, OrganizationHolder, Reviewed, RoleOfApp, Store, User};

/// Who is given a role in an organization, or loses it.
#[derive(Clone, Copy)]
pub enum Recipient<'a> {
    /// One member, whoever else is in the organization.
    Member(&'a User),
    /// Every member, also those to come.
    Everybody,
}

/// A role as it is to be given.
#[derive(Clone, Copy)]
pub(super) struct GivenRole<'a> {
    pub(super) holder: OrganizationHolder<'a>,
    pub(super) role: RoleOfApp<'a>,
    /// Whether a file of declarations says so.
    pub(super) managed: bool,
}

impl<'a> Recipient<'a> {
    fn holder(self, organization: &'a Organization) -> OrganizationHolder<'a> {
        match self {
            Self::Member(user) => OrganizationHolder::Member(MemberKey {
                organization_id: &organization.id,
                user_id: &user.id,
            }),
            Self::Everybody => OrganizationHolder::Everybody(&organization.id),
        }
    }
}

impl Organizations {
    /// Every role that was given in an organization, also those that ended, the newest first; a thousand
    /// at most.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn roles(&self, organization: &Organization) -> Result<Vec<OrganizationRole>> {
        let store = self.kernel.database.read();
        Ok(store.roles_of_organization(&organization.id).await?)
    }

    /// The roles in an organization that count now, those of every member and those of these users; a
    /// thousand at most.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn roles_of_members(
        &self,
        organization: &Organization,
        user_ids: &[&str],
    ) -> Result<Vec<OrganizationRole>> {
        let store = self.kernel.database.read();
        Ok(store.roles_of_members(&organization.id, user_ids).await?)
    }

    /// Gives a role of an app in an organization.
    ///
    /// # Errors
    /// `Input` where the app has no such role, it is one of administrators of this provider, or the user
    /// is not in the organization.
    pub async fn grant_role(
        &self,
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
        to: Recipient<'_>,
        role: RoleOfApp<'_>,
    ) -> Result<Change> {
        let holder = to.holder(organization);
        let store = self.kernel.database.read();
        if let OrganizationHolder::Member(key) = holder
            && store.organization_of_member(key).await?.is_none()
        {
            return Err(Error::Input(format!(
                "the user is not in the organization {}",
                organization.slug
            )));
        }
        let given = GivenRole {
            holder,
            role,
            managed: false,
        };
        self.grant_in(changes, organization, given).await
    }

    /// As [`Organizations::grant_role`], of a holder who is in the organization once the changes are
    /// committed.
    pub(super) async fn grant_in(
        &self,
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
        given: GivenRole<'_>,
    ) -> Result<Change> {
        let GivenRole {
            holder,
            role,
            managed,
        } = given;
        if is_built_in_app(role.client_id) {
            return Err(Error::Input(format!(
                "the roles of {} reach the whole provider: give them with `doorward role grant`, and \
                 make somebody an owner of an organization instead",
                role.client_id
            )));
        }
        let planned = self.access.planned_roles(changes, role.client_id).await?;
        if planned.roles.get(role.name).is_none() {
            let known = planned.roles.iter().map(|(name, _)| name);
            return Err(no_role(role, nearest(role.name, known)));
        }
        let store = self.kernel.database.read();
        if store.has_organization_role(holder, role).await? {
            return Ok(Change::None);
        }
        let id = self.access.new_id();
        let given = Store::add_organization_role(&id, holder, role, stamp(changes, managed));
        let unit = Store::require_roles_of_app(role.client_id, planned.version).then(given);
        let detail = detail(organization, role);
        changes.add(
            unit,
            &role_record("organization.role_granted", holder, role, &detail),
        );
        Ok(Change::Add)
    }

    /// Takes a role of an app in an organization away.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn revoke_role(
        &self,
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
        from: Recipient<'_>,
        role: RoleOfApp<'_>,
    ) -> Result<Change> {
        let holder = from.holder(organization);
        let store = self.kernel.database.read();
        if !store.has_organization_role(holder, role).await? {
            return Ok(Change::None);
        }
        Self::revoke_in(changes, organization, holder, role);
        Ok(Change::Change)
    }

    /// As [`Organizations::revoke_role`], of a holder who is known to have it.
    pub(super) fn revoke_in(
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
        holder: OrganizationHolder<'_>,
        role: RoleOfApp<'_>,
    ) {
        let unit = Store::end_organization_role(holder, role, stamp(changes, false));
        let detail = detail(organization, role);
        changes.add(
            unit,
            &role_record("organization.role_revoked", holder, role, &detail),
        );
        changes.review_access(
            holder
                .user_id()
                .map_or(Reviewed::Client(role.client_id), Reviewed::User),
        );
    }
}

fn detail(organization: &Organization, role: RoleOfApp<'_>) -> String {
    format!("{}: {}", organization.slug, role.name)
}

fn role_record<'r>(
    action: &'static str,
    holder: OrganizationHolder<'r>,
    role: RoleOfApp<'r>,
    detail: &'r str,
) -> Record<'r> {
    Record {
        action,
        subject: holder.user_id(),
        client_id: Some(role.client_id),
        detail,
    }
}
