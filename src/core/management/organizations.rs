//! Organizations, as callers of the management API see and change them. An administrator of this provider
//! reaches all of them; an owner of an organization reaches that one, and learns of no other.

use super::{Caller, Management, ManagementError, ManagementOutcome};
use crate::{
    RefusedChange,
    change_set::{Change, ChangeSet},
    organizations::{Member, Organization, OrganizationRole, Recipient, RecordedMember},
};
use doorward_protocol::{
    management::{Permission, Resource, Verb},
    organizations::OrganizationLook,
};
use doorward_storage::{RoleOfApp, Store, User};

const READ: Permission = Permission::read(Resource::Organizations);
pub(super) const WRITE: Permission = Permission::write(Resource::Organizations);

/// What of an organization changes; what is `None` stays.
#[derive(Default)]
pub struct OrganizationChange {
    /// A new slug.
    pub slug: Option<String>,
    /// A new name.
    pub name: Option<String>,
    /// How the sign-in for it looks.
    pub look: Option<OrganizationLook>,
    /// Whether its users need a second factor while they sign in for it.
    pub second_factor: Option<bool>,
    /// How old a sign-in for it may be, in seconds; 0 for no such limit.
    pub max_session_age: Option<i64>,
    /// The identity provider that the addresses of its verified domains sign in with; empty for none.
    pub provider_id: Option<String>,
}

/// A role in an organization, and who has it or is to have it.
#[derive(Clone, Copy)]
pub struct RoleInOrganization<'a> {
    /// Where the role counts.
    pub organization: &'a Organization,
    /// The member; none for every member.
    pub member: Option<&'a User>,
    /// What is given, in an app.
    pub role: RoleOfApp<'a>,
}

/// A user as they are to be in an organization.
#[derive(Clone, Copy)]
pub struct OrganizationMembership<'a> {
    /// Where they are to be.
    pub organization: &'a Organization,
    /// Whom the change is about.
    pub user: &'a User,
    /// Whether they are an owner of it.
    pub owner: bool,
}

impl RoleInOrganization<'_> {
    fn recipient(&self) -> Recipient<'_> {
        self.member.map_or(Recipient::Everybody, Recipient::Member)
    }
}

