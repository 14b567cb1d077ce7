//! Tokens encrypted for a client, under its own public keys (RFC 7516 §7.1).

use crate::keys::client_keys::{is_usable, keys_in};
use doorward_protocol::keys::encryption::{ContentEncryption, KeyManagement};
use josekit::{
    jwe::{ECDH_ES, JweEncrypter, JweHeader, RSA_OAEP_256, serialize_compact},
    jwk::Jwk,
};
use serde_json::Value;

/// Why nothing was encrypted.
#[derive(Debug, thiserror::Error)]
pub enum EncryptionError {
    /// The client has no key for it.
    #[error("the client's keys hold none for {0}")]
    NoKey(&'static str),
    /// OpenSSL reported an error.
    #[error("encryption failed: {0}")]
    Failed(String),
}

/// A nested JWT: the signed token inside a compact JWE for the first key of the set that fits.
///
/// # Errors
/// [`EncryptionError`].
pub fn encrypt(
    token: &str,
    jwks: &Value,
    alg: KeyManagement,
    enc: ContentEncryption,
) -> Result<String, EncryptionError> {
    let key = encryption_key(jwks, alg).ok_or(EncryptionError::NoKey(alg.as_str()))?;
    let failed = |error: josekit::JoseError| EncryptionError::Failed(error.to_string());
    let mut map = key
        .as_object()
        .cloned()
        .ok_or(EncryptionError::NoKey(alg.as_str()))?;
    map.retain(|name, _| matches!(name.as_str(), "kty" | "n" | "e" | "crv" | "x" | "y"));
    let jwk = Jwk::from_map(map).map_err(failed)?;
    let encrypter: Box<dyn JweEncrypter> = match alg {
        KeyManagement::RsaOaep256 => {
            Box::new(RSA_OAEP_256.encrypter_from_jwk(&jwk).map_err(failed)?)
        }
        KeyManagement::EcdhEs => Box::new(ECDH_ES.encrypter_from_jwk(&jwk).map_err(failed)?),
    };
    let mut header = JweHeader::new();
    header.set_content_encryption(enc.as_str());
    header.set_content_type("JWT");
    if let Some(kid) = key.get("kid").and_then(Value::as_str) {
        header.set_key_id(kid);
    }
    serialize_compact(token.as_bytes(), &header, &*encrypter).map_err(failed)
}

/// The key to encrypt to: one that says that it is for encryption goes before one without `use`.
fn encryption_key(jwks: &Value, alg: KeyManagement) -> Option<&Value> {
    let text = |key: &Value, name: &str| key.get(name).and_then(Value::as_str).map(str::to_owned);
    let kty = match alg {
        KeyManagement::RsaOaep256 => "RSA",
        KeyManagement::EcdhEs => "EC",
    };
    let candidates = keys_in(jwks).filter(|key| {
        text(key, "kty").as_deref() == Some(kty)
            && text(key, "use").is_none_or(|usage| usage == "enc")
            && text(key, "alg").is_none_or(|known| known == alg.as_str())
            && is_usable(key)
    });
    candidates.min_by_key(|key| text(key, "use").is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use josekit::{
        jwe::{JweDecrypter, deserialize_compact},
        jwk::alg::ec::EcCurve,
    };
    use serde_json::json;

    #[test]
    fn what_is_encrypted_only_the_client_opens() {
        let rsa = Jwk::generate_rsa_key(2048).unwrap();
        let ec = Jwk::generate_ec_key(EcCurve::P256).unwrap();
        let jwks = json!({"keys": [rsa.to_public_key().unwrap().as_ref(), ec.to_public_key().unwrap().as_ref()]});
        for enc in [
            ContentEncryption::A128CbcHs256,
            ContentEncryption::A128Gcm,
            ContentEncryption::A256Gcm,
        ] {
            for alg in [KeyManagement::RsaOaep256, KeyManagement::EcdhEs] {
                let token = encrypt("a.b.c", &jwks, alg, enc).unwrap();
                let decrypter: Box<dyn JweDecrypter> = match alg {
                    KeyManagement::RsaOaep256 => {
                        Box::new(RSA_OAEP_256.decrypter_from_jwk(&rsa).unwrap())
                    }
                    KeyManagement::EcdhEs => Box::new(ECDH_ES.decrypter_from_jwk(&ec).unwrap()),
                };
                let (opened, header) = deserialize_compact(&token, &*decrypter).unwrap();
                assert_eq!(
                    (opened.as_slice(), header.content_type()),
                    (&b"a.b.c"[..], Some("JWT"))
                );
            }
        }
        let signing_only = json!({"keys": [{"kty": "RSA", "use": "sig", "n": "x", "e": "AQAB"}]});
        assert!(matches!(
            encrypt(
                "a",
                &signing_only,
                KeyManagement::RsaOaep256,
                ContentEncryption::A128Gcm
            ),
            Err(EncryptionError::NoKey(_))
        ));
    }
}
