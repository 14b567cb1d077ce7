//! Ends all sessions of a user, and the oldest of too many.
//!
//! The generation of the user rises first, in the transaction of what causes the end: from then on
//! nobody gets in by an older session, code, grant or token. The rows follow in batches, with the
//! logout notices, security events and audit entries of each session. A worker resumes what a crash
//! interrupted (docs/decisions/0019).

use super::Sessions;
use crate::{Result, audit::Record, context::OperationContext};
use doorward_protocol::sessions::sso_session::{EndReason, SessionRef};
use doorward_storage::{GenerationRise, SessionsEnd, Store, Unit};

/// Sessions that are ended in one transaction, and grants that are revoked in one statement: other
/// writers wait no longer than that takes.
const SESSIONS_AT_ONCE: i64 = 50;
const GRANTS_AT_ONCE: i64 = 500;

impl Sessions {
    /// The statements that end all sessions of a user but the kept one, with their audit entry.
    /// They belong into the transaction of what causes the end; [`Sessions::carry_out_ends`] follows
    /// it. A guard: there is such a user, and the kept session is live.
    pub(crate) fn end_all_unit(&self, ctx: &OperationContext, rise: GenerationRise<'_>) -> Unit {
        let record = Record {
            action: "sessions.ended",
            subject: Some(rise.user_id),
            client_id: None,
            detail: rise.reason.as_str(),
        };
        let audit = self.kernel.database.record(ctx, &record);
        audit.then(Store::raise_generation(rise, ctx.now()))
    }

    /// Ends every session of a user but the one named by `except`, and revokes their grants, unless
    /// the reason leaves offline access. Nothing happens where the excepted session is not live.
    /// Returns how many ended.
    ///
    /// # Errors
    /// Where the database is unavailable. Where it becomes so on the way, nobody gets in by the
    /// sessions any more, and a worker ends the rest.
    pub async fn end_all(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        except: Option<&str>,
        reason: EndReason,
    ) -> Result<usize> {
        let rise = GenerationRise {
            user_id,
            kept_sid: except,
            reason,
        };
        let unit = self.end_all_unit(ctx, rise);
        if !self.kernel.database.commit_unaudited(unit).await? {
            return Ok(0);
        }
        self.carry_out_ends(ctx, user_id).await
    }

    /// Ends the sessions of older generations of a user. Returns how many ended. No node believes what
    /// it has cached of them any more: the commit of the new generation waited for that.
    ///
    /// # Errors
    /// As [`Sessions::end_all`].
    pub(crate) async fn carry_out_ends(
        &self,
        ctx: &OperationContext,
        user_id: &str,
    ) -> Result<usize> {
        let store = self.kernel.database.read();
        let mut total = 0;
        for end in store.ends_under_way_of(user_id).await? {
            total += self.carry_out(ctx, &end).await?;
        }
        Ok(total)
    }

    /// Ends what interrupted ends of all sessions left.
    pub(super) async fn resume_ends(&self, ctx: &OperationContext) -> Result<usize> {
        let mut total = 0;
        for end in self.kernel.database.read().ends_under_way().await? {
            total += self.carry_out(ctx, &end).await?;
        }
        Ok(total)
    }

    async fn carry_out(&self, ctx: &OperationContext, end: &SessionsEnd) -> Result<usize> {
        let database = &self.kernel.database;
        let mut total = 0;
        loop {
            let sids = database
                .read()
                .sessions_before(end, SESSIONS_AT_ONCE)
                .await?;
            if sids.is_empty() {
                break;
            }
            total += self.end_batch(ctx, &end.user_id, &sids, end.reason).await?;
        }
        while database
            .commit_unaudited(Store::revoke_grants_before(end, GRANTS_AT_ONCE, ctx.now()))
            .await?
        {}
        database.commit_unaudited(Store::finish_end(end)).await?;
        Ok(total)
    }

    /// Ends some sessions of a user in one transaction; where another request ended one of them
    /// meanwhile, each in its own.
    async fn end_batch(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        sids: &[String],
        reason: EndReason,
    ) -> Result<usize> {
        let unit = sids.iter().fold(Unit::new(), |unit, sid| {
            unit.then(self.end_unit(ctx, SessionRef { sid, user_id }, reason))
        });
        if self.kernel.database.commit_unaudited(unit).await? {
            self.outbox.notify();
            return Ok(sids.len());
        }
        let mut ended = 0;
        for sid in sids {
            let session = SessionRef { sid, user_id };
            ended += usize::from(self.end(ctx, session, reason).await?);
        }
        Ok(ended)
    }

    /// Ends the oldest sessions of a user who has more than allowed. One to which the user signs in
    /// again meanwhile is not the oldest any more.
    pub(super) async fn end_oldest(&self, ctx: &OperationContext, user_id: &str) -> Result<()> {
        let kept = i64::from(self.kernel.settings.sessions_per_user);
        loop {
            let store = self.kernel.database.read();
            let oldest = store
                .sessions_beyond(user_id, kept, SESSIONS_AT_ONCE)
                .await?;
            for numbered in &oldest {
                let guard = Store::require_session_number(numbered);
                let sid = &numbered.sid;
                let session = SessionRef { sid, user_id };
                self.end_where(ctx, guard, session, EndReason::TooMany)
                    .await?;
            }
            if oldest.is_empty() {
                return Ok(());
            }
        }
    }
}
