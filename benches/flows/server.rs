//! The servers under load: the release binary on each database, and a bare actix-web route to
//! measure the machine by.

use super::client;
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    PostgresAndRedis,
}

impl Database {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::PostgresAndRedis => "PostgreSQL + Redis",
        }
    }

    pub fn named(name: &str) -> Self {
        match name {
            "sqlite" => Self::Sqlite,
            "postgres" => Self::PostgresAndRedis,
            _ => panic!("{name} is no database: sqlite or postgres"),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    Rs256,
    Es256,
}

impl Algorithm {
    pub fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
        }
    }

    pub fn named(name: &str) -> Self {
        match name {
            "RS256" => Self::Rs256,
            "ES256" => Self::Es256,
            _ => panic!("{name} is no algorithm: RS256 or ES256"),
        }
    }
}

pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

pub fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run scripts/bench"))
}

/// The master key of the load.
pub const MASTER_KEY: &str = "a master key of the load, of 32 characters or more";

fn command(folder: &Path, environment: &[(String, String)], arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorward"));
    command
        .current_dir(folder)
        .args(arguments)
        .stdout(Stdio::null())
        .envs(environment.iter().cloned());
    command
}

/// A running Doorward.
pub struct Server {
    child: Child,
    database: Database,
    folder: PathBuf,
    /// The name of its database in PostgreSQL, and what its commands need to know.
    name: String,
    environment: Vec<(String, String)>,
    pub url: String,
    pub start_milliseconds: f64,
}

impl Server {
    pub async fn start(database: Database, algorithm: Algorithm) -> Self {
        Self::start_with(database, algorithm, &[]).await
    }

    /// A server with further settings, by the names of their environment variables; they go over its
    /// own.
    pub async fn start_with(
        database: Database,
        algorithm: Algorithm,
        settings: &[(&str, &str)],
    ) -> Self {
        let (port, name) = (
            free_port(),
            format!("doorward_bench_{}_{}", std::process::id(), free_port()),
        );
        let folder = PathBuf::from(variable("BENCH_FOLDER")).join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        let algorithms = if algorithm == Algorithm::Rs256 {
            "[\"RS256\"]"
        } else {
            "[\"ES256\"]"
        };
        let mut environment = vec![
            ("DOORWARD_LISTEN".to_owned(), format!("127.0.0.1:{port}")),
            (
                "DOORWARD_ISSUER".to_owned(),
                format!("http://localhost:{port}"),
            ),
            (
                "DOORWARD_KEYS__ALGORITHMS".to_owned(),
                algorithms.to_owned(),
            ),
            ("DOORWARD_LOG__LEVEL".to_owned(), "warn".to_owned()),
            ("DOORWARD_MASTER_KEY".to_owned(), MASTER_KEY.to_owned()),
        ];
        if database == Database::PostgresAndRedis {
            environment.push((
                "DOORWARD_DATABASE__URL".to_owned(),
                format!("{}/{name}", variable("BENCH_POSTGRES_URL")),
            ));
            environment.push((
                "DOORWARD_REDIS__URL".to_owned(),
                variable("BENCH_REDIS_URL"),
            ));
        }
        for (setting, value) in settings {
            environment.retain(|(known, _)| known != setting);
            environment.push(((*setting).to_owned(), (*value).to_owned()));
        }
        let command = |arguments: &[&str]| command(&folder, &environment, arguments);
        if database == Database::PostgresAndRedis {
            assert!(
                Command::new("psql")
                    .args([
                        &format!("{}/postgres", variable("BENCH_POSTGRES_URL")),
                        "-qc",
                        &format!("CREATE DATABASE {name}")
                    ])
                    .status()
                    .unwrap()
                    .success()
            );
            assert!(command(&["migrate"]).status().unwrap().success());
        }
        std::fs::write(folder.join("apply.toml"), declarations()).unwrap();
        assert!(
            command(&["apply", "apply.toml"])
                .status()
                .unwrap()
                .success()
        );
        let started = Instant::now();
        let child = command(&["serve"]).spawn().unwrap();
        let url = format!("http://127.0.0.1:{port}");
        first_answer(&url).await;
        let start_milliseconds = started.elapsed().as_secs_f64() * 1000.0;
        Self {
            child,
            database,
            folder,
            name,
            environment,
            url,
            start_milliseconds,
        }
    }

