//! Sign-out in both directions.

use super::{into_notes, sign_up};
use crate::{
    on_both,
    world::{ADA, Browser, Shape, StandIn, World, encode},
};
use serde_json::{Value, json};

on_both!(
    a_sign_out_is_handed_on_where_the_operator_says_so,
    a_provider_that_does_not_answer_keeps_nobody_signed_in,
    a_logout_token_ends_what_came_from_that_session_or_subject,
    a_logout_token_that_does_not_hold_ends_nothing
);

async fn up(world: &World, extra: &Value) -> StandIn {
    let up = StandIn::open(world, Shape::Oidc);
    let mut declared = sign_up();
    declared
        .as_object_mut()
        .unwrap()
        .extend(extra.as_object().unwrap().clone());
    up.declare(world, "up", &declared).await;
    up.is(json!({"sub": "u-1", "sid": "there-1"}));
    up
}

/// Signs out by Notes, and says where the browser is sent.
async fn sign_out(world: &World, browser: &mut Browser) -> crate::world::Answer {
    let tokens = world.tokens(browser, &[("prompt", "none")]).await;
    let query = encode(&[
        ("id_token_hint", &tokens.id),
        ("post_logout_redirect_uri", "https://notes.example/bye"),
        ("state", "bye-1"),
    ]);
    browser.get(&format!("/end_session?{query}")).await
}

async fn a_sign_out_is_handed_on_where_the_operator_says_so(world: World) {
    let up = up(&world, &json!({})).await;
    let mut browser = world.browser();
    into_notes(&world, &mut browser, &up, "up").await;
    let out = sign_out(&world, &mut browser).await;
    assert_eq!(
        out.location.as_deref(),
        Some("https://notes.example/bye?state=bye-1"),
        "by default it ends here"
    );
    up.declare(
        &world,
        "up",
        &json!({"sign_up": true, "logout": "upstream"}),
    )
    .await;
    let mut browser = world.browser();
    into_notes(&world, &mut browser, &up, "up").await;
    let out = sign_out(&world, &mut browser).await;
    assert!(
        out.location
            .as_deref()
            .unwrap()
            .starts_with(&format!("{}/logout?", up.base)),
        "{:?}",
        out.location
    );
    assert_eq!(
        browser.get("/account").await.status,
        303,
        "signed out here already"
    );
    let hint = out.parameter("id_token_hint").unwrap();
    assert_eq!(crate::world::claims_of(&hint)["sub"], "u-1");
    let (back, state) = (
        out.parameter("post_logout_redirect_uri").unwrap(),
        out.parameter("state").unwrap(),
    );
    assert_eq!(back, format!("{}/federation/up/signed-out", world.issuer));
    // Another browser learns nothing by the state; this one goes on to the app, once.
    let target = format!("{back}?{}", encode(&[("state", &state)]));
    assert_eq!(
        world.browser().get(&target).await.location.as_deref(),
        Some("/signed-out")
    );
    assert_eq!(
        browser.get(&target).await.location.as_deref(),
        Some("https://notes.example/bye?state=bye-1")
    );
    assert_eq!(
        browser.get(&target).await.location.as_deref(),
        Some("/signed-out")
    );
    // Who came by a password has nothing to hand on.
    let mut browser = world.signed_in(ADA).await;
    assert_eq!(
        sign_out(&world, &mut browser).await.location.as_deref(),
        Some("https://notes.example/bye?state=bye-1")
    );
}

async fn a_provider_that_does_not_answer_keeps_nobody_signed_in(world: World) {
    let up = up(&world, &json!({"logout": "upstream"})).await;
    let mut browser = world.browser();
    into_notes(&world, &mut browser, &up, "up").await;
    // Declared at an address where nobody is.
    up.declare(
        &world,
        "up",
        &json!({"sign_up": true, "logout": "upstream", "issuer": "http://127.0.0.1:9"}),
    )
    .await;
    let out = sign_out(&world, &mut browser).await;
    assert_eq!(
        out.location.as_deref(),
        Some("https://notes.example/bye?state=bye-1")
    );
    assert_eq!(browser.get("/account").await.status, 303);
}

