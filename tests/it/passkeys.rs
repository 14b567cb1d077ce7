//! Passkeys, by Chromium's virtual authenticator.

use crate::{
    browser::chromium,
    on_both,
    world::{ADA, Answer, Backend, Browser, GRACE, World, authorize_query, claims_of},
};
use doorward_protocol::time::Lifetime;
use fantoccini::{Client, wd::WebDriverCompatibleCommand};
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::path::PathBuf;

on_both!(
    a_passkey_signs_in_by_itself_and_says_how,
    an_answer_counts_once_for_its_page_its_origin_and_its_browser,
    who_is_disabled_or_removed_it_does_not_come_in,
    a_security_key_is_the_second_step_alone,
    the_last_method_stays,
);

/// Adds an authenticator to a browser, as a device of today has one.
#[derive(Debug)]
struct AddAuthenticator(Value);

impl WebDriverCompatibleCommand for AddAuthenticator {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/webauthn/authenticator"))
    }

    fn method_and_body(&self, _: &url::Url) -> (hyper::Method, Option<String>) {
        (hyper::Method::POST, Some(self.0.to_string()))
    }
}

/// Gives a browser an authenticator with a screen lock, or one that differs from it.
pub async fn add_authenticator(client: &Client, changes: &Value) {
    let mut authenticator = json!({
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
        "hasUserVerification": true, "isUserConsenting": true, "isUserVerified": true,
    });
    for (name, value) in changes.as_object().unwrap() {
        authenticator[name] = value.clone();
    }
    let add = AddAuthenticator(authenticator);
    client.issue_cmd(add).await.unwrap();
}

/// An authenticator, in a browser that shows a page of some origin.
pub struct Device {
    client: Client,
    profile: PathBuf,
}

impl Device {
    /// A device with a screen lock, at a page of the provider.
    pub async fn at(world: &World) -> Self {
        Self::with(world, json!({})).await
    }

    pub async fn with(world: &World, changes: Value) -> Self {
        let (client, profile) = chromium(1000, 800, false).await;
        add_authenticator(&client, &changes).await;
        client
            .goto(&format!("{}/livez", world.issuer))
            .await
            .unwrap();
        Self { client, profile }
    }

    /// Carries out a ceremony with the options of a page.
    pub async fn answer(&self, page: &Answer) -> String {
        let part = page.body.split("data-passkey=\"").nth(1);
        let part = part.unwrap_or_else(|| panic!("no passkeys: {}", page.body));
        let kind = if part.starts_with("create") {
            "create"
        } else {
            "get"
        };
        let options = part.split("data-options=\"").nth(1).unwrap();
        let options = options.split('"').next().unwrap();
        let options = options
            .replace("&#34;", "\"")
            .replace("&quot;", "\"")
            .replace("&#38;", "&");
        self.ceremony(kind, &options).await
    }

    async fn ceremony(&self, kind: &str, options: &str) -> String {
        let script = r#"
            const [kind, options, done] = arguments;
            const parse = kind === "create" ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON";
            navigator.credentials[kind]({ publicKey: PublicKeyCredential[parse](JSON.parse(options)) })
                .then((credential) => done(JSON.stringify(credential.toJSON())), (error) => done("failed: " + error));
        "#;
        let arguments = vec![json!(kind), json!(options)];
        let answer = self.client.execute_async(script, arguments).await.unwrap();
        let answer = answer.as_str().unwrap().to_owned();
        assert!(answer.starts_with('{'), "{answer}");
        answer
    }

    pub async fn close(self) {
        self.client.close().await.unwrap();
        let _ = std::fs::remove_dir_all(self.profile);
    }
}

/// The form of a page that takes the answer of a passkey.
fn form_of(page: &Answer) -> Answer {
    let (before, rest) = page.body.split_once("data-passkey=").unwrap();
    let start = before.rfind("<form").unwrap();
    Answer {
        body: format!("{}{}", &before[start..], rest),
        ..page.clone()
    }
}

