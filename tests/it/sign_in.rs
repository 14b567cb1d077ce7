//! The sign-in form.

use crate::{
    on_both,
    sign_in_limits::alike,
    world::{ADA, GRACE, World, authorize_query, eventually},
};
use doorward_core::users::Declaration;
use doorward_protocol::{
    oidc::claims::StandardClaims,
    secret::Digest,
    time::{Lifetime, Timestamp},
};
use doorward_storage::AttemptKey;
use std::sync::atomic::{AtomicUsize, Ordering};

on_both!(
    whoever_it_is_the_answer_is_the_same,
    five_wrong_passwords_in_a_row_pause_the_account_and_no_more_are_looked_at,
    every_spelling_of_a_name_is_one_counter,
    nodes_whose_clocks_differ_pause_nobody_for_nothing,
    a_pause_ends_and_a_success_forgets,
    a_flood_is_bounded_and_told_to_come_back,
    odd_forms_get_a_page,
    a_form_posted_twice_is_one_sign_in,
    an_old_hash_is_brought_up_to_date,
    a_user_is_one_however_the_keyboard_sends_them,
    rows_of_earlier_releases_are_found_and_renewed
);

async fn attempt(world: &World, who: (&str, &str)) -> (u16, String) {
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let answer = browser
        .submit(&page, &[("username", who.0), ("password", who.1)])
        .await;
    (answer.status, answer.body)
}

/// A hundred failed attempts in a row at a user, from elsewhere.
pub async fn guess_too_often(world: &World, email: &str) {
    let id = world.sub(email).await;
    let user = Digest::of(format!("user {id}").as_bytes());
    let everywhere = Digest::of(b"every source that is new to the user");
    let until = world.provider.now().plus(Lifetime::days(20)).0;
    let (user, everywhere) = (user.as_str(), everywhere.as_str());
    let insert = format!(
        "INSERT INTO sign_in_attempts (account, source, failures, paused_until)
         VALUES ('{user}', '{everywhere}', 101, {until})"
    );
    world.execute(&insert).await;
}

async fn whoever_it_is_the_answer_is_the_same(world: World) {
    world.disable(GRACE.0).await;
    let unproven = ("unproven@example.com", "a few words of theirs");
    let guessed = ("guessed@example.com", "a few words of theirs");
    for who in [unproven, guessed] {
        world.user(who.0, who.1).await;
    }
    guess_too_often(&world, guessed.0).await;
    let declaration = Declaration {
        email: "elsewhere@example.com".into(),
        username: None,
        password: None,
        claims: StandardClaims::default(),
    };
    let users = world.provider.users();
    let put = users.put(&world.context(), declaration, None).await;
    put.unwrap();
    let mut answers = Vec::new();
    for (name, password) in [
        ("nobody@example.com", ADA.1),
        (ADA.0, "a wrong password here"),
        (GRACE.0, GRACE.1),
        (GRACE.0, "a wrong password here"),
        (unproven.0, "a wrong password here"),
        ("elsewhere@example.com", ADA.1),
        guessed,
        (guessed.0, "a wrong password here"),
    ] {
        let mut browser = world.browser();
        let page = browser.get("/sign-in").await;
        let form = [("username", name), ("password", password)];
        let answer = browser.submit(&page, &form).await;
        assert!(!answer.body.contains("disabled") && !answer.body.contains("exist"));
        answers.push((answer.status, alike(&answer, name)));
    }
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
    assert_eq!(answers[0].0, 200);
    assert!(
        answers[0].1.contains("don’t match") || answers[0].1.contains("don&#39;t match"),
        "{}",
        answers[0].1
    );
}

async fn five_wrong_passwords_in_a_row_pause_the_account_and_no_more_are_looked_at(world: World) {
    let answers = futures_util::future::join_all(
        (0..60).map(|_| attempt(&world, (ADA.0, "a wrong password here"))),
    )
    .await;
    let looked_at = answers.iter().filter(|(status, _)| *status == 200).count();
    assert!((1..=5).contains(&looked_at), "{looked_at} were looked at");
    assert!(
        answers
            .iter()
            .all(|(status, _)| [200, 429, 503].contains(status)),
        "{:?}",
        answers.iter().map(|(status, _)| status).collect::<Vec<_>>()
    );
    let failed = world
        .provider
        .store()
        .audit_events_about(&world.sub(ADA.0).await)
        .await
        .unwrap()
        .iter()
        .filter(|event| event.action == "sign_in.failed")
        .count();
    assert_eq!(failed, looked_at);
    assert_eq!(
        attempt(&world, ADA).await.0,
        429,
        "even the right one waits"
    );
    assert_eq!(attempt(&world, GRACE).await.0, 303, "nobody else does");
}

