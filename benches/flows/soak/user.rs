//! A user of the load, who knows which of their sessions are alive.

use super::{
    super::client::{CALLBACK, SECRET, VERIFIER, cookies_of, http},
    ACCESS_TOKEN, Broken, Run,
    ledger::count,
    silent,
};
use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::time::sleep;

/// Sessions of a user that are alive at once, and ended ones that are still tried.
const LIVE: usize = 4;
const ENDED: usize = 6;
/// A request without an answer by then has none.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);
/// How long after its time an access token may still be taken, for clocks and requests under way.
const GRACE: Duration = Duration::from_secs(3);
/// How long a definite answer is waited for in the last look.
const LAST: Duration = Duration::from_mins(1);

/// What a request led to. `None` where the server did not answer, or said that it cannot now.
struct Heard {
    status: u16,
    location: String,
    cookies: Vec<String>,
    body: String,
}

/// Tokens of a session.
struct Tokens {
    access: String,
    refresh: String,
    since: Instant,
}

/// A browser in which the user signed in.
struct Session {
    cookies: String,
    tokens: Option<Tokens>,
}

/// What a check of somebody's session says.
#[derive(PartialEq, Eq)]
enum State {
    In,
    Out,
    Unknown,
}

pub struct SoakUser {
    run: Arc<Run>,
    http: reqwest::Client,
    user: usize,
    sub: Option<String>,
    live: Vec<Session>,
    ended: VecDeque<Session>,
    turn: u64,
    is_broken: bool,
}

fn member(json: &str, name: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(json).ok()?;
    Some(value[name].as_str()?.to_owned())
}

fn field(html: &str, name: &str) -> Option<String> {
    let rest = html.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
    Some(
        rest.split('"')
            .next()?
            .replace("&#38;", "&")
            .replace("&amp;", "&"),
    )
}

impl SoakUser {
    pub fn new(run: Arc<Run>, user: usize) -> Self {
        Self {
            run,
            http: http(),
            user,
            sub: None,
            live: Vec::new(),
            ended: VecDeque::new(),
            turn: user as u64,
            is_broken: false,
        }
    }

    /// Goes on until the run ends.
    pub async fn visit(&mut self) {
        while !self.run.is_stopped() {
            self.turn += 1;
            self.one_thing().await;
            self.break_something();
        }
    }

