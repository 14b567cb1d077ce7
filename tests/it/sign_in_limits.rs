//! Who guesses passwords makes nobody else wait, is noticed, and can be made to work for each guess.

use crate::{
    on_both,
    world::{ADA, Answer, Backend, Browser, GRACE, World, eventually},
};
use doorward_protocol::{
    credentials::proof_of_work::{PresentedProof, is_proof},
    time::Lifetime,
};

on_both!(
    whoever_fails_makes_nobody_else_wait,
    the_wait_ends_after_minutes_however_many_failed,
    a_browser_that_signed_in_before_has_a_budget_of_its_own,
    a_cookie_of_a_known_browser_helps_with_its_own_account_alone,
    a_made_up_cookie_is_no_way_around_the_limit_of_an_address,
    a_pause_of_one_name_tells_nothing_about_another,
    enabling_a_user_ends_every_wait,
    many_sources_with_one_wrong_password_each_raise_one_alert,
    a_hundred_wrong_passwords_for_one_name_raise_an_alert_about_its_user,
    a_form_brings_a_proof_of_work_where_it_is_asked_for,
    a_proof_of_work_is_asked_for_while_an_attack_is_suspected,
    the_work_of_a_sign_in_tells_nothing_about_the_user
);

pub const WRONG: &str = "a wrong password here";

pub fn backend_of(world: &World) -> Backend {
    if world.provider.database_kind() == "SQLite" {
        Backend::Sqlite
    } else {
        Backend::Postgres
    }
}

/// The same world behind a proxy that says where requests come from, with other settings.
pub async fn reopened(
    world: &World,
    change: impl FnOnce(&mut doorward_cli::settings::Settings),
) -> World {
    World::open_with(backend_of(world), |settings| {
        settings.http.trusted_proxies = vec!["127.0.0.0/8".into()];
        change(settings);
    })
    .await
}

/// Sends the sign-in form in a browser, from an address.
pub async fn attempt_in(browser: &mut Browser, from: &str, who: (&str, &str)) -> Answer {
    browser.extra_headers = vec![("x-forwarded-for", from.to_owned())];
    let page = browser.get("/sign-in?way=another").await;
    browser
        .submit(&page, &[("username", who.0), ("password", who.1)])
        .await
}

/// As [`attempt_in`], in a new browser: the status.
pub async fn attempt(world: &World, from: &str, who: (&str, &str)) -> u16 {
    attempt_in(&mut world.browser(), from, who).await.status
}

async fn whoever_fails_makes_nobody_else_wait(world: World) {
    let world = reopened(&world, |_| {}).await;
    let days = 3;
    for _ in 0..days {
        for _ in 0..120 {
            attempt(&world, "198.51.100.1", (ADA.0, WRONG)).await;
            world.advance(Lifetime::minutes(6)).await;
        }
        assert_eq!(attempt(&world, "203.0.113.1", ADA).await, 303);
    }
    for _ in 0..6 {
        attempt(&world, "198.51.100.1", (ADA.0, WRONG)).await;
    }
    assert_eq!(attempt(&world, "198.51.100.1", ADA).await, 429);
    assert_eq!(attempt(&world, "203.0.113.1", ADA).await, 303);
}

async fn the_wait_ends_after_minutes_however_many_failed(world: World) {
    let world = reopened(&world, |_| {}).await;
    for _ in 0..150 {
        let mut browser = world.browser();
        let answer = attempt_in(&mut browser, "198.51.100.1", (ADA.0, WRONG)).await;
        assert_eq!(answer.status, 200);
        world.advance(Lifetime::minutes(5)).await;
    }
    attempt(&world, "198.51.100.1", (ADA.0, WRONG)).await;
    let mut browser = world.browser();
    let paused = attempt_in(&mut browser, "198.51.100.1", ADA).await;
    assert_eq!(paused.status, 429);
    assert_eq!(paused.headers["retry-after"], "300");
    // Where so many failed, a password alone opens no browser that is new to Ada; elsewhere it does.
    let mut known = known_browser(&world, ADA).await;
    world.advance(Lifetime::minutes(5)).await;
    assert_eq!(attempt(&world, "198.51.100.1", ADA).await, 200);
    assert_eq!(
        attempt_in(&mut known, "198.51.100.1", ADA).await.status,
        303
    );
    assert_eq!(attempt(&world, "203.0.113.1", ADA).await, 303);
    assert_eq!(attempt(&world, "198.51.100.1", GRACE).await, 303);
}

