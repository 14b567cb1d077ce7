//! What breaks during a run.

use super::super::server::{Database, Server, free_port};
use sqlx::{Connection, SqliteConnection};
use std::{
    collections::BTreeMap,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tokio::{sync::Mutex, time::sleep};

/// How long the load has between two faults.
const FAULT_INTERVAL: Duration = Duration::from_secs(3);

/// What can break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    ServerKilled,
    ServerTold,
    KeysRotated,
    RedisKilled,
    RedisEmptied,
    RedisFrozen,
    ConnectionsCut,
    DatabaseHeld,
}

impl Fault {
    fn name(self) -> &'static str {
        match self {
            Self::ServerKilled => "servers killed",
            Self::ServerTold => "servers restarted in order",
            Self::KeysRotated => "keys rotated",
            Self::RedisKilled => "times Redis killed",
            Self::RedisEmptied => "times Redis emptied",
            Self::RedisFrozen => "times Redis frozen",
            Self::ConnectionsCut => "times the connections of PostgreSQL cut",
            Self::DatabaseHeld => "times SQLite held by another process",
        }
    }

    fn restarts(self) -> bool {
        matches!(self, Self::ServerKilled | Self::ServerTold)
    }
}

/// The faults of one store, and its Redis.
pub struct Faults {
    database: Database,
    port: u16,
    redis: Option<Child>,
    done: BTreeMap<&'static str, usize>,
}

impl Drop for Faults {
    fn drop(&mut self) {
        self.kill_redis();
    }
}

impl Faults {
    pub async fn new(database: Database) -> Self {
        let mut faults = Self {
            database,
            port: free_port(),
            redis: None,
            done: BTreeMap::new(),
        };
        if database == Database::PostgresAndRedis {
            faults.start_redis();
            while tokio::net::TcpStream::connect(("127.0.0.1", faults.port))
                .await
                .is_err()
            {
                sleep(Duration::from_millis(5)).await;
            }
        }
        faults
    }

    /// Where its Redis is.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        let url = format!("redis://127.0.0.1:{}/", self.port);
        let has_redis = self.database == Database::PostgresAndRedis;
        has_redis
            .then_some(("DOORWARD_REDIS__URL", url))
            .into_iter()
            .collect()
    }

    /// What was done, by its name.
    pub fn count(&self) -> BTreeMap<&'static str, usize> {
        self.done.clone()
    }

    fn start_redis(&mut self) {
        let port = self.port.to_string();
        let child = Command::new("redis-server")
            .args([
                "--port",
                &port,
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
            ])
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server is installed by scripts/soak");
        self.redis = Some(child);
    }

    fn kill_redis(&mut self) {
        if let Some(mut child) = self.redis.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Breaks one thing after another until the time is over.
    pub async fn go_on(&mut self, server: &Mutex<Server>, started: Instant, time: Duration) {
        let kinds: &[Fault] = match self.database {
            Database::Sqlite => &[
                Fault::ServerKilled,
                Fault::KeysRotated,
                Fault::DatabaseHeld,
                Fault::ServerTold,
            ],
            Database::PostgresAndRedis => &[
                Fault::RedisKilled,
                Fault::ConnectionsCut,
                Fault::ServerKilled,
                Fault::RedisEmptied,
                Fault::KeysRotated,
                Fault::RedisFrozen,
                Fault::ServerTold,
            ],
        };
        // Of a short run each is a part; of a long one the pauses are the longer.
        let pause = FAULT_INTERVAL.max(time / 200);
        for fault in kinds.iter().cycle() {
            let left = time.saturating_sub(started.elapsed());
            if left < pause {
                sleep(left).await;
                return;
            }
            if fault.restarts() && started.elapsed() > time / 2 {
                continue;
            }
            sleep(pause).await;
            self.happens(*fault, server).await;
            *self.done.entry(fault.name()).or_default() += 1;
        }
    }

    async fn happens(&mut self, fault: Fault, server: &Mutex<Server>) {
        match fault {
            Fault::ServerKilled => server.lock().await.restart("-KILL").await,
            Fault::ServerTold => server.lock().await.restart("-TERM").await,
            Fault::KeysRotated => {
                // A key that signs now, so that old tokens are verified by an older one. Refused
                // where the database is away: then there is another time.
                server.lock().await.command(&["keys", "rotate", "--now"]);
            }
            Fault::RedisKilled => {
                self.kill_redis();
                sleep(Duration::from_secs(1)).await;
                self.start_redis();
            }
            Fault::RedisEmptied => self.redis_cli("FLUSHALL"),
            Fault::RedisFrozen => {
                self.signal_redis("-STOP");
                sleep(Duration::from_secs(1)).await;
                self.signal_redis("-CONT");
            }
            Fault::ConnectionsCut => {
                let url = server.lock().await.database_url();
                let cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
                let said = Command::new("psql").args([&url, "-qAtc", cut]).output();
                assert!(said.unwrap().status.success());
            }
            Fault::DatabaseHeld => {
                let file = server.lock().await.database_file();
                let url = format!("sqlite://{}", file.display());
                let mut connection = SqliteConnection::connect(&url).await.unwrap();
                if sqlx::query("BEGIN IMMEDIATE")
                    .execute(&mut connection)
                    .await
                    .is_ok()
                {
                    sleep(Duration::from_secs(1)).await;
                    let _ = sqlx::query("ROLLBACK").execute(&mut connection).await;
                }
                let _ = connection.close().await;
            }
        }
    }

    fn signal_redis(&self, signal: &str) {
        if let Some(child) = &self.redis {
            let _ = Command::new("kill")
                .args([signal, &child.id().to_string()])
                .status();
        }
    }

    fn redis_cli(&self, command: &str) {
        let port = self.port.to_string();
        let _ = Command::new("redis-cli")
            .args(["-p", &port, command])
            .stdout(Stdio::null())
            .status();
    }
}
