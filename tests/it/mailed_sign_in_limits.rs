//! What limits mails that sign in, and what a page that waits for one says: the same for everybody.

use crate::{
    mailed_sign_in::{ALL, BROWSERS, ask, of, open, request, waiting},
    world::{ADA, Backend, GRACE, World},
};
use doorward_core::{Error, federation::SignInMethods, mailed_sign_in::MailedOutcome};
use doorward_protocol::{secret::Secret, time::Lifetime};
use futures_util::future::join_all;
use std::sync::atomic::Ordering;

macro_rules! on_both_with_mail {
    ($($name:ident),* $(,)?) => {
        mod sqlite { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { super::$name(super::open(super::Backend::Sqlite, &super::ALL).await).await; } )* }
        mod postgres { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { super::$name(super::open(super::Backend::Postgres, &super::ALL).await).await; } )* }
    };
}

on_both_with_mail!(
    of_many_requests_at_once_for_one_name_three_are_answered,
    all_names_of_one_user_get_three_mails_and_nobody_is_told,
    another_mail_is_counted_as_the_first_one,
    a_page_that_waits_never_says_that_there_is_an_account,
);

/// How often the same may be asked for, whatever the answer is.
async fn try_to_ask(world: &World, name: &str) -> bool {
    let number = BROWSERS.fetch_add(1, Ordering::Relaxed);
    let browser = Secret::presented(format!("browser {number}"));
    let configuration = world.provider.configuration().await.unwrap();
    let settings = world.provider.settings();
    let methods = SignInMethods::for_client(settings, &configuration, None);
    let asked = request(name, &browser, &methods);
    let mailed = world.provider.mailed_sign_in();
    let begun = mailed.begin(&world.context(), &asked).await;
    assert!(
        matches!(begun, Ok(Some(_)) | Err(Error::Limited(_))),
        "{begun:?}"
    );
    begun.is_ok()
}

async fn of_many_requests_at_once_for_one_name_three_are_answered(world: World) {
    let other =
        world.another_node_with(|settings| settings.sign_in = world.settings.sign_in.clone());
    let other = other.await;
    for name in [ADA.0, "nobody@example.com"] {
        let asked = (0..24).map(|number| {
            let node = if number % 2 == 0 { &world } else { &other };
            try_to_ask(node, name)
        });
        let answered = join_all(asked).await;
        assert_eq!(answered.iter().filter(|is| **is).count(), 3, "{name}");
    }
    // In whatever spelling a name was typed.
    for (number, name) in ["gr\u{e2}ce", "GRACE", " Grace", "\u{ff47}race"]
        .iter()
        .enumerate()
    {
        assert_eq!(try_to_ask(&world, name).await, number < 3, "{name}");
    }
}

async fn all_names_of_one_user_get_three_mails_and_nobody_is_told(world: World) {
    let sub = world.sub(ADA.0).await;
    for name in ["ada", ADA.0, &sub, "ada", ADA.0, &sub] {
        assert!(try_to_ask(&world, name).await, "{name}");
    }
    world.deliver_all().await;
    let sent = world.subjects_to(ADA.0).await;
    assert_eq!(sent.len(), 3, "{sent:?}");
    world.advance(Lifetime::hours(1)).await;
    assert!(try_to_ask(&world, "ada").await);
    world.deliver_all().await;
    assert_eq!(world.subjects_to(ADA.0).await.len(), 4);
}