/// A browser that is signed out and in which somebody signed in before.
pub async fn known_browser(world: &World, who: (&str, &str)) -> Browser {
    let mut browser = world.signed_in(who).await;
    browser.cookies.retain(|name, _| name == "doorward_known");
    assert_eq!(browser.cookies.len(), 1, "the browser is remembered");
    browser
}

async fn a_browser_that_signed_in_before_has_a_budget_of_its_own(world: World) {
    let world = reopened(&world, |settings| settings.rate_limits.wrong_passwords = 10).await;
    let mut ours = known_browser(&world, ADA).await;
    // A stranger behind the same address uses up what the name and the address have.
    for n in 0..10 {
        let name = if n < 6 { ADA.0 } else { "nobody" };
        attempt(&world, "198.51.100.1", (name, WRONG)).await;
    }
    assert_eq!(attempt(&world, "198.51.100.1", ADA).await, 429);
    assert_eq!(attempt_in(&mut ours, "198.51.100.1", ADA).await.status, 303);
    // It is a budget, not a way around it.
    let mut ours = known_browser(&world, ADA).await;
    let mut stolen = known_browser(&world, ADA).await;
    for _ in 0..5 {
        let answer = attempt_in(&mut stolen, "198.51.100.2", (ADA.0, WRONG)).await;
        assert_eq!(answer.status, 200);
    }
    assert_eq!(
        attempt_in(&mut stolen, "198.51.100.2", ADA).await.status,
        429
    );
    assert_eq!(
        attempt_in(&mut stolen, "198.51.100.3", ADA).await.status,
        429
    );
    assert_eq!(attempt_in(&mut ours, "198.51.100.2", ADA).await.status, 303);
    assert_eq!(attempt(&world, "198.51.100.2", ADA).await, 303);
}

async fn a_cookie_of_a_known_browser_helps_with_its_own_account_alone(world: World) {
    let world = reopened(&world, |_| {}).await;
    for _ in 0..5 {
        attempt(&world, "198.51.100.1", (GRACE.0, WRONG)).await;
        attempt(&world, "198.51.100.1", ("nobody", WRONG)).await;
    }
    let cookie = known_browser(&world, ADA).await.cookies["doorward_known"].clone();
    let (browser, code) = cookie.split_once('.').unwrap();
    let zeros = "A".repeat(43);
    for forged in [
        cookie.clone(),
        format!("{browser}.{zeros}"),
        format!("{zeros}.{code}"),
        browser.to_owned(),
        format!("{cookie}.{}", [zeros.as_str(); 9].join(".")),
        "x".to_owned(),
    ] {
        for name in [GRACE.0, "nobody"] {
            let mut browser = world.browser();
            let value = forged.clone();
            browser.cookies.insert("doorward_known".into(), value);
            let answer = attempt_in(&mut browser, "198.51.100.1", (name, GRACE.1)).await;
            assert_eq!(answer.status, 429, "{forged} {name}");
        }
    }
    // A second user of the same browser is remembered beside the first.
    let mut shared = known_browser(&world, ADA).await;
    attempt_in(&mut shared, "203.0.113.1", GRACE).await;
    shared.cookies.retain(|name, _| name == "doorward_known");
    for _ in 0..5 {
        attempt(&world, "198.51.100.1", (ADA.0, WRONG)).await;
    }
    assert_eq!(
        attempt_in(&mut shared, "198.51.100.1", ADA).await.status,
        303
    );
    shared.cookies.retain(|name, _| name == "doorward_known");
    assert_eq!(
        attempt_in(&mut shared, "198.51.100.1", GRACE).await.status,
        303
    );
}

