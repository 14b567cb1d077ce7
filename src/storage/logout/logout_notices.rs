//! Back-channel logout notices: messages of the outbox, each with a receipt of the same identifier
//! that says which session of which user ended.

use crate::{
    Store,
    db::{sql::query, unit::Unit},
};
use doorward_protocol::{logout::logout_notice, time::Timestamp};

/// The kind of the outbox messages that carry a logout token (OpenID Connect Back-Channel Logout
/// §2.5). The message has the identifier of its receipt, and the client as its target.
pub const LOGOUT_NOTICE: &str = "logout_notice";

impl Store {
    /// A notice to each client of a session, due at once.
    pub(crate) fn add_logout_notices(sid: &str, user_id: &str, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO outbox_messages (kind, id, target, payload, attempts, created_at,
             next_attempt_at, expires_at, leased_until, lease_id) SELECT $1, c.sid || '.' ||
             c.client_id, c.client_id, '', 0, $3, $3, $4, 0, NULL FROM session_clients c
             WHERE c.sid = $2 AND c.notify = 1 ON CONFLICT (kind, id) DO UPDATE SET attempts
             = 0, created_at = excluded.created_at, next_attempt_at =
             excluded.next_attempt_at, expires_at = excluded.expires_at, leased_until = 0,
             lease_id = NULL"
        );
        let insert = insert
            .bind(LOGOUT_NOTICE)
            .bind(sid)
            .bind(now)
            .bind(now.plus(logout_notice::LIFETIME));
        Self::add_logout_receipts(sid, user_id, now).run(insert)
    }

    /// A notice to one client for each live session of a user that signed in to it, due at once.
    pub fn add_logout_notices_to_client(user_id: &str, client_id: &str, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO outbox_messages (kind, id, target, payload, attempts, created_at,
             next_attempt_at, expires_at, leased_until, lease_id) SELECT $1, c.sid || '.' ||
             c.client_id, c.client_id, '', 0, $4, $4, $5, 0, NULL FROM session_clients c JOIN
             sso_sessions s ON s.sid = c.sid WHERE s.user_id = $2 AND s.ended_at IS NULL AND
             c.client_id = $3 AND c.notify = 1 ON CONFLICT (kind, id) DO UPDATE SET attempts
             = 0, created_at = excluded.created_at, next_attempt_at =
             excluded.next_attempt_at, expires_at = excluded.expires_at, leased_until = 0,
             lease_id = NULL"
        );
        let insert = insert
            .bind(LOGOUT_NOTICE)
            .bind(user_id)
            .bind(client_id)
            .bind(now)
            .bind(now.plus(logout_notice::LIFETIME));
        Self::add_logout_receipts_of_client(user_id, client_id, now).run(insert)
    }

    /// Queues a notice of a user again, due at once. A guard: the receipt must be the user's.
    pub fn send_logout_notice_again(id: &str, user_id: &str, now: Timestamp) -> Unit {
        let reopen =
            query!("UPDATE logout_receipts SET state = 'waiting' WHERE id = $1 AND user_id = $2");
        let insert = query!(
            "INSERT INTO outbox_messages (kind, id, target, payload, attempts, created_at,
             next_attempt_at, expires_at, leased_until, lease_id) SELECT $1, r.id,
             r.client_id, '', 0, $3, $3, $4, 0, NULL FROM logout_receipts r WHERE r.id = $2
             ON CONFLICT (kind, id) DO UPDATE SET attempts = 0, created_at =
             excluded.created_at, next_attempt_at = excluded.next_attempt_at, expires_at =
             excluded.expires_at, leased_until = 0, lease_id = NULL"
        );
        let insert = insert
            .bind(LOGOUT_NOTICE)
            .bind(id)
            .bind(now)
            .bind(now.plus(logout_notice::LIFETIME));
        Unit::new().guard(reopen.bind(id).bind(user_id)).run(insert)
    }
}