async fn every_spelling_of_a_name_is_one_counter(world: World) {
    for name in [
        "ada@example.com",
        "ADA@EXAMPLE.COM",
        " ada@example.com",
        "Ada@Example.com ",
        ADA.0,
    ] {
        assert_eq!(
            attempt(&world, (name, "a wrong password here")).await.0,
            200,
            "{name}"
        );
    }
    assert_eq!(attempt(&world, (" ADA@example.com", ADA.1)).await.0, 429);
    // An unknown name is paused just the same.
    for _ in 0..5 {
        attempt(&world, ("nobody", "a wrong password here")).await;
    }
    assert_eq!(
        attempt(&world, ("NOBODY ", "a wrong password here"))
            .await
            .0,
        429
    );
    // Her other name is not seen to wait, and whoever signs in by it afterwards ends the wait of both.
    assert_eq!(attempt(&world, ("ada", ADA.1)).await.0, 200);
    world.advance(Lifetime::seconds(4)).await;
    assert_eq!(attempt(&world, ("ada", ADA.1)).await.0, 303);
    assert_eq!(attempt(&world, ADA).await.0, 303);
}

async fn nodes_whose_clocks_differ_pause_nobody_for_nothing(world: World) {
    let (account, source) = (Digest::of(b"somebody"), Digest::of(b"somewhere"));
    let spelling = Digest::of(b"Somebody");
    let key = AttemptKey {
        account: &account,
        spelling: &spelling,
        source: &source,
    };
    let take = async |at: i64| {
        world
            .provider
            .store()
            .take_sign_in_attempt(key, Timestamp(at))
            .await
            .unwrap()
    };
    // Four at once, at nodes that looked at their clocks in another order than they wrote.
    for at in [1_000_003, 1_000_001, 1_000_002, 1_000_000] {
        assert_eq!(take(at).await, Ok(()), "{at}");
    }
    // The fifth is free as well, and the sixth waits, whoever's clock it is by.
    assert_eq!(take(1_000_000).await, Ok(()));
    assert!(take(1_000_000).await.is_err() && take(1_000_002).await.is_err());
}

async fn a_pause_ends_and_a_success_forgets(world: World) {
    for round in 0..3 {
        for _ in 0..4 {
            assert_eq!(
                attempt(&world, (ADA.0, "a wrong password here")).await.0,
                200,
                "{round}"
            );
        }
        assert_eq!(attempt(&world, ADA).await.0, 303);
    }
    for _ in 0..5 {
        attempt(&world, (ADA.0, "a wrong password here")).await;
    }
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let paused = browser
        .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
        .await;
    assert_eq!(
        (
            paused.status,
            paused.headers["retry-after"].to_str().unwrap()
        ),
        (429, "3")
    );
    world.advance(Lifetime::seconds(4)).await;
    assert_eq!(attempt(&world, ADA).await.0, 303);
}

async fn a_flood_is_bounded_and_told_to_come_back(world: World) {
    // The permits of the pool are all taken: whoever comes now waits in a bounded queue, and the
    // rest hear 503 at once.
    let held = world.provider.passwords().permit().await.unwrap();
    let answered = AtomicUsize::new(0);
    let flood = futures_util::future::join_all((0..100).map(|n| {
        let (world, answered) = (&world, &answered);
        async move {
            let nobody = format!("nobody{n}@example.com");
            let mut browser = world.browser();
            let page = browser.get("/sign-in").await;
            let form = [("username", nobody.as_str()), ("password", "a wrong one")];
            let answer = browser.submit(&page, &form).await;
            answered.fetch_add(1, Ordering::SeqCst);
            if answer.status == 503 {
                assert_eq!(answer.headers["retry-after"], "1");
            }
            answer.status
        }
    }));
    let meanwhile = async {
        eventually(
            "a full queue, and those who do not wait in it",
            async || answered.load(Ordering::SeqCst) >= 36,
        )
        .await;
        let mut browser = world.browser();
        let silent = browser
            .authorize(&authorize_query(&[("prompt", "none")]))
            .await;
        assert_eq!(
            silent.parameter("error").as_deref(),
            Some("login_required"),
            "everything else goes on"
        );
        drop(held);
    };
    let (statuses, ()) = tokio::join!(flood, meanwhile);
    let busy = statuses.iter().filter(|status| **status == 503).count();
    assert!(busy >= 36, "a queue of 64 is full: {busy}");
    assert!(
        statuses.iter().all(|status| [200, 503].contains(status)),
        "{statuses:?}"
    );
    assert_eq!(
        attempt(&world, ADA).await.0,
        303,
        "and afterwards all is well"
    );
}

