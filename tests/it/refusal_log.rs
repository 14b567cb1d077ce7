//! What an operator reads: each refusal is one line with the event, the client, the reason, the address
//! and the identifier of the request, and nothing that was typed or handed out.

use crate::{
    command_line::{Folder, Server, answers},
    world::{
        ADA, Browser, CALLBACK, SECRET, VERIFIER, authorize_query, basic, encode, eventually,
        free_port,
    },
};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

const APPLY: &str = r#"
[[clients]]
client_id = "notes"
client_secret = "a secret of notes that is long enough"
first_party = true
redirect_uris = ["https://notes.example/callback"]

[[clients]]
client_id = "off"
client_secret = "a secret of off that is long enough"
redirect_uris = ["https://off.example/callback"]

[[clients]]
client_id = "strict"
client_secret = "a secret of strict that is long enough"
strict_client_authentication = true
redirect_uris = ["https://strict.example/callback"]

[[clients]]
client_id = "keys"
token_endpoint_auth_method = "private_key_jwt"
jwks = { keys = [{ kty = "EC", crv = "P-256", kid = "1", x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0" }] }
redirect_uris = ["https://keys.example/callback"]

[[clients]]
client_id = "site"
redirect_uris = ["https://site.example/callback"]
[clients.forward_auth]
origins = ["https://site.example"]

[[users]]
email = "ada@example.com"
password = "a few words of ada"
"#;

/// The client of a request that is made for its line alone: the last one of the log.
const LAST: &str = "nobody-and-last-";

/// The log of a server at this address, once it has the lines of everything that was answered before.
/// A thread of the server writes them in their order, some time after the answers.
pub async fn written(http: &reqwest::Client, base: &str, log: &Path) -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let last = format!("{LAST}{}-", NEXT.fetch_add(1, Ordering::SeqCst));
    let url = format!("{base}/authorize?client_id={last}");
    assert_eq!(http.get(url).send().await.unwrap().status(), 400);
    let text = || std::fs::read_to_string(log).unwrap();
    eventually("the last line of the log", async || {
        let text = text();
        text.ends_with('\n') && text.contains(&last)
    })
    .await;
    text()
}

/// A server of its own, whose log is read.
pub struct Logged {
    pub base: String,
    pub log: PathBuf,
    pub http: reqwest::Client,
    server: Server,
    _folder: Folder,
}

impl Logged {
    async fn start() -> Self {
        Self::start_with(&[("DOORWARD_LOG__FORMAT", "json")]).await
    }

    /// A server with these variables.
    pub async fn start_with(variables: &[(&str, &str)]) -> Self {
        let prepare = |folder: &Folder| {
            folder.run(&["client", "disable", "off"]);
        };
        Self::start_after(APPLY, prepare, variables).await
    }

    /// A server with these variables, after declarations and a further preparation of its folder.
    pub async fn start_after(
        declarations: &str,
        prepare: impl FnOnce(&Folder),
        variables: &[(&str, &str)],
    ) -> Self {
        let folder = Folder::new("refusals");
        let apply = folder.write("apply.toml", declarations);
        folder.json(&["apply", apply.to_str().unwrap(), "--json"]);
        prepare(&folder);
        let (port, log) = (free_port(), folder.write("log", ""));
        let child = folder
            .command(&["serve"])
            .env("DOORWARD_LISTEN", format!("127.0.0.1:{port}"))
            .env("DOORWARD_ISSUER", format!("http://localhost:{port}"))
            .envs(variables.iter().copied())
            .stderr(std::fs::File::create(&log).unwrap())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let base = format!("http://localhost:{port}");
        let server = Server(child);
        answers(&format!("{base}/readyz")).await;
        Self {
            base,
            log,
            http: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
            server,
            _folder: folder,
        }
    }

    /// The log, with every line of what was answered before.
    pub async fn text(&self) -> String {
        written(&self.http, &self.base, &self.log).await
    }

    /// What the process takes of memory, in KiB, by the name of it in Linux.
    pub fn memory(&self, name: &str) -> u64 {
        let status = format!("/proc/{}/status", self.server.0.id());
        let status = std::fs::read_to_string(status).unwrap();
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// The lines of refusals that were written since the last call.
    pub async fn lines(&self, from: &mut usize) -> Vec<Value> {
        let text = self.text().await;
        let new = text[*from..].to_owned();
        *from = text.len();
        new.lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .filter(|line| line["fields"]["event"].is_string())
            .filter(|line| {
                let client = line["fields"]["client"].as_str();
                !client.is_some_and(|client| client.starts_with(LAST))
            })
            .collect()
    }

    async fn get(&self, path: &str) -> u16 {
        let url = format!("{}{path}", self.base);
        self.http.get(url).send().await.unwrap().status().as_u16()
    }

    async fn post(&self, path: &str, authorization: Option<&str>, form: &[(&str, &str)]) -> u16 {
        let request = self.http.post(format!("{}{path}", self.base));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let request = match authorization {
            Some(value) => request.header("authorization", value),
            None => request,
        };
        let answer = request.body(encode(form)).send().await.unwrap();
        answer.status().as_u16()
    }
}

/// Exactly one line was written, with these values, for a request of this machine.
fn is_one(lines: &[Value], event: &str, client: &str, reason: &str) {
    is_one_from("127.0.0.1", lines, event, client, reason);
}

/// Exactly one line was written, with these values, for a request from an address.
fn is_one_from(address: &str, lines: &[Value], event: &str, client: &str, reason: &str) {
    assert_eq!(lines.len(), 1, "{event} {client} {reason}: {lines:?}");
    let (line, fields) = (&lines[0], &lines[0]["fields"]);
    assert_eq!(fields["event"], event, "{line}");
    assert_eq!(fields["client"], client, "{line}");
    let said = fields["reason"].as_str().unwrap();
    assert!(said.contains(reason), "{said:?} says nothing of {reason:?}");
    assert_eq!(fields["address"], address, "{line}");
    assert!(line["span"]["request_id"].is_string(), "{line}");
    assert_eq!(line["level"], "INFO", "{line}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_refusal_is_one_line_that_says_why() {
    let server = Logged::start().await;
    let mut read = 0;
    let secret = SECRET;
    let code = [
        ("grant_type", "authorization_code"),
        ("code", "no-such-code"),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let right = "a secret of notes that is long enough";
    let strict = "a secret of strict that is long enough";
    let wrong_place = [
        ("grant_type", "client_credentials"),
        ("client_id", "strict"),
        ("client_secret", strict),
    ];
    let assertion = [
        ("grant_type", "client_credentials"),
        ("client_id", "keys"),
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ),
        (
            "client_assertion",
            "eyJhbGciOiJFUzI1NiIsImtpZCI6Im90aGVyIn0.eyJpc3MiOiJrZXlzIiwic3ViIjoia2V5cyJ9.AAAA",
        ),
    ];
    let credentials = [("grant_type", "client_credentials")];
    for (path, authorization, form, client, reason) in [
        (
            "/token",
            Some(basic("nobody", secret)),
            &code[..],
            "nobody",
            "unknown_client",
        ),
        (
            "/token",
            Some(basic("notes", "a wrong secret")),
            &code[..],
            "notes",
            "wrong_secret",
        ),
        (
            "/token",
            Some(basic("off", "a secret of off that is long enough")),
            &code[..],
            "off",
            "client_disabled",
        ),
        ("/token", None, &wrong_place[..], "strict", "other_method"),
        (
            "/token",
            None,
            &[("grant_type", "client_credentials"), ("client_id", "notes")][..],
            "notes",
            "no_credential",
        ),
        ("/token", None, &assertion[..], "keys", "assertion_"),
        (
            "/token",
            Some(basic("notes", right)),
            &code[..],
            "notes",
            "invalid_grant",
        ),
        (
            "/token",
            Some(basic("notes", right)),
            &[("grant_type", "password")][..],
            "notes",
            "unsupported_grant_type",
        ),
        (
            "/token",
            Some(basic("notes", right)),
            &credentials[..],
            "notes",
            "unauthorized_client",
        ),
        (
            "/introspect",
            Some(basic("notes", "a wrong secret")),
            &[("token", "x")][..],
            "notes",
            "wrong_secret",
        ),
        // However the path is spelled.
        (
            "/%74oken",
            Some(basic("notes", "a wrong secret")),
            &code[..],
            "notes",
            "wrong_secret",
        ),
        (
            "/revoke",
            Some(basic("notes", "a wrong secret")),
            &[("token", "x")][..],
            "notes",
            "wrong_secret",
        ),
    ] {
        let status = server.post(path, authorization.as_deref(), form).await;
        assert!((400..500).contains(&status), "{path} {client}: {status}");
        let name = path.trim_start_matches('/').replace("%74", "t");
        let event = format!("{name}.refused");
        is_one(&server.lines(&mut read).await, &event, client, reason);
    }
    let notes = "client_id=notes&response_type=code";
    for (path, event, client, reason) in [
        (
            "/authorize?response_type=code".to_owned(),
            "authorize.refused",
            "",
            "client_id is missing",
        ),
        (
            "/authorize?client_id=nobody".to_owned(),
            "authorize.refused",
            "nobody",
            "unknown",
        ),
        (
            format!("/authorize?{notes}"),
            "authorize.refused",
            "notes",
            "redirect_uri is missing",
        ),
        (
            format!("/authorize?{}", authorize_query(&[("scope", "")])),
            "authorize.refused",
            "notes",
            "invalid",
        ),
        (
            format!("/authorize?{}", authorize_query(&[("prompt", "none")])),
            "authorize.refused",
            "notes",
            "login_required",
        ),
        (
            "/userinfo".to_owned(),
            "userinfo.refused",
            "",
            "no credential",
        ),
        ("/me".to_owned(), "me.refused", "", "nobody is signed in"),
        (
            "/forward-auth/site".to_owned(),
            "forward_auth.refused",
            "site",
            "",
        ),
        (
            "/federation/nobody/callback?state=x&code=y".to_owned(),
            "federation.refused",
            "",
            "",
        ),
        (
            "/register/notes".to_owned(),
            "registration.refused",
            "notes",
            "",
        ),
        (
            format!("/authorize?{notes}&request=e30"),
            "authorize.refused",
            "notes",
            "invalid_request_object: ",
        ),
        (
            format!("/authorize?{}", authorize_query(&[("request", "x.y.z")])),
            "authorize.refused",
            "notes",
            "invalid_request_object: ",
        ),
        (
            "/end_session?client_id=notes&post_logout_redirect_uri=https://evil.example/"
                .to_owned(),
            "end_session.refused",
            "notes",
            "post_logout_redirect_uri is not registered",
        ),
        (
            "/end_session?id_token_hint=x".to_owned(),
            "end_session.refused",
            "",
            "id_token_hint is no ID token",
        ),
        (
            "/end_session?client_id=nobody".to_owned(),
            "end_session.refused",
            "nobody",
            "the client is unknown",
        ),
    ] {
        let status = server.get(&path).await;
        let lines = server.lines(&mut read).await;
        assert!(
            status >= 300 || path.starts_with("/end_session"),
            "{path}: {status}"
        );
        is_one(&lines, event, client, reason);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_redirect_uri_is_named_with_the_nearest_registered_one() {
    let server = Logged::start().await;
    let mut read = 0;
    let wrong = authorize_query(&[("redirect_uri", "https://notes.example/callback/<b>")]);
    let mut browser = Browser::at(&server.base);
    let page = browser.authorize(&wrong).await;
    assert_eq!(page.status, 400);
    // The developer sees what was received, escaped; which addresses are registered is not theirs.
    assert!(page.body.contains("client_id = notes"), "{}", page.body);
    assert!(
        page.body
            .contains("https://notes.example/callback/&#60;b&#62;"),
        "{}",
        page.body
    );
    let lines = server.lines(&mut read).await;
    is_one(
        &lines,
        "authorize.refused",
        "notes",
        "redirect_uri is not registered",
    );
    let fields = &lines[0]["fields"];
    assert_eq!(fields["redirect_uri"], "https://notes.example/callback/<b>");
    assert_eq!(
        fields["nearest_redirect_uri"],
        "https://notes.example/callback"
    );
    assert!(!page.body.contains("nearest"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_is_one_line_without_what_was_typed() {
    let server = Logged::start().await;
    let mut read = 0;
    for name in [ADA.0, "somebody.else@example.com"] {
        let mut browser = Browser::at(&server.base);
        let page = browser.get("/sign-in").await;
        let answer = browser
            .submit(
                &page,
                &[("username", name), ("password", "not the words of ada")],
            )
            .await;
        assert_eq!(answer.status, 200);
        let lines = server.lines(&mut read).await;
        assert_eq!(lines.len(), 1, "{lines:?}");
        is_one(&lines, "sign_in.failed", "", "wrong_password");
        let all = server.text().await;
        assert!(
            !all.contains(name) && !all.contains("not the words"),
            "{all}"
        );
    }
    // On the way to an app, the line names it.
    let mut browser = Browser::at(&server.base);
    let query = authorize_query(&[("redirect_uri", "https://notes.example/callback")]);
    let page = browser.authorize(&query).await;
    let fields = [("username", ADA.0), ("password", "not the words of ada")];
    browser.submit(&page, &fields).await;
    let lines = server.lines(&mut read).await;
    is_one(&lines, "sign_in.failed", "notes", "wrong_password");
}

/// The address is the one that the proxy reports, of either kind.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_address_of_a_refusal_is_that_of_the_client_behind_a_proxy() {
    let server = Logged::start_with(&[
        ("DOORWARD_LOG__FORMAT", "json"),
        ("DOORWARD_HTTP__TRUSTED_PROXIES", "127.0.0.0/8"),
        ("DOORWARD_REGISTRATION__MODE", "open"),
    ])
    .await;
    let mut read = 0;
    for (sent, address) in [
        ("2001:db8::7", "2001:db8::7"),
        ("198.51.100.1, [2001:db8:0:0::8]:4711", "2001:db8::8"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.8", "203.0.113.8"),
    ] {
        for (path, event, client, body) in [
            ("/introspect", "introspect.refused", "notes", "token=x"),
            (
                "/token",
                "token.refused",
                "notes",
                "grant_type=client_credentials",
            ),
            (
                "/register",
                "registration.refused",
                "",
                "{\"redirect_uris\":[\"x\"]}",
            ),
            ("/forward-auth", "forward_auth.refused", "", ""),
        ] {
            let request = server.http.post(format!("{}{path}", server.base));
            let request = request.header("x-forwarded-for", sent);
            let kind = if path == "/register" {
                "application/json"
            } else {
                "application/x-www-form-urlencoded"
            };
            let request = if client.is_empty() {
                let request = request.header("x-forwarded-host", "unknown.example");
                request.header("x-forwarded-uri", "/")
            } else {
                request.header("authorization", basic(client, "a wrong secret"))
            };
            let answer = request.header("content-type", kind).body(body).send().await;
            assert!(answer.unwrap().status().is_client_error());
            is_one_from(address, &server.lines(&mut read).await, event, client, "");
        }
    }
    let all = server.text().await;
    assert!(
        all.contains("no such site is declared; host unknown.example"),
        "{all}"
    );
}

/// Who must wait, and who brings no proof of work, is one line too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_that_is_not_looked_at_is_one_line() {
    let server = Logged::start_with(&[("DOORWARD_LOG__FORMAT", "json")]).await;
    let mut browser = Browser::at(&server.base);
    let mut read = 0;
    let mut waits = false;
    for _ in 0..30 {
        let page = browser.get("/sign-in").await;
        let fields = [("username", ADA.0), ("password", "not the words of ada")];
        let answer = browser.submit(&page, &fields).await;
        let lines = server.lines(&mut read).await;
        assert_eq!(lines.len(), 1, "{lines:?}");
        waits = answer.status == 429;
        if waits {
            let reason = "its source waits after failed attempts";
            is_one(&lines, "sign_in.refused", "", reason);
            break;
        }
        assert_eq!(lines[0]["fields"]["event"], "sign_in.failed");
    }
    assert!(waits, "nobody waits");
    let server = Logged::start_with(&[
        ("DOORWARD_LOG__FORMAT", "json"),
        ("DOORWARD_PASSWORDS__PROOF_OF_WORK", "always"),
    ])
    .await;
    let mut browser = Browser::at(&server.base);
    let page = browser.get("/sign-in").await;
    let fields = [("username", ADA.0), ("password", "not the words of ada")];
    browser.submit(&page, &fields).await;
    let lines = server.lines(&mut 0).await;
    is_one(&lines, "sign_in.refused", "", "it has no proof of work");
}

/// The event has one name, whether a proxy takes the path of the issuer away or not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_below_the_path_of_an_issuer_have_the_same_events() {
    let server = Logged::start_with(&[
        ("DOORWARD_LOG__FORMAT", "json"),
        ("DOORWARD_ISSUER", "http://localhost/auth"),
    ])
    .await;
    let mut read = 0;
    server.lines(&mut read).await;
    for prefix in ["/auth", ""] {
        for (path, event) in [
            ("/authorize?client_id=nobody", "authorize.refused"),
            ("/federation/up/callback?state=x", "federation.refused"),
            ("/userinfo", "userinfo.refused"),
        ] {
            server.get(&format!("{prefix}{path}")).await;
            let lines = server.lines(&mut read).await;
            assert_eq!(lines.len(), 1, "{prefix}{path}: {lines:?}");
            assert_eq!(lines[0]["fields"]["event"], event);
        }
    }
}
