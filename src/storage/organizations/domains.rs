//! The table `organization_domains`: which domains of mail addresses organizations claim.

use crate::{
    Result, Store,
    access::Stamp,
    db::{
        configuration::bump,
        sql::{Row, columns, query},
        unit::Unit,
    },
    organizations::{
        members::MemberKey,
        rows::{ORGANIZATION, Organization, organization},
    },
};
use doorward_protocol::{organizations::VerifiedBy, time::Timestamp};

/// A domain that an organization claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationDomain {
    /// The domain, in lower case.
    pub domain: String,
    /// What the TXT record must hold.
    pub challenge: String,
    /// Whether a file of declarations says so.
    pub managed: bool,
    /// When it was claimed.
    pub added_at: Timestamp,
    /// When it was verified; before that the claim means nothing.
    pub verified_at: Option<Timestamp>,
    /// How it was verified: a [`VerifiedBy`].
    pub verified_by: Option<String>,
}

/// A verified domain whose addresses sign in with an identity provider.
pub struct RoutedDomain {
    /// The domain, in lower case.
    pub domain: String,
    /// The identifier of the provider.
    pub provider_id: String,
}

columns! {
    ORGANIZATION_DOMAIN of d, read by organization_domain -> OrganizationDomain {
        domain: Row::text(domain),
        challenge: Row::text(challenge),
        managed: Row::flag(managed),
        added_at: Row::at(added_at),
        verified_at: Row::opt_at(verified_at),
        verified_by: Row::opt_text(verified_by),
    }
}

impl Store {
    /// The domains that an organization claims, in order.
    pub async fn domains_of_organization(&self, id: &str) -> Result<Vec<OrganizationDomain>> {
        let select = query!(
            "SELECT {ORGANIZATION_DOMAIN} FROM organization_domains d WHERE d.organization_id = $1
             ORDER BY d.domain"
        );
        let rows = self.rows(select.bind(id)).await?;
        rows.iter().map(organization_domain).collect()
    }

    /// The organization that a domain is verified for.
    pub async fn organization_of_domain(&self, domain: &str) -> Result<Option<Organization>> {
        let select = query!(
            "SELECT {ORGANIZATION} FROM organization_domains d
             JOIN organizations o ON o.id = d.organization_id
             WHERE d.domain = $1 AND d.verified_at IS NOT NULL AND o.deleted_at IS NULL"
        );
        let row = self.row(select.bind(domain)).await?;
        row.map(|row| organization(&row)).transpose()
    }

    /// Every verified domain whose addresses sign in with an identity provider, and that provider.
    pub async fn routed_domains(&self) -> Result<Vec<RoutedDomain>> {
        let select = query!(
            "SELECT d.domain AS domain, o.provider_id AS provider_id FROM organizations o
             JOIN organization_domains d ON d.organization_id = o.id
             WHERE o.provider_id IS NOT NULL AND o.deleted_at IS NULL
             AND d.verified_at IS NOT NULL"
        );
        let rows = self.rows(select).await?;
        let routed = |row: &Row| {
            Ok(RoutedDomain {
                domain: row.text("domain")?,
                provider_id: row.text("provider_id")?,
            })
        };
        rows.iter().map(routed).collect()
    }

    /// Puts a user into the organization that the domain of their address is verified for. A guard: it is
    /// verified for that organization, and the user was never in it.
    pub fn add_member_by_domain(
        id: &str,
        key: MemberKey<'_>,
        domain: &str,
        stamp: Stamp<'_>,
    ) -> Unit {
        let insert = query!(
            "INSERT INTO organization_members (id, organization_id, user_id, owner, managed, since,
             actor_kind, actor_id)
             SELECT $1, o.id, $3, 0, $5, $6, $7, $8 FROM organizations o
             JOIN organization_domains d ON d.organization_id = o.id
             WHERE o.id = $2 AND o.deleted_at IS NULL AND d.domain = $4
             AND d.verified_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM organization_members m
             WHERE m.organization_id = $2 AND m.user_id = $3) /*FOR SHARE*/"
        );
        let insert = insert.bind(id).bind(key.organization_id).bind(key.user_id);
        Unit::new().guard(stamp.begin(insert.bind(domain)))
    }

    /// Whether a user is or was in an organization.
    pub async fn was_ever_in_organization(&self, key: MemberKey<'_>) -> Result<bool> {
        let select = query!(
            "SELECT 1 AS found FROM organization_members m
             WHERE m.organization_id = $1 AND m.user_id = $2 LIMIT 1"
        );
        let select = select.bind(key.organization_id).bind(key.user_id);
        Ok(self.row(select).await?.is_some())
    }

    /// Claims a domain for an organization; nothing is verified by it. A guard: there is such an
    /// organization. [`crate::Error::Taken`] where it claims the domain already.
    pub fn add_organization_domain(organization_id: &str, added: &OrganizationDomain) -> Unit {
        let insert = query!(
            "INSERT INTO organization_domains (organization_id, domain, challenge, managed, added_at)
             SELECT o.id, $2, $3, $4, $5 FROM organizations o
             WHERE o.id = $1 AND o.deleted_at IS NULL /*FOR SHARE*/"
        );
        Unit::new().guard(
            insert
                .bind(organization_id)
                .bind(&added.domain)
                .bind(&added.challenge)
                .bind(added.managed)
                .bind(added.added_at),
        )
    }

    /// Verifies a domain. A guard: the organization claims it, with this challenge, and it is not verified
    /// yet. [`crate::Error::Taken`] where it is verified for another organization.
    pub fn verify_organization_domain(
        organization_id: &str,
        claimed: &OrganizationDomain,
        by: VerifiedBy,
        now: Timestamp,
    ) -> Unit {
        let update = query!(
            "UPDATE organization_domains SET verified_at = $4, verified_by = $5
             WHERE organization_id = $1 AND domain = $2 AND challenge = $3 AND verified_at IS NULL"
        );
        let by: &'static str = by.into();
        Unit::new()
            .guard(
                update
                    .bind(organization_id)
                    .bind(&claimed.domain)
                    .bind(&claimed.challenge)
                    .bind(now)
                    .bind(by),
            )
            .run(bump())
    }

    /// Gives a domain up. A guard: the organization claims it.
    pub fn remove_organization_domain(organization_id: &str, domain: &str) -> Unit {
        let delete =
            query!("DELETE FROM organization_domains WHERE organization_id = $1 AND domain = $2");
        let delete = delete.bind(organization_id).bind(domain);
        Unit::new().guard(delete).run(bump())
    }
}
