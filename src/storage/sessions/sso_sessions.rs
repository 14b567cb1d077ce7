//! SSO sessions: the row is the truth.

use crate::{
    Result, Store,
    db::{
        cursor::ListCursor,
        sql::{Row, columns, query, to_json},
        unit::{Lock, Unit},
    },
};
use doorward_protocol::{
    secret::Digest,
    sessions::sso_session::{EndReason, SessionRef, SsoSession, UsedSince},
    time::{CLOCK_TOLERANCE, Timestamp},
};

/// The most sessions of one user that a list has.
pub const MAX_SESSIONS_OF_USER: u8 = 200;

/// A session to be started.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// The session as the rules see it.
    pub session: SsoSession,
    /// The browser, for the user's own list.
    pub user_agent: String,
    /// The address that it was begun from.
    pub address: Option<String>,
}

/// A session for lists.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// The session as the rules see it.
    pub session: SsoSession,
    /// The `User-Agent` of the browser at sign-in.
    pub user_agent: String,
    /// The address that it was begun from.
    pub address: Option<String>,
}

columns! {
    SESSION of s, read by session -> SsoSession {
        sid: Row::text(sid),
        user_id: Row::text(user_id),
        auth_time: Row::at(auth_time),
        authentication: Row::json(amr),
        created_at: Row::at(created_at),
        last_seen_at: Row::at(last_seen_at),
        expires_at: Row::at(expires_at),
        ended_at: Row::opt_at(ended_at),
        remembered: Row::flag(remembered),
        generation: Row::int(generation),
    }
}

fn session_row(row: &Row) -> Result<SessionRow> {
    Ok(SessionRow {
        session: session(row)?,
        user_agent: row.text("user_agent")?,
        address: row.opt_text("address")?,
    })
}

impl Store {
    /// The session that stands behind a browser's identifier, unless it was ended, by itself or with
    /// the generation of its user, or its user disabled.
    pub async fn session_by_key(&self, key: &Digest) -> Result<Option<SsoSession>> {
        let select = query!(
            "SELECT {SESSION} FROM browser_sessions b JOIN sso_sessions s ON s.sid = b.sid
             JOIN users u ON u.id = s.user_id
             WHERE b.key_digest = $1 AND s.ended_at IS NULL AND u.disabled_at IS NULL
             AND s.generation = u.generation"
        );
        self.row(select.bind(key))
            .await?
            .map(|row| session(&row))
            .transpose()
    }

    /// A session, unless it was ended, by itself or with the generation of its user, or its user
    /// disabled.
    pub async fn live_session(&self, sid: &str) -> Result<Option<SsoSession>> {
        let select = query!(
            "SELECT {SESSION} FROM sso_sessions s JOIN users u ON u.id = s.user_id
             WHERE s.sid = $1 AND s.ended_at IS NULL AND u.disabled_at IS NULL
             AND s.generation = u.generation"
        );
        self.row(select.bind(sid))
            .await?
            .map(|row| session(&row))
            .transpose()
    }

