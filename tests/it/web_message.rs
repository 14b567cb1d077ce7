//! Responses for windows and frames that an app opened: a message to the app, and to nobody else.

use crate::{
    on_both,
    world::{ADA, Answer, CALLBACK, World, authorize_query},
};
use serde_json::{Value, json};

on_both!(
    a_response_is_a_message_to_the_origin_of_the_app,
    silence_that_is_refused_is_a_message_too,
    a_message_needs_a_page_and_a_permission
);

const MODE: (&str, &str) = ("response_mode", "web_message");

/// The origin that gets the message, and what it gets.
fn message(answer: &Answer) -> (String, Value) {
    assert_eq!(
        (answer.status, &answer.location),
        (200, &None),
        "{}",
        answer.body
    );
    let attribute = |name: &str| {
        let rest = answer.body.split(&format!("{name}=\"")).nth(1).unwrap();
        let value = rest.split('"').next().unwrap();
        [
            ("&#34;", "\""),
            ("&#60;", "<"),
            ("&#62;", ">"),
            ("&#38;", "&"),
        ]
        .into_iter()
        .fold(value.to_owned(), |text, (code, sign)| {
            text.replace(code, sign)
        })
    };
    let response = serde_json::from_str(&attribute("data-response")).unwrap();
    (attribute("data-origin"), response)
}

async fn a_response_is_a_message_to_the_origin_of_the_app(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let state = "\"><script>alert(1)</script>";
    let answer = browser
        .authorize(&authorize_query(&[MODE, ("state", state)]))
        .await;
    let (origin, response) = message(&answer);
    assert_eq!(origin, "https://notes.example");
    assert_eq!(
        (&response["state"], &response["iss"]),
        (&json!(state), &json!(world.issuer))
    );
    assert!(!answer.body.contains("<script>alert"));
    assert_eq!(
        world.redeem(response["code"].as_str().unwrap()).await.0,
        200
    );
    let header = |name: &str| {
        let value = answer.headers.get(name);
        value.map(|value| value.to_str().unwrap().to_owned())
    };
    let policy = header("content-security-policy").unwrap();
    assert!(
        policy.ends_with("frame-ancestors https://notes.example"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe-inline"));
    assert_eq!(header("x-frame-options"), None);
    assert_eq!(header("cross-origin-opener-policy"), None);
    let script = browser.get("/assets/web_message.js").await.body;
    assert!(script.contains("type: \"authorization_response\"") && !script.contains("\"*\""));
    let metadata = world.text_at("/.well-known/openid-configuration").await;
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    let modes = metadata["response_modes_supported"].as_array().unwrap();
    assert!(modes.contains(&json!("web_message")));
}

async fn silence_that_is_refused_is_a_message_too(world: World) {
    let mut browser = world.browser();
    let answer = browser.silent(&[MODE]).await;
    let (origin, response) = message(&answer);
    assert_eq!(
        (origin.as_str(), &response["error"], &response["state"]),
        (
            "https://notes.example",
            &json!("login_required"),
            &json!("s-1")
        )
    );
    // With pages on the way, as in a window.
    let page = browser.authorize(&authorize_query(&[MODE])).await;
    let answer = browser.sign_in_on(&page, ADA).await;
    assert!(message(&answer).1["code"].is_string());
}

async fn a_message_needs_a_page_and_a_permission(world: World) {
    let common = json!({"redirect_uris": ["com.example.app:/cb", CALLBACK], "application_type": "native", "token_endpoint_auth_method": "none", "first_party": true});
    world.client("phone", &common, &json!({})).await;
    let common =
        json!({"redirect_uris": [CALLBACK], "first_party": true, "response_modes": ["query"]});
    world.client("plain", &common, &json!({})).await;
    let mut browser = world.signed_in(ADA).await;
    for (client, uri) in [("phone", "com.example.app:/cb"), ("plain", CALLBACK)] {
        let query = [MODE, ("client_id", client), ("redirect_uri", uri)];
        let answer = browser.authorize(&authorize_query(&query)).await;
        assert!(
            answer
                .location
                .as_deref()
                .unwrap_or_default()
                .starts_with(uri),
            "{client}"
        );
        let error = answer.parameter("error");
        assert_eq!(error.as_deref(), Some("invalid_request"), "{client}");
    }
}
