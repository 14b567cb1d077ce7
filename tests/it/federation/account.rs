//! Link and unlink on the account page.

use super::{come_back, there_and_back};
use crate::{
    on_both,
    world::{ADA, Answer, Browser, GRACE, Shape, StandIn, Way, World},
};
use doorward_protocol::time::Lifetime;
use serde_json::{Value, json};

on_both!(
    a_user_links_and_unlinks,
    linking_is_asked_for_here_just_now_and_by_the_same_user,
    what_is_linked_to_somebody_is_not_linked_to_another,
    the_last_method_stays,
    two_unlinks_at_once_leave_one_method
);

async fn up(world: &World, id: &str, extra: &Value, sub: &str) -> StandIn {
    let up = StandIn::open(world, Shape::Oidc);
    up.declare(world, id, extra).await;
    up.is(json!({"sub": sub, "preferred_username": format!("{sub}-there")}));
    up
}

/// Presses "Link" on the account page.
async fn press_link(browser: &mut Browser, id: &str) -> Answer {
    let page = browser.get("/account").await;
    assert!(page.body.contains("How you sign in"), "{}", page.body);
    press_link_on(browser, &page, id).await
}

/// Presses "Link" on an account page that was loaded before.
async fn press_link_on(browser: &mut Browser, page: &Answer, id: &str) -> Answer {
    let token = page.token_of("/account/identities").unwrap();
    browser
        .post(
            "/account/identities",
            &[("form_token", &token), ("provider", id)],
        )
        .await
}

async fn press_unlink(browser: &mut Browser, id: &str) -> Answer {
    let page = browser.get("/account").await;
    submit_unlink(browser, page, id).await
}

/// Presses "Disconnect" on an account page that was loaded before.
async fn submit_unlink(browser: &mut Browser, page: Answer, id: &str) -> Answer {
    let form = page
        .body
        .split("/account/identities/unlink")
        .find(|part| part.contains(&format!("name=\"provider\" value=\"{id}\"")))
        .unwrap()
        .to_owned();
    let form = Answer { body: form, ..page };
    let (token, issuer, subject) = (
        form.field("form_token").unwrap(),
        form.field("issuer").unwrap(),
        form.field("subject").unwrap(),
    );
    browser
        .post(
            "/account/identities/unlink",
            &[
                ("form_token", &token),
                ("provider", id),
                ("issuer", &issuer),
                ("subject", &subject),
            ],
        )
        .await
}

async fn a_user_links_and_unlinks(world: World) {
    let up = up(
        &world,
        "up",
        &json!({"name": "Acme", "link_only": true}),
        "ada",
    )
    .await;
    let mut browser = world.signed_in(ADA).await;
    let away = press_link(&mut browser, "up").await;
    assert_eq!(away.status, 303, "{}", away.body);
    let back = come_back(&mut browser, &up, &away).await;
    assert_eq!(back.location.as_deref(), Some("/account"), "{}", back.body);
    let page = browser.get("/account").await;
    assert!(
        page.body.contains("ada-there") && page.body.contains("Disconnect Acme"),
        "{}",
        page.body
    );
    assert_eq!(
        world
            .browser()
            .get("/sign-in")
            .await
            .body
            .matches("/federation")
            .count(),
        0,
        "it only links"
    );
    // Where it opens too, it opens the same account.
    up.declare(&world, "up", &json!({"name": "Acme"})).await;
    let claims = super::into_notes(&world, &mut world.browser(), &up, "up").await;
    assert_eq!(claims["sub"], world.sub(ADA.0).await);
    let (mut elsewhere, before) = (world.signed_in(ADA).await, browser.session());
    assert_eq!(
        press_unlink(&mut browser, "up").await.location.as_deref(),
        Some("/account")
    );
    assert!(!browser.get("/account").await.body.contains("ada-there"));
    // Who came in elsewhere is out, and whoever knew this browser's identifier knows
    // nothing.
    assert!(elsewhere.get("/account").await.status == 303 && browser.session() != before);
    assert_eq!(
        there_and_back(&mut world.browser(), &up, "up").await.status,
        403
    );
    let events = world
        .provider
        .store()
        .audit_events_about(&world.sub(ADA.0).await)
        .await
        .unwrap();
    for action in ["identity.linked", "identity.unlinked"] {
        assert!(
            events
                .iter()
                .any(|event| event.action == action && event.detail == "up"),
            "{action}"
        );
    }
}

