//! Sign-in by a mailed code or link: once, in the browser that asked, and the same for everybody.

use crate::{
    second_factors::with_app,
    world::{ADA, Answer, Backend, Browser, CALLBACK, GRACE, World, authorize_query, claims_of},
};
use doorward_core::{
    federation::SignInMethods,
    mailed_sign_in::{MailBrowser, MailRequest, MailedOutcome},
    sessions::Device,
    users::Declaration,
};
use doorward_protocol::{
    credentials::one_time_token::TokenRefusal, oidc::claims::StandardClaims, secret::Secret,
    time::Lifetime,
};
use futures_util::future::join_all;
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};

const BACKENDS: [Backend; 2] = [Backend::Sqlite, Backend::Postgres];
/// The digits of a code that is mailed for a sign-in.
const DIGITS: usize = 8;

macro_rules! on_both_with_mail {
    ($($name:ident),* $(,)?) => {
        mod sqlite { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { super::$name(super::open(super::BACKENDS[0], &super::ALL).await).await; } )* }
        mod postgres { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { super::$name(super::open(super::BACKENDS[1], &super::ALL).await).await; } )* }
    };
}

pub static BROWSERS: AtomicUsize = AtomicUsize::new(0);

pub const ALL: [&str; 4] = ["password", "passkey", "code", "link"];

pub async fn open(backend: Backend, methods: &[&str]) -> World {
    let methods = methods.iter().map(|method| (*method).to_owned()).collect();
    World::open_with(backend, |settings| settings.sign_in.methods = methods).await
}

on_both_with_mail!(
    a_code_leads_back_to_the_app_and_proves_the_address,
    a_link_signs_in_where_it_was_asked_for_and_nowhere_else,
    opening_a_link_uses_nothing_up,
    the_page_of_a_link_names_the_browser_in_its_own_language,
    nobody_learns_whether_there_is_an_account,
    of_a_hundred_uses_of_one_code_or_link_one_signs_in,
    five_codes_are_looked_at_however_many_come_at_once,
    another_mail_ends_the_first_one_and_keeps_the_tries,
    an_address_gets_three_mails_in_an_hour_and_ten_minutes_each,
    whoever_asks_elsewhere_ends_nothing_here,
    a_change_of_the_account_ends_what_was_mailed,
    a_second_factor_follows,
    a_method_that_is_off_is_refused_and_uses_nothing_up,
);

/// Asks for a mail on a page of the sign-in: the page that waits.
pub async fn ask(browser: &mut Browser, page: &Answer, name: &str) -> Answer {
    let answer = browser
        .submit_at(page, "/sign-in", &[("username", name), ("by", "mail")])
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    browser.follow(answer).await
}

/// The code and the path of the link in the newest mail to an address.
pub async fn mailed(world: &World, email: &str) -> (String, String) {
    let mail = world.mail_to(email).await;
    let text = mail["text"].as_str().unwrap();
    let code = text
        .split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == DIGITS)
        .unwrap_or_default();
    let link = text
        .split_whitespace()
        .find(|word| word.contains("/sign-in/link?token="))
        .unwrap_or_default();
    let path = link.strip_prefix(&world.issuer).unwrap_or_default();
    (code.to_owned(), path.to_owned())
}

fn other_than(code: &str) -> &'static str {
    if code == "00000000" {
        "00000001"
    } else {
        "00000000"
    }
}

