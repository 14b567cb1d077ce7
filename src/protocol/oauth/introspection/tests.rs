use super::*;
use crate::{
    oauth::{grant::GrantFacts, scope::Scope},
    oidc::claims_request::ClaimNames,
    sessions::sso_session::Authentication,
    time::Timestamp,
};

const ISSUER: &str = "https://id.example.com";

fn token() -> AccessToken {
    AccessToken {
        jti: "g.r".into(),
        sub: "u".into(),
        client_id: "app".into(),
        aud: vec!["https://api.example".into()],
        scope: Scope::parse("openid").unwrap(),
        iat: Timestamp::from_seconds(1000),
        exp: Timestamp::from_seconds(1600),
        auth_time: None,
        acr: None,
        amr: Vec::new(),
        sid: None,
    }
}

#[test]
fn a_token_concerns_its_client_and_its_audience_alone() {
    let concerned = ["app", "https://api.example", "other", ""].map(|who| concerns(&token(), who));
    assert_eq!(concerned, [true, true, false, false]);
    assert_eq!(inactive(), json!({"active": false}));
}

#[test]
fn what_is_known_is_said_and_nothing_more() {
    let plain = json!({
        "active": true, "token_type": "Bearer", "iss": ISSUER, "sub": "u", "client_id": "app",
        "aud": "https://api.example", "scope": "openid", "jti": "g.r", "iat": 1000, "exp": 1600,
    });
    assert_eq!(Value::Object(access_token(&token(), ISSUER)), plain);
    let strong = AccessToken {
        auth_time: Some(Timestamp::from_seconds(900)),
        acr: Some("urn:doorward:acr:2fa".into()),
        amr: vec!["mfa".into()],
        ..token()
    };
    let mut all = plain;
    all["auth_time"] = 900.into();
    (all["acr"], all["amr"]) = (json!("urn:doorward:acr:2fa"), json!(["mfa"]));
    assert_eq!(Value::Object(access_token(&strong, ISSUER)), all);
}

#[test]
fn a_refresh_token_ends_where_the_first_of_its_limits_is() {
    let token = RefreshToken {
        facts: GrantFacts {
            grant_id: "g".into(),
            client_id: "app".into(),
            user_id: "u".into(),
            sid: None,
            scope: Scope::parse("openid offline_access").unwrap(),
            auth_time: Timestamp(0),
            authentication: Authentication::default(),
            resources: Vec::new(),
            claims: ClaimNames::default(),
            organization_id: None,
        },
        created_at: Timestamp(0),
        idle_expires_at: Timestamp::from_seconds(50),
        expires_at: Timestamp::from_seconds(70),
        used_at: None,
        session_seen_at: None,
        revoked: false,
        subject_is_live: true,
    };
    assert!(token.facts.is_offline());
    let narrower = token.facts.with_scope(Scope::parse("openid").unwrap());
    assert!(!narrower.is_offline() && narrower.grant_id == "g");
    let said = refresh_token(&token, "pairwise", ISSUER);
    assert_eq!(
        said,
        json!({"active": true, "token_type": "refresh_token", "iss": ISSUER, "sub": "pairwise", "client_id": "app", "scope": "openid offline_access", "exp": 50})
    );
}
