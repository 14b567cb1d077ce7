//! Request objects (OpenID Connect Core §6, RFC 9101): authorization parameters as the claims of a
//! JWT.

use crate::{
    keys::jws,
    oauth::{
        authorization_request::Parameters,
        error_code::{ErrorCode, ProtocolError},
        resource,
    },
    time::{CLOCK_TOLERANCE, Timestamp},
};
use serde_json::{Map, Value};

/// What a request object is held against.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The client that sent it.
    pub client_id: &'a str,
    /// Whom it must be for, if it says so.
    pub issuer: &'a str,
    /// The current time, which `exp` and `nbf` are compared with.
    pub now: Timestamp,
}

/// Claims of the JWT itself, which are no parameters.
const ENVELOPE: [&str; 7] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

/// Whether the `typ` header is one that a request object may have: another JWT is none (RFC 9101
/// §10.8).
pub fn is_request_object(typ: Option<&str>) -> bool {
    typ.is_none_or(|typ| typ == "JWT" || typ.eq_ignore_ascii_case("oauth-authz-req+jwt"))
}

/// The parameters that a request object stands for. A signed one replaces the parameters of the
/// request, so that none can be added on the way (RFC 9101 §6.3); an unsigned one takes precedence
/// over them (OpenID Connect Core §6.1).
///
/// # Errors
/// `invalid_request_object`.
pub fn parameters(
    outer: &Parameters,
    claims: &Map<String, Value>,
    signed: bool,
    expected: Expected<'_>,
) -> Result<Parameters, ProtocolError> {
    check_envelope(claims, expected)?;
    let mut pairs = inner_parameters(claims, expected.client_id)?;
    let inner_response_type = pairs.iter().find(|(name, _)| name == "response_type");
    // OpenID Connect Core §6.1: response_type and client_id are the same inside and outside.
    if let (Some((_, inner)), Some(outer)) = (inner_response_type, outer.get("response_type"))
        && inner != outer
    {
        return refuse("response_type in the request object differs from the one of the request");
    }
    if !signed {
        let added: Vec<(String, String)> = outer
            .iter()
            .filter(|(name, _)| {
                *name != "request"
                    && *name != "request_uri"
                    && !pairs.iter().any(|(known, _)| known == name)
            })
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        pairs.extend(added);
    }
    Ok(Parameters::parse(
        &url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish(),
    ))
}

/// When a request object expires, where it says so.
pub fn expires_at(claims: &Map<String, Value>) -> Option<Timestamp> {
    jws::numeric_date(claims, "exp").map(Timestamp::from_seconds)
}

/// Whether a request object that expires at this time has expired.
pub fn has_expired(expires_at: Timestamp, now: Timestamp) -> bool {
    now >= expires_at.plus(CLOCK_TOLERANCE)
}

fn refuse<T>(hint: &'static str) -> Result<T, ProtocolError> {
    Err(ProtocolError::new(ErrorCode::InvalidRequestObject, hint))
}

/// The claims that are parameters of the request, as text.
fn inner_parameters(
    claims: &Map<String, Value>,
    client_id: &str,
) -> Result<Vec<(String, String)>, ProtocolError> {
    if claims.contains_key("request") || claims.contains_key("request_uri") {
        return refuse(
            "a request object must not hold request or request_uri (RFC 9101 section 4)",
        );
    }
    let mut pairs = vec![("client_id".to_owned(), client_id.to_owned())];
    for (name, value) in claims
        .iter()
        .filter(|(name, _)| !ENVELOPE.contains(&name.as_str()) && *name != "client_id")
    {
        let text = match value {
            Value::Array(several) if name == resource::PARAMETER => {
                pairs.extend(resources(several)?);
                continue;
            }
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Object(_) if name == "claims" => value.to_string(),
            _ => {
                return refuse(
                    "a parameter in a request object must be text or a number, \
                     claims an object, and resource text or an array of it",
                );
            }
        };
        pairs.push((name.clone(), text));
    }
    Ok(pairs)
}

/// The one parameter that may be repeated, as an array.
fn resources(several: &[Value]) -> Result<Vec<(String, String)>, ProtocolError> {
    let texts: Option<Vec<&str>> = several.iter().map(Value::as_str).collect();
    let Some(texts) = texts else {
        return refuse("each resource in a request object must be text");
    };
    let pair = |text: &str| (resource::PARAMETER.to_owned(), text.to_owned());
    Ok(texts.into_iter().map(pair).collect())
}

/// Checks the client, the audience and the times of a request object (RFC 9101 §6.3, §10.8).
fn check_envelope(
    claims: &Map<String, Value>,
    expected: Expected<'_>,
) -> Result<(), ProtocolError> {
    let is = |name: &str, wanted: &str| {
        claims
            .get(name)
            .is_none_or(|value| value.as_str() == Some(wanted))
    };
    if !is("client_id", expected.client_id) || !is("iss", expected.client_id) {
        return refuse(
            "client_id and iss of a request object must be the client_id of the request",
        );
    }
    // A JWT whose subject is the client itself is a client assertion (RFC 9101 §10.8).
    if claims.contains_key("sub") && is("sub", expected.client_id) {
        return refuse(
            "a request object must not have the client as its sub (RFC 9101 section 10.8)",
        );
    }
    let for_us = match claims.get("aud") {
        None => true,
        Some(Value::Array(several)) => several
            .iter()
            .any(|one| one.as_str() == Some(expected.issuer)),
        Some(one) => one.as_str() == Some(expected.issuer),
    };
    if !for_us {
        return refuse("aud of a request object must be the issuer");
    }
    check_times(claims, expected.now)
}

