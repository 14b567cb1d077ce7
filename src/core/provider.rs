//! The provider: everything that its actions need, handed in once.

use crate::context::{Actor, OperationContext};
use crate::{
    clients::documents::DocumentCache,
    configuration::ConfigurationCache,
    federation::UpstreamHealth,
    limits::{Counters, Quotas},
    outbox::in_flight::InFlight,
    sessions::session_clients::SessionClients,
};
use doorward_adapters::{geoip::Places, hashing::HashingPool, keys::MasterKey, outbound::Outbound};
use doorward_protocol::{
    clients::client::{Client, SigningAlgorithm},
    oauth::response_type::ResponseType,
    oidc::pairwise,
    secret::Entropy,
    sessions::sso_session::SessionLimits,
    time::{Clock, Lifetime, Timestamp},
};
use doorward_storage::{Store, redis::SessionCache};
use ipnet::IpNet;
use std::sync::{Arc, atomic::AtomicBool};

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
    /// A request that waits for a user.
    pub interaction: Lifetime,
    /// SSO sessions.
    pub session: SessionLimits,
    /// How long others may keep the key set.
    pub jwks_cache: Lifetime,
    /// How often signing keys rotate by themselves.
    pub signing_key: Lifetime,
}

/// Who may register a client (RFC 7591 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrationMode {
    /// Nobody: clients are declared by an administrator.
    Off,
    /// Who holds an initial access token.
    InitialAccessToken,
    /// Everybody.
    Open,
}

/// What an operator decides.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a decision of its own"
)]
pub struct ProviderSettings {
    /// The issuer identifier, without a trailing slash.
    pub issuer: String,
    /// Whether it is https, and cookies are for https alone.
    pub is_https: bool,
    /// The name of the house, on pages.
    pub name: String,
    /// Algorithms that have keys; the first is the default.
    pub algorithms: Vec<SigningAlgorithm>,
    /// Response types that clients may be registered for.
    pub response_types: Vec<ResponseType>,
    /// Whether request objects may come without a signature.
    pub unsigned_request_objects: bool,
    /// Who may register a client.
    pub registration: RegistrationMode,
    /// Whether clients that register themselves must use PKCE.
    pub registration_requires_pkce: bool,
    /// Whether users may sign in by a password that is kept here.
    pub password_sign_in: bool,
    /// Whether users may ask to be kept signed in.
    pub remembers: bool,
    /// Accounts that may be signed in in one browser at once.
    pub accounts_per_browser: usize,
    /// How often a thing may go wrong.
    pub quotas: Quotas,
    /// Proxies whose word counts on where a request comes from.
    pub trusted_proxies: Vec<IpNet>,
    /// How long things live.
    pub lifetimes: Lifetimes,
}

/// The provider.
pub struct Provider {
    /// What the operator decided.
    pub settings: ProviderSettings,
    /// The database.
    pub store: Store,
    /// Where addresses are, where the operator brought a database of places.
    pub places: Option<Places>,
    /// Redis, where there is one.
    pub session_cache: Option<SessionCache>,
    /// Passwords.
    pub hashing: HashingPool,
    /// Calls to addresses that clients chose.
    pub outbound: Outbound,
    /// What clients and providers elsewhere publish at an address.
    pub documents: DocumentCache,
    /// Which sessions signed in to which clients, as far as this process wrote it.
    pub session_clients: SessionClients,
    /// What went wrong lately, by whom.
    pub counters: Counters,
    /// How the providers elsewhere are doing.
    pub upstream_health: UpstreamHealth,
    /// Logout notices under way.
    pub logout_deliveries: InFlight,
    /// Security events under way.
    pub event_deliveries: InFlight,
    /// Seals secrets at rest.
    pub master_key: MasterKey,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Whether this process is about to stop: it goes on answering, and tells balancers to send
    /// nobody more.
    pub draining: AtomicBool,
    /// Clients and keys, as last loaded.
    pub configuration: ConfigurationCache,
}

impl Provider {
    /// The context of an operation that no request began.
    pub fn context(&self, actor: Actor) -> OperationContext {
        OperationContext::local(self.clock.as_ref(), actor)
    }

    /// The present.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The algorithm that signs where a client names none.
    pub fn default_algorithm(&self) -> SigningAlgorithm {
        self.settings
            .algorithms
            .first()
            .copied()
            .unwrap_or(SigningAlgorithm::RS256)
    }

    /// The `sub` of a user for a client (OpenID Connect Core §8).
    pub fn subject_for(&self, client: &Client, user_id: &str) -> String {
        pairwise::subject(client, user_id, self.master_key.pairwise_salt())
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
    pub async fn sweep(&self) -> crate::Result<()> {
        Ok(self.store.sweep(self.now()).await?)
    }

    /// The issuer identifier.
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }
}
