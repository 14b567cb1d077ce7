//! Lists live sessions.

use super::Sessions;
use crate::{Result, context::OperationContext};
use doorward_storage::SessionRow;

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

    /// The live sessions of every user, the one used last first: a thousand at most.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn all(&self, ctx: &OperationContext) -> Result<Vec<SessionRow>> {
        let rows = self.kernel.database.read().sessions(ctx.now()).await?;
        Ok(self.alive(ctx, rows))
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
