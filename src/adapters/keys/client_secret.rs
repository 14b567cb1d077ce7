//! Client secrets that are signed instead of kept: what Apple wants at its token endpoint (RFC 7523
//! in its own words).

use crate::keys::KeyError;
use josekit::jws::{ES256, JwsHeader, serialize_compact};
use serde_json::{Map, Value};

/// A compact JWS of the claims under a P-256 key, as PKCS #8 in PEM.
///
/// # Errors
/// Where the key is none.
pub fn sign_client_secret(
    private_key: &str,
    kid: &str,
    claims: &Map<String, Value>,
) -> Result<String, KeyError> {
    let signer = ES256.signer_from_pem(private_key)?;
    let mut header = JwsHeader::new();
    header.set_key_id(kid);
    let claims = serde_json::to_vec(claims)
        .map_err(|error| KeyError::from(josekit::JoseError::InvalidJson(error.into())))?;
    Ok(serialize_compact(&claims, &header, &signer)?)
}
