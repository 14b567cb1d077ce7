//! What the database holds does not decide how much work a stranger can order.

use crate::{
    on_both,
    world::{ADA, Answer, World},
};
use std::time::{Duration, Instant};

on_both!(a_hostile_or_foreign_password_hash_answers_as_a_wrong_password);

async fn attempt(world: &World) -> (Answer, Duration) {
    world.execute("DELETE FROM sign_in_attempts").await;
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let started = Instant::now();
    let fields = [("username", ADA.0), ("password", ADA.1)];
    let answer = browser.submit(&page, &fields).await;
    (answer, started.elapsed())
}

async fn a_hostile_or_foreign_password_hash_answers_as_a_wrong_password(world: World) {
    let tail = "BwcHBwcHBwcHBwcHBwcHBw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    for hash in [
        format!("$argon2id$v=19$m=64,t=4294967295,p=1${tail}"),
        format!("$argon2id$v=19$m=4294967295,t=1,p=1${tail}"),
        format!("$argon2id$v=19$m=131072,t=10,p=1${tail}"),
        format!("$argon2id$v=19$m=134217720,t=1,p=16777215${tail}"),
        format!("$argon2i$v=19$m=64,t=1,p=1${tail}"),
        "$2b$31$abcdefghijklmnopqrstuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu".to_owned(),
        "$pbkdf2-sha256$i=4294967295$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo".to_owned(),
        "{SSHA}notahash".to_owned(),
        String::new(),
    ] {
        world
            .execute(&format!("UPDATE credentials SET secret = '{hash}'"))
            .await;
        let (answer, took) = attempt(&world).await;
        assert!(
            answer.status == 200 && answer.body.contains("match"),
            "{hash}: {} {}",
            answer.status,
            answer.body
        );
        // The costs of the first ones would take hours; the dearest that is allowed, seconds.
        assert!(took < Duration::from_mins(1), "{hash} took {took:?}");
    }
    // The operator sets the password again.
    world.user(ADA.0, ADA.1).await;
    let (answer, _) = attempt(&world).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}
