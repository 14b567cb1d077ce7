//! Clients, identity providers and keys, kept in the process and dropped by the version that the
//! store hands out.

use crate::{
    Error, Result,
    database::Database,
    federation::LoadedIdentityProvider,
    settings::{ProviderSettings, RegistrationMode},
};
use arc_swap::ArcSwapOption;
use doorward_adapters::keys::{Keyring, MasterKey};
use doorward_protocol::{
    clients::client::RegisteredClient,
    keys::signing_key::is_published,
    logout::GLOBAL_TOKEN_REVOCATION_SCOPE,
    oauth::discovery::{self, Features},
    sessions::session_state::origin,
    time::{Clock, Timestamp},
};
use doorward_storage::ConfigurationVersion;
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};
use tokio::sync::Mutex;

/// How often the version is read at most: a busy server reads it 500 times a second, and a change is
/// seen before the command that made it has returned (docs/decisions/0001-configuration-version.md).
const VERSION_TTL: Duration = Duration::from_millis(2);

/// The same for discovery and the key set, which answer from memory when the database is unavailable.
const DOCUMENT_VERSION_TTL: Duration = Duration::from_millis(20);

/// How long the database has to say the version. Whatever the request needs next has a time limit of
/// its own, and both together must not keep a user waiting.
const VERSION_TIMEOUT: Duration = Duration::from_secs(1);

/// Clients and keys at one version of the store.
pub struct Configuration {
    /// The version of the stored configuration that this was loaded from.
    pub version: ConfigurationVersion,
    clients: HashMap<String, Arc<RegisteredClient>>,
    /// The identity providers, in the order of their declaration.
    pub identity_providers: Vec<Arc<LoadedIdentityProvider>>,
    /// Where the pages of clients are: the clients of each origin.
    origins: HashMap<String, Vec<Arc<RegisteredClient>>>,
    /// Clients that are sites behind a proxy.
    pub sites: Vec<Arc<RegisteredClient>>,
    /// The signing keys, decrypted.
    pub keyring: Keyring,
    /// The key set as bytes.
    pub jwks: Vec<u8>,
    /// The metadata document as bytes.
    pub discovery: Vec<u8>,
    /// When a key leaves the set, and this is to be made again.
    valid_until: Option<Timestamp>,
}

impl Configuration {
    /// A client that is registered, disabled or not.
    pub fn client(&self, client_id: &str) -> Option<&Arc<RegisteredClient>> {
        self.clients.get(client_id)
    }

    /// Whether a page of this origin is of a client, by its redirect URIs.
    pub fn is_origin_of_a_client(&self, origin: &str) -> bool {
        self.origins.contains_key(origin)
    }

    /// The enabled clients with a redirect URI of this origin.
    pub fn clients_of_origin(&self, origin: &str) -> impl Iterator<Item = &Arc<RegisteredClient>> {
        self.origins.get(origin).into_iter().flatten()
    }

    /// Every registered client, disabled ones too.
    pub fn clients(&self) -> impl Iterator<Item = &Arc<RegisteredClient>> {
        self.clients.values()
    }

    /// An identity provider that is declared, enabled or not.
    pub fn identity_provider(&self, id: &str) -> Option<&Arc<LoadedIdentityProvider>> {
        self.identity_providers
            .iter()
            .find(|provider| provider.id() == id)
    }
}

/// A configuration, and when its version was last compared with the store's.
struct Checked {
    configuration: Arc<Configuration>,
    /// When its version was read, as a monotonic reading.
    at: Duration,
}

/// Clients and keys as last loaded; empty at first.
pub struct ConfigurationCache {
    database: Database,
    master_key: Arc<MasterKey>,
    settings: Arc<ProviderSettings>,
    clock: Arc<dyn Clock>,
    current: ArcSwapOption<Checked>,
    /// One caller at a time asks the database. Holds when the last one was told that the database
    /// is unavailable, as a monotonic reading.
    refreshing: Mutex<Option<Duration>>,
}

