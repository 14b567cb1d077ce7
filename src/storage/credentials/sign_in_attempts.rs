//! Consecutive attempts at an account from one source, counted before a password is looked at.

use crate::{
    Result, Store,
    db::{sql::query, unit::Unit},
};
use doorward_protocol::{
    credentials::sign_in_attempts::{FREE_ATTEMPTS, SignInAttempts, pause_after},
    secret::Digest,
    time::Timestamp,
};

/// What attempts are counted by.
#[derive(Clone, Copy, Debug)]
pub struct AttemptKey<'a> {
    /// The digest of the name that was typed.
    pub account: &'a Digest,
    /// The digest of the network or the browser that the attempt comes from.
    pub source: &'a Digest,
}

impl Store {
    /// Takes an attempt, atomically: `Err` holds until when it is to wait.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn take_sign_in_attempt(
        &self,
        key: AttemptKey<'_>,
        now: Timestamp,
    ) -> Result<std::result::Result<(), Timestamp>> {
        for _ in 0..8 {
            let known = self.sign_in_attempts(key).await?;
            if let Some(known) = known.filter(|known| known.is_paused(now)) {
                return Ok(Err(known.paused_until));
            }
            let take = match known {
                Some(known) => change_attempts(key, known, now),
                None => query!(
                    "INSERT INTO sign_in_attempts (account, source, failures, paused_until)
                     VALUES ($1, $2, 1, $3) ON CONFLICT (account, source) DO NOTHING"
                )
                .bind(key.account)
                .bind(key.source)
                .bind(now.plus(pause_after(1))),
            };
            if self.commit(Unit::new().guard(take)).await? {
                return Ok(Ok(()));
            }
        }
        // Eight others were quicker each time: that is a storm from one source, and it waits.
        Ok(Err(now.plus(pause_after(FREE_ATTEMPTS))))
    }

    async fn sign_in_attempts(&self, key: AttemptKey<'_>) -> Result<Option<SignInAttempts>> {
        let select = query!(
            "SELECT failures, paused_until FROM sign_in_attempts WHERE account = $1 AND source = $2"
        );
        let Some(row) = self.row(select.bind(key.account).bind(key.source)).await? else {
            return Ok(None);
        };
        Ok(Some(SignInAttempts {
            failures: row.int("failures")?,
            paused_until: row.at("paused_until")?,
        }))
    }

    /// Forgets the attempts at an account from one source: it was its owner.
    pub fn forget_sign_in_attempts(key: AttemptKey<'_>) -> Unit {
        Unit::new().run(
            query!("DELETE FROM sign_in_attempts WHERE account = $1 AND source = $2")
                .bind(key.account)
                .bind(key.source),
        )
    }

    /// Forgets the attempts at an account from everywhere.
    pub fn forget_all_sign_in_attempts(account: &Digest) -> Unit {
        Unit::new().run(query!("DELETE FROM sign_in_attempts WHERE account = $1").bind(account))
    }
}

/// One attempt more, unless another one was counted meanwhile.
fn change_attempts(
    key: AttemptKey<'_>,
    known: SignInAttempts,
    now: Timestamp,
) -> crate::db::sql::Query {
    let next = known.with_another(now);
    query!(
        "UPDATE sign_in_attempts SET failures = $1, paused_until = $2
         WHERE account = $3 AND source = $4 AND failures = $5 AND paused_until = $6"
    )
    .bind(next.failures)
    .bind(next.paused_until)
    .bind(key.account)
    .bind(key.source)
    .bind(known.failures)
    .bind(known.paused_until)
}
