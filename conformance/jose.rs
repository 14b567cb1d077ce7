//! Tokens as a relying party reads and makes them.

use crate::finding::{Checked, Finding, ensure};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use josekit::{
    jwk::Jwk,
    jws::{ES256, EdDSA, JwsHeader, JwsVerifier, PS256, RS256},
    jwt::{self, JwtPayload},
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256, Sha512};

/// The header of a compact token, unproven.
pub fn header(token: &str) -> Checked<Map<String, Value>> {
    part(token, 0)
}

/// The claims of a compact token, unproven.
pub fn claims(token: &str) -> Checked<Map<String, Value>> {
    part(token, 1)
}

fn part(token: &str, index: usize) -> Checked<Map<String, Value>> {
    let text = token.split('.').nth(index).unwrap_or_default();
    let bytes = URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| Finding::Failed("a token is not base64url".into()))?;
    serde_json::from_slice(&bytes)
        .map_err(|_| Finding::Failed("a part of a token is no JSON object".into()))
}

/// Whether the signature is of this key.
pub fn verifies(token: &str, key: &Value, alg: &str) -> bool {
    let Some((signed, signature)) = token.rsplit_once('.') else {
        return false;
    };
    let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else {
        return false;
    };
    let Some(map) = key.as_object() else {
        return false;
    };
    let Ok(jwk) = Jwk::from_map(map.clone()) else {
        return false;
    };
    let verifier: Box<dyn JwsVerifier> = match alg {
        "RS256" => match RS256.verifier_from_jwk(&jwk) {
            Ok(verifier) => Box::new(verifier),
            Err(_) => return false,
        },
        "PS256" => match PS256.verifier_from_jwk(&jwk) {
            Ok(verifier) => Box::new(verifier),
            Err(_) => return false,
        },
        "ES256" => match ES256.verifier_from_jwk(&jwk) {
            Ok(verifier) => Box::new(verifier),
            Err(_) => return false,
        },
        "EdDSA" => match EdDSA.verifier_from_jwk(&jwk) {
            Ok(verifier) => Box::new(verifier),
            Err(_) => return false,
        },
        _ => return false,
    };
    verifier.verify(signed.as_bytes(), &signature).is_ok()
}

/// `at_hash` and `c_hash` as OpenID Connect Core 3.1.3.6 defines them.
pub fn half_hash(value: &str, alg: &str) -> String {
    if alg == "EdDSA" {
        URL_SAFE_NO_PAD.encode(Sha512::digest(value).get(..32).unwrap_or_default())
    } else {
        URL_SAFE_NO_PAD.encode(Sha256::digest(value).get(..16).unwrap_or_default())
    }
}

/// A key of a relying party.
#[derive(Clone)]
pub struct Key {
    private: Jwk,
    kid: String,
}

impl Key {
    /// Makes an RSA key.
    pub fn generate(kid: &str) -> Checked<Self> {
        let mut private = Jwk::generate_rsa_key(2048).map_err(|error| error.to_string())?;
        private.set_key_id(kid);
        private.set_key_use("sig");
        private.set_algorithm("RS256");
        Ok(Self {
            private,
            kid: kid.to_owned(),
        })
    }

    /// The key set that the world may see.
    pub fn jwks(&self) -> Checked<Value> {
        let public = self
            .private
            .to_public_key()
            .map_err(|error| error.to_string())?;
        Ok(json!({"keys": [public.as_ref()]}))
    }

    /// A token under RS256.
    pub fn sign(&self, claims: &Value) -> Checked {
        let signer = RS256
            .signer_from_jwk(&self.private)
            .map_err(|error| error.to_string())?;
        let mut header = JwsHeader::new();
        header.set_token_type("JWT");
        header.set_key_id(&self.kid);
        let payload = JwtPayload::from_map(claims.as_object().cloned().unwrap_or_default())
            .map_err(|error| error.to_string())?;
        Ok(jwt::encode_with_signer(&payload, &header, &signer)
            .map_err(|error| error.to_string())?)
    }
}

/// A token without a signature (RFC 7515 Appendix A.5).
pub fn unsigned(claims: &Value) -> String {
    format!(
        "{}.{}.",
        URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#),
        URL_SAFE_NO_PAD.encode(claims.to_string())
    )
}

/// A whole number among claims.
pub fn seconds(claims: &Map<String, Value>, name: &str) -> Checked<i64> {
    let value = claims.get(name).and_then(Value::as_i64);
    ensure!(
        value.is_some(),
        "{name} is missing or no whole number of seconds"
    );
    Ok(value.unwrap_or_default())
}
