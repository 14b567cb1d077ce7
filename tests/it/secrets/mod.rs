//! Nothing that was handed out or typed in is kept or logged: every flow against the binary, then a
//! search for each secret, token, code, cookie and password in every column of every table, in
//! Redis and in the log at its most verbose, in every spelling.

pub mod dump;
mod flows;
mod scan;

use crate::{
    command_line::{Folder, answers},
    nodes::Redis,
    refusal_log::written,
    world::{
        Answer, Backend, Browser, Database, Shape, Site, StandIn, TestClock, encode, free_port,
    },
};
use dump::Dump;
use reqwest::Method;
use scan::{HandedOut, Scanner};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use std::{
    collections::BTreeSet,
    path::PathBuf,
    process::{Child, Stdio},
    sync::{Arc, Mutex, MutexGuard},
};

/// The binary with everything on, and everything that it handed out so far.
struct Place {
    folder: Folder,
    environment: Vec<(String, String)>,
    base: String,
    database: Database,
    redis: Option<Redis>,
    log: PathBuf,
    server: Child,
    http: reqwest::Client,
    /// What the commands said to the operator besides what they printed.
    said: Vec<u8>,
    handed_out: Arc<Mutex<HandedOut>>,
    /// What was kept after each flow.
    dumps: Vec<Dump>,
    up: StandIn,
    site: Site,
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

const MASTER_KEY: &str = "a master key for tests, of 32 characters or more";

impl Place {
    async fn open(backend: Backend, log_format: &str) -> Self {
        let folder = Folder::new("secrets");
        let database = Database::create(backend).await;
        let redis = match backend {
            Backend::Postgres => Some(Redis::start(free_port()).await),
            Backend::Sqlite => None,
        };
        let port = free_port();
        let base = format!("http://localhost:{port}");
        let site = Site::open();
        let mut environment = vec![
            ("LISTEN", format!("127.0.0.1:{port}")),
            ("ISSUER", base.clone()),
            ("DATABASE__URL", database.url()),
            ("MASTER_KEY", MASTER_KEY.to_owned()),
            ("REGISTRATION__MODE", "initial_access_token".to_owned()),
            ("OUTBOUND__ALLOW_PRIVATE_ADDRESSES", "true".to_owned()),
            (
                "AUTHORIZATION__RESPONSE_TYPES",
                "[\"code\", \"code id_token token\"]".to_owned(),
            ),
            ("LOG__LEVEL", "trace".to_owned()),
            ("LOG__FORMAT", log_format.to_owned()),
            ("HTTP__WORKERS", "1".to_owned()),
            ("MIGRATION__URL", site.at(flows::OTHER_SYSTEM)),
            ("MIGRATION__SECRET", flows::HOOK_SECRET.to_owned()),
            ("MIGRATION__ALLOW_PRIVATE_ADDRESSES", "true".to_owned()),
        ];
        if let Some(redis) = &redis {
            environment.push(("REDIS__URL", redis.url()));
        }
        let environment: Vec<(String, String)> = environment
            .into_iter()
            .map(|(name, value)| (format!("DOORWARD_{name}"), value))
            .collect();
        let up = StandIn::open_at(TestClock::of_the_machine(), Shape::Oidc);
        if let Some(file) = database.url().strip_prefix("sqlite://") {
            std::fs::create_dir_all(PathBuf::from(file).parent().unwrap()).unwrap();
        } else {
            let migrated = folder
                .command(&["migrate"])
                .envs(environment.clone())
                .status();
            assert!(migrated.unwrap().success());
        }
        let file = folder.write("apply.toml", &flows::declarations(&up, &site));
        let applied = folder
            .command(&["apply", file.to_str().unwrap()])
            .envs(environment.clone())
            .output()
            .unwrap();
        let said = applied.stderr;
        assert!(
            applied.status.success(),
            "{}",
            String::from_utf8_lossy(&said)
        );
        // Appended to, so that a line of the server does not stand over one that is planted.
        let log = folder.write("log", "");
        let appended = std::fs::OpenOptions::new().append(true).open(&log);
        let server = folder
            .command(&["serve"])
            .envs(environment.clone())
            .stdout(Stdio::null())
            .stderr(appended.unwrap())
            .spawn()
            .unwrap();
        answers(&format!("{base}/readyz")).await;
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            folder,
            environment,
            base,
            database,
            redis,
            log,
            server,
            http,
            said,
            handed_out: Arc::default(),
            dumps: Vec::new(),
            up,
            site,
        }
    }

