//! Users of another system move in at their first sign-in.

use crate::{
    on_both,
    sign_in_limits::backend_of,
    world::{ADA, Answer, Backend, Browser, Page, Site, World, comes_true, free_port},
};
use doorward_cli::settings::Settings;
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::time::Duration;

on_both!(
    who_is_known_there_lives_here_from_then_on,
    of_sign_ins_at_once_one_makes_the_user,
    nobody_comes_in_by_an_answer_about_somebody_else,
    while_it_is_away_everybody_who_is_refused_hears_the_same,
    an_address_that_is_not_allowed_is_not_asked,
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