impl ConfigurationCache {
    /// Nothing is read from the database yet.
    pub(crate) const fn new(
        database: Database,
        master_key: Arc<MasterKey>,
        settings: Arc<ProviderSettings>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            database,
            master_key,
            settings,
            clock,
            current: ArcSwapOption::const_empty(),
            refreshing: Mutex::const_new(None),
        }
    }

    fn peek(&self) -> Option<(Arc<Configuration>, Duration)> {
        self.current
            .load_full()
            .map(|checked| (Arc::clone(&checked.configuration), checked.at))
    }

    /// Remembers a configuration whose version was asked for at this moment: what is committed
    /// later is not in it.
    fn set(&self, configuration: &Arc<Configuration>, asked: Duration) {
        self.current.store(Some(Arc::new(Checked {
            configuration: Arc::clone(configuration),
            at: asked,
        })));
    }

    /// Clients and keys as they are now.
    ///
    /// # Errors
    /// Where the store is away and nothing is in memory yet, or a key does not open.
    pub(crate) async fn get(&self) -> Result<Arc<Configuration>> {
        if let Some((current, checked)) = self.peek()
            && self.is_within(checked, VERSION_TTL)
        {
            return Ok(current);
        }
        let arrived = self.clock.monotonic();
        let mut unavailable_at = self.refreshing.lock().await;
        let known = self.peek();
        if let Some((current, checked)) = &known
            && self.is_within(*checked, VERSION_TTL)
        {
            return Ok(Arc::clone(current));
        }
        // Whoever waited while another one was told so has the same answer: were each to ask in
        // its turn, the last of them would wait for the timeouts of all.
        let was_told = unavailable_at.is_some_and(|at| at > arrived);
        if let (true, Some((current, _))) = (was_told, &known) {
            return Ok(Arc::clone(current));
        }
        let asked = self.clock.monotonic();
        let version = match (self.read_version().await, &known) {
            (Ok(version), _) => version,
            // Discovery and the key set are served while the database is unavailable.
            (Err(error), Some((current, _))) => {
                tracing::warn!(%error, "the database did not answer; clients and keys come from memory");
                *unavailable_at = Some(self.clock.monotonic());
                self.set(current, asked);
                return Ok(Arc::clone(current));
            }
            (Err(error), None) => return Err(error),
        };
        if let Some((current, _)) = &known
            && current.version == version
            && current
                .valid_until
                .is_none_or(|until| self.clock.now() < until)
        {
            self.set(current, asked);
            return Ok(Arc::clone(current));
        }
        let loaded = Arc::new(self.load(version).await?);
        self.set(&loaded, asked);
        Ok(loaded)
    }

    async fn read_version(&self) -> Result<ConfigurationVersion> {
        let read = self.database.read().configuration_version();
        let answer = tokio::time::timeout(VERSION_TIMEOUT, read).await;
        let version =
            answer.map_err(|_| Error::Unavailable("there was no answer in time".into()))?;
        Ok(version?)
    }

    /// Whether a monotonic reading is less than a length of time ago.
    fn is_within(&self, reading: Duration, limit: Duration) -> bool {
        self.clock.monotonic().saturating_sub(reading) < limit
    }

    /// Waits until no node works with what was true before a change that is committed now: for
    /// changes whose caller goes on at once.
    pub(crate) async fn settle(&self) {
        tokio::time::sleep(VERSION_TTL).await;
    }

    /// Clients and keys from memory, for documents that must answer whatever the database does.
    ///
    /// # Errors
    /// As [`ConfigurationCache::get`].
    pub(crate) async fn get_from_memory(&self) -> Result<Arc<Configuration>> {
        match self.peek() {
            Some((current, checked)) if self.is_within(checked, DOCUMENT_VERSION_TTL) => {
                Ok(current)
            }
            _ => self.get().await,
        }
    }

    async fn load(&self, version: ConfigurationVersion) -> Result<Configuration> {
        let now = self.clock.now();
        let store = self.database.read();
        let clients: HashMap<String, Arc<RegisteredClient>> = store
            .clients()
            .await?
            .into_iter()
            .map(|client| (client.client.client_id.clone(), Arc::new(client)))
            .collect();
        let stored_providers = store.identity_providers().await?;
        let identity_providers = stored_providers
            .into_iter()
            .map(|stored| LoadedIdentityProvider::open(&self.master_key, stored).map(Arc::new))
            .collect::<Result<_>>()?;
        let stored = store.signing_keys().await?;
        let keyring = Keyring::open(&stored, &self.master_key)?;
        Ok(Configuration {
            version,
            origins: origins(clients.values()),
            sites: clients
                .values()
                .filter(|registered| {
                    registered.client.forward_auth.is_some() && !registered.disabled
                })
                .cloned()
                .collect(),
            identity_providers,
            jwks: keyring.jwks(now).to_string().into_bytes(),
            discovery: self.discovery_document(&clients),
            valid_until: stored
                .iter()
                .filter(|key| is_published(key, now))
                .filter_map(|key| key.remove_after)
                .min(),
            clients,
            keyring,
        })
    }

    /// The provider metadata (OpenID Connect Discovery §3), as bytes.
    fn discovery_document(&self, clients: &HashMap<String, Arc<RegisteredClient>>) -> Vec<u8> {
        let algorithms: Vec<&str> = self
            .settings
            .algorithms
            .iter()
            .map(|algorithm| algorithm.as_str())
            .collect();
        let features = Features {
            signing_algorithms: &algorithms,
            ui_locales: &self.settings.ui_locales,
            response_types: &self.settings.response_types,
            unsigned_request_objects: self.settings.unsigned_request_objects,
            global_token_revocation: clients.values().any(|registered| {
                !registered.disabled
                    && registered
                        .client
                        .scope
                        .contains(GLOBAL_TOKEN_REVOCATION_SCOPE)
            }),
            registration: self.settings.registration != RegistrationMode::Off,
        };
        discovery::document(&self.settings.issuer, features)
            .to_string()
            .into_bytes()
    }
}

/// The enabled clients of each origin.
fn origins<'a>(
    clients: impl Iterator<Item = &'a Arc<RegisteredClient>>,
) -> HashMap<String, Vec<Arc<RegisteredClient>>> {
    let mut origins: HashMap<String, Vec<Arc<RegisteredClient>>> = HashMap::new();
    for registered in clients.filter(|registered| !registered.disabled) {
        let uris = &registered.client.redirect_uris;
        let own: HashSet<String> = uris.iter().filter_map(|uri| origin(uri)).collect();
        for origin in own {
            let clients = origins.entry(origin).or_default();
            clients.push(Arc::clone(registered));
        }
    }
    origins
}
