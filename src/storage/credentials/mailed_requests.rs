//! How often mails are asked for: a fourth within a time is one too many, however many come at once.

use crate::{
    Result, Store,
    db::{sql::query, unit::Unit},
};
use doorward_protocol::{
    credentials::one_time_token::{MAX_TRIES, TokenPurpose},
    secret::Digest,
    time::{CLOCK_TOLERANCE, Timestamp},
};

/// The tokens whose tries are counted: those that were made since a time, and of those that are open
/// now every try that is left.
#[derive(Clone, Copy, Debug)]
pub struct TriesSpan {
    /// When the oldest of the tokens was made, at the earliest.
    pub since: Timestamp,
    /// When the tokens are looked at.
    pub now: Timestamp,
}

impl Store {
    /// Counts a mail that is asked for. A guard: the third one before it, by the same digest, was asked
    /// for at `third_before` or earlier. What was asked for while the clock was ahead counts no more once it
    /// was set back: nobody waits until then.
    pub fn count_mailed_request(
        counted_by: &Digest,
        now: Timestamp,
        third_before: Timestamp,
    ) -> Unit {
        let insert = query!(
            "INSERT INTO mailed_requests (counted_by, last_at, second_last_at, third_last_at)
             VALUES ($1, $2, 0, 0)
             ON CONFLICT (counted_by) DO UPDATE SET
             third_last_at = CASE WHEN mailed_requests.second_last_at > $4 THEN 0
             ELSE mailed_requests.second_last_at END,
             second_last_at = CASE WHEN mailed_requests.last_at > $4 THEN 0
             ELSE mailed_requests.last_at END, last_at = excluded.last_at
             WHERE mailed_requests.third_last_at <= $3 OR mailed_requests.third_last_at > $4"
        );
        let insert = insert.bind(counted_by).bind(now).bind(third_before);
        Unit::new().guard(insert.bind(now.plus(CLOCK_TOLERANCE)))
    }

    /// How many codes were or may still be tried, for tokens of a purpose that are about the same.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn tries_about(
        &self,
        purpose: TokenPurpose,
        subject: &Digest,
        span: TriesSpan,
    ) -> Result<i64> {
        let select = query!(
            "SELECT CAST(COALESCE(SUM(CASE WHEN o.expires_at > $4 AND o.used_at IS NULL
             AND o.confirmed_at IS NULL AND o.replaced_at IS NULL THEN $5 ELSE o.tries END), 0)
             AS BIGINT) AS tries FROM one_time_tokens o
             WHERE o.purpose = $1 AND o.subject = $2 AND o.created_at > $3"
        );
        let select = select.bind(purpose.name()).bind(subject);
        let select = select.bind(span.since).bind(span.now).bind(MAX_TRIES);
        self.row(select)
            .await?
            .map_or(Ok(0), |row| row.int("tries"))
    }

    /// How many codes were or may still be tried, for tokens of a purpose that are for a user.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn tries_of_user(
        &self,
        purpose: TokenPurpose,
        user_id: &str,
        span: TriesSpan,
    ) -> Result<i64> {
        let select = query!(
            "SELECT CAST(COALESCE(SUM(CASE WHEN o.expires_at > $4 AND o.used_at IS NULL
             AND o.confirmed_at IS NULL AND o.replaced_at IS NULL THEN $5 ELSE o.tries END), 0)
             AS BIGINT) AS tries FROM one_time_tokens o
             WHERE o.user_id = $1 AND o.purpose = $2 AND o.created_at > $3"
        );
        let select = select.bind(user_id).bind(purpose.name());
        let select = select.bind(span.since).bind(span.now).bind(MAX_TRIES);
        self.row(select)
            .await?
            .map_or(Ok(0), |row| row.int("tries"))
    }
}
