//! Which sign-in methods there are, and who is sent where without a page.

use super::{come_back, into_notes};
use crate::{
    on_both,
    world::{ADA, CALLBACK, Shape, StandIn, World, authorize_query},
};
use serde_json::json;

on_both!(
    a_sole_provider_is_used_without_a_page,
    an_address_lands_at_its_own_provider,
    hints_choose_and_travel_on,
    an_app_takes_only_sessions_of_its_own_ways,
    who_must_prove_it_again_does_so_there,
    a_trusted_amr_tells_of_several_factors
);

async fn up(world: &World, id: &str, extra: &serde_json::Value) -> StandIn {
    let up = StandIn::open(world, Shape::Oidc);
    up.declare(world, id, extra).await;
    up.is(json!({"sub": format!("{id}-user"), "email": format!("new@{id}.example"), "email_verified": true}));
    up
}

async fn notes_admits(world: &World, providers: serde_json::Value) {
    world
        .client(
            "notes",
            &json!({"redirect_uris": [CALLBACK], "first_party": true, "client_name": "Notes"}),
            &json!({"providers": providers}),
        )
        .await;
}

async fn a_sole_provider_is_used_without_a_page(world: World) {
    let up = up(&world, "up", &json!({"sign_up": true})).await;
    notes_admits(&world, json!(["up"])).await;
    let mut browser = world.browser();
    let away = browser.authorize(&authorize_query(&[])).await;
    assert!(
        away.location
            .as_deref()
            .is_some_and(|location| location.starts_with(&up.base)),
        "{:?} {}",
        away.location,
        away.body
    );
    let back = come_back(&mut browser, &up, &away).await;
    assert!(browser.follow(back).await.parameter("code").is_some());
    // Silent where somebody is there, and never a page where nobody is.
    assert!(
        browser
            .authorize(&authorize_query(&[("prompt", "none")]))
            .await
            .parameter("code")
            .is_some()
    );
    let nobody = world
        .browser()
        .authorize(&authorize_query(&[("prompt", "none")]))
        .await;
    assert_eq!(nobody.parameter("error").as_deref(), Some("login_required"));
    // Who is signed in and is asked again is not sent round in circles.
    let page = browser
        .authorize(&authorize_query(&[("prompt", "login")]))
        .await;
    assert!(
        page.status == 200
            && page.body.contains("Sign in again")
            && !page.body.contains("name=\"password\""),
        "{}",
        page.body
    );
    notes_admits(&world, json!(["nobody"])).await;
    let page = world.browser().authorize(&authorize_query(&[])).await;
    assert!(
        page.body.contains("no way to sign in to this app"),
        "{}",
        page.body
    );
}

async fn an_address_lands_at_its_own_provider(world: World) {
    let up = up(
        &world,
        "corp",
        &json!({"sign_up": true, "home_realms": ["corp.example"]}),
    )
    .await;
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    assert!(
        page.body.contains("name=\"username\"") && !page.body.contains("name=\"password\""),
        "the address comes first: {}",
        page.body
    );
    let away = browser
        .submit(
            &page,
            &[("username", "new@CORP.example"), ("step", "identifier")],
        )
        .await;
    assert!(
        away.location.as_deref().unwrap().starts_with(&up.base),
        "{:?}",
        away.location
    );
    assert_eq!(
        away.parameter("login_hint").as_deref(),
        Some("new@CORP.example")
    );
    let back = come_back(&mut browser, &up, &away).await;
    assert!(browser.follow(back).await.parameter("code").is_some());
    // Everybody else is asked for the password next.
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let next = browser
        .submit(&page, &[("username", ADA.0), ("step", "identifier")])
        .await;
    assert!(
        next.status == 200
            && next.body.contains("name=\"password\"")
            && next.body.contains(ADA.0)
            && !next.body.contains("role=\"alert\""),
        "{}",
        next.body
    );
    assert!(
        browser
            .sign_in_on(&next, ADA)
            .await
            .parameter("code")
            .is_some()
    );
    // The app knows whose browser it is: straight on.
    let away = world
        .browser()
        .authorize(&authorize_query(&[("login_hint", "new@corp.example")]))
        .await;
    assert!(away.location.as_deref().unwrap().starts_with(&up.base));
}

