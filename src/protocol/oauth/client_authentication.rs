//! Client authentication (RFC 6749 §2.3, OpenID Connect Core §9, RFC 7523 §3): exactly one method,
//! and the registered one.

use crate::{
    clients::client::TokenEndpointAuthMethod,
    keys::jws,
    oauth::{
        authorization_request::Parameters,
        error_code::{ErrorCode, ProtocolError},
    },
    secret::Secret,
    time::{CLOCK_TOLERANCE, Lifetime, Timestamp},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};

/// The assertion type of RFC 7523 §2.2.
pub const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The longest lifetime of a client assertion. A short one bounds how long its identifier must be
/// remembered against replay (RFC 7523 §3).
const MAX_ASSERTION_LIFETIME: Lifetime = Lifetime::minutes(5);

/// The longest `jti` of a client assertion, in bytes.
const MAX_JTI_LENGTH: usize = 256;

/// Credentials of HTTP authentication (RFC 9110 §11.4).
#[derive(Clone, Copy, Debug)]
pub struct HttpCredentials<'a> {
    /// The authentication scheme, in any case.
    pub scheme: &'a str,
    /// What follows the scheme.
    pub credentials: &'a str,
}

/// How a client authenticates.
#[derive(Clone, Debug)]
pub enum ClientCredential {
    /// By nothing: it only names itself.
    Identifier,
    /// By a secret in HTTP Basic authentication (`client_secret_basic`).
    Basic(Secret),
    /// By a secret in the body (`client_secret_post`).
    Post(Secret),
    /// By a signed assertion (`client_secret_jwt`, `private_key_jwt`).
    Assertion(String),
}

/// The client that a request claims to come from, and its credential.
#[derive(Clone, Debug)]
pub struct PresentedClient {
    /// The claimed `client_id`.
    pub client_id: String,
    /// What is to prove it.
    pub credential: ClientCredential,
}

/// The answer to every failed authentication. It is one text for every cause, so that a caller does
/// not learn which clients exist.
pub const INVALID_CLIENT: ProtocolError = ProtocolError::new(
    ErrorCode::InvalidClient,
    "client authentication failed: unknown client, wrong credential, or another method than the \
     registered one",
);

const fn invalid_request(hint: &'static str) -> ProtocolError {
    ProtocolError::new(ErrorCode::InvalidRequest, hint)
}

/// Finds the one credential in a request.
///
/// # Errors
/// `invalid_request` for two methods at once, `invalid_client` for none or a malformed one.
pub fn presented_client(
    http: Option<HttpCredentials<'_>>,
    parameters: &Parameters,
) -> Result<PresentedClient, ProtocolError> {
    let body_id = parameters.get("client_id");
    let found = [
        http.map(|http| basic_client(http, body_id)),
        post_client(parameters, body_id),
        assertion_client(parameters, body_id),
    ];
    let mut presented = None;
    for found in found.into_iter().flatten() {
        if presented.replace(found?).is_some() {
            return Err(invalid_request(
                "more than one client authentication method was used (RFC 6749 section 2.3)",
            ));
        }
    }
    match presented {
        Some(presented) => Ok(presented),
        None => Ok(PresentedClient {
            client_id: body_id.ok_or(INVALID_CLIENT)?.to_owned(),
            credential: ClientCredential::Identifier,
        }),
    }
}

fn basic_client(
    http: HttpCredentials<'_>,
    body_id: Option<&str>,
) -> Result<PresentedClient, ProtocolError> {
    let (client_id, secret) = basic_credentials(http).ok_or(INVALID_CLIENT)?;
    if body_id.is_some_and(|body| body != client_id) {
        return Err(invalid_request(
            "client_id in the body is not the one of the HTTP Basic credentials",
        ));
    }
    Ok(PresentedClient {
        client_id,
        credential: ClientCredential::Basic(Secret::presented(secret)),
    })
}

