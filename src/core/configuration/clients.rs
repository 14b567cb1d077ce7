//! Clients, kept in the process while they are used: each is read from the database when it is asked
//! for, and again after it changed.

use crate::{Error, Result, database::Database};
use doorward_protocol::{
    clients::{client::Client, registered_client::RegisteredClient},
    text::is_printable_ascii,
};
use doorward_storage::ConfigurationVersion;
use moka::{future::Cache, ops::compute::Op};
use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

/// How many clients are kept at most, with those that do not exist; the least used ones go first.
/// Fewer where they are large.
const MAX_CLIENTS: u64 = 10_000;
/// What a client weighs at least, in bytes.
const CLIENT_BYTES: u32 = 4 * 1024;
/// How many origins are kept at most; fewer where many clients are of one.
const MAX_ORIGINS: u64 = 10_000;
/// What an origin weighs at least, in bytes.
const ORIGIN_BYTES: u32 = 1024;
/// The bytes of a document in memory for each byte of it as JSON, about.
const BYTES_FOR_EACH: usize = 3;
/// The longest identifier that a client may have; longer ones are not looked for.
const MAX_CLIENT_ID_LENGTH: usize = 255;
/// The longest origin that is looked for: a host has 253 characters at most.
const MAX_ORIGIN_LENGTH: usize = 300;
/// How many changes are followed one by one. After more, every client is read again.
const MAX_FOLLOWED: i64 = 1000;

/// What was read of a client.
#[derive(Clone)]
struct Loaded {
    /// `None` where there is no such client.
    client: Option<Arc<RegisteredClient>>,
    /// How much it takes in memory, in bytes, about.
    bytes: usize,
    /// The generation of the cache in which it was read.
    generation: u64,
}

/// The clients of an origin.
#[derive(Clone)]
struct KnownOrigin {
    /// The identifiers of the enabled clients with a redirect URI there.
    client_ids: Arc<Vec<String>>,
    /// The version of the clients for which that holds.
    clients_version: i64,
}

/// The clients that were asked for lately. Callers that ask for the same client at the same time
/// share one read.
pub(crate) struct ClientCache {
    database: Database,
    clients: Cache<String, Loaded>,
    origins: Cache<String, KnownOrigin>,
    /// The version of the clients that was followed last.
    version: AtomicI64,
    /// Grows where every client may have changed: what was read before counts as unknown.
    generation: AtomicU64,
}

impl ClientCache {
    pub(super) fn new(database: Database) -> Self {
        Self {
            database,
            clients: Cache::builder()
                .max_capacity(MAX_CLIENTS * u64::from(CLIENT_BYTES))
                .weigher(|_: &String, loaded: &Loaded| weight(loaded.bytes, CLIENT_BYTES))
                .build(),
            origins: Cache::builder()
                .max_capacity(MAX_ORIGINS * u64::from(ORIGIN_BYTES))
                .weigher(|_: &String, known: &KnownOrigin| {
                    let bytes = known.client_ids.iter().map(|id| id.len() + 24).sum();
                    weight(bytes, ORIGIN_BYTES)
                })
                .build(),
            version: AtomicI64::new(0),
            generation: AtomicU64::new(0),
        }
    }

    /// A registered client, disabled or not.
    pub(super) async fn get(&self, client_id: &str) -> Result<Option<Arc<RegisteredClient>>> {
        // Nothing else is registered, and what cannot be stored is not asked for.
        let can_be_one = (1..=MAX_CLIENT_ID_LENGTH).contains(&client_id.len());
        if !can_be_one || !is_printable_ascii(client_id) {
            return Ok(None);
        }
        if let Some(known) = self.clients.get(client_id).await
            && known.generation == self.generation.load(Ordering::Acquire)
        {
            return Ok(known.client);
        }
        let entry = self
            .clients
            .entry_by_ref(client_id)
            .and_try_compute_with(async |known| {
                // Read before the row is: a row of an older generation is read again.
                let generation = self.generation.load(Ordering::Acquire);
                if known.is_some_and(|known| known.into_value().generation == generation) {
                    return Ok(Op::Nop);
                }
                let client = self.database.read().client(client_id).await?;
                Ok::<_, Error>(Op::Put(Loaded {
                    bytes: client.as_ref().map_or(0, bytes_of),
                    client: client.map(Arc::new),
                    generation,
                }))
            })
            .await?;
        Ok(entry
            .into_entry()
            .and_then(|entry| entry.into_value().client))
    }

    /// Whether an enabled client has a redirect URI at an origin.
    pub(super) async fn is_origin(&self, origin: &str) -> Result<bool> {
        Ok(!self.identifiers(origin).await?.is_empty())
    }

