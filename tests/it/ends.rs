//! Every way a session ends is one end, with its reason: the session, its families, the notices,
//! the audit row.

use crate::{
    on_both_wide,
    world::{
        ADA, Browser, SECRET, Site, Tokens, World, authorize_query, basic, claims_of, eventually,
        start_session,
    },
};
use doorward_protocol::{
    sessions::sso_session::{EndReason, SessionRef},
    time::Lifetime,
};
use serde_json::json;

on_both_wide!(
    a_session_that_reached_a_limit_ends_and_its_apps_hear_of_it,
    whoever_is_kept_signed_in_has_limits_of_their_own,
    more_than_one_look_finds_are_ended_in_one_go,
    an_app_that_refreshes_keeps_its_session,
    a_refresh_token_used_long_ago_ends_its_family_alone,
    an_app_that_is_unlinked_hears_of_it_and_gets_nothing_more,
    a_session_end_tells_again_who_was_unlinked_and_came_back,
);

const OFFLINE: [(&str, &str); 1] = [("scope", "openid offline_access")];

/// Notes, told at this address.
async fn notes(world: &World, site: &Site) {
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
    let document = serde_json::to_value(registered).unwrap();
    world
        .client(
            "notes",
            &document,
            &json!({"backchannel_logout_uri": site.at("/notes")}),
        )
        .await;
}

async fn reasons(world: &World) -> Vec<String> {
    let events = world
        .provider
        .store()
        .audit_events_about(&world.sub(ADA.0).await)
        .await
        .unwrap();
    events
        .into_iter()
        .filter(|event| event.action == "session.ended")
        .map(|event| event.detail)
        .collect()
}

async fn is_in(browser: &mut Browser) -> bool {
    browser.get("/account").await.status == 200
}

async fn end_expired(world: &World) -> usize {
    world
        .provider
        .sessions()
        .end_expired(&world.context())
        .await
        .unwrap()
}

async fn a_session_that_reached_a_limit_ends_and_its_apps_hear_of_it(world: World) {
    let site = Site::open();
    notes(&world, &site).await;
    let mut browser = world.signed_in(ADA).await;
    let (bound, offline) = (
        world.tokens(&mut browser, &[]).await,
        world.tokens(&mut browser, &OFFLINE).await,
    );
    world.advance(Lifetime::minutes(60)).await;
    assert_eq!(end_expired(&world).await, 0);
    // Not yet: a last use is written down a minute late.
    assert!(is_in(&mut browser).await);
    world.advance(Lifetime::minutes(61)).await;
    assert_eq!(
        (end_expired(&world).await, end_expired(&world).await),
        (1, 0)
    );
    assert_eq!(reasons(&world).await, ["idle"]);
    assert!(!is_in(&mut browser).await);
    let told = site.wait_for("/notes", 1).await;
    assert!(told[0].starts_with("logout_token="));
    assert_eq!(
        (
            world.refresh(&bound.refresh).await.0,
            world.refresh(&offline.refresh).await.0
        ),
        (400, 200),
        "offline access goes on"
    );
    // Whoever is there all day still has a last minute.
    let mut browser = world.signed_in(ADA).await;
    for _ in 0..24 {
        world.advance(Lifetime::minutes(59)).await;
        assert!(is_in(&mut browser).await);
        assert_eq!(end_expired(&world).await, 0);
    }
    world.advance(Lifetime::minutes(24)).await;
    assert_eq!(end_expired(&world).await, 1);
    let mut seen = reasons(&world).await;
    seen.sort();
    assert_eq!(seen, ["absolute", "idle"]);
}

async fn whoever_is_kept_signed_in_has_limits_of_their_own(world: World) {
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    browser
        .submit(
            &page,
            &[
                ("username", ADA.0),
                ("password", ADA.1),
                ("remember", "yes"),
            ],
        )
        .await;
    world.advance(Lifetime::days(6)).await;
    assert_eq!(end_expired(&world).await, 0);
    assert!(is_in(&mut browser).await);
    world.advance(Lifetime::days(8)).await;
    assert_eq!(end_expired(&world).await, 1);
    assert_eq!(reasons(&world).await, ["idle"]);
}

async fn more_than_one_look_finds_are_ended_in_one_go(world: World) {
    let (user_id, store) = (world.sub(ADA.0).await, world.provider.store());
    for n in 0..600 {
        let session = world.new_session(&format!("s{n}"), &user_id, 1);
        let started = store.commit(start_session(&session)).await;
        assert!(started.unwrap());
    }
    world.advance(Lifetime::hours(2)).await;
    assert_eq!(
        (end_expired(&world).await, end_expired(&world).await),
        (600, 0)
    );
}

