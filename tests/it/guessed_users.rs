//! Guesses at one user are one count, whatever names they are made by and wherever they come from. Nobody
//! sees that, and nobody is kept out by it.

use crate::{
    mailed_sign_in::{self, ask, mailed},
    on_both,
    second_factors::{first_step, with_app},
    sign_in_limits::{WRONG, alike, attempt, attempt_in, known_browser, reopened},
    world::{ADA, Answer, World},
};
use doorward_protocol::time::Lifetime;

on_both!(
    the_names_of_a_user_are_one_count,
    after_a_hundred_failures_a_password_alone_opens_no_new_browser,
    known_and_unknown_names_look_the_same_after_a_hundred_failures,
    one_network_uses_up_nothing_of_the_others,
    after_a_hundred_failures_a_mail_opens_a_new_browser,
    after_a_hundred_failures_a_second_factor_opens_a_new_browser,
    whoever_could_not_replace_the_password_is_not_kept_out
);

/// What the mail says.
const GUESSED: &str = "Many wrong passwords for your account at Doorward";
const WAITS: &str = "its source waits after failed attempts";
const TOO_MANY: &str = "too many attempts failed in a row, and the browser is new to the user";

/// How many failed attempts at Ada the audit log holds with a detail.
async fn failures(world: &World, detail: &str) -> i64 {
    let id = world.sub("ada").await;
    let count = format!(
        "SELECT count(*) FROM audit_events WHERE action = 'sign_in.failed' AND subject = '{id}'
         AND detail = '{detail}'"
    );
    world.numbers(&count).await[0]
}

/// So many wrong passwords, each from another network, by names in turn.
async fn guess(world: &World, names: &[&str], count: usize) -> Vec<Answer> {
    let mut answers = Vec::new();
    for (n, name) in names.iter().cycle().take(count).enumerate() {
        let from = format!("198.18.{}.{}", n / 200, n % 200);
        let mut browser = world.browser();
        answers.push(attempt_in(&mut browser, &from, (name, WRONG)).await);
    }
    assert!(answers.iter().all(|answer| answer.status == 200));
    answers
}

async fn the_names_of_a_user_are_one_count(world: World) {
    let world = reopened(&world, |_| {}).await;
    let id = world.sub(ADA.0).await;
    let here = "198.51.100.1";
    for _ in 0..4 {
        for name in [ADA.0, "ada", id.as_str()] {
            assert_eq!(attempt(&world, here, (name, WRONG)).await, 200, "{name}");
        }
    }
    let (looked_at, others) = (failures(&world, "").await, failures(&world, WAITS).await);
    assert_eq!((looked_at, others), (5, 7));
    // Whoever finds the password now, by a name that is seen to be free, is told nothing.
    let mut known = known_browser(&world, ADA).await;
    let mut seen = Vec::new();
    for name in ["ada@example.com.", ADA.0] {
        let mut browser = world.browser();
        let answer = attempt_in(&mut browser, here, (name, ADA.1)).await;
        seen.push((answer.status, alike(&answer, name)));
    }
    assert_eq!(seen[0].0, 200);
    assert_eq!(seen[0], seen[1]);
    // Elsewhere nobody waits, nor in a browser that is known, and a few seconds later nobody at all.
    assert_eq!(attempt_in(&mut known, here, ADA).await.status, 303);
    for _ in 0..5 {
        attempt(&world, here, ("ada", WRONG)).await;
    }
    assert_eq!(attempt(&world, "203.0.113.1", ADA).await, 303);
    assert_ne!(attempt(&world, here, ADA).await, 303);
    world.advance(Lifetime::minutes(5)).await;
    assert_eq!(attempt(&world, here, ADA).await, 303);
    for name in ["ada", &id, ADA.0] {
        assert_eq!(attempt(&world, here, (name, ADA.1)).await, 303, "{name}");
    }
}

async fn after_a_hundred_failures_a_password_alone_opens_no_new_browser(world: World) {
    let world = reopened(&world, |_| {}).await;
    let mut known = known_browser(&world, ADA).await;
    let id = world.sub(ADA.0).await;
    guess(&world, &[ADA.0, "ada", &id], 99).await;
    assert_eq!(world.subjects_to(ADA.0).await, Vec::<String>::new());
    // The hundredth is looked at, and no other one.
    assert_eq!(attempt(&world, "203.0.113.1", (ADA.0, WRONG)).await, 200);
    for (n, name) in [ADA.0, "ada", &id].into_iter().enumerate() {
        let from = format!("203.0.113.{}", n + 10);
        assert_eq!(attempt(&world, &from, (name, ADA.1)).await, 200, "{name}");
    }
    let (looked_at, others) = (failures(&world, "").await, failures(&world, TOO_MANY).await);
    assert_eq!((looked_at, others), (100, 3));
    // The user hears of it once.
    assert_eq!(world.subjects_to(ADA.0).await, [GUESSED]);
    let mail = world.mail_to(ADA.0).await;
    let text = mail["text"].as_str().unwrap();
    assert!(text.contains("/forgot-password"), "{text}");
    let told = "SELECT count(*) FROM audit_events WHERE action = 'sign_in.attack_suspected'
         AND detail = '100 wrong passwords of one user in a row'";
    assert_eq!(world.numbers(told).await, [1]);
    // A browser in which Ada signed in before goes on, and ends it.
    for password in [WRONG, ADA.1] {
        let answer = attempt_in(&mut known, "203.0.113.20", (ADA.0, password)).await;
        let expected = if password == WRONG { 200 } else { 303 };
        assert_eq!(answer.status, expected);
    }
    assert_eq!(attempt(&world, "203.0.113.21", ADA).await, 303);
    // It is no wait: without a success it ends after a month.
    guess(&world, &["ada"], 101).await;
    world.advance(Lifetime::days(29)).await;
    assert_eq!(attempt(&world, "203.0.113.22", ADA).await, 200);
    world.advance(Lifetime::days(2)).await;
    assert_eq!(attempt(&world, "203.0.113.23", ADA).await, 303);
}

