//! Redis in front of the session rows: it makes them fast and may be lost, slow, empty or wrong at
//! any time.
//!
//! An entry is a live session, or the mark that the session behind an identifier ended. A mark is
//! never overwritten, so a reader that was slow cannot bring a session back. When a mark cannot be
//! written, the epoch in SQL moves on and every older entry is believed no more, on every node.

use doorward_protocol::{secret::Digest, sessions::sso_session::SsoSession};
mod link;

use crate::redis::link::{Link, Target, is_lost};
use ::redis::{RedisError, Script};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::task::JoinHandle;

/// No request waits longer for Redis.
const PATIENCE: Duration = Duration::from_millis(250);
/// After a failure Redis is left alone for so long.
const PAUSE: Duration = Duration::from_secs(1);
/// How long an entry may stand: the worst that a partition can do.
const LIVE_SECONDS: u64 = 300;
/// How long a mark stands: longer than any read can take.
const ENDED_SECONDS: u64 = 600;
/// The mark of an ended session.
const ENDED: &str = "ended";
/// Larger entries are not ours.
const LARGEST: usize = 8 * 1024;

/// What the cache knows of an identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cached {
    /// A live session.
    Live(SsoSession),
    /// It ended.
    Ended,
    /// Nothing, or Redis is away: ask SQL.
    Unknown,
}

/// The session cache behind a circuit breaker.
#[derive(Clone)]
pub struct SessionCache {
    target: Target,
    state: Arc<Mutex<State>>,
}

struct State {
    connection: Option<Link>,
    /// A connection was lost, and what Redis holds now may be what it held before the last marks: a
    /// replica that had not heard of them, or an old memory. Nothing is read until the epoch has
    /// moved.
    is_doubtful: bool,
    closed_until: Option<Instant>,
    connecting: bool,
}

impl SessionCache {
    /// A cache at this URL; over TLS with the authorities of a PEM, where there is one, instead of
    /// the public ones. Nothing is connected yet.
    ///
    /// # Errors
    /// Where the URL is none of Redis's.
    pub fn new(url: &str, authority: Option<&[u8]>) -> Result<Self, String> {
        let state = State {
            connection: None,
            is_doubtful: false,
            closed_until: None,
            connecting: false,
        };
        Ok(Self {
            target: Target::parse(url, authority, PATIENCE)?,
            state: Arc::new(Mutex::new(state)),
        })
    }

    /// What is known of the identifier.
    pub async fn get(&self, epoch: i64, key: &Digest) -> Cached {
        let name = entry(epoch, key);
        let value: Option<String> = match self
            .ask(async |mut connection| {
                ::redis::cmd("GET")
                    .arg(&name)
                    .query_async(&mut connection)
                    .await
            })
            .await
        {
            Some(value) => value,
            None => return Cached::Unknown,
        };
        match value {
            Some(mark) if mark == ENDED => Cached::Ended,
            Some(text) if text.len() <= LARGEST => {
                serde_json::from_str(&text).map_or(Cached::Unknown, Cached::Live)
            }
            _ => Cached::Unknown,
        }
    }

    /// Remembers a live session, unless it is marked as ended.
    pub async fn put(&self, epoch: i64, key: &Digest, session: &SsoSession) {
        let Ok(text) = serde_json::to_string(session) else {
            return;
        };
        let script = Script::new(
            "if redis.call('GET', KEYS[1]) == ARGV[2] then return 0 end redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[3]) return 1",
        );
        let name = entry(epoch, key);
        let _: Option<i64> = self
            .ask(async |mut connection| {
                script
                    .key(&name)
                    .arg(&text)
                    .arg(ENDED)
                    .arg(LIVE_SECONDS)
                    .invoke_async(&mut connection)
                    .await
            })
            .await;
    }

    /// Marks identifiers as ended; `false` where Redis could not be told.
    pub async fn end(&self, epoch: i64, keys: &[Digest]) -> bool {
        if keys.is_empty() {
            return true;
        }
        let told = self.ask(async |mut connection| {
            // One by one: in a Cluster each lies where its name says.
            for key in keys {
                let mut mark = ::redis::cmd("SET");
                mark.arg(entry(epoch, key))
                    .arg(ENDED)
                    .arg("EX")
                    .arg(ENDED_SECONDS)
                    .exec_async(&mut connection)
                    .await?;
            }
            Ok(())
        });
        told.await.is_some()
    }