fn post_client(
    parameters: &Parameters,
    body_id: Option<&str>,
) -> Option<Result<PresentedClient, ProtocolError>> {
    let secret = parameters.get("client_secret")?;
    let presented = body_id.map(|client_id| PresentedClient {
        client_id: client_id.to_owned(),
        credential: ClientCredential::Post(Secret::presented(secret)),
    });
    Some(presented.ok_or(INVALID_CLIENT))
}

fn assertion_client(
    parameters: &Parameters,
    body_id: Option<&str>,
) -> Option<Result<PresentedClient, ProtocolError>> {
    let (assertion, kind) = (
        parameters.get("client_assertion"),
        parameters.get("client_assertion_type"),
    );
    if assertion.is_none() && kind.is_none() {
        return None;
    }
    let presented = assertion
        .filter(|_| kind == Some(JWT_BEARER))
        .and_then(|assertion| {
            let parts = jws::parse(assertion)?;
            Some(PresentedClient {
                client_id: jws::text(&parts.claims, "sub")?.to_owned(),
                credential: ClientCredential::Assertion(assertion.to_owned()),
            })
        })
        .filter(|presented| body_id.is_none_or(|body| body == presented.client_id));
    Some(presented.ok_or(INVALID_CLIENT))
}

/// Reads `Basic` credentials: form-encoded, then joined by a colon, then base64 (RFC 6749 §2.3.1).
fn basic_credentials(http: HttpCredentials<'_>) -> Option<(String, String)> {
    if !http.scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = STANDARD.decode(http.credentials.trim()).ok()?;
    let decoded = String::from_utf8(decoded).ok()?;
    let (client_id, secret) = decoded.split_once(':')?;
    Some((form_decoded(client_id)?, form_decoded(secret)?))
        .filter(|(client_id, _)| !client_id.is_empty())
}

fn form_decoded(text: &str) -> Option<String> {
    let encoded = text.replace('&', "%26").replace('=', "%3D");
    let (_, value) = url::form_urlencoded::parse(format!("v={encoded}").as_bytes())
        .into_owned()
        .next()?;
    Some(value).filter(|value| crate::text::is_storable(value) && !value.contains('\u{fffd}'))
}

/// Whether the credential is of the registered method. `alg` is the algorithm of an assertion. A
/// public client that sends a secret is refused.
pub fn is_of_method(
    credential: &ClientCredential,
    alg: Option<&str>,
    method: TokenEndpointAuthMethod,
) -> bool {
    let used = match credential {
        ClientCredential::Identifier => TokenEndpointAuthMethod::None,
        ClientCredential::Basic(_) => TokenEndpointAuthMethod::ClientSecretBasic,
        ClientCredential::Post(_) => TokenEndpointAuthMethod::ClientSecretPost,
        ClientCredential::Assertion(_) => match alg {
            Some("HS256" | "HS384" | "HS512") => TokenEndpointAuthMethod::ClientSecretJwt,
            Some("RS256" | "PS256" | "ES256" | "EdDSA") => TokenEndpointAuthMethod::PrivateKeyJwt,
            _ => return false,
        },
    };
    used == method
}

/// What must be remembered of an assertion so that it is used once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssertionUse {
    /// The `jti` claim.
    pub jti: String,
    /// Until when it must be remembered.
    pub until: Timestamp,
}

/// Checks the claims of an assertion whose signature holds (RFC 7523 §3). `aud` is one text: the
/// issuer, or the token endpoint (OpenID Connect Core §9).
///
/// # Errors
/// [`INVALID_CLIENT`].
pub fn check_assertion(
    claims: &Map<String, Value>,
    client_id: &str,
    audiences: &[&str],
    now: Timestamp,
) -> Result<AssertionUse, ProtocolError> {
    let is_from_client = ["iss", "sub"]
        .iter()
        .all(|name| jws::text(claims, name) == Some(client_id));
    let is_meant = jws::text(claims, "aud").is_some_and(|aud| audiences.contains(&aud));
    let is_valid_yet = ["nbf", "iat"]
        .iter()
        .all(|name| is_absent_or_past(claims, name, now));
    if !is_from_client || !is_meant || !is_valid_yet {
        return Err(INVALID_CLIENT);
    }
    assertion_use(claims, now).ok_or(INVALID_CLIENT)
}

