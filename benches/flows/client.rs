//! Browsers and relying parties of the load: plain requests, kept-alive connections.

use super::measure::LoadOutcome;
use std::{
    future::Future,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};
use tokio::sync::Mutex;

pub const CALLBACK: &str = "https://notes.example/callback";
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub const SECRET: &str = "a-secret-of-the-load-long-enough";

pub fn http() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

pub async fn get(http: &reqwest::Client, url: &str) {
    let response = http.get(url).send().await.unwrap();
    assert!(
        response.status().is_success(),
        "{url}: {}",
        response.status()
    );
    response.bytes().await.unwrap();
}

async fn post(http: &reqwest::Client, url: String, form: &[(&str, &str)]) -> String {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let request = http
        .post(url)
        .basic_auth("notes", Some(SECRET))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body);
    let response = request.send().await.unwrap();
    let (status, text) = (response.status(), response.text().await.unwrap());
    assert!(status.is_success(), "{status}: {text}");
    text
}

fn member(json: &str, name: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    value[name].as_str().unwrap_or_default().to_owned()
}

pub async fn client_credentials(http: reqwest::Client, url: &str) {
    post(
        &http,
        format!("{url}/token"),
        &[("grant_type", "client_credentials")],
    )
    .await;
}

pub async fn userinfo(http: reqwest::Client, url: &str, token: &str) {
    let response = http
        .get(format!("{url}/userinfo"))
        .bearer_auth(token)
        .send()
        .await
        .unwrap();
    assert!(response.status().is_success());
    response.bytes().await.unwrap();
}

pub async fn introspect(http: reqwest::Client, url: &str, token: &str) {
    let answer = post(&http, format!("{url}/introspect"), &[("token", token)]).await;
    assert!(answer.contains("\"active\":true"));
}

/// A browser in which somebody signed in.
pub struct Session {
    url: String,
    cookies: String,
    authorize: String,
}

pub fn cookies_of(response: &reqwest::Response) -> Vec<String> {
    response
        .headers()
        .get_all("set-cookie")
        .iter()
        .map(|value| {
            value
                .to_str()
                .unwrap()
                .split(';')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect()
}

/// Tries once to sign the nth user in; `None` where the server says to come back later.
async fn try_sign_in(http: &reqwest::Client, url: &str, user: usize) -> Option<String> {
    let page = http.get(format!("{url}/sign-in")).send().await.unwrap();
    let mut cookies = cookies_of(&page);
    let html = page.text().await.unwrap();
    let token = html
        .split("name=\"form_token\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let form =
        format!("form_token={token}&username=user{user}&password=a+few+words+of+user+{user}");
    let request = http
        .post(format!("{url}/sign-in"))
        .header("cookie", cookies.join("; "))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    let answer = request.send().await.unwrap();
    if answer.status().as_u16() != 303 {
        return None;
    }
    cookies.extend(cookies_of(&answer));
    Some(cookies.join("; "))
}

impl Session {
    pub async fn sign_in(url: &str, user: usize) -> Self {
        let cookies = try_sign_in(&http(), url, user)
            .await
            .expect("the first user signs in");
        Self::of(url, cookies)
    }

    /// A browser with these cookies.
    pub fn of(url: &str, cookies: String) -> Self {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("client_id", "notes"),
                ("redirect_uri", CALLBACK),
                ("response_type", "code"),
                ("scope", "openid profile email offline_access"),
                ("state", "state"),
                ("nonce", "nonce"),
                ("code_challenge", CHALLENGE),
                ("code_challenge_method", "S256"),
                ("prompt", "none"),
            ])
            .finish();
        Self {
            url: url.to_owned(),
            cookies,
            authorize: format!("{url}/authorize?{query}"),
        }
    }
}

/// A token of a client for itself.
pub async fn token_of(http: &reqwest::Client, url: &str, client_id: &str) -> String {
    let request = http
        .post(format!("{url}/token"))
        .basic_auth(client_id, Some(SECRET));
    let request = request
        .header("content-type", "application/x-www-form-urlencoded")
        .body("grant_type=client_credentials");
    member(
        &request.send().await.unwrap().text().await.unwrap(),
        "access_token",
    )
}

/// Ends everything of a user (Global Token Revocation).
pub async fn end_user(http: &reqwest::Client, url: &str, token: &str, sub: &str) {
    let body = format!(r#"{{"sub_id": {{"format": "opaque", "id": "{sub}"}}}}"#);
    let request = http
        .post(format!("{url}/global-token-revocation"))
        .bearer_auth(token)
        .header("content-type", "application/json");
    assert_eq!(
        request.body(body).send().await.unwrap().status().as_u16(),
        204
    );
}

/// A silent authorization: the code.
pub async fn authorize(http: &reqwest::Client, session: &Session) -> String {
    let response = http
        .get(&session.authorize)
        .header("cookie", &session.cookies)
        .send()
        .await
        .unwrap();
    let location = response.headers()["location"].to_str().unwrap().to_owned();
    location
        .split("code=")
        .nth(1)
        .unwrap_or_else(|| panic!("no code: {location}"))
        .split('&')
        .next()
        .unwrap()
        .to_owned()
}

pub struct Tokens {
    pub access: String,
    pub refresh: String,
}

/// Authorize, code, token.
pub async fn flow(http: &reqwest::Client, session: &Session) -> Tokens {
    let code = authorize(http, session).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let answer = post(http, format!("{}/token", session.url), &form).await;
    Tokens {
        access: member(&answer, "access_token"),
        refresh: member(&answer, "refresh_token"),
    }
}

/// A refresh token family for each client of the load.
pub struct Families {
    url: String,
    tokens: Vec<Mutex<String>>,
    next: AtomicUsize,
}

impl Families {
    pub async fn new(session: &Session, count: usize) -> Self {
        let mut tokens = Vec::new();
        for _ in 0..count * 2 {
            tokens.push(Mutex::new(flow(&http(), session).await.refresh));
        }
        Self {
            url: session.url.clone(),
            tokens,
            next: AtomicUsize::new(0),
        }
    }

    pub async fn refresh(&self, http: reqwest::Client) {
        let index = self.next.fetch_add(1, Ordering::Relaxed) % self.tokens.len();
        let mut token = self.tokens[index].lock().await;
        let answer = post(
            &http,
            format!("{}/token", self.url),
            &[("grant_type", "refresh_token"), ("refresh_token", &token)],
        )
        .await;
        *token = member(&answer, "refresh_token");
    }
}

/// Measures something while so many users sign in all the time; with the sign-ins a second that
/// went through.
pub async fn while_users_sign_in(
    url: &str,
    users: usize,
    seconds: f64,
    measured: impl Future<Output = LoadOutcome>,
) -> (f64, LoadOutcome) {
    let end = Instant::now() + Duration::from_secs_f64(seconds + 1.0);
    let started = Instant::now();
    let storm = futures_util::future::join_all((0..users).map(|user| async move {
        let (http, mut count) = (http(), 0_u32);
        while Instant::now() < end {
            if try_sign_in(&http, url, user).await.is_some() {
                count += 1;
            }
        }
        count
    }));
    let later = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        measured.await
    };
    let (counts, outcome) = tokio::join!(storm, later);
    (
        f64::from(counts.iter().sum::<u32>()) / started.elapsed().as_secs_f64(),
        outcome,
    )
}