/// What a stranger sees who pauses the first of two names and then tries the second.
async fn seen_by_a_stranger(world: &World, names: [&str; 2], from: &str) -> Vec<(u16, String)> {
    let mut seen = Vec::new();
    for name in [names[0]; 7].into_iter().chain([names[1]; 7]) {
        let mut browser = world.browser();
        let answer = attempt_in(&mut browser, from, (name, WRONG)).await;
        seen.push((answer.status, alike(&answer, name)));
    }
    seen
}

/// What a page of the sign-in says, without what is another one each time: headers and body.
pub fn alike(answer: &Answer, name: &str) -> String {
    let token = answer.field("form_token").unwrap_or_default();
    let body = answer.body.replace(&token, "").replace(name, "NAME");
    // The challenge of a passkey is another one each time.
    let parts = body.split_once("<form class=\"passkey\"");
    let body = parts.map_or_else(
        || body.clone(),
        |(before, rest)| {
            let (_, after) = rest.split_once("</form>").unwrap();
            format!("{before}{after}")
        },
    );
    let changing = ["date", "set-cookie", "content-length", "x-request-id"];
    let mut headers: Vec<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| !changing.contains(&name.as_str()))
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    headers.sort();
    format!("{headers:#?}{body}")
}

async fn a_pause_of_one_name_tells_nothing_about_another(world: World) {
    let world = reopened(&world, |_| {}).await;
    let id = world.sub(ADA.0).await;
    let unknown = ["nobody@example.com", "nobody"];
    let unknown = seen_by_a_stranger(&world, unknown, "198.51.100.1").await;
    assert_eq!((unknown[0].0, unknown[6].0, unknown[7].0), (200, 429, 200));
    for (n, names) in [
        [ADA.0, "ada"],
        ["ada", ADA.0],
        [ADA.0, id.as_str()],
        [id.as_str(), "ada"],
        [ADA.0, GRACE.0],
    ]
    .into_iter()
    .enumerate()
    {
        let seen = seen_by_a_stranger(&world, names, &format!("203.0.113.{n}")).await;
        assert!(seen == unknown, "{names:?}");
    }
    // Spellings of one name are one name.
    let spellings = seen_by_a_stranger(&world, [ADA.0, " ADA@example.com "], "203.0.113.9").await;
    assert_eq!(spellings[7].0, 429);
}

async fn enabling_a_user_ends_every_wait(world: World) {
    let world = reopened(&world, |_| {}).await;
    for from in ["198.51.100.1", "198.51.100.2"] {
        for name in [ADA.0, "ada"] {
            for _ in 0..6 {
                attempt(&world, from, (name, WRONG)).await;
            }
            assert_eq!(attempt(&world, from, (name, ADA.1)).await, 429);
        }
    }
    let store = world.provider.store();
    let ada = store.user_by_identifier(ADA.0).await.unwrap().unwrap();
    let users = world.provider.users();
    users
        .set_disabled(&world.context(), &ada, false)
        .await
        .unwrap();
    for (from, name) in [("198.51.100.1", ADA.0), ("198.51.100.2", "ada")] {
        assert_eq!(attempt(&world, from, (name, ADA.1)).await, 303, "{name}");
    }
}

/// How many alerts the audit log holds.
async fn alerts(world: &World) -> i64 {
    let url = world.database_url();
    let count = "SELECT count(*) FROM audit_events WHERE action = 'sign_in.attack_suspected'";
    if url.starts_with("sqlite") {
        let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
        sqlx::query_scalar(count).fetch_one(&pool).await.unwrap()
    } else {
        let pool = sqlx::PgPool::connect(&url).await.unwrap();
        sqlx::query_scalar(count).fetch_one(&pool).await.unwrap()
    }
}

