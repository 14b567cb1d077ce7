//! Users of another system move in at their first sign-in.

use crate::{
    command_line::{Folder, output_of},
    on_both,
    sign_in_limits::backend_of,
    world::{ADA, Answer, Backend, Browser, GRACE, Page, Site, World, comes_true, free_port},
};
use doorward_cli::settings::Settings;
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::time::Duration;

on_both!(
    who_is_known_there_lives_here_from_then_on,
    of_sign_ins_at_once_one_makes_the_user,
    nobody_comes_in_by_an_answer_about_somebody_else,
    whoever_left_is_not_made_anew_by_a_sign_in,
    a_row_of_any_source_is_no_newcomer,
    a_disabled_user_and_a_bad_answer_say_nothing_of_the_other_system,
    while_it_is_away_everybody_who_is_refused_hears_the_same,
    a_refusal_takes_the_time_of_a_question_that_fails,
    an_address_that_is_not_allowed_is_not_asked,
    the_command_line_says_who_moved_in_and_who_is_missing,
);

const LINUS: (&str, &str) = ("linus@example.org", "correct horse battery");
const SECRET: &str = "a secret between the two systems";

fn with(settings: &mut Settings, url: String) {
    settings.migration.url = Some(url);
    settings.migration.secret = Some(SECRET.to_owned().into());
    settings.migration.timeout_seconds = 1;
    settings.migration.allow_private_addresses = true;
}

/// A provider whose sign-ins ask a site.
async fn asking(world: &World, site: &Site) -> World {
    let url = site.at("/hook");
    World::open_with(backend_of(world), move |settings| with(settings, url)).await
}

fn knows(site: &Site, user: &Value) {
    site.put("/hook", user.to_string());
}

fn says(site: &Site, status: u16, after: Duration) {
    let (body, location) = (Vec::new(), None);
    let page = Page {
        status,
        body,
        location,
        after,
    };
    site.put_page("/hook", page);
}

async fn sign_in(browser: &mut Browser, who: (&str, &str)) -> Answer {
    let page = browser.get("/sign-in?way=another").await;
    let fields = [("username", who.0), ("password", who.1)];
    browser.submit(&page, &fields).await
}

async fn users(world: &World) -> usize {
    let linus = "SELECT id FROM users WHERE email = 'linus@example.org'";
    world.texts(linus).await.len()
}

async fn who_is_known_there_lives_here_from_then_on(world: World) {
    let site = Site::open();
    let world = asking(&world, &site).await;
    says(&site, 404, Duration::ZERO);
    let mut browser = world.browser();
    let wrong = sign_in(&mut browser, LINUS).await;
    assert_eq!(wrong.status, 200);
    assert_eq!(users(&world).await, 0);
    let asked: Value = serde_json::from_str(&site.received("/hook")[0]).unwrap();
    assert_eq!(asked, json!({"username": LINUS.0, "password": LINUS.1}));
    world
        .advance(doorward_protocol::time::Lifetime::minutes(1))
        .await;
    knows(
        &site,
        &json!({"email": LINUS.0, "email_verified": true, "name": "Linus", "id": "old-7"}),
    );
    let done = sign_in(&mut browser, LINUS).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(browser.get("/account").await.body.contains("Linus"));
    let user = world.sub(LINUS.0).await;
    assert_eq!(user, "old-7", "apps know them by it");
    let hashes = "SELECT c.secret FROM credentials c JOIN users u ON u.id = c.user_id WHERE u.email = 'linus@example.org'";
    assert!(world.texts(hashes).await[0].starts_with("$argon2id$"));
    assert_eq!(world.provider.users().moved_in().await.unwrap(), 1);
    // From then on nobody is asked, also where the password is wrong; nor about anybody of here.
    let before = site.received("/hook").len();
    let mut other = world.browser();
    assert_eq!(sign_in(&mut other, LINUS).await.status, 303);
    sign_in(&mut world.browser(), (LINUS.0, "wrong")).await;
    sign_in(&mut world.browser(), (ADA.0, "wrong")).await;
    assert_eq!(site.received("/hook").len(), before);
    // Who was deleted here does not come back.
    world
        .execute("DELETE FROM users WHERE email = 'linus@example.org'")
        .await;
    world
        .advance(doorward_protocol::time::Lifetime::minutes(1))
        .await;
    let gone = sign_in(&mut world.browser(), LINUS).await;
    assert_eq!(gone.status, 200);
    assert_eq!(users(&world).await, 0);
}

