//! "Keep me signed in", with limits of its own.

use crate::{
    on_both,
    world::{ADA, Answer, Backend, Browser, Shape, StandIn, Way, World},
};
use doorward_protocol::time::Lifetime;
use serde_json::json;

on_both!(
    who_asked_is_kept_signed_in_for_a_week_without_a_request_and_a_month_at_most,
    a_sign_in_that_asks_makes_the_session_that_is_there_last,
    the_browser_keeps_its_cookies_and_nobody_elses
);

async fn sign_in(browser: &mut Browser, target: &str, remember: bool) -> Answer {
    let page = browser.get(target).await;
    let mut form = vec![("username", ADA.0), ("password", ADA.1)];
    if remember {
        form.push(("remember", "yes"));
    }
    browser.submit(&page, &form).await
}

async fn is_in(browser: &mut Browser) -> bool {
    browser.get("/account").await.status == 200
}

async fn who_asked_is_kept_signed_in_for_a_week_without_a_request_and_a_month_at_most(
    world: World,
) {
    let (mut kept, mut plain, mut idle) = (world.browser(), world.browser(), world.browser());
    for (browser, remember) in [(&mut kept, true), (&mut plain, false), (&mut idle, true)] {
        assert_eq!(sign_in(browser, "/sign-in", remember).await.status, 303);
    }
    world.advance(Lifetime::minutes(62)).await;
    assert!(is_in(&mut kept).await && !is_in(&mut plain).await);
    for day in 1..=29 {
        world.advance(Lifetime::days(1)).await;
        assert!(is_in(&mut kept).await, "day {day}");
        let silent = kept
            .authorize(&crate::world::authorize_query(&[("prompt", "none")]))
            .await;
        assert!(
            silent.parameter("code").is_some(),
            "day {day}: {:?}",
            silent.location
        );
        if day == 6 {
            assert!(is_in(&mut idle).await, "six days without a request");
        }
    }
    assert!(!is_in(&mut idle).await, "and then more than seven");
    world.advance(Lifetime::days(1)).await;
    assert!(!is_in(&mut kept).await, "a month at most");
}

async fn a_sign_in_that_asks_makes_the_session_that_is_there_last(world: World) {
    let mut browser = world.signed_in(ADA).await;
    sign_in(&mut browser, "/sign-in?way=again", true).await;
    world.advance(Lifetime::days(3)).await;
    assert!(is_in(&mut browser).await);
    // A disabled user is out whatever they asked for.
    world.disable(ADA.0).await;
    assert!(!is_in(&mut browser).await);
}

async fn the_browser_keeps_its_cookies_and_nobody_elses(world: World) {
    let mut browser = world.browser();
    let answer = sign_in(&mut browser, "/sign-in", true).await;
    for name in ["doorward_session=", "doorward_browser="] {
        let cookie = answer
            .set_cookies
            .iter()
            .find(|cookie| cookie.starts_with(name))
            .unwrap();
        assert!(
            cookie.contains("Max-Age=2592000") && cookie.contains("HttpOnly"),
            "{cookie}"
        );
    }
    let mut plain = world.browser();
    let answer = sign_in(&mut plain, "/sign-in", false).await;
    assert!(
        answer
            .set_cookies
            .iter()
            .filter(|cookie| !cookie.starts_with("doorward_known="))
            .all(|cookie| !cookie.contains("Max-Age")),
        "{:?}",
        answer.set_cookies
    );
    // Without the browser's own cookie the account page still works, and its forms too.
    browser.cookies.remove("doorward_browser");
    assert_eq!(browser.get("/account").await.status, 200);
    let mut other = world.signed_in(ADA).await;
    let page = browser.get("/account").await;
    assert_eq!(browser.submit(&page, &[]).await.status, 303);
    assert!(!is_in(&mut other).await && is_in(&mut browser).await);
    // Switched off, nobody is asked and nobody is kept.
    let backend = if world.provider.database_kind() == "SQLite" {
        Backend::Sqlite
    } else {
        Backend::Postgres
    };
    let off = World::open_with(backend, |settings| settings.sessions.remember = false).await;
    let mut browser = off.browser();
    assert!(
        !browser
            .get("/sign-in")
            .await
            .body
            .contains("Keep me signed in")
    );
    let answer = sign_in(&mut browser, "/sign-in", true).await;
    assert!(
        answer
            .set_cookies
            .iter()
            .filter(|cookie| !cookie.starts_with("doorward_known="))
            .all(|cookie| !cookie.contains("Max-Age"))
    );
    off.advance(Lifetime::minutes(62)).await;
    assert!(!is_in(&mut browser).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_by_a_provider_is_kept_signed_in_too() {
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.sign_in.methods.clear();
    })
    .await;
    let up = StandIn::open(&world, Shape::Oidc);
    for id in ["one", "two"] {
        up.declare(&world, id, &json!({"sign_up": true})).await;
    }
    up.is(json!({"sub": "eve"}));
    for (asked, days) in [(true, 3), (false, 0)] {
        let mut browser = world.browser();
        let page = browser.get("/sign-in").await;
        assert!(
            page.body.contains("Keep me signed in") && !page.body.contains("type=\"password\""),
            "{}",
            page.body
        );
        let form: &[(&str, &str)] = if asked {
            &[("provider", "one"), ("remember", "yes")]
        } else {
            &[("provider", "one")]
        };
        let away = browser.submit_at(&page, "/federation", form).await;
        let Way::Redirect(location) = up.visit(away.location.as_deref().unwrap()).await else {
            panic!("by redirect")
        };
        let back = browser.get(&location).await;
        let kept = back
            .set_cookies
            .iter()
            .any(|cookie| cookie.contains("doorward_session=") && cookie.contains("Max-Age="));
        assert_eq!((back.status, kept), (303, asked));
        world.advance(Lifetime::hours(25)).await;
        world.advance(Lifetime::days(days)).await;
        assert_eq!(is_in(&mut browser).await, asked);
    }
}
