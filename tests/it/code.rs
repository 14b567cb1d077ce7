//! Authorization codes and PKCE at the token endpoint.

use crate::{
    on_both,
    world::{ADA, CALLBACK, SECRET, Tokens, VERIFIER, World, authorize_query, basic, claims_of},
};
use doorward_protocol::time::Lifetime;
use serde_json::json;

on_both!(
    a_code_gives_tokens_that_say_what_happened,
    of_fifty_at_once_one_redeems_the_code,
    a_replayed_code_revokes_what_it_gave,
    a_stranger_with_a_code_changes_nothing,
    a_code_dies_after_a_minute,
    pkce_is_proven_or_nothing_is_given,
    a_verifier_without_a_challenge_is_a_downgrade,
    the_redirect_uri_must_be_the_one_that_was_used,
    a_code_of_an_ended_session_or_a_disabled_user_is_dead,
    malformed_codes_are_refused_without_fuss,
    the_grant_type_must_be_registered_and_known,
    client_credentials_speak_for_the_client_alone,
    opaque_access_tokens_work_like_jwts
);

async fn a_code_gives_tokens_that_say_what_happened(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let code = world
        .code(
            &mut browser,
            &[("scope", "openid profile email offline_access")],
        )
        .await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let (status, headers, body) = world
        .post_raw(
            "/token",
            Some(basic("notes", SECRET)),
            crate::world::encode(&form),
        )
        .await;
    assert_eq!(
        (
            status,
            headers["cache-control"].to_str().unwrap(),
            headers["pragma"].to_str().unwrap()
        ),
        (200, "no-store", "no-cache")
    );
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    let tokens = Tokens::from(&body);
    assert_eq!(
        (body["token_type"].as_str(), body["expires_in"].as_i64()),
        (Some("Bearer"), Some(600))
    );
    let id = claims_of(&tokens.id);
    let sub = world.sub(ADA.0).await;
    for (name, value) in [
        ("iss", json!(world.issuer)),
        ("sub", json!(sub)),
        ("aud", json!("notes")),
        ("azp", json!("notes")),
        ("nonce", json!("n-1")),
        ("amr", json!(["pwd"])),
    ] {
        assert_eq!(id[name], value, "{name}");
    }
    for name in ["exp", "iat", "auth_time", "acr", "sid", "at_hash"] {
        assert!(id.contains_key(name), "{name}");
    }
    assert!(
        !id.contains_key("email"),
        "claims of a scope come from userinfo"
    );
    let access = claims_of(&tokens.access);
    for (name, value) in [
        ("iss", json!(world.issuer)),
        ("sub", json!(sub)),
        ("client_id", json!("notes")),
        ("scope", json!("openid profile email offline_access")),
    ] {
        assert_eq!(access[name], value, "{name}");
    }
    assert!(code.len() >= 43 && tokens.refresh.len() >= 43);
}

async fn of_fifty_at_once_one_redeems_the_code(world: World) {
    let other = world.another_node().await;
    let mut browser = world.signed_in(ADA).await;
    for _ in 0..40 {
        let code = world.code(&mut browser, &[]).await;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        let posts = (0..50)
            .map(|n| if n % 2 == 0 { &world } else { &other })
            .map(|node| node.post("/token", Some(basic("notes", SECRET)), &form));
        let answers = futures_util::future::join_all(posts).await;
        let given: Vec<_> = answers
            .iter()
            .filter(|(status, _)| *status == 200)
            .collect();
        assert_eq!(given.len(), 1);
        assert!(
            answers.iter().all(|(status, body)| *status == 200
                || *status == 400 && body["error"] == "invalid_grant"),
            "{answers:?}"
        );
        // The others were replays: what the one got is revoked.
        assert!(!world.is_active(&Tokens::from(&given[0].1).access).await);
    }
}

