//! Sessions in Redis, believed only where they are proven.
//!
//! An entry is believed where a node of this provider wrote it for this very identifier and epoch
//! (a MAC), where it was read from its row lately, and where neither its session, nor its identifier,
//! nor the generation of its user ended since. What ended comes from the database, with a number that
//! is read together with the version of the configuration: a cached session costs no read of its own
//! (docs/decisions/0019).

use super::revocations::Revocations;
use crate::{Result, context::OperationContext, kernel::Kernel};
use doorward_protocol::{
    secret::Digest,
    sessions::sso_session::SsoSession,
    time::{CLOCK_TOLERANCE, Lifetime, Timestamp},
};
use doorward_storage::redis::{self, LIVE_TTL, Mark, SessionCache};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What marks the end of a session: nothing is put over it. It decides nothing by itself, because
/// whoever reads along in Redis sees the mark of every session that is put.
const ENDED: &str = "ended";

/// What the cache holds for an identifier.
#[derive(Debug)]
pub(super) enum Cached {
    /// A live session, and when the request began that read it from its row.
    Live(Box<SsoSession>, Timestamp),
    /// Nothing that is believed: the row must be read.
    Unknown,
}

/// A cached session.
#[derive(Serialize, Deserialize)]
struct Entry {
    session: SsoSession,
    /// When the request began that read the session from its row.
    read_at: Timestamp,
}

/// The session cache.
pub(super) struct ProvenCache {
    kernel: Arc<Kernel>,
    redis: SessionCache,
    revocations: Revocations,
}

/// The place that an entry is proven for.
fn place(epoch: i64, key: &Digest) -> String {
    format!("session {epoch} {}", key.as_str())
}

/// Whether an entry is young enough. The clocks of nodes may differ.
pub(super) fn is_recent(read_at: Timestamp, now: Timestamp) -> bool {
    let age = now.since(read_at);
    age < Lifetime::seconds(LIVE_TTL).0 && age >= -CLOCK_TOLERANCE.0
}

impl ProvenCache {
    pub(super) fn new(kernel: Arc<Kernel>, redis: SessionCache) -> Self {
        Self {
            kernel,
            redis,
            revocations: Revocations::default(),
        }
    }

    /// Whether Redis answers.
    pub(super) async fn is_healthy(&self) -> bool {
        self.redis.is_healthy().await
    }

    /// Makes every node ignore what Redis holds, where the connection was lost since the last time:
    /// it may have come back with older data, its own or a replica's. `true` where it was.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(super) async fn recover(&self) -> Result<bool> {
        if !self.redis.is_stale() {
            return Ok(false);
        }
        let store = self.kernel.database.read();
        store.advance_session_cache_epoch().await?;
        self.redis.mark_fresh();
        Ok(true)
    }

    /// What is known of the session behind an identifier.
    ///
    /// # Errors
    /// Where the database is unavailable and something ended since it was asked last.
    pub(super) async fn get(&self, ctx: &OperationContext, key: &Digest) -> Result<Cached> {
        let version = self.kernel.session_cache_version().await?;
        let epoch = version.session_cache_epoch;
        let Some(text) = self.redis.get(epoch, key).await else {
            return Ok(Cached::Unknown);
        };
        let Some(content) = self.kernel.lasting_keys.proven(&place(epoch, key), &text) else {
            tracing::warn!(
                "an entry of the session cache was not written by a node of this provider; the database is read instead"
            );
            return Ok(Cached::Unknown);
        };
        let Ok(Entry { session, read_at }) = serde_json::from_str(content) else {
            return Ok(Cached::Unknown);
        };
        let store = self.kernel.database.read();
        self.revocations
            .catch_up(store, version.session_revocations, ctx.now())
            .await?;
        Ok(
            if is_recent(read_at, ctx.now()) && self.revocations.allow(key, &session, read_at) {
                Cached::Live(Box::new(session), read_at)
            } else {
                Cached::Unknown
            },
        )
    }

    /// Stores a session as the row has it. The context must be of the request that read the row.
    ///
    /// # Errors
    /// Where the epoch cannot be had.
    pub(super) async fn put(
        &self,
        ctx: &OperationContext,
        key: &Digest,
        session: &SsoSession,
    ) -> Result<()> {
        let epoch = self
            .kernel
            .session_cache_version()
            .await?
            .session_cache_epoch;
        let entry = Entry {
            session: session.clone(),
            read_at: ctx.now(),
        };
        let Ok(text) = serde_json::to_string(&entry) else {
            return Ok(());
        };
        let (keys, place) = (&self.kernel.lasting_keys, place(epoch, key));
        let put = redis::Entry {
            key,
            live: &keys.prove(&place, &text),
            mark: &keys.prove(&place, ENDED),
        };
        self.redis.put(epoch, put).await;
        Ok(())
    }

    /// Marks sessions as ended. Where Redis does not answer, a new epoch makes every node ignore what
    /// it holds.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(super) async fn end(&self, keys: Vec<Digest>) -> Result<()> {
        // Read from the database: the version in memory may be older than the last outage.
        let store = self.kernel.database.read();
        let epoch = store.configuration_version().await?.session_cache_epoch;
        let mark = |key: Digest| Mark {
            text: self.kernel.lasting_keys.prove(&place(epoch, &key), ENDED),
            key,
        };
        let marks: Vec<Mark> = keys.into_iter().map(mark).collect();
        if !self.redis.end(epoch, &marks).await {
            store.advance_session_cache_epoch().await?;
        }
        Ok(())
    }
}
