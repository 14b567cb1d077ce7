//! The domains of organizations.

use super::{DomainOfOrganization, Here, describe::describe_domain};
use crate::output;
use doorward_protocol::organizations::{VerifiedBy, challenge_name, challenge_text};
use serde_json::json;

impl Here<'_> {
    pub(super) async fn add_domain(&self, named: &DomainOfOrganization) -> anyhow::Result<()> {
        let organization = self.organizations.require(&named.organization).await?;
        let mut changes = self.changes();
        let added = self
            .organizations
            .add_domain(&mut changes, &organization, &named.domain);
        let added = added.await?;
        changes.commit_or_conflict().await?;
        output::print(self.context.json, &describe_domain(&added), || {
            format!(
                "Add this TXT record, then run `doorward organization verify-domain {} {}`:\n{}  {}",
                organization.slug,
                added.domain,
                challenge_name(&added.domain),
                challenge_text(&added.challenge)
            )
        })
    }

    pub(super) async fn verify_domain(
        &self,
        named: &DomainOfOrganization,
        vouch: bool,
    ) -> anyhow::Result<()> {
        let organization = self.organizations.require(&named.organization).await?;
        let by = if vouch {
            VerifiedBy::Administrator
        } else {
            VerifiedBy::Dns
        };
        let mut changes = self.changes();
        let verified =
            self.organizations
                .verify_domain(&mut changes, &organization, &named.domain, by);
        let verified = verified.await?;
        changes.commit_or_conflict().await?;
        output::print(self.context.json, &describe_domain(&verified), || {
            format!(
                "The domain {} of {} is verified.",
                verified.domain, organization.slug
            )
        })
    }

    pub(super) async fn remove_domain(&self, named: &DomainOfOrganization) -> anyhow::Result<()> {
        let organization = self.organizations.require(&named.organization).await?;
        let mut changes = self.changes();
        let removed = self
            .organizations
            .remove_domain(&mut changes, &organization, &named.domain);
        removed.await?;
        changes.commit_or_conflict().await?;
        let document = json!({"organization": organization.slug, "domain": named.domain,
            "removed": true});
        output::print(self.context.json, &document, || {
            format!(
                "{} does not have {} any more.",
                organization.slug, named.domain
            )
        })
    }
}
