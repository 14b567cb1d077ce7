//! Passkeys as people use them: in Chromium, with its virtual authenticator.

use crate::{
    browser::{chromium, click, is_at, picture, text},
    passkeys::add_authenticator,
    world::{Answer, Backend, World, authorize_query, comes_true},
};
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use std::path::PathBuf;

const EVE: &str = "eve@example.org";

/// A phone or a computer with a screen lock.
async fn device(width: u32, dark: bool) -> (Client, PathBuf) {
    let (client, profile) = chromium(width, 800, dark).await;
    add_authenticator(&client, &json!({})).await;
    (client, profile)
}

async fn close(client: Client, profile: PathBuf) {
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}

async fn fill(client: &Client, css: &str, text: &str) {
    let field = client.wait().for_element(Locator::Css(css)).await.unwrap();
    field.send_keys(text).await.unwrap();
}

/// A world in which people create accounts, and an app on this machine that shows a page.
async fn open(backend: Backend) -> (World, String) {
    let world = World::open_with(backend, |settings| {
        settings.sign_up.mode = "open".into();
    })
    .await;
    let callback = world.at("/livez");
    let common = json!({"redirect_uris": [callback], "client_name": "Notes"});
    let own = json!({"first_party": true});
    world.client("local", &common, &own).await;
    (world, callback)
}

/// From "Create account" at the app to the app, with a passkey: how many pages were shown.
async fn create_account(client: &Client, world: &World, callback: &str, label: &str) -> usize {
    let query = [("client_id", "local"), ("redirect_uri", callback)];
    let start = world.at(&format!("/authorize?{}", authorize_query(&query)));
    client.goto(&start).await.unwrap();
    click(client, "#sign-up").await;
    let mut pages = 2;
    assert!(is_at(client, &world.at("/sign-up")).await);
    fill(client, "#email", EVE).await;
    click(client, "#continue").await;
    assert!(is_at(client, &world.at("/sign-up/code")).await);
    pages += 1;
    let mail = world.mail_to(EVE).await;
    let text = mail["text"].as_str().unwrap();
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    let code = numbers.find(|digits| digits.len() == 6).unwrap();
    fill(client, "#code", code).await;
    click(client, "#continue").await;
    assert!(is_at(client, &world.at("/sign-up/complete")).await);
    pages += 1;
    fill(client, "#name", "Eve Moneypenny").await;
    let wait = client.wait();
    let button = wait.for_element(Locator::Id("create-passkey")).await;
    let button = button.unwrap();
    assert!(comes_true(async || button.is_displayed().await.unwrap()).await);
    let password = client.find(Locator::Id("new-password")).await.unwrap();
    assert!(!password.is_displayed().await.unwrap());
    picture(client, &format!("{label}-sign-up-passkey")).await;
    click(client, "#create-passkey").await;
    assert!(is_at(client, &format!("{callback}?")).await);
    pages + 1
}

/// A person creates an account on a phone without ever choosing a password.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_ends_with_a_passkey_and_no_password_in_five_screens() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (world, callback) = open(backend).await;
        let (client, profile) = device(360, false).await;
        let screens = create_account(&client, &world, &callback, "phone").await;
        assert!(screens <= 5, "{screens}");
        let none = world.texts("SELECT c.id FROM credentials AS c JOIN users AS u ON u.id = c.user_id WHERE u.email = 'eve@example.org'");
        assert!(none.await.is_empty());
        assert_eq!(world.texts("SELECT id FROM passkeys").await.len(), 1);
        let amr = world.texts("SELECT amr FROM sso_sessions").await;
        assert_eq!(amr, ["[\"hwk\",\"user\",\"mfa\"]"]);
        close(client, profile).await;
    }
}

/// Whoever wants a password chooses one, and sees how strong it is while they type.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_can_be_chosen_instead_and_is_judged_while_it_is_typed() {
    let (world, _) = open(Backend::Sqlite).await;
    for (width, dark, label) in [(360, false, "phone"), (1280, true, "desktop-dark")] {
        let email = format!("{label}@example.org");
        let (client, profile) = device(width, dark).await;
        client.goto(&world.at("/sign-up")).await.unwrap();
        fill(&client, "#email", &email).await;
        click(&client, "#continue").await;
        assert!(is_at(&client, &world.at("/sign-up/code")).await);
        let link = world.link_to(&email, "/sign-up/confirm").await;
        let waiting = client.current_url().await.unwrap();
        client.goto(&link).await.unwrap();
        click(&client, "#confirm").await;
        let _ = waiting;
        assert!(is_at(&client, &world.at("/sign-up/complete")).await);
        fill(&client, "#name", "Eve").await;
        click(&client, "#use-password").await;
        fill(&client, "#new-password", "passwordpassword").await;
        let told = comes_true(async || {
            let strength = client.find(Locator::Id("new-password-strength")).await;
            let text = strength.unwrap().text().await.unwrap();
            text.contains("Many people use")
        });
        assert!(told.await);
        picture(&client, &format!("{label}-sign-up-password")).await;
        // The server says the same where the form is sent, and the password is asked for at once.
        click(&client, "#create").await;
        text(&client, ".problem[role=alert]").await;
        fill(&client, "#new-password", "seven quiet lamps on a hill").await;
        picture(&client, &format!("{label}-sign-up-password-again")).await;
        click(&client, "#create").await;
        assert!(is_at(&client, &world.at("/account")).await);
        close(client, profile).await;
    }
}

/// Where every user needs a second factor, nobody comes in by creating an account without one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_a_second_factor_is_required_a_new_account_sets_one_up_first() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open_with(backend, |settings| {
            settings.sign_up.mode = "open".into();
            settings.second_factor.mode = "required".into();
        })
        .await;
        let mut browser = world.browser();
        let page = browser
            .authorize(&authorize_query(&[("prompt", "create")]))
            .await;
        let page = confirmed(&world, &mut browser, &page).await;
        let fields = [
            ("name", "Eve"),
            ("new_password", "seven quiet lamps on a hill"),
        ];
        let answer = browser.submit_at(&page, "/sign-up/complete", &fields).await;
        let to = answer.location.clone().unwrap_or_default();
        assert!(
            to.starts_with("/sign-in/second-factor?"),
            "{to} {}",
            answer.body
        );
        assert_eq!(browser.session(), None);
        let none = world.texts("SELECT sid FROM sso_sessions").await;
        assert!(none.is_empty());
        let page = browser.follow(answer).await;
        assert!(
            page.body.contains("Set up two-step verification"),
            "{}",
            page.body
        );
        assert!(!page.body.contains("Not now"));
        let (kept, done) = crate::second_factors::set_up_on(&world, &mut browser, &page).await;
        assert!(kept.codes.len() == 10 && done.body.contains("/authorize/resume"));
        assert!(browser.silent(&[]).await.parameter("code").is_some());
    }
}

/// Goes on from the page that asks for an address to the last page.
async fn confirmed(world: &World, browser: &mut crate::world::Browser, page: &Answer) -> Answer {
    let answer = browser.submit_at(page, "/sign-up", &[("email", EVE)]).await;
    let page = browser.follow(answer).await;
    let mail: Value = world.mail_to(EVE).await;
    let text = mail["text"].as_str().unwrap();
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    let code = numbers.find(|digits| digits.len() == 6).unwrap();
    let answer = browser
        .submit_at(&page, "/sign-up/code", &[("code", code)])
        .await;
    browser.follow(answer).await
}