    /// Where its data is, in PostgreSQL.
    pub fn database_url(&self) -> String {
        format!("{}/{}", variable("BENCH_POSTGRES_URL"), self.name)
    }

    /// Where its data is, in SQLite.
    pub fn database_file(&self) -> PathBuf {
        self.folder.join("doorward.db")
    }

    /// Ends the process by a signal, and starts another in its place.
    pub async fn restart(&mut self, signal: &str) {
        let sent = Command::new("kill")
            .args([signal, &self.child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
        while self.child.try_wait().unwrap().is_none() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        self.child = command(&self.folder, &self.environment, &["serve"])
            .spawn()
            .unwrap();
        first_answer(&self.url).await;
    }

    /// Runs a command of the binary beside it.
    pub fn command(&self, arguments: &[&str]) -> std::process::Output {
        command(&self.folder, &self.environment, arguments)
            .stdout(Stdio::piped())
            .output()
            .unwrap()
    }

    /// Declares something more.
    pub fn apply(&self, declarations: &str) {
        std::fs::write(self.folder.join("more.toml"), declarations).unwrap();
        assert!(
            command(&self.folder, &self.environment, &["apply", "more.toml"])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Whose CPU is counted: the server's, and its databases'.
    pub fn pids(&self) -> Vec<u32> {
        let mut pids = vec![self.child.id()];
        if self.database == Database::PostgresAndRedis {
            pids.extend(
                ["BENCH_POSTGRES_PID", "BENCH_REDIS_PID"]
                    .map(|name| variable(name).trim().parse::<u32>().unwrap()),
            );
        }
        pids
    }

    pub fn resident_kilobytes(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .unwrap_or_default();
        status
            .lines()
            .find_map(|line| {
                line.strip_prefix("VmRSS:")?
                    .trim()
                    .trim_end_matches(" kB")
                    .trim()
                    .parse()
                    .ok()
            })
            .unwrap_or(0)
    }
}

/// Waits until a server answers.
async fn first_answer(url: &str) {
    let (http, started) = (client::http(), Instant::now());
    while http
        .get(format!("{url}/.well-known/jwks.json"))
        .send()
        .await
        .is_err()
    {
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "the server does not start"
        );
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn declarations() -> String {
    let client = format!(
        "[[clients]]\nclient_id = \"notes\"\nclient_secret = \"{}\"\nfirst_party = true\nredirect_uris = [\"{}\"]\ngrant_types = [\"authorization_code\", \"refresh_token\", \"client_credentials\"]\nscope = \"openid profile email offline_access notes:read\"\n",
        client::SECRET,
        client::CALLBACK
    );
    let hr = format!(
        "[[clients]]\nclient_id = \"hr\"\nclient_secret = \"{}\"\ngrant_types = [\"client_credentials\"]\nscope = \"global_token_revocation\"\n",
        client::SECRET
    );
    let users = (0..16).map(|n| format!("[[users]]\nemail = \"user{n}@example.com\"\nusername = \"user{n}\"\nname = \"User {n}\"\npassword = \"a few words of user {n}\"\n"));
    [client, hr].into_iter().chain(users).collect()
}

/// A bare actix-web route in a process of its own.
pub struct Plain {
    child: Child,
    port: u16,
}

impl Plain {
    pub async fn start() -> Self {
        let port = free_port();
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--plain", &port.to_string()])
            .spawn()
            .unwrap();
        let plain = Self { child, port };
        while client::http().get(plain.url()).send().await.is_err() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        plain
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The bare route itself.
pub async fn serve_plain(port: u16) {
    use actix_web::{App, HttpServer, web};
    let app = || App::new().route("/", web::get().to(|| async { "plain" }));
    HttpServer::new(app)
        .workers(2)
        .bind(("127.0.0.1", port))
        .unwrap()
        .run()
        .await
        .unwrap();
}