/// What the alert about a user says.
async fn alert_about(world: &World, user_id: &str) -> String {
    let url = world.database_url();
    let detail = "SELECT detail FROM audit_events WHERE action = 'sign_in.attack_suspected' AND subject = $1 ORDER BY detail LIMIT 1";
    if url.starts_with("sqlite") {
        let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
        let found = sqlx::query_scalar(detail).bind(user_id).fetch_one(&pool);
        found.await.unwrap()
    } else {
        let pool = sqlx::PgPool::connect(&url).await.unwrap();
        let found = sqlx::query_scalar(detail).bind(user_id).fetch_one(&pool);
        found.await.unwrap()
    }
}

async fn many_sources_with_one_wrong_password_each_raise_one_alert(world: World) {
    let world = reopened(&world, |settings| settings.passwords.alert_failures = 40).await;
    for n in 0..90 {
        assert_eq!(alerts(&world).await, i64::from(n >= 40), "{n}");
        let from = format!("198.51.100.{n}");
        let name = format!("nobody{n}");
        assert_eq!(attempt(&world, &from, (&name, WRONG)).await, 200);
    }
    // The next window raises the next one.
    world.advance(Lifetime::minutes(10)).await;
    for n in 0..39 {
        attempt(&world, &format!("203.0.113.{n}"), (ADA.0, WRONG)).await;
    }
    assert_eq!(alerts(&world).await, 1);
    attempt(&world, "203.0.113.99", (ADA.0, WRONG)).await;
    assert_eq!(alerts(&world).await, 2);
    let quiet = reopened(&world, |settings| settings.passwords.alert_failures = 0).await;
    for n in 0..3 {
        attempt(&quiet, &format!("203.0.113.{n}"), (ADA.0, WRONG)).await;
    }
    assert_eq!(alerts(&quiet).await, 0);
}

async fn a_hundred_wrong_passwords_for_one_name_raise_an_alert_about_its_user(world: World) {
    let world = reopened(&world, |_| {}).await;
    for n in 0..120 {
        let from = format!("198.51.100.{n}");
        assert_eq!(attempt(&world, &from, (ADA.0, WRONG)).await, 200);
    }
    assert_eq!(
        alert_about(&world, &world.sub(ADA.0).await).await,
        "100 wrong passwords for one name within ten minutes"
    );
    // The name was guessed a hundred times within ten minutes, and its user a hundred times in a row.
    assert_eq!(alerts(&world).await, 2);
}

/// The proof for a guess, as a browser searches it.
pub fn proof(page: &Answer, name: &str, password: &str, bits: u32) -> (String, String) {
    proof_for_one(page, bits, (name, password), &[])
}

/// A proof for a guess that is by no chance one for other guesses too, at the same challenge.
pub fn proof_for_one(
    page: &Answer,
    bits: u32,
    guess: (&str, &str),
    others: &[(&str, &str)],
) -> (String, String) {
    let challenge = page.field("challenge").expect("the page asks for a proof");
    let number = (0..u64::MAX)
        .map(|number| number.to_string())
        .find(|number| {
            let proof = PresentedProof {
                challenge: &challenge,
                number,
            };
            let proves = |(name, password): (&str, &str)| is_proof(&proof, name, password, bits);
            proves(guess) && !others.iter().any(|other| proves(*other))
        })
        .unwrap();
    (challenge, number)
}

