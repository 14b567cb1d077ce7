//! The signature of a client's assertion, under its registered keys or its secret, and no other key
//! (RFC 8725 §3.1, §3.10).

use crate::keys::{
    client_keys::{is_usable, keys_in},
    signing_key::verifier,
};
use doorward_protocol::keys::jws::Unverified;
use josekit::jws::{HS256, HS384, HS512, JwsVerifier};
use serde_json::Value;

/// What the signature is held against.
#[derive(Clone, Copy)]
pub enum AssertionKey<'a> {
    /// The client's public keys.
    Jwks(&'a Value),
    /// The client's secret.
    Secret(&'a [u8]),
}

/// Maximum number of keys of a client that are tried for one signature. Clients have a handful;
/// more would be work that an attacker can order.
const MAX_TRIED_KEYS: usize = 5;

/// Whether the signature holds.
pub fn verify_assertion(token: &Unverified<'_>, key: AssertionKey<'_>) -> bool {
    match key {
        AssertionKey::Secret(secret) => {
            let verifier = match token.alg.as_str() {
                "HS256" => HS256.verifier_from_bytes(secret),
                "HS384" => HS384.verifier_from_bytes(secret),
                "HS512" => HS512.verifier_from_bytes(secret),
                _ => return false,
            };
            verifier.is_ok_and(|verifier| {
                verifier
                    .verify(token.signed.as_bytes(), &token.signature)
                    .is_ok()
            })
        }
        AssertionKey::Jwks(jwks) => keys_in(jwks)
            .filter(|key| may_have_signed(key, token))
            .take(MAX_TRIED_KEYS)
            .filter(|key| is_usable(key))
            .any(|key| {
                verifier(&token.alg, key).is_ok_and(|verifier| {
                    verifier
                        .verify(token.signed.as_bytes(), &token.signature)
                        .is_ok()
                })
            }),
    }
}

/// Whether a key of the client's set may have made the signature, by what the key says of itself.
pub fn is_of_known_key(token: &Unverified<'_>, jwks: &Value) -> bool {
    keys_in(jwks).any(|key| may_have_signed(key, token))
}

/// Whether `kid`, `alg` and `use` of a key admit that it signed the token (RFC 7517 §4).
fn may_have_signed(key: &Value, token: &Unverified<'_>) -> bool {
    let text = |name: &str| key.get(name).and_then(Value::as_str);
    let kid_fits =
        token.kid.is_none() || key.get("kid").is_none() || text("kid") == token.kid.as_deref();
    kid_fits
        && text("alg").is_none_or(|alg| alg == token.alg)
        && text("use").is_none_or(|usage| usage == "sig")
}
