//! The provider: everything that its actions need, handed in once.

use super::configuration::ConfigurationCache;
use crate::{
    credentials::HashingPool,
    keys::MasterKey,
    protocol::{
        client::SigningAlgorithm,
        secret::Entropy,
        sso_session::SessionLimits,
        time::{Clock, Lifetime, Timestamp},
    },
    storage::{Store, redis::SessionCache},
};
use std::sync::Arc;

/// How long things live (attack catalogue, section 4).
#[derive(Clone, Copy, Debug)]
pub struct Lifetimes {
    /// Authorization codes.
    pub authorization_code: Lifetime,
    /// Access tokens.
    pub access_token: Lifetime,
    /// ID tokens.
    pub id_token: Lifetime,
    /// Refresh tokens, unused.
    pub refresh_token_idle: Lifetime,
    /// Refresh token families.
    pub refresh_token_absolute: Lifetime,
    /// A request that waits for a person.
    pub interaction: Lifetime,
    /// SSO sessions.
    pub session: SessionLimits,
    /// How long others may keep the key set.
    pub jwks_cache: Lifetime,
    /// How often signing keys rotate by themselves.
    pub signing_key: Lifetime,
}

/// What an operator decides.
#[derive(Clone, Debug)]
pub struct ProviderSettings {
    /// The issuer identifier, without a trailing slash.
    pub issuer: String,
    /// Whether it is https, and cookies are for https alone.
    pub is_https: bool,
    /// The name of the house, on pages.
    pub name: String,
    /// Algorithms that have keys; the first is the default.
    pub algorithms: Vec<SigningAlgorithm>,
    /// How long things live.
    pub lifetimes: Lifetimes,
}

/// The provider.
pub struct Provider {
    /// What the operator decided.
    pub settings: ProviderSettings,
    /// The database.
    pub store: Store,
    /// Redis, where there is one.
    pub session_cache: Option<SessionCache>,
    /// Passwords.
    pub hashing: HashingPool,
    /// Seals secrets at rest.
    pub master_key: MasterKey,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Clients and keys, as last loaded.
    pub configuration: ConfigurationCache,
}

impl Provider {
    /// The present.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Whether the database answers, and Redis where there is one.
    pub async fn health(&self) -> (bool, Option<bool>) {
        let redis = match &self.session_cache {
            Some(cache) => Some(cache.is_healthy().await),
            None => None,
        };
        (self.store.health().await.readable, redis)
    }

    /// Deletes what expired.
    ///
    /// # Errors
    /// Where the store is away.
    pub async fn sweep(&self) -> super::Result<()> {
        Ok(self.store.sweep(self.now()).await?)
    }

    /// The issuer identifier.
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }
}
