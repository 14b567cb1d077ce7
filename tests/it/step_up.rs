//! Step-up (RFC 9470): an app that wants more gets it, or hears that it cannot; only what is
//! missing is asked for.

use crate::{
    forward_auth::ask,
    on_both,
    world::{
        ADA, Answer, Backend, Browser, SECRET, Shape, StandIn, Tokens, Way, World, authorize_query,
        basic, claims_of,
    },
};
use doorward_cli::settings::Settings;
use doorward_protocol::time::Lifetime;
use serde_json::{Value, json};

on_both!(
    who_is_not_strong_enough_is_sent_for_the_rest_alone,
    a_wish_that_is_not_met_is_told_and_a_demand_is_refused,
    of_several_ways_the_strong_ones_are_offered,
    a_half_finished_step_up_opens_nothing_more,
    a_sign_in_that_is_too_old_asks_for_the_password_alone,
    tokens_tell_resource_servers_how_strong_and_how_old_a_sign_in_was,
    a_site_behind_a_proxy_asks_for_more,
);

const TWO: &str = "urn:doorward:acr:2fa";

/// A provider whose word on the strength of a sign-in is believed.
async fn strong(world: &World) -> StandIn {
    let up = StandIn::open(world, Shape::Oidc);
    up.declare(
        world,
        "up",
        &json!({"sign_up": true, "trust_amr": true, "step_up_acr_values": "mfa phr"}),
    )
    .await;
    up.is(json!({"sub": "eve", "amr": ["pwd"]}));
    up
}

/// Brings a provider's answer back, as far as it goes.
async fn back(browser: &mut Browser, up: &StandIn, away: &Answer) -> Answer {
    let Way::Redirect(location) = up.visit(away.location.as_deref().unwrap()).await else {
        panic!("by redirect")
    };
    let answer = browser.get(&location).await;
    browser.follow(answer).await
}

/// A browser in which somebody came in by the provider, weakly.
async fn weak(world: &World, up: &StandIn) -> Browser {
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let away = browser.choose(&page, "up").await;
    back(&mut browser, up, &away).await;
    assert_eq!(browser.get("/account").await.status, 200);
    browser
}

async fn claims(world: &World, answer: &Answer) -> serde_json::Map<String, Value> {
    let code = answer
        .parameter("code")
        .unwrap_or_else(|| panic!("no code: {:?} {}", answer.location, answer.body));
    claims_of(world.redeem(&code).await.1["id_token"].as_str().unwrap())
}

fn demand() -> String {
    json!({"id_token": {"acr": {"essential": true, "values": [TWO]}}}).to_string()
}

async fn who_is_not_strong_enough_is_sent_for_the_rest_alone(world: World) {
    let up = strong(&world).await;
    let mut browser = weak(&world, &up).await;
    let before = browser.session();
    let plain = browser.authorize(&authorize_query(&[])).await;
    assert_eq!(claims(&world, &plain).await["acr"], "urn:doorward:acr:1fa");
    let silent = browser
        .authorize(&authorize_query(&[("acr_values", TWO), ("prompt", "none")]))
        .await;
    assert_eq!(
        silent.parameter("error").as_deref(),
        Some("interaction_required")
    );
    // There is one way to more, so nothing is asked here; there, only what is missing.
    let away = browser
        .authorize(&authorize_query(&[("acr_values", TWO)]))
        .await;
    assert!(
        away.location
            .as_deref()
            .is_some_and(|location| location.starts_with(&up.base)),
        "{:?} {}",
        away.location,
        away.body
    );
    assert_eq!(
        (
            away.parameter("acr_values").as_deref(),
            away.parameter("prompt")
        ),
        (Some("mfa phr"), None)
    );
    up.is(json!({"sub": "eve", "amr": ["pwd", "otp", "mfa"]}));
    let answer = back(&mut browser, &up, &away).await;
    let told = claims(&world, &answer).await;
    assert_eq!(
        (&told["acr"], &told["amr"]),
        (&json!(TWO), &json!(["fed", "pwd", "otp", "mfa"]))
    );
    assert_ne!(
        browser.session(),
        before,
        "a new identifier at each authentication"
    );
    // From now on silently, for every app.
    let silent = browser
        .authorize(&authorize_query(&[("acr_values", TWO), ("prompt", "none")]))
        .await;
    assert_eq!(claims(&world, &silent).await["acr"], TWO);
    let weaker = browser
        .authorize(&authorize_query(&[
            ("acr_values", "urn:doorward:acr:1fa"),
            ("prompt", "none"),
        ]))
        .await;
    assert_eq!(
        claims(&world, &weaker).await["acr"],
        TWO,
        "the token says what there was"
    );
}

