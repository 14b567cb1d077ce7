//! A forgotten password: one link, once, for whoever reads the mail of the account.

use crate::{
    on_both,
    own_account::{self, ELSEWHERE, mailed},
    world::{ADA, Answer, Browser, CALLBACK, GRACE, World, authorize_query},
};
use doorward_protocol::{secret::Secret, time::Lifetime};
use futures_util::future::join_all;

const NEW: &str = "another dozen words of difference";

on_both!(
    a_link_changes_the_password_once_and_ends_every_session,
    the_user_returns_to_the_app_in_the_browser_that_asked,
    of_many_uses_of_one_link_one_changes_the_password,
    a_newer_link_ends_the_one_before,
    a_link_is_over_after_an_hour_or_a_change_of_the_account,
    what_is_said_does_not_depend_on_the_account,
    a_disabled_user_gets_no_link,
    opening_a_link_uses_nothing_up,
    links_come_from_the_issuer_whatever_the_headers_say
);

pub async fn ask(browser: &mut Browser, name: &str) -> Answer {
    let page = browser.get("/forgot-password").await;
    browser
        .submit_at(&page, "/forgot-password", &[("username", name)])
        .await
}

/// The path of the link in the newest mail to an address.
pub async fn link(world: &World, email: &str) -> String {
    let mail = world.mail_to(email).await;
    let text = mail["text"].as_str().unwrap();
    let link = text
        .split_whitespace()
        .find(|word| word.contains("/reset-password?token="))
        .unwrap_or_else(|| panic!("no link in {text}"));
    link.strip_prefix(&world.issuer).unwrap().to_owned()
}

/// The path of the link that is mailed to somebody who forgot their password.
pub async fn asked_link(world: &World, name: &str) -> String {
    ask(&mut world.browser(), name).await;
    link(world, name).await
}

pub async fn choose(browser: &mut Browser, path: &str, password: &str) -> Answer {
    let page = browser.get(path).await;
    if page.status != 200 {
        return page;
    }
    browser
        .submit_at(&page, "/reset-password", &[("new_password", password)])
        .await
}

async fn a_link_changes_the_password_once_and_ends_every_session(world: World) {
    let mut elsewhere = world.signed_in(ADA).await;
    let mut browser = world.browser();
    let told = ask(&mut browser, "ada").await;
    assert!(told.body.contains("on its way"), "{}", told.body);
    let path = link(&world, ADA.0).await;
    let short = choose(&mut browser, &path, "short").await;
    assert!(short.body.contains("15 characters"), "{}", short.body);
    let done = choose(&mut browser, &path, NEW).await;
    assert!(done.body.contains("password is changed"), "{}", done.body);
    // It signs nobody in, and everybody out.
    assert_eq!(browser.session(), None);
    assert_eq!(elsewhere.get("/account").await.status, 303);
    let again = choose(&mut browser, &path, "yet another password of mine").await;
    assert_eq!(again.status, 400);
    assert!(again.body.contains("was used"), "{}", again.body);
    // The user hears of it.
    let told = world.mail_to(ADA.0).await;
    assert!(
        told["text"].as_str().unwrap().contains("/not-me?token="),
        "{told}"
    );
    let page = browser.get("/sign-in").await;
    let old = browser
        .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
        .await;
    assert_eq!(old.status, 200);
    world.signed_in((ADA.0, NEW)).await;
}

async fn the_user_returns_to_the_app_in_the_browser_that_asked(world: World) {
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let forgot = page.body.split("id=\"forgot\" href=\"").nth(1).unwrap();
    let forgot = forgot.split('"').next().unwrap().replace("&#38;", "&");
    let page = browser.get(&forgot).await;
    browser
        .submit_at(&page, "/forgot-password", &[("username", ADA.0)])
        .await;
    let path = link(&world, ADA.0).await;
    assert!(!path.contains("flow"));
    let done = choose(&mut browser, &path, NEW).await;
    let next = done.body.split("id=\"next\" href=\"").nth(1).unwrap();
    let next = next.split('"').next().unwrap().replace("&#38;", "&");
    let page = browser.get(&next).await;
    assert!(page.body.contains("Notes"), "{}", page.body);
    let answer = browser.sign_in_on(&page, (ADA.0, NEW)).await;
    assert!(answer.location.unwrap().starts_with(CALLBACK));
}

