//! The provider under test, as its documents describe it.

use crate::{
    finding::{Checked, Finding, ensure},
    jose,
};
use reqwest::{Client, header};
use serde_json::{Map, Value};
use std::{
    sync::Mutex,
    time::{SystemTime, UNIX_EPOCH},
};

/// How far clocks may differ, in seconds.
const TOLERANCE: i64 = 60;

/// The provider under test, as discovery describes it.
pub struct Op {
    /// As it was given.
    pub issuer: String,
    /// The discovery document.
    pub metadata: Map<String, Value>,
    /// For endpoints that are for programs.
    pub http: Client,
    jwks: Mutex<Value>,
}

/// What an ID token must say.
#[derive(Clone, Copy, Default)]
pub struct Expected<'a> {
    /// Whose it is.
    pub client_id: &'a str,
    /// The `nonce` of the request, which the ID token must repeat.
    pub nonce: Option<&'a str>,
    /// The code that came with it, if it came from the authorization endpoint.
    pub code: Option<&'a str>,
    /// The access token that came with it.
    pub access_token: Option<&'a str>,
    /// Whether `at_hash` must be there, not only right.
    pub hashes_required: bool,
}

/// The present, in seconds.
#[expect(
    clippy::disallowed_methods,
    reason = "the runner is no part of the provider, and asks the machine's clock here alone"
)]
pub fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

impl Op {
    /// Reads metadata and keys.
    pub async fn discover(issuer: &str, http: Client) -> Checked<Self> {
        let url = format!(
            "{}/.well-known/openid-configuration",
            issuer.trim_end_matches('/')
        );
        let response = http.get(&url).send().await?;
        ensure!(
            response.status() == 200,
            "{url} answers with status {}",
            response.status()
        );
        let metadata: Map<String, Value> = serde_json::from_str(&response.text().await?)
            .map_err(|_| Finding::Failed(format!("{url} is no JSON object")))?;
        let op = Self {
            issuer: issuer.to_owned(),
            metadata,
            http,
            jwks: Mutex::new(Value::Null),
        };
        op.fetch_keys().await?;
        Ok(op)
    }

    /// An endpoint of the metadata.
    pub fn endpoint(&self, name: &str) -> Checked {
        self.metadata
            .get(name)
            .and_then(Value::as_str)
            .map(str::to_owned)
            .ok_or_else(|| Finding::Failed(format!("the metadata has no {name}")))
    }

    /// Whether a list of the metadata holds a value.
    pub fn offers(&self, list: &str, value: &str) -> bool {
        self.metadata
            .get(list)
            .and_then(Value::as_array)
            .is_some_and(|list| list.iter().any(|one| one.as_str() == Some(value)))
    }

    /// Fetches the key set again and checks what holds for every key set.
    pub async fn fetch_keys(&self) -> Checked<Value> {
        let response = self.http.get(self.endpoint("jwks_uri")?).send().await?;
        ensure!(
            response.status() == 200,
            "jwks_uri answers with status {}",
            response.status()
        );
        let jwks: Value = serde_json::from_str(&response.text().await?)
            .map_err(|_| Finding::Failed("jwks_uri is no JSON".into()))?;
        let keys = jwks
            .get("keys")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        ensure!(!keys.is_empty(), "the key set is empty");
        let mut seen = Vec::new();
        for key in &keys {
            let kid = key.get("kid").and_then(Value::as_str).unwrap_or_default();
            ensure!(
                keys.len() == 1 || !kid.is_empty(),
                "a key has no kid, and there are several"
            );
            ensure!(!seen.contains(&kid), "two keys have the kid {kid}");
            ensure!(
                ["d", "p", "q", "dp", "dq", "qi", "k"]
                    .iter()
                    .all(|name| key.get(name).is_none()),
                "the key set holds a private key"
            );
            seen.push(kid);
        }
        if let Ok(mut kept) = self.jwks.lock() {
            *kept = jwks.clone();
        }
        Ok(jwks)
    }

    /// The `alg` of a token whose signature is of a published key.
    pub async fn verify(&self, token: &str) -> Checked {
        let header = jose::header(token)?;
        let alg = header
            .get("alg")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        ensure!(alg != "none" && !alg.is_empty(), "the token is not signed");
        let kid = header.get("kid").and_then(Value::as_str);
        for again in [false, true] {
            let jwks = if again {
                self.fetch_keys().await?
            } else {
                self.jwks
                    .lock()
                    .map(|jwks| jwks.clone())
                    .unwrap_or_default()
            };
            let keys = jwks
                .get("keys")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            ensure!(
                keys.len() == 1 || kid.is_some(),
                "the token has no kid, and there are several keys"
            );
            let fits =
                |key: &&Value| kid.is_none() || key.get("kid").and_then(Value::as_str) == kid;
            if keys
                .iter()
                .filter(fits)
                .any(|key| jose::verifies(token, key, &alg))
            {
                return Ok(alg);
            }
        }
        Err(Finding::Failed(
            "the token is not signed by a published key of the kid that it names".into(),
        ))
    }

