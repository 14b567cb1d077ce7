//! What nodes share through Redis: cached sessions and counters. Redis may be lost, slow, empty or
//! outdated at any time, and anybody may have written to it: the rows in SQL are the truth, and this
//! module hands out texts that its caller must prove to be a node's before it believes them.
//!
//! An entry is a live session, or the mark that the session behind an identifier ended. A mark is
//! never overwritten, so that a slow reader cannot bring a session back. When a mark cannot be
//! written, the epoch in SQL advances, and every node ignores all older entries.

mod link;

use doorward_protocol::{secret::Digest, time::Clock};

use crate::redis::link::{Link, Target, is_lost};
use ::redis::{RedisError, Script};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::task::JoinHandle;

/// How long a request waits for Redis.
const TIMEOUT: Duration = Duration::from_millis(250);
/// How long Redis is not asked after a failure.
const BACKOFF: Duration = Duration::from_secs(1);
/// How long an entry of a live session is kept, in seconds.
pub const LIVE_TTL: i64 = 300;
/// How long a mark is kept, in seconds: longer than any request that read the row before.
const ENDED_TTL: u64 = 600;
/// The size of the largest entry, in bytes. A larger one was not written by this program.
const MAX_ENTRY: usize = 8 * 1024;
/// How many nodes a counter can have. One with more was not written by this program.
const MAX_NODES: usize = 256;

/// The entry of an identifier, with what marks its end.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The identifier of a session in a browser.
    pub key: &'a Digest,
    /// The text that is kept: a live session.
    pub live: &'a str,
    /// The text that marks the end of the session.
    pub mark: &'a str,
}

/// The mark that the session behind an identifier ended.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The identifier of a session in a browser.
    pub key: Digest,
    /// The text that is kept.
    pub text: String,
}

/// What one node has counted.
#[derive(Clone, Copy, Debug)]
pub struct NodeCount<'a> {
    /// The name of the counter.
    pub name: &'a str,
    /// The node, by an identifier of its own.
    pub node: &'a str,
    /// The count of the node, as text.
    pub text: &'a str,
    /// How long the counter is kept, in seconds.
    pub seconds: i64,
}

/// The session cache behind a circuit breaker.
#[derive(Clone)]
pub struct SessionCache {
    target: Target,
    state: Arc<Mutex<State>>,
    clock: Arc<dyn Clock>,
}

struct State {
    connection: Option<Link>,
    /// A connection was lost. Redis may have lost the newest marks with it: a replica that did not
    /// get them took over, or an old snapshot was loaded. Nothing may be read until the epoch has
    /// advanced.
    is_stale: bool,
    /// The end of the backoff as a monotonic reading; `None` before the first failure.
    backoff_until: Option<Duration>,
    is_connecting: bool,
}

impl SessionCache {
    /// A cache at a URL, not connected yet. Over TLS the certificate authorities of a PEM file, if
    /// there is one, are trusted instead of the public ones.
    ///
    /// # Errors
    /// Where the URL is not one of Redis.
    pub fn new(url: &str, authority: Option<&[u8]>, clock: Arc<dyn Clock>) -> Result<Self, String> {
        let state = State {
            connection: None,
            is_stale: false,
            backoff_until: None,
            is_connecting: false,
        };
        Ok(Self {
            target: Target::parse(url, authority, TIMEOUT)?,
            state: Arc::new(Mutex::new(state)),
            clock,
        })
    }

    /// Reads the entry of an identifier; `None` where there is none, or Redis is unavailable.
    pub async fn get(&self, epoch: i64, key: &Digest) -> Option<String> {
        let name = entry(epoch, key);
        let value: Option<String> = self
            .send(async |mut connection| {
                ::redis::cmd("GET")
                    .arg(&name)
                    .query_async(&mut connection)
                    .await
            })
            .await?;
        value.filter(|text| text.len() <= MAX_ENTRY)
    }

