//! The ID token (OpenID Connect Core §2, §3.1.3.6, §12.2) and the hint that clients make of it.

use crate::{keys::jws, sessions::sso_session::Authentication, time::Timestamp};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256, Sha512};

/// The content of an ID token.
#[derive(Clone, Debug)]
pub struct IdToken<'a> {
    /// The issuer identifier of this provider.
    pub iss: &'a str,
    /// The subject identifier of the user (§8).
    pub sub: &'a str,
    /// The client it is for: `aud` and `azp`.
    pub client_id: &'a str,
    /// The identifier of the session, while it is live.
    pub sid: Option<&'a str>,
    /// Byte for byte from the request; none on refresh.
    pub nonce: Option<&'a str>,
    /// When credentials were checked.
    pub auth_time: Timestamp,
    /// The methods of that authentication, for `acr` and `amr`.
    pub authentication: &'a Authentication,
    /// When it was issued.
    pub iat: Timestamp,
    /// When it expires.
    pub exp: Timestamp,
}

/// What is issued together with an ID token and bound to it by a hash.
#[derive(Clone, Copy, Debug, Default)]
pub struct HashInputs<'a> {
    /// The access token, for `at_hash`.
    pub access_token: Option<&'a str>,
    /// The authorization code, for `c_hash`.
    pub code: Option<&'a str>,
}

impl IdToken<'_> {
    /// The claims, with `at_hash` and `c_hash` of the access token and the code
    /// (§3.1.3.6, §3.3.2.11).
    pub fn claims(&self, hash_inputs: HashInputs<'_>, alg: &str) -> Map<String, Value> {
        let mut claims = Map::new();
        claims.insert("iss".into(), self.iss.into());
        claims.insert("sub".into(), self.sub.into());
        claims.insert("aud".into(), self.client_id.into());
        claims.insert("azp".into(), self.client_id.into());
        claims.insert("iat".into(), self.iat.seconds().into());
        claims.insert("exp".into(), self.exp.seconds().into());
        claims.insert("auth_time".into(), self.auth_time.seconds().into());
        claims.insert("acr".into(), self.authentication.acr().into());
        claims.insert("amr".into(), self.authentication.amr.clone().into());
        if let Some(idp) = &self.authentication.idp {
            claims.insert("idp".into(), idp.as_str().into());
        }
        for (name, value) in [
            ("at_hash", hash_inputs.access_token),
            ("c_hash", hash_inputs.code),
        ] {
            if let Some(value) = value {
                claims.insert(name.into(), left_half_hash(value, alg).into());
            }
        }
        if let Some(sid) = self.sid {
            claims.insert("sid".into(), sid.into());
        }
        if let Some(nonce) = self.nonce {
            claims.insert("nonce".into(), nonce.into());
        }
        claims
    }
}

/// `at_hash` and `c_hash`: base64url of the left half of the hash that belongs to the algorithm
/// (OpenID Connect Core §3.1.3.6; Ed25519 hashes with SHA-512).
pub fn left_half_hash(value: &str, alg: &str) -> String {
    if alg == "EdDSA" {
        URL_SAFE_NO_PAD.encode(Sha512::digest(value).get(..32).unwrap_or_default())
    } else {
        URL_SAFE_NO_PAD.encode(Sha256::digest(value).get(..16).unwrap_or_default())
    }
}

/// The user, client and session that an `id_token_hint` names. It may have expired (OpenID Connect
/// RP-Initiated Logout §2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The `sub` claim.
    pub sub: String,
    /// The `aud` claim.
    pub client_id: String,
    /// The `sid` claim (OpenID Connect Front-Channel Logout §3).
    pub sid: Option<String>,
}

impl Hint {
    /// Reads the claims of a JWT whose signature holds; `None` where it is no ID token of this
    /// issuer.
    pub fn from_claims(
        typ: Option<&str>,
        claims: &Map<String, Value>,
        issuer: &str,
    ) -> Option<Self> {
        // An access token or a logout token is no ID token (RFC 8725 §3.11).
        if !matches!(typ, None | Some("JWT"))
            || claims.contains_key("events")
            || claims.contains_key("client_id")
            || jws::text(claims, "iss")? != issuer
        {
            return None;
        }
        jws::numeric_date(claims, "exp")?;
        Some(Self {
            sub: jws::text(claims, "sub")?.to_owned(),
            client_id: jws::text(claims, "aud")?.to_owned(),
            sid: jws::text(claims, "sid").map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_half_as_long_as_the_algorithms() {
        // OpenID Connect Core Appendix A.4: access token and at_hash of its example.
        assert_eq!(
            left_half_hash("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", "RS256"),
            "77QmUPtjPfzWtF2AnpK9RQ"
        );
        assert_eq!(left_half_hash("x", "EdDSA").len(), 43);
    }
}