async fn of_sign_ins_at_once_one_makes_the_user(world: World) {
    let site = Site::open();
    let world = asking(&world, &site).await;
    knows(&site, &json!({"email": LINUS.0}));
    let tries = (0..6).map(|_| {
        let mut browser = world.browser();
        async move { sign_in(&mut browser, LINUS).await.status }
    });
    let statuses = join_all(tries).await;
    assert!(statuses.contains(&303), "{statuses:?}");
    // Too many attempts at once at one name wait; nobody is told anything else.
    assert!(
        statuses.iter().all(|status| [303, 429].contains(status)),
        "{statuses:?}"
    );
    assert_eq!(users(&world).await, 1);
    let records = "SELECT action FROM audit_events WHERE action = 'user.migrated'";
    assert_eq!(world.texts(records).await.len(), 1);
}

async fn nobody_comes_in_by_an_answer_about_somebody_else(world: World) {
    let site = Site::open();
    let world = asking(&world, &site).await;
    for answer in [
        json!({"email": ADA.0}),
        json!({"email": "other@example.org"}),
        json!({"email": LINUS.0, "disabled": true}),
        json!({"email": "no address"}),
        json!(["linus"]),
    ] {
        knows(&site, &answer);
        world
            .advance(doorward_protocol::time::Lifetime::minutes(5))
            .await;
        let refused = sign_in(&mut world.browser(), LINUS).await;
        assert_ne!(refused.status, 303, "{answer}");
        assert_eq!(users(&world).await, 0, "{answer}");
    }
}

async fn later(world: &World) {
    world
        .advance(doorward_protocol::time::Lifetime::minutes(5))
        .await;
}

/// Whoever was deleted or merged, at the command line or on their own, is refused by address, user name
/// and identifier, also where no import ever brought them.
async fn whoever_left_is_not_made_anew_by_a_sign_in(world: World) {
    let site = Site::open();
    let world = asking(&world, &site).await;
    let users_of_it = world.provider.users();
    let user = async |name: &str| users_of_it.find(name).await.unwrap().unwrap();
    let ctx = world.context();
    let (ada, grace) = (user(ADA.0).await, user(GRACE.0).await);
    users_of_it.merge(&ctx, &grace, &ada, true).await.unwrap();
    let mut own = world.signed_in(ADA).await;
    let page = own.get("/account/data").await;
    own.submit_at(&page, "/account/data/delete", &[]).await;
    world
        .advance(doorward_protocol::time::Lifetime::days(15))
        .await;
    let ctx = world.context();
    assert_eq!(users_of_it.delete_due_accounts(&ctx).await.unwrap(), 1);
    assert_eq!(world.numbers("SELECT COUNT(*) FROM users").await, [0]);
    for gone in [&ada, &grace] {
        let (email, name) = (gone.email.clone().unwrap(), gone.username.clone().unwrap());
        for (typed, row) in [
            (&email, json!({"email": email})),
            (
                &email,
                json!({"email": email.to_uppercase(), "id": "another"}),
            ),
            (&name, json!({"username": name})),
            (
                &LINUS.0.to_owned(),
                json!({"email": LINUS.0, "id": gone.id}),
            ),
        ] {
            knows(&site, &row);
            later(&world).await;
            let refused = sign_in(&mut world.browser(), (typed, LINUS.1)).await;
            assert_eq!(refused.status, 200, "{row}");
            assert_eq!(
                world.numbers("SELECT COUNT(*) FROM users").await,
                [0],
                "{row}"
            );
        }
    }
    assert!(!site.received("/hook").is_empty());
    // What stays of them tells neither address nor identifier to whoever reads the table.
    let kept = world
        .texts("SELECT row_digest FROM imported_rows WHERE source = '(departed)'")
        .await;
    assert_eq!(kept.len(), 6, "{kept:?}");
    let guess = doorward_protocol::secret::Digest::of(format!("email {}", ADA.0).as_bytes());
    assert!(!kept.iter().any(|known| known == guess.as_str()));
    knows(&site, &json!({"email": LINUS.0}));
    later(&world).await;
    assert_eq!(sign_in(&mut world.browser(), LINUS).await.status, 303);
}

