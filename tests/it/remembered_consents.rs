//! What a user allowed once is allowed in silence where the answer can only go to the same app (RFC 6749
//! §10.2, RFC 8252 §8.6): not to a program on the machine, and not to a scheme that any program takes.

use crate::{
    on_both_wide,
    world::{ADA, Answer, Browser, World, authorize_query},
};
use serde_json::{Value, json};

on_both_wide!(
    an_app_that_could_be_any_program_is_asked_about_each_time,
    a_client_that_registered_itself_as_a_program_is_asked_about_each_time
);

/// Registered addresses that any program of the machine may take, and what a request says.
const OF_PROGRAMS: [(&str, &str); 4] = [
    ("http://127.0.0.1/cb", "http://127.0.0.1:51004/cb"),
    ("http://[::1]/cb", "http://[::1]:51005/cb"),
    ("http://localhost:7777/cb", "http://localhost:7777/cb"),
    ("com.example.app:/cb", "com.example.app:/cb"),
];
const HTTPS: &str = "https://native.example/cb";

async fn ask(browser: &mut Browser, client_id: &str, uri: &str, more: &[(&str, &str)]) -> Answer {
    let mut parameters = vec![("client_id", client_id), ("redirect_uri", uri)];
    parameters.extend(more);
    browser.authorize(&authorize_query(&parameters)).await
}

async fn allow(browser: &mut Browser, page: &Answer) -> Answer {
    assert!(page.body.contains("id=\"allow\""), "{}", page.body);
    let answer = browser.submit(page, &[("answer", "allow")]).await;
    browser.follow(answer).await
}

fn error(answer: &Answer) -> Option<String> {
    answer.parameter("error")
}

/// However often the user allows it: the next request is asked about, and one in silence is refused.
async fn is_asked_each_time(world: &World, client_id: &str, uri: &str) {
    let mut browser = world.signed_in(ADA).await;
    let silence = [("prompt", "none")];
    for _ in 0..2 {
        let page = ask(&mut browser, client_id, uri, &[]).await;
        let answer = allow(&mut browser, &page).await;
        assert!(answer.parameter("code").is_some(), "{uri}: {}", answer.body);
        let silent = ask(&mut browser, client_id, uri, &silence).await;
        assert_eq!(error(&silent).as_deref(), Some("consent_required"), "{uri}");
        assert_eq!(silent.parameter("code"), None, "{uri}");
    }
    // Not by less than was allowed, and not by a hint at who is signed in.
    let less = [("prompt", "none"), ("scope", "openid")];
    let silent = ask(&mut browser, client_id, uri, &less).await;
    assert_eq!(error(&silent).as_deref(), Some("consent_required"), "{uri}");
    let hint = [("prompt", "none"), ("login_hint", ADA.0)];
    let silent = ask(&mut browser, client_id, uri, &hint).await;
    assert_eq!(error(&silent).as_deref(), Some("consent_required"), "{uri}");
}

fn registered() -> Vec<&'static str> {
    let of_programs = OF_PROGRAMS.iter().map(|pair| pair.0);
    of_programs.chain([HTTPS]).collect()
}

fn document(extra: &Value) -> Value {
    let mut document = json!({
        "client_name": "Native", "redirect_uris": registered(), "scope": "openid profile email",
        "grant_types": ["authorization_code"], "application_type": "native",
        "token_endpoint_auth_method": "none",
    });
    document
        .as_object_mut()
        .unwrap()
        .extend(extra.as_object().unwrap().clone());
    document
}

async fn an_app_that_could_be_any_program_is_asked_about_each_time(world: World) {
    world
        .client("native", &document(&json!({})), &json!({}))
        .await;
    for (_, uri) in OF_PROGRAMS {
        is_asked_each_time(&world, "native", uri).await;
    }
    // The same app at its https address is known by it, and one that authenticates by its secret.
    let secret = json!({"token_endpoint_auth_method": "client_secret_basic"});
    world.client("proven", &document(&secret), &json!({})).await;
    for (client_id, uri) in [("native", HTTPS), ("proven", OF_PROGRAMS[0].1)] {
        let mut browser = world.signed_in(ADA).await;
        let page = ask(&mut browser, client_id, uri, &[("prompt", "consent")]).await;
        assert!(allow(&mut browser, &page).await.parameter("code").is_some());
        let silent = ask(&mut browser, client_id, uri, &[("prompt", "none")]).await;
        assert!(silent.parameter("code").is_some(), "{client_id} {uri}");
    }
}

async fn a_client_that_registered_itself_as_a_program_is_asked_about_each_time(world: World) {
    for (uri, asked) in OF_PROGRAMS {
        let metadata = json!({
            "redirect_uris": [uri], "application_type": "native", "grant_types": ["authorization_code"],
            "token_endpoint_auth_method": "none", "scope": "openid profile email",
        });
        let (status, registered) = world.register(&metadata).await;
        if status == 400 {
            // Where it may not have the address at all.
            assert_eq!(registered["error"], "invalid_redirect_uri", "{uri}");
            continue;
        }
        assert_eq!(status, 201, "{registered}");
        let client_id = registered["client_id"].as_str().unwrap();
        is_asked_each_time(&world, client_id, asked).await;
    }
}