    fn handed_out(&self) -> MutexGuard<'_, HandedOut> {
        self.handed_out.lock().unwrap()
    }

    /// A value that went over the wire, or that somebody typed.
    fn secret(&self, name: &str, value: &str) {
        assert!(value.len() >= 12, "{name} is too short to look for");
        self.handed_out().add(name, value);
    }

    /// A browser whose cookies, redirects and forms are all kept in mind.
    fn browser(&self) -> Browser {
        let handed_out = Arc::clone(&self.handed_out);
        let mut browser = Browser::at(&self.base);
        browser.watch = Some(Arc::new(move |answer: &Answer| {
            handed_out.lock().unwrap().answer(answer);
        }));
        browser
    }

    /// Runs a command; what it prints as JSON was handed out.
    fn command(&mut self, arguments: &[&str]) -> Value {
        let output = self
            .folder
            .command(arguments)
            .envs(self.environment.clone())
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        self.said.extend(output.stderr);
        let said = serde_json::from_slice(&output.stdout).unwrap();
        self.handed_out().json(&said);
        said
    }

    /// Posts a form as a program.
    async fn form(
        &self,
        target: &str,
        authorization: Option<&str>,
        form: &[(&str, &str)],
    ) -> (u16, Value) {
        let request = self
            .http
            .post(format!("{}{target}", self.base))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(encode(form));
        self.send(request, authorization).await
    }

    /// Sends JSON, or nothing, as a program.
    async fn json(
        &self,
        method: Method,
        target: &str,
        authorization: Option<&str>,
        body: &Value,
    ) -> (u16, Value) {
        let mut request = self.http.request(method, format!("{}{target}", self.base));
        if !body.is_null() {
            request = request
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        self.send(request, authorization).await
    }

    async fn send(
        &self,
        mut request: reqwest::RequestBuilder,
        authorization: Option<&str>,
    ) -> (u16, Value) {
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let body = serde_json::from_str(&response.text().await.unwrap()).unwrap_or(Value::Null);
        self.handed_out().json(&body);
        (status, body)
    }

    /// Keeps everything that is kept now, to be searched in the end.
    async fn look(&mut self) {
        let mut dump = dump::database(&self.database.url()).await;
        if let Some(redis) = &self.redis {
            dump.extend(dump::redis(&redis.url()).await);
        }
        let log = written(&self.http, &self.base, &self.log).await;
        dump.insert("the log".to_owned(), log.into_bytes());
        dump.insert("what commands said".to_owned(), self.said.clone());
        self.dumps.push(dump);
    }

    /// What was found of everything that was handed out, in everything that was kept.
    fn found(&self) -> BTreeSet<String> {
        let scanner: Scanner = self.handed_out().scanner();
        self.dumps
            .iter()
            .flatten()
            .flat_map(|(place, bytes)| scanner.found_in(place, bytes))
            .collect()
    }

    /// Runs a statement past Doorward.
    async fn execute(&self, statement: String) {
        let (url, statement) = (self.database.url(), AssertSqlSafe(statement));
        if url.starts_with("sqlite") {
            let mut connection = SqliteConnection::connect(&url).await.unwrap();
            sqlx::query(statement)
                .execute(&mut connection)
                .await
                .unwrap();
        } else {
            let mut connection = PgConnection::connect(&url).await.unwrap();
            sqlx::query(statement)
                .execute(&mut connection)
                .await
                .unwrap();
        }
    }
}