async fn a_form_brings_a_proof_of_work_where_it_is_asked_for(world: World) {
    let world = reopened(&world, |settings| {
        settings.passwords.proof_of_work = "always".into();
        settings.passwords.proof_of_work_bits = 10;
    })
    .await;
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    assert!(page.body.contains("/assets/proof_of_work.js") && page.body.contains("<noscript>"));
    let fields = [("username", ADA.0), ("password", ADA.1)];
    // Without a proof nothing is looked at, so nothing is counted either.
    for _ in 0..8 {
        let answer = browser.submit(&page, &fields).await;
        assert_eq!(answer.status, 200);
        assert!(
            answer.body.contains("Enter your password again"),
            "{}",
            answer.body
        );
    }
    let others = [(ADA.0, WRONG), ("ada", ADA.1)];
    let (challenge, number) = proof_for_one(&page, 10, ADA, &others);
    for (username, password, challenge, number) in [
        (ADA.0, WRONG, challenge.as_str(), number.as_str()),
        ("ada", ADA.1, &challenge, &number),
        (ADA.0, ADA.1, &challenge.replace('.', "0."), &number),
        (ADA.0, ADA.1, "", &number),
    ] {
        let fields = [
            ("username", username),
            ("password", password),
            ("challenge", challenge),
            ("proof", number),
        ];
        let answer = browser.submit(&page, &fields).await;
        assert!(
            answer.body.contains("Enter your password again"),
            "{username} {challenge}"
        );
    }
    let proven = [
        fields[0],
        fields[1],
        ("challenge", challenge.as_str()),
        ("proof", number.as_str()),
    ];
    // The challenge is for one browser and for fifteen minutes.
    let mut other = world.browser();
    let foreign = other.get("/sign-in").await;
    let answer = other.submit(&foreign, &proven).await;
    assert!(answer.body.contains("Enter your password again"));
    world.advance(Lifetime::minutes(15)).await;
    let answer = browser.submit(&page, &proven).await;
    assert!(answer.body.contains("Enter your password again"));
    let (challenge, number) = proof(&answer, ADA.0, ADA.1, 10);
    let proven = [
        fields[0],
        fields[1],
        ("challenge", challenge.as_str()),
        ("proof", number.as_str()),
    ];
    assert_eq!(browser.submit(&answer, &proven).await.status, 303);
    // Where the user signed in before, nobody is asked.
    browser.cookies.retain(|name, _| name == "doorward_known");
    let page = browser.get("/sign-in").await;
    assert_eq!(browser.submit(&page, &fields).await.status, 303);
}

async fn a_proof_of_work_is_asked_for_while_an_attack_is_suspected(world: World) {
    let world = reopened(&world, |settings| {
        settings.passwords.proof_of_work = "when_attacked".into();
        settings.passwords.proof_of_work_bits = 4;
        settings.passwords.alert_failures = 10;
    })
    .await;
    for n in 0..10 {
        let from = format!("198.51.100.{n}");
        assert_eq!(attempt(&world, &from, ("nobody", WRONG)).await, 200);
    }
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    assert!(page.field("challenge").is_some());
    let fields = [("username", ADA.0), ("password", ADA.1)];
    assert_eq!(browser.submit(&page, &fields).await.status, 200);
    let (challenge, number) = proof(&page, ADA.0, ADA.1, 4);
    let proven = [
        fields[0],
        fields[1],
        ("challenge", challenge.as_str()),
        ("proof", number.as_str()),
    ];
    assert_eq!(browser.submit(&page, &proven).await.status, 303);
    world.advance(Lifetime::minutes(10)).await;
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    assert!(page.field("challenge").is_none());
    assert_eq!(browser.submit(&page, &fields).await.status, 303);
}

