//! The domains of organizations, as callers of the management API claim, prove and give them up.

use super::{Caller, Management, ManagementOutcome, organizations::WRITE};
use crate::{
    change_set::ChangeSet,
    organizations::{Organization, OrganizationDomain},
};
use doorward_protocol::organizations::VerifiedBy;

/// A domain that an organization claims.
#[derive(Clone, Copy)]
pub struct DomainOfOrganization<'a> {
    /// Whose claim it is.
    pub organization: &'a Organization,
    /// What it claims, such as `example.com`.
    pub domain: &'a str,
}

impl Management {
    /// The domains that an organization claims.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn organization_domains(
        &self,
        organization: &Organization,
    ) -> ManagementOutcome<Vec<OrganizationDomain>> {
        Ok(self.organizations.domains(organization).await?)
    }

    /// Claims a domain for an organization.
    ///
    /// # Errors
    /// `Invalid`.
    pub async fn add_organization_domain(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        domain: DomainOfOrganization<'_>,
    ) -> ManagementOutcome<OrganizationDomain> {
        let DomainOfOrganization {
            organization,
            domain,
        } = domain;
        caller.rest_on_organization(changes, organization);
        let added = self.organizations.add_domain(changes, organization, domain);
        Ok(added.await?)
    }

    /// Verifies a domain of an organization. Its owners do so by DNS alone.
    ///
    /// # Errors
    /// `Invalid`, `Forbidden`.
    pub async fn verify_organization_domain(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        domain: DomainOfOrganization<'_>,
        by: VerifiedBy,
    ) -> ManagementOutcome<OrganizationDomain> {
        if by == VerifiedBy::Administrator {
            caller.require_everywhere(WRITE)?;
        }
        let DomainOfOrganization {
            organization,
            domain,
        } = domain;
        caller.rest_on_organization(changes, organization);
        let verified = self
            .organizations
            .verify_domain(changes, organization, domain, by);
        Ok(verified.await?)
    }

    /// Gives a domain of an organization up.
    ///
    /// # Errors
    /// `Invalid`.
    pub async fn remove_organization_domain(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        domain: DomainOfOrganization<'_>,
    ) -> ManagementOutcome<()> {
        let DomainOfOrganization {
            organization,
            domain,
        } = domain;
        caller.rest_on_organization(changes, organization);
        let removed = self
            .organizations
            .remove_domain(changes, organization, domain);
        Ok(removed.await?)
    }
}
