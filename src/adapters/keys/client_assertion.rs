//! The signature of a client's assertion, under its registered keys or its secret, and no other key
//! (RFC 8725 §3.1, §3.10).

use crate::keys::signing_key::verifier;
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
        AssertionKey::Jwks(jwks) => {
            let keys = jwks
                .get("keys")
                .and_then(Value::as_array)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let fits = |key: &&Value| {
                let kid_fits = token.kid.is_none()
                    || key.get("kid").is_none()
                    || key.get("kid").and_then(Value::as_str) == token.kid.as_deref();
                let alg_fits = key
                    .get("alg")
                    .and_then(Value::as_str)
                    .is_none_or(|alg| alg == token.alg);
                kid_fits
                    && alg_fits
                    && key
                        .get("use")
                        .and_then(Value::as_str)
                        .is_none_or(|usage| usage == "sig")
            };
            // A handful of keys is every honest client's; more would be work for a stranger to
            // order.
            keys.iter().filter(fits).take(5).any(|key| {
                verifier(&token.alg, key).is_ok_and(|verifier| {
                    verifier
                        .verify(token.signed.as_bytes(), &token.signature)
                        .is_ok()
                })
            })
        }
    }
}