async fn odd_forms_get_a_page(world: World) {
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    for form in [vec![("username", ADA.0)], vec![("password", ADA.1)], vec![]] {
        let answer = browser.submit(&page, &form).await;
        assert!(
            answer.status == 200 && answer.body.contains("Enter your email"),
            "{form:?} {}",
            answer.status
        );
    }
    for form in [
        [("username", ADA.0), ("password[]", ADA.1)],
        [("username", ADA.0), ("password[0]", ADA.1)],
        [("username[]", ADA.0), ("password", ADA.1)],
    ] {
        let answer = browser.submit(&page, &form).await;
        assert_eq!(answer.status, 400, "{form:?}");
    }
    let answer = browser
        .submit(&page, &[("username", "a\0b"), ("password", "x")])
        .await;
    assert_eq!(answer.status, 400);
    assert_eq!(
        browser
            .submit(
                &page,
                &[
                    ("username", ADA.0),
                    ("username", GRACE.0),
                    ("password", "x")
                ]
            )
            .await
            .status,
        400
    );
    for password in ["null", "7", "true", "[\"x\"]", "{\"$ne\":\"\"}", "\"x\""] {
        for path in [
            "/sign-in",
            "/sign-up",
            "/forgot-password",
            "/reset-password",
        ] {
            let body = format!("{{\"username\":\"{}\",\"password\":{password}}}", ADA.0);
            let json = world.http.post(world.at(path));
            let json = json.header("content-type", "application/json").body(body);
            let answer = json.send().await.unwrap();
            assert_eq!(answer.status().as_u16(), 400, "{path} {password}");
        }
    }
    let huge = "x".repeat(70_000);
    assert_eq!(
        browser
            .submit(&page, &[("username", ADA.0), ("password", &huge)])
            .await
            .status,
        413
    );
}

async fn a_form_posted_twice_is_one_sign_in(world: World) {
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let answer = browser.sign_in_on(&page, ADA).await;
    let code = answer.parameter("code").unwrap();
    // Again, by the Back button: the request was answered, and is started again.
    let again = browser
        .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
        .await;
    let again = browser.follow(again).await;
    let second = again.parameter("code").expect("a code of its own");
    assert_eq!(world.redeem(&code).await.0, 200, "the first answer stands");
    assert_eq!(world.redeem(&second).await.0, 200);
    let live = "SELECT COUNT(*) FROM sso_sessions WHERE ended_at IS NULL";
    assert_eq!(world.numbers(live).await, [1], "one session");
    assert_eq!(world.provider.store().users().await.unwrap().len(), 2);
    // A tab left open for too long.
    let page = browser
        .authorize(&authorize_query(&[("prompt", "login")]))
        .await;
    world.advance(Lifetime::minutes(16)).await;
    let answer = browser
        .submit(&page, &[("username", ADA.0), ("password", ADA.1)])
        .await;
    let answer = browser.follow(answer).await;
    assert!(answer.parameter("code").is_some(), "{}", answer.body);
}

async fn an_old_hash_is_brought_up_to_date(world: World) {
    let hash = async || {
        world
            .provider
            .store()
            .password_of_user(&world.sub(ADA.0).await)
            .await
            .unwrap()
            .unwrap()
            .hash
    };
    let before = hash().await;
    assert!(before.contains("m=64,"));
    assert_eq!(attempt(&world, ADA).await.0, 303);
    assert_eq!(hash().await, before);
    let old = hash_of_cost(ADA.1, 32).await;
    let id = world.sub(ADA.0).await;
    world
        .provider
        .store()
        .commit(doorward_storage::Store::rehash_password(&id, &before, &old))
        .await
        .unwrap();
    let answers = futures_util::future::join_all((0..4).map(|_| attempt(&world, ADA))).await;
    assert!(answers.iter().all(|(status, _)| *status == 303));
    eventually("a hash of today's cost", async || {
        hash().await.contains("m=64,")
    })
    .await;
}

