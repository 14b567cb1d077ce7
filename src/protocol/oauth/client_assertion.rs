//! The claims of a client assertion (RFC 7523 §3, OpenID Connect Core §9), and what can be wrong
//! with it.

use crate::{
    keys::jws,
    time::{CLOCK_TOLERANCE, Lifetime, Timestamp},
};
use serde_json::{Map, Value};
use strum::{IntoStaticStr, VariantArray};

/// The longest lifetime of a client assertion. A short one bounds how long its identifier must be
/// remembered against replay (RFC 7523 §3).
const MAX_ASSERTION_LIFETIME: Lifetime = Lifetime::minutes(5);

/// The longest `jti` of a client assertion, in bytes.
const MAX_JTI_LENGTH: usize = 256;

/// What is wrong with an assertion of a known client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case", prefix = "assertion_", const_into_str)]
pub enum AssertionFault {
    /// `alg` belongs to another method, is not the registered one, or is not supported.
    WrongAlg,
    /// The client's key set cannot be had.
    NoKeys,
    /// No key of the client has the `kid`.
    UnknownKid,
    /// No key of the client made the signature.
    WrongSignature,
    /// `iss` or `sub` is not the `client_id`.
    WrongIssuer,
    /// `aud` is missing, or names somebody else.
    WrongAud,
    /// `exp` is missing or no whole number.
    NoExp,
    /// It is over.
    Expired,
    /// It lives longer than is allowed.
    LivesTooLong,
    /// `nbf` or `iat` is in the future, or no whole number.
    NotYetValid,
    /// `jti` is missing, empty or too long.
    NoJti,
    /// It was used before.
    ReusedJti,
}

impl AssertionFault {
    /// The cause, for the log.
    pub const fn cause(self) -> &'static str {
        self.into_str()
    }

    /// What to change, for the developer of the client.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::WrongAlg => {
                "client_assertion: alg does not go with the registered token_endpoint_auth_method \
                 and token_endpoint_auth_signing_alg"
            }
            Self::NoKeys => "client_assertion: the client's keys cannot be had; check its jwks_uri",
            Self::UnknownKid => {
                "client_assertion: no key of the client's jwks or jwks_uri has this kid and alg"
            }
            Self::WrongSignature => {
                "client_assertion: the signature is not of the client's registered key or secret"
            }
            Self::WrongIssuer => "client_assertion: iss and sub must both be the client_id",
            Self::WrongAud => {
                "client_assertion: aud must be the issuer or the token endpoint of this provider, \
                 and nobody else"
            }
            Self::NoExp => "client_assertion: exp must be a whole number of seconds",
            Self::Expired => "client_assertion: it has expired (exp)",
            Self::LivesTooLong => {
                "client_assertion: exp must be at most 5 minutes from now; shorten its lifetime"
            }
            Self::NotYetValid => {
                "client_assertion: nbf and iat must be whole numbers of seconds that are not in \
                 the future; check the clock"
            }
            Self::NoJti => "client_assertion: jti must have 1 to 256 bytes",
            Self::ReusedJti => {
                "client_assertion: jti was used before; each request needs a new assertion"
            }
        }
    }

    /// Whether it may be a guess of the client's secret or key.
    pub fn is_guess(self) -> bool {
        self == Self::WrongSignature
    }
}

/// What must be remembered of an assertion so that it is used once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssertionUse {
    /// The `jti` claim.
    pub jti: String,
    /// Until when it must be remembered.
    pub until: Timestamp,
}

/// Checks the claims of an assertion whose signature holds (RFC 7523 §3). `aud` is the issuer or
/// an endpoint of this provider (OpenID Connect Core §9), as a text or as a list. A list that names
/// somebody else too is refused: the other could present the assertion here.
///
/// # Errors
/// The first fault.
pub fn check_assertion(
    claims: &Map<String, Value>,
    client_id: &str,
    audiences: &[&str],
    now: Timestamp,
) -> Result<AssertionUse, AssertionFault> {
    let is_from_client = ["iss", "sub"]
        .iter()
        .all(|name| jws::text(claims, name) == Some(client_id));
    if !is_from_client {
        return Err(AssertionFault::WrongIssuer);
    }
    if !is_meant_for(claims.get("aud"), audiences) {
        return Err(AssertionFault::WrongAud);
    }
    let is_valid_yet = ["nbf", "iat"]
        .iter()
        .all(|name| is_absent_or_past(claims, name, now));
    if !is_valid_yet {
        return Err(AssertionFault::NotYetValid);
    }
    assertion_use(claims, now)
}

/// Whether an audience is one of ours or a list of ours alone.
fn is_meant_for(aud: Option<&Value>, audiences: &[&str]) -> bool {
    let is_ours = |aud: &Value| aud.as_str().is_some_and(|aud| audiences.contains(&aud));
    match aud {
        Some(Value::Array(list)) => !list.is_empty() && list.iter().all(is_ours),
        Some(aud) => is_ours(aud),
        None => false,
    }
}

