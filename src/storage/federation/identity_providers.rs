//! The declared identity providers, in the table `identity_providers`.

use crate::{
    Result, Store,
    db::{
        configuration,
        master_key::sealed_by_present_key,
        sql::{Row, columns, query, to_json},
        unit::Unit,
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
    /// Rises with each change; 0 before there is a row.
    pub version: i64,
}

columns! {
    IDENTITY_PROVIDER of i, read by identity_provider -> StoredIdentityProvider {
        provider: Row::json(document),
        sealed_secrets: Row::text(sealed_secrets),
        version: Row::int(version),
    }
}

impl Store {
    /// Every identity provider, by identifier.
    pub async fn identity_providers(&self) -> Result<Vec<StoredIdentityProvider>> {
        let select = query!(
            "SELECT {IDENTITY_PROVIDER} FROM identity_providers i ORDER BY i.created_at, i.id"
        );
        let rows = self.rows(select).await?;
        let mut stored = rows
            .iter()
            .map(identity_provider)
            .collect::<Result<Vec<_>>>()?;
        stored.sort_by_key(|stored| stored.provider.position);
        Ok(stored)
    }

    /// Adds a provider whose version is 0, or changes it. A guard: the row must be of the version that
    /// was read, so that a slow writer takes nothing back.
    pub fn put_identity_provider(stored: &StoredIdentityProvider, now: Timestamp) -> Unit {
        let put = if stored.version == 0 {
            query!(
                "INSERT INTO identity_providers (id, document, sealed_secrets, created_at,
                 updated_at, version)
                 VALUES ($1, $2, $3, $4, $4, $5 + 1) ON CONFLICT (id) DO NOTHING"
            )
        } else {
            query!(
                "UPDATE identity_providers SET document = $2, sealed_secrets = $3,
                 updated_at = $4, version = version + 1 WHERE id = $1 AND version = $5"
            )
        };
        let put = put
            .bind(&stored.provider.id)
            .bind(to_json(&stored.provider))
            .bind(&stored.sealed_secrets)
            .bind(now)
            .bind(stored.version);
        sealed_by_present_key(&stored.sealed_secrets)
            .guard(put)
            .run(configuration::bump())
    }
}
