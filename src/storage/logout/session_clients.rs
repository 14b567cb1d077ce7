//! The clients that each session signed in to.

use crate::{
    Result, Store,
    db::{sql::query, unit::Unit},
};

impl Store {
    /// Records that a session signed in to a client, and whether the client is told of the end of
    /// the session by back-channel logout.
    pub fn add_session_client(sid: &str, client_id: &str, notify: bool) -> Unit {
        let insert = query!(
            "INSERT INTO session_clients (sid, client_id, notify) VALUES ($1, $2, $3) ON
             CONFLICT (sid, client_id) DO UPDATE SET notify = excluded.notify"
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
            "SELECT c.sid, c.client_id FROM session_clients c JOIN sso_sessions s ON s.sid =
             c.sid WHERE s.user_id = $1 AND s.ended_at IS NULL ORDER BY c.sid, c.client_id"
        );
        self.rows(select.bind(user_id))
            .await?
            .iter()
            .map(|row| Ok((row.text("sid")?, row.text("client_id")?)))
            .collect()
    }
}
