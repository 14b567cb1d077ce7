//! The cause of a refusal is named: broken requests and broken tokens, as somebody pastes them.

use super::administrator;
use crate::{
    on_both,
    world::{ADA, Browser, GRACE, World, authorize_query, claims_of},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_protocol::{sessions::sso_session::EndReason, time::Lifetime};
use serde_json::{Value, json};

on_both!(
    the_cause_of_each_broken_request_is_named,
    the_cause_of_each_broken_token_is_named,
    whoever_may_not_read_apps_is_refused,
);

pub const INSPECT: &str = "/admin/inspect";

/// What the page finds in a text: each check with whether it is as it should be, and the detail.
pub async fn inspect(browser: &mut Browser, text: &str, user: &str) -> Vec<(bool, String)> {
    inspect_for(browser, text, user, "").await
}

/// As [`inspect`], with the audience that is expected.
pub async fn inspect_for(
    browser: &mut Browser,
    text: &str,
    user: &str,
    audience: &str,
) -> Vec<(bool, String)> {
    let page = browser.get(INSPECT).await;
    let form = [("text", text), ("user", user), ("audience", audience)];
    let answer = browser.submit_at(&page, INSPECT, &form).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let (_, found) = answer
        .body
        .split_once("id=\"findings\"")
        .expect(&answer.body);
    let (found, _) = found.split_once("</ul>").unwrap();
    let lines = found.split("<li>").skip(1);
    lines
        .map(|line| (!line.contains("tag off"), line.to_owned()))
        .collect()
}

/// The only thing that is wrong, which is the last one that was looked at.
async fn cause(browser: &mut Browser, text: &str, user: &str) -> String {
    let found = inspect(browser, text, user).await;
    let wrong: Vec<&String> = found
        .iter()
        .filter(|(good, _)| !good)
        .map(|(_, line)| line)
        .collect();
    assert_eq!(wrong.len(), 1, "{text}: {found:?}");
    wrong[0].clone()
}

/// An authorization request of the app of the tests with changes; an empty value leaves a parameter out.
pub fn request(changes: &[(&str, &str)]) -> String {
    format!("https://id.example/authorize?{}", authorize_query(changes))
}

async fn the_cause_of_each_broken_request_is_named(world: World) {
    let closed = json!({
        "client_name": "Closed", "redirect_uris": ["https://closed.example/cb"],
        "allowed_groups": ["nobody"],
    });
    world.client("closed", &closed, &json!({})).await;
    let off = json!({"client_name": "Off", "redirect_uris": ["https://off.example/cb"]});
    world.client("off", &off, &json!({})).await;
    let mut owner = administrator(&world, "owner").await;
    let ctx = world.context();
    world
        .provider
        .clients()
        .set_disabled(&ctx, "off", true)
        .await
        .unwrap();
    world.expire_versions();
    let good = inspect(&mut owner, &request(&[]), ADA.0).await;
    assert!(
        good.len() == 13 && good.iter().all(|(is_good, _)| *is_good),
        "{good:?}"
    );
    let cases = [
        (
            vec![("client_id", "nowhere")],
            "No app is registered as nowhere",
        ),
        (vec![("client_id", "off")], "off is disabled"),
        (
            vec![("redirect_uri", "https://notes.example/callbck")],
            "is not registered for the app. The registered one that is most like it:",
        ),
        (
            vec![("redirect_uri", "http://localhost:3000/cb")],
            "localhost",
        ),
        (
            vec![("response_type", "magic")],
            "unsupported_response_type",
        ),
        (vec![("code_challenge_method", "plain")], "S256"),
        (vec![("max_age", "soon")], "max_age"),
        (vec![("prompt", "none login")], "prompt"),
        (vec![("response_mode", "smoke")], "response_mode"),
        (vec![("claims", "{")], "claims"),
        (vec![("request", "eyJ")], "The request is in request,"),
        (
            vec![("request_uri", "urn:ietf:params:oauth:request_uri:x")],
            "The request is in request_uri,",
        ),
    ];
    for (changes, expected) in cases {
        let cause = cause(&mut owner, &request(&changes), "").await;
        assert!(cause.contains(expected), "{changes:?}: {cause}");
    }
    let repeated = format!("{}&client_id=off", request(&[]));
    assert!(
        cause(&mut owner, &repeated, "")
            .await
            .contains("more than once")
    );
    for (missing, expected) in [
        ("client_id", "client_id is missing"),
        ("redirect_uri", "redirect_uri is missing"),
        ("response_type", "response_type"),
        ("code_challenge", "code_challenge"),
    ] {
        let text = request(&[(missing, "")]);
        let cause = cause(&mut owner, &text, "").await;
        assert!(cause.contains(expected), "without {missing}: {cause}");
    }
    let closed = request(&[
        ("client_id", "closed"),
        ("redirect_uri", "https://closed.example/cb"),
    ]);
    assert!(cause(&mut owner, &closed, GRACE.0).await.contains("nobody"));
    world.disable(GRACE.0).await;
    world.expire_versions();
    assert!(
        cause(&mut owner, &request(&[]), GRACE.0)
            .await
            .contains("disabled")
    );
}

/// A token that says of itself that nobody signed it.
fn unsigned(claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!(
        "{}.{}.",
        part(&json!({"alg": "none", "kid": "x"})),
        part(claims)
    )
}

async fn the_cause_of_each_broken_token_is_named(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let mut ada = world.signed_in(ADA).await;
    let tokens = world
        .tokens(&mut ada, &[("scope", "openid offline_access")])
        .await;
    for good in [&tokens.access, &tokens.id, &tokens.refresh] {
        let found = inspect(&mut owner, good, "").await;
        assert!(found.iter().all(|(is_good, _)| *is_good), "{found:?}");
    }
    let (head, signature) = tokens.id.rsplit_once('.').unwrap();
    let other = if signature.starts_with('A') { "B" } else { "A" };
    let changed = format!("{head}.{other}{}", &signature[1..]);
    assert!(
        cause(&mut owner, &changed, "")
            .await
            .contains("Not signed by the key")
    );
    assert!(cause(&mut owner, head, "").await.contains("cut off"));
    assert!(
        cause(&mut owner, "an-opaque-token-of-nobody", "")
            .await
            .contains("No token of this server")
    );
    let claims = claims_of(&tokens.id);
    let with = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims.insert(name.into(), value);
        unsigned(&claims.into())
    };
    for (text, expected) in [
        (
            with("iss", json!("https://other.example")),
            "Issued by https://other.example",
        ),
        (
            with(
                "iss",
                json!(claims["iss"].as_str().unwrap().to_owned() + "/"),
            ),
            "letter by letter",
        ),
        (with("exp", json!(1)), "expired"),
        (with("iat", json!(99_999_999_999_i64)), "ahead of the clock"),
        (with("events", json!({})), "must not have a nonce"),
        (with("exp", json!("soon")), "exp is missing"),
        (
            unsigned(&json!({"iss": claims["iss"]})),
            "not in the key set",
        ),
    ] {
        let found = inspect(&mut owner, &text, "").await;
        let named = found
            .iter()
            .any(|(good, line)| !good && line.contains(expected));
        assert!(named, "{expected}: {found:?}");
    }
    world.refresh(&tokens.refresh).await;
    world.advance(Lifetime::seconds(31)).await;
    assert!(
        cause(&mut owner, &tokens.refresh, "")
            .await
            .contains("A refresh token works once")
    );
    let (sessions, ctx) = (world.provider.sessions(), world.context());
    let sub = world.sub(ADA.0).await;
    sessions
        .end_all(&ctx, &sub, None, EndReason::Administrator)
        .await
        .unwrap();
    world.expire_versions();
    let second = world.tokens(&mut world.signed_in(ADA).await, &[]).await;
    world.revoke(&second.access).await;
    assert!(
        cause(&mut owner, &second.access, "")
            .await
            .contains("It was revoked")
    );
}

async fn whoever_may_not_read_apps_is_refused(world: World) {
    let mut support = administrator(&world, "support").await;
    assert_eq!(support.get(INSPECT).await.status, 403);
    let mut auditor = administrator(&world, "auditor").await;
    let page = auditor.get(INSPECT).await;
    let empty = auditor.submit_at(&page, INSPECT, &[("text", " ")]).await;
    assert!(empty.body.contains("id=\"problem\""), "{}", empty.body);
    let form = [("text", request(&[])), ("user", "nobody".to_owned())];
    let form: Vec<(&str, &str)> = form
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let unknown = auditor.submit_at(&page, INSPECT, &form).await;
    assert!(
        unknown.body.contains("there is no user nobody"),
        "{}",
        unknown.body
    );
    assert_eq!(support.submit_at(&page, INSPECT, &form).await.status, 403);
}
