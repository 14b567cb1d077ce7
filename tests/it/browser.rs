//! The demo in headless Chromium, as a newcomer sees it.

use crate::world::{Backend, Page, Site, World, comes_true, free_port, free_ports};
use fantoccini::{Client, ClientBuilder, Locator, elements::Element, error::CmdError};
use serde_json::{Value, json};
use std::{path::PathBuf, process::Stdio, time::Duration};
use tokio::io::AsyncBufReadExt;

struct Demo {
    _child: tokio::process::Child,
    said: Value,
    folder: PathBuf,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn demo() -> Demo {
    let folder = std::env::temp_dir().join(format!(
        "doorward-browser-{}-{}",
        std::process::id(),
        free_port()
    ));
    std::fs::create_dir_all(&folder).unwrap();
    loop {
        let port = free_ports(4);
        let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_doorward"));
        command
            .current_dir(&folder)
            .args(["demo", "--json", "--port", &port.to_string()])
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        tokio::io::BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .await
            .unwrap();
        // Empty where one of the four ports was taken meanwhile: then others are tried.
        if let Ok(said) = serde_json::from_str(&line) {
            return Demo {
                _child: child,
                said,
                folder,
            };
        }
    }
}

pub async fn chromium(width: u32, height: u32, dark: bool) -> (Client, PathBuf) {
    let driver = std::env::var("TEST_CHROMEDRIVER_URL")
        .expect("TEST_CHROMEDRIVER_URL is not set: run ./scripts/test, which installs and starts Chromium's driver");
    let profile = std::env::temp_dir().join(format!(
        "doorward-chromium-{}-{}",
        std::process::id(),
        free_port()
    ));
    let mut arguments: Vec<String> = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
    ]
    .map(str::to_owned)
    .to_vec();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    arguments.push(format!("--window-size={width},{height}"));
    if dark {
        arguments.push("--blink-settings=preferredColorScheme=0".to_owned());
    }
    let mut options = json!({"args": arguments});
    if width < 500 {
        // Narrower than Chromium's own windows get.
        options["mobileEmulation"] =
            json!({"deviceMetrics": {"width": width, "height": height, "pixelRatio": 2.0}});
    }
    let mut capabilities = serde_json::Map::new();
    capabilities.insert("goog:chromeOptions".into(), options);
    let logs = json!({"browser": "ALL"});
    capabilities.insert("goog:loggingPrefs".into(), logs);
    let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
        .capabilities(capabilities)
        .connect(&driver)
        .await
        .expect("Chromium starts");
    (client, profile)
}

/// Keeps a picture where somebody asked for them: SCREENSHOTS=folder ./scripts/test
pub async fn picture(client: &Client, name: &str) {
    if let Ok(folder) = std::env::var("SCREENSHOTS") {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(
            format!("{folder}/{name}.png"),
            client.screenshot().await.unwrap(),
        )
        .unwrap();
    }
}

/// What Chromium wrote to its console as an error since the last call: failed scripts and downloads, and what
/// the policy of a page forbade.
pub async fn complaints(client: &Client) -> Vec<String> {
    let driver = std::env::var("TEST_CHROMEDRIVER_URL").unwrap();
    let session = client.session_id().await.unwrap().unwrap();
    let log = format!("{}/session/{session}/se/log", driver.trim_end_matches('/'));
    let asked = reqwest::Client::new().post(log);
    let asked = asked.body(json!({"type": "browser"}).to_string());
    let told = asked.send().await.unwrap().text().await.unwrap();
    let told: Value = serde_json::from_str(&told).unwrap();
    let entries = told["value"].as_array();
    let entries = entries.unwrap_or_else(|| panic!("{told}")).iter();
    let severe = entries.filter(|entry| entry["level"] == "SEVERE");
    severe.map(|entry| entry["message"].to_string()).collect()
}

/// The first element of a page that a selector finds, once it is there.
async fn element(client: &Client, css: &str) -> Element {
    let wait = client.wait().at_most(Duration::from_secs(20));
    wait.for_element(Locator::Css(css)).await.unwrap()
}

/// The text of the first element that a selector finds. A page may be replaced by the next one after
/// the element was found: it is looked for again then.
pub async fn text(client: &Client, css: &str) -> String {
    for _ in 0..5 {
        match element(client, css).await.text().await {
            Err(error) if is_gone(&error) => {}
            text => return text.unwrap(),
        }
    }
    panic!("{css} is replaced again and again");
}

