//! One signing key, parsed once (parsing at each signature is what makes others slow).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_protocol::{clients::client::SigningAlgorithm, json, keys::jws::Unverified};
use josekit::{
    JoseError,
    jwk::{
        Jwk,
        alg::{ec::EcCurve, ed::EdCurve},
    },
    jws::{ES256, EdDSA, JwsSigner, JwsVerifier, PS256, RS256},
};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the signing key cannot be used: {0}")]
pub struct KeyError(String);

impl From<JoseError> for KeyError {
    fn from(error: JoseError) -> Self {
        Self(error.to_string())
    }
}

impl From<serde_json::Error> for KeyError {
    fn from(error: serde_json::Error) -> Self {
        Self(json::reason(&error))
    }
}

/// The `typ` of a signed head of the audit log.
pub const AUDIT_HEAD: &str = "audit-head+jwt";

/// What keys sign.
const TYPES: [&str; 5] = ["JWT", "at+jwt", "logout+jwt", "secevent+jwt", AUDIT_HEAD];

/// A key that signs and verifies.
pub struct SigningKey {
    kid: String,
    algorithm: SigningAlgorithm,
    signer: Box<dyn JwsSigner>,
    verifier: Box<dyn JwsVerifier>,
    public_jwk: Value,
    headers: HashMap<&'static str, String>,
}

/// Makes a private JWK for the algorithm, as JSON. RSA takes about 0.1 s: call it off the request
/// path.
///
/// # Errors
/// Where OpenSSL cannot make the key.
pub fn generate(algorithm: SigningAlgorithm) -> Result<Vec<u8>, KeyError> {
    let jwk = match algorithm {
        SigningAlgorithm::RS256 | SigningAlgorithm::PS256 => Jwk::generate_rsa_key(2048)?,
        SigningAlgorithm::ES256 => Jwk::generate_ec_key(EcCurve::P256)?,
        SigningAlgorithm::EdDSA => Jwk::generate_ed_key(EdCurve::Ed25519)?,
    };
    serde_json::to_vec(jwk.as_ref()).map_err(|error| KeyError(error.to_string()))
}

impl SigningKey {
    /// Parses a private JWK.
    ///
    /// # Errors
    /// Where it is none for the algorithm.
    pub fn parse(
        kid: &str,
        algorithm: SigningAlgorithm,
        private_jwk: &[u8],
    ) -> Result<Self, KeyError> {
        let jwk = Jwk::from_bytes(private_jwk)?;
        let public = public_jwk(&jwk, kid, algorithm)?;
        let (signer, verifier): (Box<dyn JwsSigner>, _) = match algorithm {
            SigningAlgorithm::RS256 => (
                Box::new(RS256.signer_from_jwk(&jwk)?),
                verifier("RS256", &public)?,
            ),
            SigningAlgorithm::PS256 => (
                Box::new(PS256.signer_from_jwk(&jwk)?),
                verifier("PS256", &public)?,
            ),
            SigningAlgorithm::ES256 => (
                Box::new(ES256.signer_from_jwk(&jwk)?),
                verifier("ES256", &public)?,
            ),
            SigningAlgorithm::EdDSA => (
                Box::new(EdDSA.signer_from_jwk(&jwk)?),
                verifier("EdDSA", &public)?,
            ),
        };
        let header = |typ: &str| {
            URL_SAFE_NO_PAD
                .encode(json!({"alg": algorithm.as_str(), "kid": kid, "typ": typ}).to_string())
        };
        Ok(Self {
            kid: kid.to_owned(),
            algorithm,
            signer,
            verifier,
            public_jwk: public,
            headers: TYPES.into_iter().map(|typ| (typ, header(typ))).collect(),
        })
    }

    /// The `kid`: the JWK thumbprint of the public key.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The algorithm that the key signs with.
    pub fn algorithm(&self) -> SigningAlgorithm {
        self.algorithm
    }

    /// What the world may know of it.
    pub fn public_jwk(&self) -> &Value {
        &self.public_jwk
    }

    /// A compact JWS of these claims.
    ///
    /// # Errors
    /// Where OpenSSL cannot sign.
    pub fn sign(&self, typ: &'static str, claims: &Map<String, Value>) -> Result<String, KeyError> {
        let header = self
            .headers
            .get(typ)
            .ok_or_else(|| KeyError(format!("no header for typ {typ}")))?;
        let claims = serde_json::to_vec(claims).map_err(|error| KeyError(error.to_string()))?;
        let mut token = String::with_capacity(header.len() + claims.len() * 4 / 3 + 360);
        token.push_str(header);
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(&claims, &mut token);
        let signature = self.signer.sign(token.as_bytes())?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(&signature, &mut token);
        Ok(token)
    }

    /// Whether the signature is this key's, in this key's algorithm.
    pub fn verifies(&self, token: &Unverified<'_>) -> bool {
        token.alg == self.algorithm.as_str()
            && self
                .verifier
                .verify(token.signed.as_bytes(), &token.signature)
                .is_ok()
    }
}

/// A verifier for one algorithm from a public JWK, whatever `alg` and `use` it carries itself.
pub(super) fn verifier(algorithm: &str, public: &Value) -> Result<Box<dyn JwsVerifier>, KeyError> {
    let mut map = public
        .as_object()
        .cloned()
        .ok_or_else(|| KeyError("a JWK must be an object".to_owned()))?;
    map.retain(|name, _| matches!(name.as_str(), "kty" | "n" | "e" | "crv" | "x" | "y"));
    let jwk = Jwk::from_map(map)?;
    Ok(match algorithm {
        "RS256" => Box::new(RS256.verifier_from_jwk(&jwk)?),
        "PS256" => Box::new(PS256.verifier_from_jwk(&jwk)?),
        "ES256" => Box::new(ES256.verifier_from_jwk(&jwk)?),
        "EdDSA" => Box::new(EdDSA.verifier_from_jwk(&jwk)?),
        other => return Err(KeyError(format!("{other} is not offered"))),
    })
}

fn public_jwk(jwk: &Jwk, kid: &str, algorithm: SigningAlgorithm) -> Result<Value, KeyError> {
    let mut public: Map<String, Value> = jwk.to_public_key()?.as_ref().clone();
    public.retain(|name, _| matches!(name.as_str(), "kty" | "n" | "e" | "crv" | "x" | "y"));
    public.insert("kid".into(), kid.into());
    public.insert("use".into(), "sig".into());
    public.insert("alg".into(), algorithm.as_str().into());
    Ok(Value::Object(public))
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorward_protocol::keys::jws;

    #[test]
    fn every_algorithm_signs_what_it_verifies_and_publishes_nothing_private() {
        for &algorithm in SigningAlgorithm::ALL {
            let key = SigningKey::parse("k1", algorithm, &generate(algorithm).unwrap()).unwrap();
            let other = SigningKey::parse("k1", algorithm, &generate(algorithm).unwrap()).unwrap();
            let token = key
                .sign("JWT", json!({"sub": "ada"}).as_object().unwrap())
                .unwrap();
            let parsed = jws::parse(&token).unwrap();
            assert!(
                key.verifies(&parsed) && !other.verifies(&parsed),
                "{algorithm:?}"
            );
            let forged = format!("{}.{}", token.rsplit_once('.').unwrap().0, "AAAA");
            assert!(!key.verifies(&jws::parse(&forged).unwrap()));
            for private in ["d", "p", "q", "dp", "dq", "qi", "k"] {
                assert!(key.public_jwk().get(private).is_none());
            }
        }
    }
}