/// Every endpoint that discovery names. What a new one hands out belongs into [`flows`].
const ENDPOINTS: [&str; 8] = [
    "authorization_endpoint",
    "end_session_endpoint",
    "global_token_revocation_endpoint",
    "introspection_endpoint",
    "registration_endpoint",
    "revocation_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
];

/// What must have been handed out in the flows, or the search has nothing to look for.
const EXPECTED: [&str; 23] = [
    "a password",
    "a password of the other system",
    "a wrong password",
    "the client secret of notes",
    "the code verifier of the provider elsewhere",
    "the cookie __Host-doorward_site",
    "the cookie doorward_accounts",
    "the cookie doorward_browser",
    "the cookie doorward_session",
    "the field form_token",
    "the link of a notice",
    "the logout token",
    "the member access_token",
    "the member client_secret",
    "the member id_token",
    "the member initial_access_token",
    "the member refresh_token",
    "the member registration_access_token",
    "the parameter code",
    "the parameter flow",
    "the parameter state",
    "the secret of the other system",
    "the security event token",
];

async fn nothing_is_kept(backend: Backend, log_format: &str) {
    let mut place = Place::open(backend, log_format).await;
    let (_, discovery) = place
        .json(
            Method::GET,
            "/.well-known/openid-configuration",
            None,
            &Value::Null,
        )
        .await;
    let named = discovery.as_object().unwrap().keys();
    let named: BTreeSet<&str> = named
        .filter(|name| name.ends_with("_endpoint"))
        .map(String::as_str)
        .collect();
    assert_eq!(
        named,
        BTreeSet::from(ENDPOINTS),
        "all of them are walked through"
    );

    let refresh_token = flows::walk(&mut place).await;
    for name in EXPECTED {
        assert!(place.handed_out().has(name), "nothing handed out {name}");
    }
    assert!(
        place.handed_out().len() > 100,
        "{}",
        place.handed_out().len()
    );
    // The dump is whole: what must be there is.
    let last = place.dumps.last().unwrap();
    let holds = |column: &str, text: &str| String::from_utf8_lossy(&last[column]).contains(text);
    let digest = doorward_protocol::secret::Secret::presented(&refresh_token).digest();
    assert!(holds("refresh_tokens.digest", digest.as_str()));
    assert!(holds("users.email", "ada@example.com"));
    assert!(holds("the log", "TRACE") && holds("the log", "/token"));
    if place.redis.is_some() {
        assert!(holds("a key in Redis", "doorward:"));
    }
    let found = place.found();
    assert!(found.is_empty(), "{found:#?}");

    plant(&mut place, &refresh_token).await;
}

/// The same search finds what is planted: in a column, in another encoding, in Redis, in the log.
async fn plant(place: &mut Place, secret: &str) {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let hex = scan::hex(secret.as_bytes());
    for statement in [
        format!("UPDATE users SET username = '{secret}' WHERE email = 'grace@example.com'"),
        "CREATE TABLE planted (note TEXT)".to_owned(),
        format!("INSERT INTO planted (note) VALUES ('{hex}')"),
    ] {
        place.execute(statement).await;
    }
    if let Some(redis) = &place.redis {
        let json = json!({"kept": STANDARD.encode(format!("a {secret}"))}).to_string();
        redis.command(&["SET", "planted", &json]).await;
    }
    let mut log = std::fs::read_to_string(&place.log).unwrap();
    log.push_str("INFO refreshed by ");
    log.push_str(secret);
    std::fs::write(&place.log, log).unwrap();
    place.dumps.clear();
    place.look().await;
    let found = place.found();
    let mut expected = vec!["users.username", "planted.note", "the log"];
    if place.redis.is_some() {
        expected.push("a value in Redis");
    }
    for where_it_is in expected {
        assert!(
            found
                .iter()
                .any(|found| found.starts_with(&format!("{where_it_is}: "))),
            "what was planted is not found in {where_it_is}: {found:#?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_was_handed_out_is_in_sqlite_or_the_log() {
    nothing_is_kept(Backend::Sqlite, "text").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_was_handed_out_is_in_postgresql_redis_or_the_log() {
    nothing_is_kept(Backend::Postgres, "json").await;
}