pub async fn bring(browser: &mut Browser, page: &Answer, answer: &str) -> Answer {
    let form = form_of(page);
    let (state, kind) = (form.field("state").unwrap(), form.field("kind"));
    let mut fields = vec![("state", state.as_str()), ("passkey", answer)];
    fields.extend(kind.as_deref().map(|kind| ("kind", kind)));
    browser.submit(&form, &fields).await
}

/// Makes a passkey in the account of who is signed in.
pub async fn make(device: &Device, browser: &mut Browser, query: &str) -> Answer {
    let page = browser
        .get(&format!("/account/security/passkeys/new{query}"))
        .await;
    let answer = device.answer(&page).await;
    bring(browser, &page, &answer).await
}

fn is_in(answer: &Answer) -> bool {
    answer.status == 303 && answer.location.as_deref() == Some("/account")
}

async fn a_passkey_signs_in_by_itself_and_says_how(world: World) {
    let device = Device::at(&world).await;
    let mut browser = world.signed_in(ADA).await;
    let before = browser.session();
    let made = make(&device, &mut browser, "").await;
    assert_eq!(
        made.location.as_deref(),
        Some("/account/security"),
        "{}",
        made.body
    );
    assert_ne!(browser.session(), before);
    let page = browser.get("/account/security").await;
    assert!(page.body.contains("On one device") && page.body.contains("data-all="));
    // A passkey is there to sign in without a password, and the password works as before.
    world.signed_in(ADA).await;

    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    assert!(page.body.contains("autocomplete=\"username webauthn\""));
    let answer = device.answer(&page).await;
    let done = bring(&mut browser, &page, &answer).await;
    let done = browser.follow(done).await;
    let code = done
        .parameter("code")
        .unwrap_or_else(|| panic!("{}", done.body));
    let tokens = world.redeem(&code).await.1;
    let claims = claims_of(tokens["id_token"].as_str().unwrap());
    assert_eq!(claims["amr"], json!(["hwk", "user", "mfa"]));
    assert_eq!(claims["acr"], "urn:doorward:acr:2fa");
    let page = browser.get("/account/security").await;
    assert!(page.body.contains("Last used"), "{}", page.body);
    // It has another name now.
    let id = form_of_action(&page, "/account/security/passkeys/rename");
    let long = "x".repeat(61);
    for (label, status) in [
        ("  My laptop ", 303),
        ("My laptop\u{7}", 400),
        ("My \u{202e}potpal", 400),
        (&long, 400),
    ] {
        let named = [("passkey", id.as_str()), ("label", label)];
        let answer = browser
            .submit_at(&page, "/account/security/passkeys/rename", &named)
            .await;
        assert_eq!(answer.status, status, "{label:?}: {}", answer.body);
        assert!(status == 303 || answer.body.contains("up to 60 characters"));
    }
    let page = browser.get("/account/security").await;
    assert!(
        page.body.contains("<strong>My laptop</strong>"),
        "{}",
        page.body
    );
    device.close().await;
}

/// The passkey that the first form to this address is about.
pub fn form_of_action(page: &Answer, action: &str) -> String {
    let start = page.body.find(&format!("action=\"{action}\"")).unwrap();
    let form = Answer {
        body: page.body[start..].to_owned(),
        ..page.clone()
    };
    form.field("passkey").unwrap()
}

