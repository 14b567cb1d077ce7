//! The keys in use, by their times: published, then signing, then kept until the last token is
//! gone.

use crate::keys::{SigningKey, signing_key::KeyError};
use doorward_protocol::{
    clients::client::SigningAlgorithm,
    keys::{jws, signing_key::SealedKey},
    time::Timestamp,
};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Why keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// Not a usable key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// No key of this algorithm signs now.
    #[error("no {0} key is active; add the algorithm to keys.algorithms and restart")]
    NoActiveKey(&'static str),
}

struct Entry {
    key: Arc<SigningKey>,
    generation: i64,
    active_from: Timestamp,
    remove_after: Option<Timestamp>,
}

/// The keys of the issuer at one state of the store.
pub struct Keyring {
    entries: Vec<Entry>,
}

impl Keyring {
    /// Parses stored keys, each opened by `open`, which gives its private JWK.
    ///
    /// # Errors
    /// Where one does not open or parse.
    pub fn load<E: From<KeyringError>>(
        stored: &[SealedKey],
        open: impl Fn(&SealedKey) -> Result<Vec<u8>, E>,
    ) -> Result<Self, E> {
        let load = |stored: &SealedKey| -> Result<Entry, E> {
            let private = open(stored)?;
            let key = SigningKey::parse(&stored.kid, stored.algorithm, &private)
                .map_err(KeyringError::from)?;
            Ok(Entry {
                key: Arc::new(key),
                generation: stored.generation,
                active_from: stored.active_from,
                remove_after: stored.remove_after,
            })
        };
        Ok(Self {
            entries: stored.iter().map(load).collect::<Result<_, _>>()?,
        })
    }

    /// Signs with the newest active key of the algorithm.
    ///
    /// # Errors
    /// Where there is none, or OpenSSL fails.
    pub fn sign(
        &self,
        algorithm: SigningAlgorithm,
        typ: &'static str,
        claims: &Map<String, Value>,
        now: Timestamp,
    ) -> Result<String, KeyringError> {
        let signing = self
            .signing_now(algorithm, now)
            .ok_or(KeyringError::NoActiveKey(algorithm.as_str()))?;
        Ok(signing.key.sign(typ, claims)?)
    }

    /// The key that signs, by the rule of [`doorward_protocol::keys::signing_key::signing_now`].
    fn signing_now(&self, algorithm: SigningAlgorithm, now: Timestamp) -> Option<&Entry> {
        let of_algorithm = || {
            let entries = self.entries.iter();
            entries.filter(|entry| entry.key.algorithm() == algorithm)
        };
        of_algorithm()
            .filter(|entry| entry.active_from <= now)
            .max_by_key(|entry| entry.generation)
            .or_else(|| of_algorithm().min_by_key(|entry| entry.generation))
    }

    /// The `typ` and claims of a token that one of these keys signed; none of a key that left, or
    /// does not sign yet.
    pub fn verify(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Option<(Option<String>, Map<String, Value>)> {
        let parsed = jws::parse(token)?;
        let kid = parsed.kid.as_deref()?;
        let known = self.published(now).find(|entry| entry.key.kid() == kid)?;
        let signs = || {
            let signing = self.signing_now(known.key.algorithm(), now);
            signing.is_some_and(|signing| signing.key.kid() == kid)
        };
        let has_signed = known.active_from <= now || signs();
        (has_signed && known.key.verifies(&parsed)).then_some((parsed.typ, parsed.claims))
    }

    /// The key set (RFC 7517 §5).
    pub fn jwks(&self, now: Timestamp) -> Value {
        json!({"keys": self.published(now).map(|entry| entry.key.public_jwk().clone()).collect::<Vec<_>>()})
    }

    fn published(&self, now: Timestamp) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(move |entry| entry.remove_after.is_none_or(|end| now < end))
    }
}
