use super::*;
use crate::{oidc::claim_map, time::CLOCK_TOLERANCE};
use serde_json::json;

const ISSUER: &str = "https://id.example.com";

fn token() -> AccessToken {
    AccessToken {
        jti: "grant.random".into(),
        sub: "u".into(),
        client_id: "app".into(),
        aud: vec!["app".into(), "https://api.example".into()],
        scope: Scope::parse("openid email").unwrap(),
        iat: Timestamp::from_seconds(1000),
        exp: Timestamp::from_seconds(1600),
        auth_time: Some(Timestamp::from_seconds(900)),
        acr: Some("urn:doorward:acr:2fa".into()),
        amr: vec!["mfa".into()],
        sid: Some("s".into()),
    }
}

fn read(claims: &Map<String, Value>, typ: Option<&str>, now: i64) -> Option<AccessToken> {
    AccessToken::from_claims(typ, claims, ISSUER, Timestamp::from_seconds(now))
}

#[test]
fn what_is_said_is_read_again() {
    let bare = AccessToken {
        jti: "random".into(),
        aud: vec!["app".into()],
        auth_time: None,
        acr: None,
        amr: Vec::new(),
        sid: None,
        ..token()
    };
    for token in [token(), bare.clone()] {
        assert_eq!(read(&token.claims(ISSUER), Some(TYP), 1599), Some(token));
    }
    let claims = bare.claims(ISSUER);
    for absent in ["auth_time", "acr", "amr", "sid"] {
        assert!(!claims.contains_key(absent), "{absent}");
    }
    assert_eq!((token().grant_id(), bare.grant_id()), (Some("grant"), None));
    let many = audience(&["a".to_owned(), "b".to_owned()]);
    assert_eq!(
        (audience(&["a".to_owned()]), many),
        (json!("a"), json!(["a", "b"]))
    );
}

#[test]
fn nothing_else_is_an_access_token() {
    let good = token().claims(ISSUER);
    assert_eq!(read(&good, Some(TYP), 1600), None, "expired");
    for typ in [None, Some("jwt"), Some("logout+jwt"), Some("secevent+jwt")] {
        assert_eq!(read(&good, typ, 1000), None, "{typ:?}");
    }
    // Of the type JWT are the tokens of a client that is registered so, and ID tokens, which have
    // none of these.
    assert_eq!(read(&good, Some("JWT"), 1000), Some(token()));
    for name in ["jti", "client_id", "scope"] {
        let mut claims = good.clone();
        claims.remove(name);
        assert_eq!(read(&claims, Some("JWT"), 1000), None, "{name}");
        assert!(claim_map::PROTOCOL.contains(&name), "nobody can add it");
    }
    let tolerance = CLOCK_TOLERANCE.as_seconds();
    for (name, value) in [
        ("iss", json!("https://other.example")),
        ("iss", Value::Null),
        ("aud", json!(1)),
        ("aud", json!(["app", 1])),
        ("exp", json!("1600")),
        ("exp", json!(1600.5)),
        ("iat", json!(1001 + tolerance)),
        ("scope", json!("\"")),
        ("jti", Value::Null),
        ("sub", json!(7)),
        ("client_id", Value::Null),
    ] {
        let mut claims = good.clone();
        claims.insert(name.into(), value.clone());
        assert_eq!(read(&claims, Some(TYP), 1000), None, "{name}: {value}");
    }
    // A clock that is a little ahead is nobody's fault.
    let mut claims = good;
    claims.insert("iat".into(), json!(1000 + tolerance));
    assert!(read(&claims, Some(TYP), 1000).is_some());
}

#[test]
fn the_type_of_rfc_9068_is_the_default() {
    assert!(AccessTokenTyp::AtJwt.is_default() && !AccessTokenTyp::Jwt.is_default());
    assert_eq!(AccessTokenTyp::default(), AccessTokenTyp::AtJwt);
}
