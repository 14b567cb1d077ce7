//! `docs/troubleshooting.md`: every refusal that it explains is provoked, and the line that it shows is
//! the line that was written.

use crate::{
    command_line::Folder,
    refusal_log::Logged,
    world::{Browser, CHALLENGE, VERIFIER, encode},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::Method;
use serde_json::Value;

pub const GUIDE: &str = include_str!("../../docs/troubleshooting.md");

const APPLY: &str = r#"
[[clients]]
client_id = "grafana"
client_secret = "a secret of grafana that is long enough"
first_party = true
redirect_uris = ["https://grafana.example.com/login/generic_oauth"]
post_logout_redirect_uris = ["https://grafana.example.com/login"]

[[clients]]
client_id = "argocd"
client_secret = "a secret of argocd that is long enough"
strict_client_authentication = true
redirect_uris = ["https://argocd.example.com/auth/callback"]

[[clients]]
client_id = "jenkins"
client_secret = "a secret of jenkins that is long enough"
redirect_uris = ["https://jenkins.example.com/securityRealm/finishLogin"]

[[clients]]
client_id = "nextcloud"
client_secrets = [{ secret = "a secret of nextcloud that is long enough", expires_at = 2020-01-01T00:00:00Z }]
redirect_uris = ["https://nextcloud.example.com/apps/user_oidc/code"]

[[clients]]
client_id = "billing"
token_endpoint_auth_method = "private_key_jwt"
jwks = { keys = [{ kty = "EC", crv = "P-256", kid = "1", x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0" }] }
redirect_uris = ["https://billing.example.com/callback"]

[[clients]]
client_id = "wiki"
[clients.forward_auth]
origins = ["https://wiki.example.com"]
roles = ["editor"]
api_paths = ["/api"]

[[providers]]
id = "corp"
name = "Corp"
kind = "oidc"
issuer = "http://127.0.0.1:9"
client_id = "doorward"
client_secret = "a secret of doorward at corp"

[[users]]
email = "ada@example.com"
password = "a few words of ada"
"#;

const REDIRECT_URI: &str = "https://grafana.example.com/login/generic_oauth";
const SECRET: &str = "a secret of grafana that is long enough";

/// An authorization request of Grafana, with parameters changed or (empty) left out.
fn authorize(changes: &[(&str, &str)]) -> String {
    let mut pairs = vec![
        ("client_id", "grafana"),
        ("redirect_uri", REDIRECT_URI),
        ("response_type", "code"),
        ("scope", "openid"),
        ("state", "s"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in changes {
        match pairs.iter_mut().find(|(known, _)| known == name) {
            Some(pair) => pair.1 = value,
            None => pairs.push((name, value)),
        }
    }
    pairs.retain(|(_, value)| !value.is_empty());
    format!("/authorize?{}", encode(&pairs))
}

/// Provokes refusals and compares each with the guide.
struct Guided {
    server: Logged,
    read: usize,
    shown: Vec<String>,
}

impl Guided {
    async fn start() -> Self {
        let prepare = |folder: &Folder| {
            folder.run(&["client", "disable", "jenkins"]);
        };
        let server = Logged::start_after(APPLY, prepare, &[("DOORWARD_LOG__FORMAT", "json")]);
        Self {
            server: server.await,
            read: 0,
            shown: Vec::new(),
        }
    }

    /// Exactly one refusal was just written.
    async fn is_one_line(&mut self, status: u16) {
        let lines = self.server.lines(&mut self.read).await;
        assert_eq!(lines.len(), 1, "{status}: {lines:?}");
        self.shown.push(as_text(&lines[0]["fields"]));
    }

    async fn send(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) {
        let url = format!("{}{path}", self.server.base);
        let mut request = self.server.http.request(method, url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.body(body.to_owned()).send().await.unwrap();
        self.is_one_line(answer.status().as_u16()).await;
    }

    async fn get(&mut self, path: &str, headers: &[(&str, &str)]) {
        self.send(Method::GET, path, headers, "").await;
    }

    async fn token(&mut self, credentials: Option<(&str, &str)>, form: &[(&str, &str)]) {
        let basic = credentials
            .map(|(id, secret)| format!("Basic {}", STANDARD.encode(format!("{id}:{secret}"))));
        let mut headers = vec![("content-type", "application/x-www-form-urlencoded")];
        headers.extend(basic.as_deref().map(|basic| ("authorization", basic)));
        self.send(Method::POST, "/token", &headers, &encode(form))
            .await;
    }
}

/// What stands of a line in the guide: everything but the address and the status.
fn as_text(fields: &Value) -> String {
    let texts = [
        "event",
        "client",
        "reason",
        "redirect_uri",
        "nearest_redirect_uri",
        "post_logout_redirect_uri",
        "nearest_post_logout_redirect_uri",
        "scope",
    ];
    let said = texts.iter().filter_map(|name| {
        let value = fields[name].as_str()?;
        Some(format!("{name}={value:?}"))
    });
    said.collect::<Vec<_>>().join(" ")
}

async fn authorization_requests(guided: &mut Guided) {
    let other = format!("{REDIRECT_URI}/");
    for changes in [
        [("redirect_uri", other.as_str())],
        [("client_id", "graphana")],
        [("scope", "groups")],
        [("scope", "openid email groups")],
        [("prompt", "none")],
        [("response_type", "id_token")],
    ] {
        guided.get(&authorize(&changes), &[]).await;
    }
    let jenkins = "https://jenkins.example.com/securityRealm/finishLogin";
    let disabled = [("client_id", "jenkins"), ("redirect_uri", jenkins)];
    guided.get(&authorize(&disabled), &[]).await;
    let without_pkce = [("code_challenge", ""), ("code_challenge_method", "")];
    guided.get(&authorize(&without_pkce), &[]).await;
}

async fn token_requests(guided: &mut Guided) {
    let code = [
        ("grant_type", "authorization_code"),
        ("code", "no-such-code"),
        ("redirect_uri", REDIRECT_URI),
        ("code_verifier", VERIFIER),
    ];
    let right = Some(("grafana", SECRET));
    guided.token(Some(("graphana", SECRET)), &code).await;
    guided.token(Some(("grafana", "of yesterday")), &code).await;
    let expired = "a secret of nextcloud that is long enough";
    guided.token(Some(("nextcloud", expired)), &code).await;
    let argocd = "a secret of argocd that is long enough";
    let in_body = [("client_id", "argocd"), ("client_secret", argocd)];
    guided.token(None, &[&code[..], &in_body].concat()).await;
    let named = [("client_id", "grafana")];
    guided.token(None, &[&code[..], &named].concat()).await;
    let jenkins = "a secret of jenkins that is long enough";
    guided.token(Some(("jenkins", jenkins)), &code).await;
    guided.token(right, &code).await;
    let refresh = [("grant_type", "refresh_token"), ("refresh_token", "old")];
    guided.token(right, &refresh).await;
    let machine = [("grant_type", "client_credentials")];
    guided.token(right, &machine).await;
    let assertion = [
        ("grant_type", "client_credentials"),
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ),
        (
            "client_assertion",
            "eyJhbGciOiJFUzI1NiIsImtpZCI6Im90aGVyIn0.eyJpc3MiOiJiaWxsaW5nIiwic3ViIjoiYmlsbGluZyJ9.AAAA",
        ),
    ];
    guided.token(None, &assertion).await;
}

/// What happens in browsers, and what apps do with what they got there.
async fn sign_ins(guided: &mut Guided) {
    let mut browser = Browser::at(&guided.server.base);
    let page = browser.get(&authorize(&[])).await;
    let page = browser.follow(page).await;
    let wrong = [("username", "ada@example.com"), ("password", "a guess")];
    browser.submit(&page, &wrong).await;
    guided.is_one_line(0).await;
    // The cookie of the page is gone, as where a browser keeps none.
    let mut other = Browser::at(&guided.server.base);
    other.submit(&page, &wrong).await;
    guided.is_one_line(0).await;
    let right = [
        ("username", "ada@example.com"),
        ("password", "a few words of ada"),
    ];
    let answer = browser.submit(&page, &right).await;
    let back = browser.follow(answer).await;
    let code = back.parameter("code").unwrap();
    let redeem = |verifier| {
        [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", REDIRECT_URI),
            ("code_verifier", verifier),
        ]
    };
    let other_verifier = "0123456789012345678901234567890123456789012";
    guided
        .token(Some(("grafana", SECRET)), &redeem(other_verifier))
        .await;
    guided
        .get("/userinfo", &[("authorization", "Bearer x.y.z")])
        .await;
    let corp = browser_at_corp(guided).await;
    assert_eq!(corp, 503);
    guided.is_one_line(corp).await;
    let out =
        "/end_session?client_id=grafana&post_logout_redirect_uri=https://grafana.example.com/";
    guided.get(out, &[]).await;
    let of_nobody = "/end_session?post_logout_redirect_uri=https://grafana.example.com/login";
    guided.get(of_nobody, &[]).await;
}

async fn browser_at_corp(guided: &Guided) -> u16 {
    let mut browser = Browser::at(&guided.server.base);
    let page = browser.get("/sign-in").await;
    browser.choose(&page, "corp").await.status
}

async fn sites(guided: &mut Guided) {
    let uri = ("x-forwarded-uri", "/");
    guided.get("/forward-auth/wikki", &[uri]).await;
    guided.get("/forward-auth/wiki", &[]).await;
    let token = ("authorization", "Bearer x.y.z");
    let api = ("x-forwarded-uri", "/api/pages");
    guided.get("/forward-auth/wiki", &[api, token]).await;
}

/// Guesses of a secret until the client has to wait.
async fn too_many(guided: &mut Guided) {
    let basic = format!("Basic {}", STANDARD.encode("grafana:of yesterday"));
    let form = encode(&[("grant_type", "authorization_code"), ("code", "x")]);
    for _ in 0..200 {
        let url = format!("{}/token", guided.server.base);
        let request = guided.server.http.post(url).header("authorization", &basic);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let answer = request.body(form.clone()).send().await.unwrap();
        if answer.status() == 429 {
            let lines = guided.server.lines(&mut guided.read).await;
            let line = as_text(&lines.last().unwrap()["fields"]);
            guided.shown.push(line);
            return;
        }
    }
    panic!("nobody was told to wait");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_refusal_of_the_guide_is_as_the_log_says_it() {
    let mut guided = Guided::start().await;
    authorization_requests(&mut guided).await;
    token_requests(&mut guided).await;
    sign_ins(&mut guided).await;
    sites(&mut guided).await;
    too_many(&mut guided).await;
    assert!(guided.shown.len() >= 20, "{}", guided.shown.len());
    let explained = GUIDE.lines().filter(|line| line.starts_with("event="));
    let mut explained: Vec<_> = explained.collect();
    explained.sort_unstable();
    guided.shown.sort_unstable();
    let (explained, written) = (explained.join("\n"), guided.shown.join("\n"));
    assert_eq!(
        explained, written,
        "what the guide shows, and what was written"
    );
}
