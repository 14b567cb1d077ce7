//! Creating an account: the address is proven by code or link, then the account exists and its user is
//! at the app where they began.

use crate::{
    on_both_wide,
    world::{ADA, Answer, Backend, Browser, CALLBACK, World, authorize_query},
};
use doorward_protocol::time::Lifetime;
use futures_util::future::join_all;
use serde_json::json;

const EVE: &str = "eve@example.org";
const PASSWORD: &str = "seven quiet lamps on a hill";

const BACKENDS: [Backend; 2] = [Backend::Sqlite, Backend::Postgres];

/// Begins an account at the sign-up page of an app: the page that waits for the code.
async fn begin(browser: &mut Browser, email: &str) -> Answer {
    let page = browser
        .authorize(&authorize_query(&[("prompt", "create")]))
        .await;
    assert!(page.body.contains("id=\"email\""), "{}", page.body);
    let answer = browser
        .submit_at(&page, "/sign-up", &[("email", email)])
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    browser.follow(answer).await
}

/// The code and the link of the newest mail to an address.
async fn mailed(world: &World, email: &str) -> (String, String) {
    let mail = world.mail_to(email).await;
    let text = mail["text"].as_str().unwrap();
    let code = text
        .split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 6)
        .unwrap_or_default()
        .to_owned();
    let link = text
        .split_whitespace()
        .find(|word| word.contains("token="))
        .unwrap_or_default()
        .to_owned();
    (code, link)
}

/// The page on which the account is completed, of an address that is confirmed.
pub async fn confirmed(world: &World, browser: &mut Browser, email: &str) -> Answer {
    let page = begin(browser, email).await;
    let (code, _) = mailed(world, email).await;
    let code = [("code", code.as_str())];
    let answer = browser.submit_at(&page, "/sign-up/code", &code).await;
    browser.follow(answer).await
}

async fn complete(browser: &mut Browser, page: &Answer) -> Answer {
    let fields = [("name", "Eve Moneypenny"), ("new_password", PASSWORD)];
    let answer = browser.submit_at(page, "/sign-up/complete", &fields).await;
    browser.follow(answer).await
}

on_both_wide!(
    a_code_leads_from_the_app_to_an_account_and_back,
    a_link_in_another_browser_confirms_and_the_first_one_goes_on,
    opening_a_link_changes_nothing,
    nobody_learns_whether_an_address_has_an_account,
    five_codes_may_be_tried_however_many_come_at_once,
    of_many_right_codes_at_once_one_confirms_and_one_account_is_made,
    another_mail_makes_the_first_code_useless_and_keeps_the_tries,
    a_code_is_for_its_browser,
    an_account_is_made_for_its_address_alone,
    an_address_gets_three_mails_in_an_hour,
    a_form_that_a_program_filled_in_sends_nothing,
    prompt_create_is_for_whoever_has_no_account
);

async fn a_code_leads_from_the_app_to_an_account_and_back(world: World) {
    let mut browser = world.browser();
    let page = begin(&mut browser, EVE).await;
    assert!(page.body.contains(EVE));
    let (code, _) = mailed(&world, EVE).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let again = browser
        .submit_at(&page, "/sign-up/code", &[("code", wrong)])
        .await;
    assert!(again.body.contains("4 more times"), "{}", again.body);
    let answer = browser
        .submit_at(&again, "/sign-up/code", &[("code", &code)])
        .await;
    let page = browser.follow(answer).await;
    assert!(page.body.contains("is confirmed"), "{}", page.body);
    // A password that is too short is refused, and the name that was typed stays.
    let short = [("name", "Eve Moneypenny"), ("new_password", "short")];
    let again = browser.submit_at(&page, "/sign-up/complete", &short).await;
    assert_eq!(again.status, 200);
    assert_eq!(again.field("name").as_deref(), Some("Eve Moneypenny"));
    let answer = complete(&mut browser, &again).await;
    assert!(
        answer.location.as_deref().unwrap().starts_with(CALLBACK),
        "{}",
        answer.body
    );
    let code = answer.parameter("code").unwrap();
    assert_eq!(world.redeem(&code).await.0, 200);
    let store = world.provider.store();
    let eve = store.user_by_email(EVE).await.unwrap().unwrap();
    assert_eq!(eve.claims.email_verified, Some(true));
    assert_eq!(eve.claims.name.as_deref(), Some("Eve Moneypenny"));
    // Whoever goes back finds a code and a page that are over.
    let late = browser.submit_at(&page, "/sign-up/complete", &short).await;
    assert_eq!(late.status, 400);
    assert!(late.body.contains("was used"), "{}", late.body);
    world.signed_in((EVE, PASSWORD)).await;
}

