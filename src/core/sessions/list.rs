//! Lists live sessions.

use super::Sessions;
use crate::{Result, context::OperationContext};
use doorward_storage::{ListCursor, SessionRow};

/// A page of the list of live sessions. It may be shorter than what was asked for, also where others
/// follow: sessions that nobody used for too long are left out of it.
#[derive(Debug)]
pub struct SessionPage {
    /// The live sessions, the one used last first.
    pub rows: Vec<SessionRow>,
    /// Where the next page begins; none on the last one.
    pub next: Option<ListCursor>,
}

impl Sessions {
    /// The live sessions of a user, the one used last first.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn of_user(&self, ctx: &OperationContext, user_id: &str) -> Result<Vec<SessionRow>> {
        let store = self.kernel.database.read();
        let rows = store.sessions_of_user(user_id, ctx.now()).await?;
        Ok(self.alive(ctx, rows))
    }

    /// The live sessions of every user, the one used last first: a page after a place in the list.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn latest(
        &self,
        ctx: &OperationContext,
        after: Option<&ListCursor>,
        limit: usize,
    ) -> Result<SessionPage> {
        let store = self.kernel.database.read();
        let read = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
        let mut rows = store.latest_sessions(ctx.now(), after, read).await?;
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| has_more).map(|last| ListCursor {
            at: last.session.last_seen_at,
            id: last.session.sid.clone(),
        });
        let rows = self.alive(ctx, rows);
        Ok(SessionPage { rows, next })
    }

    /// The clients that each live session of a user signed in to, as pairs of `sid` and
    /// `client_id`.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn clients_of_user(&self, user_id: &str) -> Result<Vec<(String, String)>> {
        Ok(self
            .kernel
            .database
            .read()
            .clients_of_sessions(user_id)
            .await?)
    }

    fn alive(&self, ctx: &OperationContext, mut rows: Vec<SessionRow>) -> Vec<SessionRow> {
        let limits = self.kernel.settings.lifetimes.session;
        rows.retain(|row| row.session.is_alive(ctx.now(), limits));
        rows
    }
}
