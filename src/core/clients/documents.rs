//! Documents that others publish at an address: key sets of clients, discovery documents and key
//! sets of identity providers, lists of redirect URIs, request objects. They are kept for a while,
//! and fetched again early where a caller needs something that is not in them. An address that does
//! not answer is left alone for a while.

use doorward_adapters::outbound::{Outbound, OutboundError};
use doorward_protocol::time::Clock;
use moka::{future::Cache, ops::compute::Op};
use serde_json::Value;
use std::{sync::Arc, time::Duration};

/// How long a document is used before it is fetched again.
const TTL: Duration = Duration::from_mins(10);
/// How long a request object is used. The next one may be at the same address.
const REQUEST_OBJECT_TTL: Duration = Duration::from_secs(5);
/// How soon an address is asked again after it did not answer, and how soon a document may be
/// fetched again early. Anybody can ask for an unknown `kid`, so early fetches are limited.
const RETRY_INTERVAL: Duration = Duration::from_secs(5);
/// How many bytes of documents and addresses are remembered.
const MAX_BYTES: u64 = 32 * 1024 * 1024;
/// What an address takes beside its text and its document, in bytes.
const ENTRY_BYTES: usize = 256;

/// Which answer a caller accepts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// What is remembered, while it is fresh.
    Remembered,
    /// What is fetched now: something is missing in the remembered document.
    Again,
}

/// A document, and how long it was.
struct Document<T> {
    content: Arc<T>,
    bytes: usize,
}

impl<T> Clone for Document<T> {
    fn clone(&self) -> Self {
        Self {
            content: Arc::clone(&self.content),
            bytes: self.bytes,
        }
    }
}

/// What is known of an address.
struct Fetched<T> {
    /// The last document that the address answered with; none where it never did.
    document: Option<Document<T>>,
    /// When the address was last asked, as a monotonic reading; none where it never was.
    asked_at: Option<Duration>,
    /// When it was last asked early.
    asked_early_at: Option<Duration>,
    /// When there was last no place to ask it in time. Those who waited then are told so together;
    /// that says nothing about the address, and whoever comes later asks.
    busy_at: Option<Duration>,
}

impl<T> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        Self {
            document: self.document.clone(),
            asked_at: self.asked_at,
            asked_early_at: self.asked_early_at,
            busy_at: self.busy_at,
        }
    }
}

impl<T> Fetched<T> {
    fn satisfies(&self, freshness: Freshness, ttl: Duration, now: Duration) -> bool {
        let within = |at: Option<Duration>, limit: Duration| {
            at.is_some_and(|at| now.saturating_sub(at) < limit)
        };
        let is_fresh = match (freshness, &self.document) {
            (Freshness::Remembered, Some(_)) => within(self.asked_at, ttl),
            (Freshness::Remembered, None) => within(self.asked_at, RETRY_INTERVAL),
            (Freshness::Again, _) => within(self.asked_early_at, RETRY_INTERVAL),
        };
        is_fresh || self.busy_at.is_some_and(|at| now < at)
    }

    /// What is known after there was no place to ask the address.
    fn busy(known: Option<Self>, now: Duration) -> Self {
        let (document, asked_at, asked_early_at) = known.map_or((None, None, None), |known| {
            (known.document, known.asked_at, known.asked_early_at)
        });
        Self {
            document,
            asked_at,
            asked_early_at,
            busy_at: Some(now),
        }
    }

    /// What is known after the address was asked. Where it does not answer any more, its last
    /// document stays in use.
    fn after(
        known: Option<Self>,
        found: Option<Document<T>>,
        freshness: Freshness,
        now: Duration,
    ) -> Self {
        let (last_document, last_early) =
            known.map_or((None, None), |known| (known.document, known.asked_early_at));
        Self {
            document: found.or(last_document),
            asked_at: Some(now),
            asked_early_at: match freshness {
                Freshness::Again => Some(now),
                Freshness::Remembered => last_early,
            },
            busy_at: None,
        }
    }

    fn content(self) -> Option<Arc<T>> {
        self.document.map(|document| document.content)
    }

    fn bytes(&self) -> usize {
        self.document.as_ref().map_or(0, |document| document.bytes)
    }
}

/// An address, and whether it may be one of this machine or of a private network: what the operator
/// may fetch there is nothing for a client that names the same address.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Place {
    uri: String,
    allows_private_addresses: bool,
}

/// Documents by the address that they were fetched from. Callers that need the same document at the
/// same time share one request.
pub struct DocumentCache<T> {
    fetched: Cache<Place, Fetched<T>>,
    ttl: Duration,
    clock: Arc<dyn Clock>,
}