/// The hash of a password at another cost than today's.
pub async fn hash_of_cost(password: &str, memory: u32) -> String {
    use doorward_adapters::hashing::{HashingPool, PasswordParameters};
    let parameters = PasswordParameters {
        memory,
        iterations: 1,
        parallelism: 1,
    };
    let pool = HashingPool::new(parameters, 1, 1, Lifetime::seconds(1)).unwrap();
    let permit = pool.permit().await.unwrap();
    let entropy = doorward_cli::startup::SystemEntropy;
    pool.hash(permit, password.into(), &entropy).await.unwrap()
}

/// A name, an address and a password with letters that a keyboard may send as one character or as two.
const COMPOSED: [&str; 3] = [
    "J\u{fc}rgen",
    "j\u{fc}rgen@b\u{fc}cher.example",
    "gr\u{fc}ne \u{c4}pfel im Winter",
];
const DECOMPOSED: [&str; 3] = [
    "ju\u{308}rgen",
    "JU\u{308}RGEN@bu\u{308}cher.example",
    "gru\u{308}ne A\u{308}pfel\u{a0}im Winter",
];

async fn a_user_is_one_however_the_keyboard_sends_them(world: World) {
    let [name, email, password] = COMPOSED;
    let claims = StandardClaims::default();
    world.put_user(email, Some(name), password, claims).await;
    let [name, email, password] = DECOMPOSED;
    for who in [
        name,
        COMPOSED[0],
        "\u{ff2a}\u{fc}rgen",
        "j\u{fc}rgen@xn--bcher-kva.example",
    ] {
        for password in [password, COMPOSED[2]] {
            let (status, body) = attempt(&world, (who, password)).await;
            assert_eq!(status, 303, "{who} {password}: {body}");
        }
    }
    assert_eq!(attempt(&world, (COMPOSED[1], password)).await.0, 303);
    // An address has the case of its letters beyond ASCII, and no marks are left out.
    let wrong = [
        (email, password),
        ("jurgen", password),
        (name, "grune Apfel im Winter"),
    ];
    for who in wrong {
        assert_eq!(attempt(&world, who).await.0, 200, "{who:?}");
        world.execute("DELETE FROM sign_in_attempts").await;
    }
    // The other spelling is the same user, not another one.
    let store = world.provider.store();
    let id = store.user_by_identifier(name).await.unwrap().unwrap().id;
    let claims = StandardClaims::default();
    world
        .put_user(
            "ju\u{308}rgen@bu\u{308}cher.example",
            Some(name),
            password,
            claims,
        )
        .await;
    let found = store.user_by_email(COMPOSED[1]).await.unwrap().unwrap();
    assert_eq!(found.id, id);
}

async fn rows_of_earlier_releases_are_found_and_renewed(world: World) {
    let [name, email, password] = DECOMPOSED;
    let [composed_name, ..] = COMPOSED;
    let claims = StandardClaims::default();
    world.put_user(email, Some(name), password, claims).await;
    // As an earlier release stored them: ASCII in lower case, and the password as it was typed.
    let stored = "UPDATE users SET email_folded = lower(email), username_folded = lower(username)
         WHERE username IS NOT NULL";
    world.execute(stored).await;
    let hash = hash_as_typed(password);
    let id = world.sub(email).await;
    let update = format!("UPDATE credentials SET secret = '{hash}' WHERE user_id = '{id}'");
    world.execute(&update).await;
    // By the spelling that was stored, and no other one, until it was once.
    assert_eq!(attempt(&world, (composed_name, password)).await.0, 200);
    assert_eq!(attempt(&world, (name, COMPOSED[2])).await.0, 200);
    assert_eq!(attempt(&world, (name, password)).await.0, 303);
    assert_eq!(attempt(&world, (composed_name, password)).await.0, 303);
    eventually("the password in the new form", async || {
        world.execute("DELETE FROM sign_in_attempts").await;
        attempt(&world, (composed_name, COMPOSED[2])).await.0 == 303
    })
    .await;
    assert_eq!(attempt(&world, (name, password)).await.0, 303);
}

/// The hash of a password as it was typed, as earlier releases stored it.
fn hash_as_typed(password: &str) -> String {
    use argon2::password_hash::{PasswordHasher, phc::Salt};
    let salt = Salt::new(&[7; 16]).unwrap();
    argon2::Argon2::default()
        .hash_password_with_salt(password.as_bytes(), salt.as_ref())
        .unwrap()
        .to_string()
}
