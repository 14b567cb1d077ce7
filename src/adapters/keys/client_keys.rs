//! What only arithmetic tells of a client's public keys.

use crate::keys::signing_key::KeyError;
use curve25519_dalek::{MontgomeryPoint, edwards::CompressedEdwardsY};
use doorward_protocol::keys::client_keys::{
    KeyKind, check_key, check_key_set, keys_of, point_25519,
};
use josekit::{
    JoseError,
    jwk::Jwk,
    jws::{ES256, ES384, ES512},
};
use serde_json::{Map, Value};

/// Why the keys of a client cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ClientKeyError(String);

/// Checks the key set of a client: its shape, the strength of each key, and that each point is one
/// of its curve that nobody can guess the private key of.
///
/// # Errors
/// What is wrong, with the number of the key.
pub fn check_client_keys(jwks: &Value) -> Result<(), ClientKeyError> {
    check_key_set(jwks).map_err(ClientKeyError)?;
    let keys = keys_of(jwks).map_err(ClientKeyError)?;
    for (index, key) in keys.iter().enumerate() {
        check_client_key(key)
            .map_err(|hint| ClientKeyError(format!("key {} of jwks: {hint}", index + 1)))?;
    }
    Ok(())
}

/// Checks one key of a client, wherever it comes from.
///
/// # Errors
/// What is wrong with it.
fn check_client_key(key: &Value) -> Result<(), &'static str> {
    match check_key(key)? {
        KeyKind::Ec(curve) if point(curve, key).is_err() => match curve {
            "P-256" => Err("x and y are no point of P-256"),
            "P-384" => Err("x and y are no point of P-384"),
            _ => Err("x and y are no point of P-521"),
        },
        KeyKind::Okp(curve) => {
            let x = point_25519(key).ok_or("x must hold 32 bytes")?;
            let is_fine = match curve {
                "Ed25519" => is_strong_edwards(x),
                _ => is_strong_montgomery(x),
            };
            is_fine
                .then_some(())
                .ok_or("x is no point of the curve, or one of small order")
        }
        KeyKind::Ec(_) | KeyKind::Rsa | KeyKind::Unknown => Ok(()),
    }
}

/// The keys of a client's set; none where there are too many, of which the log tells. A client may
/// publish any set at its `jwks_uri` at any time.
pub(super) fn keys_in(jwks: &Value) -> impl Iterator<Item = &Value> {
    let keys = keys_of(jwks).unwrap_or_else(|reason| {
        tracing::warn!(%reason, "the key set of a client is not used");
        &[]
    });
    keys.iter()
}

/// A key set without the keys that are weak or malformed: of an identity provider, whose tokens count as
/// little under such a key as those of a client.
#[must_use]
pub fn without_weak_keys(jwks: &Value) -> Value {
    let mut kept = jwks.clone();
    if let Some(keys) = kept.get_mut("keys").and_then(Value::as_array_mut) {
        keys.retain(is_usable);
    }
    kept
}

/// Whether a key of a client or a provider may be used. Where not, the log says why.
pub(super) fn is_usable(key: &Value) -> bool {
    check_client_key(key)
        .inspect_err(|reason| {
            let kid = key.get("kid").and_then(Value::as_str).map(short);
            tracing::warn!(
                kid,
                reason,
                "a key that somebody else published is not used"
            );
        })
        .is_ok()
}

/// The start of a text that a client chose, for the log.
fn short(text: &str) -> &str {
    text.get(..64).unwrap_or(text)
}

/// Whether a point of Ed25519 is encoded in the one way of RFC 8032 §5.1.3, and of the order that
/// every public key has. A signature under a point of small order fits many messages.
fn is_strong_edwards(x: [u8; 32]) -> bool {
    let encoded = CompressedEdwardsY(x);
    encoded.decompress().is_some_and(|point| {
        point.compress() == encoded && !point.is_small_order() && point.is_torsion_free()
    })
}

/// Whether a point of X25519 leads to a secret that depends on both sides (RFC 7748 §6.1): every
/// private key is a multiple of the cofactor, which makes a point of small order zero.
fn is_strong_montgomery(x: [u8; 32]) -> bool {
    MontgomeryPoint(x).mul_clamped([0xa5; 32]).to_bytes() != [0; 32]
}

