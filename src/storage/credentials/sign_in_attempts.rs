//! Consecutive attempts at an account, counted before a password is looked at.

use crate::{
    Result, Store,
    db::sql::{Unit, query},
};
use doorward_protocol::{
    credentials::sign_in_attempts::{is_paused, pause_after},
    secret::Digest,
    time::Timestamp,
};

impl Store {
    /// Takes an attempt, atomically: `None` where the account is to wait, and until when it is to
    /// wait otherwise unknown.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn take_sign_in_attempt(
        &self,
        account: &Digest,
        now: Timestamp,
    ) -> Result<std::result::Result<(), Timestamp>> {
        for _ in 0..8 {
            let row = self
                .row(
                    query!(
                        "SELECT failures, paused_until FROM sign_in_attempts WHERE account = $1"
                    )
                    .bind(account),
                )
                .await?;
            let (failures, paused_until) = match &row {
                Some(row) => (row.int("failures")?, row.at("paused_until")?),
                None => (0, Timestamp(0)),
            };
            if is_paused(failures, paused_until, now) {
                return Ok(Err(paused_until));
            }
            let next = now.plus(pause_after(failures + 1));
            let take = match row {
                Some(_) => query!(
                    "UPDATE sign_in_attempts SET failures = failures + 1, paused_until = $1
                     WHERE account = $2 AND failures = $3"
                )
                .bind(next)
                .bind(account)
                .bind(failures),
                None => query!(
                    "INSERT INTO sign_in_attempts (account, failures, paused_until)
                     VALUES ($1, 1, $2) ON CONFLICT (account) DO NOTHING"
                )
                .bind(account)
                .bind(next),
            };
            if self.commit(Unit::new().guard(take)).await? {
                return Ok(Ok(()));
            }
        }
        // Eight others were quicker each time: that is a storm on one account, and it waits.
        Ok(Err(now.plus(pause_after(5))))
    }

    /// Forgets the attempts of an account: it was its owner.
    pub fn forget_sign_in_attempts(account: &Digest) -> Unit {
        Unit::new().run(query!("DELETE FROM sign_in_attempts WHERE account = $1").bind(account))
    }
}