async fn known_and_unknown_names_look_the_same_after_a_hundred_failures(world: World) {
    let world = reopened(&world, |_| {}).await;
    let known = guess(&world, &[ADA.0], 103).await;
    let unknown = guess(&world, &["nobody@example.com"], 103).await;
    for (known, unknown) in known.iter().zip(&unknown) {
        assert_eq!(alike(known, ADA.0), alike(unknown, "nobody@example.com"));
    }
    // Her other name, and one of nobody that looks like it.
    let mut seen = Vec::new();
    for name in ["ada", "nobody"] {
        let mut browser = world.browser();
        let answer = attempt_in(&mut browser, "203.0.113.1", (name, ADA.1)).await;
        seen.push((answer.status, alike(&answer, name)));
    }
    assert_eq!(seen[0], seen[1]);
}

async fn one_network_uses_up_nothing_of_the_others(world: World) {
    let world = reopened(&world, |_| {}).await;
    let mut known = known_browser(&world, ADA).await;
    for n in 0..200 {
        let name = [ADA.0, "ada"][n % 2];
        assert_eq!(attempt(&world, "198.51.100.1", (name, WRONG)).await, 200);
        world.advance(Lifetime::minutes(5)).await;
    }
    let (looked_at, others) = (failures(&world, "").await, failures(&world, TOO_MANY).await);
    assert_eq!((looked_at, others), (25, 175));
    assert_eq!(attempt(&world, "198.51.100.1", ADA).await, 200);
    assert_eq!(
        attempt_in(&mut known, "198.51.100.1", ADA).await.status,
        303
    );
    assert_eq!(attempt(&world, "203.0.113.1", ADA).await, 303);
    let told = world.subjects_to(ADA.0).await;
    assert!(!told.iter().any(|subject| subject == GUESSED), "{told:?}");
    // It gets no other part day after day.
    world.advance(Lifetime::days(2)).await;
    for _ in 0..30 {
        attempt(&world, "198.51.100.1", (ADA.0, WRONG)).await;
        world.advance(Lifetime::minutes(5)).await;
    }
    assert_eq!(failures(&world, "").await, 25);
    assert_eq!(attempt(&world, "203.0.113.2", ADA).await, 303);
    world.advance(Lifetime::days(31)).await;
    assert_eq!(attempt(&world, "198.51.100.1", ADA).await, 303);
}

async fn after_a_hundred_failures_a_mail_opens_a_new_browser(world: World) {
    let methods: Vec<String> = mailed_sign_in::ALL.map(str::to_owned).into();
    let world = reopened(&world, |settings| settings.sign_in.methods = methods).await;
    guess(&world, &[ADA.0], 100).await;
    assert_eq!(world.subjects_to(ADA.0).await, [GUESSED]);
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let page = ask(&mut browser, &page, ADA.0).await;
    let (code, _) = mailed(&world, ADA.0).await;
    let code = [("code", code.as_str())];
    let answer = browser.submit_at(&page, "/sign-in/code", &code).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    // The browser is known now, and the password opens it; another one it does not, before that.
    browser.cookies.retain(|name, _| name == "doorward_known");
    assert_eq!(attempt(&world, "203.0.113.1", ADA).await, 200);
    let answer = attempt_in(&mut browser, "203.0.113.2", ADA).await;
    assert_eq!(answer.status, 303);
    // A new password ends it as well.
    guess(&world, &[ADA.0], 100).await;
    assert_eq!(attempt(&world, "203.0.113.3", ADA).await, 200);
    let mut browser = world.browser();
    let page = browser.get("/forgot-password").await;
    let named = [("username", "ada")];
    browser.submit_at(&page, "/forgot-password", &named).await;
    let link = world.link_to(ADA.0, "/reset-password").await;
    let page = browser.get(link.strip_prefix(&world.issuer).unwrap()).await;
    let new = "another dozen words of difference";
    let chosen = [("new_password", new)];
    browser.submit_at(&page, "/reset-password", &chosen).await;
    assert_eq!(attempt(&world, "203.0.113.4", (ADA.0, new)).await, 303);
}

async fn after_a_hundred_failures_a_second_factor_opens_a_new_browser(world: World) {
    let world = reopened(&world, |_| {}).await;
    with_app(&world, ADA).await;
    guess(&world, &[ADA.0], 105).await;
    let mut browser = world.browser();
    browser.extra_headers = vec![("x-forwarded-for", "203.0.113.1".to_owned())];
    let page = browser.get("/sign-in").await;
    let asked = first_step(&mut browser, &page, ADA).await;
    assert_eq!(asked.status, 200, "{}", asked.body);
}

async fn whoever_could_not_replace_the_password_is_not_kept_out(world: World) {
    let world = reopened(&world, |_| {}).await;
    let id = world.sub(ADA.0).await;
    let without = format!("UPDATE users SET email = NULL, email_folded = NULL WHERE id = '{id}'");
    world.execute(&without).await;
    guess(&world, &["ada", &id], 110).await;
    assert_eq!(attempt(&world, "203.0.113.1", ("ada", ADA.1)).await, 303);
}