async fn an_answer_counts_once_for_its_page_its_origin_and_its_browser(world: World) {
    let device = Device::at(&world).await;
    let mut browser = world.signed_in(ADA).await;
    // A registration that is brought again adds nothing.
    let page = browser.get("/account/security/passkeys/new").await;
    let answer = device.answer(&page).await;
    assert_eq!(bring(&mut browser, &page, &answer).await.status, 303);
    let again = bring(&mut browser, &page, &answer).await;
    assert!(again.status == 200 && again.body.contains("No passkey was created"));
    assert_eq!(world.texts("SELECT id FROM passkeys").await.len(), 1);
    // Nor does one in the account of somebody else.
    let mut grace = world.signed_in(GRACE).await;
    let theirs = grace.get("/account/security/passkeys/new").await;
    let stolen = bring(&mut grace, &theirs, &answer).await;
    assert_eq!(stolen.status, 200);

    // A sign-in that is brought by many at once signs in once.
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let answer = device.answer(&page).await;
    let tries = (0..20).map(|_| {
        let mut browser = browser.again();
        let (page, answer) = (page.clone(), answer.clone());
        async move { bring(&mut browser, &page, &answer).await }
    });
    let done = join_all(tries).await;
    assert_eq!(done.iter().filter(|answer| is_in(answer)).count(), 1);
    let again = bring(&mut browser, &page, &answer).await;
    assert!(again.status == 200 && browser.session().is_none());
    assert!(again.body.contains("with that passkey"), "{}", again.body);
    // In another browser, on another page, and too late it is nothing.
    let fresh = browser.get("/sign-in").await;
    assert_eq!(bring(&mut browser, &fresh, &answer).await.status, 200);
    let answer = device.answer(&fresh).await;
    let mut other = world.browser();
    let theirs = other.get("/sign-in").await;
    assert_eq!(bring(&mut other, &theirs, &answer).await.status, 200);
    world.advance(Lifetime::minutes(15)).await;
    let late = bring(&mut browser, &fresh, &answer).await;
    assert!(late.status == 200 && browser.session().is_none());
    // A page of another origin of the same host gets no good answer.
    let elsewhere = World::open(Backend::Sqlite).await;
    let device_there = &device;
    device_there
        .client
        .goto(&format!("{}/livez", elsewhere.issuer))
        .await
        .unwrap();
    let page = browser.get("/sign-in").await;
    let answer = device_there.answer(&page).await;
    let phished = bring(&mut browser, &page, &answer).await;
    assert!(phished.status == 200 && browser.session().is_none());
    // Nonsense is refused, and says nothing.
    for nonsense in ["", "{}", "null", "[]", "{\"id\":\"x\"}"] {
        let page = browser.get("/sign-in").await;
        assert_eq!(
            bring(&mut browser, &page, nonsense).await.status,
            200,
            "{nonsense}"
        );
    }
    device.close().await;
}

async fn who_is_disabled_or_removed_it_does_not_come_in(world: World) {
    let device = Device::at(&world).await;
    let mut browser = world.signed_in(ADA).await;
    make(&device, &mut browser, "").await;
    // One that was removed between the page and the answer.
    let mut other = world.browser();
    let page = other.get("/sign-in").await;
    let answer = device.answer(&page).await;
    let security = browser.get("/account/security").await;
    let id = form_of_action(&security, "/account/security/passkeys/remove");
    browser
        .submit_at(
            &security,
            "/account/security/passkeys/remove",
            &[("passkey", &id)],
        )
        .await;
    let refused = bring(&mut other, &page, &answer).await;
    assert!(
        refused.status == 200 && refused.body.contains("data-unknown="),
        "{}",
        refused.body
    );
    // A user who was disabled.
    make(&device, &mut browser, "").await;
    let page = other.get("/sign-in").await;
    let answer = device.answer(&page).await;
    world.disable(ADA.0).await;
    let refused = bring(&mut other, &page, &answer).await;
    assert!(refused.status == 200 && !refused.body.contains("data-unknown="));
    assert_eq!(other.session(), None);
    device.close().await;
}