async fn the_work_of_a_sign_in_tells_nothing_about_the_user(world: World) {
    let world = reopened(&world, |_| {}).await;
    let store = world.provider.store();
    // Ada's hash is from before the cost was raised, Linus has one from before it was lowered,
    // Grace one of today, and Edith none at all.
    world
        .user("linus@example.com", "a kernel of his own making")
        .await;
    world
        .user("edith@example.com", "a telescope in the garden")
        .await;
    for (email, memory) in [(ADA.0, 32), ("linus@example.com", 128)] {
        let old = crate::sign_in::hash_of_cost("another password", memory).await;
        let id = world.sub(email).await;
        let known = store.password_of_user(&id).await.unwrap().unwrap();
        let unit = doorward_storage::Store::rehash_password(&id, &known.hash, &old);
        assert!(store.commit(unit).await.unwrap());
    }
    let edith = world.sub("edith@example.com").await;
    remove_password(&world, &edith).await;
    world.disable(GRACE.0).await;
    let work = || world.provider.passwords().work_done();
    let mut seen = Vec::new();
    for (n, name) in [
        ADA.0,
        "ada",
        GRACE.0,
        "linus@example.com",
        "edith@example.com",
        "nobody@example.com",
    ]
    .into_iter()
    .enumerate()
    {
        let before = work();
        let answer = attempt(&world, &format!("198.51.100.{n}"), (name, WRONG)).await;
        assert_eq!(answer, 200);
        seen.push(work() - before);
    }
    assert!(seen.iter().all(|work| *work == 32 + 64 + 128), "{seen:?}");
    // The right password of an old hash costs the same until it is answered; the new hash is made
    // afterwards, and an attempt that is made then costs no more.
    let before = work();
    let old = (ADA.0, "another password");
    assert_eq!(attempt(&world, "203.0.113.1", old).await, 303);
    let id = world.sub(ADA.0).await;
    eventually("a hash of today's cost", async || {
        let stored = store.password_of_user(&id).await.unwrap().unwrap();
        stored.hash.contains("m=64,")
    })
    .await;
    assert_eq!(work() - before, 32 + 64 + 128 + 64);
    // Nobody has the old cost any more, so nobody's sign-in does its work.
    for name in [ADA.0, "linus@example.com", "nobody@example.com"] {
        let before = work();
        attempt(&world, "203.0.113.2", (name, WRONG)).await;
        assert_eq!(work() - before, 64 + 128, "{name}");
    }
}

async fn remove_password(world: &World, user_id: &str) {
    let url = world.database_url();
    let delete = "DELETE FROM credentials WHERE user_id = $1";
    if url.starts_with("sqlite") {
        let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
        let done = sqlx::query(delete).bind(user_id).execute(&pool).await;
        assert_eq!(done.unwrap().rows_affected(), 1);
    } else {
        let pool = sqlx::PgPool::connect(&url).await.unwrap();
        let done = sqlx::query(delete).bind(user_id).execute(&pool).await;
        assert_eq!(done.unwrap().rows_affected(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_does_the_work_by_itself() {
    use crate::browser::{chromium, sign_in};
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.passwords.proof_of_work = "always".into();
        settings.passwords.proof_of_work_bits = 12;
    })
    .await;
    let (client, profile) = chromium(1280, 800, false).await;
    let page = format!("{}/sign-in", world.issuer);
    client.goto(&page).await.unwrap();
    let who = serde_json::json!({"email": ADA.0, "password": ADA.1});
    sign_in(&client, &who).await;
    client
        .wait()
        .for_url(&format!("{}/account", world.issuer).parse().unwrap())
        .await
        .unwrap();
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}

/// Also with what cannot be a name or a password, which is not looked at.
async fn a_made_up_cookie_is_no_way_around_the_limit_of_an_address(world: World) {
    let world = reopened(&world, |settings| settings.rate_limits.wrong_passwords = 10).await;
    let zeros = "A".repeat(43);
    let long = "x".repeat(1025);
    let cookies = ["x", &zeros, &format!("{zeros}.{zeros}")].map(str::to_owned);
    let attempts = [("nobody", WRONG), ("nobody", &long), (&long, WRONG)];
    for (n, cookie) in cookies.iter().enumerate() {
        for (m, who) in attempts.into_iter().enumerate() {
            let from = format!("198.51.100.{}", 10 * n + m);
            let mut statuses = Vec::new();
            for k in 0..11 {
                let mut browser = world.browser();
                browser
                    .cookies
                    .insert("doorward_known".into(), cookie.clone());
                let name = format!("{}{k}", who.0);
                let answer = attempt_in(&mut browser, &from, (&name, who.1)).await;
                statuses.push(answer.status);
            }
            // What cannot be a name or a password is no form of a user.
            let expected = if m == 0 { 200 } else { 400 };
            assert_eq!(statuses[..10], [expected; 10], "{cookie} {m}");
            assert_eq!(statuses[10], 429, "{cookie} {m}");
        }
    }
}
