//! How often mails are asked for: a fourth within a time is one too many, however many come at once.

use crate::{
    Result, Store,
    db::{sql::query, unit::Unit},
};
use doorward_protocol::{
    credentials::one_time_token::TokenPurpose, secret::Digest, time::Timestamp,
};

impl Store {
    /// Counts a mail that is asked for. A guard: the third one before it, by the same digest, was asked
    /// for at `third_before` or earlier.
    pub fn count_mailed_request(
        counted_by: &Digest,
        now: Timestamp,
        third_before: Timestamp,
    ) -> Unit {
        let insert = query!(
            "INSERT INTO mailed_requests (counted_by, last_at, second_last_at, third_last_at)
             VALUES ($1, $2, 0, 0)
             ON CONFLICT (counted_by) DO UPDATE SET
             third_last_at = mailed_requests.second_last_at,
             second_last_at = mailed_requests.last_at, last_at = excluded.last_at
             WHERE mailed_requests.third_last_at <= $3"
        );
        Unit::new().guard(insert.bind(counted_by).bind(now).bind(third_before))
    }

    /// How many codes were tried since a time, for tokens of a purpose that are about the same.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn tries_about(
        &self,
        purpose: TokenPurpose,
        subject: &Digest,
        since: Timestamp,
    ) -> Result<i64> {
        let select = query!(
            "SELECT CAST(COALESCE(SUM(o.tries), 0) AS BIGINT) AS tries FROM one_time_tokens o
             WHERE o.purpose = $1 AND o.subject = $2 AND o.created_at > $3"
        );
        let select = select.bind(purpose.name()).bind(subject).bind(since);
        self.row(select)
            .await?
            .map_or(Ok(0), |row| row.int("tries"))
    }

    /// How many codes were tried since a time, for tokens of a purpose that are for a user.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn tries_of_user(
        &self,
        purpose: TokenPurpose,
        user_id: &str,
        since: Timestamp,
    ) -> Result<i64> {
        let select = query!(
            "SELECT CAST(COALESCE(SUM(o.tries), 0) AS BIGINT) AS tries FROM one_time_tokens o
             WHERE o.user_id = $1 AND o.purpose = $2 AND o.created_at > $3"
        );
        let select = select.bind(user_id).bind(purpose.name()).bind(since);
        self.row(select)
            .await?
            .map_or(Ok(0), |row| row.int("tries"))
    }
}
