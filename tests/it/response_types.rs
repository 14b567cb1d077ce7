//! Response types beyond code, single claims, and what a client may have encrypted or paired.

use crate::{
    on_both_wide,
    world::{ADA, Backend, SECRET, World, authorize_query, basic, claims_of},
};
use josekit::{
    jwe::{ECDH_ES, deserialize_compact},
    jwk::{Jwk, alg::ec::EcCurve},
};
use serde_json::json;

on_both_wide!(
    tokens_come_in_the_fragment_and_die_with_the_session,
    a_client_gets_only_what_it_is_registered_for,
    claims_by_name_come_where_they_were_asked_for,
    an_essential_acr_that_cannot_be_met_is_refused,
    encrypted_answers_open_with_the_clients_key_alone,
    pairwise_subjects_are_the_same_everywhere_for_one_client
);

fn front(extra: &serde_json::Value) -> serde_json::Value {
    let mut metadata = json!({
        "redirect_uris": [crate::world::CALLBACK], "response_types": ["code", "id_token", "id_token token", "code id_token token"],
        "grant_types": ["authorization_code", "implicit"], "first_party": true,
    });
    metadata
        .as_object_mut()
        .unwrap()
        .extend(extra.as_object().unwrap().clone());
    metadata
}

async fn tokens_come_in_the_fragment_and_die_with_the_session(world: World) {
    world.client("front", &front(&json!({})), &json!({})).await;
    let mut browser = world.signed_in(ADA).await;
    let answer = browser
        .authorize(&authorize_query(&[
            ("client_id", "front"),
            ("response_type", "code id_token token"),
        ]))
        .await;
    let location = answer.location.clone().unwrap();
    assert!(
        location.contains('#') && !location.contains('?'),
        "{location}"
    );
    for name in [
        "code",
        "id_token",
        "access_token",
        "token_type",
        "expires_in",
        "state",
        "iss",
        "session_state",
    ] {
        assert!(answer.parameter(name).is_some(), "{name}");
    }
    let access = answer.parameter("access_token").unwrap();
    assert_eq!(world.userinfo(&access).await.0, 200);
    let claims = claims_of(&answer.parameter("id_token").unwrap());
    assert!(
        claims["nonce"] == "n-1"
            && claims.contains_key("at_hash")
            && claims.contains_key("c_hash")
            && !claims.contains_key("name")
    );
    let page = browser.get("/end_session").await;
    browser.submit(&page, &[]).await;
    assert_eq!(world.userinfo(&access).await.0, 401);
}

async fn a_client_gets_only_what_it_is_registered_for(world: World) {
    world.client("front", &front(&json!({})), &json!({})).await;
    let mut browser = world.signed_in(ADA).await;
    for (changes, code) in [
        (
            &[("response_type", "id_token token")][..],
            "unauthorized_client",
        ),
        (
            &[("client_id", "front"), ("response_type", "code token")],
            "unauthorized_client",
        ),
        (
            &[("client_id", "front"), ("response_type", "token")],
            "unsupported_response_type",
        ),
        (
            &[
                ("client_id", "front"),
                ("response_type", "id_token"),
                ("nonce", ""),
            ],
            "invalid_request",
        ),
        (
            &[
                ("client_id", "front"),
                ("response_type", "id_token"),
                ("response_mode", "query"),
            ],
            "invalid_request",
        ),
    ] {
        let answer = browser.authorize(&authorize_query(changes)).await;
        assert_eq!(
            answer.parameter("error").as_deref(),
            Some(code),
            "{changes:?}"
        );
        assert!(
            answer.parameter("id_token").is_none() && answer.parameter("access_token").is_none()
        );
    }
    // Where the server does not allow them, registration alone opens nothing.
    let plain = World::open(Backend::Sqlite).await;
    plain.client("front", &front(&json!({})), &json!({})).await;
    let mut browser = plain.signed_in(ADA).await;
    let answer = browser
        .authorize(&authorize_query(&[
            ("client_id", "front"),
            ("response_type", "id_token"),
        ]))
        .await;
    assert_eq!(
        answer.parameter("error").as_deref(),
        Some("unsupported_response_type")
    );
    let metadata: serde_json::Value = plain
        .text_at("/.well-known/openid-configuration")
        .await
        .parse()
        .unwrap();
    assert_eq!(metadata["response_types_supported"], json!(["code"]));
    assert!(
        metadata.get("registration_endpoint").is_none()
            && !metadata["grant_types_supported"]
                .as_array()
                .unwrap()
                .contains(&json!("implicit"))
    );
    assert!(
        !metadata["request_object_signing_alg_values_supported"]
            .as_array()
            .unwrap()
            .contains(&json!("none"))
    );
}

async fn claims_by_name_come_where_they_were_asked_for(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let wish = json!({"userinfo": {"name": {"essential": true}, "nonsense": null}, "id_token": {"phone_number": null}}).to_string();
    let tokens = world
        .tokens(&mut browser, &[("scope", "openid"), ("claims", &wish)])
        .await;
    let (_, userinfo) = world.userinfo(&tokens.access).await;
    assert_eq!(
        (
            &userinfo["name"],
            userinfo.get("phone_number"),
            userinfo.get("email")
        ),
        (&json!("Ada Lovelace"), None, None)
    );
    let claims = claims_of(&tokens.id);
    assert_eq!(
        (claims.get("phone_number"), claims.get("name")),
        (Some(&json!("+44 20 7946 0000")), None)
    );
    let (_, refreshed) = world.refresh(&tokens.refresh).await;
    assert_eq!(
        world
            .userinfo(refreshed["access_token"].as_str().unwrap())
            .await
            .1["name"],
        "Ada Lovelace"
    );
    // A third party's user is asked for what the names open, not only for the scope.
    let query = authorize_query(&[
        ("client_id", "photos"),
        ("redirect_uri", "https://photos.example/callback"),
        ("scope", "openid"),
        ("claims", &wish),
    ]);
    let page = browser.authorize(&query).await;
    assert!(
        page.body.contains("data-scope=\"profile\"") && page.body.contains("data-scope=\"phone\""),
        "{}",
        page.body
    );
    for wrong in ["x", "[]", r#"{"userinfo":1}"#] {
        let answer = browser
            .authorize(&authorize_query(&[("claims", wrong)]))
            .await;
        assert_eq!(
            answer.parameter("error").as_deref(),
            Some("invalid_request"),
            "{wrong}"
        );
    }
}