async fn linking_is_asked_for_here_just_now_and_by_the_same_user(world: World) {
    let up = up(&world, "up", &json!({"sign_up": true}), "eve").await;
    // Without our own form nothing begins, by GET nothing at all.
    let mut browser = world.signed_in(ADA).await;
    assert_eq!(
        browser
            .post("/account/identities", &[("provider", "up")])
            .await
            .status,
        403
    );
    for target in [
        "/account/identities",
        "/account/identities?provider=up",
        "/link/up",
        "/federation/up",
    ] {
        assert!(
            [404, 405].contains(&browser.get(target).await.status),
            "{target}"
        );
    }
    // An attacker's link, finished in the victim's browser.
    let mut attacker = world.signed_in(GRACE).await;
    let away = press_link(&mut attacker, "up").await;
    let Way::Redirect(location) = up.visit(away.location.as_deref().unwrap()).await else {
        panic!("by redirect")
    };
    assert_eq!(browser.get(&location).await.status, 400);
    // The same browser, but somebody else is signed in meanwhile.
    let page = attacker.get("/sign-in?way=again").await;
    attacker
        .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
        .await;
    assert_eq!(attacker.get(&location).await.status, 400);
    assert!(
        world
            .provider
            .store()
            .identities_of_user(&world.sub(ADA.0).await)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        world
            .provider
            .store()
            .identities_of_user(&world.sub(GRACE.0).await)
            .await
            .unwrap()
            .is_empty()
    );
    // Who signed in long ago proves it again first.
    world.advance(Lifetime::minutes(11)).await;
    let late = press_link(&mut browser, "up").await;
    assert_eq!(late.location.as_deref(), Some("/sign-in?way=again"));
    let page = browser.get("/sign-in?way=again").await;
    assert!(page.body.contains("Sign in again"), "{}", page.body);
    browser
        .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
        .await;
    let away = press_link(&mut browser, "up").await;
    assert_eq!(
        come_back(&mut browser, &up, &away)
            .await
            .location
            .as_deref(),
        Some("/account")
    );
}

async fn what_is_linked_to_somebody_is_not_linked_to_another(world: World) {
    let up = up(&world, "up", &json!({}), "shared").await;
    let mut ada = world.signed_in(ADA).await;
    let before = ada.get("/account").await;
    let away = press_link_on(&mut ada, &before, "up").await;
    come_back(&mut ada, &up, &away).await;
    let mut grace = world.signed_in(GRACE).await;
    let away = press_link(&mut grace, "up").await;
    let answer = come_back(&mut grace, &up, &away).await;
    assert!(
        answer.status == 409
            && answer.body.contains("already connected")
            && answer.body.contains("Back to your account"),
        "{}",
        answer.body
    );
    assert!(
        world
            .provider
            .store()
            .identities_of_user(&world.sub(GRACE.0).await)
            .await
            .unwrap()
            .is_empty()
    );
    // Her own again is no trouble, and no second row.
    let away = press_link_on(&mut ada, &before, "up").await;
    assert_eq!(
        come_back(&mut ada, &up, &away).await.location.as_deref(),
        Some("/account")
    );
}

async fn the_last_method_stays(world: World) {
    let first = up(&world, "first", &json!({"sign_up": true}), "new").await;
    let second = up(&world, "second", &json!({}), "new-second").await;
    let mut browser = world.browser();
    let back = there_and_back(&mut browser, &first, "first").await;
    browser.follow(back).await;
    let answer = press_unlink(&mut browser, "first").await;
    assert!(
        answer.status == 409 && answer.body.contains("only sign-in method"),
        "{}",
        answer.body
    );
    let away = press_link(&mut browser, "second").await;
    come_back(&mut browser, &second, &away).await;
    // A provider that is switched off is no sign-in method.
    second
        .declare(&world, "second", &json!({"enabled": false}))
        .await;
    assert_eq!(press_unlink(&mut browser, "first").await.status, 409);
    second.declare(&world, "second", &json!({})).await;
    assert_eq!(press_unlink(&mut browser, "first").await.status, 303);
    assert_eq!(press_unlink(&mut browser, "second").await.status, 409);
}

async fn two_unlinks_at_once_leave_one_method(world: World) {
    let first = up(&world, "first", &json!({"sign_up": true}), "new").await;
    let second = up(&world, "second", &json!({}), "new-second").await;
    let mut known: Vec<String> = world
        .provider
        .store()
        .users()
        .await
        .unwrap()
        .into_iter()
        .map(|user| user.id)
        .collect();
    for round in 0..10 {
        first.is(json!({"sub": format!("new-{round}")}));
        second.is(json!({"sub": format!("second-{round}")}));
        let mut browser = world.browser();
        let back = there_and_back(&mut browser, &first, "first").await;
        browser.follow(back).await;
        let away = press_link(&mut browser, "second").await;
        come_back(&mut browser, &second, &away).await;
        let mut other = world.browser();
        other.cookies = browser.cookies.clone();
        let (page, other_page) = (browser.get("/account").await, other.get("/account").await);
        let (one, two) = tokio::join!(
            submit_unlink(&mut browser, page, "first"),
            submit_unlink(&mut other, other_page, "second")
        );
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        // The one that came second finds its last method, or its session under a new identifier
        // already.
        assert!(
            statuses == [303, 409] || statuses == [303, 403],
            "{round}: {statuses:?}"
        );
        let identity = world
            .provider
            .store()
            .users()
            .await
            .unwrap()
            .into_iter()
            .find(|user| !known.contains(&user.id))
            .unwrap();
        assert_eq!(
            world
                .provider
                .store()
                .identities_of_user(&identity.id)
                .await
                .unwrap()
                .len(),
            1,
            "{round}"
        );
        known.push(identity.id);
    }
}