async fn a_link_in_another_browser_confirms_and_the_first_one_goes_on(world: World) {
    let mut browser = world.browser();
    let page = begin(&mut browser, EVE).await;
    let ticket = page.field("ticket").unwrap();
    let state = format!("/sign-up/state?ticket={ticket}");
    assert_eq!(browser.get(&state).await.body, r#"{"next":null}"#);
    let (_, link) = mailed(&world, EVE).await;
    assert!(link.starts_with(&world.issuer), "{link}");
    let mut phone = world.browser();
    let path = link.strip_prefix(&world.issuer).unwrap();
    let shown = phone.get(path).await;
    assert!(shown.body.contains(EVE), "{}", shown.body);
    let told = phone.submit(&shown, &[]).await;
    assert_eq!(told.status, 200);
    assert!(
        told.body.contains("Go back to the browser"),
        "{}",
        told.body
    );
    // The link works once, and signs nobody in where it is opened.
    let again = phone.get(path).await;
    assert!(again.status == 400 && again.body.contains("was used"));
    assert_eq!(phone.session(), None);
    let next = browser.get(&state).await.body;
    assert!(next.contains("/sign-up/complete"), "{next}");
    let page = browser
        .get(&format!("/sign-up/complete?ticket={ticket}"))
        .await;
    let answer = complete(&mut browser, &page).await;
    assert!(answer.parameter("code").is_some(), "{}", answer.body);
}

async fn opening_a_link_changes_nothing(world: World) {
    let mut browser = world.browser();
    let page = begin(&mut browser, EVE).await;
    let (_, link) = mailed(&world, EVE).await;
    for _ in 0..3 {
        assert_eq!(world.http.get(&link).send().await.unwrap().status(), 200);
        assert!(
            world
                .http
                .head(&link)
                .send()
                .await
                .unwrap()
                .status()
                .as_u16()
                < 500
        );
    }
    let ticket = page.field("ticket").unwrap();
    let state = browser
        .get(&format!("/sign-up/state?ticket={ticket}"))
        .await;
    assert_eq!(state.body, r#"{"next":null}"#);
}

async fn nobody_learns_whether_an_address_has_an_account(world: World) {
    let (mut known, mut unknown) = (world.browser(), world.browser());
    let pages = [
        begin(&mut known, ADA.0).await,
        begin(&mut unknown, "ada@example.org").await,
    ];
    let [known_page, unknown_page] = pages.map(|page| {
        let ticket = page.field("ticket").unwrap();
        let token = page.field("form_token").unwrap();
        let again = page.token_of("/sign-up/again").unwrap();
        let flow = page
            .body
            .split("flow=")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let body = page
            .body
            .replace(flow, "FLOW")
            .replace(&ticket, "TICKET")
            .replace(&token, "TOKEN")
            .replace(&again, "AGAIN");
        (page.status, body.replace("example.org", "example.com"))
    });
    assert_eq!(known_page, unknown_page);
    let mail = world.mail_to(ADA.0).await;
    assert!(!mail["text"].as_str().unwrap().contains("/sign-up/confirm"));
    // No code goes to somebody who has an account, and none that is guessed leads anywhere.
    let (code, _) = mailed(&world, ADA.0).await;
    assert_eq!(code, "");
}

async fn five_codes_may_be_tried_however_many_come_at_once(world: World) {
    let mut browser = world.browser();
    let page = begin(&mut browser, EVE).await;
    let (code, _) = mailed(&world, EVE).await;
    let ticket = page.field("ticket").unwrap();
    let secret = doorward_protocol::secret::Secret::presented(&browser.cookies["doorward_browser"]);
    let right: u32 = code.parse().unwrap();
    let guesses = (0..100).map(|n| format!("{:06}", (right + 1 + n) % 1_000_000));
    let outcomes = join_all(guesses.map(async |guess| {
        let ctx = world.context();
        let sign_up = world.provider.sign_up();
        sign_up
            .try_code(&ctx, &ticket, Some(&secret), &guess)
            .await
            .unwrap()
    }))
    .await;
    let row = world
        .provider
        .store()
        .one_time_token(&ticket)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((row.tries, row.confirmed_at), (5, None));
    assert_eq!(outcomes.len(), 100);
    let answer = browser
        .submit_at(&page, "/sign-up/code", &[("code", &code)])
        .await;
    assert_eq!(answer.status, 400);
    assert!(answer.body.contains("tried too often"), "{}", answer.body);
}

async fn of_many_right_codes_at_once_one_confirms_and_one_account_is_made(world: World) {
    let mut browser = world.browser();
    let page = begin(&mut browser, EVE).await;
    let (code, _) = mailed(&world, EVE).await;
    let ticket = page.field("ticket").unwrap();
    let secret = doorward_protocol::secret::Secret::presented(&browser.cookies["doorward_browser"]);
    let outcomes = join_all((0..100).map(async |_| {
        let ctx = world.context();
        let sign_up = world.provider.sign_up();
        sign_up
            .try_code(&ctx, &ticket, Some(&secret), &code)
            .await
            .unwrap()
    }))
    .await;
    let confirmed = outcomes
        .iter()
        .filter(|outcome| **outcome == doorward_core::sign_up::CodeOutcome::Confirmed);
    assert_eq!(confirmed.count(), 1);
    let page = browser
        .get(&format!("/sign-up/complete?ticket={ticket}"))
        .await;
    let mut tabs: Vec<Browser> = (0..8).map(|_| world.browser()).collect();
    for tab in &mut tabs {
        tab.cookies.clone_from(&browser.cookies);
    }
    let fields = [("name", "Eve"), ("new_password", PASSWORD)];
    let answers = join_all(
        tabs.iter_mut()
            .map(|tab| tab.submit_at(&page, "/sign-up/complete", &fields)),
    )
    .await;
    let made = answers.iter().filter(|answer| answer.status == 303).count();
    assert_eq!(
        made,
        1,
        "{:?}",
        answers.iter().map(|a| a.status).collect::<Vec<_>>()
    );
}

async fn another_mail_makes_the_first_code_useless_and_keeps_the_tries(world: World) {
    let mut browser = world.browser();
    let page = begin(&mut browser, EVE).await;
    let (first, _) = mailed(&world, EVE).await;
    let early = browser.submit_at(&page, "/sign-up/again", &[]).await;
    let early = browser.follow(early).await;
    assert!(early.body.contains("Wait a minute"), "{}", early.body);
    let wrong = if first == "000000" {
        "000001"
    } else {
        "000000"
    };
    browser
        .submit_at(&page, "/sign-up/code", &[("code", wrong)])
        .await;
    world.advance(Lifetime::minutes(2)).await;
    let sent = browser.submit_at(&page, "/sign-up/again", &[]).await;
    let sent = browser.follow(sent).await;
    assert!(sent.body.contains("sent another email"), "{}", sent.body);
    let (second, _) = mailed(&world, EVE).await;
    if first != second {
        let old = browser
            .submit_at(&sent, "/sign-up/code", &[("code", &first)])
            .await;
        assert!(old.body.contains("3 more times"), "{}", old.body);
    }
    let answer = browser
        .submit_at(&sent, "/sign-up/code", &[("code", &second)])
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

async fn a_code_is_for_its_browser(world: World) {
    let mut browser = world.browser();
    let page = begin(&mut browser, EVE).await;
    let (code, _) = mailed(&world, EVE).await;
    let ticket = page.field("ticket").unwrap();
    let mut thief = world.browser();
    thief.get("/sign-in").await;
    let secret = doorward_protocol::secret::Secret::presented(&thief.cookies["doorward_browser"]);
    let token = doorward_protocol::secret::form_token(&secret, &format!("sign-up code {ticket}"));
    let fields = [
        ("form_token", token.as_str()),
        ("ticket", &ticket),
        ("code", &code),
    ];
    let refused = thief.post("/sign-up/code", &fields).await;
    assert_eq!(refused.status, 400);
    // Nothing was used up by the stranger.
    let answer = browser
        .submit_at(&page, "/sign-up/code", &[("code", &code)])
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

async fn an_account_is_made_for_its_address_alone(world: World) {
    let mut browser = world.browser();
    let page = begin(&mut browser, EVE).await;
    let (code, _) = mailed(&world, EVE).await;
    let answer = browser
        .submit_at(&page, "/sign-up/code", &[("code", &code)])
        .await;
    let page = browser.follow(answer).await;
    let extra = [
        ("name", "Eve"),
        ("new_password", PASSWORD),
        ("email", "root@example.org"),
        ("roles", "admin"),
        ("email_verified", "false"),
        ("id", "1"),
        ("sub", "1"),
    ];
    let answer = browser.submit_at(&page, "/sign-up/complete", &extra).await;
    assert_eq!(answer.status, 303);
    let store = world.provider.store();
    assert!(
        store
            .user_by_email("root@example.org")
            .await
            .unwrap()
            .is_none()
    );
    let eve = store.user_by_email(EVE).await.unwrap().unwrap();
    assert_ne!(eve.id, "1");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accounts_are_for_whom_the_settings_say() {
    for backend in BACKENDS {
        nobody_creates_an_account_unless_it_is_allowed(World::open(backend).await).await;
        let only = World::open_with(backend, |settings| {
            settings.sign_up.mode = "domain".into();
            settings.sign_up.domains = vec!["corp.example".into()];
        });
        addresses_of_a_domain_create_accounts(only.await).await;
    }
}

async fn nobody_creates_an_account_unless_it_is_allowed(world: World) {
    // Off, which is the default: the page says so, and the sign-in page has no link.
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    assert!(!page.body.contains("id=\"sign-up\""));
    assert_eq!(browser.get("/sign-up").await.status, 404);
    let discovery = world.text_at("/.well-known/openid-configuration").await;
    assert!(!discovery.contains(r#""create""#));
}

async fn addresses_of_a_domain_create_accounts(only: World) {
    let mut browser = only.browser();
    let page = browser.get("/sign-up").await;
    let other = browser
        .submit_at(&page, "/sign-up", &[("email", EVE)])
        .await;
    assert!(other.body.contains("certain domains"), "{}", other.body);
    let own = [("email", "eve@Corp.Example")];
    assert_eq!(browser.submit_at(&page, "/sign-up", &own).await.status, 303);
    for wrong in ["eve", "eve@", "a b@corp.example", "eve@corp.example\u{0}"] {
        let refused = browser
            .submit_at(&page, "/sign-up", &[("email", wrong)])
            .await;
        assert!(refused.status < 500 && refused.status != 303, "{wrong}");
    }
    // A client that takes no new users has no link, and nobody gets in by its address.
    let common = json!({"redirect_uris": [CALLBACK], "grant_types": ["authorization_code"], "scope": "openid"});
    only.client(
        "closed",
        &common,
        &json!({"sign_up": false, "first_party": true}),
    )
    .await;
    let closed = authorize_query(&[
        ("client_id", "closed"),
        ("scope", "openid"),
        ("prompt", "create"),
    ]);
    let page = browser.authorize(&closed).await;
    assert!(page.body.contains("id=\"username\"") && !page.body.contains("id=\"sign-up\""));
}

async fn an_address_gets_three_mails_in_an_hour(world: World) {
    for email in [EVE, ADA.0] {
        let statuses = [(); 4].map(|()| email);
        let mut seen = Vec::new();
        for email in statuses {
            let mut browser = world.browser();
            let page = browser.get("/sign-up").await;
            let answer = browser
                .submit_at(&page, "/sign-up", &[("email", email)])
                .await;
            seen.push(answer.status);
        }
        assert_eq!(seen, [303, 303, 303, 429], "{email}");
    }
    world.advance(Lifetime::hours(2)).await;
    begin(&mut world.browser(), EVE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn terms_are_accepted_by_version() {
    for backend in BACKENDS {
        let world = World::open_with(backend, |settings| {
            settings.sign_up.mode = "open".into();
            settings.sign_up.terms_version = Some("2026-11".into());
            settings.sign_up.terms_url = Some("https://example.com/terms".into());
        });
        only_the_present_terms_count(world.await).await;
    }
}

async fn only_the_present_terms_count(world: World) {
    let mut browser = world.browser();
    let page = begin(&mut browser, EVE).await;
    let (code, _) = mailed(&world, EVE).await;
    let answer = browser
        .submit_at(&page, "/sign-up/code", &[("code", &code)])
        .await;
    let page = browser.follow(answer).await;
    assert!(page.body.contains("https://example.com/terms"));
    let fields = [("name", "Eve"), ("new_password", PASSWORD)];
    for accepted in [None, Some("2025-01")] {
        let fields: Vec<_> = fields
            .into_iter()
            .chain(accepted.map(|v| ("terms", v)))
            .collect();
        let refused = browser.submit_at(&page, "/sign-up/complete", &fields).await;
        assert!(
            refused.body.contains("Accept the terms"),
            "{}",
            refused.body
        );
    }
    let fields = [fields[0], fields[1], ("terms", "2026-11")];
    let answer = browser.submit_at(&page, "/sign-up/complete", &fields).await;
    assert_eq!(answer.status, 303);
}

async fn a_form_that_a_program_filled_in_sends_nothing(world: World) {
    let mut browser = world.browser();
    let page = browser.get("/sign-up").await;
    let fields = [("email", EVE), ("homepage", "https://spam.example")];
    let answer = browser.submit_at(&page, "/sign-up", &fields).await;
    assert_eq!(answer.status, 200);
    world.deliver_all().await;
    assert!(world.mails().await.is_empty());
}

async fn prompt_create_is_for_whoever_has_no_account(world: World) {
    let discovery = world.text_at("/.well-known/openid-configuration").await;
    assert!(discovery.contains(r#""create""#));
    // Somebody who is signed in is asked too, and may sign in instead.
    let mut browser = world.signed_in(ADA).await;
    world.advance(Lifetime::minutes(1)).await;
    let page = browser
        .authorize(&authorize_query(&[("prompt", "create")]))
        .await;
    assert!(page.body.contains("id=\"email\""), "{}", page.body);
    let refused = browser
        .authorize(&authorize_query(&[("prompt", "none create")]))
        .await;
    assert_eq!(
        refused.parameter("error").as_deref(),
        Some("invalid_request")
    );
}