async fn a_code_leads_back_to_the_app_and_proves_the_address(world: World) {
    // Somebody without any password, and with an address that nobody has proven.
    let declaration = Declaration {
        email: "eve@example.com".into(),
        username: None,
        password: None,
        claims: StandardClaims::default(),
    };
    let users = world.provider.users();
    users
        .put(&world.context(), declaration, None)
        .await
        .unwrap();
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let page = ask(&mut browser, &page, "eve@example.com").await;
    assert!(page.body.contains("Check your email"), "{}", page.body);
    let (code, link) = mailed(&world, "eve@example.com").await;
    assert!(!code.is_empty() && !link.is_empty());
    let wrong = [("code", other_than(&code))];
    let again = browser.submit_at(&page, "/sign-in/code", &wrong).await;
    assert!(again.body.contains("4 more times"), "{}", again.body);
    // As somebody types it.
    let spaced = format!("{} {}", &code[..4], &code[4..]);
    let right = [("code", spaced.as_str())];
    let answer = browser.submit_at(&again, "/sign-in/code", &right).await;
    let answer = browser.follow(answer).await;
    assert!(
        answer.location.as_deref().unwrap().starts_with(CALLBACK),
        "{}",
        answer.body
    );
    let (_, tokens) = world.redeem(&answer.parameter("code").unwrap()).await;
    let claims = claims_of(tokens["id_token"].as_str().unwrap());
    assert_eq!(
        (&claims["amr"], &claims["acr"]),
        (&json!(["otp"]), &json!("urn:doorward:acr:1fa"))
    );
    let store = world.provider.store();
    let eve = store.user_by_email("eve@example.com").await.unwrap();
    assert_eq!(eve.unwrap().claims.email_verified, Some(true));
    // It was used, and its link with it.
    let late = browser.submit_at(&page, "/sign-in/code", &right).await;
    assert!(late.status == 400 && late.body.contains("was used"));
    assert_eq!(browser.get(&link).await.status, 400);
}

async fn a_link_signs_in_where_it_was_asked_for_and_nowhere_else(world: World) {
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let waiting = ask(&mut browser, &page, "ada").await;
    let (code, link) = mailed(&world, ADA.0).await;
    let mut phone = world.browser();
    let shown = phone.get(&link).await;
    assert_eq!(shown.status, 400);
    assert!(
        shown.body.contains("works only in the browser")
            && shown.body.contains("href=\"/sign-in\""),
        "{}",
        shown.body
    );
    assert!(!shown.body.contains("form_token"));
    // Neither the button nor the code works there, whatever is sent.
    let ticket = waiting.field("ticket").unwrap();
    let there = phone.get(&format!("/sign-in/code?ticket={ticket}")).await;
    assert!(there.status == 400 && there.body.contains("another browser"));
    let token = Secret::presented(link.split_once("token=").unwrap().1);
    let mailed = world.provider.mailed_sign_in();
    let nobody = MailBrowser {
        secret: Some(&Secret::presented("another browser")),
        accounts: &[],
        device: Device::default(),
        trusted_browser: None,
        known_browser: None,
    };
    let ctx = world.context();
    for outcome in [
        mailed.by_link(&ctx, &token, nobody).await.unwrap(),
        mailed.by_code(&ctx, &ticket, &code, nobody).await.unwrap(),
    ] {
        let MailedOutcome::Refused(TokenRefusal::Unknown) = outcome else {
            panic!("{outcome:?}");
        };
    }
    assert_eq!(phone.session(), None);
    // Nothing of it was used up.
    let page = browser.get(&link).await;
    assert!(page.body.contains("asked for in"), "{}", page.body);
    let answer = browser.submit_at(&page, "/sign-in/link", &[]).await;
    let answer = browser.follow(answer).await;
    let code = answer.parameter("code").unwrap();
    let (_, tokens) = world.redeem(&code).await;
    let claims = claims_of(tokens["id_token"].as_str().unwrap());
    assert_eq!(
        (&claims["amr"], &claims["acr"]),
        (&json!(["mca"]), &json!("urn:doorward:acr:1fa"))
    );
}

/// Whoever asked and whoever opens the link may read different languages.
async fn the_page_of_a_link_names_the_browser_in_its_own_language(world: World) {
    let mut browser = world.browser();
    let agent = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36";
    browser.extra_headers = vec![("user-agent", agent.to_owned())];
    let page = browser.get("/sign-in").await;
    ask(&mut browser, &page, "ada").await;
    let (_, link) = mailed(&world, ADA.0).await;
    let arabic = "\u{2068}Chrome\u{2069} على \u{2068}Linux\u{2069}";
    let mut phone = world.browser();
    for reader in [&mut browser, &mut phone] {
        let language = ("accept-language", "ar".to_owned());
        reader.extra_headers.push(language);
        let shown = reader.get(&link).await;
        assert!(shown.body.contains(arabic), "{}", shown.body);
        assert!(!shown.body.contains("Chrome on Linux"), "{}", shown.body);
    }
}

