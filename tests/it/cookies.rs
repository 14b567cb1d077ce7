//! Every cookie of this provider, as a browser of an https issuer gets it.

use crate::{
    second_factors::set_up_on,
    world::{ADA, Answer, Backend, Browser, GRACE, World, authorize_query},
};
use doorward_protocol::time::Lifetime;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// Each cookie, whether a script of an app compares it, and whether its value is a word or a path of ours.
const COOKIES: [(&str, bool, bool); 9] = [
    ("__Host-doorward_session", false, false),
    ("__Host-doorward_browser", false, false),
    ("__Host-doorward_accounts", false, false),
    ("__Host-doorward_browser_state", true, false),
    ("__Host-doorward_known", false, false),
    ("__Host-doorward_trusted", false, false),
    ("__Host-doorward_return", false, true),
    ("__Host-doorward_language", false, true),
    ("__Host-doorward_asked_language", false, true),
];

type Seen = Arc<Mutex<BTreeMap<String, Vec<String>>>>;

/// A browser of an https issuer behind a proxy, every cookie of which is kept.
fn browser(world: &World, seen: &Seen) -> Browser {
    let mut browser = Browser::at(&format!("http://{}", world.settings.listen));
    let seen = Arc::clone(seen);
    browser.watch = Some(Arc::new(move |answer: &Answer| {
        for cookie in &answer.set_cookies {
            let name = cookie.split('=').next().unwrap().to_owned();
            seen.lock()
                .unwrap()
                .entry(name)
                .or_default()
                .push(cookie.clone());
        }
    }));
    browser
}

async fn sign_in(browser: &mut Browser, page: &Answer, who: (&str, &str)) -> Answer {
    let fields = [
        ("username", who.0),
        ("password", who.1),
        ("remember", "yes"),
    ];
    let answer = browser.submit(page, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer
}

/// Everything that sets a cookie.
async fn walk(world: &World, seen: &Seen) {
    let mut ada = browser(world, seen);
    let page = ada
        .authorize(&authorize_query(&[("ui_locales", "fr")]))
        .await;
    let form = [("language", "de"), ("return", "/sign-in")];
    ada.post("/language", &form).await;
    let answer = sign_in(&mut ada, &page, ADA).await;
    ada.follow(answer).await;
    let page = ada.get("/account/security/authenticator").await;
    let (kept, _) = set_up_on(world, &mut ada, &page).await;
    // Another account in the same browser, and a change that was begun too late.
    let page = ada.get("/sign-in?way=another").await;
    sign_in(&mut ada, &page, GRACE).await;
    world.advance(Lifetime::minutes(11)).await;
    let late = ada.get("/account/security/authenticator").await;
    assert_eq!(late.location.as_deref(), Some("/sign-in?way=again"));
    let mut other = browser(world, seen);
    let page = other.get("/sign-in").await;
    let asked = sign_in(&mut other, &page, ADA).await;
    let page = other.follow(asked).await;
    let code = kept.code(world);
    let trusted = [("code", code.as_str()), ("trust", "yes")];
    let done = other.submit(&page, &trusted).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = other.get("/end_session").await;
    other.submit(&page, &[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_cookie_is_for_this_host_over_https_alone_and_tells_nothing() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open_with(backend, |settings| {
            settings.issuer = "https://id.example.com".into();
            settings.second_factor.trusted_browser_days = 30;
        })
        .await;
        let seen = Seen::default();
        Box::pin(walk(&world, &seen)).await;
        let mut secrets: Vec<String> = vec![ADA.0.into(), GRACE.0.into()];
        for email in [ADA.0, GRACE.0] {
            secrets.push(world.sub(email).await);
        }
        secrets.extend(world.texts("SELECT sid FROM sso_sessions").await);
        let seen = seen.lock().unwrap();
        let names: Vec<&str> = seen.keys().map(String::as_str).collect();
        let mut expected: Vec<&str> = COOKIES.iter().map(|cookie| cookie.0).collect();
        expected.sort_unstable();
        assert_eq!(
            names, expected,
            "each cookie is looked at, and no other is set"
        );
        for (name, is_for_scripts, is_word) in COOKIES {
            for cookie in &seen[name] {
                let mut parts = cookie.split("; ");
                let value = parts.next().unwrap().split_once('=').unwrap().1;
                let attributes: Vec<&str> = parts.collect();
                let has = |attribute: &str| attributes.contains(&attribute);
                assert!(has("Secure") && has("Path=/"), "{cookie}");
                assert_eq!(has("HttpOnly"), !is_for_scripts, "{cookie}");
                let site = if is_for_scripts {
                    "SameSite=None"
                } else {
                    "SameSite=Lax"
                };
                assert!(has(site), "{cookie}");
                assert!(!cookie.contains("Domain"), "{cookie}");
                for secret in &secrets {
                    assert!(!value.contains(secret.as_str()), "{cookie} tells {secret}");
                }
                // What was taken away has no value.
                let is_long = value.is_empty() || value.len() >= 43;
                assert!(is_word || is_long, "{cookie}");
            }
        }
    }
}