async fn a_wish_that_is_not_met_is_told_and_a_demand_is_refused(world: World) {
    let up = strong(&world).await;
    let mut browser = weak(&world, &up).await;
    let away = browser
        .authorize(&authorize_query(&[("acr_values", TWO)]))
        .await;
    let answer = back(&mut browser, &up, &away).await;
    assert_eq!(
        claims(&world, &answer).await["acr"],
        "urn:doorward:acr:1fa",
        "it came back as weak as it was"
    );
    let away = browser
        .authorize(&authorize_query(&[("claims", &demand())]))
        .await;
    let answer = back(&mut browser, &up, &away).await;
    assert_eq!(
        answer.parameter("error").as_deref(),
        Some("unmet_authentication_requirements")
    );
    // Somebody who says no there chooses again here.
    let away = browser
        .authorize(&authorize_query(&[("acr_values", TWO)]))
        .await;
    let url = url::Url::parse(away.location.as_deref().unwrap()).unwrap();
    let state = url
        .query_pairs()
        .find(|(name, _)| name == "state")
        .unwrap()
        .1
        .into_owned();
    let refused = browser
        .get(&format!(
            "/federation/up/callback?state={state}&error=access_denied"
        ))
        .await;
    assert!(
        refused.status >= 400 && refused.body.contains("/sign-in?flow="),
        "{}",
        refused.body
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demand_that_nobody_can_meet_is_refused_before_anybody_signs_in() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let off = |settings: &mut Settings| settings.second_factor.mode = "off".into();
        nobody_can_meet_it(World::open_with(backend, off).await).await;
    }
}

async fn nobody_can_meet_it(world: World) {
    let mut browser = world.browser();
    let answer = browser
        .authorize(&authorize_query(&[("claims", &demand())]))
        .await;
    assert_eq!(
        answer.parameter("error").as_deref(),
        Some("unmet_authentication_requirements")
    );
    // A wish signs in, and the token says what there was.
    let page = browser
        .authorize(&authorize_query(&[("acr_values", TWO)]))
        .await;
    let answer = browser.sign_in_on(&page, ADA).await;
    assert_eq!(claims(&world, &answer).await["acr"], "urn:doorward:acr:1fa");
}

async fn of_several_ways_the_strong_ones_are_offered(world: World) {
    let up = strong(&world).await;
    up.declare(
        &world,
        "second",
        &json!({"name": "Second", "trust_amr": true}),
    )
    .await;
    up.declare(&world, "weakling", &json!({"name": "Weakling"}))
        .await;
    let mut browser = world.signed_in(ADA).await;
    let page = browser
        .authorize(&authorize_query(&[("acr_values", TWO)]))
        .await;
    assert!(
        page.body.contains("One more step") && page.body.contains("Notes needs a stronger sign-in"),
        "{}",
        page.body
    );
    assert!(
        page.body.contains("Second")
            && !page.body.contains("Weakling")
            && !page.body.contains("type=\"password\"")
    );
    let away = browser.choose(&page, "second").await;
    assert_eq!(
        (
            away.parameter("acr_values"),
            away.parameter("prompt").as_deref()
        ),
        (None, Some("login")),
        "without words of its own, a fresh sign-in"
    );
}

async fn a_half_finished_step_up_opens_nothing_more(world: World) {
    let up = strong(&world).await;
    let mut browser = weak(&world, &up).await;
    let away = browser
        .authorize(&authorize_query(&[("claims", &demand())]))
        .await;
    assert!(
        away.location
            .as_deref()
            .is_some_and(|location| location.starts_with(&up.base))
    );
    // The session is what it was, for everybody.
    let flow = browser
        .get(&format!(
            "/authorize?{}",
            authorize_query(&[("claims", &demand())])
        ))
        .await;
    let flow = flow
        .parameter("flow")
        .or_else(|| {
            flow.location
                .as_deref()?
                .split("flow=")
                .nth(1)?
                .split('&')
                .next()
                .map(str::to_owned)
        })
        .unwrap();
    let resumed = browser.get(&format!("/authorize/resume?flow={flow}")).await;
    assert!(
        resumed
            .location
            .as_deref()
            .is_some_and(|location| location.contains("way=step-up")),
        "{:?}",
        resumed.location
    );
    let plain = browser
        .authorize(&authorize_query(&[("prompt", "none")]))
        .await;
    assert_eq!(claims(&world, &plain).await["acr"], "urn:doorward:acr:1fa");
}

async fn a_sign_in_that_is_too_old_asks_for_the_password_alone(world: World) {
    let mut browser = world.signed_in(ADA).await;
    world.advance(Lifetime::minutes(30)).await;
    let page = browser
        .authorize(&authorize_query(&[("max_age", "600")]))
        .await;
    assert!(page.body.contains("Sign in again"));
    // Nobody types what is known: the password is enough, and another name still means another
    // user.
    assert!(
        page.body.contains("You are signed in as ada@example.com")
            && page.field("username").as_deref() == Some("")
    );
    let wrong = browser
        .submit(&page, &[("as", ADA.0), ("password", "not that one")])
        .await;
    assert!(
        wrong.body.contains("match") && wrong.body.contains("You are signed in as ada@example.com"),
        "{}",
        wrong.body
    );
    let answer = browser
        .submit(&wrong, &[("as", ADA.0), ("password", ADA.1)])
        .await;
    let answer = browser.follow(answer).await;
    assert_eq!(
        claims(&world, &answer).await["auth_time"],
        world.clock_seconds()
    );
}