async fn opening_a_link_uses_nothing_up(world: World) {
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    ask(&mut browser, &page, ADA.0).await;
    let (_, link) = mailed(&world, ADA.0).await;
    for _ in 0..3 {
        let url = world.at(&link);
        world.http.get(&url).send().await.unwrap();
        world.http.head(&url).send().await.unwrap();
        assert_eq!(browser.get(&link).await.status, 200);
    }
    assert_eq!(browser.session(), None);
    let page = browser.get(&link).await;
    let answer = browser.submit_at(&page, "/sign-in/link", &[]).await;
    assert_eq!(answer.location.as_deref(), Some("/account"));
}

async fn nobody_learns_whether_there_is_an_account(world: World) {
    world.user("una@example.com", ADA.1).await;
    world.disable(GRACE.0).await;
    let mut pages = Vec::new();
    for name in [ADA.0, GRACE.0, "una@example.com", "nobody@example.com"] {
        let mut browser = world.browser();
        let page = browser.authorize(&authorize_query(&[])).await;
        let page = ask(&mut browser, &page, name).await;
        let ticket = page.field("ticket").unwrap();
        let flow = page.body.split("flow=").nth(1).unwrap();
        let flow = flow.split('"').next().unwrap();
        let body = page
            .body
            .replace(flow, "FLOW")
            .replace(&page.token_of("/sign-in/code").unwrap(), "TOKEN")
            .replace(&page.token_of("/sign-in/code/again").unwrap(), "AGAIN")
            .replace(&ticket, "TICKET")
            .replace(name, "NAME");
        let wrong = [("code", "00000000")];
        let answer = browser.submit_at(&page, "/sign-in/code", &wrong).await;
        let again = browser.submit_at(&page, "/sign-in/code/again", &[]).await;
        pages.push((
            page.status,
            body,
            answer.status,
            again.location.map(|l| l.replace(&ticket, "")),
        ));
    }
    assert!(pages.iter().all(|page| *page == pages[0]), "{pages:#?}");
    let mails = world.mails().await;
    let to: Vec<&str> = mails
        .iter()
        .filter_map(|mail| mail["to"].as_str())
        .collect();
    assert!(
        !to.contains(&GRACE.0) && !to.contains(&"nobody@example.com"),
        "{to:?}"
    );
}

pub fn request<'a>(
    name: &'a str,
    browser: &'a Secret,
    methods: &'a SignInMethods,
) -> MailRequest<'a> {
    MailRequest {
        identifier: name,
        browser,
        known_browser: None,
        flow: None,
        client: None,
        methods,
        language: "en",
        user_agent: "a test",
        remembered: false,
        can_open_links: true,
    }
}

/// A sign-in that waits: its browser, its identifier, its code and the secret of its link.
pub async fn waiting(world: &World, name: &str) -> (Secret, String, String, Secret) {
    let number = BROWSERS.fetch_add(1, Ordering::Relaxed);
    let browser = Secret::presented(format!("browser {number}"));
    let configuration = world.provider.configuration().await.unwrap();
    let settings = world.provider.settings();
    let methods = SignInMethods::for_client(settings, &configuration, None);
    let ticket = world
        .provider
        .mailed_sign_in()
        .begin(&world.context(), &request(name, &browser, &methods))
        .await
        .unwrap()
        .unwrap();
    let (code, link) = mailed(world, name).await;
    let link = Secret::presented(link.split_once("token=").unwrap().1);
    (browser, ticket, code, link)
}

pub const fn of(browser: &Secret) -> MailBrowser<'_> {
    MailBrowser {
        secret: Some(browser),
        accounts: &[],
        device: doorward_core::sessions::Device {
            user_agent: "a test",
            address: None,
        },
        trusted_browser: None,
        known_browser: None,
    }
}