async fn an_app_that_refreshes_keeps_its_session(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let mut tokens = world.tokens(&mut browser, &[]).await;
    for _ in 0..4 {
        world.advance(Lifetime::minutes(40)).await;
        let (status, body) = world.refresh(&tokens.refresh).await;
        assert_eq!(status, 200, "{body}");
        tokens = Tokens::from(&body);
        assert_eq!(end_expired(&world).await, 0);
    }
    assert!(
        is_in(&mut browser).await,
        "the session was in use all the time"
    );
    // Offline access is for when nobody is there: it keeps nobody signed in.
    let mut away = world.signed_in(ADA).await;
    let mut offline = world.tokens(&mut away, &OFFLINE).await;
    for _ in 0..2 {
        world.advance(Lifetime::minutes(40)).await;
        offline = Tokens::from(&world.refresh(&offline.refresh).await.1);
    }
    end_expired(&world).await;
    assert!(!is_in(&mut away).await);
}

async fn a_refresh_token_used_long_ago_ends_its_family_alone(world: World) {
    let site = Site::open();
    notes(&world, &site).await;
    let mut browser = world.signed_in(ADA).await;
    let stolen = world.tokens(&mut browser, &[]).await;
    let of_another_sign_in = world.tokens(&mut browser, &[]).await;
    let next = Tokens::from(&world.refresh(&stolen.refresh).await.1);
    world.advance(Lifetime::seconds(65)).await;
    // A stranger who found it ends nothing.
    let (status, _) = world
        .post(
            "/token",
            Some(basic("photos", SECRET)),
            &[
                ("grant_type", "refresh_token"),
                ("refresh_token", &stolen.refresh),
            ],
        )
        .await;
    assert!(status == 400 && world.is_active(&next.refresh).await);
    assert_eq!(
        world.refresh(&stolen.refresh).await.1["error"],
        "invalid_grant"
    );
    assert!(!world.is_active(&next.access).await && world.refresh(&next.refresh).await.0 == 400);
    assert!(is_in(&mut browser).await, "nobody is signed out");
    assert!(reasons(&world).await.is_empty());
    assert_eq!(world.refresh(&of_another_sign_in.refresh).await.0, 200);
    assert!(site.received("/notes").is_empty());
}

async fn an_app_that_is_unlinked_hears_of_it_and_gets_nothing_more(world: World) {
    let site = Site::open();
    notes(&world, &site).await;
    let (mut one, mut two) = (world.signed_in(ADA).await, world.signed_in(ADA).await);
    let (first, second) = (
        world.tokens(&mut one, &OFFLINE).await,
        world.tokens(&mut two, &[]).await,
    );
    // Nor does a code that was handed out just before.
    let code = world.code(&mut one, &[]).await;
    let page = one.get("/account").await;
    assert!(page.body.contains("Sign out of Notes"), "{}", page.body);
    let answer = one
        .submit_at(&page, "/account/apps", &[("client_id", "notes")])
        .await;
    assert_eq!(answer.status, 303);
    assert_eq!(world.redeem(&code).await.1["error"], "invalid_grant");
    for tokens in [&first, &second] {
        assert!(
            !world.is_active(&tokens.access).await && world.refresh(&tokens.refresh).await.0 == 400
        );
    }
    let told = site.wait_for("/notes", 2).await;
    let mut sids: Vec<String> = told
        .iter()
        .map(|body| claims_of(body.trim_start_matches("logout_token="))["sid"].to_string())
        .collect();
    sids.sort();
    sids.dedup();
    assert_eq!(sids.len(), 2, "for each session that it was part of");
    assert!(
        is_in(&mut one).await && is_in(&mut two).await,
        "the sessions go on"
    );
    let sub = world.sub(ADA.0).await;
    assert!(
        world
            .provider
            .store()
            .audit_events_about(&sub)
            .await
            .unwrap()
            .iter()
            .any(|event| event.action == "app.unlinked")
    );
    world
        .provider
        .consents()
        .withdraw(&world.context(), &sub, "photos")
        .await
        .unwrap();
    world
        .provider
        .consents()
        .withdraw(&world.context(), &sub, "no such app")
        .await
        .unwrap();
}

async fn a_session_end_tells_again_who_was_unlinked_and_came_back(world: World) {
    let site = Site::open();
    notes(&world, &site).await;
    let mut browser = world.signed_in(ADA).await;
    let sid = claims_of(&world.tokens(&mut browser, &[]).await.id)["sid"]
        .as_str()
        .unwrap()
        .to_owned();
    let sub = world.sub(ADA.0).await;
    world
        .provider
        .consents()
        .withdraw(&world.context(), &sub, "notes")
        .await
        .unwrap();
    site.wait_for("/notes", 1).await;
    assert!(
        browser
            .authorize(&authorize_query(&[("prompt", "none")]))
            .await
            .parameter("code")
            .is_some()
    );
    world
        .provider
        .consents()
        .withdraw(&world.context(), &sub, "notes")
        .await
        .unwrap();
    let session = SessionRef {
        sid: &sid,
        user_id: &sub,
    };
    assert!(
        world
            .provider
            .sessions()
            .end(&world.context(), session, EndReason::Administrator)
            .await
            .unwrap()
    );
    assert!(site.wait_for("/notes", 2).await.len() >= 2);
    eventually("a receipt that the last notice was taken", async || {
        let store = world.provider.store();
        let receipts = store.logout_receipts_of_session(&sid).await.unwrap();
        receipts.len() == 1 && receipts[0].state == "delivered"
    })
    .await;
}