async fn tokens_tell_resource_servers_how_strong_and_how_old_a_sign_in_was(world: World) {
    let registered = world
        .provider
        .configuration()
        .await
        .unwrap()
        .client("notes")
        .await
        .unwrap()
        .unwrap()
        .client
        .clone();
    let mut browser = world.signed_in(ADA).await;
    let at = world.clock_seconds();
    world.advance(Lifetime::seconds(30)).await;
    for format in ["jwt", "opaque"] {
        world
            .client(
                "notes",
                &serde_json::to_value(&registered).unwrap(),
                &json!({"access_token_format": format}),
            )
            .await;
        let tokens = world.tokens(&mut browser, &[]).await;
        let refreshed = Tokens::from(&world.refresh(&tokens.refresh).await.1);
        for access in [&tokens.access, &refreshed.access] {
            let told = world.introspect(access).await;
            assert_eq!(
                (&told["acr"], &told["auth_time"], &told["amr"]),
                (&json!("urn:doorward:acr:1fa"), &json!(at), &json!(["pwd"]))
            );
        }
        if format == "jwt" {
            let token = claims_of(&tokens.access);
            assert_eq!(
                (&token["acr"], &token["auth_time"], &token["amr"]),
                (&json!("urn:doorward:acr:1fa"), &json!(at), &json!(["pwd"]))
            );
        }
    }
    // A client for itself signed nobody in.
    let (_, body) = world
        .post(
            "/token",
            Some(basic("notes", SECRET)),
            &[("grant_type", "client_credentials")],
        )
        .await;
    let own = world
        .introspect(body["access_token"].as_str().unwrap())
        .await;
    assert!(own.get("acr").is_none() && own.get("auth_time").is_none() && own["active"] == true);
}

async fn a_site_behind_a_proxy_asks_for_more(world: World) {
    let up = strong(&world).await;
    let site = |acr: &[&str]| json!({"client_name": "Vault", "forward_auth": {"origins": ["https://vault.example"], "acr_values": acr, "max_age": 600}, "grant_types": ["authorization_code"]});
    world.client("vault", &site(&[]), &json!({})).await;
    let (mut cookies, mut browser) = (world.browser(), weak(&world, &up).await);
    let enter = async |cookies: &mut Browser, browser: &mut Browser| {
        let away = ask(cookies, "vault.example", "/", &[]).await;
        let first = browser.get(away.location.as_deref().unwrap()).await;
        browser.follow(first).await
    };
    let handle_callback = async |cookies: &mut Browser, answer: &Answer| {
        let callback = answer
            .location
            .as_deref()
            .unwrap()
            .strip_prefix("https://vault.example")
            .unwrap()
            .to_owned();
        ask(cookies, "vault.example", &callback, &[]).await.status
    };
    let answer = enter(&mut cookies, &mut browser).await;
    assert_eq!(handle_callback(&mut cookies, &answer).await, 302);
    assert_eq!(
        ask(&mut cookies, "vault.example", "/", &[]).await.status,
        200
    );
    // Ten minutes later it is too long ago, and a script is told what is missing.
    world.advance(Lifetime::minutes(11)).await;
    let script = ask(
        &mut cookies,
        "vault.example",
        "/api",
        &[("sec-fetch-mode", "cors")],
    )
    .await;
    let challenge = script.headers["www-authenticate"].to_str().unwrap();
    assert_eq!(script.status, 401);
    assert_eq!(
        challenge,
        "Bearer error=\"insufficient_user_authentication\", error_description=\"a more recent sign-in is required\", max_age=\"600\""
    );
    let page = enter(&mut cookies, &mut browser).await;
    assert!(page.body.contains("Sign in again"), "{}", page.body);
    let away = browser.choose(&page, "up").await;
    let answer = back(&mut browser, &up, &away).await;
    assert_eq!(handle_callback(&mut cookies, &answer).await, 302);
    assert_eq!(
        ask(&mut cookies, "vault.example", "/", &[]).await.status,
        200
    );
    // The rule grows: it holds at the next request.
    world.client("vault", &site(&[TWO]), &json!({})).await;
    let script = ask(
        &mut cookies,
        "vault.example",
        "/api",
        &[("sec-fetch-mode", "cors")],
    )
    .await;
    assert!(
        script.status == 401
            && script.headers["www-authenticate"]
                .to_str()
                .unwrap()
                .contains(&format!("acr_values=\"{TWO}\""))
    );
    let away = enter(&mut cookies, &mut browser).await;
    assert!(
        away.location
            .as_deref()
            .is_some_and(|location| location.starts_with(&up.base)),
        "{:?} {}",
        away.location,
        away.body
    );
    up.is(json!({"sub": "eve", "amr": ["mfa"]}));
    let answer = back(&mut browser, &up, &away).await;
    assert_eq!(handle_callback(&mut cookies, &answer).await, 302);
    assert_eq!(
        ask(&mut cookies, "vault.example", "/", &[]).await.status,
        200
    );
}