    /// The enabled clients with a redirect URI at an origin.
    pub(super) async fn of_origin(&self, origin: &str) -> Result<Vec<Arc<RegisteredClient>>> {
        let mut clients = Vec::new();
        for client_id in self.identifiers(origin).await?.iter() {
            let registered = self.get(client_id).await?;
            clients.extend(registered.filter(|registered| !registered.disabled));
        }
        Ok(clients)
    }

    async fn identifiers(&self, origin: &str) -> Result<Arc<Vec<String>>> {
        if origin.len() > MAX_ORIGIN_LENGTH {
            return Ok(Arc::default());
        }
        // Read before the rows are: what was read is never older than this version.
        let clients_version = self.version.load(Ordering::Acquire);
        if let Some(known) = self.origins.get(origin).await
            && known.clients_version == clients_version
        {
            return Ok(known.client_ids);
        }
        let client_ids = Arc::new(self.database.read().clients_of_origin(origin).await?);
        let known = KnownOrigin {
            client_ids: Arc::clone(&client_ids),
            clients_version,
        };
        self.origins.insert(origin.to_owned(), known).await;
        Ok(client_ids)
    }

    /// Forgets the clients that changed since a version; `None` where none was read before.
    ///
    /// # Errors
    /// Where the database is unavailable; then nothing was forgotten, and it is to be done again.
    pub(super) async fn follow(
        &self,
        before: Option<ConfigurationVersion>,
        now: ConfigurationVersion,
    ) -> Result<()> {
        let until = now.clients_version;
        let after = before.map_or(until, |before| before.clients_version);
        let changed = match until - after {
            0 => Some(Vec::new()),
            1..=MAX_FOLLOWED => self.database.read().changed_clients(after, until).await?,
            _ => None,
        };
        self.version.store(until, Ordering::Release);
        let Some(changed) = changed else {
            self.generation.fetch_add(1, Ordering::AcqRel);
            return Ok(());
        };
        for client_id in changed {
            // Not `invalidate`: a read that is under way would put the row from before the change
            // back. This waits for it.
            self.clients
                .entry(client_id)
                .and_compute_with(async |_| Op::Remove)
                .await;
        }
        Ok(())
    }
}

fn weight(bytes: usize, least: u32) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX).max(least)
}

/// How much a client takes in memory, in bytes, about.
fn bytes_of(registered: &RegisteredClient) -> usize {
    let length = |client: &Client| serde_json::to_vec(client).map_or(0, |document| document.len());
    let administered = registered.administered.as_ref().map_or(0, length);
    (length(&registered.client) + administered) * BYTES_FOR_EACH
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorward_protocol::{secret::Entropy, time::StoppedClock};
    use doorward_storage::{PoolSize, Store};

    struct Zeros;
    impl Entropy for Zeros {
        fn fill(&self, buffer: &mut [u8]) {
            buffer.fill(0);
        }
    }

    /// Whoever asks for clients and origins that do not exist.
    #[tokio::test]
    async fn no_more_names_are_remembered_than_there_is_room_for() {
        let folder = std::env::temp_dir().join(format!("doorward-names-{}", std::process::id()));
        let url = format!("sqlite://{}/doorward.db", folder.display());
        let store = Store::open(&url, PoolSize::default(), Arc::new(StoppedClock::default()))
            .await
            .unwrap();
        let keys = doorward_adapters::keys::LastingKeys::from_root(&[0; 32]).unwrap();
        let cache = ClientCache::new(Database::new(store, Arc::new(Zeros), &keys));
        for number in 0..MAX_CLIENTS + 2000 {
            let client = cache.get(&format!("client-{number}")).await.unwrap();
            assert!(client.is_none());
            let origin = format!("https://{number}.example");
            assert!(!cache.is_origin(&origin).await.unwrap());
        }
        cache.clients.run_pending_tasks().await;
        cache.origins.run_pending_tasks().await;
        assert!(cache.clients.entry_count() <= MAX_CLIENTS);
        assert!(cache.origins.entry_count() <= MAX_ORIGINS);
        // Large ones are fewer.
        let large = Loaded {
            client: None,
            bytes: 10 * usize::try_from(CLIENT_BYTES).unwrap(),
            generation: 0,
        };
        for number in 0..MAX_CLIENTS {
            let name = format!("large-{number}");
            cache.clients.insert(name, large.clone()).await;
        }
        cache.clients.run_pending_tasks().await;
        assert!(cache.clients.weighted_size() <= MAX_CLIENTS * u64::from(CLIENT_BYTES));
        // What is too long to be one is not remembered at all.
        let long = "x".repeat(100_000);
        assert!(cache.get(&long).await.unwrap().is_none());
        assert!(!cache.is_origin(&long).await.unwrap());
        assert!(!cache.clients.contains_key(&long) && !cache.origins.contains_key(&long));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
