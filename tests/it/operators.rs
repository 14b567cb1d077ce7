//! What operators set, ask and meet first.

use crate::{
    command_line::{Folder, Server, output_of},
    on_both,
    world::{ADA, Backend, Browser, SECRET, Site, World, basic, eventually, free_port},
};
use doorward_cli::settings::Settings;
use serde_json::json;

on_both!(
    a_slash_too_many_goes_on_to_the_page_without_it,
    a_scope_that_a_client_does_not_get_is_named_with_the_reason,
    the_audit_log_is_read_by_user_client_address_event_and_time
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_container_asks_whether_its_server_is_ready() {
    for is_tls in [false, true] {
        let folder = Folder::new("healthcheck");
        let port = free_port();
        let scheme = if is_tls { "https" } else { "http" };
        let with = |command: &mut std::process::Command| {
            command
                .env("DOORWARD_LISTEN", format!("0.0.0.0:{port}"))
                .env("DOORWARD_ISSUER", format!("{scheme}://localhost:{port}"))
                .env("DOORWARD_TLS__SELF_SIGNED", is_tls.to_string())
                .env(
                    "DOORWARD_MASTER_KEY",
                    "a master key for tests, of 32 characters or more",
                )
                // Nothing between a machine and itself.
                .env("HTTP_PROXY", "http://127.0.0.1:9")
                .env("HTTPS_PROXY", "http://127.0.0.1:9");
        };
        let mut ask = folder.command(&["healthcheck", "--timeout", "3"]);
        with(&mut ask);
        let (ok, out, err) = output_of(&mut ask);
        assert!(!ok && out.is_empty(), "{out}");
        let url = format!("{scheme}://127.0.0.1:{port}/readyz");
        assert!(
            err.contains(&url) && err.contains("is the server running"),
            "{err}"
        );
        let mut serve = folder.command(&["serve"]);
        with(&mut serve);
        let server = Server(serve.stderr(std::process::Stdio::null()).spawn().unwrap());
        let client = reqwest::Client::builder().danger_accept_invalid_certs(true);
        let client = client.build().unwrap();
        eventually("a server", async || client.get(&url).send().await.is_ok()).await;
        let (ok, out, err) = output_of(&mut ask);
        assert_eq!((ok, out.trim()), (true, "ready"), "{err}");
        drop(server);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_not_ready_fails_the_health_check_with_its_reason() {
    let world = World::open(Backend::Sqlite).await;
    let folder = Folder::new("unready");
    let ask = |arguments: &[&str]| {
        let mut command = folder.command_over(&world, arguments);
        output_of(command.env("DOORWARD_LISTEN", &world.settings.listen))
    };
    assert!(ask(&["healthcheck"]).0);
    world.provider.drain();
    let (ok, out, err) = ask(&["healthcheck"]);
    assert!(!ok && out.is_empty(), "{out}");
    assert!(
        err.contains("answers 503: not ready: this node is about to stop"),
        "{err}"
    );
    let (ok, out, _) = ask(&["healthcheck", "--json"]);
    let said: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(
        !ok && said["ready"] == false && said["status"] == 503,
        "{said}"
    );
    // Another program at this address is no Doorward that is ready.
    let other = Site::open();
    other.put("/readyz", "hello");
    let mut command = folder.command_over(&world, &["healthcheck"]);
    let other_listens = other.base.trim_start_matches("http://");
    let (ok, _, err) = output_of(command.env("DOORWARD_LISTEN", other_listens));
    assert!(!ok && err.contains("hello"), "{err}");
}

/// What browsers are told about https with these settings, at a page and at the answer to a proxy.
async fn told(change: impl FnOnce(&mut Settings)) -> [Option<String>; 2] {
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.issuer = "https://id.example".into();
        change(settings);
    })
    .await;
    let mut told = Vec::new();
    for path in ["/sign-in", "/forward-auth/notes"] {
        let url = format!("http://{}{path}", world.settings.listen);
        let answer = world.http.get(url).send().await.unwrap();
        let header = answer.headers().get("strict-transport-security");
        told.push(header.map(|value| value.to_str().unwrap().to_owned()));
    }
    told.try_into().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn browsers_are_told_about_https_what_the_settings_say() {
    let page = |text: &str| [Some(text.to_owned()), None];
    assert_eq!(told(|_| ()).await, page("max-age=31536000"));
    let all = told(|settings| {
        settings.hsts.max_age_seconds = 63_072_000;
        settings.hsts.include_subdomains = true;
        settings.hsts.preload = true;
    });
    let expected = "max-age=63072000; includeSubDomains; preload";
    assert_eq!(all.await, page(expected));
    let forget = told(|settings| settings.hsts.max_age_seconds = 0);
    assert_eq!(forget.await, page("max-age=0"));
    assert_eq!(
        told(|settings| settings.hsts.enabled = false).await,
        [None, None]
    );
    let http = told(|settings| settings.issuer = "http://localhost:1".into());
    assert_eq!(http.await, [None, None]);
    let folder = Folder::new("preload");
    let mut check = folder.command(&["check"]);
    let (ok, _, err) = output_of(check.env("DOORWARD_HSTS__PRELOAD", "true"));
    assert!(
        !ok && err.contains("needs hsts.include_subdomains = true"),
        "{err}"
    );
}

async fn a_slash_too_many_goes_on_to_the_page_without_it(world: World) {
    for (method, path, location) in [
        (
            "GET",
            "/.well-known/openid-configuration/",
            "/.well-known/openid-configuration",
        ),
        ("GET", "/authorize/?a=b%2Fc&d=/", "/authorize?a=b%2Fc&d=/"),
        ("POST", "/token/", "/token"),
        ("POST", "/token///?x=y", "/token?x=y"),
        (
            "GET",
            "/federation/up/callback/?state=x",
            "/federation/up/callback?state=x",
        ),
        ("DELETE", "/register/a%20b/", "/register/a%20b"),
        ("GET", "/account/", "/account"),
    ] {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = world.http.request(method, world.at(path)).body("a=b");
        let answer = request.send().await.unwrap();
        let found = answer
            .headers()
            .get("location")
            .map(|value| value.to_str().unwrap());
        assert_eq!(
            (answer.status().as_u16(), found),
            (308, Some(location)),
            "{path}"
        );
        assert_eq!(answer.headers()["cache-control"], "no-store");
    }
    // The path as it is sent: a library would change it.
    for path in [
        "//",
        "///",
        "//evil.example/",
        "//evil.example//",
        "/\\evil.example/",
        "/%5Cevil.example/",
        "/%2Fevil.example/",
        "//token/",
        "/nothing/",
        "/./token/",
        "/token/%0D%0Ax:y/",
    ] {
        let answer = raw(&world, path).await;
        assert!(answer.starts_with("HTTP/1.1 4"), "{path}: {answer}");
        assert!(
            !answer.to_ascii_lowercase().contains("\nlocation:"),
            "{path}: {answer}"
        );
    }
    // A client that follows it is answered as at the right address.
    let client = reqwest::Client::new();
    let post = client
        .post(world.at("/token/"))
        .header("authorization", basic("notes", SECRET));
    let form = "grant_type=client_credentials";
    let post = post
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    assert_eq!(post.send().await.unwrap().status(), 200);
    assert_eq!(
        client
            .get(world.at("/readyz/"))
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
    // Proxies hand redirects on to browsers of their sites, so this one is none.
    let asked = world
        .http
        .get(world.at("/forward-auth/notes/"))
        .send()
        .await
        .unwrap();
    assert_ne!(asked.status(), 308);
    let mut browser = world.signed_in(ADA).await;
    assert_eq!(browser.get("/").await.status, 200);
}

/// The answer to a path that is sent as it is.
async fn raw(world: &World, path: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(&world.settings.listen)
        .await
        .unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

async fn a_scope_that_a_client_does_not_get_is_named_with_the_reason(world: World) {
    for (scope, reason) in [
        (
            "openid",
            "the scope openid is about a user, and a client that acts for itself has none",
        ),
        (
            "notes:read offline_access",
            "the scope offline_access is about a user",
        ),
        (
            "notes:read notes:write",
            "the scope notes:write is not among those",
        ),
    ] {
        let form = [("grant_type", "client_credentials"), ("scope", scope)];
        let (status, answer) = world
            .post("/token", Some(basic("notes", SECRET)), &form)
            .await;
        assert_eq!((status, &answer["error"]), (400, &json!("invalid_scope")));
        let said = answer["error_description"].as_str().unwrap();
        assert!(said.contains(reason), "{said}");
    }
    let form = [
        ("grant_type", "client_credentials"),
        ("scope", "notes:read"),
    ];
    assert_eq!(
        world
            .post("/token", Some(basic("notes", SECRET)), &form)
            .await
            .0,
        200
    );
}

async fn the_audit_log_is_read_by_user_client_address_event_and_time(world: World) {
    let folder = Folder::new("audit");
    let list = |options: &[&str]| {
        let mut command = folder.command_over(&world, &["--json", "audit", "list"]);
        let (ok, out, err) = output_of(command.args(options));
        assert!(ok, "{options:?}: {err}");
        let document: serde_json::Value = serde_json::from_str(&out).unwrap();
        document["events"].as_array().unwrap().clone()
    };
    let mut browser = world.signed_in(ADA).await;
    world
        .advance(doorward_protocol::time::Lifetime::days(2))
        .await;
    let grace = world.signed_in(crate::world::GRACE).await;
    drop(grace);
    world
        .advance(doorward_protocol::time::Lifetime::seconds(1))
        .await;
    let page = browser.get("/sign-in").await;
    let wrong = [("username", "nobody"), ("password", "nothing")];
    browser.submit(&page, &wrong).await;
    let sub = world.sub(ADA.0).await;
    // By user, by each of their names.
    for name in [ADA.0, "ada", &sub] {
        let events = list(&["--user", name, "--event", "sign_in.succeeded"]);
        assert_eq!(events.len(), 1, "{events:?}");
        let event = &events[0];
        assert_eq!(
            (&event["sub"], &event["address"]),
            (&json!(sub), &json!("127.0.0.1"))
        );
        assert!(
            event["request_id"].as_str().is_some_and(|id| id.len() == 8),
            "{event}"
        );
        assert_eq!(event["time"], "2027-01-15T08:00:00Z");
    }
    assert!(list(&["--user", "nobody@example.com"]).is_empty());
    // By event, one or all of a kind; the newest first.
    assert_eq!(list(&["--event", "sign_in.failed"]).len(), 1);
    let all = list(&["--event", "sign_in"]);
    let actions: Vec<&str> = all
        .iter()
        .map(|event| event["event"].as_str().unwrap())
        .collect();
    assert_eq!(
        actions,
        ["sign_in.failed", "sign_in.succeeded", "sign_in.succeeded"]
    );
    assert!(list(&["--event", "sign-in"]).is_empty() && list(&["--event", "sign_i"]).is_empty());
    assert_eq!(list(&["--event", "sign_in", "--limit", "2"]).len(), 2);
    // By client, by address, by time, and by all together.
    let notes = list(&["--client", "notes"]);
    assert!(!notes.is_empty() && notes.iter().all(|event| event["client_id"] == "notes"));
    assert_eq!(
        list(&["--address", "::ffff:127.0.0.1", "--event", "sign_in"]).len(),
        3
    );
    assert!(list(&["--address", "127.0.0.2"]).is_empty());
    assert_eq!(
        list(&["--event", "sign_in", "--since", "2027-01-16"]).len(),
        2
    );
    assert_eq!(
        list(&["--event", "sign_in", "--until", "2027-01-15T08:00:01Z"]).len(),
        1
    );
    let none = [
        "--user",
        "ada",
        "--since",
        "2027-01-16",
        "--event",
        "sign_in",
    ];
    assert!(list(&none).is_empty());
    // As text, and what is no time and no address.
    let said = |options: &[&str]| {
        let mut command = folder.command_over(&world, &["audit", "list"]);
        output_of(command.args(options))
    };
    let (ok, out, _) = said(&["--user", "ada"]);
    assert!(
        ok && out.starts_with("TIME") && out.contains("sign_in.succeeded"),
        "{out}"
    );
    let (ok, _, err) = said(&["--since", "yesterday"]);
    assert!(!ok && err.contains("yesterday is no time"), "{err}");
    assert!(!said(&["--address", "localhost"]).0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn http_beyond_loopback_is_asked_for_and_said_on_every_page() {
    let folder = Folder::new("http");
    let check = |variables: &[(&str, &str)]| {
        let mut command = folder.command(&["check"]);
        output_of(command.envs(variables.iter().copied()))
    };
    let http = ("DOORWARD_ISSUER", "http://doorward.internal:8080");
    let (ok, _, err) = check(&[http]);
    assert!(
        !ok && err.contains("insecure_http = true allows http"),
        "{err}"
    );
    let allowed = ("DOORWARD_INSECURE_HTTP", "true");
    let (ok, out, err) = check(&[http, allowed]);
    assert!(
        ok && out.contains("warn  transport: insecure_http = true: everybody"),
        "{out}{err}"
    );
    let (ok, _, err) = check(&[("DOORWARD_ISSUER", "https://id.example"), allowed]);
    assert!(
        !ok && err.contains("DOORWARD_INSECURE_HTTP: is for an http issuer alone"),
        "{err}"
    );
    let (_, out, _) = check(&[]);
    assert!(
        out.contains("ok    transport: http on this machine alone"),
        "{out}"
    );
    let (ok, out, _) = check(&[("DOORWARD_ISSUER", "http://localhost:9480")]);
    assert!(
        ok && out.contains("warn  transport: the issuer is http://localhost:9480, and this server"),
        "{out}"
    );

    let app = json!({"redirect_uris": ["http://app.internal:3000/callback"], "client_uri": "http://app.internal:3000/",
        "backchannel_logout_uri": "http://app.internal:3000/logout"});
    let site = json!({"forward_auth": {"origins": ["http://wiki.internal"]}});
    for insecure in [false, true] {
        let world = World::open_with(Backend::Sqlite, |settings| {
            settings.registration.mode = "open".into();
            if insecure {
                settings.issuer = "http://doorward.internal:8080".into();
                settings.insecure_http = true;
            }
        })
        .await;
        let mut browser = Browser::at(&format!("http://{}", world.settings.listen));
        let page = browser.get("/sign-in").await;
        let wrong = browser.get("/authorize?client_id=nobody").await;
        for body in [&page.body, &wrong.body] {
            assert_eq!(body.contains("without encryption"), insecure, "{body}");
        }
        let fields = [("username", ADA.0), ("password", ADA.1)];
        let answer = browser.submit(&page, &fields).await;
        assert_eq!(answer.status, 303);
        let account = browser.get("/account").await;
        assert_eq!(
            (account.status, account.body.contains("without encryption")),
            (200, insecure)
        );
        // What is declared may be http with the issuer; what strangers register may not.
        for (id, document) in [("app", &app), ("site", &site)] {
            let mut document = document.clone();
            document["client_id"] = id.into();
            let declaration = doorward_core::clients::Declaration {
                client: serde_json::from_value(document).unwrap(),
                client_secret: (id == "app").then(|| SECRET.to_owned()),
                client_secret_hash: None,
                client_secrets: Vec::new(),
            };
            let clients = world.provider.clients();
            let declared = clients
                .declare(&world.context(), declaration, "client.added")
                .await;
            assert_eq!(declared.is_ok(), insecure, "{id}");
        }
        let strange = json!({"redirect_uris": ["http://app.internal:3000/callback"]});
        let url = format!("http://{}/register", world.settings.listen);
        let answer = world
            .http
            .post(url)
            .header("content-type", "application/json");
        let answer = answer.body(strange.to_string()).send().await.unwrap();
        assert_eq!(answer.status(), 400);
    }
}

#[test]
fn an_administrator_says_that_an_address_is_verified() {
    let folder = Folder::new("verified");
    let json = |arguments: &[&str]| folder.json(&[arguments, &["--json"]].concat());
    let verified = |user: &serde_json::Value| user["email_verified"].as_bool().unwrap();
    assert!(!verified(&json(&[
        "user",
        "add",
        "--email",
        "ada@example.com"
    ])));
    let grace = json(&[
        "user",
        "add",
        "--email",
        "grace@example.com",
        "--email-verified",
    ]);
    assert!(verified(&grace));
    assert!(verified(&json(&[
        "user",
        "change",
        "ada@example.com",
        "--email-verified"
    ])));
    assert!(verified(&json(&[
        "user",
        "change",
        "ada@example.com",
        "--name",
        "Ada"
    ])));
    // Nobody has said anything of a new address, unless they say it now.
    let moved = json(&[
        "user",
        "change",
        "ada@example.com",
        "--email",
        "ada@new.example",
    ]);
    assert!(!verified(&moved));
    json(&["user", "change", "ada@new.example", "--email-verified=true"]);
    let again = [
        "user",
        "change",
        "ada@new.example",
        "--email",
        "ada@example.com",
        "--email-verified",
    ];
    assert!(verified(&json(&again)));
    assert!(!verified(&json(&[
        "user",
        "change",
        "ada@example.com",
        "--email-verified=false"
    ])));
    let users = json(&["user", "list"]);
    let listed: Vec<bool> = users["users"]
        .as_array()
        .unwrap()
        .iter()
        .map(verified)
        .collect();
    assert_eq!(listed, [false, true]);
    // In a file of `apply` it is said of the address beside it.
    let file = "[[users]]\nemail = \"joan@example.com\"\nemail_verified = true\n";
    let path = folder.write("apply.toml", file);
    folder.json(&["apply", path.to_str().unwrap(), "--json"]);
    let users = json(&["user", "list"]);
    let mut users = users["users"].as_array().unwrap().iter();
    assert!(verified(
        users
            .find(|user| user["email"] == "joan@example.com")
            .unwrap()
    ));
}
