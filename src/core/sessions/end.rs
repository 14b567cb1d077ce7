//! Ends sessions.

use super::Sessions;
use crate::{Result, audit::Record, context::OperationContext};
use doorward_protocol::{
    events::security_event::{EventType, session_revoked},
    sessions::sso_session::{EndReason, SessionRef},
};
use doorward_storage::{NewSecurityEvent, Store, Unit};

/// Sessions of each kind that are read at once while expired ones are ended.
const MAX_BATCH: i64 = 500;

impl Sessions {
    /// Ends a session; every way in which a session ends comes here. One transaction ends it,
    /// revokes its grants, queues logout notices and security events, and writes the audit entry.
    /// Then Redis is updated. `false` where it had ended already.
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

    /// Ends a session if a guard holds in the same transaction.
    async fn end_where(
        &self,
        ctx: &OperationContext,
        guard: Unit,
        session: SessionRef<'_>,
        reason: EndReason,
    ) -> Result<bool> {
        let keys = self
            .kernel
            .database
            .read()
            .session_keys(session.sid)
            .await?;
        let now = ctx.now();
        let event = NewSecurityEvent {
            cause: &format!("{}.revoked", session.sid),
            event_type: EventType::SessionRevoked,
            user_id: session.user_id,
            sid: Some(session.sid),
            payload: session_revoked(reason, now),
        };
        let end =
            Store::end_session(session, reason, now).then(Store::add_security_events(&event, now));
        let record = Record {
            action: "session.ended",
            subject: Some(session.user_id),
            client_id: None,
            detail: reason.as_str(),
        };
        let unit = guard.then(end);
        let ended = self.kernel.database.commit(ctx, unit, &[record]).await?;
        if ended {
            self.outbox.notify();
        }
        self.forget(&keys).await?;
        Ok(ended)
    }

    /// Ends the sessions that reached a limit, so that their clients are told. Returns how many
    /// ended.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn end_expired(&self, ctx: &OperationContext) -> Result<usize> {
        let mut total = 0;
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

    /// Ends every session of a user, but the one named by `except`. Returns how many ended.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn end_all(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        except: Option<&str>,
        reason: EndReason,
    ) -> Result<usize> {
        let mut ended = 0;
        for row in self.of_user(ctx, user_id).await? {
            if Some(row.session.sid.as_str()) != except {
                ended += usize::from(self.end(ctx, row.session.reference(), reason).await?);
            }
        }
        Ok(ended)
    }

    /// Ends every session of a user and revokes every grant, also those with offline access, which
    /// outlive the session that they began in. Returns how many sessions ended.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn end_all_and_revoke_grants(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        reason: EndReason,
    ) -> Result<usize> {
        let ended = self.end_all(ctx, user_id, None, reason).await?;
        self.kernel
            .database
            .commit_unaudited(Store::revoke_grants_of_user(user_id, ctx.now()))
            .await?;
        Ok(ended)
    }
}
