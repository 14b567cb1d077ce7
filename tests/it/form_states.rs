//! What a form of ours does in another state of the browser than the one it was shown in: while a
//! sign-in is half done, and when it was long ago.

use crate::{
    console::edit::EditForm,
    forms,
    management::{Caller, make, matrix},
    on_both,
    second_factors::{first_step, with_app},
    session::EVERY_FORM,
    storage::raw::Raw,
    world::{ADA, Answer, Backend, Browser, GRACE, World, authorize_query, filled, mounted},
};
use doorward_protocol::time::Lifetime;
use serde_json::json;
use std::collections::BTreeMap;

on_both!(
    half_a_sign_in_sees_what_a_stranger_sees,
    routes_of_the_api_ask_for_a_fresh_sign_in_where_they_are_dangerous,
    powers_are_changed_after_a_fresh_sign_in_alone,
);

/// Forms of the account that need a sign-in of the last ten minutes.
const WITH_FRESH_SIGN_IN: [&str; 11] = [
    "/account/identities",
    "/account/identities/unlink",
    "/account/address",
    "/account/data/download",
    "/account/data/delete",
    "/account/security/authenticator",
    "/account/security/authenticator/remove",
    "/account/security/recovery-codes",
    "/account/security/passkeys",
    "/account/security/passkeys/remove",
    "/account/security/passkeys/offer",
];

/// Forms of the account that change nothing of how somebody signs in, or ask for a proof of their own.
const AT_ANY_TIME: [&str; 13] = [
    "/account/sessions",
    "/account/receipts",
    "/account/apps",
    "/account/profile",
    "/account/picture",
    "/account/data/keep",
    "/account/access/ask",
    "/account/access/withdraw",
    "/account/password",
    "/account/address/code",
    "/account/recovery/refuse",
    "/account/security/passkeys/rename",
    "/account/security/trusted-browsers",
];

/// Whether a form is about somebody who is signed in. That of `/no-access` takes the refusal to the app, and
/// nothing else.
fn is_of_users(path: &str) -> bool {
    let of_flow = [
        "/consent",
        "/missing-fields",
        "/select-organization",
        "/select-account",
    ];
    path.starts_with("/account/") || path.starts_with("/admin/") || of_flow.contains(&path)
}

async fn send(browser: &mut Browser, path: &str, fields: &BTreeMap<String, String>) -> Answer {
    let form: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.post(path, &form).await
}

#[test]
fn each_form_of_the_account_says_how_fresh_a_sign_in_it_needs() {
    for path in EVERY_FORM
        .iter()
        .filter(|path| path.starts_with("/account/"))
    {
        let named = [
            WITH_FRESH_SIGN_IN.contains(path),
            AT_ANY_TIME.contains(path),
        ];
        assert_ne!(named[0], named[1], "{path}");
    }
}

async fn half_a_sign_in_sees_what_a_stranger_sees(world: World) {
    with_app(&world, ADA).await;
    make(&world, ADA.0, "owner").await;
    let mut half = world.browser();
    let page = half.authorize(&authorize_query(&[])).await;
    let flow = page.field("flow").unwrap();
    let second = first_step(&mut half, &page, ADA).await;
    let ticket = second.field("ticket").unwrap();
    let mut stranger = world.browser();
    let page = stranger.authorize(&authorize_query(&[])).await;
    let theirs = page.field("flow").unwrap();
    let raw = Raw::of(&world).await;
    let before = raw.kept().await;
    let mounted = mounted(&world).await;
    let paths = mounted.into_iter().filter(|(path, get)| {
        // The page that the ticket is for.
        *get && !path.starts_with("/sign-in/second-factor")
    });
    let mut seen = 0;
    for (path, _) in paths {
        let target = filled(&path, "notes");
        for (query, of_stranger) in [
            (String::new(), String::new()),
            (format!("?ticket={ticket}"), format!("?ticket={ticket}")),
            (format!("?flow={flow}"), format!("?flow={theirs}")),
            (
                format!("?flow={flow}&ticket={ticket}"),
                format!("?flow={theirs}&ticket={ticket}"),
            ),
        ] {
            let answer = half.get(&format!("{target}{query}")).await;
            let other = stranger.get(&format!("{target}{of_stranger}")).await;
            let place = |answer: &Answer| {
                let location = answer.location.clone().unwrap_or_default();
                location.split('?').next().unwrap_or_default().to_owned()
            };
            assert_eq!(
                (answer.status, place(&answer)),
                (other.status, place(&other)),
                "{target}{query}"
            );
            for named in [ADA.0, "Ada Lovelace"] {
                let is_known = other.body.contains(named) || path.starts_with("/dev/");
                let names = answer.body.contains(named);
                assert!(is_known || !names, "{target}{query} names Ada");
            }
            assert_eq!(half.session(), None, "{target}{query}");
            seen += 1;
        }
    }
    assert!(seen > 200, "{seen}");
    assert_eq!(raw.kept().await, before);
    // The API takes nothing of this browser.
    let cookies: Vec<String> = half
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let caller = Caller::nobody(&world)
        .and("cookie", &cookies.join("; "))
        .and("doorward-csrf", "1")
        .and("sec-fetch-site", "same-origin");
    for route in matrix::routes(&world).await {
        let body = (route.method != "GET").then(|| json!({"name": "x"}));
        let told = caller.send(&route.method, &route.path, body.as_ref());
        assert_eq!(told.await.status, 401, "{} {}", route.method, route.path);
    }
    assert_eq!(raw.kept().await, before);
}