/// Checks `exp`, `nbf` and `iat` where they are given.
fn check_times(claims: &Map<String, Value>, now: Timestamp) -> Result<(), ProtocolError> {
    let instant = |name: &str| match claims.get(name) {
        None => Ok(None),
        Some(_) => jws::numeric_date(claims, name)
            .map(|at| Some(Timestamp::from_seconds(at)))
            .ok_or(()),
    };
    let (Ok(exp), Ok(nbf), Ok(iat)) = (instant("exp"), instant("nbf"), instant("iat")) else {
        return refuse("exp, nbf and iat of a request object must be whole seconds");
    };
    let latest = now.plus(CLOCK_TOLERANCE);
    if exp.is_some_and(|exp| has_expired(exp, now))
        || nbf.is_some_and(|nbf| nbf > latest)
        || iat.is_some_and(|iat| iat > latest)
    {
        return refuse("the request object is expired, or not valid yet");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(outer: &str, claims: &Value, signed: bool) -> Result<Parameters, ErrorCode> {
        let expected = Expected {
            client_id: "c",
            issuer: "https://op",
            now: Timestamp::from_seconds(1000),
        };
        parameters(
            &Parameters::parse(outer),
            claims.as_object().unwrap(),
            signed,
            expected,
        )
        .map_err(|error| error.code)
    }

    #[test]
    fn a_signed_object_stands_alone_and_an_unsigned_one_goes_over() {
        let claims = json!({
            "state": "inner",
            "max_age": 5,
            "claims": {"userinfo": {}},
            "resource": ["urn:a", "urn:b"],
            "aud": ["https://op"],
            "exp": 1001,
        });
        let outer = "client_id=c&state=outer&nonce=n&request=x&resource=urn:c";
        let signed = read(outer, &claims, true).unwrap();
        let resources: Vec<&str> = signed.all("resource").collect();
        assert_eq!(resources, ["urn:a", "urn:b"]);
        assert_eq!(
            (
                signed.get("state"),
                signed.get("nonce"),
                signed.get("max_age")
            ),
            (Some("inner"), None, Some("5"))
        );
        assert_eq!(
            (
                signed.get("client_id"),
                signed.get("request"),
                signed.get("claims")
            ),
            (Some("c"), None, Some("{\"userinfo\":{}}"))
        );
        let unsigned = read(outer, &claims, false).unwrap();
        assert_eq!(
            (
                unsigned.get("state"),
                unsigned.get("nonce"),
                unsigned.get("request")
            ),
            (Some("inner"), Some("n"), None)
        );
    }

    #[test]
    fn what_is_not_of_this_client_for_us_and_now_is_refused() {
        for claims in [
            json!({"client_id": "d"}),
            json!({"iss": "d"}),
            json!({"sub": "c"}),
            json!({"aud": "https://other"}),
            json!({"aud": 1}),
            json!({"exp": 900}),
            json!({"exp": "2000"}),
            json!({"nbf": 2000}),
            json!({"iat": 2000}),
            json!({"request": "x"}),
            json!({"request_uri": "x"}),
            json!({"response_type": "id_token"}),
            json!({"state": ["x"]}),
            json!({"state": null}),
            json!({"resource": ["urn:a", 1]}),
            json!({"resource": {"a": "urn:a"}}),
        ] {
            assert_eq!(
                read("client_id=c&response_type=code", &claims, true).err(),
                Some(ErrorCode::InvalidRequestObject),
                "{claims}"
            );
        }
    }

    #[test]
    fn another_kind_of_jwt_is_no_request_object() {
        for typ in [
            None,
            Some("JWT"),
            Some("oauth-authz-req+jwt"),
            Some("OAuth-AuthZ-Req+JWT"),
        ] {
            assert!(is_request_object(typ), "{typ:?}");
        }
        for typ in ["", "jwt", "at+jwt", "logout+jwt", "secevent+jwt"] {
            assert!(!is_request_object(Some(typ)), "{typ}");
        }
    }

    #[test]
    fn the_response_type_inside_is_the_one_outside() {
        let claims = json!({"response_type": "code", "state": "s"});
        for outer in ["client_id=c&response_type=code", "client_id=c"] {
            let parameters = read(outer, &claims, true).unwrap();
            assert_eq!(parameters.get("response_type"), Some("code"), "{outer}");
        }
        assert_eq!(
            read("client_id=c&response_type=id_token", &claims, true).err(),
            Some(ErrorCode::InvalidRequestObject)
        );
    }

    #[test]
    fn times_are_met_with_the_tolerance_of_clocks_and_not_a_second_more() {
        let tolerance = CLOCK_TOLERANCE.as_seconds();
        for (name, last_good, first_bad) in [
            ("nbf", 1000 + tolerance, 1001 + tolerance),
            ("iat", 1000 + tolerance, 1001 + tolerance),
            ("exp", 1001 - tolerance, 1000 - tolerance),
        ] {
            let at = |seconds: i64| read("client_id=c", &json!({name: seconds}), true);
            assert!(at(last_good).is_ok(), "{name}");
            assert_eq!(
                at(first_bad).err(),
                Some(ErrorCode::InvalidRequestObject),
                "{name}"
            );
        }
        let exp = |claims: Value| expires_at(claims.as_object().unwrap());
        assert_eq!(
            exp(json!({"exp": 1001})),
            Some(Timestamp::from_seconds(1001))
        );
        assert_eq!(exp(json!({})), None);
    }
}
