//! A logout token that an identity provider sends (OpenID Connect Back-Channel Logout §2.4, §2.6).

use crate::{
    keys::jws::{self, Unverified},
    time::{Lifetime, Timestamp},
};
use serde_json::{Map, Value};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// The maximum age of a token.
const MAX_AGE: Lifetime = Lifetime::minutes(10);
/// The tolerated difference between two clocks.
const CLOCK_SKEW: Lifetime = Lifetime::seconds(60);

/// What a valid logout token identifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutToken {
    /// The subject whose sessions end; `None` where the token names only a session.
    pub sub: Option<String>,
    /// The session that ends; `None` where all sessions of the subject end.
    pub sid: Option<String>,
    /// The identifier of the token.
    pub jti: String,
    /// Until when `jti` must be remembered to detect a replay.
    pub until: Timestamp,
}

/// Checks the claims of a token whose signature and issuer are verified already.
///
/// # Errors
/// The reason for the log; the token must not end any session.
pub fn check_logout_token(
    token: &Unverified<'_>,
    client_id: &str,
    now: Timestamp,
) -> Result<LogoutToken, &'static str> {
    let claims = &token.claims;
    if !matches!(token.typ.as_deref(), None | Some("JWT" | "logout+jwt")) {
        return Err("typ is not logout+jwt");
    }
    if !is_audience(claims, client_id) {
        return Err("aud is not this client");
    }
    if claims.contains_key("nonce") {
        return Err("nonce is in it, so it may be an ID token");
    }
    if !claims
        .get("events")
        .and_then(|events| events.get(EVENT))
        .is_some_and(Value::is_object)
    {
        return Err("events does not say back-channel logout");
    }
    let exp = check_times(claims, now)?;
    let text = |name: &str| {
        jws::text(claims, name)
            .filter(|text| !text.is_empty() && text.len() <= 255)
            .map(str::to_owned)
    };
    let (sub, sid) = (text("sub"), text("sid"));
    if sub.is_none() && sid.is_none() {
        return Err("neither sub nor sid is in it");
    }
    let jti = text("jti").ok_or("jti is missing")?;
    Ok(LogoutToken {
        sub,
        sid,
        jti,
        until: exp.plus(CLOCK_SKEW).plus(CLOCK_SKEW),
    })
}

fn is_audience(claims: &Map<String, Value>, client_id: &str) -> bool {
    match claims.get("aud") {
        Some(Value::String(aud)) => aud == client_id,
        Some(Value::Array(list)) => list.iter().any(|aud| aud == client_id),
        _ => false,
    }
}

/// Checks `iat` and `exp`, and returns when the token expires.
fn check_times(claims: &Map<String, Value>, now: Timestamp) -> Result<Timestamp, &'static str> {
    let iat = jws::numeric_date(claims, "iat")
        .map(Timestamp::from_seconds)
        .ok_or("iat is missing")?;
    let exp = if claims.contains_key("exp") {
        jws::numeric_date(claims, "exp")
            .map(Timestamp::from_seconds)
            .ok_or("exp is no number of seconds")?
    } else {
        iat.plus(MAX_AGE)
    };
    if iat > now.plus(CLOCK_SKEW) || now >= exp.plus(CLOCK_SKEW) || now.since(iat) > MAX_AGE.0 {
        return Err("it is too old, or of the future");
    }
    Ok(exp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: Timestamp = Timestamp(10_000_000);

    /// What is found of a good token with some claims changed; null takes a claim away.
    fn verdict(changes: &Value, typ: Option<&str>) -> Result<LogoutToken, &'static str> {
        let mut claims = json!({
            "iss": "i",
            "aud": ["c"],
            "iat": 9_990,
            "exp": 10_100,
            "jti": "1",
            "sub": "s",
            "events": {EVENT: {}},
        });
        let claims = claims.as_object_mut().unwrap();
        for (name, value) in changes.as_object().unwrap() {
            claims.insert(name.clone(), value.clone());
        }
        claims.retain(|_, value| !value.is_null());
        let token = Unverified {
            alg: "RS256".into(),
            kid: None,
            typ: typ.map(str::to_owned),
            signed: "",
            signature: vec![],
            claims: claims.clone(),
        };
        check_logout_token(&token, "c", NOW)
    }

    #[test]
    fn a_logout_token_is_for_us_of_now_and_nothing_else() {
        for typ in [None, Some("JWT"), Some("logout+jwt")] {
            let token = verdict(&json!({}), typ).unwrap();
            assert_eq!(token.sub.as_deref(), Some("s"), "{typ:?}");
        }
        assert!(verdict(&json!({}), Some("at+jwt")).is_err());
        for wrong in [
            json!({"nonce": "n"}),
            json!({"events": {}}),
            json!({"events": [EVENT]}),
            json!({"events": {EVENT: true}}),
            json!({"jti": ""}),
            json!({"jti": null}),
            json!({"sub": 7}),
            json!({"sub": null}),
            json!({"sub": "s".repeat(256)}),
        ] {
            assert!(verdict(&wrong, None).is_err(), "{wrong}");
        }
        assert!(verdict(&json!({"sub": "s".repeat(255)}), None).is_ok());
        let session = verdict(&json!({"sub": null, "sid": "x"}), None).unwrap();
        assert_eq!((session.sub, session.sid.as_deref()), (None, Some("x")));
    }

    #[test]
    fn the_audience_is_this_client_alone_or_among_others() {
        for (aud, fine) in [
            (json!("c"), true),
            (json!(["c"]), true),
            (json!(["d", "c"]), true),
            (json!("d"), false),
            (json!(["d"]), false),
            (json!([]), false),
            (json!({"c": "c"}), false),
            (json!(null), false),
        ] {
            assert_eq!(verdict(&json!({"aud": aud}), None).is_ok(), fine, "{aud}");
        }
    }

    #[test]
    fn a_token_is_young_and_its_clock_may_differ_by_a_minute() {
        for (iat, exp, fine) in [
            (json!(10_060), json!(10_100), true),
            (json!(10_061), json!(10_100), false),
            (json!(9_400), json!(10_100), true),
            (json!(9_399), json!(10_100), false),
            (json!(9_990), json!(9_941), true),
            (json!(9_990), json!(9_940), false),
            (json!(9_400), json!(null), true),
            (json!(9_399), json!(null), false),
            (json!(9_990), json!("10100"), false),
            (json!("9990"), json!(10_100), false),
            (json!(null), json!(10_100), false),
        ] {
            let verdict = verdict(&json!({"iat": iat, "exp": exp}), None);
            assert_eq!(verdict.is_ok(), fine, "{iat} {exp}");
        }
        let until = |exp: Value| verdict(&json!({"exp": exp}), None).unwrap().until;
        assert_eq!(until(json!(10_100)), Timestamp::from_seconds(10_220));
        assert_eq!(
            until(json!(null)),
            Timestamp::from_seconds(9_990 + 600 + 120)
        );
    }
}
