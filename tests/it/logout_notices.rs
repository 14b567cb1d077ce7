//! Who hears of the end of a session: by the back channel from a durable queue, by the front
//! channel in frames, by a script that compares.

use crate::{
    on_both_wide,
    world::{ADA, GRACE, Page, Site, World, authorize_query, claims_of, encode},
};
use doorward_protocol::time::Lifetime;
use doorward_storage::{DueOutboxMessages, LOGOUT_NOTICE};
use serde_json::{Map, Value, json};
use std::time::Duration;

on_both_wide!(
    every_app_of_the_session_hears_once_and_no_other,
    whoever_ends_a_session_the_apps_hear_of_it,
    a_notice_is_tried_again_until_it_is_taken_or_expired,
    a_slow_app_holds_up_itself_alone,
    two_nodes_never_deliver_one_notice_together,
    the_front_channel_frames_registered_addresses_alone,
    the_frame_that_compares_may_be_framed_and_nothing_else,
    a_frame_without_session_cookies_leaves_the_state_as_it_is
);

/// A client whose notices come to this address; first party, so that a visit is enough to sign in.
async fn app(world: &World, id: &str, extra: Value) {
    let common = json!({"redirect_uris": [format!("https://{id}.example/cb")], "post_logout_redirect_uris": [format!("https://{id}.example/bye")], "first_party": true});
    world.client(id, &common, &extra).await;
}

async fn visit(browser: &mut crate::world::Browser, id: &str) {
    let answer = browser
        .authorize(&authorize_query(&[
            ("client_id", id),
            ("redirect_uri", &format!("https://{id}.example/cb")),
        ]))
        .await;
    assert!(answer.parameter("code").is_some(), "{:?}", answer.location);
}

async fn sign_out(browser: &mut crate::world::Browser) -> crate::world::Answer {
    let page = browser.get("/end_session").await;
    browser.submit(&page, &[]).await
}

fn token(body: &str) -> Map<String, Value> {
    let form: Vec<(String, String)> = url::form_urlencoded::parse(body.as_bytes())
        .into_owned()
        .collect();
    assert_eq!((form.len(), form[0].0.as_str()), (1, "logout_token"));
    claims_of(&form[0].1)
}

async fn every_app_of_the_session_hears_once_and_no_other(world: World) {
    let site = Site::open();
    for id in ["one", "two", "never"] {
        app(
            &world,
            id,
            json!({"backchannel_logout_uri": site.at(&format!("/{id}")), "subject_type": if id == "two" { "pairwise" } else { "public" }}),
        )
        .await;
    }
    let (mut ada, mut grace) = (world.signed_in(ADA).await, world.signed_in(GRACE).await);
    visit(&mut ada, "one").await;
    visit(&mut ada, "one").await;
    visit(&mut ada, "two").await;
    visit(&mut grace, "never").await;
    let started = std::time::Instant::now();
    sign_out(&mut ada).await;
    let (one, two) = (
        site.wait_for("/one", 1).await,
        site.wait_for("/two", 1).await,
    );
    assert!(
        started.elapsed() < Duration::from_secs(1),
        "within a second: {:?}",
        started.elapsed()
    );
    world.deliver_all().await;
    assert_eq!(
        (
            site.received("/one").len(),
            site.received("/two").len(),
            site.received("/never").len()
        ),
        (1, 1, 0)
    );
    let (one, two) = (token(&one[0]), token(&two[0]));
    let header = site.received("/one")[0]
        .split('=')
        .nth(1)
        .unwrap()
        .split('.')
        .next()
        .unwrap()
        .to_owned();
    assert!(
        String::from_utf8(
            base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, header)
                .unwrap()
        )
        .unwrap()
        .contains("logout+jwt")
    );
    assert_eq!(
        (&one["iss"], &one["aud"], &one["sub"]),
        (
            &json!(world.issuer),
            &json!("one"),
            &json!(world.sub(ADA.0).await)
        )
    );
    assert_ne!(one["sub"], two["sub"], "each app in its own words");
    assert!(
        one["exp"].as_i64().unwrap() - one["iat"].as_i64().unwrap() <= 120
            && one["jti"] != two["jti"]
            && !one.contains_key("nonce")
    );
    assert!(
        one["events"]["http://schemas.openid.net/event/backchannel-logout"].is_object()
            && one["sid"] == two["sid"]
    );
    // A logout token is nothing else.
    let text = site.received("/one")[0]
        .trim_start_matches("logout_token=")
        .to_owned();
    assert_eq!(world.userinfo(&text).await.0, 401);
    assert!(!world.is_active(&text).await);
    let page = grace
        .get(&format!(
            "/end_session?{}",
            encode(&[("id_token_hint", &text)])
        ))
        .await;
    assert!(
        page.status == 200 && page.body.contains("This sign-out link does not work"),
        "{}",
        page.body
    );
    assert_eq!(
        grace.get("/account").await.status,
        200,
        "nobody is signed out by it"
    );
}