async fn a_replayed_code_revokes_what_it_gave(world: World) {
    for wait in [1, 31] {
        let mut browser = world.signed_in(ADA).await;
        let code = world
            .code(&mut browser, &[("scope", "openid offline_access")])
            .await;
        let (_, body) = world.redeem(&code).await;
        let tokens = Tokens::from(&body);
        assert!(world.is_active(&tokens.access).await);
        world.advance(Lifetime::seconds(wait)).await;
        let (status, error) = world.redeem(&code).await;
        assert_eq!(
            (status, error["error"].as_str()),
            (400, Some("invalid_grant"))
        );
        assert!(!world.is_active(&tokens.access).await && !world.is_active(&tokens.refresh).await);
        assert_eq!(world.userinfo(&tokens.access).await.0, 401);
        assert_eq!(
            world.refresh(&tokens.refresh).await.1["error"],
            "invalid_grant"
        );
    }
}

async fn a_stranger_with_a_code_changes_nothing(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let code = world.code(&mut browser, &[]).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    assert_eq!(
        world
            .post("/token", Some(basic("photos", SECRET)), &form)
            .await
            .1["error"],
        "invalid_grant"
    );
    assert_eq!(
        world.post("/token", None, &form).await.1["error"],
        "invalid_client"
    );
    let (status, body) = world.redeem(&code).await;
    assert_eq!(status, 200);
    // Used by now, and still a stranger's presentation revokes nothing.
    assert_eq!(
        world
            .post("/token", Some(basic("photos", SECRET)), &form)
            .await
            .1["error"],
        "invalid_grant"
    );
    assert!(world.is_active(&Tokens::from(&body).access).await);
}

async fn a_code_dies_after_a_minute(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let code = world.code(&mut browser, &[]).await;
    world.advance(Lifetime::seconds(61)).await;
    assert_eq!(world.redeem(&code).await.1["error"], "invalid_grant");
}

async fn pkce_is_proven_or_nothing_is_given(world: World) {
    let mut browser = world.signed_in(ADA).await;
    for verifier in [
        "",
        "wrong-wrong-wrong-wrong-wrong-wrong-wrong-wrong",
        crate::world::CHALLENGE,
        &VERIFIER[1..],
        &"a".repeat(129),
        "dBjftJeZ4CVP mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    ] {
        let code = world.code(&mut browser, &[]).await;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_verifier", verifier),
        ];
        let (status, body) = world
            .post("/token", Some(basic("notes", SECRET)), &form)
            .await;
        assert_eq!(
            (status, body["error"].as_str()),
            (400, Some("invalid_grant")),
            "{verifier}"
        );
        assert!(body.get("access_token").is_none());
    }
}

async fn a_verifier_without_a_challenge_is_a_downgrade(world: World) {
    world
        .client(
            "legacy",
            &json!({"redirect_uris": [CALLBACK]}),
            &json!({"first_party": true, "require_pkce": false}),
        )
        .await;
    let mut browser = world.signed_in(ADA).await;
    let query = authorize_query(&[
        ("client_id", "legacy"),
        ("code_challenge", ""),
        ("code_challenge_method", ""),
    ]);
    let code = browser.authorize(&query).await.parameter("code").unwrap();
    let with = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    assert_eq!(
        world
            .post("/token", Some(basic("legacy", SECRET)), &with)
            .await
            .1["error"],
        "invalid_grant"
    );
    let code = browser.authorize(&query).await.parameter("code").unwrap();
    let without = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
    ];
    assert_eq!(
        world
            .post("/token", Some(basic("legacy", SECRET)), &without)
            .await
            .0,
        200
    );
}

async fn the_redirect_uri_must_be_the_one_that_was_used(world: World) {
    let mut browser = world.signed_in(ADA).await;
    for uri in ["", "https://notes.example/other", "http://127.0.0.1/cb"] {
        let code = world.code(&mut browser, &[]).await;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", uri),
            ("code_verifier", VERIFIER),
        ];
        assert_eq!(
            world
                .post("/token", Some(basic("notes", SECRET)), &form)
                .await
                .1["error"],
            "invalid_grant",
            "{uri}"
        );
    }
}

async fn a_code_of_an_ended_session_or_a_disabled_user_is_dead(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let code = world.code(&mut browser, &[]).await;
    let page = browser.get("/end_session").await;
    browser.submit(&page, &[]).await;
    assert_eq!(world.redeem(&code).await.1["error"], "invalid_grant");
    let mut browser = world.signed_in(ADA).await;
    let code = world.code(&mut browser, &[]).await;
    world.disable(ADA.0).await;
    assert_eq!(world.redeem(&code).await.1["error"], "invalid_grant");
}

