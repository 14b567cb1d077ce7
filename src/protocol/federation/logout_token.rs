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

    #[test]
    fn a_logout_token_is_for_us_of_now_and_nothing_else() {
        let now = Timestamp::from_seconds(10_000);
        let good = json!({
            "iss": "i",
            "aud": ["c"],
            "iat": 9_990,
            "exp": 10_100,
            "jti": "1",
            "sub": "s",
            "events": {EVENT: {}},
        });
        let verdict = |change: &dyn Fn(&mut Value), typ: Option<&str>| {
            let mut claims = good.clone();
            change(&mut claims);
            let token = Unverified {
                alg: "RS256".into(),
                kid: None,
                typ: typ.map(str::to_owned),
                signed: "",
                signature: vec![],
                claims: claims.as_object().unwrap().clone(),
            };
            check_logout_token(&token, "c", now)
        };
        assert_eq!(
            verdict(&|_| {}, Some("logout+jwt")).unwrap().sub.as_deref(),
            Some("s")
        );
        assert!(verdict(&|_| {}, Some("at+jwt")).is_err());
        let changes: [(&str, Value); 9] = [
            ("aud", json!("d")),
            ("nonce", json!("n")),
            ("events", json!({})),
            ("events", json!([EVENT])),
            ("iat", json!(9_000)),
            ("iat", json!(11_000)),
            ("exp", json!(9_000)),
            ("jti", json!("")),
            ("sub", json!(7)),
        ];
        for (name, value) in changes {
            assert!(
                verdict(&|claims| claims[name] = value.clone(), None).is_err(),
                "{name} {value}"
            );
        }
    }
}