async fn whoever_ends_a_session_the_apps_hear_of_it(world: World) {
    let site = Site::open();
    app(
        &world,
        "one",
        json!({"backchannel_logout_uri": site.at("/one")}),
    )
    .await;
    let mut browser = world.signed_in(ADA).await;
    visit(&mut browser, "one").await;
    world.disable(ADA.0).await;
    assert_eq!(site.wait_for("/one", 1).await.len(), 1, "an administrator");
    let mut browser = world.signed_in(GRACE).await;
    visit(&mut browser, "one").await;
    let mut other = world.signed_in(GRACE).await;
    let account = other.get("/account").await;
    other
        .post(
            "/account/sessions",
            &[(
                "form_token",
                &account.token_of("/account/sessions").unwrap(),
            )],
        )
        .await;
    assert_eq!(
        site.wait_for("/one", 2).await.len(),
        2,
        "the user from another browser"
    );
}

async fn a_notice_is_tried_again_until_it_is_taken_or_expired(world: World) {
    let site = Site::open();
    let broken = |status| Page {
        status,
        body: Vec::new(),
        location: Some(site.at("/elsewhere")),
        after: Duration::ZERO,
    };
    site.put_page("/one", broken(500));
    app(
        &world,
        "one",
        json!({"backchannel_logout_uri": site.at("/one")}),
    )
    .await;
    let mut browser = world.signed_in(ADA).await;
    visit(&mut browser, "one").await;
    sign_out(&mut browser).await;
    assert_eq!(site.wait_for("/one", 1).await.len(), 1);
    world.deliver_all().await;
    assert_eq!(
        site.received("/one").len(),
        1,
        "not at once: the clock of the provider stands still"
    );
    site.put_page("/one", broken(302));
    world.advance(Lifetime::seconds(3)).await;
    let tries = site.wait_for("/one", 2).await;
    assert_ne!(
        token(&tries[0])["jti"],
        token(&tries[1])["jti"],
        "minted anew for each try"
    );
    assert!(
        site.received("/elsewhere").is_empty(),
        "a redirect is no answer, and is not followed"
    );
    site.put("/one", "");
    world.advance(Lifetime::seconds(5)).await;
    assert_eq!(site.wait_for("/one", 3).await.len(), 3);
    world.deliver_all().await;
    world.advance(Lifetime::hours(2)).await;
    world.deliver_all().await;
    assert_eq!(site.received("/one").len(), 3, "taken, and off the queue");
    // One that nobody ever takes is given up.
    site.put_page("/one", broken(500));
    let mut browser = world.signed_in(ADA).await;
    visit(&mut browser, "one").await;
    sign_out(&mut browser).await;
    assert_eq!(site.wait_for("/one", 4).await.len(), 4);
    world.deliver_all().await;
    world.advance(Lifetime::hours(25)).await;
    world.deliver_all().await;
    let due = DueOutboxMessages {
        kind: LOGOUT_NOTICE,
        max_per_target: 9,
        max: 9,
    };
    let (store, now) = (world.provider.store(), world.provider.now());
    assert!(
        store
            .due_outbox_messages(due, now)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(site.received("/one").len(), 4);
}

async fn a_slow_app_holds_up_itself_alone(world: World) {
    let (slow, quick) = (Site::open(), Site::open());
    slow.put_page(
        "/slow",
        Page {
            status: 200,
            body: Vec::new(),
            location: None,
            after: Duration::from_secs(3),
        },
    );
    app(
        &world,
        "slow",
        json!({"backchannel_logout_uri": slow.at("/slow")}),
    )
    .await;
    app(
        &world,
        "quick",
        json!({"backchannel_logout_uri": quick.at("/quick")}),
    )
    .await;
    for _ in 0..6 {
        let mut browser = world.signed_in(ADA).await;
        visit(&mut browser, "slow").await;
        sign_out(&mut browser).await;
    }
    let mut browser = world.signed_in(ADA).await;
    visit(&mut browser, "quick").await;
    let started = std::time::Instant::now();
    sign_out(&mut browser).await;
    assert!(
        started.elapsed() < Duration::from_secs(1),
        "nobody waits for an app to sign out"
    );
    assert_eq!(quick.wait_for("/quick", 1).await.len(), 1);
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "{:?}",
        started.elapsed()
    );
    assert!(slow.most_under_way() <= 4, "four at once to one app");
    assert_eq!(slow.wait_for("/slow", 6).await.len(), 6);
}

async fn two_nodes_never_deliver_one_notice_together(world: World) {
    let site = Site::open();
    site.put_page(
        "/one",
        Page {
            status: 200,
            body: Vec::new(),
            location: None,
            after: Duration::from_millis(300),
        },
    );
    app(
        &world,
        "one",
        json!({"backchannel_logout_uri": site.at("/one")}),
    )
    .await;
    let other = world.another_node().await;
    let mut browser = world.signed_in(ADA).await;
    visit(&mut browser, "one").await;
    sign_out(&mut browser).await;
    for _ in 0..40 {
        let (here, there) = (world.context(), other.context());
        let (_, _) = tokio::join!(
            world.provider.outbox().deliver_due(&here),
            other.provider.outbox().deliver_due(&there)
        );
    }
    world.deliver_all().await;
    other.deliver_all().await;
    assert_eq!(site.received("/one").len(), 1);
}

