//! Responses for windows and frames that an app opened: a message to the app, and to nobody else.

use crate::{
    browser::{chromium, click, picture, sign_in, text},
    on_both,
    world::{ADA, Answer, Backend, CALLBACK, Site, World, authorize_query, comes_true},
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

/// An app that opens a window, or a frame, and writes down what it is told.
const APP: &str = r#"<!doctype html><title>App</title><button id="open">Sign in</button><pre id="said"></pre><script>
addEventListener("message", (event) => {
  const { type, response } = event.data;
  document.getElementById("said").textContent += [event.origin, type, response.error || "code", response.state].join(" ") + ";";
});
document.getElementById("open").onclick = () => window.open("WINDOW", "_blank", "popup,width=500,height=700");
function silent() {
  const frame = document.createElement("iframe");
  frame.src = "FRAME";
  // What the frame itself says comes before this.
  frame.onload = () => window.postMessage({ type: "loaded", response: { state: "frame" } }, "*");
  document.body.append(frame);
}
</script>"#;

/// In Chromium: a window in which a user signs in, then a silent frame; and a page of somebody else, who
/// opens the same addresses and hears nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn windows_and_frames_hear_it_in_chromium_and_nobody_else_does() {
    let world = World::open(Backend::Sqlite).await;
    let (site, stranger) = (Site::open(), Site::open());
    // The site of the issuer, so that a frame has its cookies.
    let origin = site.base.replace("127.0.0.1", "localhost");
    let redirect_uri = format!("{origin}/callback");
    let app = json!({"client_name": "App", "redirect_uris": [redirect_uri], "first_party": true, "scope": "openid"});
    world.client("app", &app, &json!({})).await;
    let request = |changes: &[(&str, &str)]| {
        let mut all = vec![
            MODE,
            ("client_id", "app"),
            ("redirect_uri", &redirect_uri),
            ("scope", "openid"),
        ];
        all.extend(changes);
        world.at(&format!("/authorize?{}", authorize_query(&all)))
    };
    let window = request(&[("state", "window")]);
    let frame = request(&[("state", "frame"), ("prompt", "none")]);
    let page = APP.replace("WINDOW", &window).replace("FRAME", &frame);
    site.put("/", page.clone());
    stranger.put("/", page);

    let (client, _profile) = chromium(1280, 800, false).await;
    let said = async |wanted: &str| {
        let heard = comes_true(async || text(&client, "#said").await == wanted).await;
        assert!(heard, "{wanted:?}: {:?}", text(&client, "#said").await);
    };
    client.goto(&format!("{origin}/")).await.unwrap();
    let app_window = client.window().await.unwrap();
    let open = async || {
        click(&client, "#open").await;
        let opened = async || client.windows().await.unwrap().len() == 2;
        assert!(comes_true(opened).await, "a second window");
        let windows = client.windows().await.unwrap();
        let opened = windows
            .into_iter()
            .find(|window| *window != app_window)
            .unwrap();
        client.switch_to_window(opened).await.unwrap();
    };
    let back = async || {
        client.close_window().await.unwrap();
        client.switch_to_window(app_window.clone()).await.unwrap();
    };
    open().await;
    sign_in(&client, &json!({"email": ADA.0, "password": ADA.1})).await;
    text(&client, "#response").await;
    picture(&client, "web-message").await;
    back().await;
    let first = format!("{} authorization_response code window;", world.issuer);
    said(&first).await;
    client.execute("silent()", Vec::new()).await.unwrap();
    let frame = format!("{} authorization_response code frame;", world.issuer);
    said(&format!("{first}{frame}{origin} loaded code frame;")).await;

    // Another origin opens the window and holds the frame.
    client.goto(&stranger.at("/")).await.unwrap();
    open().await;
    text(&client, "#response").await;
    back().await;
    client.execute("silent()", Vec::new()).await.unwrap();
    said(&format!("{} loaded code frame;", stranger.base)).await;
    client.close().await.unwrap();
}
