//! Passkeys as users have them: in Chromium, with its virtual authenticator.

use crate::{
    browser::{chromium, click, fill, is_at, picture, sign_in, text},
    passkeys::add_authenticator,
    world::{ADA, Answer, Backend, World, authorize_query, comes_true, eventually},
};
use fantoccini::{Client, Locator, wd::WebDriverCompatibleCommand};
use serde_json::{Value, json};
use std::path::PathBuf;

const EVE: &str = "eve@example.org";

/// A phone or a computer with a screen lock.
async fn device(width: u32, dark: bool) -> (Client, PathBuf) {
    let (client, profile) = chromium(width, 800, dark).await;
    add_authenticator(&client, &json!({})).await;
    (client, profile)
}

/// A command of Chromium's own protocol.
#[derive(Debug)]
struct Cdp(Value);

impl WebDriverCompatibleCommand for Cdp {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/goog/cdp/execute"))
    }

    fn method_and_body(&self, _: &url::Url) -> (hyper::Method, Option<String>) {
        (hyper::Method::POST, Some(self.0.to_string()))
    }
}

async fn cdp(client: &Client, command: &str, parameters: &Value) -> Value {
    let command = json!({"cmd": command, "params": parameters});
    client.issue_cmd(Cdp(command)).await.unwrap()
}

/// Chooses the passkey as soon as a page asks for it in its autofill. The identifier takes that back.
async fn chooses_from_the_list(client: &Client) -> Value {
    let source = r#"
        const get = navigator.credentials.get.bind(navigator.credentials);
        navigator.credentials.get = (options) =>
            get(options.mediation === "conditional" ? { publicKey: options.publicKey } : options);
        PublicKeyCredential.isConditionalMediationAvailable = async () => true;
    "#;
    let added = json!({"source": source});
    let added = cdp(client, "Page.addScriptToEvaluateOnNewDocument", &added).await;
    added["identifier"].clone()
}

/// The page asks for a passkey where somebody presses its button: a virtual authenticator answers at once
/// whenever it is asked.
async fn asks_by_the_button_alone(client: &Client) {
    let source = "PublicKeyCredential.isConditionalMediationAvailable = async () => false;";
    let source = json!({"source": source});
    cdp(client, "Page.addScriptToEvaluateOnNewDocument", &source).await;
}

async fn close(client: Client, profile: PathBuf) {
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}

/// A world in which users create accounts, and an app on this machine that shows a page.
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

/// A user creates an account on a phone without ever choosing a password.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_ends_with_a_passkey_and_no_password_in_five_screens() {
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
        // The passkey signs in where nobody is signed in.
        asks_by_the_button_alone(&client).await;
        client.delete_all_cookies().await.unwrap();
        client.goto(&world.at("/sign-in")).await.unwrap();
        click(&client, "#passkey").await;
        assert!(is_at(&client, &world.at("/account")).await);
        assert!(text(&client, "body").await.contains("Eve Moneypenny"));
        close(client, profile).await;
    }
}

/// Waits until the page says so about the password that is typed.
async fn is_told(client: &Client, words: &str) {
    eventually(words, async || {
        text(client, "#new-password-strength").await.contains(words)
    })
    .await;
}

/// Where an element begins, in pixels from the top of the page.
async fn top_of(client: &Client, css: &str) -> i64 {
    let script = "return Math.round(document.querySelector(arguments[0]).getBoundingClientRect().top + window.scrollY)";
    let top = client.execute(script, vec![json!(css)]).await.unwrap();
    top.as_i64().unwrap()
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
        let before = top_of(&client, "#create").await;
        is_told(&client, "Many people use").await;
        assert_eq!(top_of(&client, "#create").await, before, "the button moves");
        picture(&client, &format!("{label}-sign-up-password")).await;
        // The server says the same where the form is sent, and the password is asked for at once.
        click(&client, "#create").await;
        text(&client, ".problem[role=alert]").await;
        fill(&client, "#new-password", "seven quiet lamps on a hill").await;
        is_told(&client, "Strong").await;
        picture(&client, &format!("{label}-sign-up-password-again")).await;
        click(&client, "#create").await;
        assert!(is_at(&client, &world.at("/account")).await);
        close(client, profile).await;
    }
}

/// A passkey is added in the account, signs in from the list of the browser and by the button, and is
/// removed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_of_the_account_signs_in_by_autofill_and_by_a_button_until_it_is_removed() {
    let (world, _) = open(Backend::Sqlite).await;
    let (client, profile) = device(1280, false).await;
    let account = world.at("/account");
    client.goto(&world.at("/sign-in")).await.unwrap();
    sign_in(&client, &json!({"email": ADA.0, "password": ADA.1})).await;
    let offer = "/account/security/passkeys/offer";
    assert!(is_at(&client, &world.at(offer)).await);
    click(&client, "#later").await;
    assert!(is_at(&client, &account).await);
    let new = world.at("/account/security/passkeys/new");
    client.goto(&new).await.unwrap();
    click(&client, "#create").await;
    assert!(comes_true(async || world.texts("SELECT id FROM passkeys").await.len() == 1).await);
    assert!(is_at(&client, &world.at("/account/security")).await);
    picture(&client, "desktop-security-passkey").await;

    // By the list of the browser, which nobody can click in a test: the choice is made as soon as the
    // page asks for it.
    let choice = chooses_from_the_list(&client).await;
    client.delete_all_cookies().await.unwrap();
    client.goto(&world.at("/sign-in")).await.unwrap();
    assert!(is_at(&client, &account).await, "conditional mediation");
    let forget = json!({"identifier": choice});
    cdp(&client, "Page.removeScriptToEvaluateOnNewDocument", &forget).await;
    // By the button.
    asks_by_the_button_alone(&client).await;
    client.delete_all_cookies().await.unwrap();
    client.goto(&world.at("/sign-in")).await.unwrap();
    click(&client, "#passkey").await;
    assert!(is_at(&client, &account).await);

    client.goto(&world.at("/account/security")).await.unwrap();
    click(&client, "form[action$='passkeys/remove'] button").await;
    assert!(comes_true(async || world.texts("SELECT id FROM passkeys").await.is_empty()).await);
    client.delete_all_cookies().await.unwrap();
    client.goto(&world.at("/sign-in")).await.unwrap();
    click(&client, "#passkey").await;
    text(&client, "form.passkey .problem, .problem[role=alert]").await;
    assert!(is_at(&client, &world.at("/sign-in")).await);
    close(client, profile).await;
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