    /// Numbers that look random and are the same in each run.
    fn roll(&mut self, below: usize) -> usize {
        self.turn = self
            .turn
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.turn >> 33).unwrap() % below
    }

    async fn one_thing(&mut self) {
        if self.live.is_empty() {
            return self.sign_in().await;
        }
        let at = self.roll(self.live.len());
        match self.roll(1000) {
            0..30 if self.live.len() < LIVE => self.sign_in().await,
            0..40 => self.sign_out(at).await,
            40..43 => self.end_everything().await,
            43..230 => self.tokens(at).await,
            230..430 => self.refresh(at).await,
            430..600 => self.use_token(at).await,
            600..850 => self.check_live(at).await,
            850..970 if !self.ended.is_empty() => {
                let at = self.roll(self.ended.len());
                self.check_ended(at).await;
            }
            _ => self.wrong().await,
        }
    }

    /// Sends a request; a status that says "not now" is no answer.
    async fn send(&self, request: reqwest::RequestBuilder) -> Option<Heard> {
        count(&self.run.ledger.requests);
        let heard = async {
            let response = request.timeout(REQUEST_TIMEOUT).send().await.ok()?;
            let status = response.status().as_u16();
            let location = response.headers().get("location");
            let location = location
                .and_then(|text| text.to_str().ok())
                .unwrap_or_default()
                .to_owned();
            let cookies = cookies_of(&response);
            let body = response.text().await.ok()?;
            (status < 500 && status != 429).then_some(Heard {
                status,
                location,
                cookies,
                body,
            })
        };
        let heard = heard.await;
        if heard.is_none() {
            count(&self.run.ledger.unanswered);
            sleep(Duration::from_millis(20)).await;
        }
        heard
    }

    fn get(&self, path: &str, cookies: &str) -> reqwest::RequestBuilder {
        let request = self.http.get(format!("{}{path}", self.run.url));
        if cookies.is_empty() {
            request
        } else {
            request.header("cookie", cookies)
        }
    }

    fn post(&self, path: &str, form: &[(&str, &str)]) -> reqwest::RequestBuilder {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        self.http
            .post(format!("{}{path}", self.run.url))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
    }

    async fn token(&self, form: &[(&str, &str)]) -> Option<Heard> {
        self.send(self.post("/token", form).basic_auth("notes", Some(SECRET)))
            .await
    }

    async fn sign_in(&mut self) {
        let Some(page) = self.send(self.get("/sign-in", "")).await else {
            return;
        };
        let Some(token) = field(&page.body, "form_token") else {
            return;
        };
        let (name, password) = (
            format!("user{}", self.user),
            format!("a few words of user {}", self.user),
        );
        let form = [
            ("form_token", token.as_str()),
            ("username", name.as_str()),
            ("password", password.as_str()),
        ];
        let request = self.post("/sign-in", &form);
        // Without an answer nobody knows the session's cookie, so it is nobody's.
        if let Some(answer) = self
            .send(request.header("cookie", page.cookies.join("; ")))
            .await
            && answer.status == 303
        {
            let cookies: Vec<String> = page.cookies.into_iter().chain(answer.cookies).collect();
            count(&self.run.ledger.begun);
            self.live.push(Session {
                cookies: cookies.join("; "),
                tokens: None,
            });
        }
    }

    /// Whether a browser is signed in, by a silent authorization; with the code.
    async fn silently(&self, cookies: &str) -> (State, Option<String>) {
        let address = silent("");
        let Some(answer) = self.send(self.get(&address, cookies)).await else {
            return (State::Unknown, None);
        };
        let query = answer.location.split('?').nth(1).unwrap_or_default();
        let parameter = |name: &str| {
            url::form_urlencoded::parse(query.as_bytes())
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.into_owned())
        };
        if let Some(code) = parameter("code") {
            return (State::In, Some(code));
        }
        match parameter("error").as_deref() {
            Some("login_required") => (State::Out, None),
            _ => (State::Unknown, None),
        }
    }

    async fn check_live(&mut self, at: usize) {
        let (state, _) = self.silently(&self.live[at].cookies).await;
        self.judge_live(at, &state);
    }

    fn judge_live(&mut self, at: usize, state: &State) {
        if *state != State::Unknown {
            count(&self.run.ledger.checks_of_live);
        }
        if *state == State::Out {
            self.run
                .ledger
                .lost(format!("user{} was signed out by nobody", self.user));
            self.live.remove(at);
        }
    }

    /// Tokens for a session, in place of those that it has.
    async fn tokens(&mut self, at: usize) {
        let (state, code) = self.silently(&self.live[at].cookies).await;
        let Some(code) = code else {
            return self.judge_live(at, &state);
        };
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        // A code without an answer may be used up: it is not tried again.
        self.live[at].tokens = self
            .token(&form)
            .await
            .and_then(|answer| tokens_of(&answer));
    }

    async fn refresh(&mut self, at: usize) {
        let Some(tokens) = self.live[at].tokens.take() else {
            return self.tokens(at).await;
        };
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", tokens.refresh.as_str()),
        ];
        // A token without an answer may be used up: trying it again would end the family.
        let Some(answer) = self.token(&form).await else {
            return;
        };
        if answer.status == 200 {
            self.live[at].tokens = tokens_of(&answer);
        } else {
            self.run.ledger.lost(format!(
                "a refresh token of a live session of user{} was refused: {}",
                self.user, answer.body
            ));
        }
        count(&self.run.ledger.checks_of_live);
    }

    /// An access token works while its time lasts, and not after.
    async fn use_token(&mut self, at: usize) {
        let Some(tokens) = &self.live[at].tokens else {
            return self.tokens(at).await;
        };
        let age = tokens.since.elapsed();
        let request = self.get("/userinfo", "").bearer_auth(&tokens.access);
        let Some(answer) = self.send(request).await else {
            return;
        };
        if answer.status == 200 {
            self.sub = self.sub.take().or(member(&answer.body, "sub"));
        }
        match answer.status {
            200 if age > ACCESS_TOKEN + GRACE => {
                let what = format!("an access token of user{}, {age:?} old", self.user);
                self.run.ledger.alive(what);
            }
            401 if tokens.since.elapsed() + GRACE < ACCESS_TOKEN => {
                let what = format!("an access token of user{}, {age:?} old", self.user);
                self.run.ledger.lost(what);
            }
            _ => {}
        }
        count(&self.run.ledger.checks_of_live);
    }

    /// Something that ended must not work in any way.
    async fn check_ended(&mut self, at: usize) {
        let session = &self.ended[at];
        if self.silently(&session.cookies).await.0 == State::In {
            let what = format!("a session of user{} gives codes", self.user);
            self.run.ledger.alive(what);
        }
        if let Some(tokens) = &session.tokens {
            let request = self.get("/userinfo", "").bearer_auth(&tokens.access);
            let form = [
                ("grant_type", "refresh_token"),
                ("refresh_token", tokens.refresh.as_str()),
            ];
            for (what, answer) in [
                ("an access token", self.send(request).await),
                ("a refresh token", self.token(&form).await),
            ] {
                if answer.is_some_and(|answer| answer.status == 200) {
                    let what = format!("{what} of an ended session of user{}", self.user);
                    self.run.ledger.alive(what);
                }
            }
        }
        count(&self.run.ledger.checks_of_ended);
    }

    fn is_over(&mut self, session: Session) {
        count(&self.run.ledger.ended);
        self.ended.push_back(session);
        if self.ended.len() > ENDED {
            self.ended.pop_front();
        }
    }

    /// Signs out in one browser, as often as it takes to hear that it is done.
    async fn sign_out(&mut self, at: usize) {
        let session = self.live.remove(at);
        let since = Instant::now();
        while since.elapsed() < LAST {
            if self.try_sign_out(&session.cookies).await {
                return self.is_over(session);
            }
        }
        // Nobody knows what became of it: it is neither live nor ended.
    }

    async fn try_sign_out(&self, cookies: &str) -> bool {
        let Some(page) = self.send(self.get("/end_session", cookies)).await else {
            return false;
        };
        let Some(token) = field(&page.body, "form_token") else {
            // The request before this one was carried out, and its answer lost.
            return page.status == 303;
        };
        let request = field(&page.body, "request").unwrap_or_default();
        let form = [
            ("form_token", token.as_str()),
            ("request", request.as_str()),
        ];
        let confirmed = self
            .post("/end_session/confirm", &form)
            .header("cookie", cookies);
        let done = self.send(confirmed).await;
        done.is_some_and(|answer| answer.status == 303 || answer.status == 200)
    }

    /// An administrator ends everything of the user (Global Token Revocation).
    async fn end_everything(&mut self) {
        let Some(sub) = self.sub.clone() else {
            return;
        };
        let ending: Vec<Session> = std::mem::take(&mut self.live);
        let body = format!(r#"{{"sub_id": {{"format": "opaque", "id": "{sub}"}}}}"#);
        let since = Instant::now();
        while since.elapsed() < LAST {
            let form = [("grant_type", "client_credentials")];
            let request = self.post("/token", &form).basic_auth("hr", Some(SECRET));
            let Some(token) = self
                .send(request)
                .await
                .and_then(|answer| member(&answer.body, "access_token"))
            else {
                continue;
            };
            let request = self
                .http
                .post(format!("{}/global-token-revocation", self.run.url))
                .bearer_auth(token)
                .header("content-type", "application/json")
                .body(body.clone());
            if self
                .send(request)
                .await
                .is_some_and(|answer| answer.status == 204)
            {
                for session in ending {
                    self.is_over(session);
                }
                return;
            }
        }
    }

    /// Requests that are refused.
    async fn wrong(&mut self) {
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", "nothing"),
        ];
        self.token(&form).await;
        self.send(self.get("/userinfo", "").bearer_auth("nothing"))
            .await;
        self.send(self.get("/authorize?client_id=nobody", "")).await;
        self.send(self.get("/account", "doorward_session=nothing"))
            .await;
    }

    /// Makes the books wrong, once, where a verdict is to fail.
    fn break_something(&mut self) {
        if self.is_broken || self.live.is_empty() {
            return;
        }
        self.is_broken = true;
        match self.run.broken {
            // It goes on, but the books say that it ended.
            Some(Broken::Alive) => {
                let session = self.live.remove(0);
                self.is_over(session);
            }
            // It is over, but the books say that it goes on.
            Some(Broken::Lost) => self.live[0].cookies = String::from("doorward_session=nothing"),
            Some(Broken::Memory) | None => {}
        }
    }

    /// Waits for a definite answer about every session.
    pub async fn await_state(&mut self) {
        for at in (0..self.live.len()).rev() {
            let since = Instant::now();
            loop {
                let (state, _) = self.silently(&self.live[at].cookies).await;
                self.judge_live(at, &state);
                if state != State::Unknown {
                    break;
                }
                if since.elapsed() > LAST {
                    let what = format!("no answer about user{} in the end", self.user);
                    self.run.ledger.lost(what);
                    break;
                }
            }
        }
        for at in 0..self.ended.len() {
            self.check_ended(at).await;
        }
    }
}

fn tokens_of(answer: &Heard) -> Option<Tokens> {
    Some(Tokens {
        access: member(&answer.body, "access_token")?,
        refresh: member(&answer.body, "refresh_token")?,
        since: Instant::now(),
    })
}
