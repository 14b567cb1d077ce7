//! Who hears of the end of a session, and the notices that are on their way.

use crate::{
    Result, Store,
    db::sql::{Row, Unit, columns, query},
};
use doorward_protocol::{logout::logout_notice, time::Timestamp};

/// A back-channel logout notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutNotice {
    /// Its identifier: one a session and client.
    pub id: String,
    /// The session that ended.
    pub sid: String,
    /// Who is to hear of it.
    pub client_id: String,
    /// Whose session it was.
    pub user_id: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is given up.
    pub expires_at: Timestamp,
}

columns! {
    LOGOUT_NOTICE of n, read by notice -> LogoutNotice {
        id: Row::text(id),
        sid: Row::text(sid),
        client_id: Row::text(client_id),
        user_id: Row::text(user_id),
        attempts: Row::int(attempts),
        expires_at: Row::at(expires_at),
    }
}

impl Store {
    /// Writes down that a session signed in to a client, and whether that is to hear of its end by
    /// back-channel logout.
    pub fn add_session_client(sid: &str, client_id: &str, notify: bool) -> Unit {
        let insert = query!(
            "INSERT INTO session_clients (sid, client_id, notify) VALUES ($1, $2, $3)
             ON CONFLICT (sid, client_id) DO UPDATE SET notify = excluded.notify"
        );
        Unit::new().run(insert.bind(sid).bind(client_id).bind(notify))
    }

    /// The clients of a session.
    pub async fn session_clients(&self, sid: &str) -> Result<Vec<String>> {
        let rows = self
            .rows(
                query!("SELECT client_id FROM session_clients WHERE sid = $1 ORDER BY client_id")
                    .bind(sid),
            )
            .await?;
        rows.iter().map(|row| row.text("client_id")).collect()
    }

    /// The clients of each live session of a user, as session and client.
    pub async fn clients_of_sessions(&self, user_id: &str) -> Result<Vec<(String, String)>> {
        let select = query!(
            "SELECT c.sid, c.client_id
             FROM session_clients c JOIN sso_sessions s ON s.sid = c.sid
             WHERE s.user_id = $1 AND s.ended_at IS NULL ORDER BY c.sid, c.client_id"
        );
        self.rows(select.bind(user_id))
            .await?
            .iter()
            .map(|row| Ok((row.text("sid")?, row.text("client_id")?)))
            .collect()
    }

    /// A notice to each client of a session, due at once.
    pub(crate) fn add_logout_notices(sid: &str, user_id: &str, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO logout_notices (id, sid, client_id, user_id, attempts, due_at,
             expires_at, leased_until)
             SELECT sid || '.' || client_id, sid, client_id, $2, 0, $3, $4, 0
             FROM session_clients WHERE sid = $1 AND notify = 1 ON CONFLICT (id) DO UPDATE
             SET due_at = excluded.due_at, expires_at = excluded.expires_at, attempts = 0,
             leased_until = 0"
        );
        Unit::new()
            .run(
                insert
                    .bind(sid)
                    .bind(user_id)
                    .bind(now)
                    .bind(now.plus(logout_notice::PATIENCE)),
            )
            .then(Self::add_logout_receipts(sid, user_id, now))
    }

    /// A notice to one client for each live session of a user that it is part of, due at once.
    pub fn add_logout_notices_to_client(user_id: &str, client_id: &str, now: Timestamp) -> Unit {
        let notices = query!(
            "INSERT INTO logout_notices (id, sid, client_id, user_id, attempts, due_at,
             expires_at, leased_until)
             SELECT c.sid || '.' || c.client_id, c.sid, c.client_id, s.user_id, 0, $3, $4, 0
             FROM session_clients c JOIN sso_sessions s ON s.sid = c.sid
             WHERE s.user_id = $1 AND s.ended_at IS NULL AND c.client_id = $2 AND c.notify = 1
             ON CONFLICT (id) DO UPDATE
             SET due_at = excluded.due_at, expires_at = excluded.expires_at, attempts = 0,
             leased_until = 0"
        );
        let notices = notices
            .bind(user_id)
            .bind(client_id)
            .bind(now)
            .bind(now.plus(logout_notice::PATIENCE));
        Unit::new()
            .run(notices)
            .then(Self::add_logout_receipts_of_client(user_id, client_id, now))
    }

    /// Notices that are due and that nobody is delivering: so many in all, so many to one client.
    pub async fn due_logout_notices(
        &self,
        now: Timestamp,
        most_to_one: usize,
        most: usize,
    ) -> Result<Vec<LogoutNotice>> {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        self.rows(
            query!(
                "SELECT * FROM (
             SELECT {LOGOUT_NOTICE}, n.due_at,
             ROW_NUMBER() OVER (PARTITION BY n.client_id ORDER BY n.due_at) AS place
             FROM logout_notices n WHERE n.due_at <= $1 AND n.leased_until <= $1) AS due
             WHERE place <= $2 ORDER BY due_at LIMIT $3"
            )
            .bind(now)
            .bind(count(most_to_one))
            .bind(count(most)),
        )
        .await?
        .iter()
        .map(notice)
        .collect()
    }

    /// Takes a notice for delivery: of all nodes one gets it, until the lease is over.
    pub fn lease_logout_notice(id: &str, now: Timestamp, until: Timestamp) -> Unit {
        let update = query!(
            "UPDATE logout_notices SET leased_until = $1, attempts = attempts + 1
             WHERE id = $2 AND due_at <= $3 AND leased_until <= $3"
        );
        Unit::new().guard(update.bind(until).bind(id).bind(now))
    }

    /// Puts a notice off.
    pub fn postpone_logout_notice(id: &str, due_at: Timestamp) -> Unit {
        Unit::new().run(
            query!("UPDATE logout_notices SET due_at = $1, leased_until = 0 WHERE id = $2")
                .bind(due_at)
                .bind(id),
        )
    }

    /// Takes a notice off the queue: it was answered, or is given up. One that was queued again
    /// while this try was under way stays: it has fewer attempts than this one.
    pub fn remove_logout_notice(id: &str, attempts: i64) -> Unit {
        Unit::new().guard(
            query!("DELETE FROM logout_notices WHERE id = $1 AND attempts = $2")
                .bind(id)
                .bind(attempts),
        )
    }
}