impl Management {
    /// The organizations after a slug that the caller may see, in the order of their slugs; at most so many.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn organizations_after(
        &self,
        caller: &Caller,
        slug: &str,
        limit: i64,
    ) -> ManagementOutcome<Vec<Organization>> {
        if caller.powers.allow(READ) {
            return Ok(self.organizations.after(slug, limit).await?);
        }
        let mut found = Vec::new();
        for id in &caller.owned {
            found.extend(self.organizations.find(id).await?);
        }
        found.retain(|organization| organization.slug.as_str() > slug);
        found.sort_by(|one, other| one.slug.cmp(&other.slug));
        found.truncate(usize::try_from(limit).unwrap_or_default());
        Ok(found)
    }

    /// An organization that the caller reaches, by its identifier or its slug.
    ///
    /// # Errors
    /// `NotFound`, also where the caller is no owner of it: nobody learns of another organization.
    pub async fn organization(
        &self,
        caller: &Caller,
        id_or_slug: &str,
        verb: Verb,
    ) -> ManagementOutcome<Organization> {
        let permission = Permission {
            resource: Resource::Organizations,
            verb,
        };
        let found = self.organizations.find(id_or_slug).await?;
        found
            .filter(|found| caller.powers.allow(permission) || caller.owned.contains(&found.id))
            .ok_or_else(|| ManagementError::NotFound(format!("organization {id_or_slug}")))
    }

    /// Adds an organization.
    ///
    /// # Errors
    /// `Forbidden` for owners of other organizations; `Conflict`, `Invalid`.
    pub async fn add_organization(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        slug: &str,
        name: &str,
    ) -> ManagementOutcome<Organization> {
        caller.require_everywhere(WRITE)?;
        if self.organizations.find(slug).await?.is_some() {
            return Err(taken(slug));
        }
        Ok(self.organizations.add(changes, slug, name).await?)
    }

    /// Changes the slug or the name of an organization. Its owners change the name alone: a slug that is
    /// taken would tell them of another organization.
    ///
    /// # Errors
    /// `Forbidden`, `Conflict`, `Invalid`.
    pub async fn change_organization(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        organization: Organization,
        change: OrganizationChange,
    ) -> ManagementOutcome<Organization> {
        let renamed = Organization {
            slug: change.slug.unwrap_or_else(|| organization.slug.clone()),
            name: change.name.unwrap_or_else(|| organization.name.clone()),
            look: change.look.unwrap_or_else(|| organization.look.clone()),
            second_factor: change.second_factor.unwrap_or(organization.second_factor),
            max_session_age: change
                .max_session_age
                .map_or(organization.max_session_age, |age| {
                    Some(age).filter(|age| *age != 0)
                }),
            provider_id: change.provider_id.map_or_else(
                || organization.provider_id.clone(),
                |id| Some(id).filter(|id| !id.is_empty()),
            ),
            ..organization.clone()
        };
        if renamed.slug != organization.slug {
            caller.require_everywhere(WRITE)?;
            if self.organizations.find(&renamed.slug).await?.is_some() {
                return Err(taken(&renamed.slug));
            }
        }
        self.require_policy(caller, &organization, &renamed).await?;
        if renamed != organization {
            // Its row changes: two who share it would wait for each other.
            changes.add_unaudited(Store::hold_organization(&organization.id));
            caller.rest_on_organization(changes, &organization);
            self.organizations.change(changes, &renamed).await?;
        }
        Ok(renamed)
    }

    /// Deletes an organization.
    ///
    /// # Errors
    /// `Forbidden` for its owners; `Invalid` where a file manages it.
    pub async fn delete_organization(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
    ) -> ManagementOutcome<()> {
        caller.require_everywhere(WRITE)?;
        Ok(self.organizations.delete(changes, organization).await?)
    }

    /// The members of an organization after the identifier of a user; at most so many.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn organization_members_after(
        &self,
        organization: &Organization,
        after: &str,
        limit: i64,
    ) -> ManagementOutcome<Vec<Member>> {
        let members = self.organizations.members_after(organization, after, limit);
        Ok(members.await?)
    }

    /// Whether a user is an owner of an organization.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn is_owner_of_organization(
        &self,
        organization: &Organization,
        user: &User,
    ) -> ManagementOutcome<bool> {
        Ok(self.organizations.is_owner(organization, user).await?)
    }

    /// Makes a user a member or an owner. The owners of an organization put in whoever has a verified
    /// address in one of its verified domains; everybody else is unknown to them.
    ///
    /// # Errors
    /// `NotFound` where there is no such user for the caller.
    pub async fn put_organization_member(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        membership: OrganizationMembership<'_>,
    ) -> ManagementOutcome<Change> {
        let OrganizationMembership {
            organization,
            user,
            owner,
        } = membership;
        if !caller.powers.allow(WRITE) && !self.is_of(organization, user).await? {
            return Err(no_user(&user.id));
        }
        caller.rest_on_organization(changes, organization);
        let put = self
            .organizations
            .put_member(changes, organization, user, owner);
        Ok(put.await?)
    }

    /// The user of an identifier, as the caller sees them in an organization: to its owners there is nobody
    /// but its members, and those who belong there by a verified address.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn user_of_organization(
        &self,
        caller: &Caller,
        organization: &Organization,
        id: &str,
    ) -> ManagementOutcome<User> {
        let user = self.user(id).await?;
        if caller.powers.allow(READ) || self.is_of(organization, &user).await? {
            return Ok(user);
        }
        Err(no_user(id))
    }

    /// As [`Management::user_of_organization`], by an identifier, an address or a user name in the body; `pointer`
    /// is its place.
    ///
    /// # Errors
    /// `Refused`, the same for nobody and for somebody whom the caller does not see.
    pub async fn require_user_of_organization(
        &self,
        caller: &Caller,
        organization: &Organization,
        pointer: &str,
        name: &str,
    ) -> ManagementOutcome<User> {
        let user = self.require_user(pointer, name).await?;
        if caller.powers.allow(READ) || self.is_of(organization, &user).await? {
            return Ok(user);
        }
        let name = name.to_owned();
        let unknown = RefusedChange::NoUser { name };
        Err(ManagementError::refused_field(pointer, unknown))
    }

    /// Takes a user out of an organization.
    ///
    /// # Errors
    /// `NotFound` where the user is not in it.
    pub async fn remove_organization_member(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
        user: &User,
    ) -> ManagementOutcome<()> {
        caller.rest_on_organization(changes, organization);
        let removed = self
            .organizations
            .remove_member(changes, organization, user);
        match removed.await? {
            Change::None => Err(no_user(&user.id)),
            Change::Add | Change::Change => Ok(()),
        }
    }

    /// Every time that somebody was in an organization, the newest first; a thousand at most.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn organization_history(
        &self,
        organization: &Organization,
    ) -> ManagementOutcome<Vec<RecordedMember>> {
        Ok(self.organizations.history(organization).await?)
    }

    /// The roles that were given in an organization, also those that ended; a thousand at most.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn organization_roles(
        &self,
        organization: &Organization,
    ) -> ManagementOutcome<Vec<OrganizationRole>> {
        Ok(self.organizations.roles(organization).await?)
    }

    /// The roles in an organization that count now, those of every member and those of these users; a
    /// thousand at most.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn organization_roles_of_members(
        &self,
        organization: &Organization,
        user_ids: &[&str],
    ) -> ManagementOutcome<Vec<OrganizationRole>> {
        let roles = self.organizations.roles_of_members(organization, user_ids);
        Ok(roles.await?)
    }

    /// Gives a role in an organization. Its owners give what they have there themselves.
    ///
    /// # Errors
    /// `NotFound`, `Invalid`, `BeyondPowers`.
    pub async fn grant_organization_role(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        given: RoleInOrganization<'_>,
    ) -> ManagementOutcome<Change> {
        self.require_own_role(caller, given).await?;
        caller.rest_on_organization(changes, given.organization);
        let granted = self.organizations.grant_role(
            changes,
            given.organization,
            given.recipient(),
            given.role,
        );
        Ok(granted.await?)
    }

    /// Takes a role in an organization away. Its owners take away what they have there themselves.
    ///
    /// # Errors
    /// `BeyondPowers`.
    pub async fn revoke_organization_role(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        taken: RoleInOrganization<'_>,
    ) -> ManagementOutcome<Change> {
        self.require_own_role(caller, taken).await?;
        caller.rest_on_organization(changes, taken.organization);
        let revoked = self.organizations.revoke_role(
            changes,
            taken.organization,
            taken.recipient(),
            taken.role,
        );
        Ok(revoked.await?)
    }
}

fn taken(slug: &str) -> ManagementError {
    ManagementError::conflict(RefusedChange::OrganizationExists {
        slug: slug.to_owned(),
    })
}

fn no_user(id: &str) -> ManagementError {
    ManagementError::NotFound(format!("user {id}"))
}
