//! What became of each logout notice.

use crate::{
    Result, Store,
    db::sql::{Row, Unit, columns, query},
};
use doorward_protocol::{logout::logout_notice, time::Timestamp};

/// A delivery receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutReceipt {
    /// The notice that it is of.
    pub id: String,
    /// The session that ended.
    pub sid: String,
    /// The client that was told.
    pub client_id: String,
    /// Whose session it was.
    pub user_id: String,
    /// `waiting`, `delivered` or `given_up`.
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What the client answered last; none where nobody answered.
    pub status: Option<i64>,
    /// How long the last answer took, in milliseconds.
    pub latency_ms: Option<i64>,
    /// When the session ended.
    pub queued_at: Timestamp,
    /// When it was last tried.
    pub tried_at: Option<Timestamp>,
    /// When the client took it.
    pub delivered_at: Option<Timestamp>,
}

/// What a try brought.
#[derive(Clone, Copy, Debug)]
pub struct Tried {
    /// What the client answered, if it did.
    pub status: Option<u16>,
    /// How long that took, in milliseconds.
    pub latency_ms: i64,
    /// When.
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
        latency_ms: Row::opt_int(latency_ms),
        queued_at: Row::at(queued_at),
        tried_at: Row::opt_at(tried_at),
        delivered_at: Row::opt_at(delivered_at),
    }
}

impl Store {
    /// A receipt for each notice of a session, to be filled in.
    pub(crate) fn add_logout_receipts(sid: &str, user_id: &str, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO logout_receipts (id, sid, client_id, user_id, state, attempts, status,
             latency_ms, queued_at, tried_at, delivered_at)
             SELECT sid || '.' || client_id, sid, client_id, $2, 'waiting', 0, NULL, NULL, $3,
             NULL, NULL
             FROM session_clients WHERE sid = $1 AND notify = 1 ON CONFLICT (id) DO UPDATE
             SET state = 'waiting', queued_at = excluded.queued_at"
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
            "INSERT INTO logout_receipts (id, sid, client_id, user_id, state, attempts, status,
             latency_ms, queued_at, tried_at, delivered_at)
             SELECT c.sid || '.' || c.client_id, c.sid, c.client_id, s.user_id, 'waiting', 0,
             NULL, NULL, $3, NULL, NULL
             FROM session_clients c JOIN sso_sessions s ON s.sid = c.sid
             WHERE s.user_id = $1 AND s.ended_at IS NULL AND c.client_id = $2 AND c.notify = 1
             ON CONFLICT (id) DO UPDATE SET state = 'waiting', queued_at = excluded.queued_at"
        );
        Unit::new().run(insert.bind(user_id).bind(client_id).bind(now))
    }

    /// Writes down what a try brought.
    pub fn record_logout_try(id: &str, state: &str, tried: Tried) -> Unit {
        let update = query!(
            "UPDATE logout_receipts
             SET state = $2, attempts = attempts + 1, status = $3, latency_ms = $4,
             tried_at = $5,
             delivered_at = CASE WHEN $2 = 'delivered' THEN $5 ELSE delivered_at END
             WHERE id = $1"
        );
        let status: Option<i64> = tried.status.map(i64::from);
        Unit::new().run(
            update
                .bind(id)
                .bind(state)
                .bind(status)
                .bind(tried.latency_ms)
                .bind(tried.at),
        )
    }

    /// Writes down that a notice is tried no more.
    pub fn give_up_logout_receipt(id: &str) -> Unit {
        Unit::new().run(
            query!(
                "UPDATE logout_receipts SET state = 'given_up'
                 WHERE id = $1 AND state = 'waiting'"
            )
            .bind(id),
        )
    }

    /// The receipts of a session.
    pub async fn logout_receipts_of_session(&self, sid: &str) -> Result<Vec<LogoutReceipt>> {
        let select = query!(
            "SELECT {LOGOUT_RECEIPT} FROM logout_receipts r WHERE r.sid = $1 ORDER BY r.client_id"
        );
        self.rows(select.bind(sid))
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
        let select = query!(
            "SELECT {LOGOUT_RECEIPT} FROM logout_receipts r
             WHERE r.user_id = $1 AND r.queued_at >= $2
             ORDER BY r.queued_at DESC, r.client_id LIMIT 500"
        );
        self.rows(select.bind(user_id).bind(since))
            .await?
            .iter()
            .map(receipt)
            .collect()
    }

    /// Puts a notice of a user on the queue again, due at once, for another day.
    pub fn send_logout_notice_again(id: &str, user_id: &str, now: Timestamp) -> Unit {
        let back =
            query!("UPDATE logout_receipts SET state = 'waiting' WHERE id = $1 AND user_id = $2")
                .bind(id)
                .bind(user_id);
        let insert = query!(
            "INSERT INTO logout_notices (id, sid, client_id, user_id, attempts, due_at,
             expires_at, leased_until)
             SELECT id, sid, client_id, user_id, 0, $2, $3, 0 FROM logout_receipts WHERE id = $1
             ON CONFLICT (id) DO UPDATE
             SET due_at = excluded.due_at, expires_at = excluded.expires_at, attempts = 0,
             leased_until = 0"
        );
        Unit::new().guard(back).run(
            insert
                .bind(id)
                .bind(now)
                .bind(now.plus(logout_notice::PATIENCE)),
        )
    }
}
