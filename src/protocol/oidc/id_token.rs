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
    use serde_json::json;

    #[test]
    fn the_hash_is_half_as_long_as_the_algorithms() {
        // OpenID Connect Core Appendix A.4: access token and at_hash of its example.
        assert_eq!(
            left_half_hash("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", "RS256"),
            "77QmUPtjPfzWtF2AnpK9RQ"
        );
        assert_eq!(left_half_hash("x", "EdDSA").len(), 43);
    }

    #[test]
    fn an_id_token_says_who_signed_in_how_and_for_whom() {
        let authentication = Authentication {
            amr: vec!["pwd".into(), "mfa".into()],
            idp: Some("corp".into()),
        };
        let token = IdToken {
            iss: "https://op",
            sub: "ada",
            client_id: "app",
            sid: Some("s"),
            nonce: Some("n"),
            auth_time: Timestamp::from_seconds(900),
            authentication: &authentication,
            iat: Timestamp::from_seconds(1000),
            exp: Timestamp::from_seconds(1600),
        };
        let bare = HashInputs::default();
        let said = json!({
            "iss": "https://op", "sub": "ada", "aud": "app", "azp": "app", "sid": "s", "nonce": "n",
            "auth_time": 900, "iat": 1000, "exp": 1600, "acr": "urn:doorward:acr:2fa",
            "amr": ["pwd", "mfa"], "idp": "corp",
        });
        assert_eq!(Value::Object(token.claims(bare, "RS256")), said);
        let bound = HashInputs {
            access_token: Some("at"),
            code: Some("c"),
        };
        let claims = token.claims(bound, "ES256");
        assert_eq!(claims["at_hash"], left_half_hash("at", "ES256"));
        assert_eq!(claims["c_hash"], left_half_hash("c", "ES256"));
        let later = IdToken {
            sid: None,
            nonce: None,
            ..token
        };
        let claims = later.claims(bare, "RS256");
        assert!(!claims.contains_key("sid") && !claims.contains_key("nonce"));
    }

    #[test]
    fn a_hint_is_an_id_token_of_this_issuer_and_no_other_kind_of_jwt() {
        let good = json!({"iss": "https://op", "sub": "ada", "aud": "app", "sid": "s", "exp": 1});
        let read = |typ: Option<&str>, claims: &Value| {
            Hint::from_claims(typ, claims.as_object().unwrap(), "https://op")
        };
        let hint = Hint {
            sub: "ada".into(),
            client_id: "app".into(),
            sid: Some("s".into()),
        };
        assert_eq!(read(None, &good).as_ref(), Some(&hint));
        assert_eq!(read(Some("JWT"), &good).as_ref(), Some(&hint));
        for typ in ["at+jwt", "logout+jwt", "secevent+jwt", "jwt", ""] {
            assert_eq!(read(Some(typ), &good), None, "{typ}");
        }
        for (name, value) in [
            ("iss", json!("https://other")),
            ("iss", json!(null)),
            ("events", json!({})),
            ("client_id", json!("app")),
            ("exp", json!("1")),
            ("exp", json!(null)),
            ("sub", json!(7)),
            ("aud", json!(["app"])),
        ] {
            let mut claims = good.clone();
            claims[name] = value;
            assert_eq!(read(None, &claims), None, "{name} {}", claims[name]);
        }
        let mut without = good;
        without.as_object_mut().unwrap().remove("sid");
        assert_eq!(read(None, &without).unwrap().sid, None);
    }
}