async fn tell(world: &World, id: &str, token: &str) -> u16 {
    world
        .post_raw(
            &format!("/federation/{id}/backchannel-logout"),
            None,
            encode(&[("logout_token", token)]),
        )
        .await
        .0
}

async fn is_in(browser: &mut Browser) -> bool {
    browser.get("/account").await.status == 200
}

async fn a_logout_token_ends_what_came_from_that_session_or_subject(world: World) {
    let up = up(&world, &json!({})).await;
    let mut first = world.browser();
    into_notes(&world, &mut first, &up, "up").await;
    let tokens = world.tokens(&mut first, &[("prompt", "none")]).await;
    up.is(json!({"sub": "u-1", "sid": "there-2"}));
    let mut second = world.browser();
    into_notes(&world, &mut second, &up, "up").await;
    up.is(json!({"sub": "u-2", "sid": "there-3"}));
    let mut other = world.browser();
    into_notes(&world, &mut other, &up, "up").await;
    let mut ada = world.signed_in(ADA).await;
    // One session there: one here, with its tokens.
    assert_eq!(
        tell(
            &world,
            "up",
            &up.logout_token(|claims| claims["sid"] = "there-1".into())
        )
        .await,
        200
    );
    assert!(
        !is_in(&mut first).await
            && is_in(&mut second).await
            && is_in(&mut other).await
            && is_in(&mut ada).await
    );
    assert!(
        !world.is_active(&tokens.access).await && world.refresh(&tokens.refresh).await.0 == 400
    );
    // A subject: every session of theirs.
    assert_eq!(
        tell(
            &world,
            "up",
            &up.logout_token(|claims| claims["sub"] = "u-1".into())
        )
        .await,
        200
    );
    assert!(!is_in(&mut second).await && is_in(&mut other).await && is_in(&mut ada).await);
    let token = up.logout_token(|claims| claims["sub"] = "u-2".into());
    assert_eq!(tell(&world, "up", &token).await, 200);
    assert_eq!(
        tell(&world, "up", &token).await,
        400,
        "a token is used once"
    );
    assert!(!is_in(&mut other).await && is_in(&mut ada).await);
}

async fn a_logout_token_that_does_not_hold_ends_nothing(world: World) {
    let up = up(&world, &json!({})).await;
    let stranger = StandIn::open(&world, Shape::Oidc);
    stranger.declare(&world, "stranger", &json!({})).await;
    let mut browser = world.browser();
    into_notes(&world, &mut browser, &up, "up").await;
    let by = |change: fn(&mut Value)| {
        up.logout_token(|claims| {
            claims["sub"] = "u-1".into();
            change(claims);
        })
    };
    let forged = stranger.logout_token(|claims| {
        claims["sub"] = "u-1".into();
        claims["iss"] = up.base.as_str().into();
    });
    let theirs = stranger.logout_token(|claims| claims["sub"] = "u-1".into());
    let now = world.clock_seconds();
    for (what, token) in [
        ("another's signature", forged),
        ("another issuer", theirs.clone()),
        (
            "another audience",
            by(|claims| claims["aud"] = "somebody".into()),
        ),
        ("a nonce", by(|claims| claims["nonce"] = "n".into())),
        ("no event", by(|claims| claims["events"] = json!({}))),
        ("nobody", by(|claims| claims["sub"] = Value::Null)),
        (
            "old",
            up.logout_token(|claims| {
                claims["sub"] = "u-1".into();
                claims["iat"] = (now - 3600).into();
                claims["exp"] = (now - 3000).into();
            }),
        ),
        ("no token", "x.y.z".to_owned()),
        ("empty", String::new()),
    ] {
        assert_eq!(tell(&world, "up", &token).await, 400, "{what}");
    }
    assert_eq!(tell(&world, "nobody", &by(|_| {})).await, 400);
    // A provider's own token ends only what came from it.
    assert_eq!(tell(&world, "stranger", &theirs).await, 200);
    assert!(is_in(&mut browser).await);
    let json = world
        .http
        .post(world.at("/federation/up/backchannel-logout"))
        .header("content-type", "application/json")
        .body("{}")
        .send()
        .await
        .unwrap();
    assert_eq!(json.status().as_u16(), 400);
}
