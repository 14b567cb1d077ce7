//! Checks access tokens of Doorward (RFC 9068) by its key set alone, and says what to answer (RFC 6750).

use jsonwebtoken::jwk::{Jwk, KeyAlgorithm};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

const ALGORITHMS: [Algorithm; 4] = [
    Algorithm::RS256,
    Algorithm::ES256,
    Algorithm::EdDSA,
    Algorithm::PS256,
];
/// A token with an unknown key leads to a reading of the key set, at most once in this time, whoever sends how many.
const COOLDOWN: Duration = Duration::from_secs(10);
/// A key that was taken out of the key set is forgotten after this time.
const REFRESH: Duration = Duration::from_secs(300);

/// What a request needs.
#[derive(Clone, Copy)]
pub enum Need {
    Permission(&'static str),
    Role(&'static str),
}

/// What to answer: a status, and the header `WWW-Authenticate`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Refused {
    pub status: u16,
    pub challenge: &'static str,
}

const NO_TOKEN: Refused = Refused {
    status: 401,
    challenge: "Bearer",
};
const INVALID: Refused = Refused {
    status: 401,
    challenge: "Bearer error=\"invalid_token\"",
};
const NOT_ALLOWED: Refused = Refused {
    status: 403,
    challenge: "Bearer error=\"insufficient_scope\"",
};
/// The key set was never read.
const NO_KEYS: Refused = Refused {
    status: 503,
    challenge: "Bearer",
};

/// What an access token says of the user, or of the service that acts for itself.
#[derive(Clone, Debug, Deserialize)]
pub struct Claims {
    pub sub: String,
    pub client_id: Option<String>,
    #[serde(default)]
    pub scope: String,
    #[serde(default)]
    pub roles: Vec<String>,
    #[serde(default)]
    pub permissions: Vec<String>,
}

impl Claims {
    fn allow(&self, need: Need) -> bool {
        match need {
            Need::Role(name) => self.roles.iter().any(|role| role == name),
            // What a user may do comes from their roles; what a service may do, which acts for itself, is its scope.
            Need::Permission(name) if self.client_id.as_ref() == Some(&self.sub) => self
                .scope
                .split_ascii_whitespace()
                .any(|scope| scope == name),
            Need::Permission(name) => self.permissions.iter().any(|permission| permission == name),
        }
    }
}

/// The access tokens of one issuer for one API.
pub struct AccessTokens {
    issuer: String,
    audience: String,
    http: reqwest::Client,
    keys: RwLock<HashMap<String, Jwk>>,
    asked: Mutex<Option<Instant>>,
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Value>,
}

impl AccessTokens {
    /// Reads the key set now and from time to time, as long as the answer is kept.
    pub fn new(issuer: &str, audience: &str) -> Result<Arc<Self>, reqwest::Error> {
        let tokens = Arc::new(Self {
            issuer: issuer.to_owned(),
            audience: audience.to_owned(),
            http: reqwest::Client::builder()
                .timeout(Duration::from_secs(5))
                .build()?,
            keys: RwLock::default(),
            asked: Mutex::default(),
        });
        let kept = Arc::downgrade(&tokens);
        tokio::spawn(async move {
            let mut times = tokio::time::interval(REFRESH);
            loop {
                times.tick().await;
                let Some(tokens) = kept.upgrade() else { return };
                tokens.read().await;
            }
        });
        Ok(tokens)
    }

    /// The claims of the token in the header `Authorization`, if it holds and allows this.
    pub async fn check(&self, authorization: Option<&str>, need: Need) -> Result<Claims, Refused> {
        let token = authorization.and_then(bearer).ok_or(NO_TOKEN)?;
        match self.claims(token).await {
            Some(claims) if claims.allow(need) => Ok(claims),
            Some(_) => Err(NOT_ALLOWED),
            None if self.has_keys() => Err(INVALID),
            None => Err(NO_KEYS),
        }
    }

    async fn claims(&self, token: &str) -> Option<Claims> {
        let header = decode_header(token).ok()?;
        let typ = header.typ?.to_ascii_lowercase();
        if typ.strip_prefix("application/").unwrap_or(&typ) != "at+jwt"
            || !ALGORITHMS.contains(&header.alg)
        {
            return None;
        }
        let key = self.key(&header.kid?).await?;
        if key
            .common
            .key_algorithm
            .is_some_and(|own| Some(own) != key_algorithm(header.alg))
        {
            return None;
        }
        let mut rules = Validation::new(header.alg);
        rules.set_issuer(&[&self.issuer]);
        rules.set_audience(&[&self.audience]);
        rules.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        rules.validate_nbf = true;
        rules.leeway = 5;
        Some(
            decode(token, &DecodingKey::from_jwk(&key).ok()?, &rules)
                .ok()?
                .claims,
        )
    }

    async fn key(&self, kid: &str) -> Option<Jwk> {
        if let Some(key) = self.known(kid) {
            return Some(key);
        }
        self.read().await;
        self.known(kid)
    }

    fn known(&self, kid: &str) -> Option<Jwk> {
        self.keys.read().unwrap().get(kid).cloned()
    }

    fn has_keys(&self) -> bool {
        !self.keys.read().unwrap().is_empty()
    }

    /// Requests at the same time wait for one reading. What was read stays while Doorward cannot be reached.
    async fn read(&self) {
        let mut asked = self.asked.lock().await;
        if asked.is_some_and(|time| time.elapsed() < COOLDOWN) {
            return;
        }
        *asked = Some(Instant::now());
        if let Ok(keys) = self.published().await {
            *self.keys.write().unwrap() = keys;
        }
    }

    async fn published(&self) -> Result<HashMap<String, Jwk>, reqwest::Error> {
        let answer = self
            .http
            .get(format!("{}/.well-known/jwks.json", self.issuer))
            .send()
            .await?;
        let set: KeySet = answer.error_for_status()?.json().await?;
        // A key of a kind that is not known here is left out, and the others stay.
        let keys = set
            .keys
            .into_iter()
            .filter_map(|key| serde_json::from_value::<Jwk>(key).ok());
        Ok(keys
            .filter_map(|key| Some((key.common.key_id.clone()?, key)))
            .collect())
    }
}

fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim())
}

fn key_algorithm(algorithm: Algorithm) -> Option<KeyAlgorithm> {
    match algorithm {
        Algorithm::RS256 => Some(KeyAlgorithm::RS256),
        Algorithm::ES256 => Some(KeyAlgorithm::ES256),
        Algorithm::EdDSA => Some(KeyAlgorithm::EdDSA),
        Algorithm::PS256 => Some(KeyAlgorithm::PS256),
        _ => None,
    }
}
