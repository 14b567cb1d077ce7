//! Clients, identity providers and keys, kept in the process and dropped by the versions that the
//! store hands out (docs/decisions/0020-many-clients.md).

mod clients;
mod metadata;
mod name;
mod routes;

use crate::{
    Error, Result,
    context::request_scope::{self, VERSION_TTL},
    database::Database,
    federation::LoadedIdentityProvider,
    look::{self, Look},
    sealing::{Purpose, Sealing},
    settings::ProviderSettings,
};
use arc_swap::ArcSwapOption;
use clients::ClientCache;
use doorward_adapters::keys::Keyring;
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    keys::signing_key::is_published,
    time::{Clock, Timestamp},
    users::attributes::UserAttributes,
};
use doorward_storage::ConfigurationVersion;
pub use routes::RoutedDomains;
use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::Mutex;

/// How long a request uses the version that was read since it arrived: much longer than an answer takes,
/// and much shorter than a user who pressed a switch waits.
const REQUEST_VERSION_TTL: Duration = Duration::from_millis(100);

/// The same for discovery and the key set, which answer from memory when the database is unavailable.
const DOCUMENT_VERSION_TTL: Duration = Duration::from_millis(20);

/// How long the database has to say the version. Whatever the request needs next has a time limit of
/// its own, and both together must not keep a user waiting.
const VERSION_TIMEOUT: Duration = Duration::from_secs(1);

/// Identity providers and keys at one version of the store, and the way to the clients.
pub struct Configuration {
    /// The version of the stored configuration that this was loaded from.
    pub version: i64,
    /// Which loading of this process it is: another one may have other keys, also where the version is
    /// the same.
    pub(crate) loading: u64,
    clients: Arc<ClientCache>,
    /// The identity providers, in the order of their declaration.
    pub identity_providers: Vec<Arc<LoadedIdentityProvider>>,
    /// The providers that the addresses of verified domains sign in with.
    pub routed_domains: Arc<RoutedDomains>,
    /// What pages and mails call this provider: as it was decided in the console, or as the setting says.
    pub name: Arc<str>,
    /// How the pages of this provider look.
    pub look: Arc<Look>,
    /// The declared fields of users.
    pub user_attributes: UserAttributes,
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
    /// A client that is registered, disabled or not: from memory, or from the database where it was
    /// not asked for lately.
    ///
    /// # Errors
    /// Where the client is not in memory and the database is unavailable.
    pub async fn client(&self, client_id: &str) -> Result<Option<Arc<RegisteredClient>>> {
        self.clients.get(client_id).await
    }

    /// Whether a page of this origin is of an enabled client, by its redirect URIs.
    ///
    /// # Errors
    /// Where that is not in memory and the database is unavailable.
    pub async fn is_origin_of_a_client(&self, origin: &str) -> Result<bool> {
        self.clients.is_origin(origin).await
    }

    /// The enabled clients with a redirect URI of this origin; a hundred at most.
    ///
    /// # Errors
    /// As [`Configuration::is_origin_of_a_client`].
    pub async fn clients_of_origin(&self, origin: &str) -> Result<Vec<Arc<RegisteredClient>>> {
        self.clients.of_origin(origin).await
    }

    /// An identity provider that is declared, enabled or not.
    pub fn identity_provider(&self, id: &str) -> Option<&Arc<LoadedIdentityProvider>> {
        self.identity_providers
            .iter()
            .find(|provider| provider.id() == id)
    }
}

fn nanoseconds(reading: Duration) -> u64 {
    u64::try_from(reading.as_nanos()).unwrap_or(u64::MAX)
}

/// A configuration, and when its version was last compared with the store's.
struct Checked {
    configuration: Arc<Configuration>,
    /// The version that was read: of this configuration, with the numbers of the session cache.
    version: ConfigurationVersion,
    /// When its version was read, as a monotonic reading.
    at: Duration,
    /// Whether the database said so then, or was unavailable.
    is_confirmed: bool,
}

/// Clients and keys as last loaded; empty at first.
pub struct ConfigurationCache {
    database: Database,
    sealing: Arc<Sealing>,
    settings: Arc<ProviderSettings>,
    clock: Arc<dyn Clock>,
    clients: Arc<ClientCache>,
    current: ArcSwapOption<Checked>,
    /// A version that was asked for before this moment does not count as fresh: a monotonic reading, in
    /// nanoseconds.
    asked_anew: AtomicU64,
    /// How often the configuration was loaded.
    loadings: AtomicU64,
    /// One caller at a time asks the database. Holds when the last one was told that the database
    /// is unavailable, as a monotonic reading.
    refreshing: Mutex<Option<Duration>>,
}

