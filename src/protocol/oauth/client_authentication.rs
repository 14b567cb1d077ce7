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

/// An assertion may live so long from now (attack catalogue, section 4).
const LONGEST_ASSERTION: Lifetime = Lifetime::minutes(5);

/// What the caller presents of itself.
#[derive(Clone, Debug)]
pub enum Credential {
    /// Only its identifier.
    Identifier,
    /// HTTP Basic.
    Basic(Secret),
    /// A secret in the body.
    Post(Secret),
    /// A signed assertion.
    Assertion(String),
}

/// Who claims to call, and by what.
#[derive(Clone, Debug)]
pub struct Presented {
    /// As claimed.
    pub client_id: String,
    /// The proof.
    pub credential: Credential,
}

/// The answer to every failed authentication: one text, whatever was wrong.
pub const INVALID_CLIENT: ProtocolError = ProtocolError::new(
    ErrorCode::InvalidClient,
    "client authentication failed: unknown client, wrong credential, or another method than the registered one",
);

/// Finds the one credential in a request.
///
/// # Errors
/// `invalid_request` for two methods at once, `invalid_client` for none or a malformed one.
pub fn presented(
    authorization: Option<&str>,
    parameters: &Parameters,
) -> Result<Presented, ProtocolError> {
    let two = ProtocolError::new(
        ErrorCode::InvalidRequest,
        "more than one client authentication method was used (RFC 6749 section 2.3)",
    );
    let body_id = parameters.get("client_id");
    let mut found: Vec<Presented> = Vec::new();
    if let Some(header) = authorization {
        let (client_id, secret) = basic(header).ok_or(INVALID_CLIENT)?;
        if body_id.is_some_and(|body| body != client_id) {
            return Err(ProtocolError::new(
                ErrorCode::InvalidRequest,
                "client_id in the body is not the one of the Authorization header",
            ));
        }
        found.push(Presented {
            client_id,
            credential: Credential::Basic(Secret::presented(secret)),
        });
    }
    if let Some(secret) = parameters.get("client_secret") {
        let client_id = body_id.ok_or(INVALID_CLIENT)?.to_owned();
        found.push(Presented {
            client_id,
            credential: Credential::Post(Secret::presented(secret)),
        });
    }
    if parameters.get("client_assertion").is_some()
        || parameters.get("client_assertion_type").is_some()
    {
        found.push(assertion(parameters, body_id)?);
    }
    match (found.pop(), found.is_empty()) {
        (Some(_), false) => Err(two),
        (Some(one), true) => Ok(one),
        (None, _) => Ok(Presented {
            client_id: body_id.ok_or(INVALID_CLIENT)?.to_owned(),
            credential: Credential::Identifier,
        }),
    }
}

fn assertion(parameters: &Parameters, body_id: Option<&str>) -> Result<Presented, ProtocolError> {
    if parameters.get("client_assertion_type") != Some(JWT_BEARER) {
        return Err(INVALID_CLIENT);
    }
    let assertion = parameters.get("client_assertion").ok_or(INVALID_CLIENT)?;
    let client_id = jws::parse(assertion)
        .and_then(|parts| jws::text(&parts.claims, "sub").map(str::to_owned))
        .ok_or(INVALID_CLIENT)?;
    if body_id.is_some_and(|body| body != client_id) {
        return Err(INVALID_CLIENT);
    }
    Ok(Presented {
        client_id,
        credential: Credential::Assertion(assertion.to_owned()),
    })
}

/// Reads `Basic` credentials: form-encoded, then joined by a colon, then base64 (RFC 6749 §2.3.1).
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
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

