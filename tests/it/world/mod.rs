//! A provider for one test, and the personas who visit it.

mod browser;
mod database;
pub mod keys;
mod link;
mod mounted;
mod relying_party;
mod sessions;
mod site;
mod smtp;
mod sql;
mod transaction;
mod upstream;
mod wait;

pub use browser::{Answer, Browser, is_below};
pub use database::{Backend, Database};
pub use link::Link;
pub use mounted::{filled, mounted};
pub use relying_party::{Tokens, authorize_query, basic, claims_of, encode};
pub use sessions::{forget_known, start_session};
pub use site::{Page, Received, Site};
pub use smtp::{Encrypts, SmtpSink, Taken};
pub use upstream::{Lies, Shape, StandIn, TENANT, UPSTREAM_CLIENT, UPSTREAM_SECRET, Way, twist};
pub use wait::{arrives, comes_true, eventually, listens, think};

use doorward_cli::{
    settings::Settings,
    startup::{self, Schema},
};
use doorward_core::context::{Actor, OperationContext};
use doorward_core::{
    Provider, clients,
    users::{self as accounts, AddressProblem, check_address},
};
use doorward_protocol::{
    oidc::claims::StandardClaims,
    sessions::sso_session::EndReason,
    text::fold_address,
    time::{Clock, Lifetime, Timestamp},
};
use serde_json::{Value, json};
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU16, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// A clock in the test's hand. The present stands still until the test advances it. The monotonic
/// reading goes with the machine, so that what retries by itself does so in tests too, and jumps
/// where the test advances the clock.
pub struct TestClock {
    now: AtomicI64,
    started: Instant,
    passed_ms: AtomicU64,
}

impl TestClock {
    fn at(now: i64) -> Self {
        Self {
            now: AtomicI64::new(now),
            started: Instant::now(),
            passed_ms: AtomicU64::new(0),
        }
    }

    /// A clock that shows the machine's present, for a provider in a process of its own.
    pub fn of_the_machine() -> Arc<Self> {
        Arc::new(Self::at(startup::SystemClock.now().0))
    }

    /// Moves both readings. Tests call [`World::advance`], which waits for deliveries first.
    fn advance(&self, by: Lifetime) {
        self.now.fetch_add(by.0, Ordering::SeqCst);
        self.pass(Duration::from_millis(by.0.unsigned_abs()));
    }

    /// Sets the present back, as a corrected clock does. The monotonic reading goes on.
    pub fn set_back(&self, by: Lifetime) {
        self.now.fetch_sub(by.0, Ordering::SeqCst);
    }

    /// Moves the monotonic reading alone.
    pub fn pass(&self, by: Duration) {
        let by = u64::try_from(by.as_millis()).unwrap();
        self.passed_ms.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.now.load(Ordering::SeqCst))
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed() + Duration::from_millis(self.passed_ms.load(Ordering::SeqCst))
    }
}

pub const ADA: (&str, &str) = ("ada@example.com", "notes on the analytical engine");
pub const GRACE: (&str, &str) = ("grace@example.com", "a moth in relay number 70");
pub const SECRET: &str = "a secret of the notes app, long enough";
pub const CALLBACK: &str = "https://notes.example/callback";
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A running provider with Ada, Grace, and three clients: Notes (first party), Photos (third
/// party), and a public one.
pub struct World {
    pub provider: Arc<Provider>,
    pub clock: Arc<TestClock>,
    pub issuer: String,
    pub http: reqwest::Client,
    /// Boxed: it grows with every setting, and each test's future would grow with it.
    pub settings: Box<Settings>,
    handle: actix_web::dev::ServerHandle,
    database: Arc<database::Database>,
}

impl Drop for World {
    fn drop(&mut self) {
        let handle = self.handle.clone();
        tokio::spawn(async move { handle.stop(false).await });
    }
}

/// Ports that nobody listens on and nobody is given again in this process, below those that
/// outgoing connections take.
pub fn free_ports(count: u16) -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let spread = u16::try_from(std::process::id() % 80).unwrap() * 100;
    loop {
        let first = 20_000 + spread + NEXT.fetch_add(count, Ordering::SeqCst) % 4_000;
        if (first..first + count)
            .all(|port| std::net::TcpListener::bind(("127.0.0.1", port)).is_ok())
        {
            return first;
        }
    }
}

pub fn free_port() -> u16 {
    free_ports(1)
}