/// Whether an element comes to hold this text: the page before may still be shown.
pub async fn shows(client: &Client, css: &str, what: &str) -> bool {
    comes_true(async || text(client, css).await.contains(what)).await
}

/// Whether an element was replaced with its page after it was found. The driver has two ways to say so.
fn is_gone(error: &CmdError) -> bool {
    error.is_stale_element_reference()
        || error
            .to_string()
            .contains("does not belong to the document")
}

pub async fn click(client: &Client, css: &str) {
    for _ in 0..5 {
        match element(client, css).await.click().await {
            Err(error) if is_gone(&error) => {}
            clicked => return clicked.unwrap(),
        }
    }
    panic!("{css} is replaced again and again");
}

/// Types into a field, after what it holds already.
pub async fn fill(client: &Client, css: &str, text: &str) {
    for _ in 0..5 {
        match element(client, css).await.send_keys(text).await {
            Err(error) if is_gone(&error) => {}
            typed => return typed.unwrap(),
        }
    }
    panic!("{css} is replaced again and again");
}

/// Whether the browser comes to show a page: the path is this one, whatever its query is, or it is below
/// this origin or this folder. A click does not wait for the page that it leads to, so that the page
/// before must not count, whose path may begin alike.
pub async fn is_at(client: &Client, start: &str) -> bool {
    comes_true(async || {
        // While a page is left for another one there is no address for a moment.
        let shown = client.current_url().await;
        shown.is_ok_and(|shown| is_of(shown.as_str(), start))
    })
    .await
}

fn is_of(shown: &str, start: &str) -> bool {
    let Some(rest) = shown.strip_prefix(start) else {
        return false;
    };
    let is_folder = start.ends_with('/') || start.contains('?');
    let is_origin = url::Url::parse(start).is_ok_and(|url| url.path() == "/");
    is_folder
        || rest.is_empty()
        || rest.starts_with(['?', '#'])
        || is_origin && rest.starts_with('/')
}

pub async fn sign_in(client: &Client, user: &Value) {
    for (field, value) in [("username", "email"), ("password", "password")] {
        let css = format!("input[name={field}]");
        fill(client, &css, user[value].as_str().unwrap()).await;
    }
    click(client, "#sign-in").await;
}