async fn a_row_of_any_source_is_no_newcomer(world: World) {
    let site = Site::open();
    let world = asking(&world, &site).await;
    let digest = doorward_protocol::secret::Digest::of(b"id old-7");
    world
        .execute(&format!(
            "INSERT INTO imported_rows (source, row_digest, imported_at)
             VALUES ('keycloak', '{}', 1)",
            digest.as_str()
        ))
        .await;
    knows(&site, &json!({"email": LINUS.0, "id": "old-7"}));
    assert_eq!(sign_in(&mut world.browser(), LINUS).await.status, 200);
    assert_eq!(users(&world).await, 0);
    let credentials = "SELECT COUNT(*) FROM credentials WHERE user_id = 'old-7'";
    assert_eq!(world.numbers(credentials).await, [0]);
    knows(&site, &json!({"email": LINUS.0, "id": "old-8"}));
    later(&world).await;
    assert_eq!(sign_in(&mut world.browser(), LINUS).await.status, 303);
}

/// Only that it is away is a failure of the other system: no answer, or a status of 5xx.
async fn a_disabled_user_and_a_bad_answer_say_nothing_of_the_other_system(world: World) {
    let site = Site::open();
    let world = asking(&world, &site).await;
    let refused = async |number: usize| {
        let name = format!("somebody{number}@example.org");
        sign_in(&mut world.browser(), (&name, "x")).await.status
    };
    for (number, status) in [400, 403, 422, 429, 302, 401, 404].into_iter().enumerate() {
        says(&site, status, Duration::ZERO);
        later(&world).await;
        assert_eq!(refused(number).await, 200, "{status}");
    }
    // A disabled user without a name of theirs, and what is no user.
    for (number, answer) in [
        json!({"disabled": true}),
        json!({"email": LINUS.0, "disabled": true}),
        json!(["linus"]),
    ]
    .into_iter()
    .enumerate()
    {
        knows(&site, &answer);
        later(&world).await;
        assert_eq!(refused(20 + number).await, 200, "{answer}");
    }
    assert_eq!(world.numbers("SELECT COUNT(*) FROM users").await, [2]);
    let asked = site.received("/hook").len();
    assert_eq!(asked, 10);
    knows(&site, &json!({"email": LINUS.0}));
    assert_eq!(sign_in(&mut world.browser(), LINUS).await.status, 303);
    // One failure a day opens nothing, and is forgotten after a minute.
    says(&site, 500, Duration::ZERO);
    for day in 0..6 {
        world
            .advance(doorward_protocol::time::Lifetime::days(1))
            .await;
        assert_eq!(refused(40 + day).await, 200, "day {day}");
    }
    assert_eq!(site.received("/hook").len(), asked + 7);
}

/// While questions time out, who is known here waits as long as who is not; while none is sent, neither
/// does.
async fn a_refusal_takes_the_time_of_a_question_that_fails(world: World) {
    let site = Site::open();
    let world = asking(&world, &site).await;
    let time = async |name: &str| {
        let started = std::time::Instant::now();
        sign_in(&mut world.browser(), (name, "wrong")).await;
        started.elapsed()
    };
    says(&site, 404, Duration::ZERO);
    time("before@example.org").await;
    says(&site, 404, Duration::from_secs(3));
    let timeout = Duration::from_secs(1);
    for number in 0..4 {
        assert!(time(&format!("somebody{number}@example.org")).await >= timeout);
        if number == 2 {
            assert!(time(ADA.0).await >= timeout);
        }
    }
    time("fifth@example.org").await;
    let asked = site.received("/hook").len();
    assert!(time("sixth@example.org").await < timeout);
    assert!(time(GRACE.0).await < timeout);
    assert_eq!(site.received("/hook").len(), asked, "it is left alone");
}

