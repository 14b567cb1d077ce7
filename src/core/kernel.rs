//! What every capability stands on: settings, the database, the configuration in memory, keys,
//! time and randomness.

use crate::{
    Result,
    configuration::{Configuration, ConfigurationCache},
    context::{Actor, OperationContext, request_scope},
    database::Database,
    look::Look,
    sealing::{ProviderKeys, Sealing},
    settings::ProviderSettings,
};
use doorward_adapters::keys::LastingKeys;
use doorward_protocol::{
    clients::client::{Client, SigningAlgorithm},
    oidc::pairwise,
    secret::{Entropy, Secret},
    sessions::session_state::browser_state,
    time::{Clock, Timestamp},
};
use doorward_storage::{ConfigurationVersion, Store};
use std::{sync::Arc, time::Duration};

/// The ground that the services share. Each service holds it behind an `Arc`.
pub struct Kernel {
    /// What the operator decided, read at startup.
    pub(crate) settings: Arc<ProviderSettings>,
    /// The database, which appends the audit entries to what it commits.
    pub(crate) database: Database,
    /// Seals what is stored, or travels through a browser, and must be read again.
    pub(crate) sealing: Arc<Sealing>,
    /// The keys of what browsers and clients remember.
    pub(crate) lasting_keys: LastingKeys,
    /// Tells the time to the contexts of operations.
    pub(crate) clock: Arc<dyn Clock>,
    /// The source of random identifiers and secrets.
    pub(crate) entropy: Arc<dyn Entropy>,
    /// Clients, identity providers and keys, as last loaded.
    pub(crate) configuration: ConfigurationCache,
}

impl Kernel {
    /// Puts the shared parts together; nothing is read from the database yet.
    pub fn new(
        settings: ProviderSettings,
        store: Store,
        keys: ProviderKeys,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        let settings = Arc::new(settings);
        let database = Database::new(store, Arc::clone(&entropy), &keys.lasting);
        Self {
            configuration: ConfigurationCache::new(
                database.clone(),
                Arc::clone(&keys.sealing),
                Arc::clone(&settings),
                Arc::clone(&clock),
            ),
            database,
            settings,
            sealing: keys.sealing,
            lasting_keys: keys.lasting,
            clock,
            entropy,
        }
    }

    /// The context of an operation that no request began.
    pub fn context(&self, actor: Actor) -> OperationContext {
        OperationContext::local(self.clock.as_ref(), actor)
    }

    /// The present. An operation takes the time from its context instead.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Clients, identity providers and keys as they are now.
    ///
    /// # Errors
    /// Where the database is unavailable and nothing is in memory yet, or a key does not open.
    pub async fn configuration(&self) -> Result<Arc<Configuration>> {
        self.configuration.get().await
    }

    /// The numbers that entries of the session cache are compared with.
    ///
    /// # Errors
    /// As [`Kernel::configuration`].
    pub(crate) async fn session_cache_version(&self) -> Result<ConfigurationVersion> {
        self.configuration.version().await
    }

    /// Clients, identity providers and keys with the numbers of the same moment, never from memory alone.
    ///
    /// # Errors
    /// Where the database is unavailable, or a key does not open.
    pub(crate) async fn confirmed_configuration(
        &self,
    ) -> Result<(Arc<Configuration>, ConfigurationVersion)> {
        self.configuration.confirmed().await
    }

    /// Clients, identity providers and keys from memory, for documents that must answer whatever
    /// the database does.
    ///
    /// # Errors
    /// As [`Kernel::configuration`].
    pub async fn configuration_from_memory(&self) -> Result<Arc<Configuration>> {
        self.configuration.get_from_memory().await
    }

    /// Makes the next reading of the configuration ask whether there is a newer one.
    pub(crate) fn ask_for_configuration_anew(&self) {
        self.configuration.ask_anew();
    }

    /// Waits until no node works with what was true before a change that is committed now: for
    /// changes whose caller goes on at once.
    pub async fn wait_until_configuration_is_seen(&self) {
        request_scope::wait_until_seen().await;
    }

    /// A monotonic reading of the clock, for durations.
    pub(crate) fn monotonic(&self) -> Duration {
        self.clock.monotonic()
    }

    /// What pages and mails call this provider.
    pub(crate) fn provider_name(&self) -> Arc<str> {
        self.configuration.provider_name()
    }

    /// How the pages of this provider look.
    pub(crate) fn look(&self) -> Arc<Look> {
        self.configuration.look()
    }

    /// The issuer identifier.
    pub fn issuer(&self) -> &str {
        self.settings.issuer.as_str()
    }

    /// The algorithm that signs where a client names none.
    pub fn default_algorithm(&self) -> SigningAlgorithm {
        self.settings
            .algorithms
            .first()
            .copied()
            .unwrap_or(SigningAlgorithm::RS256)
    }

    /// The key that signs the cookie of an SSO session.
    pub fn cookie_key(&self) -> &[u8; 64] {
        self.lasting_keys.cookie_key()
    }

    /// The state that scripts of a client compare (OpenID Connect Session Management §3.2), for
    /// the sessions that are signed in in a browser.
    pub fn browser_state(&self, sids: &str) -> String {
        browser_state(sids, self.browser_state_salt())
    }

    /// The salt of the state that browsers compare.
    pub(crate) fn browser_state_salt(&self) -> &[u8; 32] {
        self.lasting_keys.browser_state_salt()
    }

    /// The `sub` of a user for a client (OpenID Connect Core §8).
    pub fn subject_for(&self, client: &Client, user_id: &str) -> String {
        pairwise::subject(client, user_id, self.lasting_keys.pairwise_salt())
    }

    /// A new secret of 256 random bits, in Base64url.
    pub fn new_secret(&self) -> String {
        Secret::generate(self.entropy.as_ref()).reveal().to_owned()
    }
}