    /// Starts a session. A guard: the user is enabled and of the generation of the session, so that
    /// credentials that were verified before a change start nothing after it.
    pub fn start_session(new: &NewSession) -> Unit {
        let session = &new.session;
        let insert = query!(
            "INSERT INTO sso_sessions (sid, user_id, auth_time, amr, user_agent, created_at,
             last_seen_at, expires_at, ended_at, end_reason, remembered, address, generation,
             number)
             SELECT $1, u.id, $3, $4, $5, $6, $6, $7, NULL, NULL, $8, $9, u.generation,
             (SELECT COALESCE(MAX(o.number), 0) + 1 FROM sso_sessions o WHERE o.user_id = u.id)
             FROM users u WHERE u.id = $2 AND u.generation = $10 AND u.disabled_at IS NULL
             /*FOR SHARE*/"
        );
        let insert = insert
            .bind(&session.sid)
            .bind(&session.user_id)
            .bind(session.auth_time)
            .bind(to_json(&session.authentication));
        Unit::new().guard(
            insert
                .bind(&new.user_agent)
                .bind(session.created_at)
                .bind(session.expires_at)
                .bind(session.remembered)
                .bind(new.address.clone())
                .bind(session.generation),
        )
    }

    /// Marks a live session as freshly authenticated, and as the newest of its user; `auth_time` only
    /// grows, unless the clock was set back since. A guard: session and user are of the generation
    /// under which the credentials were verified.
    pub fn refresh_session_authentication(renewed: &SsoSession, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE sso_sessions SET auth_time = $1, amr = $2, last_seen_at = $4,
             number = (SELECT COALESCE(MAX(o.number), 0) + 1 FROM sso_sessions o
             WHERE o.user_id = sso_sessions.user_id)
             WHERE sid = $3 AND ended_at IS NULL AND (auth_time <= $1 OR auth_time > $6)
             AND generation = $5
             AND EXISTS (SELECT 1 FROM users u WHERE u.id = sso_sessions.user_id
             AND u.generation = $5 AND u.disabled_at IS NULL /*FOR SHARE*/)"
        );
        Unit::new().guard(
            update
                .bind(renewed.auth_time)
                .bind(to_json(&renewed.authentication))
                .bind(&renewed.sid)
                .bind(now)
                .bind(renewed.generation)
                .bind(now.plus(CLOCK_TOLERANCE)),
        )
    }

    /// Keeps a live session for as long as its user asked for.
    pub fn remember_session(sid: &str, expires_at: Timestamp) -> Unit {
        let update = query!(
            "UPDATE sso_sessions SET remembered = 1, expires_at = $1
             WHERE sid = $2 AND ended_at IS NULL AND expires_at < $1"
        );
        Unit::new().run(update.bind(expires_at).bind(sid))
    }

    /// Gives a live session an identifier in a browser. A session that ended meanwhile gets none:
    /// nothing re-creates it.
    pub fn bind_session_to_browser(sid: &str, key: &Digest, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO browser_sessions (key_digest, sid, created_at) SELECT $1, s.sid, $3
             FROM users u JOIN sso_sessions s ON s.user_id = u.id
             WHERE s.sid = $2 AND s.ended_at IS NULL AND s.generation = u.generation
             AND u.disabled_at IS NULL /*FOR SHARE*/"
        );
        Unit::new().guard(insert.bind(key).bind(sid).bind(now))
    }

    /// Takes an identifier out of use.
    pub fn unbind_session_key(key: &Digest) -> Unit {
        Unit::new().run(query!("DELETE FROM browser_sessions WHERE key_digest = $1").bind(key))
    }

    /// Writes down the last request; an instant of a clock that was set back since gives way. A guard:
    /// the session and its user are live.
    pub fn touch_session(sid: &str, now: Timestamp) -> Unit {
        Unit::new().guard(
            query!(
                "UPDATE sso_sessions SET last_seen_at = $1
                 WHERE sid = $2 AND ended_at IS NULL AND (last_seen_at < $1 OR last_seen_at > $3)
                 AND EXISTS (SELECT 1 FROM users u WHERE u.id = sso_sessions.user_id
                 AND u.generation = sso_sessions.generation AND u.disabled_at IS NULL)"
            )
            .bind(now)
            .bind(sid)
            .bind(now.plus(CLOCK_TOLERANCE)),
        )
    }

    /// Ends a session of a user and revokes its families: all of them, or all but those with
    /// offline access. The same unit queues a logout notice to every client that it signed in to.
    pub fn end_session(session: SessionRef<'_>, reason: EndReason, now: Timestamp) -> Unit {
        let SessionRef { sid, user_id } = session;
        let end = query!(
            "UPDATE sso_sessions SET ended_at = $1, end_reason = $2
             WHERE sid = $3 AND ended_at IS NULL"
        );
        let revoke = query!(
            "UPDATE grants SET revoked_at = $1
             WHERE user_id = $2 AND sid = $3 AND revoked_at IS NULL AND (offline = 0 OR $4 = 0)"
        );
        let revoke = revoke
            .bind(now)
            .bind(user_id)
            .bind(sid)
            .bind(i64::from(reason.keeps_offline_access()));
        Unit::new()
            .guard(end.bind(now).bind(reason.as_str()).bind(sid))
            .run(revoke)
            .then(Self::add_logout_notices(sid, user_id, now))
    }

    /// Writes down that a session was used, where it stands; nothing fails where it does not.
    pub fn note_session_use(sid: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE sso_sessions SET last_seen_at = $1
             WHERE sid = $2 AND ended_at IS NULL AND (last_seen_at < $1 OR last_seen_at > $3)"
        );
        let update = update.bind(now).bind(sid);
        Unit::new().run(update.bind(now.plus(CLOCK_TOLERANCE)))
    }

    /// Goes on only while the session lives and is of that user, and holds off its end until the
    /// commit: for tokens that are issued without a code, and for what a user may do only while they
    /// are signed in.
    pub fn require_live_session(session: SessionRef<'_>) -> Unit {
        let select = query!(
            "SELECT 1 FROM users u JOIN sso_sessions s ON s.user_id = u.id
             WHERE s.sid = $1 AND u.id = $2 AND s.ended_at IS NULL
             AND s.generation = u.generation AND u.disabled_at IS NULL"
        );
        Unit::new().require(select.bind(session.sid).bind(session.user_id), Lock::Shared)
    }

    /// The live sessions of a user, the one used last first: at most [`MAX_SESSIONS_OF_USER`], for a list.
    /// What ends sessions must not rest on it.
    pub async fn sessions_of_user(&self, user_id: &str, now: Timestamp) -> Result<Vec<SessionRow>> {
        let select = query!(
            "SELECT {SESSION}, s.user_agent, s.address
             FROM sso_sessions s JOIN users u ON u.id = s.user_id
             WHERE s.user_id = $1 AND s.ended_at IS NULL AND s.expires_at > $2
             AND s.generation = u.generation
             ORDER BY s.last_seen_at DESC LIMIT $3"
        );
        let select = select.bind(user_id).bind(now);
        let rows = self
            .rows(select.bind(i64::from(MAX_SESSIONS_OF_USER)))
            .await?;
        rows.iter().map(session_row).collect()
    }

    /// The live sessions of everybody, the one used last first, from a place in the list on. The two
    /// halves are read in the order of an index, so that a page costs the same however many there are.
    pub async fn latest_sessions(
        &self,
        now: Timestamp,
        after: Option<&ListCursor>,
        limit: i64,
    ) -> Result<Vec<SessionRow>> {
        let select = query!(
            "SELECT * FROM (SELECT {SESSION}, s.user_agent, s.address
             FROM sso_sessions s JOIN users u ON u.id = s.user_id
             WHERE s.remembered = 0 AND s.ended_at IS NULL AND s.expires_at > $1
             AND s.generation = u.generation
             AND s.last_seen_at <= $2 AND (s.last_seen_at < $2 OR s.sid < $3)
             ORDER BY s.last_seen_at DESC, s.sid DESC LIMIT $4) AS closing
             UNION ALL
             SELECT * FROM (SELECT {SESSION}, s.user_agent, s.address
             FROM sso_sessions s JOIN users u ON u.id = s.user_id
             WHERE s.remembered = 1 AND s.ended_at IS NULL AND s.expires_at > $1
             AND s.generation = u.generation
             AND s.last_seen_at <= $2 AND (s.last_seen_at < $2 OR s.sid < $3)
             ORDER BY s.last_seen_at DESC, s.sid DESC LIMIT $4) AS remembered
             ORDER BY s_last_seen_at DESC, s_sid DESC LIMIT $4"
        );
        let (last_seen_at, sid) = after.map_or((Timestamp(i64::MAX), ""), |place| {
            (place.at, place.id.as_str())
        });
        let select = select.bind(now).bind(last_seen_at).bind(sid).bind(limit);
        self.rows(select).await?.iter().map(session_row).collect()
    }

    /// How many sessions are live, those of disabled users and of ends that are under way among them.
    pub async fn live_sessions(&self, now: Timestamp) -> Result<i64> {
        let select = query!(
            "SELECT count(*) AS many FROM sso_sessions s
             WHERE s.ended_at IS NULL AND s.expires_at > $1"
        );
        let row = self.row(select.bind(now)).await?;
        row.map_or(Ok(0), |row| row.int("many"))
    }

    /// Live sessions that expired or were not used since the given instants: at most `limit` for
    /// each of the three.
    pub async fn sessions_past_limits(
        &self,
        now: Timestamp,
        unused: UsedSince,
        limit: i64,
    ) -> Result<Vec<SsoSession>> {
        // A statement for each limit, because each has an index.
        let past = query!(
            "SELECT {SESSION} FROM sso_sessions s
             WHERE s.ended_at IS NULL AND s.expires_at <= $1 ORDER BY s.expires_at LIMIT $2"
        );
        let idle = |remembered: bool, since: Timestamp| {
            let select = query!(
                "SELECT {SESSION} FROM sso_sessions s
                 WHERE s.ended_at IS NULL AND s.remembered = $1 AND s.last_seen_at <= $2
                 ORDER BY s.last_seen_at LIMIT $3"
            );
            select.bind(remembered).bind(since).bind(limit)
        };
        let mut found = Vec::new();
        for select in [
            past.bind(now).bind(limit),
            idle(false, unused.ordinary),
            idle(true, unused.remembered),
        ] {
            for row in self.rows(select).await? {
                found.push(session(&row)?);
            }
        }
        Ok(found)
    }

    /// Goes on only while a session is live and was not used after it was read, so that the user
    /// who comes back at the last moment keeps the session.
    pub fn require_unused_session(session: &SsoSession) -> Unit {
        let select = query!(
            "SELECT 1 FROM sso_sessions WHERE sid = $1 AND ended_at IS NULL AND last_seen_at <= $2"
        );
        let select = select.bind(&session.sid).bind(session.last_seen_at);
        Unit::new().require(select, Lock::Exclusive)
    }

    /// Whose a session is, live or not.
    pub async fn user_of_session(&self, sid: &str) -> Result<Option<String>> {
        self.row(query!("SELECT user_id FROM sso_sessions WHERE sid = $1").bind(sid))
            .await?
            .map(|row| row.text("user_id"))
            .transpose()
    }

    /// The identifiers under which browsers know a session.
    pub async fn session_keys(&self, sid: &str) -> Result<Vec<Digest>> {
        let rows = self
            .rows(query!("SELECT key_digest FROM browser_sessions WHERE sid = $1").bind(sid))
            .await?;
        rows.iter().map(|row| row.digest("key_digest")).collect()
    }
}