async fn malformed_codes_are_refused_without_fuss(world: World) {
    for code in ["x", "\"", "' OR 1=1 --", &"a".repeat(4000)] {
        assert_eq!(
            world.redeem(code).await.1["error"],
            "invalid_grant",
            "{code:.20}"
        );
    }
    let doubled = format!(
        "grant_type=authorization_code&code=a&code=b&redirect_uri=x&code_verifier={VERIFIER}"
    );
    let (status, _, body) = world
        .post_raw("/token", Some(basic("notes", SECRET)), doubled)
        .await;
    assert!(status == 400 && body.contains("invalid_request"));
    let (status, _, _) = world
        .post_raw(
            "/token",
            Some(basic("notes", SECRET)),
            format!("code={}", "a".repeat(1_000_000)),
        )
        .await;
    assert_eq!(status, 413);
}

async fn the_grant_type_must_be_registered_and_known(world: World) {
    for (grant_type, error) in [
        ("", "invalid_request"),
        ("password", "unsupported_grant_type"),
        ("implicit", "unsupported_grant_type"),
        ("Authorization_Code", "unsupported_grant_type"),
    ] {
        let (status, body) = world
            .post(
                "/token",
                Some(basic("notes", SECRET)),
                &[
                    ("grant_type", grant_type),
                    ("username", ADA.0),
                    ("password", ADA.1),
                ],
            )
            .await;
        assert_eq!(
            (status, body["error"].as_str()),
            (400, Some(error)),
            "{grant_type}"
        );
    }
    world
        .client(
            "robot",
            &json!({}),
            &json!({"grant_types": ["client_credentials"], "scope": "notes:read"}),
        )
        .await;
    let form = [("grant_type", "authorization_code"), ("code", "x")];
    assert_eq!(
        world
            .post("/token", Some(basic("robot", SECRET)), &form)
            .await
            .1["error"],
        "unauthorized_client"
    );
}

async fn client_credentials_speak_for_the_client_alone(world: World) {
    let ask = async |scope: &str| {
        world
            .post(
                "/token",
                Some(basic("notes", SECRET)),
                &[("grant_type", "client_credentials"), ("scope", scope)],
            )
            .await
    };
    let (status, body) = ask("").await;
    assert_eq!((status, body["scope"].as_str()), (200, Some("notes:read")));
    assert!(body.get("refresh_token").is_none() && body.get("id_token").is_none());
    let token = body["access_token"].as_str().unwrap().to_owned();
    assert_eq!(claims_of(&token)["sub"], "notes");
    assert_eq!(world.introspect(&token).await["client_id"], "notes");
    assert_eq!(ask("openid").await.1["error"], "invalid_scope");
    assert_eq!(world.userinfo(&token).await.0, 403);
    assert_eq!(world.revoke(&token).await, 200);
    assert!(!world.is_active(&token).await);
}

async fn opaque_access_tokens_work_like_jwts(world: World) {
    world
        .client(
            "opaque",
            &json!({"redirect_uris": [CALLBACK]}),
            &json!({"first_party": true, "access_token_format": "opaque"}),
        )
        .await;
    let mut browser = world.signed_in(ADA).await;
    let code = browser
        .authorize(&authorize_query(&[("client_id", "opaque")]))
        .await
        .parameter("code")
        .unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let (_, body) = world
        .post("/token", Some(basic("opaque", SECRET)), &form)
        .await;
    let token = body["access_token"].as_str().unwrap();
    assert!(!token.contains('.') && token.len() == 43);
    assert_eq!(world.userinfo(token).await.1["email"], ADA.0);
    assert_eq!(
        world
            .post(
                "/introspect",
                Some(basic("opaque", SECRET)),
                &[("token", token)]
            )
            .await
            .1["active"],
        true
    );
    assert_eq!(
        world.introspect(token).await,
        json!({"active": false}),
        "another client's token is nobody's business"
    );
    world.disable(ADA.0).await;
    assert_eq!(world.userinfo(token).await.0, 401);
}