async fn while_it_is_away_everybody_who_is_refused_hears_the_same(world: World) {
    let site = Site::open();
    let world = asking(&world, &site).await;
    says(&site, 500, Duration::ZERO);
    let pause = doorward_protocol::time::Lifetime::minutes(5);
    // The first failure says nothing of its name.
    let first = sign_in(&mut world.browser(), LINUS).await;
    assert_eq!(first.status, 200);
    let unknown = sign_in(&mut world.browser(), ("somebody@example.org", "x")).await;
    let known = sign_in(&mut world.browser(), (ADA.0, "wrong")).await;
    assert_eq!((unknown.status, known.status), (503, 503));
    // Who is here and right comes in.
    world.signed_in(ADA).await;
    // After five failures nothing is asked.
    for number in 0..6 {
        let name = format!("somebody{number}@example.org");
        sign_in(&mut world.browser(), (&name, "x")).await;
    }
    assert_eq!(site.received("/hook").len(), 5);
    // One tries again after a pause, and its success opens the way.
    world.advance(pause).await;
    knows(&site, &json!({"email": LINUS.0}));
    assert_eq!(sign_in(&mut world.browser(), LINUS).await.status, 303);
    let wrong = sign_in(&mut world.browser(), (ADA.0, "wrong")).await;
    assert_eq!(wrong.status, 200);
    // An answer that takes too long is none.
    says(&site, 404, Duration::from_secs(3));
    sign_in(&mut world.browser(), ("slow@example.org", "x")).await;
    let next = sign_in(&mut world.browser(), ("slower@example.org", "x")).await;
    assert_eq!(next.status, 503);
}

async fn an_address_that_is_not_allowed_is_not_asked(world: World) {
    let site = Site::open();
    let url = site.at("/hook");
    let world = World::open_with(backend_of(&world), move |settings| {
        with(settings, url);
        settings.migration.allow_private_addresses = false;
    })
    .await;
    knows(&site, &json!({"email": LINUS.0}));
    assert_ne!(sign_in(&mut world.browser(), LINUS).await.status, 303);
    assert!(site.received("/hook").is_empty());
}

async fn the_command_line_says_who_moved_in_and_who_is_missing(world: World) {
    let site = Site::open();
    let world = asking(&world, &site).await;
    let folder = Folder::new("migration");
    let run = async |arguments: &[&str], with_hook: bool| {
        let mut command = folder.command_over(&world, arguments);
        if with_hook {
            command
                .env("DOORWARD_MIGRATION__URL", site.at("/hook"))
                .env("DOORWARD_MIGRATION__SECRET", SECRET)
                .env("DOORWARD_MIGRATION__ALLOW_PRIVATE_ADDRESSES", "true");
        }
        let ran = tokio::task::spawn_blocking(move || output_of(&mut command));
        ran.await.unwrap()
    };
    let json_of = |out: &str| serde_json::from_str::<Value>(out).unwrap();
    let status = ["migration", "--json", "status"];
    let (ok, out, err) = run(&status, false).await;
    assert!(ok, "{err}");
    assert_eq!(json_of(&out), json!({"hook": false, "moved_in": 0}));
    knows(&site, &json!({"email": LINUS.0}));
    assert_eq!(sign_in(&mut world.browser(), LINUS).await.status, 303);
    // Whoever leaves counts as moved in still, and somebody who left by another way does not.
    let users = world.provider.users();
    let grace = users.find(GRACE.0).await.unwrap().unwrap();
    users.delete(&world.context(), &grace).await.unwrap();
    let list = format!("{}\n\n  ada \n{}\nnobody@example.org\n", LINUS.0, GRACE.0);
    let list = folder.write("names.txt", &list);
    let list = list.to_str().unwrap();
    let missing = ["migration", "--json", "status", "--missing", list];
    let (_, out, _) = run(&missing, true).await;
    let expected = json!({
        "hook": true, "moved_in": 1, "listed": 4, "missing": [GRACE.0, "nobody@example.org"],
    });
    assert_eq!(json_of(&out), expected);
    let (_, out, _) = run(&["migration", "status", "--missing", list], true).await;
    for line in [
        "The hook is on.",
        "Moved in at a sign-in: 1",
        "Of 4 names, 2 are missing:",
        "  nobody@example.org",
    ] {
        assert!(out.contains(line), "{line}: {out}");
    }
    let nowhere = ["migration", "status", "--missing", "nowhere.txt"];
    let (ok, _, err) = run(&nowhere, true).await;
    assert!(!ok && err.contains("nowhere.txt cannot be read"), "{err}");
}