async fn the_front_channel_frames_registered_addresses_alone(world: World) {
    app(
        &world,
        "framed",
        json!({"frontchannel_logout_uri": "https://framed.example/out?x=1"}),
    )
    .await;
    app(
        &world,
        "other",
        json!({"frontchannel_logout_uri": "https://other.example/out"}),
    )
    .await;
    let mut browser = world.signed_in(ADA).await;
    visit(&mut browser, "framed").await;
    let id = world.tokens(&mut browser, &[]).await.id;
    let sid = claims_of(&id)["sid"].as_str().unwrap().to_owned();
    let query = encode(&[
        ("id_token_hint", &id),
        ("post_logout_redirect_uri", "https://notes.example/bye"),
        ("state", "a\"b"),
    ]);
    let page = browser.get(&format!("/end_session?{query}")).await;
    assert_eq!(page.status, 200);
    let iss = url::form_urlencoded::byte_serialize(world.issuer.as_bytes()).collect::<String>();
    assert!(
        page.body.contains(&format!(
            "https://framed.example/out?x=1&#38;iss={iss}&#38;sid={sid}"
        )),
        "{}",
        page.body
    );
    assert!(
        !page.body.contains("other.example")
            && page.body.contains("https://notes.example/bye?state=a%22b")
    );
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains("frame-src https://framed.example")
            && !policy.contains('*')
            && policy.contains("frame-ancestors 'none'"),
        "{policy}"
    );
    assert_eq!(
        browser.get("/account").await.location.as_deref(),
        Some("/sign-in"),
        "signed out already"
    );
}

async fn the_frame_that_compares_may_be_framed_and_nothing_else(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let first = browser
        .authorize(&authorize_query(&[]))
        .await
        .parameter("session_state")
        .unwrap();
    let again = browser
        .authorize(&authorize_query(&[]))
        .await
        .parameter("session_state")
        .unwrap();
    assert_ne!(first, again, "salted");
    assert!(browser.cookies.contains_key("doorward_browser_state"));
    let frame = browser.get("/check_session").await;
    assert!(frame.status == 200 && !frame.headers.contains_key("x-frame-options"));
    assert!(
        frame.headers["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("frame-ancestors *")
    );
    for path in ["/account", "/sign-in", "/end_session"] {
        assert_eq!(
            browser.get(path).await.headers["x-frame-options"],
            "DENY",
            "{path}"
        );
    }
    let state = browser.cookies["doorward_browser_state"].clone();
    sign_out(&mut browser).await;
    let after = &browser.cookies["doorward_browser_state"];
    assert!(
        *after != state && !after.is_empty(),
        "without a value the frame could not tell a sign-out from a cookie that it cannot read"
    );
}

/// A frame in a page of another site sends the state, which is `SameSite=None` on https, and no
/// cookie of a session.
async fn a_frame_without_session_cookies_leaves_the_state_as_it_is(world: World) {
    const STATE: &str = "doorward_browser_state";
    let mut browser = world.signed_in(ADA).await;
    let hint = world.tokens(&mut browser, &[]).await.id;
    let state = browser.cookies[STATE].clone();
    let of_nobody = {
        let mut twin = world.browser();
        twin.cookies = browser.cookies.clone();
        twin
    };
    let silent = authorize_query(&[("prompt", "none")]);
    for sends_state in [true, false] {
        let mut framed = world.browser();
        if sends_state {
            framed.cookies.insert(STATE.into(), state.clone());
        }
        for target in [
            format!("/authorize?{silent}"),
            format!("/authorize?{}", authorize_query(&[])),
            "/authorize?client_id=nobody".into(),
            "/check_session".into(),
            format!("/end_session?{}", encode(&[("id_token_hint", &hint)])),
            "/end_session".into(),
            "/signed-out".into(),
        ] {
            let answer = framed.get(&target).await;
            let touched = answer.set_cookies.iter().any(|set| set.contains(STATE));
            assert!(!touched, "{target}: {:?}", answer.set_cookies);
        }
        assert_eq!(framed.cookies.contains_key(STATE), sends_state);
    }
    let answer = browser.authorize(&silent).await;
    assert!(answer.parameter("code").is_some(), "still signed in");
    assert_eq!(browser.cookies[STATE], state);
    // A browser whose session ended elsewhere does send the cookie of one.
    sign_out(&mut browser).await;
    let mut twin = of_nobody;
    let answer = twin.authorize(&silent).await;
    assert_eq!(answer.parameter("error").as_deref(), Some("login_required"));
    assert_eq!(twin.cookies[STATE], browser.cookies[STATE]);
    assert_ne!(twin.cookies[STATE], state);
}
