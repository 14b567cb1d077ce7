//! The public keys of clients: by value, or fetched, kept for a while, and fetched again where a new one is used.

use super::Provider;
use crate::{
    keys::{AssertionKey, verify_assertion},
    protocol::{client::Client, jws::Unverified},
};
use serde_json::Value;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How long fetched keys are believed.
const FRESH: Duration = Duration::from_mins(10);
/// How soon an address is asked again, whether it answered or not: an unknown `kid` costs a stranger more than it costs us.
const SOONEST: Duration = Duration::from_secs(5);
/// Addresses that are remembered.
const MOST: usize = 10_000;

/// Whether what is remembered will do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Freshness {
    Remembered,
    Again,
}

/// What is remembered of an address: its keys, or that it had none.
struct Remembered(Option<Arc<Value>>);

struct Fetched {
    keys: Option<Arc<Value>>,
    at: Instant,
}

/// Keys by the address that they were fetched from.
#[derive(Default)]
pub struct ClientKeyCache {
    fetched: Mutex<HashMap<String, Fetched>>,
}

impl ClientKeyCache {
    /// What is remembered of an address, where it is young enough.
    fn recall(&self, uri: &str, freshness: Freshness) -> Option<Remembered> {
        let fetched = self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
        let known = fetched.get(uri)?;
        let limit = if freshness == Freshness::Remembered && known.keys.is_some() { FRESH } else { SOONEST };
        (known.at.elapsed() < limit).then(|| Remembered(known.keys.clone()))
    }

    fn remember(&self, uri: &str, keys: Option<&Arc<Value>>) {
        let mut fetched = self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
        if fetched.len() >= MOST {
            fetched.clear();
        }
        // Keys that cannot be fetched just now are still the client's keys.
        let keys = keys.cloned().or_else(|| fetched.remove(uri).and_then(|known| known.keys));
        fetched.insert(uri.to_owned(), Fetched { keys, at: Instant::now() });
    }
}

async fn keys(provider: &Provider, client: &Client, freshness: Freshness) -> Option<Arc<Value>> {
    if let Some(jwks) = &client.jwks {
        return Some(Arc::new(jwks.clone()));
    }
    let uri = client.jwks_uri.as_deref()?;
    if let Some(Remembered(known)) = provider.client_keys.recall(uri, freshness) {
        return known;
    }
    let answer = provider.outbound.get(uri).await;
    if let Err(error) = &answer {
        tracing::warn!(client_id = client.client_id, %error, "a client's jwks_uri could not be fetched");
    }
    let parsed = answer.ok().and_then(|body| serde_json::from_slice::<Value>(&body).ok());
    let found = parsed.filter(|jwks| jwks.get("keys").is_some_and(Value::is_array)).map(Arc::new);
    provider.client_keys.remember(uri, found.as_ref());
    provider.client_keys.recall(uri, Freshness::Remembered).and_then(|Remembered(keys)| keys)
}

/// The keys of a client, for encryption to it.
pub(super) async fn of_client(provider: &Provider, client: &Client) -> Option<Arc<Value>> {
    keys(provider, client, Freshness::Remembered).await
}

/// Whether the signature is of one of the client's keys. Where no remembered key fits, the client may have rotated: asked again.
pub(super) async fn verify(provider: &Provider, client: &Client, token: &Unverified<'_>) -> bool {
    for freshness in [Freshness::Remembered, Freshness::Again] {
        let Some(jwks) = keys(provider, client, freshness).await else { continue };
        if verify_assertion(token, AssertionKey::Jwks(&jwks)) {
            return true;
        }
        if client.jwks_uri.is_none() {
            break;
        }
    }
    false
}
