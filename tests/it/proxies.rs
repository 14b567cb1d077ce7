//! Real nginx and Caddy in front of a plain site that knows nothing of sign-in, in Chromium.

use crate::{
    browser::{chromium, click, is_at, picture, sign_in, text},
    world::{ADA, Backend, CALLBACK, GRACE, World, authorize_query, free_port, listens},
};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
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
        "<!doctype html><title>Wiki</title><h1>Wiki</h1><p id=\"who\">{}|{}|{}</p><p id=\"where\">{}</p><p id=\"client\">{}</p>",
        header("remote-user"),
        header("remote-email"),
        header("remote-groups"),
        request.uri(),
        header("remote-client")
    );
    HttpResponse::Ok().content_type("text/html").body(body)
}

struct Proxy {
    child: Child,
    folder: PathBuf,
    port: u16,
}

impl Proxy {
    /// Starts nginx or Caddy in a folder of its own, at a free port. `configure` gets both, and says
    /// what to run and with which configuration.
    async fn start(label: &str, configure: impl FnOnce(&str, u16) -> (Command, String)) -> Self {
        Self::start_at(free_port(), label, configure).await
    }

    /// The same at a port that something else was told of before.
    async fn start_at(
        port: u16,
        label: &str,
        configure: impl FnOnce(&str, u16) -> (Command, String),
    ) -> Self {
        let folder =
            std::env::temp_dir().join(format!("doorward-{label}-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (mut command, configuration) = configure(&folder.display().to_string(), port);
        std::fs::write(folder.join("proxy.conf"), configuration).unwrap();
        let missing = "is missing: run ./scripts/test, which installs it";
        let child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|_| panic!("{label} {missing}"));
        listens("127.0.0.1", port).await;
        Self {
            child,
            folder,
            port,
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The configurations of docs/guides/forward-auth.md, with the ports of this test.
fn nginx(folder: &str, port: u16, doorward: &str, site: &str) -> (Command, String) {
    let server = guide("nginx")
        .replace("listen 443 ssl;", &format!("listen 127.0.0.1:{port};"))
        .replace(
            "https://wiki.example.com",
            &format!("http://127.0.0.1:{port}"),
        )
        .replace("http://127.0.0.1:8080", &format!("http://{doorward}"))
        .replace("http://127.0.0.1:3000", &format!("http://{site}"));
    run_nginx(folder, &server)
}

fn run_nginx(folder: &str, servers: &str) -> (Command, String) {
    let places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {folder}/{name};\n"))
        .concat();
    let text = format!(
        "daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{places}{servers}}}\n"
    );
    let mut command = Command::new("/usr/sbin/nginx");
    command.args(["-c", &format!("{folder}/proxy.conf"), "-p", folder]);
    (command, text)
}

fn caddy(folder: &str, port: u16, doorward: &str, site: &str) -> (Command, String) {
    let server = guide("caddy")
        .replace("wiki.example.com", &format!("http://127.0.0.1:{port}"))
        .replace("127.0.0.1:8080", doorward)
        .replace("127.0.0.1:3000", site);
    run_caddy(folder, &server)
}

fn run_caddy(folder: &str, sites: &str) -> (Command, String) {
    let text = format!("{{\n\tadmin off\n\tauto_https off\n}}\n{sites}");
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
    block_of(
        include_str!("../../docs/guides/forward-auth.md"),
        language,
        1,
    )
}

/// The first or a later block in a language.
fn block_of(text: &str, language: &str, number: usize) -> String {
    text.split(&format!("```{language}\n"))
        .nth(number)
        .and_then(|rest| rest.split("```").next())
        .expect("the guide has the block")
        .to_owned()
}

/// An access token comes through the proxy to the site's API, and the challenge of a refusal back.
async fn tokens_pass(world: &World, label: &str, origin: &str) {
    let notes = json!({"redirect_uris": [CALLBACK], "first_party": true, "audience": [origin], "scope": "openid"});
    world.client("notes", &notes, &json!({})).await;
    let mut browser = world.signed_in(ADA).await;
    let token = world
        .tokens(&mut browser, &[("scope", "openid")])
        .await
        .access;
    let call = async |path: &str, token: &str| {
        let request = reqwest::Client::new().get(format!("{origin}{path}"));
        let request = request.header("accept", "application/json");
        let request = request.header("remote-client", "admin");
        let response = request.bearer_auth(token).send().await.unwrap();
        let challenge = response.headers().get("www-authenticate");
        let challenge = challenge
            .map_or("", |value| value.to_str().unwrap())
            .to_owned();
        let status = response.status().as_u16();
        (status, challenge, response.text().await.unwrap())
    };
    let (status, _, body) = call("/api/pages", &token).await;
    assert!(
        status == 200 && body.contains(">ada|"),
        "{label}: {status} {body}"
    );
    assert!(body.contains("id=\"client\">notes<"), "{label}: {body}");
    let (status, challenge, _) = call("/api/pages", "x.y.z").await;
    assert_eq!(status, 401, "{label}");
    assert!(
        challenge.contains("error=\"invalid_token\""),
        "{label}: {challenge}"
    );
    assert_eq!(call("/page", &token).await.0, 401, "{label}");
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
    let proxy = Proxy::start(label, |folder, port| {
        configure(folder, port, &world.settings.listen, &site)
    });
    let proxy = proxy.await;
    let origin = format!("http://127.0.0.1:{}", proxy.port);
    world
        .client("wiki", &json!({"client_name": "Wiki", "forward_auth": {"origins": [origin], "api_paths": ["/api"]}, "grant_types": ["authorization_code"]}), &json!({}))
        .await;
    tokens_pass(&world, label, &origin).await;
    asked.store(0, Ordering::SeqCst);

    let (client, profile) = chromium(1280, 800, false).await;
    client.goto(&format!("{origin}/page?x=1")).await.unwrap();
    assert!(
        text(&client, ".app").await.contains("Wiki"),
        "the sign-in page names the site"
    );
    assert!(is_at(&client, &world.issuer).await);
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
    click(&client, ".tiles a").await;
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
    Box::pin(behind(nginx, "nginx")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn caddy_in_front_of_a_plain_site() {
    Box::pin(behind(caddy, "caddy")).await;
}

/// The blocks of the guide for two sites, `open` and `closed`, at their https origins; the proxy itself
/// listens without TLS here.
fn two_sites(language: &str, port: u16, doorward: &str, sites: [&str; 2]) -> String {
    let block = |(name, site): (&str, &str)| {
        let block = guide(language)
            .replace("listen 443 ssl;", &format!("listen 127.0.0.1:{port};"))
            .replace("/forward-auth/wiki", &format!("/forward-auth/{name}"))
            .replace("127.0.0.1:8080", doorward)
            .replace("127.0.0.1:3000", site)
            .replace(
                "wiki.example.com {",
                &format!("http://{name}.example:{port} {{"),
            );
        block.replace("wiki.example.com", &format!("{name}.example"))
    };
    [("open", sites[0]), ("closed", sites[1])]
        .map(block)
        .concat()
}

/// A plain site that says its name and what it was told of the user.
fn plain_site(name: &'static str) -> (String, actix_web::dev::ServerHandle) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let say = move |request: HttpRequest| async move {
        let user = request.headers().get("remote-user").cloned();
        HttpResponse::Ok().body(format!("the {name} site for {user:?}"))
    };
    let server = HttpServer::new(move || App::new().default_service(web::to(say)))
        .workers(1)
        .disable_signals()
        .listen(listener)
        .unwrap()
        .run();
    let handle = server.handle();
    tokio::spawn(server);
    (address, handle)
}

/// Sends a request as it stands, and reads until the proxy closes the connection.
async fn raw(port: u16, head: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port))
        .await
        .unwrap();
    let request = format!(
        "{}\r\nConnection: close\r\n\r\n",
        head.replace('\n', "\r\n")
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// Nobody who may see one site sees another by what a request says of its host.
async fn one_site_is_no_key_to_another(
    configure: impl Fn(&str, u16, &str, [&str; 2]) -> (Command, String),
    label: &str,
) {
    let world = World::open(Backend::Sqlite).await;
    let (open, closed) = (plain_site("open"), plain_site("closed"));
    let proxy = Proxy::start(label, |folder, port| {
        let sites: [&str; 2] = [&open.0, &closed.0];
        configure(folder, port, &world.settings.listen, sites)
    });
    let proxy = proxy.await;
    let port = proxy.port;
    for (name, roles) in [("open", json!([])), ("closed", json!(["nobody has it"]))] {
        let origin = format!("https://{name}.example");
        let site = json!({"forward_auth": {"origins": [origin], "roles": roles}, "grant_types": ["authorization_code"]});
        world.client(name, &site, &json!({})).await;
    }

    // Ada signs in at the open site, through the proxy.
    let page = "Accept: text/html\nSec-Fetch-Mode: navigate";
    let away = raw(
        port,
        &format!("GET /page HTTP/1.1\nHost: open.example\n{page}"),
    )
    .await;
    let value = |answer: &str, name: &str| {
        let line = answer
            .lines()
            .find(|line| line.to_lowercase().starts_with(name))
            .unwrap_or_else(|| panic!("{label}: {name} is missing: {answer}"));
        line.split_once(": ").unwrap().1.to_owned()
    };
    let flow = value(&away, "set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let mut doorward = world.signed_in(ADA).await;
    let back = doorward
        .get(&value(&away, "location"))
        .await
        .location
        .unwrap();
    let callback = back.strip_prefix("https://open.example").unwrap();
    let head = format!("GET {callback} HTTP/1.1\nHost: open.example\nCookie: {flow}\n{page}");
    let entered = raw(port, &head).await;
    let cookie = value(&entered, "set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    assert!(cookie.starts_with("__Host-doorward_site="), "{cookie}");
    let cookies = format!("Cookie: {cookie}\n{page}");
    let seen = raw(
        port,
        &format!("GET / HTTP/1.1\nHost: open.example\n{cookies}"),
    )
    .await;
    assert!(
        seen.contains("the open site for Some(\"ada\")"),
        "{label}: {seen}"
    );

    for head in [
        "GET /secret HTTP/1.1\nHost: closed.example",
        "GET http://closed.example/secret HTTP/1.1\nHost: open.example",
        "GET http://open.example/secret HTTP/1.1\nHost: closed.example",
        "GET https://closed.example/secret HTTP/1.1\nHost: open.example",
        "GET http://closed.example:80/secret HTTP/1.1\nHost: open.example:80",
        "GET http://open.example@closed.example/secret HTTP/1.1\nHost: open.example",
        "GET /secret HTTP/1.1\nHost: open.example\nHost: closed.example",
        "GET /secret HTTP/1.1\nHost: closed.example\nHost: open.example",
        "GET /secret HTTP/1.0\nHost: closed.example",
        "GET /secret HTTP/1.1\nHost: CLOSED.example",
        "GET /secret HTTP/1.1\nHost: closed.example.",
        "GET /secret HTTP/1.1\nHost: open.example, closed.example",
        "GET /secret?site=https://open.example&client_id=open HTTP/1.1\nHost: closed.example",
        "GET /forward-auth/open HTTP/1.1\nHost: closed.example",
        "GET //open.example/secret HTTP/1.1\nHost: closed.example",
    ] {
        for more in [
            "",
            "\nX-Forwarded-Host: open.example",
            "\nX-Forwarded-Host: open.example\nX-Forwarded-Uri: /page",
            "\nX-Original-URL: https://open.example/page",
            "\nForwarded: host=open.example;proto=https",
        ] {
            let answer = raw(port, &format!("{head}{more}\n{cookies}")).await;
            assert!(
                !answer.contains("the closed site"),
                "{label}: {head}{more}: {answer}"
            );
        }
    }
    // A cookie without the prefix, as a neighbour site could set it, is none.
    let plain = cookies.replace("__Host-", "");
    let answer = raw(
        port,
        &format!("GET / HTTP/1.1\nHost: open.example\n{plain}"),
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 302"), "{label}: {answer}");
    for (_, handle) in [open, closed] {
        handle.stop(false).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nginx_opens_no_site_with_the_session_of_another() {
    let configure = |folder: &str, port: u16, doorward: &str, sites: [&str; 2]| {
        run_nginx(folder, &two_sites("nginx", port, doorward, sites))
    };
    one_site_is_no_key_to_another(configure, "nginx").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn caddy_opens_no_site_with_the_session_of_another() {
    let configure = |folder: &str, port: u16, doorward: &str, sites: [&str; 2]| {
        run_caddy(folder, &two_sites("caddy", port, doorward, sites))
    };
    one_site_is_no_key_to_another(configure, "caddy").await;
}

/// A block of docs/guides/path.md with the ports of this test: the first leaves the path of the issuer
/// in requests, the second takes it away.
fn below_a_path(language: &str, number: usize, ports: (u16, &str, &str)) -> String {
    let (port, doorward, site) = ports;
    block_of(include_str!("../../docs/guides/path.md"), language, number)
        .replace("listen 443 ssl;", &format!("listen 127.0.0.1:{port};"))
        .replace("example.com {", &format!("http://127.0.0.1:{port} {{"))
        .replace("127.0.0.1:8080", doorward)
        .replace("127.0.0.1:3000", site)
}

/// A site that says which cookies it was sent.
fn site_of_cookies() -> (String, actix_web::dev::ServerHandle) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let say = |request: HttpRequest| async move {
        let cookies = request.headers().get("cookie").cloned();
        let text = cookies.map(|value| value.to_str().unwrap().to_owned());
        let body = format!(
            "<!doctype html><title>Site</title><p id=\"cookies\">cookies: {}</p>",
            text.unwrap_or_default()
        );
        HttpResponse::Ok().content_type("text/html").body(body)
    };
    let server = HttpServer::new(move || App::new().default_service(web::to(say)))
        .workers(1)
        .disable_signals()
        .listen(listener)
        .unwrap()
        .run();
    let handle = server.handle();
    tokio::spawn(server);
    (address, handle)
}

/// A browser signs in at an app, uses every page and signs out, at an issuer below a path that shares
/// its host with another site.
async fn below_the_path_of(
    run: fn(&str, &str) -> (Command, String),
    language: &str,
    number: usize,
) {
    let port = free_port();
    let issuer = format!("http://127.0.0.1:{port}/auth");
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.issuer.clone_from(&issuer);
    })
    .await;
    let (site, handle) = site_of_cookies();
    let label = format!("{language}-path-{number}");
    let _proxy = Proxy::start_at(port, &label, |folder, port| {
        let block = below_a_path(language, number, (port, &world.settings.listen, &site));
        run(folder, &block)
    })
    .await;
    let host = format!("http://127.0.0.1:{port}");
    let app = json!({"client_name": "App", "redirect_uris": [format!("{host}/app")], "post_logout_redirect_uris": [format!("{host}/bye")],
        "first_party": true, "grant_types": ["authorization_code"], "initiate_login_uri": format!("{host}/login")});
    world.client("app", &app, &json!({})).await;

    for metadata in [
        "/auth/.well-known/openid-configuration",
        "/.well-known/oauth-authorization-server/auth",
        "/.well-known/openid-configuration/auth",
    ] {
        let response = world
            .http
            .get(format!("{host}{metadata}"))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status().as_u16(), 200, "{label}: {metadata}");
        let text = response.text().await.unwrap();
        assert!(text.contains(&format!("{issuer}/authorize")), "{text}");
    }

    let (client, profile) = chromium(1280, 800, false).await;
    let redirect_uri = format!("{host}/app");
    let query = authorize_query(&[("client_id", "app"), ("redirect_uri", &redirect_uri)]);
    client
        .goto(&format!("{issuer}/authorize?{query}"))
        .await
        .unwrap();
    picture(&client, &format!("{label}-sign-in")).await;
    let is_styled = "return getComputedStyle(document.querySelector('.card')).paddingTop";
    let padding = client.execute(is_styled, Vec::new()).await.unwrap();
    assert_ne!(padding, json!("0px"), "{label}: the stylesheet is there");
    sign_in(&client, &json!({"email": ADA.0, "password": ADA.1})).await;
    assert!(
        is_at(&client, &format!("{redirect_uri}?code=")).await,
        "{label}"
    );
    assert_eq!(
        text(&client, "#cookies").await,
        "cookies:",
        "{label}: none of Doorward's"
    );

    // Without a page the second time, and each page of the account by its links.
    client
        .goto(&format!("{issuer}/authorize?{query}&prompt=none"))
        .await
        .unwrap();
    assert!(
        is_at(&client, &format!("{redirect_uri}?code=")).await,
        "{label}"
    );
    client.goto(&issuer).await.unwrap();
    assert!(text(&client, ".tiles").await.contains("App"), "{label}");
    click(&client, "#account").await;
    assert!(text(&client, "h1").await.contains("Ada"), "{label}");
    click(&client, "#apps").await;
    click(&client, "#account").await;
    click(&client, "#sign-out").await;
    click(&client, "form #sign-out").await;
    assert!(
        is_at(&client, &format!("{issuer}/signed-out")).await,
        "{label}"
    );
    click(&client, "main a").await;
    text(&client, "input[name=password]").await;
    assert!(
        is_at(&client, &format!("{issuer}/sign-in")).await,
        "{label}"
    );
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
    handle.stop(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nginx_leaves_the_path_of_the_issuer() {
    below_the_path_of(run_nginx, "nginx", 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nginx_takes_the_path_of_the_issuer_away() {
    below_the_path_of(run_nginx, "nginx", 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn caddy_leaves_the_path_of_the_issuer() {
    below_the_path_of(run_caddy, "caddy", 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn caddy_takes_the_path_of_the_issuer_away() {
    below_the_path_of(run_caddy, "caddy", 2).await;
}

/// Two Doorwards at one host do not sign each other's users out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_issuers_of_one_host_keep_their_sessions_apart() {
    let port = free_port();
    let open = |path: &str| {
        let issuer = format!("http://127.0.0.1:{port}{path}");
        World::open_with(Backend::Sqlite, move |settings| settings.issuer = issuer)
    };
    let (one, two) = (open("/auth").await, open("/auth2").await);
    let _proxy = Proxy::start_at(port, "nginx-two", |folder, port| {
        let locations = [("/auth/", &one), ("/auth2/", &two)].map(|(path, world)| {
            let doorward = &world.settings.listen;
            format!("location {path} {{ proxy_pass http://{doorward}; }}\n")
        });
        let server = format!(
            "server {{ listen 127.0.0.1:{port};\n{} }}\n",
            locations.concat()
        );
        run_nginx(folder, &server)
    })
    .await;
    let (client, profile) = chromium(1280, 800, false).await;
    for (world, who) in [(&one, ADA), (&two, GRACE)] {
        client
            .goto(&format!("{}/sign-in", world.issuer))
            .await
            .unwrap();
        sign_in(&client, &json!({"email": who.0, "password": who.1})).await;
        assert!(text(&client, "dl").await.contains(who.0));
    }
    client
        .goto(&format!("{}/account", one.issuer))
        .await
        .unwrap();
    assert!(text(&client, "dl").await.contains(ADA.0));
    client
        .goto(&format!("{}/end_session", two.issuer))
        .await
        .unwrap();
    click(&client, "form #sign-out").await;
    assert!(is_at(&client, &format!("{}/signed-out", two.issuer)).await);
    client
        .goto(&format!("{}/account", one.issuer))
        .await
        .unwrap();
    assert!(text(&client, "dl").await.contains(ADA.0));
    client.close().await.unwrap();
    let _ = std::fs::remove_dir_all(profile);
}