    /// Stores a live session, unless it is marked as ended.
    pub async fn put(&self, epoch: i64, put: Entry<'_>) {
        let script = Script::new(
            "if redis.call('GET', KEYS[1]) == ARGV[2] then return 0 end
             redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[3]) return 1",
        );
        let name = entry(epoch, put.key);
        let _: Option<i64> = self
            .send(async |mut connection| {
                script
                    .key(&name)
                    .arg(put.live)
                    .arg(put.mark)
                    .arg(LIVE_TTL)
                    .invoke_async(&mut connection)
                    .await
            })
            .await;
    }

    /// Marks identifiers as ended. `false`: Redis is unavailable, and the epoch must advance.
    pub async fn end(&self, epoch: i64, marks: &[Mark]) -> bool {
        if marks.is_empty() {
            return true;
        }
        let answer = self.send(async |mut connection| {
            // One by one: in a Cluster they may lie on different nodes.
            for Mark { key, text } in marks {
                let mut mark = ::redis::cmd("SET");
                mark.arg(entry(epoch, key))
                    .arg(text)
                    .arg("EX")
                    .arg(ENDED_TTL)
                    .exec_async(&mut connection)
                    .await?;
            }
            Ok(())
        });
        answer.await.is_some()
    }

    /// Shares what this node has counted, and returns what every node has, by node; `None` where
    /// Redis is unavailable. A counter of more nodes than there can be is empty.
    pub async fn share_count(&self, count: NodeCount<'_>) -> Option<HashMap<String, String>> {
        let script = Script::new(
            "redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
             redis.call('EXPIRE', KEYS[1], ARGV[3])
             if redis.call('HLEN', KEYS[1]) > tonumber(ARGV[4]) then return {} end
             return redis.call('HGETALL', KEYS[1])",
        );
        let name = format!("doorward:limit:{}", count.name);
        self.send(async |mut connection| {
            script
                .key(&name)
                .arg(count.node)
                .arg(count.text)
                .arg(count.seconds)
                .arg(MAX_NODES)
                .invoke_async(&mut connection)
                .await
        })
        .await
    }

    /// Whether Redis answers and takes writes: one that is full, or became a replica, answers.
    pub async fn is_healthy(&self) -> bool {
        let connection = match self.link_state() {
            LinkState::Ready(connection) => connection,
            // A health check may wait for the connection: no user waits for it.
            LinkState::Connect | LinkState::Reconnect => match self.spawn_connect().await {
                Ok(Some(connection)) => connection,
                _ => return false,
            },
            LinkState::Backoff => return false,
        };
        let written = self.send_over(*connection, async |mut connection| {
            let mut write = ::redis::cmd("SET");
            write.arg("doorward:probe").arg("").arg("EX").arg(LIVE_TTL);
            write.exec_async(&mut connection).await
        });
        written.await.is_some()
    }

    async fn send<T>(&self, request: impl AsyncFnOnce(Link) -> Result<T, RedisError>) -> Option<T> {
        let connection = self.connection().await?;
        self.send_over(connection, request).await
    }

    async fn send_over<T>(
        &self,
        connection: Link,
        request: impl AsyncFnOnce(Link) -> Result<T, RedisError>,
    ) -> Option<T> {
        match tokio::time::timeout(TIMEOUT, request(connection)).await {
            Ok(Ok(answer)) => Some(answer),
            Ok(Err(error)) if !is_lost(&error) => {
                tracing::warn!(
                    kind = ?error.kind(),
                    "Redis answered with an error; the database is read instead"
                );
                None
            }
            _ => {
                self.open_circuit();
                None
            }
        }
    }

    /// Whether Redis may hold older entries than were written: from the loss of a connection until
    /// [`SessionCache::mark_fresh`].
    pub fn is_stale(&self) -> bool {
        self.state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_stale
    }

    /// Says that the epoch has advanced, so that no entry from before the loss is read any more.
    pub fn mark_fresh(&self) {
        self.state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_stale = false;
    }

    /// The connection. The first request waits until it is made; after a loss it is made again in
    /// the background, so that no request waits.
    async fn connection(&self) -> Option<Link> {
        match self.link_state() {
            LinkState::Ready(connection) => Some(*connection),
            LinkState::Connect => self
                .spawn_connect()
                .await
                .ok()
                .flatten()
                .map(|connection| *connection),
            LinkState::Reconnect => {
                drop(self.spawn_connect());
                None
            }
            LinkState::Backoff => None,
        }
    }

    /// Connects in a task of its own, so that a cancelled request does not cancel the attempt.
    fn spawn_connect(&self) -> JoinHandle<Option<Box<Link>>> {
        let cache = self.clone();
        tokio::spawn(async move { cache.connect().await })
    }

    /// What to do about the connection. A caller that is told to connect must do so.
    fn link_state(&self) -> LinkState {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(connection) = &state.connection {
            return LinkState::Ready(Box::new(connection.clone()));
        }
        if state.is_connecting
            || state
                .backoff_until
                .is_some_and(|until| self.clock.monotonic() < until)
        {
            return LinkState::Backoff;
        }
        state.is_connecting = true;
        if state.backoff_until.is_none() {
            LinkState::Connect
        } else {
            LinkState::Reconnect
        }
    }

    async fn connect(&self) -> Option<Box<Link>> {
        let made = tokio::time::timeout(TIMEOUT, self.target.connect(TIMEOUT)).await;
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_connecting = false;
        if let Ok(Ok(connection)) = made {
            tracing::info!("Redis answers");
            state.connection = Some(connection.clone());
            return Some(Box::new(connection));
        }
        state.backoff_until = Some(self.clock.monotonic() + BACKOFF);
        None
    }

    fn open_circuit(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.connection.take().is_some() {
            state.is_stale = true;
            tracing::warn!("Redis does not answer; sessions are read from the database meanwhile");
        }
        state.backoff_until = Some(self.clock.monotonic() + BACKOFF);
    }
}

/// What to do about the connection.
enum LinkState {
    /// The connection can be used.
    Ready(Box<Link>),
    /// Make the first one.
    Connect,
    /// Make it again, after it was lost.
    Reconnect,
    /// Do without: another task is connecting, or the last attempt failed a moment ago.
    Backoff,
}

fn entry(epoch: i64, key: &Digest) -> String {
    format!("doorward:session:{epoch}:{}", key.as_str())
}