    /// Checks an ID token (OpenID Connect Core 3.1.3.7, 3.2.2.11, 3.3.2.12) and returns its claims.
    pub async fn id_token(
        &self,
        token: &str,
        expected: Expected<'_>,
    ) -> Checked<Map<String, Value>> {
        let alg = self.verify(token).await?;
        let claims = jose::claims(token)?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        ensure!(
            text("iss") == Some(self.issuer.as_str()),
            "iss of the ID token is {:?}, not the issuer",
            text("iss")
        );
        check_audience(&claims, expected.client_id)?;
        ensure!(
            text("sub").is_some_and(|sub| !sub.is_empty() && sub.len() <= 255 && sub.is_ascii()),
            "sub of the ID token is missing or too long"
        );
        let (exp, iat) = (
            jose::seconds(&claims, "exp")?,
            jose::seconds(&claims, "iat")?,
        );
        ensure!(exp > now() - TOLERANCE, "the ID token is expired");
        ensure!(
            (iat - now()).abs() < 300,
            "iat of the ID token is more than five minutes away"
        );
        ensure!(
            text("nonce") == expected.nonce,
            "nonce of the ID token is {:?}, not {:?}",
            text("nonce"),
            expected.nonce
        );
        check_hashes(&claims, expected, &alg)?;
        Ok(claims)
    }

    /// Asks userinfo with a bearer token in the header.
    pub async fn userinfo(&self, access_token: &str) -> Checked<Map<String, Value>> {
        let response = self
            .http
            .get(self.endpoint("userinfo_endpoint")?)
            .bearer_auth(access_token)
            .send()
            .await?;
        claims_of(response).await
    }
}

/// The claims of a userinfo response, checked for their types (OpenID Connect Core 5.1).
pub async fn claims_of(response: reqwest::Response) -> Checked<Map<String, Value>> {
    ensure!(
        response.status() == 200,
        "userinfo answers with status {}",
        response.status()
    );
    let content_type = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    ensure!(
        content_type.starts_with("application/json"),
        "userinfo answers with the content type {content_type:?}"
    );
    let claims: Map<String, Value> = serde_json::from_str(&response.text().await?)
        .map_err(|_| Finding::Failed("userinfo is no JSON object".into()))?;
    for (name, value) in &claims {
        let right = match name.as_str() {
            "email_verified" | "phone_number_verified" => value.is_boolean(),
            "updated_at" => value.is_number(),
            "address" => value.is_object(),
            "sub" | "name" | "given_name" | "family_name" | "middle_name" | "nickname"
            | "preferred_username" | "profile" | "picture" | "website" | "email" | "gender"
            | "birthdate" | "zoneinfo" | "locale" | "phone_number" => {
                value.as_str().is_some_and(|text| !text.is_empty())
            }
            _ => true,
        };
        ensure!(right, "the claim {name} has the wrong type");
    }
    Ok(claims)
}

/// Checks `aud` and `azp` of an ID token (OpenID Connect Core 3.1.3.7).
fn check_audience(claims: &Map<String, Value>, client_id: &str) -> Checked<()> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let audience: Vec<&str> = match claims.get("aud") {
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        Some(one) => one.as_str().into_iter().collect(),
        None => Vec::new(),
    };
    ensure!(
        audience.contains(&client_id),
        "aud of the ID token is not the client"
    );
    ensure!(
        audience.len() == 1 || claims.contains_key("azp"),
        "aud of the ID token has several values, and azp is missing"
    );
    ensure!(
        text("azp").is_none_or(|azp| azp == client_id),
        "azp of the ID token is not the client"
    );
    Ok(())
}

/// Checks `at_hash` and `c_hash` of an ID token (OpenID Connect Core 3.1.3.6, 3.3.2.11).
fn check_hashes(claims: &Map<String, Value>, expected: Expected<'_>, alg: &str) -> Checked<()> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    for (name, value) in [
        ("at_hash", expected.access_token),
        ("c_hash", expected.code),
    ] {
        let Some(value) = value else { continue };
        ensure!(
            !expected.hashes_required || claims.contains_key(name),
            "{name} is missing in the ID token"
        );
        ensure!(
            text(name).is_none_or(|hash| hash == jose::half_hash(value, alg)),
            "{name} of the ID token is wrong"
        );
    }
    Ok(())
}