/// The use of an assertion that has not expired and does not live too long.
fn assertion_use(claims: &Map<String, Value>, now: Timestamp) -> Option<AssertionUse> {
    let jti =
        jws::text(claims, "jti").filter(|jti| !jti.is_empty() && jti.len() <= MAX_JTI_LENGTH)?;
    let exp = Timestamp::from_seconds(jws::numeric_date(claims, "exp")?);
    let until = exp.plus(CLOCK_TOLERANCE);
    let latest = now.plus(MAX_ASSERTION_LIFETIME).plus(CLOCK_TOLERANCE);
    (now < until && exp <= latest).then(|| AssertionUse {
        jti: jti.to_owned(),
        until,
    })
}

fn is_absent_or_past(claims: &Map<String, Value>, name: &str, now: Timestamp) -> bool {
    let at = jws::numeric_date(claims, name);
    !claims.contains_key(name)
        || at.is_some_and(|at| Timestamp::from_seconds(at) <= now.plus(CLOCK_TOLERANCE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str) -> String {
        STANDARD.encode(text)
    }

    fn presented(
        scheme: &str,
        credentials: &str,
        body: &str,
    ) -> Result<PresentedClient, ProtocolError> {
        let http = HttpCredentials {
            scheme,
            credentials,
        };
        presented_client(Some(http), &Parameters::parse(body))
    }

    #[test]
    fn basic_credentials_are_form_decoded() {
        let good = encoded("a%20b:s%3Ac:d+e");
        let ok = presented("Basic", &good, "grant_type=x").unwrap();
        assert_eq!(ok.client_id, "a b");
        assert!(
            matches!(ok.credential, ClientCredential::Basic(secret) if secret.reveal() == "s:c:d e")
        );
        assert!(presented("basic", &encoded("id:s"), "").is_ok());
        let (no_colon, no_id) = (encoded("nocolon"), encoded(":secret"));
        for (scheme, credentials) in [
            ("Basic", "***"),
            ("Basic", ""),
            ("Bearer", "x"),
            ("Basic", &no_colon),
            ("Basic", &no_id),
            ("Basic", "/w=="),
        ] {
            let error = presented(scheme, credentials, "").unwrap_err();
            assert_eq!(
                error.code,
                ErrorCode::InvalidClient,
                "{scheme} {credentials}"
            );
        }
    }

    #[test]
    fn two_methods_at_once_are_refused() {
        for body in ["client_id=a&client_secret=b", "client_id=c"] {
            let error = presented("Basic", &encoded("a:b"), body).unwrap_err();
            assert_eq!(error.code, ErrorCode::InvalidRequest, "{body}");
        }
    }

    #[test]
    fn an_assertion_is_for_us_by_itself_and_short_lived() {
        let now = Timestamp::from_seconds(1000);
        let check = |claims: serde_json::Value| {
            check_assertion(claims.as_object().unwrap(), "c", &["https://op"], now)
        };
        let good = serde_json::json!({
            "iss": "c",
            "sub": "c",
            "aud": "https://op",
            "jti": "1",
            "exp": 1060,
        });
        assert!(check(good.clone()).is_ok());
        for (name, value) in [
            ("iss", serde_json::json!("d")),
            ("sub", serde_json::json!("d")),
            ("aud", serde_json::json!("https://other")),
            ("aud", serde_json::json!(["https://op"])),
            ("exp", serde_json::json!(900)),
            ("exp", serde_json::json!(9999)),
            ("exp", serde_json::json!("1060")),
            ("jti", serde_json::json!("")),
            ("nbf", serde_json::json!(1100)),
            ("nbf", serde_json::json!("x")),
        ] {
            let mut claims = good.clone();
            claims[name] = value;
            assert!(check(claims).is_err(), "{name}");
        }
    }
}