/// The use of an assertion that has not expired and does not live too long.
fn assertion_use(
    claims: &Map<String, Value>,
    now: Timestamp,
) -> Result<AssertionUse, AssertionFault> {
    let jti = jws::text(claims, "jti")
        .filter(|jti| !jti.is_empty() && jti.len() <= MAX_JTI_LENGTH)
        .ok_or(AssertionFault::NoJti)?;
    let exp = jws::numeric_date(claims, "exp").ok_or(AssertionFault::NoExp)?;
    let exp = Timestamp::from_seconds(exp);
    let until = exp.plus(CLOCK_TOLERANCE);
    if now >= until {
        return Err(AssertionFault::Expired);
    }
    if exp > now.plus(MAX_ASSERTION_LIFETIME).plus(CLOCK_TOLERANCE) {
        return Err(AssertionFault::LivesTooLong);
    }
    Ok(AssertionUse {
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
    use crate::text::is_printable_ascii;
    use serde_json::json;

    #[test]
    fn an_assertion_is_for_us_by_itself_and_short_lived() {
        let now = Timestamp::from_seconds(1000);
        let check = |claims: &Value| {
            let audiences = ["https://op", "https://op/token"];
            check_assertion(claims.as_object().unwrap(), "c", &audiences, now).err()
        };
        let good = json!({"iss": "c", "sub": "c", "aud": "https://op", "jti": "1", "exp": 1060});
        for (name, value, fault) in [
            ("iat", json!(1000), None),
            ("aud", json!("https://op/token"), None),
            ("aud", json!(["https://op"]), None),
            ("aud", json!(["https://op", "https://op/token"]), None),
            ("exp", json!(1300), None),
            ("iss", json!("d"), Some(AssertionFault::WrongIssuer)),
            ("sub", json!("d"), Some(AssertionFault::WrongIssuer)),
            (
                "aud",
                json!("https://other"),
                Some(AssertionFault::WrongAud),
            ),
            (
                "aud",
                json!(["https://op", "https://other"]),
                Some(AssertionFault::WrongAud),
            ),
            ("aud", json!([]), Some(AssertionFault::WrongAud)),
            (
                "aud",
                json!([["https://op"]]),
                Some(AssertionFault::WrongAud),
            ),
            ("aud", json!(7), Some(AssertionFault::WrongAud)),
            ("exp", json!(900), Some(AssertionFault::Expired)),
            ("exp", json!(9999), Some(AssertionFault::LivesTooLong)),
            ("exp", json!("1060"), Some(AssertionFault::NoExp)),
            ("exp", json!(1060.5), Some(AssertionFault::NoExp)),
            ("jti", json!(""), Some(AssertionFault::NoJti)),
            ("jti", json!(1), Some(AssertionFault::NoJti)),
            ("nbf", json!(1100), Some(AssertionFault::NotYetValid)),
            ("nbf", json!("x"), Some(AssertionFault::NotYetValid)),
            ("iat", json!(1100), Some(AssertionFault::NotYetValid)),
        ] {
            let mut claims = good.clone();
            claims[name] = value;
            assert_eq!(check(&claims), fault, "{name} {}", claims[name]);
        }
    }

    #[test]
    fn each_fault_says_what_to_change() {
        for fault in AssertionFault::VARIANTS {
            assert!(
                is_printable_ascii(fault.hint()) && fault.hint().starts_with("client_assertion: ")
            );
            assert!(fault.cause().starts_with("assertion_"), "{}", fault.cause());
        }
    }

    #[test]
    fn an_assertion_lives_five_minutes_and_the_tolerance_at_most() {
        let now = Timestamp::from_seconds(1000);
        let used = |exp: i64, jti: &str| {
            let claims =
                json!({"iss": "c", "sub": "c", "aud": "https://op", "jti": jti, "exp": exp});
            check_assertion(claims.as_object().unwrap(), "c", &["https://op"], now)
        };
        let latest = 1000 + MAX_ASSERTION_LIFETIME.as_seconds() + CLOCK_TOLERANCE.as_seconds();
        let until = Timestamp::from_seconds(latest).plus(CLOCK_TOLERANCE);
        let jti = "j".repeat(MAX_JTI_LENGTH);
        assert_eq!(
            used(latest, &jti),
            Ok(AssertionUse {
                jti: jti.clone(),
                until
            })
        );
        assert_eq!(used(latest + 1, &jti), Err(AssertionFault::LivesTooLong));
        assert_eq!(used(latest, &format!("{jti}j")), Err(AssertionFault::NoJti));
        let over = 1000 - CLOCK_TOLERANCE.as_seconds();
        assert_eq!(used(over, "1"), Err(AssertionFault::Expired));
        assert!(used(over + 1, "1").is_ok());
    }

    #[test]
    fn a_wrong_signature_alone_is_a_guess() {
        for fault in AssertionFault::VARIANTS {
            let is_signature = matches!(fault, AssertionFault::WrongSignature);
            assert_eq!(fault.is_guess(), is_signature, "{fault:?}");
        }
    }
}
