//! Real nginx and Caddy in front of a plain site that knows nothing of sign-in, in Chromium.

use crate::{
    browser::{chromium, picture, sign_in, text},
    world::{ADA, Backend, World, free_port, listens},
};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use fantoccini::Locator;
use serde_json::json;
use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};

/// A site that says who the proxy says it is.
async fn page(request: HttpRequest, asked: web::Data<AtomicUsize>) -> HttpResponse {
    asked.fetch_add(1, Ordering::SeqCst);
    let header = |name: &str| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    let body = format!(
        "<!doctype html><title>Wiki</title><h1>Wiki</h1><p id=\"who\">{}|{}|{}</p><p id=\"where\">{}</p>",
        header("remote-user"),
        header("remote-email"),
        header("remote-groups"),
        request.uri()
    );
    HttpResponse::Ok().content_type("text/html").body(body)
}

struct Proxy {
    child: Child,
    folder: PathBuf,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The configurations of docs/guides/forward-auth.md, with the ports of this test.
fn nginx(folder: &str, port: u16, door: &str, site: &str) -> (Command, String) {
    let guide = guide("nginx");
    let server = guide
        .replace("listen 443 ssl;", &format!("listen 127.0.0.1:{port};"))
        .replace("http://127.0.0.1:8080", &format!("http://{door}"))
        .replace("http://127.0.0.1:3000", &format!("http://{site}"));
    let places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {folder}/{name};\n"))
        .concat();
    let text = format!(
        "daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{places}{server}}}\n"
    );
    let mut command = Command::new("/usr/sbin/nginx");
    command.args(["-c", &format!("{folder}/proxy.conf"), "-p", folder]);
    (command, text)
}

fn caddy(folder: &str, port: u16, door: &str, site: &str) -> (Command, String) {
    let guide = guide("caddy");
    let server = guide
        .replace("wiki.example.com", &format!("http://127.0.0.1:{port}"))
        .replace("127.0.0.1:8080", door)
        .replace("127.0.0.1:3000", site);
    let text = format!("{{\n\tadmin off\n\tauto_https off\n}}\n{server}");
    let mut command = Command::new("caddy");
    command
        .args([
            "run",
            "--adapter",
            "caddyfile",
            "--config",
            &format!("{folder}/proxy.conf"),
        ])
        .env("HOME", folder);
    (command, text)
}

/// A block of the guide.
fn guide(language: &str) -> String {
    let text = include_str!("../../docs/guides/forward-auth.md");
    text.split(&format!("```{language}\n"))
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .expect("the guide has the block")
        .to_owned()
}

async fn behind(configure: fn(&str, u16, &str, &str) -> (Command, String), label: &str) {
    let world = World::open(Backend::Postgres).await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let site = listener.local_addr().unwrap().to_string();
    let asked = web::Data::new(AtomicUsize::new(0));
    let data = asked.clone();
    let server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .default_service(web::to(page))
    })
    .workers(1)
    .disable_signals()
    .listen(listener)
    .unwrap()
    .run();
    let handle = server.handle();
    tokio::spawn(server);
    let port = free_port();
    let folder =
        std::env::temp_dir().join(format!("doorward-{label}-{}-{port}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (mut command, text_of_it) = configure(
        &folder.display().to_string(),
        port,
        &world.settings.listen,
        &site,
    );
    std::fs::write(folder.join("proxy.conf"), text_of_it).unwrap();
    let child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|_| panic!("{label} is missing: run ./scripts/test, which installs it"));
    let _proxy = Proxy { child, folder };
    listens("127.0.0.1", port).await;
    let origin = format!("http://127.0.0.1:{port}");
    world
        .client("wiki", &json!({"client_name": "Wiki", "forward_auth": {"origins": [origin]}, "grant_types": ["authorization_code"]}), &json!({}))
        .await;

    let (client, profile) = chromium(1280, 800, false).await;
    client.goto(&format!("{origin}/page?x=1")).await.unwrap();
    assert!(
        text(&client, ".app").await.contains("Wiki"),
        "the door says for which site"
    );
    assert!(
        client
            .current_url()
            .await
            .unwrap()
            .as_str()
            .starts_with(&world.issuer)
    );
    assert_eq!(
        asked.load(Ordering::SeqCst),
        0,
        "the site saw nothing of it"
    );
    sign_in(&client, &json!({"email": ADA.0, "password": ADA.1})).await;
    assert_eq!(
        text(&client, "#who").await,
        format!("ada|{}|", ADA.0),
        "{label}"
    );
    assert_eq!(text(&client, "#where").await, "/page?x=1");
    assert_eq!(
        client.current_url().await.unwrap().as_str(),
        format!("{origin}/page?x=1")
    );

    // Headers that a client makes up never pass, with a cookie or without one.
    let cookies = client.get_all_cookies().await.unwrap();
    let cookie = cookies
        .iter()
        .find(|cookie| cookie.name() == "doorward_site")
        .unwrap();
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let spoofed = || {
        http.get(format!("{origin}/"))
            .header("remote-user", "admin")
            .header("remote-groups", "admins")
            .header("x-forwarded-user", "admin")
    };
    let seen = spoofed()
        .header("cookie", format!("doorward_site={}", cookie.value()))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        seen.contains(&format!(">ada|{}|<", ADA.0)),
        "{label}: {seen}"
    );
    let before = asked.load(Ordering::SeqCst);
    let nobody = spoofed()
        .header("x-original-url", format!("{origin}/"))
        .send()
        .await
        .unwrap();
    // nginx overwrites what a client says of the address; Doorward refuses where both it and the
    // proxy say something.
    assert!(
        [302, 400].contains(&nobody.status().as_u16()),
        "{}",
        nobody.status()
    );
    let script = spoofed()
        .header("sec-fetch-mode", "cors")
        .header("accept", "application/json")
        .send()
        .await
        .unwrap();
    assert_eq!(
        script.status().as_u16(),
        401,
        "{label}: a script is told, not sent"
    );
    assert_eq!(
        asked.load(Ordering::SeqCst),
        before,
        "nothing of that reached the site"
    );

    client.goto(&format!("{}/", world.issuer)).await.unwrap();
    assert!(text(&client, ".tiles").await.contains("Wiki"));
    picture(&client, &format!("{label}-16-launchpad")).await;
    client
        .find(Locator::Css(".tiles a"))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
    assert!(text(&client, "#who").await.starts_with("ada|"), "one click");
    world.disable(ADA.0).await;
    client.goto(&format!("{origin}/page")).await.unwrap();
    text(&client, "input[name=password]").await;
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
    handle.stop(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nginx_in_front_of_a_plain_site() {
    behind(nginx, "nginx").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn caddy_in_front_of_a_plain_site() {
    behind(caddy, "caddy").await;
}
