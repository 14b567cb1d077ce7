//! Documents that others publish at an address: key sets of clients, discovery documents and key
//! sets of identity providers. They are kept for a while, and fetched again early where a caller
//! needs something that is not in them.

use doorward_adapters::outbound::Outbound;
use doorward_protocol::time::{Clock, Lifetime, Timestamp};
use moka::{future::Cache, ops::compute::Op};
use serde_json::Value;
use std::sync::Arc;

/// How long a document is used before it is fetched again.
const TTL: Lifetime = Lifetime::minutes(10);
/// How soon an address is asked again after it did not answer, and how soon a document may be
/// fetched again early. Anybody can ask for an unknown `kid`, so early fetches are limited.
const RETRY_INTERVAL: Lifetime = Lifetime::seconds(5);
/// How many addresses are remembered.
const MAX_ADDRESSES: u64 = 10_000;

/// Which answer a caller accepts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// What is remembered, while it is fresh.
    Remembered,
    /// What is fetched now: something is missing in the remembered document.
    Again,
}

/// What is known of an address.
#[derive(Clone)]
struct Fetched {
    /// The last document that the address answered with; none where it never did.
    document: Option<Arc<Value>>,
    /// When the address was last asked.
    asked_at: Timestamp,
    /// When it was last asked early.
    asked_early_at: Option<Timestamp>,
}

impl Fetched {
    fn satisfies(&self, freshness: Freshness, now: Timestamp) -> bool {
        let within = |at: Timestamp, limit: Lifetime| now.since(at) < limit.0;
        match (freshness, &self.document) {
            (Freshness::Remembered, Some(_)) => within(self.asked_at, TTL),
            (Freshness::Remembered, None) => within(self.asked_at, RETRY_INTERVAL),
            (Freshness::Again, _) => self
                .asked_early_at
                .is_some_and(|at| within(at, RETRY_INTERVAL)),
        }
    }
}

/// Documents by the address that they were fetched from. Callers that need the same document at the
/// same time share one request.
pub struct DocumentCache {
    fetched: Cache<String, Fetched>,
    clock: Arc<dyn Clock>,
}

impl DocumentCache {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            fetched: Cache::new(MAX_ADDRESSES),
            clock,
        }
    }

    /// The document at an address; a document that `is_valid` refuses counts as none. Where the
    /// address does not answer, the last document that it answered with stays in use.
    pub(crate) async fn get(
        &self,
        outbound: &Outbound,
        uri: &str,
        freshness: Freshness,
        is_valid: impl Fn(&Value) -> bool,
    ) -> Option<Arc<Value>> {
        let now = self.clock.now();
        if let Some(known) = self.fetched.get(uri).await
            && known.satisfies(freshness, now)
        {
            return known.document;
        }
        let entry = self
            .fetched
            .entry_by_ref(uri)
            .and_compute_with(async |known| {
                let known = known.map(moka::Entry::into_value);
                // Another caller may have fetched it while this one waited for its turn.
                if known
                    .as_ref()
                    .is_some_and(|known| known.satisfies(freshness, now))
                {
                    return Op::Nop;
                }
                let found = fetch(outbound, uri).await.filter(|found| is_valid(found));
                Op::Put(after_fetch(known, found, freshness, now))
            })
            .await;
        entry.into_entry()?.into_value().document
    }
}

/// What is known of an address after it was asked. An address that does not answer any more keeps
/// its last document.
fn after_fetch(
    known: Option<Fetched>,
    found: Option<Value>,
    freshness: Freshness,
    now: Timestamp,
) -> Fetched {
    let (last_document, last_early) =
        known.map_or((None, None), |known| (known.document, known.asked_early_at));
    Fetched {
        document: found.map(Arc::new).or(last_document),
        asked_at: now,
        asked_early_at: match freshness {
            Freshness::Again => Some(now),
            Freshness::Remembered => last_early,
        },
    }
}

async fn fetch(outbound: &Outbound, uri: &str) -> Option<Value> {
    match outbound.get(uri).await {
        Ok(body) => serde_json::from_slice(&body).ok(),
        Err(error) => {
            tracing::warn!(uri, %error, "a document could not be fetched");
            None
        }
    }
}

/// Whether a document is a key set (RFC 7517 §5).
pub(crate) fn is_key_set(document: &Value) -> bool {
    document.get("keys").is_some_and(Value::is_array)
}
