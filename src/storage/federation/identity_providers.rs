//! Providers elsewhere.

use crate::{
    Result, Store,
    db::{
        configuration,
        sql::{Unit, query, to_json},
    },
};
use doorward_protocol::{federation::IdentityProvider, time::Timestamp};

/// A provider as stored.
#[derive(Clone, Debug)]
pub struct StoredIdentityProvider {
    /// What is declared of it.
    pub provider: IdentityProvider,
    /// Its secrets, sealed.
    pub sealed_secrets: String,
}

impl Store {
    /// Every provider.
    pub async fn identity_providers(&self) -> Result<Vec<StoredIdentityProvider>> {
        let rows = self
            .rows(query(
                "SELECT document, sealed_secrets FROM identity_providers ORDER BY created_at, id",
            ))
            .await?;
        let stored = rows.iter().map(|row| {
            Ok(StoredIdentityProvider {
                provider: row.json(0)?,
                sealed_secrets: row.text(1)?,
            })
        });
        let mut stored = stored.collect::<Result<Vec<_>>>()?;
        stored.sort_by_key(|stored| stored.provider.position);
        Ok(stored)
    }

    /// Adds or replaces a provider.
    pub fn put_identity_provider(stored: &StoredIdentityProvider, now: Timestamp) -> Unit {
        let put = query(
            "INSERT INTO identity_providers (id, document, sealed_secrets, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)
             ON CONFLICT (id) DO UPDATE SET document = excluded.document, sealed_secrets = excluded.sealed_secrets, updated_at = excluded.updated_at",
        );
        let put = put
            .bind(&stored.provider.id)
            .bind(to_json(&stored.provider))
            .bind(&stored.sealed_secrets)
            .bind(now);
        Unit::new().run(put).run(configuration::bump())
    }
}
