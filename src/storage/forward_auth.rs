//! Who is signed in at a site behind a proxy.

use crate::{
    Result, Store,
    db::{sql::query, unit::Unit},
    sessions::sso_sessions::{SESSION, session},
    users::{USER, User, user},
};
use doorward_protocol::{secret::Digest, sessions::sso_session::SsoSession, time::Timestamp};

impl Store {
    /// Keeps the cookie of a site. A guard: the session lives.
    pub fn add_forward_auth_session(
        digest: &Digest,
        origin: &str,
        sid: &str,
        now: Timestamp,
    ) -> Unit {
        let insert = query!(
            "INSERT INTO forward_auth_sessions (digest, origin, sid, created_at)
             SELECT $1, $2, s.sid, $4 FROM users u JOIN sso_sessions s ON s.user_id = u.id
             WHERE s.sid = $3 AND s.ended_at IS NULL AND s.generation = u.generation
             AND u.disabled_at IS NULL /*FOR SHARE*/"
        );
        Unit::new().guard(insert.bind(digest).bind(origin).bind(sid).bind(now))
    }

    /// Takes every cookie of a user at a site out of use.
    pub fn end_forward_auth_sessions(user_id: &str, origin: &str) -> Unit {
        let delete = query!(
            "DELETE FROM forward_auth_sessions WHERE origin = $2 AND sid IN (SELECT sid
             FROM sso_sessions WHERE user_id = $1)"
        );
        Unit::new().run(delete.bind(user_id).bind(origin))
    }

    /// The session behind the cookie of a site, and its user; `None` where it ended or the user is
    /// disabled.
    pub async fn forward_auth_session(
        &self,
        digest: &Digest,
        origin: &str,
    ) -> Result<Option<(SsoSession, User)>> {
        let select = query!(
            "SELECT {SESSION}, {USER} FROM forward_auth_sessions f
             JOIN sso_sessions s ON s.sid = f.sid JOIN users u ON u.id = s.user_id
             WHERE f.digest = $1 AND f.origin = $2 AND s.ended_at IS NULL
             AND s.generation = u.generation AND u.disabled_at IS NULL"
        );
        self.row(select.bind(digest).bind(origin))
            .await?
            .map(|row| Ok((session(&row)?, user(&row)?)))
            .transpose()
    }
}