impl<T: Send + Sync + 'static> DocumentCache<T> {
    fn with_ttl(ttl: Duration, clock: Arc<dyn Clock>) -> Self {
        let weight = |place: &Place, fetched: &Fetched<T>| {
            let bytes = place.uri.len() + fetched.bytes() + ENTRY_BYTES;
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        Self {
            fetched: Cache::builder()
                .max_capacity(MAX_BYTES)
                .weigher(weight)
                .build(),
            ttl,
            clock,
        }
    }

    /// The document at an address, as `read` understands it. Where the address does not answer, or
    /// with something that `read` does not understand, the last document stays in use.
    async fn get_as(
        &self,
        outbound: &Outbound,
        uri: &str,
        freshness: Freshness,
        read: impl Fn(Vec<u8>) -> Option<T>,
    ) -> Option<Arc<T>> {
        let (now, ttl) = (self.clock.monotonic(), self.ttl);
        let place = Place {
            uri: uri.to_owned(),
            allows_private_addresses: outbound.allows_private_addresses(),
        };
        if let Some(known) = self.fetched.get(&place).await
            && known.satisfies(freshness, ttl, now)
        {
            return known.content();
        }
        let entry = self
            .fetched
            .entry(place)
            .and_compute_with(async |known| {
                let known = known.map(moka::Entry::into_value);
                // Another caller may have fetched it while this one waited for its turn.
                if known
                    .as_ref()
                    .is_some_and(|known| known.satisfies(freshness, ttl, now))
                {
                    return Op::Nop;
                }
                let answer = fetch(outbound, uri).await;
                if answer == Err(OutboundError::Busy) {
                    return Op::Put(Fetched::busy(known, self.clock.monotonic()));
                }
                let found = answer.ok().and_then(|body| {
                    let bytes = body.len();
                    let content = Arc::new(read(body)?);
                    Some(Document { content, bytes })
                });
                // From the end of the request on: one that took as long as it may is not made again at
                // once.
                let answered_at = self.clock.monotonic();
                Op::Put(Fetched::after(known, found, freshness, answered_at))
            })
            .await;
        entry.into_entry()?.into_value().content()
    }
}

impl DocumentCache<Value> {
    /// An empty cache of JSON documents.
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self::with_ttl(TTL, clock)
    }

    /// The JSON document at an address; one that `is_valid` refuses counts as none. Where the
    /// address does not answer, the last document that it answered with stays in use.
    pub(crate) async fn get(
        &self,
        outbound: &Outbound,
        uri: &str,
        freshness: Freshness,
        is_valid: impl Fn(&Value) -> bool,
    ) -> Option<Arc<Value>> {
        let read = |body: Vec<u8>| {
            let document = serde_json::from_slice(&body).ok()?;
            Some(document).filter(|document| is_valid(document))
        };
        self.get_as(outbound, uri, freshness, read).await
    }
}

impl DocumentCache<String> {
    /// An empty cache of request objects.
    pub(crate) fn of_request_objects(clock: Arc<dyn Clock>) -> Self {
        Self::with_ttl(REQUEST_OBJECT_TTL, clock)
    }

    /// The request object at an address.
    pub(crate) async fn request_object(
        &self,
        outbound: &Outbound,
        uri: &str,
        freshness: Freshness,
    ) -> Option<Arc<String>> {
        let read = |body| String::from_utf8(body).ok();
        self.get_as(outbound, uri, freshness, read).await
    }
}

async fn fetch(outbound: &Outbound, uri: &str) -> Result<Vec<u8>, OutboundError> {
    let answer = outbound.get(uri).await;
    answer.inspect_err(|error| tracing::warn!(uri, %error, "a document could not be fetched"))
}

/// Whether a document is a key set (RFC 7517 §5).
pub(crate) fn is_key_set(document: &Value) -> bool {
    document.get("keys").is_some_and(Value::is_array)
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorward_protocol::time::StoppedClock;

    #[test]
    fn that_there_was_no_place_to_ask_is_told_to_those_who_waited_alone() {
        let second = Duration::from_secs;
        let document = || {
            Some(Document {
                content: Arc::new(()),
                bytes: 1,
            })
        };
        for known in [
            None,
            Some(Fetched::after(None, None, Freshness::Remembered, second(1))),
            Some(Fetched::after(
                None,
                document(),
                Freshness::Again,
                second(1),
            )),
        ] {
            let last = known.as_ref().is_some_and(|known| known.document.is_some());
            let busy = Fetched::busy(known, second(1002));
            for freshness in [Freshness::Remembered, Freshness::Again] {
                assert!(busy.satisfies(freshness, TTL, second(1000)));
                assert!(!busy.satisfies(freshness, TTL, second(1002)));
            }
            assert_eq!(
                busy.content().is_some(),
                last,
                "the last document stays in use"
            );
        }
    }

    #[tokio::test]
    async fn no_more_bytes_are_remembered_than_there_is_room_for() {
        let cache = DocumentCache::of_request_objects(Arc::new(StoppedClock::default()));
        // Large ones, and addresses that never answered.
        for (number, bytes) in (0..30_000).map(|number| (number, [0, 512 * 1024][number % 2])) {
            let place = Place {
                uri: format!("https://app.example/{number}"),
                allows_private_addresses: false,
            };
            let document = (bytes > 0).then(|| Document {
                content: Arc::new(String::new()),
                bytes,
            });
            let fetched = Fetched::after(None, document, Freshness::Remembered, Duration::ZERO);
            cache.fetched.insert(place, fetched).await;
        }
        cache.fetched.run_pending_tasks().await;
        assert!(cache.fetched.weighted_size() <= MAX_BYTES);
        assert!(cache.fetched.entry_count() <= MAX_BYTES / 256);
    }
}