async fn another_mail_is_counted_as_the_first_one(world: World) {
    for name in [ADA.0, "nobody@example.com"] {
        let mut browser = world.browser();
        let page = browser.get("/sign-in").await;
        let page = ask(&mut browser, &page, name).await;
        for _ in 0..2 {
            world.advance(Lifetime::minutes(1)).await;
            let again = browser.submit_at(&page, "/sign-in/code/again", &[]).await;
            let told = again.location.unwrap();
            assert!(told.ends_with("&mail=sent"), "{name}: {told}");
        }
        let mut other = world.browser();
        let page = other.get("/sign-in").await;
        let asked = [("username", name), ("by", "mail")];
        let fourth = other.submit_at(&page, "/sign-in", &asked).await;
        assert_eq!(fourth.status, 429, "{name}: three mails went");
    }
    let node = world
        .another_node_with(|settings| {
            settings.sign_in = world.settings.sign_in.clone();
            settings.rate_limits.mails = 1;
        })
        .await;
    let browser = Secret::presented("the browser that asks the other node");
    let configuration = node.provider.configuration().await.unwrap();
    let methods = SignInMethods::for_client(node.provider.settings(), &configuration, None);
    let mailed = node.provider.mailed_sign_in();
    let asked = request(GRACE.0, &browser, &methods);
    let ticket = mailed
        .begin(&node.context(), &asked)
        .await
        .unwrap()
        .unwrap();
    node.advance(Lifetime::minutes(1)).await;
    let ctx = node.context();
    let again = mailed.send_again(&ctx, &ticket, of(&browser)).await;
    assert!(matches!(again, Err(Error::Limited(_))), "{again:?}");
}

/// What becomes of an account tells nobody who waits for its code that there is one.
async fn a_page_that_waits_never_says_that_there_is_an_account(world: World) {
    world.user("una@example.com", ADA.1).await;
    let names = [ADA.0, GRACE.0, "una@example.com", "nobody@example.com"];
    let mut waiting_pages = Vec::new();
    for name in names {
        let mut browser = world.browser();
        let page = browser.get("/sign-in").await;
        let page = ask(&mut browser, &page, name).await;
        waiting_pages.push((browser, page, name));
    }
    // One signs in elsewhere by mail, one is disabled, all sessions of one end.
    let (browser, ticket, code, _) = waiting(&world, ADA.0).await;
    let mailed = world.provider.mailed_sign_in();
    let ctx = world.context();
    let outcome = mailed.by_code(&ctx, &ticket, &code, of(&browser)).await;
    let outcome = outcome.unwrap();
    assert!(
        matches!(outcome, MailedOutcome::SignedIn { .. }),
        "{outcome:?}"
    );
    world.disable(GRACE.0).await;
    world.end_all(("una@example.com", ADA.1)).await;
    world.advance(Lifetime::minutes(1)).await;
    let before = world.mails().await.len();
    let mut seen = Vec::new();
    for (mut browser, page, name) in waiting_pages {
        let ticket = page.field("ticket").unwrap();
        let shown = browser.get(&format!("/sign-in/code?ticket={ticket}")).await;
        let again = browser.submit_at(&page, "/sign-in/code/again", &[]).await;
        let mut answers = vec![
            (shown.status, shown.body),
            (again.status, again.location.unwrap()),
        ];
        for _ in 0..6 {
            let wrong = [("code", "00000000")];
            let answer = browser.submit_at(&page, "/sign-in/code", &wrong).await;
            answers.push((answer.status, answer.body));
        }
        world.advance(Lifetime::minutes(10)).await;
        let late = browser.get(&format!("/sign-in/code?ticket={ticket}")).await;
        answers.push((late.status, late.body));
        let tokens = ["/sign-in/code", "/sign-in/code/again"].map(|to| page.token_of(to).unwrap());
        let masked = answers.into_iter().map(|(status, body)| {
            let body = body
                .replace(&tokens[0], "TOKEN")
                .replace(&tokens[1], "AGAIN");
            (
                status,
                without_reference(&body.replace(&ticket, "TICKET").replace(name, "NAME")),
            )
        });
        seen.push(masked.collect::<Vec<_>>());
        // The next one waits as long.
        world.clock.set_back(Lifetime::minutes(10));
    }
    assert!(seen.iter().all(|page| *page == seen[0]), "{seen:#?}");
    world.deliver_all().await;
    let after = world.mails().await;
    let to: Vec<&str> = after[..after.len() - before]
        .iter()
        .filter_map(|mail| mail["to"].as_str())
        .collect();
    assert_eq!(to, [ADA.0], "who may sign in gets another code");
}

/// A page without the reference by which it is found in the log.
fn without_reference(body: &str) -> String {
    match body.split_once("Reference ") {
        Some((before, rest)) => before.to_owned() + rest.split_once('<').unwrap().1,
        None => body.to_owned(),
    }
}