/// Sign in at Notes, open Photos without a form, sign out there, be signed out of both.
async fn walk(width: u32, height: u32, dark: bool, label: &str) {
    let demo = demo().await;
    let (client, profile) = chromium(width, height, dark).await;
    let url = |index: usize| demo.said["apps"][index]["url"].as_str().unwrap().to_owned();
    let issuer = demo.said["issuer"].as_str().unwrap().to_owned();

    client.goto(&url(0)).await.unwrap();
    assert!(text(&client, "#nobody").await.contains("not signed in"));
    picture(&client, &format!("{label}-1-notes-nobody")).await;
    click(&client, "#sign-in").await;
    assert!(text(&client, ".app").await.contains("Notes"));
    assert!(is_at(&client, &format!("{issuer}/sign-in")).await);
    picture(&client, &format!("{label}-2-sign-in")).await;
    sign_in(
        &client,
        &json!({"email": "ada@example.com", "password": "a wrong password here"}),
    )
    .await;
    assert!(
        text(&client, ".problem[role=alert]")
            .await
            .contains("match")
    );
    picture(&client, &format!("{label}-3-wrong")).await;
    client
        .find(Locator::Css("input[name=username]"))
        .await
        .unwrap()
        .clear()
        .await
        .unwrap();
    sign_in(&client, &demo.said["users"][0]).await;
    assert!(text(&client, "#who").await.contains("Ada Lovelace"));
    assert!(is_at(&client, &url(0)).await);
    picture(&client, &format!("{label}-4-notes")).await;

    click(&client, "#other").await;
    assert!(
        text(&client, "#who").await.contains("Ada Lovelace"),
        "Photos knows her, with no form shown"
    );
    assert!(is_at(&client, &url(1)).await);

    client.goto(&url(2)).await.unwrap();
    assert!(
        text(&client, "#denied")
            .await
            .contains("may not use Ledger")
    );
    picture(&client, &format!("{label}-11-denied")).await;

    client.goto(&format!("{issuer}/account")).await.unwrap();
    assert!(text(&client, "h1").await.contains("Ada Lovelace"));
    picture(&client, &format!("{label}-5-account")).await;
    for (prompt, says, picture_name) in [
        ("consent", "Notes wants to:", "9-consent"),
        ("select_account", "Choose an account", "10-select-account"),
    ] {
        let query = crate::world::authorize_query(&[
            ("redirect_uri", &format!("{}/callback", url(0))),
            ("prompt", prompt),
        ]);
        client
            .goto(&format!("{issuer}/authorize?{query}"))
            .await
            .unwrap();
        assert_eq!(text(&client, "h1").await, says);
        picture(&client, &format!("{label}-{picture_name}")).await;
    }
    client.goto(&format!("{issuer}/account")).await.unwrap();
    click(&client, "#sign-out").await;
    assert!(text(&client, "h1").await.contains("Sign out everywhere?"));
    picture(&client, &format!("{label}-6-sign-out")).await;

    client.goto(&url(1)).await.unwrap();
    text(&client, "#who").await;
    click(&client, "#sign-out").await;
    assert!(text(&client, "#nobody").await.contains("not signed in"));
    assert!(is_at(&client, &url(1)).await, "back at the app that asked");
    client.goto(&url(0)).await.unwrap();
    assert!(
        text(&client, "#nobody").await.contains("not signed in"),
        "signed out of Notes too"
    );
    client.goto(&format!("{issuer}/account")).await.unwrap();
    text(&client, "input[name=password]").await;

    client.goto(&format!("{issuer}/signed-out")).await.unwrap();
    picture(&client, &format!("{label}-7-signed-out")).await;
    client
        .goto(&format!(
            "{issuer}/authorize?client_id=notes&redirect_uri=https://evil.example/"
        ))
        .await
        .unwrap();
    click(&client, "summary").await;
    picture(&client, &format!("{label}-8-error")).await;
    let wide: bool = client
        .execute(
            "return document.documentElement.scrollWidth > window.innerWidth",
            vec![],
        )
        .await
        .unwrap()
        .as_bool()
        .unwrap();
    assert!(!wide, "nothing runs over the edge");
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newcomer_on_a_desktop_by_day() {
    walk(1280, 800, false, "desktop-light").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newcomer_on_a_phone_by_night() {
    walk(360, 740, true, "phone-dark").await;
}

/// The page of an app that watches the session as OpenID Connect Session Management 4 does.
const WATCHING: &str = r#"<!doctype html><title>waiting</title><iframe id="op" src="ISSUER/check_session"></iframe><script>
var state = new URLSearchParams(location.search).get("session_state");
addEventListener("message", function (event) { if (event.origin === "ISSUER") document.title = event.data; });
document.getElementById("op").addEventListener("load", function () { this.contentWindow.postMessage("watcher " + state, "ISSUER"); });
</script>"#;

/// In a real browser: the frame says `unchanged` while the session stands and `changed` when it
/// ended, and the apps that want to hear of it through the browser are loaded before the browser
/// goes back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_sees_in_a_frame_that_the_session_ended_and_another_is_told_in_one() {
    let (world, site) = (World::open_wide(Backend::Sqlite).await, Site::open());
    // The browser's name for this machine: the frame's cookie belongs to the same site.
    let base = site.base.replace("127.0.0.1", "localhost");
    let callback = format!("{base}/watch");
    site.put_page(
        "/watch",
        Page {
            status: 200,
            body: WATCHING.replace("ISSUER", &world.issuer).into(),
            location: None,
            after: Duration::ZERO,
        },
    );
    site.put("/bye", "<!doctype html><title>bye</title>");
    let metadata = json!({
        "redirect_uris": [callback], "post_logout_redirect_uris": [format!("{base}/bye")], "first_party": true,
        "frontchannel_logout_uri": format!("{base}/told"),
    });
    world.client("watcher", &metadata, &json!({})).await;
    let (client, profile) = chromium(360, 740, false).await;
    let query =
        crate::world::authorize_query(&[("client_id", "watcher"), ("redirect_uri", &callback)]);
    client
        .goto(&format!("{}/authorize?{query}", world.issuer))
        .await
        .unwrap();
    sign_in(
        &client,
        &json!({"email": crate::world::ADA.0, "password": crate::world::ADA.1}),
    )
    .await;
    let title =
        async |wanted: &str| comes_true(async || client.title().await.unwrap() == wanted).await;
    assert!(
        title("unchanged").await,
        "{}",
        client.title().await.unwrap()
    );
    let watching = client.current_url().await.unwrap();
    // In a page of another site the frame cannot read the cookie, and nobody signed out.
    let elsewhere = watching.as_str().replace("localhost", "127.0.0.1");
    client.goto(&elsewhere).await.unwrap();
    assert!(title("error").await, "{}", client.title().await.unwrap());
    let query = crate::world::encode(&[
        ("client_id", "watcher"),
        ("post_logout_redirect_uri", &format!("{base}/bye")),
        ("state", "s"),
    ]);
    client
        .goto(&format!("{}/end_session?{query}", world.issuer))
        .await
        .unwrap();
    click(&client, "#sign-out").await;
    assert!(
        title("bye").await,
        "{}",
        client.current_url().await.unwrap()
    );
    assert!(
        client
            .current_url()
            .await
            .unwrap()
            .as_str()
            .ends_with("/bye?state=s")
    );
    assert_eq!(
        site.received("/told").len(),
        1,
        "told in a frame, before the browser went back"
    );
    client.goto(watching.as_str()).await.unwrap();
    assert!(title("changed").await, "{}", client.title().await.unwrap());
    // Without a way back the user reads what happened.
    let query =
        crate::world::authorize_query(&[("client_id", "watcher"), ("redirect_uri", &callback)]);
    client
        .goto(&format!("{}/authorize?{query}", world.issuer))
        .await
        .unwrap();
    sign_in(
        &client,
        &json!({"email": crate::world::ADA.0, "password": crate::world::ADA.1}),
    )
    .await;
    assert!(title("unchanged").await);
    client
        .goto(&format!("{}/end_session", world.issuer))
        .await
        .unwrap();
    click(&client, "#sign-out").await;
    client
        .wait()
        .at_most(Duration::from_secs(10))
        .for_element(Locator::Css("iframe.told"))
        .await
        .unwrap();
    assert!(
        text(&client, ".card p")
            .await
            .contains("signing you out of your apps")
    );
    picture(&client, "phone-light-signing-out").await;
    assert_eq!(site.wait_for("/told", 2).await.len(), 2);
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}

/// The page of an app that signs users in in a window of its own.
const OPENING: &str = r#"<!doctype html><title>waiting</title><button id="open">Sign in</button><script>
addEventListener("message", function (event) { document.title = event.data; });
document.getElementById("open").addEventListener("click", function () { window.open("ADDRESS", "popup", "width=500,height=700"); });
</script>"#;

/// In a real browser: the window that an app opened still knows the app after the sign-in, and after
/// the sign-out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_that_opens_the_sign_in_in_a_window_hears_of_it() {
    let (world, site) = (World::open(Backend::Sqlite).await, Site::open());
    let callback = site.put(
        "/done",
        r#"<!doctype html><title>done</title><script>window.opener.postMessage(location.search.slice(0, 6), "*");</script>"#,
    );
    let metadata = json!({
        "redirect_uris": [callback], "post_logout_redirect_uris": [callback],
    });
    world.client("popup", &metadata, &json!({})).await;
    let query = crate::world::authorize_query(&[
        ("client_id", "popup"),
        ("redirect_uri", &callback),
        ("prompt", "consent"),
    ]);
    let out = crate::world::encode(&[
        ("client_id", "popup"),
        ("post_logout_redirect_uri", &callback),
        ("state", "s"),
    ]);
    let (client, profile) = chromium(1280, 800, false).await;
    let app = client.window().await.unwrap();
    for (address, expected) in [
        (format!("{}/authorize?{query}", world.issuer), "?code="),
        (format!("{}/end_session?{out}", world.issuer), "?state"),
    ] {
        let page = OPENING.replace("ADDRESS", &address);
        client.goto(&site.put("/app", page)).await.unwrap();
        click(&client, "#open").await;
        let opened = comes_true(async || client.windows().await.unwrap().len() == 2).await;
        assert!(opened, "a window opens");
        let windows = client.windows().await.unwrap();
        let popup = windows.into_iter().find(|window| *window != app).unwrap();
        client.switch_to_window(popup).await.unwrap();
        if expected == "?code=" {
            sign_in(
                &client,
                &json!({"email": crate::world::ADA.0, "password": crate::world::ADA.1}),
            )
            .await;
            click(&client, "#allow").await;
        } else {
            click(&client, "#sign-out").await;
        }
        let arrived = comes_true(async || client.title().await.unwrap() == "done").await;
        assert!(arrived, "{}", client.current_url().await.unwrap());
        client.close_window().await.unwrap();
        client.switch_to_window(app.clone()).await.unwrap();
        let heard = comes_true(async || client.title().await.unwrap() == expected).await;
        assert!(heard, "{}", client.title().await.unwrap());
    }
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}
