//! What users read about what happened to their accounts lately.

use crate::{
    on_both,
    world::{ADA, GRACE, World},
};
use doorward_protocol::time::Lifetime;

on_both!(
    the_page_says_what_happened_and_from_where,
    of_another_user_nothing_is_shown,
    older_activity_is_on_further_pages_and_nothing_twice,
    a_browser_is_named_in_the_direction_of_the_page
);

async fn the_page_says_what_happened_and_from_where(world: World) {
    let mut stranger = world.browser();
    let page = stranger.get("/sign-in").await;
    let wrong = [("username", ADA.0), ("password", "a wrong password")];
    stranger.submit(&page, &wrong).await;
    world.advance(Lifetime::seconds(1)).await;
    let mut browser = world.signed_in(ADA).await;
    world.tokens(&mut browser, &[]).await;
    let page = browser.get("/account/activity").await;
    assert_eq!(page.status, 200, "{}", page.body);
    for told in ["Sign-in failed", "Signed in", "127.0.0.1"] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let place = |text: &str| page.body.find(text).unwrap();
    assert!(
        place("Signed in") < place("Sign-in failed"),
        "the newest first"
    );
    assert!(!page.body.contains("id=\"older\""), "{}", page.body);
}

async fn of_another_user_nothing_is_shown(world: World) {
    let mut grace = world.signed_in(GRACE).await;
    let page = grace.get("/account/profile").await;
    grace
        .submit_at(&page, "/account/profile", &[("name", "Grace")])
        .await;
    let mut ada = world.signed_in(ADA).await;
    let page = ada.get("/account/activity").await;
    assert!(!page.body.contains("Profile changed"), "{}", page.body);
    // Nor by a place in the list that somebody typed.
    for query in [
        "?at=9999999999999&before=x",
        "?at=x&before=",
        "?before=%00&at=-1",
    ] {
        let page = ada.get(&format!("/account/activity{query}")).await;
        assert!(matches!(page.status, 200 | 400), "{query}: {}", page.body);
        assert!(!page.body.contains("Profile changed"), "{}", page.body);
    }
}

async fn older_activity_is_on_further_pages_and_nothing_twice(world: World) {
    let mut browser = world.signed_in(ADA).await;
    // Several at the same instant, so that the time alone is no place in the list.
    for n in 0..60 {
        if n % 7 == 0 {
            world.advance(Lifetime::seconds(1)).await;
        }
        let page = browser.get("/account/profile").await;
        let name = format!("Ada {n}");
        let fields = [("name", name.as_str())];
        browser.submit_at(&page, "/account/profile", &fields).await;
    }
    let mut path = Some("/account/activity".to_owned());
    let (mut lines, mut pages) = (0, 0);
    while let Some(next) = path {
        let page = browser.get(&next).await;
        lines += page.body.matches("Profile changed").count();
        pages += 1;
        let link = page.body.split("id=\"older\" href=\"").nth(1);
        path = link.map(|rest| rest.split('"').next().unwrap().replace("&#38;", "&"));
        assert!(pages < 5, "the last page has no further one");
    }
    assert_eq!((lines, pages), (60, 2));
}

/// The name begins with a Latin word, and is read from the right all the same.
async fn a_browser_is_named_in_the_direction_of_the_page(world: World) {
    let mut browser = world.browser();
    let agent = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36";
    browser.extra_headers = vec![
        ("user-agent", agent.to_owned()),
        ("accept-language", "ar".to_owned()),
    ];
    let page = browser.get("/sign-in").await;
    let fields = [("username", ADA.0), ("password", ADA.1)];
    assert_eq!(browser.submit(&page, &fields).await.status, 303);
    let page = browser.get("/account/activity").await;
    let named = "<bdi dir=\"rtl\">\u{2068}Chrome\u{2069} على \u{2068}Linux\u{2069}</bdi>";
    assert!(page.body.contains(named), "{}", page.body);
}
