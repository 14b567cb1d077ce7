//! Consecutive attempts at an account from one source, counted before a password is looked at.
//!
//! An attempt is counted in two rows: that of the account, which decides about the pause and is shared
//! by every spelling of the name, and that of the spelling, which says how much of the former a
//! success may take back.

use crate::{
    Result, Store,
    db::{
        sql::{Query, query},
        unit::Unit,
    },
};
use doorward_protocol::{
    credentials::sign_in_attempts::{FREE_ATTEMPTS, MEMORY, SignInAttempts, pause_after},
    secret::Digest,
    time::Timestamp,
};

/// What attempts are counted by.
#[derive(Clone, Copy, Debug)]
pub struct AttemptKey<'a> {
    /// The digest of the name, the same for every spelling of it.
    pub account: &'a Digest,
    /// The digest of the name as it was typed.
    pub spelling: &'a Digest,
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
            let row = TakenRow {
                account: key.account,
                source: key.source,
            };
            let take = row.take(known, now);
            let unit = Unit::new().guard(take).run(count_spelling(key, now));
            if self.commit(unit).await? {
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

    /// Forgets the attempts at an account from one source by one spelling: it was its owner. What was
    /// counted by other spellings may be somebody else's, and stays.
    pub fn forget_sign_in_attempts(key: AttemptKey<'_>) -> Unit {
        let take_back = query!(
            "UPDATE sign_in_attempts SET failures = failures - (SELECT s.failures
             FROM sign_in_attempts s WHERE s.account = $1 AND s.source = $2)
             WHERE account = $3 AND source = $2 AND EXISTS (SELECT 1 FROM sign_in_attempts s
             WHERE s.account = $1 AND s.source = $2)"
        );
        let take_back = take_back
            .bind(key.spelling)
            .bind(key.source)
            .bind(key.account);
        let spelling = query!("DELETE FROM sign_in_attempts WHERE account = $1 AND source = $2")
            .bind(key.spelling)
            .bind(key.source);
        let nothing_left = query!(
            "DELETE FROM sign_in_attempts WHERE account = $1 AND source = $2 AND failures <= 0"
        );
        // First the row of the account, as whoever counts an attempt: so the row of the spelling stays
        // as it is until the commit.
        let hold = query!("SELECT 1 FROM sign_in_attempts WHERE account = $1 AND source = $2");
        Unit::new()
            .hold(hold.bind(key.account).bind(key.source))
            .run(take_back)
            .run(spelling)
            .run(nothing_left.bind(key.account).bind(key.source))
    }

    /// Takes back one attempt: it succeeded, but those before may have been at another account of the
    /// same name.
    pub fn take_back_sign_in_attempt(key: AttemptKey<'_>) -> Unit {
        Unit::new()
            .run(one_less(key.account, key.source))
            .run(one_less(key.spelling, key.source))
    }

    /// Forgets the attempts at an account from everywhere.
    pub fn forget_all_sign_in_attempts(account: &Digest) -> Unit {
        Unit::new().run(query!("DELETE FROM sign_in_attempts WHERE account = $1").bind(account))
    }
}

/// One attempt less in a row.
pub(super) fn one_less(account: &Digest, source: &Digest) -> Query {
    query!(
        "UPDATE sign_in_attempts SET failures = failures - 1
         WHERE account = $1 AND source = $2 AND failures > 0"
    )
    .bind(account)
    .bind(source)
}

/// One attempt more by a spelling. It is never more than what it added to the count of the account,
/// which forgets no sooner.
pub(super) fn count_spelling(key: AttemptKey<'_>, now: Timestamp) -> Query {
    query!(
        "INSERT INTO sign_in_attempts (account, source, failures, paused_until)
         VALUES ($1, $2, 1, $3) ON CONFLICT (account, source) DO UPDATE
         SET failures = CASE WHEN sign_in_attempts.paused_until < $4 THEN 1
         ELSE sign_in_attempts.failures + 1 END, paused_until = excluded.paused_until"
    )
    .bind(key.spelling)
    .bind(key.source)
    .bind(now)
    .bind(now.minus(MEMORY))
}

/// The row that decides about a pause.
pub(super) struct TakenRow<'a> {
    pub(super) account: &'a Digest,
    pub(super) source: &'a Digest,
}

impl TakenRow<'_> {
    /// One attempt more, unless another one was counted meanwhile.
    pub(super) fn take(&self, known: Option<SignInAttempts>, now: Timestamp) -> Query {
        let Some(known) = known else {
            return query!(
                "INSERT INTO sign_in_attempts (account, source, failures, paused_until)
                 VALUES ($1, $2, 1, $3) ON CONFLICT (account, source) DO NOTHING"
            )
            .bind(self.account)
            .bind(self.source)
            .bind(now.plus(pause_after(1)));
        };
        let next = known.with_another(now);
        query!(
            "UPDATE sign_in_attempts SET failures = $1, paused_until = $2
             WHERE account = $3 AND source = $4 AND failures = $5 AND paused_until = $6"
        )
        .bind(next.failures)
        .bind(next.paused_until)
        .bind(self.account)
        .bind(self.source)
        .bind(known.failures)
        .bind(known.paused_until)
    }
}