    /// Counts one more under a name that is forgotten after so many seconds; the sum of all nodes,
    /// or nothing where Redis is away.
    pub async fn count(&self, name: &str, seconds: i64) -> Option<i64> {
        let script = Script::new(
            "local n = redis.call('INCR', KEYS[1]) if n == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end return n",
        );
        let name = format!("doorward:limit:{name}");
        self.ask(async |mut connection| {
            script
                .key(&name)
                .arg(seconds)
                .invoke_async(&mut connection)
                .await
        })
        .await
    }

    /// Whether Redis answers.
    pub async fn is_healthy(&self) -> bool {
        let connection = match self.due() {
            Due::Have(connection) => connection,
            // Who asks this waits for the answer: it is no request of a user.
            Due::First | Due::Again => match self.connecting().await {
                Ok(Some(connection)) => connection,
                _ => return false,
            },
            Due::Not => return false,
        };
        let pong: Option<String> = self
            .ask_over(*connection, async |mut connection| {
                ::redis::cmd("PING").query_async(&mut connection).await
            })
            .await;
        pong.is_some()
    }

    async fn ask<T>(&self, request: impl AsyncFnOnce(Link) -> Result<T, RedisError>) -> Option<T> {
        let connection = self.connection().await?;
        self.ask_over(connection, request).await
    }

    async fn ask_over<T>(
        &self,
        connection: Link,
        request: impl AsyncFnOnce(Link) -> Result<T, RedisError>,
    ) -> Option<T> {
        match tokio::time::timeout(PATIENCE, request(connection)).await {
            Ok(Ok(answer)) => Some(answer),
            Ok(Err(error)) if !is_lost(&error) => {
                tracing::warn!(kind = ?error.kind(), "Redis holds something unexpected; the database is asked instead");
                None
            }
            _ => {
                self.open_circuit();
                None
            }
        }
    }

    /// Whether what Redis holds may be older than what was written: after a connection was lost,
    /// until [`SessionCache::trust`].
    pub fn is_doubtful(&self) -> bool {
        self.state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_doubtful
    }

    /// Every older entry has lost its standing: what is written from now on may be believed.
    pub fn trust(&self) {
        self.state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_doubtful = false;
    }

    /// The connection there is. The first one is waited for; one that was lost is made again beside
    /// the requests, so that none of them waits.
    async fn connection(&self) -> Option<Link> {
        match self.due() {
            Due::Have(connection) => Some(*connection),
            Due::First => self
                .connecting()
                .await
                .ok()
                .flatten()
                .map(|connection| *connection),
            Due::Again => {
                drop(self.connecting());
                None
            }
            Due::Not => None,
        }
    }

    /// Makes the connection in a task of its own: a request that is given up on the way leaves
    /// nothing half done.
    fn connecting(&self) -> JoinHandle<Option<Box<Link>>> {
        let cache = self.clone();
        tokio::spawn(async move { cache.connect().await })
    }

    /// What there is to do about the connection; whoever is told to make it does.
    fn due(&self) -> Due {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(connection) = &state.connection {
            return Due::Have(Box::new(connection.clone()));
        }
        if state.connecting
            || state
                .closed_until
                .is_some_and(|until| Instant::now() < until)
        {
            return Due::Not;
        }
        state.connecting = true;
        if state.closed_until.is_none() {
            Due::First
        } else {
            Due::Again
        }
    }

    async fn connect(&self) -> Option<Box<Link>> {
        let made = tokio::time::timeout(PATIENCE, self.target.connect(PATIENCE)).await;
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.connecting = false;
        if let Ok(Ok(connection)) = made {
            tracing::info!("Redis answers");
            state.connection = Some(connection.clone());
            return Some(Box::new(connection));
        }
        state.closed_until = Some(Instant::now() + PAUSE);
        None
    }

    fn open_circuit(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.connection.take().is_some() {
            state.is_doubtful = true;
            tracing::warn!("Redis does not answer; sessions come from the database meanwhile");
        }
        state.closed_until = Some(Instant::now() + PAUSE);
    }
}

/// What there is to do about a connection.
enum Due {
    /// It is there.
    Have(Box<Link>),
    /// It was never made.
    First,
    /// It was lost, and may be made again.
    Again,
    /// Somebody makes it, or it was tried a moment ago.
    Not,
}

fn entry(epoch: i64, key: &Digest) -> String {
    format!("doorward:session:{epoch}:{}", key.as_str())
}
