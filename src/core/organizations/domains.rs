//! The domains of mail addresses that organizations claim.

use super::{Organization, OrganizationDomain, Organizations, record};
use crate::{Error, Result, change_set::ChangeSet};
use doorward_protocol::organizations::{
    Domain, VerifiedBy, challenge_name, challenge_text, holds_challenge,
};
use doorward_storage::Store;

impl Organizations {
    /// The domains that an organization claims, in order.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn domains(&self, organization: &Organization) -> Result<Vec<OrganizationDomain>> {
        let store = self.kernel.database.read();
        Ok(store.domains_of_organization(&organization.id).await?)
    }

    /// Claims a domain for an organization. The claim means nothing before it is verified.
    ///
    /// # Errors
    /// `Input` where it is no domain, or the organization claims it already.
    pub async fn add_domain(
        &self,
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
        domain: &str,
    ) -> Result<OrganizationDomain> {
        let domain = Domain::parse(domain).map_err(Error::Input)?;
        let known = self.domains(organization).await?;
        if known.iter().any(|known| known.domain == domain.as_str()) {
            return Err(Error::Input(format!(
                "the organization {} has the domain {} already",
                organization.slug,
                domain.as_str()
            )));
        }
        let added = OrganizationDomain {
            domain: domain.as_str().to_owned(),
            challenge: self.kernel.new_secret(),
            managed: false,
            added_at: changes.context().now(),
            verified_at: None,
            verified_by: None,
        };
        let unit = Store::add_organization_domain(&organization.id, &added);
        let detail = detail(organization, &added.domain);
        changes.add(unit, &record("organization.domain_added", None, &detail));
        Ok(added)
    }

    /// Verifies a domain of an organization: by the TXT record that holds its challenge, or by the word of
    /// an administrator. One that is verified already stays so.
    ///
    /// # Errors
    /// `Input` where the organization does not claim it, another one has it, or the record is not there;
    /// `Unavailable` where the DNS does not answer.
    pub async fn verify_domain(
        &self,
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
        domain: &str,
        by: VerifiedBy,
    ) -> Result<OrganizationDomain> {
        let claimed = self.claimed(organization, domain).await?;
        if claimed.verified_at.is_some() {
            return Ok(claimed);
        }
        let store = self.kernel.database.read();
        if store
            .organization_of_domain(&claimed.domain)
            .await?
            .is_some()
        {
            return Err(Error::Input(format!(
                "the domain {} is verified for another organization; an administrator of this \
                 provider can take it away there",
                claimed.domain
            )));
        }
        if by == VerifiedBy::Dns {
            self.require_record(&claimed).await?;
        }
        let now = changes.context().now();
        let unit = Store::verify_organization_domain(&organization.id, &claimed, by, now);
        let way: &'static str = by.into();
        let detail = format!("{} by {way}", detail(organization, &claimed.domain));
        changes.add(unit, &record("organization.domain_verified", None, &detail));
        Ok(OrganizationDomain {
            verified_at: Some(now),
            verified_by: Some(way.to_owned()),
            ..claimed
        })
    }

    /// Gives a domain of an organization up.
    ///
    /// # Errors
    /// `Input` where the organization does not claim it.
    pub async fn remove_domain(
        &self,
        changes: &mut ChangeSet<'_>,
        organization: &Organization,
        domain: &str,
    ) -> Result<()> {
        let claimed = self.claimed(organization, domain).await?;
        let unit = Store::remove_organization_domain(&organization.id, &claimed.domain);
        let detail = detail(organization, &claimed.domain);
        changes.add(unit, &record("organization.domain_removed", None, &detail));
        Ok(())
    }

    async fn claimed(
        &self,
        organization: &Organization,
        domain: &str,
    ) -> Result<OrganizationDomain> {
        let domain = Domain::parse(domain).map_err(Error::Input)?;
        let known = self.domains(organization).await?;
        let claimed = known
            .into_iter()
            .find(|known| known.domain == domain.as_str());
        claimed.ok_or_else(|| {
            Error::Input(format!(
                "the organization {} has no domain {}",
                organization.slug,
                domain.as_str()
            ))
        })
    }

    /// Refuses a domain whose TXT record does not hold the challenge.
    async fn require_record(&self, claimed: &OrganizationDomain) -> Result<()> {
        let name = challenge_name(&claimed.domain);
        let records = self.outbound.txt_records(&name).await;
        let records = records.map_err(|error| Error::Unavailable(format!("{name}: {error}")))?;
        if holds_challenge(&records, &claimed.challenge) {
            return Ok(());
        }
        Err(Error::Input(format!(
            "the TXT record {name} does not hold {}; a new record may take minutes to be seen",
            challenge_text(&claimed.challenge)
        )))
    }
}

fn detail(organization: &Organization, domain: &str) -> String {
    format!("{}: {domain}", organization.slug)
}