async fn of_a_hundred_uses_of_one_code_or_link_one_signs_in(world: World) {
    let mailed = world.provider.mailed_sign_in();
    let (browser, ticket, code, _) = waiting(&world, ADA.0).await;
    let outcomes = join_all((0..100).map(async |_: usize| {
        let ctx = world.context();
        let outcome = mailed.by_code(&ctx, &ticket, &code, of(&browser)).await;
        matches!(outcome.unwrap(), MailedOutcome::SignedIn { .. })
    }))
    .await;
    assert_eq!(outcomes.iter().filter(|signed_in| **signed_in).count(), 1);
    let (browser, _, _, link) = waiting(&world, GRACE.0).await;
    let outcomes = join_all((0..100).map(async |_: usize| {
        let ctx = world.context();
        let outcome = mailed.by_link(&ctx, &link, of(&browser)).await;
        matches!(outcome.unwrap(), MailedOutcome::SignedIn { .. })
    }))
    .await;
    assert_eq!(outcomes.iter().filter(|signed_in| **signed_in).count(), 1);
}

async fn five_codes_are_looked_at_however_many_come_at_once(world: World) {
    let mailed = world.provider.mailed_sign_in();
    let (browser, ticket, code, _) = waiting(&world, ADA.0).await;
    let wrong = other_than(&code);
    let outcomes = join_all((0..100).map(async |_: usize| {
        let ctx = world.context();
        mailed
            .by_code(&ctx, &ticket, wrong, of(&browser))
            .await
            .unwrap()
    }))
    .await;
    let looked_at = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, MailedOutcome::Wrong { .. }));
    assert!(looked_at.count() <= 5);
    let ctx = world.context();
    let right = mailed
        .by_code(&ctx, &ticket, &code, of(&browser))
        .await
        .unwrap();
    assert!(
        matches!(right, MailedOutcome::Refused(TokenRefusal::TooManyTries)),
        "{right:?}"
    );
}

async fn another_mail_ends_the_first_one_and_keeps_the_tries(world: World) {
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let page = ask(&mut browser, &page, ADA.0).await;
    let (first, old_link) = mailed(&world, ADA.0).await;
    let early = browser.submit_at(&page, "/sign-in/code/again", &[]).await;
    let early = browser.follow(early).await;
    assert!(early.body.contains("Wait a minute"), "{}", early.body);
    for left in [4, 3] {
        let wrong = [("code", other_than(&first))];
        let answer = browser.submit_at(&page, "/sign-in/code", &wrong).await;
        assert!(
            answer.body.contains(&format!("{left} more")),
            "{}",
            answer.body
        );
    }
    world.advance(Lifetime::minutes(1)).await;
    let again = browser.submit_at(&page, "/sign-in/code/again", &[]).await;
    let again = browser.follow(again).await;
    assert!(again.body.contains("another email"), "{}", again.body);
    let (second, _) = mailed(&world, ADA.0).await;
    assert_ne!(first, second);
    let answer = browser
        .submit_at(&page, "/sign-in/code", &[("code", &first)])
        .await;
    assert!(answer.body.contains("2 more"), "{}", answer.body);
    assert_eq!(browser.get(&old_link).await.status, 400);
    let answer = browser
        .submit_at(&page, "/sign-in/code", &[("code", &second)])
        .await;
    assert_eq!(answer.location.as_deref(), Some("/account"));
}

async fn an_address_gets_three_mails_in_an_hour_and_ten_minutes_each(world: World) {
    let (browser, ticket, code, _) = waiting(&world, ADA.0).await;
    world.advance(Lifetime::minutes(10)).await;
    let mailed = world.provider.mailed_sign_in();
    let ctx = world.context();
    let late = mailed
        .by_code(&ctx, &ticket, &code, of(&browser))
        .await
        .unwrap();
    assert!(
        matches!(late, MailedOutcome::Refused(TokenRefusal::Expired)),
        "{late:?}"
    );
    for name in [ADA.0, "Ada@example.com", " ADA@EXAMPLE.COM "] {
        let mut browser = world.browser();
        let page = browser.get("/sign-in").await;
        ask(&mut browser, &page, name).await;
    }
    for name in [ADA.0, "nobody@example.com", "nobody@example.com"] {
        let mut browser = world.browser();
        let page = browser.get("/sign-in").await;
        let asked = [("username", name), ("by", "mail")];
        let answer = browser.submit_at(&page, "/sign-in", &asked).await;
        let expected = if name == ADA.0 { 429 } else { 303 };
        assert_eq!(answer.status, expected, "{name}: {}", answer.body);
    }
}

