//! Userinfo, introspection and revocation.

use crate::{
    on_both,
    world::{ADA, SECRET, World, basic},
};
use doorward_protocol::time::Lifetime;
use serde_json::json;

on_both!(
    claims_follow_the_scope,
    the_token_comes_once_and_never_in_the_query,
    expired_and_revoked_tokens_open_nothing,
    strangers_learn_nothing_from_introspection,
    only_its_client_revokes_a_token,
    a_wrong_hint_still_finds_the_token
);

async fn claims_follow_the_scope(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let names = async |scope: &str, browser: &mut crate::world::Browser| {
        let token = world.tokens(browser, &[("scope", scope)]).await.access;
        let (status, claims) = world.userinfo(&token).await;
        assert_eq!(status, 200);
        let mut names: Vec<String> = claims.as_object().unwrap().keys().cloned().collect();
        names.sort();
        names
    };
    assert_eq!(names("openid", &mut browser).await, ["sub"]);
    assert_eq!(
        names("openid email", &mut browser).await,
        ["email", "email_verified", "sub"]
    );
    assert_eq!(
        names("openid phone", &mut browser).await,
        ["phone_number", "sub"]
    );
    assert_eq!(
        names("openid profile", &mut browser).await,
        ["name", "preferred_username", "sub", "updated_at"]
    );
    let token = world
        .tokens(&mut browser, &[("scope", "openid email")])
        .await
        .access;
    let (_, claims) = world.userinfo(&token).await;
    assert_eq!(
        (claims["email_verified"].as_bool(), &claims["sub"]),
        (Some(false), &json!(world.sub(ADA.0).await))
    );
    let without = world.tokens(&mut browser, &[("scope", "email")]).await;
    assert_eq!(world.userinfo(&without.access).await.0, 403);
    assert!(without.id.is_empty());
}

async fn the_token_comes_once_and_never_in_the_query(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let token = world.tokens(&mut browser, &[]).await.access;
    let none = world.http.get(world.at("/userinfo")).send().await.unwrap();
    assert_eq!(
        (
            none.status().as_u16(),
            none.headers()["www-authenticate"].to_str().unwrap()
        ),
        (401, "Bearer realm=\"doorward\"")
    );
    let invalid = world
        .http
        .get(world.at("/userinfo"))
        .bearer_auth("x")
        .send()
        .await
        .unwrap();
    assert!(
        invalid.headers()["www-authenticate"]
            .to_str()
            .unwrap()
            .contains("error=\"invalid_token\"")
    );
    assert_eq!(
        world
            .http
            .get(world.at(&format!("/userinfo?access_token={token}")))
            .send()
            .await
            .unwrap()
            .status()
            .as_u16(),
        400
    );
    let body = format!("access_token={token}");
    assert_eq!(world.post_raw("/userinfo", None, body.clone()).await.0, 200);
    assert_eq!(
        world
            .post_raw("/userinfo", Some(format!("Bearer {token}")), String::new())
            .await
            .0,
        200
    );
    assert_eq!(
        world
            .post_raw("/userinfo", Some(format!("Bearer {token}")), body)
            .await
            .0,
        400
    );
    let two = world
        .http
        .get(world.at("/userinfo"))
        .header("authorization", format!("Bearer {token}"))
        .header("authorization", "Bearer y")
        .send()
        .await
        .unwrap();
    assert_eq!(two.status().as_u16(), 400);
    assert_eq!(
        world
            .http
            .get(world.at("/userinfo"))
            .header("authorization", "Basic eDp5")
            .send()
            .await
            .unwrap()
            .status()
            .as_u16(),
        400
    );
}

async fn expired_and_revoked_tokens_open_nothing(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let (expired, revoked) = (
        world.tokens(&mut browser, &[]).await,
        world.tokens(&mut browser, &[]).await,
    );
    assert_eq!(world.revoke(&revoked.access).await, 200);
    assert_eq!(world.userinfo(&revoked.access).await.0, 401);
    assert!(!world.is_active(&revoked.access).await);
    assert!(
        world.is_active(&revoked.refresh).await,
        "an access token is revoked alone"
    );
    assert!(world.is_active(&expired.access).await);
    world.advance(Lifetime::seconds(600)).await;
    assert_eq!(world.userinfo(&expired.access).await.0, 401);
    assert_eq!(
        world.introspect(&expired.access).await,
        json!({"active": false})
    );
}

async fn strangers_learn_nothing_from_introspection(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[]).await;
    for token in [&tokens.access, &tokens.refresh] {
        assert!(world.is_active(token).await);
        let (status, body) = world
            .post(
                "/introspect",
                Some(basic("photos", SECRET)),
                &[("token", token)],
            )
            .await;
        assert_eq!((status, body), (200, json!({"active": false})));
        assert_eq!(
            world
                .post(
                    "/introspect",
                    None,
                    &[("token", token), ("client_id", "spa")]
                )
                .await
                .0,
            401
        );
    }
    for garbage in ["x", "a.b.c", "", &"y".repeat(5000)] {
        let (status, body) = world
            .post(
                "/introspect",
                Some(basic("notes", SECRET)),
                &[("token", garbage)],
            )
            .await;
        assert!(
            status == 200 && body == json!({"active": false})
                || garbage.is_empty() && body["error"] == "invalid_request",
            "{status} {body}"
        );
    }
    // An API that is an audience of the token may look.
    world
        .client(
            "notes",
            &json!({"redirect_uris": [crate::world::CALLBACK], "audience": ["photos"]}),
            &json!({"first_party": true}),
        )
        .await;
    let token = world.tokens(&mut browser, &[]).await.access;
    assert_eq!(
        world
            .post(
                "/introspect",
                Some(basic("photos", SECRET)),
                &[("token", &token)]
            )
            .await
            .1["username"],
        "ada"
    );
}

async fn only_its_client_revokes_a_token(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[]).await;
    for token in [&tokens.access, &tokens.refresh] {
        assert_eq!(
            world
                .post(
                    "/revoke",
                    Some(basic("photos", SECRET)),
                    &[("token", token)]
                )
                .await
                .0,
            400
        );
        assert_eq!(
            world
                .post("/revoke", None, &[("token", token), ("client_id", "spa")])
                .await
                .0,
            200
        );
        assert_eq!(
            world.post("/revoke", None, &[("token", token)]).await.1["error"],
            "invalid_client"
        );
        assert!(world.is_active(token).await);
    }
    assert_eq!(world.revoke("unknown").await, 200);
    assert_eq!(world.revoke(&tokens.refresh).await, 200);
    assert!(
        !world.is_active(&tokens.access).await,
        "the family goes with its refresh token"
    );
}

async fn a_wrong_hint_still_finds_the_token(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[]).await;
    for (token, hint) in [
        (&tokens.access, "refresh_token"),
        (&tokens.refresh, "access_token"),
        (&tokens.access, "bogus"),
    ] {
        let (_, body) = world
            .post(
                "/introspect",
                Some(basic("notes", SECRET)),
                &[("token", token), ("token_type_hint", hint)],
            )
            .await;
        assert_eq!(body["active"], true);
    }
}
