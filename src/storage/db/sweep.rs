//! Deletes expired rows.

use crate::{
    Result, Store,
    db::sql::{Unit, query},
};
use doorward_protocol::time::{Lifetime, Timestamp};

impl Store {
    /// Deletes what has expired. Codes, grants and sessions stay a day longer, so that a replayed
    /// code or an old `id_token_hint` is still recognised.
    pub async fn sweep(&self, now: Timestamp) -> Result<()> {
        let day_ago = now.minus(Lifetime::days(1));
        for statement in [
            query!("DELETE FROM interactions WHERE expires_at < $1").bind(now),
            query!("DELETE FROM logout_receipts WHERE queued_at < $1")
                .bind(now.minus(Lifetime::days(30))),
            query!("DELETE FROM security_events WHERE expires_at < $1").bind(now),
            query!("DELETE FROM federation_flows WHERE expires_at < $1").bind(now),
            query!("DELETE FROM authorization_codes WHERE expires_at < $1").bind(day_ago),
            query!("DELETE FROM grants WHERE expires_at < $1").bind(day_ago),
            query!("DELETE FROM access_tokens WHERE expires_at < $1").bind(now),
            query!("DELETE FROM revoked_access_tokens WHERE expires_at < $1").bind(now),
            query!("DELETE FROM initial_access_tokens WHERE expires_at < $1").bind(now),
            query!("DELETE FROM client_assertions WHERE expires_at < $1").bind(now),
            query!("DELETE FROM sso_sessions WHERE expires_at < $1").bind(day_ago),
            query!(
                "DELETE FROM account_groups WHERE changed_at < $1
                 AND NOT EXISTS (SELECT 1 FROM account_group_sessions m
                 WHERE m.group_id = account_groups.id)"
            )
            .bind(day_ago),
            query!("DELETE FROM sign_in_attempts WHERE paused_until < $1").bind(day_ago),
            query!("DELETE FROM signing_keys WHERE remove_after < $1").bind(now),
        ] {
            self.commit(Unit::new().run(statement)).await?;
        }
        Ok(())
    }
}