async fn a_security_key_is_the_second_step_alone(world: World) {
    let plain = json!({"transport": "usb", "hasResidentKey": false, "hasUserVerification": false, "isUserVerified": false});
    let device = Device::with(&world, plain).await;
    let mut browser = world.signed_in(ADA).await;
    let made = make(&device, &mut browser, "?kind=security-key").await;
    assert!(
        made.body.contains("Save your recovery codes"),
        "{}",
        made.body
    );
    let page = browser.get("/account/security").await;
    assert!(page.body.contains("Second step only"));
    // After the password it is asked for, and nothing that is typed does.
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let asked = browser
        .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
        .await;
    let page = browser.follow(asked).await;
    assert!(page.body.contains("security key") && !page.body.contains("one-time-code"));
    let answer = device.answer(&page).await;
    let wrong = bring(&mut browser, &page, "{}").await;
    assert!(wrong.status == 200 && wrong.body.contains("wasn’t accepted"));
    let done = bring(&mut browser, &page, &answer).await;
    assert!(is_in(&done), "{}", done.body);
    let amr = world
        .texts("SELECT amr FROM sso_sessions WHERE ended_at IS NULL ORDER BY number DESC LIMIT 1")
        .await;
    assert_eq!(amr, ["[\"pwd\",\"hwk\",\"mfa\"]"]);
    let again = bring(&mut browser.again(), &page, &answer).await;
    assert!(!is_in(&again), "an answer is good once");
    device.close().await;
}

async fn the_last_method_stays(world: World) {
    let device = Device::at(&world).await;
    let mut browser = world.signed_in(ADA).await;
    make(&device, &mut browser, "").await;
    world
        .execute("DELETE FROM credentials WHERE kind = 'password'")
        .await;
    let page = browser.get("/account/security").await;
    let id = form_of_action(&page, "/account/security/passkeys/remove");
    let refused = browser
        .submit_at(
            &page,
            "/account/security/passkeys/remove",
            &[("passkey", &id)],
        )
        .await;
    assert!(refused.status >= 400, "{}", refused.status);
    assert_eq!(world.texts("SELECT id FROM passkeys").await, [id]);
    device.close().await;
}

/// After a password the browser offers a passkey, once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_is_offered_after_a_password_and_can_be_refused() {
    let world = World::open(Backend::Sqlite).await;
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let fields = [
        ("username", ADA.0),
        ("password", ADA.1),
        ("passkeys", "yes"),
    ];
    let offer = browser.submit(&page, &fields).await;
    let offer = browser.follow(offer).await;
    assert!(
        offer.body.contains("Sign in faster next time"),
        "{}",
        offer.body
    );
    let done = browser.submit(&offer, &[("later", "yes")]).await;
    let done = browser.follow(done).await;
    assert!(done.parameter("code").is_some(), "{}", done.body);
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    assert!(
        is_in(&browser.submit(&page, &fields).await),
        "not again so soon"
    );
    // Who has one is not asked.
    let device = Device::at(&world).await;
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let fields = [
        ("username", GRACE.0),
        ("password", GRACE.1),
        ("passkeys", "yes"),
    ];
    let offer = browser.submit(&page, &fields).await;
    let offer = browser.follow(offer).await;
    let answer = device.answer(&offer).await;
    assert!(is_in(&bring(&mut browser, &offer, &answer).await));
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    assert!(is_in(&browser.submit(&page, &fields).await));
    device.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn browsers_find_the_pages_at_well_known_addresses() {
    let world = World::open(Backend::Sqlite).await;
    let mut browser = world.browser();
    let change = browser.get("/.well-known/change-password").await;
    assert_eq!(
        (change.status, change.location.as_deref()),
        (303, Some("/account/security"))
    );
    let read = |answer: &Answer| serde_json::from_str::<Value>(&answer.body).unwrap();
    let endpoints = browser.get("/.well-known/passkey-endpoints").await;
    let issuer = &world.issuer;
    assert_eq!(
        read(&endpoints),
        json!({"enroll": format!("{issuer}/account/security/passkeys/new"), "manage": format!("{issuer}/account/security")})
    );
    let origins = browser.get("/.well-known/webauthn").await;
    assert_eq!(read(&origins), json!({"origins": [issuer]}));
    let off = World::open_with(Backend::Sqlite, |settings| {
        settings.passkeys.enabled = false;
    })
    .await;
    let mut browser = off.browser();
    assert_eq!(browser.get("/.well-known/webauthn").await.status, 404);
    assert!(!browser.get("/sign-in").await.body.contains("passkey"));
    let mut browser = off.signed_in(ADA).await;
    let page = browser.get("/account/security/passkeys/new").await;
    assert_eq!(page.location.as_deref(), Some("/account/security"));
}