async fn an_essential_acr_that_cannot_be_met_is_refused(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let wish = |essential: bool, value: &str| {
        json!({"id_token": {"acr": {"essential": essential, "values": [value]}}}).to_string()
    };
    let answer = browser
        .authorize(&authorize_query(&[("claims", &wish(true, "gold"))]))
        .await;
    assert_eq!(
        answer.parameter("error").as_deref(),
        Some("unmet_authentication_requirements")
    );
    for wish in [wish(false, "gold"), wish(true, "urn:doorward:acr:1fa")] {
        assert!(
            browser
                .authorize(&authorize_query(&[("claims", &wish)]))
                .await
                .parameter("code")
                .is_some()
        );
    }
    let grace = world.sub(crate::world::GRACE.0).await;
    let other = json!({"id_token": {"sub": {"value": grace}}}).to_string();
    let answer = browser
        .authorize(&authorize_query(&[("claims", &other), ("prompt", "none")]))
        .await;
    assert_eq!(answer.parameter("error").as_deref(), Some("login_required"));
}

async fn encrypted_answers_open_with_the_clients_key_alone(world: World) {
    let key = Jwk::generate_ec_key(EcCurve::P256).unwrap();
    let metadata = json!({
        "jwks": {"keys": [key.to_public_key().unwrap().as_ref()]}, "id_token_encrypted_response_alg": "ECDH-ES", "id_token_encrypted_response_enc": "A256GCM",
        "userinfo_signed_response_alg": "ES256", "userinfo_encrypted_response_alg": "ECDH-ES",
    });
    world.client("sealed", &front(&metadata), &json!({})).await;
    let mut browser = world.signed_in(ADA).await;
    let answer = browser
        .authorize(&authorize_query(&[
            ("client_id", "sealed"),
            ("response_type", "id_token token"),
        ]))
        .await;
    let decrypter = ECDH_ES.decrypter_from_jwk(&key).unwrap();
    let open =
        |token: &str| String::from_utf8(deserialize_compact(token, &decrypter).unwrap().0).unwrap();
    let sealed = answer.parameter("id_token").unwrap();
    assert_eq!(sealed.split('.').count(), 5);
    assert_eq!(claims_of(&open(&sealed))["nonce"], "n-1");
    let response = world
        .http
        .get(world.at("/userinfo"))
        .bearer_auth(answer.parameter("access_token").unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["content-type"], "application/jwt");
    let claims = claims_of(&open(&response.text().await.unwrap()));
    assert_eq!(
        (&claims["aud"], &claims["iss"]),
        (&json!("sealed"), &json!(world.issuer))
    );
    let stranger = ECDH_ES
        .decrypter_from_jwk(&Jwk::generate_ec_key(EcCurve::P256).unwrap())
        .unwrap();
    assert!(deserialize_compact(&sealed, &stranger).is_err());
}

async fn pairwise_subjects_are_the_same_everywhere_for_one_client(world: World) {
    let ada = world.sub(ADA.0).await;
    let common = json!({"grant_types": ["authorization_code", "refresh_token"], "subject_type": "pairwise", "first_party": true, "post_logout_redirect_uris": ["https://a.example/bye"]});
    world
        .client(
            "a",
            &common,
            &json!({"redirect_uris": ["https://a.example/cb"]}),
        )
        .await;
    world
        .client(
            "b",
            &common,
            &json!({"redirect_uris": ["https://b.example/cb"]}),
        )
        .await;
    let mut browser = world.signed_in(ADA).await;
    let mut subs = vec![ada];
    for id in ["a", "b"] {
        let uri = format!("https://{id}.example/cb");
        let code = browser
            .authorize(&authorize_query(&[
                ("client_id", id),
                ("redirect_uri", &uri),
            ]))
            .await
            .parameter("code")
            .unwrap();
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", uri.as_str()),
            ("code_verifier", crate::world::VERIFIER),
        ];
        let (_, tokens) = world.post("/token", Some(basic(id, SECRET)), &form).await;
        let text = |name: &str| tokens[name].as_str().unwrap().to_owned();
        let sub = claims_of(&text("id_token"))["sub"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_eq!(claims_of(&text("access_token"))["sub"], *sub);
        assert_eq!(world.userinfo(&text("access_token")).await.1["sub"], *sub);
        for token in [text("access_token"), text("refresh_token")] {
            assert_eq!(
                world
                    .post("/introspect", Some(basic(id, SECRET)), &[("token", &token)])
                    .await
                    .1["sub"],
                *sub
            );
        }
        // The hint of a pairwise client names its user all the same.
        let hint = text("id_token");
        let again = browser
            .authorize(&authorize_query(&[
                ("client_id", id),
                ("redirect_uri", &uri),
                ("prompt", "none"),
                ("id_token_hint", &hint),
            ]))
            .await;
        assert!(again.parameter("code").is_some(), "{:?}", again.location);
        subs.push(sub);
    }
    subs.sort();
    subs.dedup();
    assert_eq!(subs.len(), 3, "nobody's sub is another's");
}
