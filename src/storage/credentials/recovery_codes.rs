//! Recovery codes: a few for each user, each good once.

use crate::{
    Result, Store,
    db::{sql::query, unit::Unit},
};
use doorward_protocol::{secret::Digest, time::Timestamp};

impl Store {
    /// Gives a user recovery codes in the place of those that they have.
    pub fn put_recovery_codes(user_id: &str, digests: &[Digest], now: Timestamp) -> Unit {
        let delete = query!("DELETE FROM recovery_codes WHERE user_id = $1").bind(user_id);
        digests
            .iter()
            .fold(Unit::new().run(delete), |unit, digest| {
                let insert = query!(
                    "INSERT INTO recovery_codes (user_id, digest, created_at) VALUES ($1, $2, $3)"
                );
                unit.run(insert.bind(user_id).bind(digest).bind(now))
            })
    }

    /// Gives a user one recovery code more, which expires.
    pub fn add_recovery_code(
        user_id: &str,
        digest: &Digest,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Unit {
        let insert = query!(
            "INSERT INTO recovery_codes (user_id, digest, created_at, expires_at)
             VALUES ($1, $2, $3, $4)"
        );
        let insert = insert.bind(user_id).bind(digest).bind(now);
        Unit::new().run(insert.bind(expires_at))
    }

    /// Whether a user has this recovery code, unused and not expired.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn has_recovery_code(
        &self,
        user_id: &str,
        digest: &Digest,
        now: Timestamp,
    ) -> Result<bool> {
        let select = query!(
            "SELECT r.digest FROM recovery_codes r
             WHERE r.user_id = $1 AND r.digest = $2 AND r.used_at IS NULL
             AND (r.expires_at IS NULL OR r.expires_at > $3)"
        );
        let row = self
            .row(select.bind(user_id).bind(digest).bind(now))
            .await?;
        Ok(row.is_some())
    }

    /// Uses a recovery code. A guard: the user has it, and it was not used and has not expired.
    pub fn use_recovery_code(user_id: &str, digest: &Digest, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE recovery_codes SET used_at = $1
             WHERE user_id = $2 AND digest = $3 AND used_at IS NULL
             AND (expires_at IS NULL OR expires_at > $1)"
        );
        Unit::new().guard(update.bind(now).bind(user_id).bind(digest))
    }
}
