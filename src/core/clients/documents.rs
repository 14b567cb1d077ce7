//! Documents that others publish at an address (key sets, discovery): kept for a while, and fetched
//! again where something new is needed.

use doorward_adapters::outbound::Outbound;
use serde_json::Value;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How long a document is believed.
const FRESH: Duration = Duration::from_mins(10);
/// How soon an address is asked again, whether it answered or not: an unknown `kid` costs a
/// stranger more than it costs us.
const SOONEST: Duration = Duration::from_secs(5);
/// Addresses that are remembered.
const MOST: usize = 10_000;

/// Whether what is remembered will do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Freshness {
    Remembered,
    Again,
}

/// What is remembered of an address: its document, or that it had none.
struct Remembered(Option<Arc<Value>>);

struct Fetched {
    document: Option<Arc<Value>>,
    at: Instant,
    /// When it was last fetched before its time.
    again_at: Option<Instant>,
}

/// Documents by the address that they were fetched from.
#[derive(Default)]
pub struct DocumentCache {
    fetched: Mutex<HashMap<String, Fetched>>,
}

impl DocumentCache {
    /// What is remembered of an address, where it is young enough.
    fn recall(&self, uri: &str, freshness: Freshness) -> Option<Remembered> {
        let fetched = self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
        let known = fetched.get(uri)?;
        let will_do = match (freshness, &known.document) {
            (Freshness::Remembered, Some(_)) => known.at.elapsed() < FRESH,
            (Freshness::Remembered, None) => known.at.elapsed() < SOONEST,
            (Freshness::Again, _) => known.again_at.is_some_and(|at| at.elapsed() < SOONEST),
        };
        will_do.then(|| Remembered(known.document.clone()))
    }

    fn remember(&self, uri: &str, document: Option<&Arc<Value>>, freshness: Freshness) {
        let mut fetched = self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
        if fetched.len() >= MOST {
            fetched.clear();
        }
        // A document that cannot be fetched just now is still what it was.
        let known = fetched.remove(uri);
        let again_at = if freshness == Freshness::Again {
            Some(Instant::now())
        } else {
            known.as_ref().and_then(|known| known.again_at)
        };
        let document = document
            .cloned()
            .or_else(|| known.and_then(|known| known.document));
        fetched.insert(
            uri.to_owned(),
            Fetched {
                document,
                at: Instant::now(),
                again_at,
            },
        );
    }

    /// The document at an address; one that is not as it should be counts as none.
    pub(crate) async fn get(
        &self,
        outbound: &Outbound,
        uri: &str,
        freshness: Freshness,
        is_right: impl Fn(&Value) -> bool,
    ) -> Option<Arc<Value>> {
        if let Some(Remembered(known)) = self.recall(uri, freshness) {
            return known;
        }
        let answer = outbound.get(uri).await;
        if let Err(error) = &answer {
            tracing::warn!(uri, %error, "a document could not be fetched");
        }
        let parsed = answer
            .ok()
            .and_then(|body| serde_json::from_slice::<Value>(&body).ok());
        let found = parsed.filter(is_right).map(Arc::new);
        self.remember(uri, found.as_ref(), freshness);
        self.recall(uri, Freshness::Remembered)
            .and_then(|Remembered(document)| document)
    }
}

/// Whether a document is a key set (RFC 7517 §5).
pub(crate) fn is_key_set(document: &Value) -> bool {
    document.get("keys").is_some_and(Value::is_array)
}
