//! Carries out what a file declares of organizations. What the file names is as it says afterwards; what
//! somebody else added beside it stays.

use super::{
    Organization, OrganizationDomain, Organizations,
    members::{Membership, key},
    record,
    roles::GivenRole,
};
use crate::{
    Error, Result,
    change_set::{Change, ChangeSet},
};
use doorward_protocol::organizations::{
    Domain, OrganizationLook, VerifiedBy, check_max_session_age, check_name, check_slug,
    declared::{DeclaredOrganization, RolesByApp, SecondFactorOfOrganization},
};
use doorward_storage::{OrganizationHolder, OrganizationRole, RoleOfApp, Store};
use std::collections::BTreeSet;

/// A member whom a file names, as a user.
#[derive(Clone, Debug)]
pub struct MemberOfFile {
    /// The identifier of the user, who may be added by the same file.
    pub user_id: String,
    /// Whether they are an owner of the organization.
    pub owner: bool,
    /// The roles that they have while signed in for it, by app.
    pub roles: RolesByApp,
}

impl Organizations {
    /// Adds a declared organization to a set of changes. `members`: those that the entry names; none where
    /// it says nothing of them.
    ///
    /// # Errors
    /// `Input` where a name or a domain cannot be one, a domain is verified for another organization, or an
    /// app has no such role.
    pub async fn declare(
        &self,
        changes: &mut ChangeSet<'_>,
        declared: &DeclaredOrganization,
        members: Option<&[MemberOfFile]>,
    ) -> Result<Change> {
        let (organization, mut change) = self.declare_itself(changes, declared).await?;
        let mut note = |is_changed: bool| {
            if is_changed && change == Change::None {
                change = Change::Change;
            }
        };
        if let Some(domains) = &declared.domains {
            note(
                self.declare_domains(changes, &organization, domains)
                    .await?,
            );
        }
        if let Some(members) = members {
            note(
                self.declare_members(changes, &organization, members)
                    .await?,
            );
        }
        let store = self.kernel.database.read();
        let given = store.live_roles_of_organization(&organization.id).await?;
        let given: Vec<OrganizationRole> = given.into_iter().filter(|role| role.managed).collect();
        if let Some(roles) = &declared.roles {
            let everybody = RolesOfFile {
                holder: OrganizationHolder::Everybody(&organization.id),
                wanted: roles,
                given: &given,
            };
            let put = self.declare_roles(changes, &organization, everybody);
            note(put.await?);
        }
        for member in members.unwrap_or_default() {
            let of_member = RolesOfFile {
                holder: OrganizationHolder::Member(key(&organization, &member.user_id)),
                wanted: &member.roles,
                given: &given,
            };
            let put = self.declare_roles(changes, &organization, of_member);
            note(put.await?);
        }
        Ok(change)
    }

    /// The organization itself.
    async fn declare_itself(
        &self,
        changes: &mut ChangeSet<'_>,
        declared: &DeclaredOrganization,
    ) -> Result<(Organization, Change)> {
        check_slug(&declared.slug).map_err(Error::Input)?;
        check_name(&declared.name).map_err(Error::Input)?;
        let now = changes.context().now();
        let applied = record("organization.applied", None, &declared.slug);
        let store = self.kernel.database.read();
        if let Some(seconds) = declared.max_session_age.filter(|age| *age != 0) {
            check_max_session_age(seconds).map_err(Error::Input)?;
        }
        let Some(known) = store.organization(&declared.slug).await? else {
            let added = with_policy(
                declared,
                Organization {
                    id: self.access.new_id(),
                    slug: declared.slug.clone(),
                    name: declared.name.clone(),
                    look: OrganizationLook::default(),
                    second_factor: false,
                    max_session_age: None,
                    provider_id: None,
                    managed: true,
                    created_at: now,
                    version: 1,
                },
            );
            changes.access.add_organization(&added.slug, &added.id);
            changes.add(Store::add_organization(&added, now), &applied);
            return Ok((added, Change::Add));
        };
        let renamed = Organization {
            name: declared.name.clone(),
            managed: true,
            ..known.clone()
        };
        let organization = with_policy(declared, renamed);
        if organization == known {
            return Ok((known, Change::None));
        }
        changes.add(Store::change_organization(&organization, now), &applied);
        // Who manages it is no part of what it says.
        let said = Organization {
            managed: known.managed,
            ..organization.clone()
        };
        let change = if said == known {
            Change::None
        } else {
            Change::Change
        };
        Ok((organization, change))
    }