/// The settings of a node over a database.
fn settings_for(database: &database::Database) -> Settings {
    let port = free_port();
    let mut settings = Settings {
        issuer: format!("http://localhost:{port}"),
        listen: format!("127.0.0.1:{port}"),
        ..Settings::default()
    };
    settings.database.url = database.url().into();
    settings.master_key = Some("a master key for tests, of 32 characters or more".into());
    (settings.passwords.memory_kib, settings.passwords.iterations) = (64, 1);
    settings.http.workers = 1;
    settings
}

/// A database that no node opened yet, and the settings of a node over it. The database is gone when
/// the first of them is dropped.
pub async fn unopened(backend: Backend) -> (impl Sized, Settings) {
    let database = database::Database::create(backend).await;
    let settings = settings_for(&database);
    (database, settings)
}

impl World {
    /// The context of an operation at the command line, now.
    pub fn context(&self) -> OperationContext {
        self.provider.context(Actor::CommandLine)
    }

    pub async fn open(backend: Backend) -> Self {
        Self::open_with(backend, |_| {}).await
    }

    pub async fn open_with(backend: Backend, change: impl FnOnce(&mut Settings)) -> Self {
        Self::opened(backend, true, change).await
    }

    async fn opened(
        backend: Backend,
        has_workers: bool,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        let database = Arc::new(database::Database::migrated(backend).await);
        let now = 1_800_000_000_000;
        let world = Box::pin(Self::started(database, now, has_workers, change)).await;
        world.declare_everybody().await;
        world
    }

    /// A world with everything on that the certification profiles ask for.
    pub async fn open_wide(backend: Backend) -> Self {
        Self::open_with(backend, |settings| {
            settings.authorization.response_types =
                doorward_protocol::oauth::response_type::ResponseType::NAMES
                    .map(str::to_owned)
                    .to_vec();
            settings.registration.mode = "open".into();
            settings.sign_up.mode = "open".into();
            settings.outbound.allow_private_addresses = true;
        })
        .await
    }

    /// A world at the machine's time, for libraries that read the machine's clock.
    pub async fn open_now(backend: Backend) -> Self {
        Self::open_now_with(backend, |_| {}).await
    }

    pub async fn open_now_with(backend: Backend, change: impl FnOnce(&mut Settings)) -> Self {
        let database = Arc::new(database::Database::migrated(backend).await);
        let world = Box::pin(Self::on(database, startup::SystemClock.now().0, change)).await;
        world.declare_everybody().await;
        world
    }

    /// Another node over the same database, with the same issuer.
    pub async fn another_node(&self) -> Self {
        self.another_node_with(|_| {}).await
    }

    pub async fn another_node_with(&self, change: impl FnOnce(&mut Settings)) -> Self {
        let (issuer, before) = (self.issuer.clone(), self.settings.clone());
        Self::on(
            Arc::clone(&self.database),
            self.clock.now().0,
            move |settings| {
                settings.issuer = issuer;
                settings.redis.url = before.redis.url;
                settings.outbound = before.outbound;
                settings.rate_limits = before.rate_limits;
                settings.registration = before.registration;
                change(settings);
            },
        )
        .await
    }

    async fn on(
        database: Arc<database::Database>,
        now: i64,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        Self::started(database, now, true, change).await
    }

    async fn started(
        database: Arc<database::Database>,
        now: i64,
        has_workers: bool,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        let mut settings = Box::new(settings_for(&database));
        change(&mut settings);
        let clock = Arc::new(TestClock::at(now));
        let shared: Arc<dyn Clock> = clock.clone();
        let provider =
            startup::provider_with_keys(&settings, Schema::Migrate, shared, keys::generate)
                .await
                .unwrap();
        let shared = Arc::clone(&provider);
        let server = if has_workers {
            startup::serve(shared, &settings).await.unwrap()
        } else {
            let server = startup::serve_without_workers(shared, &settings);
            server.await.unwrap()
        };
        let handle = server.handle();
        tokio::spawn(server);
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let issuer = settings.issuer.clone();
        Self {
            provider,
            clock,
            issuer,
            http,
            settings,
            handle,
            database,
        }
    }

