//! Addresses and names that only look alike, or that some database or program takes for another one: they
//! are never those of somebody else, on both databases alike.

use crate::{
    management::{Caller, EVERYTHING},
    own_account::mailed,
    world::{Backend, Browser, Shape, StandIn, Way, World},
};
use doorward_protocol::{oidc::claims::StandardClaims, time::Lifetime};
use serde_json::json;

const PASSWORD: &str = "seven quiet lamps on a hill";
const NEW: &str = "eight loud lamps in a valley";

/// Who is here: an address and a user name.
const HERE: [(&str, &str); 6] = [
    ("mike@example.com", "mike"),
    ("kelvin@example.com", "kelvin"),
    ("fiona@example.com", "fiona"),
    ("strasse@example.com", "strasse"),
    ("j\u{fc}rgen@b\u{fc}cher.example", "j\u{fc}rgen"),
    ("erika@b\u{fc}cher.example", "erika"),
];

/// Addresses that are not theirs.
const ALIKE: [&str; 16] = [
    "m\u{131}ke@example.com",
    "M\u{130}KE@example.com",
    "mi\u{212a}e@example.com",
    "\u{212a}elvin@example.com",
    "\u{fb01}ona@example.com",
    "stra\u{df}e@example.com",
    "\u{ff4d}ike@example.com",
    "m\u{ef}ke@example.com",
    "mike\u{200b}@example.com",
    "mike\u{ad}@example.com",
    "\u{202e}mike@example.com",
    "m\u{456}ke@example.com",
    "mike@ex\u{430}mple.com",
    "mike@example\u{2024}com",
    "jurgen@b\u{fc}cher.example",
    "j\u{fc}rgen@bucher.example",
];

/// What came of each attempt, in words.
type Outcomes = Vec<String>;

async fn id_of(world: &World, email: &str) -> Option<String> {
    let user = world.provider.store().user_by_email(email).await.unwrap();
    user.map(|user| user.id)
}

/// Signs up with an address, as far as the provider lets one. Whether there is an account then.
async fn sign_up(world: &World, email: &str) -> bool {
    let mut browser = world.browser();
    let page = browser.get("/sign-up").await;
    let begun = browser
        .submit_at(&page, "/sign-up", &[("email", email)])
        .await;
    assert!(begun.status < 500, "{email}: {}", begun.status);
    let page = browser.follow(begun).await;
    let mails = world.mails().await;
    if !mails.iter().any(|mail| mail["to"] == email) {
        return false;
    }
    let (code, _) = mailed(world, email).await;
    if code.is_empty() {
        // What came is about a forgotten password.
        return false;
    }
    let page = browser
        .submit_at(&page, "/sign-up/code", &[("code", &code)])
        .await;
    let page = browser.follow(page).await;
    let chosen = [("name", "Mallory"), ("new_password", NEW)];
    let done = browser.submit_at(&page, "/sign-up/complete", &chosen).await;
    assert!(done.status < 500, "{email}: {}", done.body);
    browser.session().is_some()
}

/// Comes by a provider that vouches for an address. Who that is here.
async fn by_provider(world: &World, up: &StandIn, email: &str) -> Option<String> {
    up.is(json!({"sub": format!("of {email}"), "email": email, "email_verified": true}));
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let away = browser.choose(&page, "up").await;
    let Way::Redirect(location) = up.visit(away.location.as_deref().unwrap()).await else {
        panic!("by redirect")
    };
    let back = browser.get(&location).await;
    assert!(back.status < 500, "{email}: {}", back.body);
    browser.follow(back).await;
    who_is_in(&mut browser).await
}

async fn who_is_in(browser: &mut Browser) -> Option<String> {
    let answer = browser.get("/account").await;
    (answer.status == 200).then_some(answer.body)
}

