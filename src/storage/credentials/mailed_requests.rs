//! How often mails are asked for: a fourth within a time is one too many, however many come at once.

use crate::{
    Store,
    db::{
        sql::{Query, query},
        unit::Unit,
    },
};
use doorward_protocol::{
    credentials::one_time_token::TokenPurpose, secret::Digest, time::Timestamp,
};

/// A mail that is asked for, and when the limits of its purpose begin to count.
#[derive(Clone, Copy, Debug)]
pub struct MailedRequest<'a> {
    /// What the mail is for.
    pub purpose: TokenPurpose,
    /// What it is counted by.
    pub counted_by: &'a Digest,
    /// When it is asked for.
    pub now: Timestamp,
    /// The third mail before this one was asked for at this time or earlier.
    pub third_before: Timestamp,
    /// Tries at codes count from this time on.
    pub tries_since: Timestamp,
    /// There were fewer tries at codes than this.
    pub most_tries: i64,
}

impl Store {
    /// Counts a mail that is asked for by name, which [`MailedRequest::counted_by`] is the digest of. A guard: there were
    /// fewer than three of its purpose in the time, and not too many tries at their codes.
    pub fn count_mailed_request(request: MailedRequest<'_>) -> Unit {
        let insert = query!(
            "INSERT INTO mailed_requests (counted_by, last_at, second_last_at, third_last_at)
             SELECT $1, $2, 0, 0 WHERE (SELECT CAST(COALESCE(SUM(o.tries), 0) AS BIGINT)
             FROM one_time_tokens o WHERE o.purpose = $4 AND o.subject = $1
             AND o.created_at > $5) < $6
             ON CONFLICT (counted_by) DO UPDATE SET
             third_last_at = mailed_requests.second_last_at,
             second_last_at = mailed_requests.last_at, last_at = excluded.last_at
             WHERE mailed_requests.third_last_at <= $3"
        );
        Unit::new().guard(bound(insert, request))
    }

    /// Counts a mail to a user, by whatever name it was asked for; `user_id` is empty where there is
    /// nobody. A guard, as [`Store::count_mailed_request`].
    pub fn count_mail_to_user(request: MailedRequest<'_>, user_id: &str) -> Unit {
        let insert = query!(
            "INSERT INTO mailed_requests (counted_by, last_at, second_last_at, third_last_at)
             SELECT $1, $2, 0, 0 WHERE (SELECT CAST(COALESCE(SUM(o.tries), 0) AS BIGINT)
             FROM one_time_tokens o WHERE o.purpose = $4 AND o.user_id = $7
             AND o.created_at > $5) < $6
             ON CONFLICT (counted_by) DO UPDATE SET
             third_last_at = mailed_requests.second_last_at,
             second_last_at = mailed_requests.last_at, last_at = excluded.last_at
             WHERE mailed_requests.third_last_at <= $3"
        );
        Unit::new().guard(bound(insert, request).bind(user_id))
    }
}

fn bound(insert: Query, request: MailedRequest<'_>) -> Query {
    insert
        .bind(request.counted_by)
        .bind(request.now)
        .bind(request.third_before)
        .bind(request.purpose.name())
        .bind(request.tries_since)
        .bind(request.most_tries)
}
