//! Whoever asks for many mails brings a proof of work with each, whomever they are for.

use crate::{
    browser::{chromium, click, fill, is_at},
    on_both,
    sign_in_limits::{proof, proof_for_one},
    world::{ADA, Answer, Backend, Browser, World},
};
use doorward_cli::settings::Settings;
use std::sync::atomic::{AtomicUsize, Ordering};

on_both!(nothing_is_asked_for_where_it_is_off);

const BITS: u32 = 8;

fn after_two(settings: &mut Settings) {
    settings.sign_up.mode = "open".into();
    settings.sign_in.methods = ["password", "code"].map(str::to_owned).to_vec();
    settings.rate_limits.mails_without_proof = 2;
    settings.passwords.proof_of_work_bits = BITS;
}

/// Asks for two mails, after which the forms of this network ask for a proof.
async fn ask_for_two(world: &World) {
    for _ in 0..2 {
        ask_for_one(world).await;
    }
}

async fn ask_for_one(world: &World) {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let mut browser = world.browser();
    let page = browser.get("/sign-up").await;
    assert!(page.field("challenge").is_none());
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let email = format!("first{number}@example.org");
    let answer = sign_up(&mut browser, &page, &[("email", &email)]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

async fn sign_up(browser: &mut Browser, page: &Answer, fields: &[(&str, &str)]) -> Answer {
    browser.submit_at(page, "/sign-up", fields).await
}

/// How many messages were queued.
async fn queued(world: &World) -> usize {
    world.texts("SELECT id FROM one_time_tokens").await.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_is_sent_often_brings_a_proof_for_known_and_unknown_alike() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open_with(backend, after_two).await;
        ask_for_two(&world).await;
        let before = queued(&world).await;
        for (path, field, button) in [
            ("/sign-up", "email", ("", "")),
            ("/forgot-password", "username", ("", "")),
            ("/sign-in", "username", ("by", "mail")),
        ] {
            let mut bodies = Vec::new();
            for who in [ADA.0, "nobody@example.com"] {
                let mut browser = world.browser();
                let page = browser.get(path).await;
                assert!(page.body.contains("/assets/proof_of_work.js"), "{path}");
                assert!(page.body.contains("<noscript>"), "{path}");
                let refused = browser
                    .submit_at(&page, path, &[(field, who), button])
                    .await;
                assert_eq!(refused.status, 200, "{path} {who}");
                assert!(refused.body.contains("short calculation first"), "{path}");
                bodies.push(refused.body.len() - refused.body.matches(who).count() * who.len());
            }
            assert_eq!(bodies[0], bodies[1], "{path}: the same for everybody");
        }
        assert_eq!(queued(&world).await, before, "nothing was sent");
        // A proof is for one address.
        let mut browser = world.browser();
        let page = browser.get("/sign-up").await;
        let (eve, mallory) = ("eve@example.org", "mallory@example.org");
        let (challenge, number) = proof_for_one(&page, BITS, (eve, ""), &[(mallory, "")]);
        let with = |email: &'static str| {
            [
                ("email".to_owned(), email.to_owned()),
                ("challenge".to_owned(), challenge.clone()),
                ("proof".to_owned(), number.clone()),
            ]
        };
        for (email, status) in [(mallory, 200), (eve, 303)] {
            let fields = with(email);
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            let answer = sign_up(&mut browser, &page, &fields).await;
            assert_eq!(answer.status, status, "{email}");
        }
        assert_eq!(queued(&world).await, before + 1);
        // An hour later nothing is asked for.
        world
            .advance(doorward_protocol::time::Lifetime::hours(1))
            .await;
        let page = browser.get("/forgot-password").await;
        assert!(page.field("challenge").is_none());
    }
}

async fn nothing_is_asked_for_where_it_is_off(world: World) {
    let off = |settings: &mut Settings| {
        after_two(settings);
        settings.rate_limits.mails_without_proof = 0;
    };
    let world = world.another_node_with(off).await;
    for number in 0..5 {
        let mut browser = world.browser();
        let page = browser.get("/forgot-password").await;
        assert!(page.field("challenge").is_none(), "{number}");
        let name = format!("somebody{number}");
        let path = "/forgot-password";
        let sent = browser.submit_at(&page, path, &[("username", &name)]).await;
        assert!(sent.body.contains("role=\"status\""), "{}", sent.body);
    }
}

/// Each further mail for a sign-in that waits brings one, too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_mail_for_a_sign_in_needs_a_proof() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open_with(backend, after_two).await;
        let mut browser = world.browser();
        let page = browser.get("/sign-in").await;
        let asked = [("username", ADA.0), ("by", "mail")];
        let answer = browser.submit_at(&page, "/sign-in", &asked).await;
        let page = browser.follow(answer).await;
        assert!(page.field("challenge").is_none());
        ask_for_one(&world).await;
        world
            .advance(doorward_protocol::time::Lifetime::minutes(1))
            .await;
        let path = "/sign-in/code/again";
        let refused = browser.submit_at(&page, path, &[]).await;
        assert!(refused.location.as_deref().unwrap().ends_with("mail=proof"));
        let page = browser.follow(refused).await;
        assert!(
            page.body.contains("short calculation first"),
            "{}",
            page.body
        );
        let ticket = page.field("ticket").unwrap();
        let (challenge, number) = proof(&page, &ticket, "", BITS);
        let proven = [
            ("challenge", challenge.as_str()),
            ("proof", number.as_str()),
        ];
        let sent = browser.submit_at(&page, path, &proven).await;
        assert!(sent.location.as_deref().unwrap().ends_with("mail=sent"));
    }
}

/// The script of the page does the work.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_brings_the_proof_by_itself() {
    let world = World::open_with(Backend::Sqlite, after_two).await;
    ask_for_two(&world).await;
    let (client, profile) = chromium(360, 800, false).await;
    client.goto(&world.at("/sign-up")).await.unwrap();
    fill(&client, "#email", "eve@example.org").await;
    click(&client, "#continue").await;
    assert!(is_at(&client, &world.at("/sign-up/code")).await);
    // Another mail for the same account.
    world
        .advance(doorward_protocol::time::Lifetime::minutes(1))
        .await;
    let waiting = client.current_url().await.unwrap();
    client.goto(waiting.as_str()).await.unwrap();
    click(&client, "#again").await;
    let again = format!("{waiting}&mail=sent");
    assert!(is_at(&client, &again).await);
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}