async fn of_many_uses_of_one_link_one_changes_the_password(world: World) {
    ask(&mut world.browser(), ADA.0).await;
    let path = link(&world, ADA.0).await;
    let token = Secret::presented(path.split_once("token=").unwrap().1);
    let outcomes = join_all((0..100).map(async |n: usize| {
        let ctx = world.context();
        let password = format!("password number {n} of a hundred");
        let reset = world.provider.password_reset();
        loop {
            match reset
                .complete(&ctx, &token, None, password.clone().into())
                .await
            {
                Err(doorward_core::Error::Unavailable(_)) => tokio::task::yield_now().await,
                outcome => break outcome.unwrap(),
            }
        }
    }))
    .await;
    let changed = outcomes.iter().filter(|outcome| {
        matches!(
            outcome,
            doorward_core::password_reset::ResetOutcome::Changed { .. }
        )
    });
    assert_eq!(changed.count(), 1);
}

async fn a_newer_link_ends_the_one_before(world: World) {
    let mut browser = world.browser();
    ask(&mut browser, ADA.0).await;
    let first = link(&world, ADA.0).await;
    // By another name of the same user, too.
    ask(&mut browser, "ada").await;
    let second = link(&world, ADA.0).await;
    assert_ne!(first, second);
    let old = browser.get(&first).await;
    assert!(
        old.status == 400 && old.body.contains("newer link"),
        "{}",
        old.body
    );
    assert_eq!(choose(&mut browser, &second, NEW).await.status, 200);
}

async fn a_link_is_over_after_an_hour_or_a_change_of_the_account(world: World) {
    let mut browser = world.browser();
    ask(&mut browser, ADA.0).await;
    let path = link(&world, ADA.0).await;
    world.advance(Lifetime::minutes(59)).await;
    assert_eq!(browser.get(&path).await.status, 200);
    world.advance(Lifetime::minutes(2)).await;
    let late = browser.get(&path).await;
    assert!(
        late.status == 400 && late.body.contains("expired"),
        "{}",
        late.body
    );
    assert!(late.body.contains("/forgot-password"), "{}", late.body);
    ask(&mut browser, GRACE.0).await;
    let path = link(&world, GRACE.0).await;
    world
        .user(GRACE.0, "a password that an administrator set")
        .await;
    let outdated = browser.get(&path).await;
    assert!(outdated.status == 400 && outdated.body.contains("account changed"));
}

async fn what_is_said_does_not_depend_on_the_account(world: World) {
    let mut pages = Vec::new();
    for name in [
        ADA.0,
        "eve@example.com",
        "nobody",
        "\u{212a}elvin@example.com",
    ] {
        let mut browser = world.browser();
        let page = ask(&mut browser, name).await;
        pages.push((page.status, page.body.replace(name, "NAME")));
    }
    assert!(pages.iter().all(|page| *page == pages[0]));
    world.deliver_all().await;
    assert_eq!(world.mails().await.len(), 1);
}

async fn a_disabled_user_gets_no_link(world: World) {
    world.disable(ADA.0).await;
    ask(&mut world.browser(), ADA.0).await;
    world.deliver_all().await;
    assert!(world.mails().await.is_empty());
}

async fn opening_a_link_uses_nothing_up(world: World) {
    let mut browser = world.browser();
    ask(&mut browser, ADA.0).await;
    let path = link(&world, ADA.0).await;
    for _ in 0..3 {
        assert_eq!(world.browser().get(&path).await.status, 200);
    }
    assert_eq!(choose(&mut world.browser(), &path, NEW).await.status, 200);
}

async fn links_come_from_the_issuer_whatever_the_headers_say(world: World) {
    let lies = vec![
        ("host", "evil.example".into()),
        ("x-forwarded-host", "evil.example".into()),
        ("x-forwarded-proto", "https".into()),
        ("forwarded", "host=evil.example;proto=https".into()),
    ];
    let told_by_issuer = async |address: &str| {
        let mail = world.mail_to(address).await;
        assert!(!mail.to_string().contains("evil.example"), "{mail}");
        assert!(mail["text"].as_str().unwrap().contains(&world.issuer));
    };
    let mut browser = world.browser();
    browser.extra_headers.clone_from(&lies);
    ask(&mut browser, ADA.0).await;
    told_by_issuer(ADA.0).await;
    let mut browser = world.signed_in(ADA).await;
    browser.extra_headers = lies;
    let page = own_account::ask(&mut browser, ELSEWHERE).await;
    told_by_issuer(ELSEWHERE).await;
    let (code, _) = mailed(&world, ELSEWHERE).await;
    let code = [("code", code.as_str())];
    browser
        .submit_at(&page, "/account/address/code", &code)
        .await;
    told_by_issuer(ADA.0).await;
}
