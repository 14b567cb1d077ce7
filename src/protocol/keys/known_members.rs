//! What is kept of a key set that a client registers by value (RFC 7517, RFC 7518 §6, RFC 8037 §2).

use serde_json::{Map, Value, json};

/// The members of a public key that anything here reads or tells, each of which is text.
const TEXTS: [&str; 9] = ["kty", "use", "alg", "kid", "n", "e", "crv", "x", "y"];
/// The operations that a key may be for (RFC 7517 §4.3).
const OPERATIONS: &str = "key_ops";

/// A key set with the members of its keys that are known here. A client may register others (RFC 7517
/// §4), and nobody reads them: they would be kept in every process.
pub fn known_members(jwks: &Value) -> Value {
    let keys = jwks.get("keys").and_then(Value::as_array);
    let keys: Vec<Value> = keys.into_iter().flatten().map(known_of_key).collect();
    json!({ "keys": keys })
}

fn known_of_key(key: &Value) -> Value {
    let texts = TEXTS.into_iter().filter_map(|name| {
        let value = key.get(name).filter(|value| value.is_string())?;
        Some((name.to_owned(), value.clone()))
    });
    let operations = key
        .get(OPERATIONS)
        .filter(|value| {
            value
                .as_array()
                .is_some_and(|all| all.iter().all(Value::is_string))
        })
        .map(|value| (OPERATIONS.to_owned(), value.clone()));
    Value::Object(texts.chain(operations).collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_reads_is_not_kept() {
        let key = json!({"kty": "EC", "crv": "P-256", "x": "a", "y": "b", "kid": "1", "use": "sig",
            "key_ops": ["verify"]});
        let mut more = key.clone();
        more["x5c"] = json!(["a certificate"]);
        more["alg"] = json!({"nested": ["more"]});
        let sent = json!({"keys": [more, {"kty": "RSA", "key_ops": [{}]}], "z": [1, 2]});
        let kept = json!({"keys": [key, {"kty": "RSA"}]});
        assert_eq!(known_members(&sent), kept);
        assert_eq!(known_members(&kept), kept);
    }
}
