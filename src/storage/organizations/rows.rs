//! The table `organizations`.

use crate::{
    Result, Stamp, Store,
    db::{
        configuration::bump,
        sql::{Row, columns, query, to_json},
        unit::Unit,
    },
};
use doorward_protocol::{organizations::OrganizationLook, time::Timestamp};

/// An organization as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Its identifier, which never changes.
    pub id: String,
    /// The short name in requests, claims and commands, in lower case.
    pub slug: String,
    /// The name that users see.
    pub name: String,
    /// How the sign-in for it looks.
    pub look: OrganizationLook,
    /// Whether its users need a second factor while they sign in for it.
    pub second_factor: bool,
    /// How old a sign-in for it may be, in seconds.
    pub max_session_age: Option<i64>,
    /// The identity provider that the addresses of its verified domains sign in with.
    pub provider_id: Option<String>,
    /// Whether a file of declarations made it.
    pub managed: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// Rises with each change of the row.
    pub version: i64,
}

columns! {
    ORGANIZATION of o, read by organization -> Organization {
        id: Row::text(id),
        slug: Row::text(slug),
        name: Row::text(name),
        look: Row::json_or_default(look),
        second_factor: Row::flag(second_factor),
        max_session_age: Row::opt_int(max_session_age),
        provider_id: Row::opt_text(provider_id),
        managed: Row::flag(managed),
        created_at: Row::at(created_at),
        version: Row::int(version),
    }
}

impl Store {
    /// An organization, by its slug.
    pub async fn organization(&self, slug: &str) -> Result<Option<Organization>> {
        let select = query!(
            "SELECT {ORGANIZATION} FROM organizations o WHERE o.slug = $1 AND o.deleted_at IS NULL"
        );
        let row = self.row(select.bind(slug)).await?;
        row.map(|row| organization(&row)).transpose()
    }

    /// An organization, by its identifier.
    pub async fn organization_by_id(&self, id: &str) -> Result<Option<Organization>> {
        let select = query!(
            "SELECT {ORGANIZATION} FROM organizations o WHERE o.id = $1 AND o.deleted_at IS NULL"
        );
        let row = self.row(select.bind(id)).await?;
        row.map(|row| organization(&row)).transpose()
    }

    /// Organizations in the order of their slugs, after one; at most so many.
    pub async fn organizations_after(&self, slug: &str, limit: i64) -> Result<Vec<Organization>> {
        let select = query!(
            "SELECT {ORGANIZATION} FROM organizations o WHERE o.deleted_at IS NULL AND o.slug > $1
             ORDER BY o.slug LIMIT $2"
        );
        let rows = self.rows(select.bind(slug).bind(limit));
        rows.await?.iter().map(organization).collect()
    }

    /// Adds an organization. [`crate::Error::Taken`] where there is one of that slug.
    pub fn add_organization(added: &Organization, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO organizations (id, slug, name, managed, created_at, updated_at, version, look,
             second_factor, max_session_age, provider_id)
             VALUES ($1, $2, $3, $4, $5, $5, 1, $6, $7, $8, $9)"
        );
        let unit = Unit::new().run(
            insert
                .bind(&added.id)
                .bind(&added.slug)
                .bind(&added.name)
                .bind(added.managed)
                .bind(now)
                .bind(to_json(&added.look))
                .bind(added.second_factor)
                .bind(added.max_session_age)
                .bind(added.provider_id.clone()),
        );
        // Every node routes the addresses of its domains.
        if added.provider_id.is_some() {
            unit.run(bump())
        } else {
            unit
        }
    }

    /// Changes an organization. A guard: nobody changed it since it was read.
    /// [`crate::Error::Taken`] where there is another one of that slug.
    pub fn change_organization(changed: &Organization, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE organizations SET slug = $2, name = $3, managed = $4, updated_at = $5,
             look = $7, second_factor = $8, max_session_age = $9, provider_id = $10,
             version = version + 1
             WHERE id = $1 AND version = $6 AND deleted_at IS NULL"
        );
        let unit = Unit::new().guard(
            update
                .bind(&changed.id)
                .bind(&changed.slug)
                .bind(&changed.name)
                .bind(changed.managed)
                .bind(now)
                .bind(changed.version)
                .bind(to_json(&changed.look))
                .bind(changed.second_factor)
                .bind(changed.max_session_age)
                .bind(changed.provider_id.clone()),
        );
        unit.run(bump())
    }

    /// Deletes an organization: nobody is in it any more, its roles and domains end, and so does every
    /// token that was issued for it. A guard: nobody changed it since it was read.
    pub fn delete_organization(deleted: &Organization, stamp: Stamp<'_>) -> Unit {
        let delete = query!(
            "UPDATE organizations SET deleted_at = $3, updated_at = $3, version = version + 1
             WHERE id = $1 AND version = $2 AND deleted_at IS NULL"
        );
        let delete = delete
            .bind(&deleted.id)
            .bind(deleted.version)
            .bind(stamp.at);
        let grants = query!(
            "UPDATE grants SET revoked_at = $2 WHERE organization_id = $1 AND revoked_at IS NULL
             AND user_id IN (SELECT m.user_id FROM organization_members m
             WHERE m.organization_id = $1)"
        );
        let members = query!(
            "UPDATE organization_members SET ended_at = $2, ended_by_kind = $3, ended_by_id = $4
             WHERE organization_id = $1 AND ended_at IS NULL"
        );
        let roles = query!(
            "UPDATE organization_roles SET ended_at = $2, ended_by_kind = $3, ended_by_id = $4
             WHERE organization_id = $1 AND ended_at IS NULL"
        );
        let domains = query!("DELETE FROM organization_domains WHERE organization_id = $1");
        let logo = query!("DELETE FROM brand_images WHERE organization_id = $1");
        Unit::new()
            .guard(delete)
            // Whoever is issued something at the same time holds the row of the member: first these, then
            // what was issued.
            .run(stamp.end(members.bind(&deleted.id)))
            .run(stamp.end(roles.bind(&deleted.id)))
            .run(grants.bind(&deleted.id).bind(stamp.at))
            .run(domains.bind(&deleted.id))
            .run(logo.bind(&deleted.id))
            .run(bump())
    }
}
