//! The ways to sign in: which are on, in which order, everywhere and for one app.

use crate::world::{ADA, Backend, CALLBACK, World, authorize_query};
use serde_json::json;

async fn open(backend: Backend, methods: &[&str]) -> World {
    let methods = methods.iter().map(|method| (*method).to_owned()).collect();
    World::open_with(backend, |settings| settings.sign_in.methods = methods).await
}

async fn notes_takes(world: &World, methods: &[&str]) {
    world
        .client(
            "notes",
            &json!({"redirect_uris": [CALLBACK], "first_party": true, "client_name": "Notes"}),
            &json!({"sign_in_methods": methods}),
        )
        .await;
}

/// Where each part begins on a page, in order.
fn parts(body: &str) -> Vec<&'static str> {
    let marks = [
        "id=\"password\"",
        "id=\"passkey\"",
        "id=\"by-mail\"",
        "id=\"by-password\"",
    ];
    let mut found: Vec<(usize, &str)> = marks
        .iter()
        .filter_map(|mark| Some((body.find(mark)?, *mark)))
        .collect();
    found.sort_unstable();
    found
        .into_iter()
        .map(|(_, mark)| mark.split('"').nth(1).unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_shows_what_is_on_in_the_order_of_the_settings() {
    for (methods, shown) in [
        (&["password", "passkey"][..], &["password", "passkey"][..]),
        (&["passkey", "password"], &["passkey", "password"]),
        (&["password", "code"], &["password", "by-mail"]),
        (&["code", "link", "password"], &["by-mail", "by-password"]),
        (&["link"], &["by-mail"]),
        (&[], &[]),
    ] {
        let world = open(Backend::Sqlite, methods).await;
        let page = world.browser().get("/sign-in").await;
        assert_eq!(parts(&page.body), shown, "{methods:?} {}", page.body);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_password_has_a_page_of_its_own_where_a_mail_comes_first() {
    let world = open(Backend::Sqlite, &["code", "password"]).await;
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let link = page
        .body
        .split("id=\"by-password\" href=\"")
        .nth(1)
        .unwrap();
    let link = link.split('"').next().unwrap().replace("&#38;", "&");
    let page = browser.get(&link).await;
    let wrong = [("username", ADA.0), ("password", "another")];
    let page = browser.submit_at(&page, "/sign-in", &wrong).await;
    assert_eq!(parts(&page.body), ["password", "by-mail"], "{}", page.body);
    let answer = browser.sign_in_on(&page, ADA).await;
    assert!(answer.location.unwrap().starts_with(CALLBACK));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_chooses_among_what_is_on_and_takes_no_session_of_another_method() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = open(backend, &["password", "code"]).await;
        // It puts the link first, which is off.
        notes_takes(&world, &["link", "code"]).await;
        let mut browser = world.signed_in(ADA).await;
        let silent = browser.silent(&[]).await;
        assert_eq!(silent.parameter("error").as_deref(), Some("login_required"));
        let page = browser.authorize(&authorize_query(&[])).await;
        assert_eq!(parts(&page.body), ["by-mail"], "{}", page.body);
        // Nor is a password taken that is sent all the same.
        let sent = [("username", ADA.0), ("password", ADA.1)];
        let answer = browser.submit_at(&page, "/sign-in", &sent).await;
        assert!(answer.status == 200 && answer.location.is_none());
        let asked = [("username", ADA.0), ("by", "mail")];
        let page = browser.submit_at(&page, "/sign-in", &asked).await;
        let page = browser.follow(page).await;
        assert!(page.body.contains("/sign-in/code"), "{}", page.body);
        let mail = world.mail_to(ADA.0).await;
        let text = mail["text"].as_str().unwrap();
        assert!(!text.contains("/sign-in/link"), "{text}");
        let mut digits = text.split(|c: char| !c.is_ascii_digit());
        let code = digits.find(|digits| digits.len() == 8).unwrap();
        let answer = browser
            .submit_at(&page, "/sign-in/code", &[("code", code)])
            .await;
        let answer = browser.follow(answer).await;
        assert!(answer.parameter("code").is_some(), "{}", answer.body);
        assert!(browser.silent(&[]).await.parameter("code").is_some());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_is_refused_where_the_method_is_off() {
    let world = open(Backend::Sqlite, &["password"]).await;
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    assert!(!page.body.contains("/sign-in/passkey"));
    let forged = [("state", "x"), ("passkey", "{}")];
    let answer = browser.post("/sign-in/passkey", &forged).await;
    assert_eq!(answer.status, 403);
}
