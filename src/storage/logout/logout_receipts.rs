//! The receipt of each logout notice: what its client answered, also after the notice left the
//! outbox.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::time::Timestamp;

/// A delivery receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutReceipt {
    /// The identifier of the notice: the session, a dot and the client.
    pub id: String,
    /// The session that ended.
    pub sid: String,
    /// The client that is told.
    pub client_id: String,
    /// The user of the session.
    pub user_id: String,
    /// `waiting`, `delivered` or `given_up`.
    pub state: String,
    /// Attempts at delivery.
    pub attempts: i64,
    /// The HTTP status of the last answer; none where the client did not answer.
    pub status: Option<i64>,
    /// Why the last attempt failed; none where it did not.
    pub reason: Option<String>,
    /// How long the last attempt took, in milliseconds.
    pub latency_ms: Option<i64>,
    /// When the notice was queued.
    pub queued_at: Timestamp,
    /// When the last attempt ended.
    pub tried_at: Option<Timestamp>,
    /// When the client accepted it.
    pub delivered_at: Option<Timestamp>,
}

/// The result of one attempt.
#[derive(Clone, Debug)]
pub struct LogoutAttempt {
    /// The HTTP status of the answer; none where the client did not answer.
    pub status: Option<u16>,
    /// Why the attempt failed; none where the client accepted the notice.
    pub reason: Option<String>,
    /// How long the attempt took, in milliseconds.
    pub latency_ms: i64,
    /// When the attempt ended.
    pub at: Timestamp,
}

columns! {
    LOGOUT_RECEIPT of r, read by receipt -> LogoutReceipt {
        id: Row::text(id),
        sid: Row::text(sid),
        client_id: Row::text(client_id),
        user_id: Row::text(user_id),
        state: Row::text(state),
        attempts: Row::int(attempts),
        status: Row::opt_int(status),
        reason: Row::opt_text(reason),
        latency_ms: Row::opt_int(latency_ms),
        queued_at: Row::at(queued_at),
        tried_at: Row::opt_at(tried_at),
        delivered_at: Row::opt_at(delivered_at),
    }
}

impl Store {
    /// A receipt for each notice of a session, in the state `waiting`.
    pub(crate) fn add_logout_receipts(sid: &str, user_id: &str, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO logout_receipts (id, sid, client_id, user_id, state, attempts,
             status, latency_ms, queued_at, tried_at, delivered_at) SELECT sid || '.' ||
             client_id, sid, client_id, $2, 'waiting', 0, NULL, NULL, $3, NULL, NULL FROM
             session_clients WHERE sid = $1 AND notify = 1 ON CONFLICT (id) DO UPDATE SET
             state = 'waiting', queued_at = excluded.queued_at"
        );
        Unit::new().run(insert.bind(sid).bind(user_id).bind(now))
    }

    /// A receipt for each notice to one client about a live session of a user.
    pub(crate) fn add_logout_receipts_of_client(
        user_id: &str,
        client_id: &str,
        now: Timestamp,
    ) -> Unit {
        let insert = query!(
            "INSERT INTO logout_receipts (id, sid, client_id, user_id, state, attempts,
             status, latency_ms, queued_at, tried_at, delivered_at) SELECT c.sid || '.' ||
             c.client_id, c.sid, c.client_id, s.user_id, 'waiting', 0, NULL, NULL, $3, NULL,
             NULL FROM session_clients c JOIN sso_sessions s ON s.sid = c.sid WHERE s.user_id
             = $1 AND s.ended_at IS NULL AND c.client_id = $2 AND c.notify = 1 ON CONFLICT
             (id) DO UPDATE SET state = 'waiting', queued_at = excluded.queued_at"
        );
        Unit::new().run(insert.bind(user_id).bind(client_id).bind(now))
    }

    /// Records the result of an attempt.
    pub fn record_logout_attempt(id: &str, state: &str, attempt: LogoutAttempt) -> Unit {
        let update = query!(
            "UPDATE logout_receipts
             SET state = $2, attempts = attempts + 1, status = $3, latency_ms = $4,
             tried_at = $5, reason = $6,
             delivered_at = CASE WHEN $2 = 'delivered' THEN $5 ELSE delivered_at END
             WHERE id = $1"
        );
        let status: Option<i64> = attempt.status.map(i64::from);
        Unit::new().run(
            update
                .bind(id)
                .bind(state)
                .bind(status)
                .bind(attempt.latency_ms)
                .bind(attempt.at)
                .bind(attempt.reason),
        )
    }

    /// Records that a notice is given up.
    pub fn give_up_logout_receipt(id: &str) -> Unit {
        Unit::new().run(
            query!(
                "UPDATE logout_receipts SET state = 'given_up' WHERE id = $1 AND state =
             'waiting'"
            )
            .bind(id),
        )
    }

    /// The receipt of that identifier.
    pub async fn logout_receipt(&self, id: &str) -> Result<Option<LogoutReceipt>> {
        self.row(query!("SELECT {LOGOUT_RECEIPT} FROM logout_receipts r WHERE r.id = $1").bind(id))
            .await?
            .map(|row| receipt(&row))
            .transpose()
    }

    /// The receipts of a session.
    pub async fn logout_receipts_of_session(&self, sid: &str) -> Result<Vec<LogoutReceipt>> {
        self.rows(query!("SELECT {LOGOUT_RECEIPT} FROM logout_receipts r WHERE r.sid = $1 ORDER BY r.client_id").bind(sid))
            .await?
            .iter()
            .map(receipt)
            .collect()
    }

    /// The receipts of a user since then, the newest first.
    pub async fn logout_receipts_of_user(
        &self,
        user_id: &str,
        since: Timestamp,
    ) -> Result<Vec<LogoutReceipt>> {
        self.rows(
            query!(
                "SELECT {LOGOUT_RECEIPT} FROM logout_receipts r
             WHERE r.user_id = $1 AND r.queued_at >= $2
             ORDER BY r.queued_at DESC, r.client_id LIMIT 500"
            )
            .bind(user_id)
            .bind(since),
        )
        .await?
        .iter()
        .map(receipt)
        .collect()
    }
}
