//! Sessions that a process keeps while it answers requests of them, dropped by any change of a session
//! ([decision 62](../../../docs/decisions/0062-sessions-and-tokens-in-memory.md)).

use super::cache::is_recent;
use crate::{context::OperationContext, kernel::Kernel, numbered_cache::NumberedCache};
use doorward_protocol::{secret::Digest, sessions::sso_session::SsoSession, time::Timestamp};
use std::sync::Arc;

/// How many sessions are kept at most, some 500 bytes each; the least used ones go first.
const MAX_KNOWN: u64 = 20_000;

/// A session as its row had it.
#[derive(Clone)]
pub(super) struct Known {
    pub(super) session: Arc<SsoSession>,
    /// When the request began that read the row: now, or earlier where the session comes from Redis.
    pub(super) read_at: Timestamp,
}

/// The sessions that were used lately, by the digest of their cookie.
pub(super) struct KnownSessions {
    kernel: Arc<Kernel>,
    kept: NumberedCache<Digest, i64, Known>,
}

/// The number of changes at the moment of a reading: what is read from here on is not older.
#[derive(Clone, Copy)]
pub(super) struct Moment(i64);

impl KnownSessions {
    pub(super) fn new(kernel: Arc<Kernel>) -> Self {
        Self {
            kernel,
            kept: NumberedCache::new(MAX_KNOWN),
        }
    }

    /// The present moment; `None` where the database does not say it, and nothing is believed.
    pub(super) async fn moment(&self) -> Option<Moment> {
        let confirmed = self.kernel.confirmed_configuration().await;
        let (_, version) = confirmed.ok()?;
        Some(Moment(version.token_changes))
    }

    /// A session, where nothing changed since it was read.
    pub(super) async fn get(
        &self,
        ctx: &OperationContext,
        key: &Digest,
        moment: Moment,
    ) -> Option<Arc<SsoSession>> {
        let known = self.kept.get(key, &moment.0).await?;
        is_recent(known.read_at, ctx.now()).then_some(known.session)
    }

    /// Keeps a session that was read in a moment or after it.
    pub(super) async fn insert(&self, key: &Digest, moment: Moment, known: Known) {
        self.kept.insert(key.clone(), moment.0, known).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorward_protocol::{sessions::sso_session::Authentication, time::Timestamp};

    /// Whoever signs in more often than there is room for.
    #[tokio::test]
    async fn no_more_sessions_are_kept_than_there_is_room_for() {
        let kept = NumberedCache::new(MAX_KNOWN);
        let session = Arc::new(SsoSession {
            sid: "sid".to_owned(),
            user_id: "ada".to_owned(),
            auth_time: Timestamp(0),
            authentication: Authentication::password(),
            created_at: Timestamp(0),
            last_seen_at: Timestamp(0),
            expires_at: Timestamp(0),
            ended_at: None,
            remembered: false,
            generation: 1,
        });
        for number in 0..MAX_KNOWN + 2000 {
            let known = Known {
                session: Arc::clone(&session),
                read_at: Timestamp(0),
            };
            kept.insert(Digest::of(&number.to_be_bytes()), 1, known)
                .await;
        }
        assert!(kept.count().await <= MAX_KNOWN);
    }
}