async fn outcomes(backend: Backend) -> Outcomes {
    let world = World::open_with(backend, |settings| {
        settings.sign_up.mode = "open".into();
        settings.outbound.allow_private_addresses = true;
        settings.rate_limits.mails = 0;
        settings.rate_limits.mails_without_proof = 0;
    })
    .await;
    for (email, username) in HERE {
        let claims = StandardClaims {
            name: Some(format!("The real {username}")),
            ..StandardClaims::default()
        };
        world
            .put_user(email, Some(username), PASSWORD, claims)
            .await;
    }
    let up = StandIn::open(&world, Shape::Oidc);
    let trusted = json!({"sign_up": true, "authoritative_for": ["*"]});
    up.declare(&world, "up", &trusted).await;
    let ids = async || {
        let mut ids = Vec::new();
        for (email, _) in HERE {
            ids.push(id_of(&world, email).await.expect(email));
        }
        ids
    };
    let before = ids().await;
    let mut outcomes = Vec::new();
    for (number, alike) in ALIKE.into_iter().enumerate() {
        // What is limited by time begins anew.
        world.advance(Lifetime::hours(1)).await;
        let robot = Caller::service(&world, &format!("robot-{number}"), EVERYTHING).await;
        // Nobody signs in so.
        let mut browser = world.browser();
        let page = browser.get("/sign-in").await;
        let (name, _) = alike.split_once('@').unwrap();
        for username in [alike, name] {
            // The width of a letter is none of the name (RFC 8265 §3.3.1).
            let is_wide = username == "\u{ff4d}ike";
            if is_wide || HERE.iter().any(|(_, known)| *known == username) {
                continue;
            }
            let fields = [("username", username), ("password", PASSWORD)];
            let answer = browser.submit(&page, &fields).await;
            assert!(browser.session().is_none(), "{username}");
            assert!([200, 429].contains(&answer.status), "{username}");
        }
        world.execute("DELETE FROM sign_in_attempts").await;
        // A forgotten password sends a link to nobody.
        let mut browser = world.browser();
        let page = browser.get("/forgot-password").await;
        let asked = browser.submit(&page, &[("username", alike)]).await;
        assert!(asked.status < 500, "{alike}");
        for mail in world.mails().await {
            let text = mail["text"].as_str().unwrap();
            assert!(!text.contains("/reset-password?token="), "{alike}: {mail}");
        }
        // An account of its own, or none.
        let made = sign_up(&world, alike).await;
        outcomes.push(format!("{alike:?} signs up: {made}"));
        let found = id_of(&world, alike).await;
        assert!(found.iter().all(|id| !before.contains(id)), "{alike}");
        let added = robot.post("/users", &json!({"email": alike})).await;
        outcomes.push(format!("{alike:?} is added: {}", added.status));
        assert!(added.status < 500, "{alike}: {}", added.body);
        let seen = by_provider(&world, &up, alike).await;
        outcomes.push(format!("{alike:?} comes by a provider: {}", seen.is_some()));
        let page = seen.unwrap_or_default();
        assert!(
            !page.contains("The real"),
            "{alike} is somebody else: {page}"
        );
        assert_eq!(ids().await, before, "{alike}");
    }
    world.advance(Lifetime::hours(1)).await;
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    // What is another way to write an address leads to the stored one, and the mail goes there alone.
    for (same, stored) in [
        ("MIKE@EXAMPLE.COM", "mike@example.com"),
        ("erika@xn--bcher-kva.example", "erika@xn--bcher-kva.example"),
    ] {
        let mut browser = world.browser();
        let page = browser.get("/forgot-password").await;
        browser.submit(&page, &[("username", same)]).await;
        let mail = world.mails().await.swap_remove(0);
        let to = mail["to"].as_str().unwrap();
        let link = mail["text"]
            .as_str()
            .unwrap()
            .contains("/reset-password?token=");
        assert_eq!((to, link), (stored, true), "{same}");
    }
    // Names of users, which one of them may want.
    let mallory = ("mallory@example.com", "a password of mallory's own");
    world.user(mallory.0, mallory.1).await;
    for name in [
        "m\u{131}ke",
        "\u{ff4d}ike",
        "\u{212a}elvin",
        "\u{fb01}ona",
        "mike\u{200b}",
        "MIKE",
    ] {
        let id = id_of(&world, mallory.0).await.unwrap();
        let told = robot
            .patch(&format!("/users/{id}"), &json!({"username": name}))
            .await;
        outcomes.push(format!("{name:?} as a name: {}", told.status));
        assert!(told.status < 500, "{name}: {}", told.body);
        for (email, username) in HERE {
            let found = world.provider.store().user_by_identifier(username).await;
            let found = found.unwrap().unwrap();
            assert_eq!(found.email.as_deref(), Some(email), "{name}");
        }
    }
    outcomes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_only_looks_alike_is_somebody_else_on_both_databases() {
    let sqlite = Box::pin(outcomes(Backend::Sqlite)).await;
    let postgres = Box::pin(outcomes(Backend::Postgres)).await;
    assert_eq!(sqlite, postgres);
    assert!(sqlite.len() > 40, "{sqlite:#?}");
}