/// Makes OpenSSL read the point, which refuses one that is not on the curve.
fn point(curve: &str, key: &Value) -> Result<(), KeyError> {
    let mut map: Map<String, Value> = key.as_object().cloned().unwrap_or_default();
    map.retain(|name, _| matches!(name.as_str(), "kty" | "crv" | "x" | "y"));
    let jwk = Jwk::from_map(map)?;
    let read: Result<_, JoseError> = match curve {
        "P-256" => ES256.verifier_from_jwk(&jwk),
        "P-384" => ES384.verifier_from_jwk(&jwk),
        _ => ES512.verifier_from_jwk(&jwk),
    };
    read?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    use curve25519_dalek::constants::EIGHT_TORSION;
    use josekit::jwk::alg::{ec::EcCurve, ecx::EcxCurve, ed::EdCurve};
    use serde_json::json;

    #[test]
    fn of_a_key_set_the_weak_keys_are_left_out() {
        let key = |bits| {
            Jwk::generate_rsa_key(bits)
                .unwrap()
                .to_public_key()
                .unwrap()
        };
        let (weak, strong) = (key(1024), key(2048));
        let ec = Jwk::generate_ec_key(EcCurve::P256).unwrap();
        let ec = ec.to_public_key().unwrap();
        let mut off_curve = Value::Object(ec.as_ref().clone());
        off_curve["y"] = off_curve["x"].clone();
        let mut small_exponent = Value::Object(strong.as_ref().clone());
        small_exponent["e"] = "Aw".into();
        let unknown = json!({"kty": "unheard-of"});
        let set = json!({"keys": [weak.as_ref(), strong.as_ref(), ec.as_ref(), off_curve, small_exponent, unknown]});
        let kept = json!({"keys": [strong.as_ref(), ec.as_ref(), unknown]});
        assert_eq!(without_weak_keys(&set), kept);
        assert_eq!(
            without_weak_keys(&json!({"keys": "none"})),
            json!({"keys": "none"})
        );
    }

    #[test]
    fn a_point_off_its_curve_is_refused() {
        for curve in [EcCurve::P256, EcCurve::P384, EcCurve::P521] {
            let key = Jwk::generate_ec_key(curve)
                .unwrap()
                .to_public_key()
                .unwrap();
            let mut key = Value::Object(key.as_ref().clone());
            check_client_keys(&json!({"keys": [key]})).unwrap();
            let x = key["x"].clone();
            key["y"] = x;
            let refused = check_client_keys(&json!({"keys": [key]})).unwrap_err();
            assert!(refused.to_string().contains("no point of"), "{refused}");
        }
    }

    #[test]
    fn a_point_of_small_order_is_refused() {
        let ed = Jwk::generate_ed_key(EdCurve::Ed25519).unwrap();
        let x = Jwk::generate_ecx_key(EcxCurve::X25519).unwrap();
        for key in [ed, x] {
            let key = key.to_public_key().unwrap();
            check_client_keys(&json!({"keys": [key.as_ref()]})).unwrap();
        }
        // The eight points of small order, in their canonical encodings and in some others.
        let mut weak: Vec<[u8; 32]> = EIGHT_TORSION
            .iter()
            .flat_map(|point| {
                [
                    point.compress().to_bytes(),
                    point.to_montgomery().to_bytes(),
                ]
            })
            .collect();
        let mut p = [0xff; 32];
        (p[0], p[31]) = (0xed, 0x7f);
        for low in [0xec, 0xed, 0xee] {
            p[0] = low;
            weak.push(p);
            let mut signed = p;
            signed[31] |= 0x80;
            weak.push(signed);
        }
        for point in weak {
            let x = URL_SAFE_NO_PAD.encode(point);
            // Which of them are weak on which curve differs; each is weak on one at least.
            let refused = ["Ed25519", "X25519"].map(|crv| {
                let key = json!({"kty": "OKP", "crv": crv, "x": x});
                check_client_keys(&json!({"keys": [key]})).is_err()
            });
            assert!(refused.contains(&true), "{point:?}");
        }
        for crv in ["Ed25519", "X25519"] {
            for low in [0, 1] {
                let mut point = [0; 32];
                point[0] = low;
                let key = json!({"kty": "OKP", "crv": crv, "x": URL_SAFE_NO_PAD.encode(point)});
                let refused = check_client_keys(&json!({"keys": [key]})).unwrap_err();
                assert!(refused.to_string().contains("small order"), "{refused}");
            }
        }
    }
}