async fn hints_choose_and_travel_on(world: World) {
    let up = up(&world, "up", &json!({"sign_up": true})).await;
    let away = world
        .browser()
        .authorize(&authorize_query(&[
            ("idp_hint", "up"),
            ("login_hint", "new@up.example"),
        ]))
        .await;
    assert!(away.location.as_deref().unwrap().starts_with(&up.base));
    assert_eq!(
        (
            away.parameter("login_hint").as_deref(),
            away.parameter("idp_hint")
        ),
        (Some("new@up.example"), None)
    );
    // One that nobody here knows may mean something there, and is no reason to refuse.
    let mut browser = world.browser();
    let page = browser
        .authorize(&authorize_query(&[("idp_hint", "theirs")]))
        .await;
    assert!(page.body.contains("name=\"password\""));
    assert_eq!(
        browser
            .choose(&page, "up")
            .await
            .parameter("idp_hint")
            .as_deref(),
        Some("theirs")
    );
    notes_admits(&world, json!(["password"])).await;
    let page = world
        .browser()
        .authorize(&authorize_query(&[("idp_hint", "up")]))
        .await;
    assert!(
        page.status == 200 && !page.body.contains("/federation"),
        "a hint opens nothing that the app does not list"
    );
}

async fn an_app_takes_only_sessions_of_its_own_ways(world: World) {
    let up = up(&world, "up", &json!({"sign_up": true})).await;
    notes_admits(&world, json!(["up"])).await;
    // Signed in by password: good for every app but the one that does not list it.
    let mut browser = world.signed_in(ADA).await;
    let refused = browser
        .authorize(&authorize_query(&[("prompt", "none")]))
        .await;
    assert_eq!(
        refused.parameter("error").as_deref(),
        Some("login_required")
    );
    let page = browser.authorize(&authorize_query(&[])).await;
    let away = browser.choose(&page, "up").await;
    let back = come_back(&mut browser, &up, &away).await;
    assert!(browser.follow(back).await.parameter("code").is_some());
}

async fn who_must_prove_it_again_does_so_there(world: World) {
    let up = up(&world, "up", &json!({"sign_up": true})).await;
    let mut browser = world.browser();
    into_notes(&world, &mut browser, &up, "up").await;
    world
        .advance(doorward_protocol::time::Lifetime::minutes(30))
        .await;
    let page = browser
        .authorize(&authorize_query(&[("max_age", "600")]))
        .await;
    assert!(page.body.contains("Sign in again"), "{}", page.body);
    let away = browser.choose(&page, "up").await;
    assert_eq!(
        (
            away.parameter("prompt").as_deref(),
            away.parameter("max_age").as_deref()
        ),
        (Some("login"), Some("600"))
    );
    // The provider says that it was half an hour ago: that is no sign-in of now.
    let old = world.clock_seconds() - 1800;
    up.is(json!({"sub": "up-user", "auth_time": old}));
    let back = come_back(&mut browser, &up, &away).await;
    let page = browser.follow(back).await;
    assert!(
        page.status == 200 && page.body.contains("Sign in again"),
        "asked again: {:?}",
        page.location
    );
    let away = browser.choose(&page, "up").await;
    up.is(json!({"sub": "up-user", "auth_time": world.clock_seconds()}));
    let back = come_back(&mut browser, &up, &away).await;
    let code = browser.follow(back).await.parameter("code").unwrap();
    let claims = crate::world::claims_of(world.redeem(&code).await.1["id_token"].as_str().unwrap());
    assert_eq!(claims["auth_time"], world.clock_seconds());
}

async fn a_trusted_amr_tells_of_several_factors(world: World) {
    let up = up(&world, "up", &json!({"sign_up": true, "trust_amr": true})).await;
    up.is(json!({"sub": "1", "amr": ["pwd", "otp", "mfa"]}));
    let mut browser = world.browser();
    let claims = into_notes(&world, &mut browser, &up, "up").await;
    assert_eq!(
        (claims["acr"].as_str(), &claims["amr"]),
        (
            Some("urn:doorward:acr:2fa"),
            &json!(["fed", "pwd", "otp", "mfa"])
        )
    );
    up.declare(&world, "up", &json!({"sign_up": true})).await;
    let claims = into_notes(&world, &mut world.browser(), &up, "up").await;
    assert_eq!(
        (claims["acr"].as_str(), &claims["amr"]),
        (Some("urn:doorward:acr:1fa"), &json!(["fed"]))
    );
}
