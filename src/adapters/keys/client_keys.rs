//! What only arithmetic tells of a client's public keys.

use crate::keys::signing_key::KeyError;
use doorward_protocol::keys::client_keys::{KeyKind, check_key, check_key_set};
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

/// Checks the key set of a client: its shape, the strength of each key, and that each point is on
/// its curve.
///
/// # Errors
/// What is wrong, with the number of the key.
pub fn check_client_keys(jwks: &Value) -> Result<(), ClientKeyError> {
    check_key_set(jwks).map_err(ClientKeyError)?;
    let keys = jwks.get("keys").and_then(Value::as_array);
    for (index, key) in keys.into_iter().flatten().enumerate() {
        if let Ok(KeyKind::Ec(curve)) = check_key(key)
            && point(curve, key).is_err()
        {
            return Err(ClientKeyError(format!(
                "key {} of jwks: x and y are no point of {curve}",
                index + 1
            )));
        }
    }
    Ok(())
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
    use josekit::jwk::alg::ec::EcCurve;
    use serde_json::json;

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
}