/// Whether the credential is of the registered method. A public client that sends a secret is
/// refused, not humoured.
pub fn is_of_method(
    credential: &Credential,
    alg: Option<&str>,
    method: TokenEndpointAuthMethod,
) -> bool {
    match credential {
        Credential::Identifier => method == TokenEndpointAuthMethod::None,
        Credential::Basic(_) => method == TokenEndpointAuthMethod::ClientSecretBasic,
        Credential::Post(_) => method == TokenEndpointAuthMethod::ClientSecretPost,
        Credential::Assertion(_) => match alg {
            Some("HS256" | "HS384" | "HS512") => method == TokenEndpointAuthMethod::ClientSecretJwt,
            Some("RS256" | "PS256" | "ES256" | "EdDSA") => {
                method == TokenEndpointAuthMethod::PrivateKeyJwt
            }
            _ => false,
        },
    }
}

/// What must be remembered of an assertion so that it is used once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssertionUse {
    /// Its identifier.
    pub jti: String,
    /// Until when it must be remembered.
    pub until: Timestamp,
}

/// Checks the claims of an assertion whose signature holds (RFC 7523 §3; `aud` is the issuer, or
/// the token endpoint as OpenID Connect Core §9 has it, as a single text).
///
/// # Errors
/// [`INVALID_CLIENT`].
pub fn check_assertion(
    claims: &Map<String, Value>,
    client_id: &str,
    audiences: &[&str],
    now: Timestamp,
) -> Result<AssertionUse, ProtocolError> {
    let check = || {
        let jti = jws::text(claims, "jti").filter(|jti| !jti.is_empty() && jti.len() <= 256)?;
        let exp = Timestamp::from_seconds(jws::numeric_date(claims, "exp")?);
        let past = |name: &str| {
            let at = jws::numeric_date(claims, name);
            !claims.contains_key(name)
                || at.is_some_and(|at| Timestamp::from_seconds(at) <= now.plus(CLOCK_TOLERANCE))
        };
        let named =
            jws::text(claims, "iss")? == client_id && jws::text(claims, "sub")? == client_id;
        let meant = audiences.contains(&jws::text(claims, "aud")?);
        let timely = now < exp.plus(CLOCK_TOLERANCE)
            && exp <= now.plus(LONGEST_ASSERTION).plus(CLOCK_TOLERANCE)
            && past("nbf")
            && past("iat");
        (named && meant && timely).then(|| AssertionUse {
            jti: jti.to_owned(),
            until: exp.plus(CLOCK_TOLERANCE),
        })
    };
    check().ok_or(INVALID_CLIENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    #[test]
    fn basic_credentials_are_form_decoded() {
        let presented = |auth: &str| presented(Some(auth), &Parameters::parse("grant_type=x"));
        let ok = presented(&header("a%20b:s%3Ac:d+e")).unwrap();
        assert_eq!(ok.client_id, "a b");
        assert!(matches!(ok.credential, Credential::Basic(secret) if secret.reveal() == "s:c:d e"));
        assert!(presented(&header("id:s").replace("Basic", "basic")).is_ok());
        for wrong in [
            "Basic ***",
            "Basic",
            "Bearer x",
            &header("nocolon"),
            &header(":secret"),
            "Basic /w==",
        ] {
            assert_eq!(
                presented(wrong).unwrap_err().code,
                ErrorCode::InvalidClient,
                "{wrong}"
            );
        }
    }

    #[test]
    fn two_methods_at_once_are_refused() {
        let error = presented(
            Some(&header("a:b")),
            &Parameters::parse("client_id=a&client_secret=b"),
        )
        .unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidRequest);
        let other = presented(Some(&header("a:b")), &Parameters::parse("client_id=c")).unwrap_err();
        assert_eq!(other.code, ErrorCode::InvalidRequest);
    }

    #[test]
    fn an_assertion_is_for_us_by_itself_and_short_lived() {
        let now = Timestamp::from_seconds(1000);
        let check = |claims: serde_json::Value| {
            check_assertion(claims.as_object().unwrap(), "c", &["https://op"], now)
        };
        let good = serde_json::json!({"iss": "c", "sub": "c", "aud": "https://op", "jti": "1", "exp": 1060});
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