#[test]
fn check_says_whether_the_endpoint_can_be_asked() {
    let folder = Folder::new("migration-check");
    for (changes, ok, said) in [
        (&[][..], true, "nobody moves in"),
        (
            &[("URL", "https://old.example.com/hook"), ("SECRET", SECRET)],
            true,
            "users move in from https://old.example.com/hook",
        ),
        (
            &[("URL", "https://old.example.com/hook")],
            false,
            "needs migration.secret",
        ),
        (
            &[("URL", "no address"), ("SECRET", SECRET)],
            false,
            "is no address",
        ),
        (
            &[("URL", "http://old.example.com/hook"), ("SECRET", SECRET)],
            false,
            "because it is not https",
        ),
        (
            &[
                ("URL", "https://old.example.com/hook"),
                ("SECRET", "whsec_*"),
            ],
            false,
            "migration.secret",
        ),
    ] {
        let mut command = folder.command(&["check", "--json"]);
        for (name, value) in changes {
            command.env(format!("DOORWARD_MIGRATION__{name}"), value);
        }
        let (_, out, err) = output_of(&mut command);
        let document: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}"));
        let findings = document["findings"].as_array().unwrap();
        let finding = findings
            .iter()
            .find(|finding| finding["what"] == "migration");
        let finding = finding.unwrap_or_else(|| panic!("{document}"));
        assert_eq!(finding["ok"], ok, "{finding}");
        assert!(
            finding["detail"].as_str().unwrap().contains(said),
            "{finding}"
        );
        assert!(!out.contains(SECRET) && !err.contains(SECRET));
    }
}

/// The endpoint of the guide.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_endpoint_of_the_guide_lets_its_users_move_in() {
    let root = env!("CARGO_MANIFEST_DIR");
    let guide = std::fs::read_to_string(format!("{root}/docs/guides/moving-in.md")).unwrap();
    let sample = guide.split("```python\n").nth(1).unwrap();
    let sample = sample.split("```").next().unwrap();
    assert!(sample.lines().count() <= 22, "{}", sample.lines().count());
    let port = free_port();
    let _endpoint = tokio::process::Command::new("python3")
        .args(["-c", sample])
        .env("HOOK_SECRET", SECRET)
        .env("PORT", port.to_string())
        .stderr(std::process::Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let address = ("127.0.0.1", port);
    assert!(comes_true(async || tokio::net::TcpStream::connect(address).await.is_ok()).await);
    let url = format!("http://127.0.0.1:{port}/");
    let world = World::open_now_with(Backend::Sqlite, move |settings| {
        with(settings, url);
        settings.migration.timeout_seconds = 10;
    })
    .await;
    let wrong = sign_in(&mut world.browser(), (LINUS.0, "wrong")).await;
    assert_eq!(wrong.status, 200);
    let mut browser = world.browser();
    world
        .advance(doorward_protocol::time::Lifetime::minutes(1))
        .await;
    let done = sign_in(&mut browser, LINUS).await;
    assert_eq!(done.status, 303, "{}", done.body);
}