    async fn declare_domains(
        &self,
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
        wanted: &BTreeSet<String>,
    ) -> Result<bool> {
        let wanted = wanted.iter().map(|domain| Domain::parse(domain));
        let wanted: BTreeSet<Domain> = wanted
            .collect::<std::result::Result<_, _>>()
            .map_err(Error::Input)?;
        let present = self.domains(organization).await?;
        let mut is_changed = false;
        for domain in &wanted {
            let known = present.iter().find(|known| known.domain == domain.as_str());
            if known.is_some_and(|known| known.verified_at.is_some()) {
                continue;
            }
            self.vouch(changes, organization, domain, known).await?;
            is_changed = true;
        }
        let is_dropped = |known: &&OrganizationDomain| {
            known.managed && !wanted.iter().any(|domain| domain.as_str() == known.domain)
        };
        for gone in present.iter().filter(is_dropped) {
            let unit = Store::remove_organization_domain(&organization.id, &gone.domain);
            let detail = format!("{}: {}", organization.slug, gone.domain);
            changes.add(unit, &record("organization.domain_removed", None, &detail));
            is_changed = true;
        }
        Ok(is_changed)
    }

    /// Verifies a domain by the word of whoever wrote the file.
    async fn vouch(
        &self,
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
        domain: &Domain,
        known: Option<&OrganizationDomain>,
    ) -> Result<()> {
        let store = self.kernel.database.read();
        if store
            .organization_of_domain(domain.as_str())
            .await?
            .is_some()
        {
            return Err(Error::Input(format!(
                "the domain {} is verified for another organization",
                domain.as_str()
            )));
        }
        let now = changes.context().now();
        let detail = format!("{}: {}", organization.slug, domain.as_str());
        let claimed = if let Some(known) = known {
            known.clone()
        } else {
            let added = OrganizationDomain {
                domain: domain.as_str().to_owned(),
                challenge: self.kernel.new_secret(),
                managed: true,
                added_at: now,
                verified_at: None,
                verified_by: None,
            };
            let unit = Store::add_organization_domain(&organization.id, &added);
            changes.add(unit, &record("organization.domain_added", None, &detail));
            added
        };
        let by = VerifiedBy::Administrator;
        let unit = Store::verify_organization_domain(&organization.id, &claimed, by, now);
        changes.add(unit, &record("organization.domain_verified", None, &detail));
        Ok(())
    }

    async fn declare_members(
        &self,
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
        wanted: &[MemberOfFile],
    ) -> Result<bool> {
        let mut is_changed = false;
        for member in wanted {
            let membership = Membership {
                user_id: &member.user_id,
                owner: member.owner,
                managed: true,
            };
            let put = self.put_membership(changes, organization, membership);
            is_changed |= put.await? != Change::None;
        }
        let store = self.kernel.database.read();
        for user_id in store.declared_members(&organization.id).await? {
            if !wanted.iter().any(|member| member.user_id == user_id) {
                self.remove_member_in(changes, organization, &user_id)
                    .await?;
                is_changed = true;
            }
        }
        Ok(is_changed)
    }

    /// Gives a holder the roles that a file names, and takes away those that the file gave before.
    async fn declare_roles(
        &self,
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
        file: RolesOfFile<'_>,
    ) -> Result<bool> {
        let RolesOfFile {
            holder,
            wanted,
            given,
        } = file;
        let mut is_changed = false;
        for (client_id, names) in wanted {
            for name in names {
                let role = RoleOfApp { client_id, name };
                let given = GivenRole {
                    holder,
                    role,
                    managed: true,
                };
                let granted = self.grant_in(changes, organization, given);
                is_changed |= granted.await? != Change::None;
            }
        }
        let is_wanted = |role: &OrganizationRole| {
            let names = wanted.get(&role.client_id);
            names.is_some_and(|names| names.contains(&role.role))
        };
        let own = |role: &&OrganizationRole| role.user_id.as_deref() == holder.user_id();
        for gone in given.iter().filter(own).filter(|role| !is_wanted(role)) {
            let role = RoleOfApp {
                client_id: &gone.client_id,
                name: &gone.role,
            };
            Self::revoke_in(changes, organization, holder, role);
            is_changed = true;
        }
        Ok(is_changed)
    }
}

/// An organization with the policy that a file says; what it does not say stays.
fn with_policy(declared: &DeclaredOrganization, known: Organization) -> Organization {
    let required = SecondFactorOfOrganization::Required;
    Organization {
        second_factor: declared
            .second_factor
            .map_or(known.second_factor, |said| said == required),
        max_session_age: declared
            .max_session_age
            .map_or(known.max_session_age, |age| {
                Some(age).filter(|age| *age != 0)
            }),
        provider_id: declared.provider.clone().map_or_else(
            || known.provider_id.clone(),
            |id| Some(id).filter(|id| !id.is_empty()),
        ),
        ..known
    }
}

/// What a file says of the roles of a holder.
#[derive(Clone, Copy)]
struct RolesOfFile<'a> {
    holder: OrganizationHolder<'a>,
    /// The roles that it names.
    wanted: &'a RolesByApp,
    /// The roles in the organization that files gave before, of every holder.
    given: &'a [OrganizationRole],
}