impl ConfigurationCache {
    /// Nothing is read from the database yet.
    pub(crate) fn new(
        database: Database,
        sealing: Arc<Sealing>,
        settings: Arc<ProviderSettings>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            clients: Arc::new(ClientCache::new(database.clone())),
            database,
            sealing,
            settings,
            clock,
            current: ArcSwapOption::const_empty(),
            asked_anew: AtomicU64::new(0),
            loadings: AtomicU64::new(0),
            refreshing: Mutex::const_new(None),
        }
    }

    fn peek(&self) -> Option<Arc<Checked>> {
        self.current.load_full()
    }

    /// Remembers a configuration whose version was asked for at this moment: what is committed
    /// later is not in it.
    fn set(
        &self,
        configuration: Arc<Configuration>,
        version: ConfigurationVersion,
        asked: Duration,
    ) {
        self.current.store(Some(Arc::new(Checked {
            configuration,
            version,
            at: asked,
            is_confirmed: true,
        })));
    }

    /// Keeps what is known for a while, without a word of the database.
    fn keep(&self, known: &Checked, at: Duration) {
        self.current.store(Some(Arc::new(Checked {
            configuration: Arc::clone(&known.configuration),
            version: known.version,
            at,
            is_confirmed: false,
        })));
    }

    /// Clients and keys as they are now, with the numbers of the same moment, for answers that may not
    /// be of before a change: never from memory alone.
    ///
    /// # Errors
    /// Where the database is unavailable, or a key does not open.
    pub(crate) async fn confirmed(&self) -> Result<(Arc<Configuration>, ConfigurationVersion)> {
        self.get().await?;
        match self.peek() {
            Some(known) if known.is_confirmed => {
                Ok((Arc::clone(&known.configuration), known.version))
            }
            _ => Err(Error::Unavailable("there was no answer in time".into())),
        }
    }

    /// The numbers that entries of the session cache are compared with, as fresh as the
    /// configuration: they cost no read of their own.
    ///
    /// # Errors
    /// As [`ConfigurationCache::get`].
    pub(crate) async fn version(&self) -> Result<ConfigurationVersion> {
        self.get().await?;
        let checked = self.peek();
        checked.map(|checked| checked.version).ok_or_else(|| {
            Error::Internal("a configuration was loaded and is not in memory".into())
        })
    }

    /// Clients and keys as they are now.
    ///
    /// # Errors
    /// Where the store is away and nothing is in memory yet, or a key does not open.
    pub(crate) async fn get(&self) -> Result<Arc<Configuration>> {
        if let Some(checked) = self.peek()
            && self.is_fresh(&checked, VERSION_TTL)
        {
            return Ok(Arc::clone(&checked.configuration));
        }
        // On the heap: every handler's future holds this one, and is moved.
        Box::pin(self.refreshed()).await
    }

    /// Reads the version, and what changed since the last one. Of several callers one reads.
    async fn refreshed(&self) -> Result<Arc<Configuration>> {
        let arrived = self.clock.monotonic();
        let mut unavailable_at = self.refreshing.lock().await;
        let known = self.peek();
        if let Some(checked) = &known
            && self.is_fresh(checked, VERSION_TTL)
        {
            return Ok(Arc::clone(&checked.configuration));
        }
        // Whoever waited while another one was told so has the same answer: were each to ask in
        // its turn, the last of them would wait for the timeouts of all.
        let was_told = unavailable_at.is_some_and(|at| at > arrived);
        if let (true, Some(known)) = (was_told, &known) {
            return Ok(Arc::clone(&known.configuration));
        }
        let asked = self.clock.monotonic();
        let version = match (self.read_version().await, &known) {
            (Ok(version), _) => version,
            // Discovery and the key set are served while the database is unavailable.
            (Err(error), Some(known)) => {
                tracing::warn!(%error, "the database did not answer; clients and keys come from memory");
                *unavailable_at = Some(self.clock.monotonic());
                self.keep(known, asked);
                return Ok(Arc::clone(&known.configuration));
            }
            (Err(error), None) => return Err(error),
        };
        let before = known.as_ref().map(|known| known.version);
        Box::pin(self.clients.follow(before, version)).await?;
        if let Some(known) = &known
            && known.configuration.version == version.version
            && known
                .configuration
                .valid_until
                .is_none_or(|until| self.clock.now() < until)
        {
            let current = Arc::clone(&known.configuration);
            self.set(Arc::clone(&current), version, asked);
            return Ok(current);
        }
        let loaded = Arc::new(Box::pin(self.load(version.version)).await?);
        self.set(Arc::clone(&loaded), version, asked);
        Ok(loaded)
    }

    async fn read_version(&self) -> Result<ConfigurationVersion> {
        let read = pin!(self.database.read().configuration_version());
        let answer = tokio::time::timeout(VERSION_TIMEOUT, read).await;
        let version =
            answer.map_err(|_| Error::Unavailable("there was no answer in time".into()))?;
        Ok(version?)
    }

    /// Whether a version was asked for less than a length of time ago, or since the request arrived that
    /// this task answers; and since [`Self::ask_anew`].
    fn is_fresh(&self, checked: &Checked, limit: Duration) -> bool {
        let is_of_request = request_scope::arrived().is_some_and(|arrived| arrived <= checked.at);
        let limit = if is_of_request {
            limit.max(REQUEST_VERSION_TTL)
        } else {
            limit
        };
        nanoseconds(checked.at) >= self.asked_anew.load(Ordering::SeqCst)
            && self.clock.monotonic().saturating_sub(checked.at) < limit
    }

    /// Answers a request that arrived at this moment, a monotonic reading: it reads the version once,
    /// unless it changes something.
    pub(crate) async fn within_request<T>(
        &self,
        arrived: Duration,
        answer: impl Future<Output = T>,
    ) -> T {
        request_scope::scope(arrived, answer).await
    }

    /// Makes the next reading ask for the version, however short ago it was asked for: for whoever must
    /// know what was committed a moment ago. What somebody else asked for before that commit, and is
    /// told only now, does not count.
    pub(crate) fn ask_anew(&self) {
        let now = nanoseconds(self.clock.monotonic());
        self.asked_anew.fetch_max(now, Ordering::SeqCst);
    }

    /// Clients and keys from memory, for documents that must answer whatever the database does.
    ///
    /// # Errors
    /// As [`ConfigurationCache::get`].
    pub(crate) async fn get_from_memory(&self) -> Result<Arc<Configuration>> {
        match self.peek() {
            Some(checked) if self.is_fresh(&checked, DOCUMENT_VERSION_TTL) => {
                Ok(Arc::clone(&checked.configuration))
            }
            _ => self.get().await,
        }
    }

    async fn load(&self, version: i64) -> Result<Configuration> {
        let now = self.clock.now();
        let store = self.database.read();
        if let Some(row) = store.master_key().await? {
            self.sealing.follow(&row)?;
        }
        let clients = store.clients_in_memory().await?.into_iter();
        let clients: Vec<_> = clients
            .filter(|registered| !registered.disabled)
            .map(Arc::new)
            .collect();
        let stored_providers = store.identity_providers().await?;
        let identity_providers = stored_providers
            .into_iter()
            .map(|stored| LoadedIdentityProvider::open(&self.sealing, stored).map(Arc::new))
            .collect::<Result<_>>()?;
        let (name, look) = look::decided(store, &self.settings).await?;
        let mut user_attributes = UserAttributes::default();
        for stored in store.user_attributes().await? {
            let declared = user_attributes.declare(stored.attribute);
            declared.map_err(Error::Internal)?;
        }
        let stored = store.signing_keys().await?;
        let keyring = Keyring::load(&stored, |key| {
            let opened = self
                .sealing
                .open(Purpose::SigningKey.at(&[&key.kid]), &key.sealed);
            opened.map_err(|error| Error::from(error).about(&format!("signing key {}", key.kid)))
        })?;
        Ok(Configuration {
            version,
            loading: self.loadings.fetch_add(1, Ordering::Relaxed),
            clients: Arc::clone(&self.clients),
            sites: clients
                .iter()
                .filter(|registered| registered.client.forward_auth.is_some())
                .cloned()
                .collect(),
            identity_providers,
            routed_domains: Arc::new(RoutedDomains::of(store.routed_domains().await?)),
            name,
            look,
            jwks: keyring.jwks(now).to_string().into_bytes(),
            discovery: metadata::document(&self.settings, &clients, &user_attributes),
            user_attributes,
            valid_until: stored
                .iter()
                .filter(|key| is_published(key, now))
                .filter_map(|key| key.remove_after)
                .min(),
            keyring,
        })
    }
}