    async fn declare_everybody(&self) {
        for (email, password, username, name) in [
            (ADA.0, ADA.1, "ada", "Ada Lovelace"),
            (GRACE.0, GRACE.1, "grace", "Grace Hopper"),
        ] {
            let claims = StandardClaims {
                name: Some(name.into()),
                phone_number: Some("+44 20 7946 0000".into()),
                ..StandardClaims::default()
            };
            self.put_user(email, Some(username), password, claims).await;
        }
        let common = json!({
            "redirect_uris": [CALLBACK, "http://127.0.0.1/cb"], "post_logout_redirect_uris": ["https://notes.example/bye"],
            "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
            "scope": "openid profile email address phone offline_access notes:read",
        });
        self.client(
            "notes",
            &common,
            &json!({"client_name": "Notes", "first_party": true}),
        )
        .await;
        self.client(
            "photos",
            &common,
            &json!({"client_name": "Photos", "redirect_uris": ["https://photos.example/callback"]}),
        )
        .await;
        let public = json!({"token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"], "first_party": true});
        self.client("spa", &common, &public).await;
    }

    /// Declares a user. One whose address nobody gets any more is stored as an earlier release did.
    pub async fn put_user(
        &self,
        email: &str,
        username: Option<&str>,
        password: &str,
        claims: StandardClaims,
    ) {
        const STATED: &str = "of-an-earlier-release@example.com";
        let known = self.provider.store().user_by_email(email).await.unwrap();
        let is_old = known.is_none() && check_address(email) == Err(AddressProblem::Unmailable);
        let declaration = accounts::Declaration {
            email: if is_old { STATED } else { email }.into(),
            username: username.map(str::to_owned),
            password: Some(password.into()),
            claims,
        };
        self.provider
            .users()
            .put(&self.context(), declaration, None)
            .await
            .unwrap();
        if is_old {
            self.execute(&format!(
                "UPDATE users SET email = '{email}', email_folded = '{}' WHERE email = '{STATED}'",
                fold_address(email)
            ))
            .await;
        }
    }

    /// One more user.
    pub async fn user(&self, email: &str, password: &str) {
        self.put_user(email, None, password, StandardClaims::default())
            .await;
    }

    /// Registers a client; `extra` goes over `common`.
    pub async fn client(&self, client_id: &str, common: &Value, extra: &Value) {
        let mut document = common.clone();
        document["client_id"] = client_id.into();
        for (name, value) in extra.as_object().unwrap() {
            document[name] = value.clone();
        }
        let client: doorward_protocol::clients::client::Client =
            serde_json::from_value(document).unwrap();
        let client_secret = (client.token_endpoint_auth_method.uses_secret()
            && client.forward_auth.is_none())
        .then(|| SECRET.to_owned());
        let declaration = clients::Declaration {
            client,
            client_secret,
            client_secret_hash: None,
            client_secrets: Vec::new(),
        };
        self.provider
            .clients()
            .declare(&self.context(), declaration, "client.added")
            .await
            .unwrap();
        self.expire_versions();
    }

    /// Makes this node ask for the version of clients, providers and keys at its next request: it
    /// asks every two milliseconds at most, and every twenty for public documents.
    pub fn expire_versions(&self) {
        self.clock.pass(Duration::from_millis(20));
    }

    /// Delivers what is due in the outbox of this node until nothing is due or under way: what was
    /// not sent by then is not sent before the clock moves.
    pub async fn deliver_all(&self) {
        let outbox = self.provider.outbox();
        eventually("an outbox with nothing due", async || {
            // A message may wait for a delivery of the worker to end, and is due only then: what
            // counts is a look at the outbox that no delivery overlapped.
            let begun = outbox.deliveries_begun();
            let is_quiet = outbox.deliveries_under_way() == 0;
            let started = outbox.deliver_due(&self.context()).await.unwrap();
            is_quiet && started == 0 && outbox.deliveries_begun() == begun
        })
        .await;
    }

    /// Lets time pass for the provider. What happened before is recorded at its own time: a delivery
    /// whose receiver has answered ends first.
    pub async fn advance(&self, by: Lifetime) {
        let outbox = self.provider.outbox();
        eventually("an end of the deliveries", async || {
            outbox.deliveries_under_way() == 0
        })
        .await;
        self.clock.advance(by);
    }

    pub fn database_url(&self) -> String {
        self.database.url()
    }

    /// The provider's present, in seconds.
    pub fn clock_seconds(&self) -> i64 {
        self.provider.clock().now().seconds()
    }

    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.issuer)
    }

    /// A path at this node. The issuer is the address of the first one.
    pub fn here(&self, path: &str) -> String {
        let port = self.settings.listen.rsplit(':').next().unwrap();
        if self.issuer.ends_with(&format!(":{port}")) {
            self.at(path)
        } else {
            format!("http://{}{path}", self.settings.listen)
        }
    }

    pub fn browser(&self) -> Browser {
        Browser::new(self)
    }

    /// A browser in which somebody signed in.
    pub async fn signed_in(&self, who: (&str, &str)) -> Browser {
        let mut browser = self.browser();
        let account = format!("{}/account", self.provider.settings().issuer.path());
        let page = browser.get("/sign-in").await;
        let answer = browser
            .submit(&page, &[("username", who.0), ("password", who.1)])
            .await;
        assert_eq!(
            (answer.status, answer.location.as_deref()),
            (303, Some(account.as_str())),
            "{}",
            answer.body
        );
        browser
    }

    /// The user's identifier.
    pub async fn sub(&self, email: &str) -> String {
        self.provider
            .store()
            .user_by_identifier(email)
            .await
            .unwrap()
            .unwrap()
            .id
    }

    pub async fn disable(&self, email: &str) {
        let user = self
            .provider
            .store()
            .user_by_identifier(email)
            .await
            .unwrap()
            .unwrap();
        self.provider
            .users()
            .set_disabled(&self.context(), &user, true)
            .await
            .unwrap();
    }

    /// Somebody signs in, and an administrator ends every session of theirs.
    pub async fn end_all(&self, who: (&str, &str)) {
        self.signed_in(who).await;
        let user_id = self.sub(who.0).await;
        self.provider
            .sessions()
            .end_all(&self.context(), &user_id, None, EndReason::Administrator)
            .await
            .unwrap();
    }

    /// The mails that this node delivered to its mailbox, the newest first, once nothing is due.
    pub async fn mails(&self) -> Vec<Value> {
        self.deliver_all().await;
        let listed = self.text_at("/dev/mail.json").await;
        serde_json::from_str(&listed).unwrap_or_else(|_| panic!("no mailbox: {listed}"))
    }

    /// The newest mail to an address.
    pub async fn mail_to(&self, address: &str) -> Value {
        let mails = self.mails().await;
        let found = mails.iter().find(|mail| mail["to"] == address);
        found
            .unwrap_or_else(|| panic!("no mail to {address}: {mails:?}"))
            .clone()
    }

    /// The link to a page in the newest mail to an address that has one.
    pub async fn link_to(&self, address: &str, page: &str) -> String {
        let start = self.at(page);
        let mails = self.mails().await;
        let texts = mails
            .iter()
            .filter(|mail| mail["to"] == address)
            .filter_map(|mail| mail["text"].as_str());
        let mut links = texts.flat_map(|text| text.lines().filter(|line| line.starts_with(&start)));
        let link = links.next();
        link.unwrap_or_else(|| panic!("no link to {page}: {mails:?}"))
            .to_owned()
    }

    /// Posts a form to an endpoint for programs.
    pub async fn post(
        &self,
        path: &str,
        authorization: Option<String>,
        form: &[(&str, &str)],
    ) -> (u16, Value) {
        let (status, _, body) = self.post_raw(path, authorization, encode(form)).await;
        (status, serde_json::from_str(&body).unwrap_or(Value::Null))
    }

    /// The text at a path that anybody may get.
    pub async fn text_at(&self, path: &str) -> String {
        let response = self.http.get(self.here(path)).send().await.unwrap();
        response.text().await.unwrap()
    }

    pub async fn post_raw(
        &self,
        path: &str,
        authorization: Option<String>,
        body: String,
    ) -> (u16, reqwest::header::HeaderMap, String) {
        let mut request = self
            .http
            .post(self.here(path))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        let response = request.send().await.unwrap();
        (
            response.status().as_u16(),
            response.headers().clone(),
            response.text().await.unwrap(),
        )
    }
}

/// Each test once on SQLite and once on PostgreSQL, in a world with everything on.
#[macro_export]
macro_rules! on_both_wide {
    ($($name:ident),* $(,)?) => {
        mod sqlite { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { super::$name($crate::world::World::open_wide($crate::world::Backend::Sqlite).await).await; } )* }
        mod postgres { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { super::$name($crate::world::World::open_wide($crate::world::Backend::Postgres).await).await; } )* }
    };
}

/// Each test once on SQLite and once on PostgreSQL.
#[macro_export]
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {
        mod sqlite { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { super::$name($crate::world::World::open($crate::world::Backend::Sqlite).await).await; } )* }
        mod postgres { $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { super::$name($crate::world::World::open($crate::world::Backend::Postgres).await).await; } )* }
    };
}
