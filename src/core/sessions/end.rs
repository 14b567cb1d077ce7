//! Ends sessions.

use super::Sessions;
use crate::{Result, audit::Record, context::OperationContext};
use doorward_protocol::{
    events::security_event::{EventType, session_revoked},
    secret::Digest,
    sessions::sso_session::{EndReason, SessionRef},
};
use doorward_storage::{CacheSubject, NewSecurityEvent, Store, Unit};

/// Sessions of each kind that are read at once while expired ones are ended.
const MAX_BATCH: i64 = 500;

impl Sessions {
    /// Ends a session. One transaction ends it, revokes its grants, queues logout notices and security
    /// events, and writes the audit entry. Then Redis is updated. `false` where it had ended already.
    ///
    /// # Errors
    /// Where the database is unavailable; then nothing ended.
    pub async fn end(
        &self,
        ctx: &OperationContext,
        session: SessionRef<'_>,
        reason: EndReason,
    ) -> Result<bool> {
        self.end_where(ctx, Unit::new(), session, reason).await
    }

    /// Ends a session at the request of its user. `false` where it had ended already, or is
    /// another user's.
    ///
    /// # Errors
    /// As [`Sessions::end`].
    pub async fn end_own(
        &self,
        ctx: &OperationContext,
        session: SessionRef<'_>,
        reason: EndReason,
    ) -> Result<bool> {
        let store = self.kernel.database.read();
        let owner = store.user_of_session(session.sid).await?;
        if owner.as_deref() != Some(session.user_id) {
            return Ok(false);
        }
        self.end(ctx, session, reason).await
    }

    /// Ends a session if a guard holds in the same transaction.
    pub(super) async fn end_where(
        &self,
        ctx: &OperationContext,
        guard: Unit,
        session: SessionRef<'_>,
        reason: EndReason,
    ) -> Result<bool> {
        let unit = guard.then(self.end_unit(ctx, session, reason));
        // Whatever copy there is of a session knows the limits that it reached by itself.
        let announce = if reason.is_limit() {
            Unit::new()
        } else {
            self.announce(CacheSubject::Session(session.sid), ctx)
        };
        let database = &self.kernel.database;
        let ended = database.commit_unaudited(unit.then(announce)).await?;
        if ended {
            self.outbox.notify();
        }
        if self.cache.is_some() {
            // Read after the end: no browser is bound to the session any more.
            let keys = database.read().session_keys(session.sid).await?;
            self.forget(keys).await?;
        }
        Ok(ended)
    }

    /// What ends a session, with its audit entry. A guard: the session had not ended.
    pub(super) fn end_unit(
        &self,
        ctx: &OperationContext,
        session: SessionRef<'_>,
        reason: EndReason,
    ) -> Unit {
        let now = ctx.now();
        let event = NewSecurityEvent {
            cause: &format!("{}.revoked", session.sid),
            event_type: EventType::SessionRevoked,
            user_id: session.user_id,
            sid: Some(session.sid),
            client_id: None,
            payload: session_revoked(reason, now),
        };
        let record = Record {
            action: "session.ended",
            subject: Some(session.user_id),
            client_id: None,
            detail: reason.as_str(),
        };
        Store::end_session(session, reason, now)
            .then(Store::add_security_events(&event, now))
            .then(self.kernel.database.record(ctx, &record))
    }

    /// Tells the other nodes that entries of the cache about a subject are not to be believed, where
    /// there is a cache.
    pub(super) fn announce(&self, subject: CacheSubject<'_>, ctx: &OperationContext) -> Unit {
        match self.cache {
            Some(_) => Store::announce_end(subject, ctx.now()),
            None => Unit::new(),
        }
    }

    /// Marks identifiers as ended in Redis.
    pub(super) async fn forget(&self, keys: Vec<Digest>) -> Result<()> {
        match &self.cache {
            Some(cache) => cache.end(keys).await,
            None => Ok(()),
        }
    }

    /// Ends the sessions that reached a limit, so that their clients are told, and those of an end of
    /// all sessions that was interrupted. Returns how many ended.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn end_expired(&self, ctx: &OperationContext) -> Result<usize> {
        let mut total = self.resume_ends(ctx).await?;
        loop {
            let ended = self.end_expired_batch(ctx).await?;
            total += ended;
            // Another node may be ending the same sessions: a round without success is the last.
            if ended == 0 {
                return Ok(total);
            }
        }
    }

    async fn end_expired_batch(&self, ctx: &OperationContext) -> Result<usize> {
        let (now, limits) = (ctx.now(), self.kernel.settings.lifetimes.session);
        let unused = limits.used_since(now);
        let sessions = self
            .kernel
            .database
            .read()
            .sessions_past_limits(now, unused, MAX_BATCH)
            .await?;
        let mut ended = 0;
        for session in sessions {
            if let Some(reason) = session.reached(now, limits) {
                let guard = Store::require_unused_session(&session);
                ended += usize::from(
                    self.end_where(ctx, guard, session.reference(), reason)
                        .await?,
                );
            }
        }
        Ok(ended)
    }
}
