//! The receipts of logout notices.

use super::Logout;
use crate::{Result, audit::Record, context::OperationContext};
use doorward_protocol::time::Lifetime;
use doorward_storage::{LogoutReceipt, Store};

impl Logout {
    /// The receipts of a session, by client.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn receipts_of_session(
        &self,
        _ctx: &OperationContext,
        sid: &str,
    ) -> Result<Vec<LogoutReceipt>> {
        let store = self.kernel.database.read();
        Ok(store.logout_receipts_of_session(sid).await?)
    }

    /// The receipts of a user's last days, the newest first.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn receipts_of_user(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        days: i64,
    ) -> Result<Vec<LogoutReceipt>> {
        let since = ctx.now().minus(Lifetime::days(days));
        let store = self.kernel.database.read();
        Ok(store.logout_receipts_of_user(user_id, since).await?)
    }

    /// Sends a notice of a user again, at once. `false` where the user has no receipt of that
    /// identifier.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn send_again(
        &self,
        ctx: &OperationContext,
        receipt_id: &str,
        user_id: &str,
    ) -> Result<bool> {
        let record = Record {
            action: "backchannel_logout.sent_again",
            subject: Some(user_id),
            client_id: None,
            detail: "",
        };
        let unit = Store::send_logout_notice_again(receipt_id, user_id, ctx.now());
        let is_queued = self.kernel.database.commit(ctx, unit, &[record]).await?;
        if is_queued {
            self.outbox.notify();
        }
        Ok(is_queued)
    }
}