async fn whoever_asks_elsewhere_ends_nothing_here(world: World) {
    let (browser, ticket, code, _) = waiting(&world, ADA.0).await;
    waiting(&world, ADA.0).await;
    let mailed = world.provider.mailed_sign_in();
    let ctx = world.context();
    let outcome = mailed
        .by_code(&ctx, &ticket, &code, of(&browser))
        .await
        .unwrap();
    assert!(
        matches!(outcome, MailedOutcome::SignedIn { .. }),
        "{outcome:?}"
    );
}

async fn a_change_of_the_account_ends_what_was_mailed(world: World) {
    let (browser, ticket, code, link) = waiting(&world, ADA.0).await;
    world.end_all(ADA).await;
    let mailed = world.provider.mailed_sign_in();
    let ctx = world.context();
    for outcome in [
        mailed
            .by_code(&ctx, &ticket, &code, of(&browser))
            .await
            .unwrap(),
        mailed.by_link(&ctx, &link, of(&browser)).await.unwrap(),
    ] {
        assert!(
            matches!(outcome, MailedOutcome::Refused(TokenRefusal::Outdated)),
            "{outcome:?}"
        );
    }
    let (browser, ticket, code, _) = waiting(&world, GRACE.0).await;
    world.disable(GRACE.0).await;
    let outcome = mailed
        .by_code(&ctx, &ticket, &code, of(&browser))
        .await
        .unwrap();
    assert!(
        matches!(outcome, MailedOutcome::Refused(TokenRefusal::Outdated)),
        "{outcome:?}"
    );
}

async fn a_second_factor_follows(world: World) {
    let (kept, _) = with_app(&world, ADA).await;
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let page = ask(&mut browser, &page, ADA.0).await;
    let (code, _) = mailed(&world, ADA.0).await;
    let answer = browser
        .submit_at(&page, "/sign-in/code", &[("code", &code)])
        .await;
    assert_eq!(browser.session(), None);
    let page = browser.follow(answer).await;
    assert!(
        page.body.contains("/sign-in/second-factor"),
        "{}",
        page.body
    );
    let typed = kept.code(&world);
    let answer = browser
        .submit_at(&page, "/sign-in/second-factor", &[("code", &typed)])
        .await;
    let answer = browser.follow(answer).await;
    let (_, tokens) = world.redeem(&answer.parameter("code").unwrap()).await;
    let claims = claims_of(tokens["id_token"].as_str().unwrap());
    assert_eq!(
        (&claims["amr"], &claims["acr"]),
        (&json!(["otp", "mfa"]), &json!("urn:doorward:acr:2fa"))
    );
}

async fn a_method_that_is_off_is_refused_and_uses_nothing_up(world: World) {
    let (browser, ticket, code, link) = waiting(&world, ADA.0).await;
    let without = world
        .another_node_with(|settings| settings.sign_in.methods = vec!["password".into()])
        .await;
    let mailed = without.provider.mailed_sign_in();
    let ctx = without.context();
    for outcome in [
        mailed
            .by_code(&ctx, &ticket, &code, of(&browser))
            .await
            .unwrap(),
        mailed.by_link(&ctx, &link, of(&browser)).await.unwrap(),
    ] {
        assert!(matches!(outcome, MailedOutcome::Off), "{outcome:?}");
    }
    let ctx = world.context();
    let mailed = world.provider.mailed_sign_in();
    let outcome = mailed
        .by_code(&ctx, &ticket, &code, of(&browser))
        .await
        .unwrap();
    assert!(
        matches!(outcome, MailedOutcome::SignedIn { .. }),
        "{outcome:?}"
    );
}