/// Each form with its own token, from the browser that it was shown in: the session is gone, and a
/// sign-in of the same user is half done.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_form_is_taken_from_half_a_sign_in() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        Box::pin(half_signed_in_forms(forms::world(backend).await)).await;
    }
}

async fn half_signed_in_forms(world: World) {
    let mut ada = forms::signed_in(&world).await;
    let shown = Box::pin(forms::shown(&world, &mut ada)).await;
    let secret = ada.cookies["doorward_browser"].clone();
    ada.cookies.clear();
    ada.cookies.insert("doorward_browser".into(), secret);
    // What stands for a passkey among the forms is none.
    world.execute("DELETE FROM passkeys").await;
    let page = ada.get("/sign-in").await;
    let second = first_step(&mut ada, &page, ADA).await;
    let ticket = second.field("ticket");
    let ticket = ticket.unwrap_or_else(|| panic!("{} {}", second.status, second.body));
    let raw = Raw::of(&world).await;
    let before = raw.kept().await;
    let mut tried = 0;
    for (path, fields) in shown.iter().filter(|(path, _)| is_of_users(path)) {
        let mut with_ticket = fields.clone();
        with_ticket.insert("ticket".into(), ticket.clone());
        for fields in [fields, &with_ticket] {
            let answer = send(&mut ada, path, fields).await;
            let location = answer.location.as_deref().unwrap_or_default();
            let is_sent_to_sign_in = answer.status == 303 && location.starts_with("/sign-in");
            assert!(
                is_sent_to_sign_in || [400, 401, 403, 404].contains(&answer.status),
                "{path}: {} {location}",
                answer.status
            );
            assert!(!answer.body.contains(ADA.0), "{path}: {}", answer.body);
            assert_eq!(ada.session(), None, "{path}");
        }
        tried += 1;
    }
    assert!(tried > 30, "{tried}");
    // The password alone links no identity either: the second factor is asked for first.
    let mut link = shown["/link-account"].clone();
    link.insert("password".into(), ADA.1.into());
    send(&mut ada, "/link-account", &link).await;
    assert_eq!(ada.session(), None);
    let now = raw.kept().await;
    let tables = [
        "sso_sessions:",
        "browser_sessions:",
        "identities:",
        "users:",
    ];
    for row in now.iter().chain(&before) {
        let is_kept = tables.iter().any(|table| row.starts_with(table));
        assert!(
            !is_kept || before.contains(row) && now.contains(row),
            "{row}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forms_that_need_a_fresh_sign_in_ask_for_one_and_change_nothing() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        Box::pin(late_forms(forms::world(backend).await)).await;
    }
}

async fn late_forms(world: World) {
    let mut ada = forms::signed_in(&world).await;
    let shown = Box::pin(forms::shown(&world, &mut ada)).await;
    world.advance(Lifetime::minutes(11)).await;
    let raw = Raw::of(&world).await;
    // The first request after a while notes that the session is used.
    assert_eq!(ada.get("/account").await.status, 200);
    let before = raw.kept().await;
    for path in WITH_FRESH_SIGN_IN {
        let answer = send(&mut ada, path, &shown[path]).await;
        assert_eq!(
            (answer.status, answer.location.as_deref()),
            (303, Some("/sign-in?way=again")),
            "{path}: {}",
            answer.body
        );
        assert_eq!(raw.kept().await, before, "{path}");
    }
    assert_eq!(ada.get("/account").await.status, 200, "still signed in");
}

/// Routes that a user calls after a fresh sign-in alone.
const DANGEROUS: [&str; 15] = [
    "POST /apps/app/disable",
    "POST /apps/app/secret",
    "POST /apps/app/secrets",
    "DELETE /apps/app/secrets/secret",
    "DELETE /groups/group",
    "POST /keys/rotate",
    "DELETE /organizations/organization",
    "POST /scim-targets",
    "PATCH /scim-targets/target",
    "DELETE /users/user",
    "POST /users/user/disable",
    "DELETE /users/user/factors/which",
    "POST /webhooks",
    "DELETE /webhooks/webhook",
    "POST /webhooks/webhook/secret",
];

async fn routes_of_the_api_ask_for_a_fresh_sign_in_where_they_are_dangerous(world: World) {
    make(&world, ADA.0, "owner").await;
    let owner = Caller::browser(&world, ADA).await;
    world.advance(Lifetime::minutes(11)).await;
    assert_eq!(owner.get("/users").await.status, 200);
    let raw = Raw::of(&world).await;
    let before = raw.kept().await;
    let mut found = Vec::new();
    for route in matrix::routes(&world).await {
        let name = format!("{} {}", route.method, route.path);
        if route.method == "GET" {
            continue;
        }
        // Nothing of it is there: what is refused otherwise is refused for that.
        let told = owner
            .send(&route.method, &route.path, Some(&json!({"nothing": 1})))
            .await;
        if told.problem() == "sign-in-again" {
            let challenge = told.header("www-authenticate");
            assert!(
                challenge.contains("insufficient_user_authentication"),
                "{name}"
            );
            found.push(name);
        }
    }
    found.sort_unstable();
    let mut expected: Vec<&str> = DANGEROUS.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert_eq!(raw.kept().await, before);
}

async fn powers_are_changed_after_a_fresh_sign_in_alone(world: World) {
    make(&world, ADA.0, "owner").await;
    make(&world, GRACE.0, "support").await;
    let owner = Caller::browser(&world, ADA).await;
    for name in ["chiefs", "readers"] {
        let made = owner.post("/groups", &json!({"name": name})).await;
        assert_eq!(made.status, 201, "{}", made.body);
    }
    let grants = "/apps/doorward/roles/support/grants";
    let granted = owner.post(grants, &json!({"group": "chiefs"})).await;
    assert_eq!(granted.status, 204, "{}", granted.body);
    let eve = ("eve@example.com", "a password of somebody new");
    world.user(eve.0, eve.1).await;
    let grace = world.sub(GRACE.0).await;
    let mut console = world.signed_in(ADA).await;
    let page = console
        .get("/admin/edit?action=grant-role&app=doorward&role=support")
        .await;
    let form = EditForm::of(&page).with("to", eve.0);
    world.advance(Lifetime::minutes(11)).await;
    let raw = Raw::of(&world).await;
    assert_eq!(owner.get("/users").await.status, 200);
    assert_eq!(console.get("/account").await.status, 200);
    let before = raw.kept().await;
    for (method, path, body) in [
        ("POST", grants.to_owned(), json!({"user": eve.0})),
        ("DELETE", format!("{grants}/users/{grace}"), json!(null)),
        ("DELETE", format!("{grants}/groups/chiefs"), json!(null)),
        (
            "POST",
            "/groups/chiefs/members".to_owned(),
            json!({"user": eve.0}),
        ),
        (
            "PATCH",
            format!("/users/{grace}"),
            json!({"email": "me@example.com"}),
        ),
        (
            "PATCH",
            format!("/users/{grace}"),
            json!({"password": "a password that somebody else knows"}),
        ),
        (
            "POST",
            "/apps".to_owned(),
            json!({"client_id": "robot", "settings": {
                "client_name": "Robot", "redirect_uris": [], "response_types": [],
                "grant_types": ["client_credentials"], "scope": "doorward.users:write",
            }}),
        ),
    ] {
        let told = owner.send(method, &path, Some(&body)).await;
        assert_eq!(
            (told.status, told.problem()),
            (403, "sign-in-again"),
            "{method} {path}: {}",
            told.body
        );
    }
    let answer = form.send(&mut console).await;
    let location = answer.location.as_deref();
    assert_eq!(location, Some("/sign-in?way=again"), "{}", answer.body);
    assert_eq!(raw.kept().await, before);
    // What is about no powers goes on.
    let joined = owner
        .post("/groups/readers/members", &json!({"user": eve.0}))
        .await;
    assert_eq!(joined.status, 204, "{}", joined.body);
    let again = Caller::browser(&world, ADA).await;
    let granted = again.post(grants, &json!({"user": eve.0})).await;
    assert_eq!(granted.status, 204, "{}", granted.body);
}
