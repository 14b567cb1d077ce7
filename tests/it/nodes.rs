//! Several processes on one PostgreSQL and one Redis, and Redis lost on the way.

use crate::world::{ADA, Backend, World, authorize_query, eventually, listens};
use std::process::{Child, Command, Stdio};

/// A Redis of this test's own.
pub struct Redis {
    child: Child,
    port: u16,
}

impl Redis {
    pub async fn start(port: u16) -> Self {
        Self::start_with(port, &["--port", &port.to_string()]).await
    }

    /// One that speaks nothing but TLS.
    pub async fn start_tls(port: u16, certificate: &str, key: &str) -> Self {
        let port_text = port.to_string();
        let tls = [
            "--port",
            "0",
            "--tls-port",
            &port_text,
            "--tls-cert-file",
            certificate,
            "--tls-key-file",
            key,
            "--tls-auth-clients",
            "no",
        ];
        Self::start_with(port, &tls).await
    }

    async fn start_with(port: u16, arguments: &[&str]) -> Self {
        let child = Command::new("redis-server")
            .args(["--save", "", "--appendonly", "no", "--bind", "127.0.0.1"])
            .args(arguments)
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server is missing: run ./scripts/test, which installs it");
        let redis = Self { child, port };
        listens("127.0.0.1", port).await;
        redis
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    /// A command whose answer is a text, or nothing.
    pub async fn text(&self, command: &[&str]) -> Option<String> {
        self.query(command).await
    }

    /// A command whose answer is a number.
    pub async fn integer(&self, command: &[&str]) -> i64 {
        self.query(command).await
    }

    /// Keeps every command from now on, in the slow log.
    pub async fn log_commands(&self) {
        self.text(&["CONFIG", "SET", "slowlog-log-slower-than", "0"])
            .await;
    }

    /// The arguments of the latest commands, since [`Redis::log_commands`].
    pub async fn arguments(&self) -> Vec<String> {
        type Command = (i64, i64, i64, Vec<String>, String, String);
        let log: Vec<Command> = self.query(&["SLOWLOG", "GET", "128"]).await;
        log.into_iter().flat_map(|command| command.3).collect()
    }

    /// The fields of a hash.
    pub async fn fields(&self, name: &str) -> Vec<String> {
        self.query(&["HKEYS", name]).await
    }

    /// The names that begin so.
    pub async fn names(&self, prefix: &str) -> Vec<String> {
        let mut names: Vec<String> = self.query(&["KEYS", &format!("{prefix}*")]).await;
        names.sort();
        names
    }

    async fn query<T: redis::FromRedisValue>(&self, command: &[&str]) -> T {
        let client = redis::Client::open(self.url()).unwrap();
        let mut connection = client.get_multiplexed_async_connection().await.unwrap();
        let mut request = redis::cmd(command[0]);
        command[1..].iter().for_each(|argument| {
            request.arg(*argument);
        });
        request.query_async(&mut connection).await.unwrap()
    }

    pub async fn command(&self, command: &[&str]) -> String {
        let value: redis::Value = self.query(command).await;
        format!("{value:?}")
    }

    pub fn signal(&self, signal: &str) {
        assert!(
            Command::new("kill")
                .args([signal, &self.child.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub async fn with_redis(backend: Backend) -> (Redis, World) {
    let redis = Redis::start(crate::world::free_port()).await;
    let url = redis.url();
    let world = World::open_with(backend, |settings| settings.redis.url = Some(url.into())).await;
    (redis, world)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_on_one_postgres_and_one_redis_serve_the_same_user() {
    let (_redis, first) = with_redis(Backend::Postgres).await;
    let second = first.another_node().await;
    let mut browser = first.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    // Begun at one node, finished at the other: no sticky sessions.
    browser.issuer = format!("http://{}", second.settings.listen);
    let answer = browser.sign_in_on(&page, ADA).await;
    let code = answer.parameter("code").unwrap();
    let (status, body) = first.redeem(&code).await;
    assert_eq!(status, 200, "{body}");
    let token = body["access_token"].as_str().unwrap();
    let at_second = second
        .http
        .get(format!("http://{}/userinfo", second.settings.listen))
        .bearer_auth(token)
        .send()
        .await
        .unwrap();
    assert_eq!(at_second.status().as_u16(), 200);
    let page = browser.get("/end_session").await;
    browser.submit(&page, &[]).await;
    // Signed out at the second: the first knows at once.
    assert_eq!(first.userinfo(token).await.0, 401);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_end_of_a_session_holds_on_every_node_at_once() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (redis, first) = with_redis(backend).await;
        let second = first.another_node().await;
        let mut browser = first.signed_in(ADA).await;
        for node in [&second, &first] {
            browser.issuer = format!("http://{}", node.settings.listen);
            assert_eq!(browser.get("/account").await.status, 200);
        }
        assert!(
            redis.command(&["DBSIZE"]).await.contains('1'),
            "Redis holds the session"
        );
        first.disable(ADA.0).await;
        for node in [&second, &first] {
            browser.issuer = format!("http://{}", node.settings.listen);
            assert_eq!(browser.get("/account").await.status, 303);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_signed_out_by_a_redis_that_is_empty_wrong_frozen_or_gone() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (redis, world) = with_redis(backend).await;
        let mut browser = world.signed_in(ADA).await;
        assert_eq!(browser.get("/account").await.status, 200);
        redis.command(&["FLUSHALL"]).await;
        world.forget_known().await;
        assert_eq!(browser.get("/account").await.status, 200, "empty");
        let keys = redis.command(&["KEYS", "doorward:session:*"]).await;
        let key = keys
            .split('\'')
            .nth(1)
            .or(keys.split('"').nth(1))
            .unwrap()
            .to_owned();
        redis.command(&["SET", &key, "{\"garbage\":"]).await;
        world.forget_known().await;
        assert_eq!(browser.get("/account").await.status, 200, "garbage");
        redis.command(&["DEL", &key]).await;
        redis.command(&["LPUSH", &key, "x"]).await;
        world.forget_known().await;
        assert_eq!(browser.get("/account").await.status, 200, "another type");
        redis.signal("-STOP");
        for _ in 0..3 {
            world.forget_known().await;
            let started = std::time::Instant::now();
            assert_eq!(browser.get("/account").await.status, 200, "frozen");
            assert!(
                started.elapsed() < std::time::Duration::from_secs(2),
                "{:?}",
                started.elapsed()
            );
        }
        // After the first ones nobody waits at all: for four seconds none takes as long as Redis is
        // given.
        let mut waited = 0;
        for _ in 0..40 {
            world.forget_known().await;
            let started = std::time::Instant::now();
            assert_eq!(browser.get("/account").await.status, 200, "frozen");
            waited += usize::from(started.elapsed() > std::time::Duration::from_millis(240));
            world.clock.pass(std::time::Duration::from_millis(100));
        }
        assert!(
            waited <= 1,
            "{waited} requests waited for a Redis that does not answer"
        );
        let ready = world.text_at("/readyz").await;
        assert!(ready.starts_with("ready, degraded: redis"), "{ready}");
        redis.signal("-CONT");
        let port = redis.port;
        drop(redis);
        world.forget_known().await;
        assert_eq!(browser.get("/account").await.status, 200, "gone");
        let tokens = world.tokens(&mut browser, &[]).await;
        assert_eq!(world.userinfo(&tokens.access).await.0, 200);
        let _again = Redis::start(port).await;
        world.forget_known().await;
        assert_eq!(browser.get("/account").await.status, 200, "back, and empty");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_ended_while_redis_was_away_stays_ended_when_it_returns_with_its_memory() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (redis, world) = with_redis(backend).await;
        let mut browser = world.signed_in(ADA).await;
        assert_eq!(
            browser.get("/account").await.status,
            200,
            "Redis remembers the session"
        );
        redis.signal("-STOP");
        world.disable(ADA.0).await;
        redis.signal("-CONT");
        world.clock.pass(std::time::Duration::from_millis(1200));
        eventually("Redis, back with its old memory", async || {
            world.provider.sessions().is_cache_healthy().await == Some(true)
        })
        .await;
        assert_eq!(browser.get("/account").await.status, 303);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_that_was_never_there_is_no_reason_not_to_start() {
    let port = crate::world::free_port();
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.redis.url = Some(format!("redis://127.0.0.1:{port}/").into());
    })
    .await;
    let mut browser = world.signed_in(ADA).await;
    assert_eq!(browser.get("/account").await.status, 200);
}
