//! The generation of a user, with which all sessions end at once, and what ended lately for the nodes
//! that keep sessions in a cache (docs/decisions/0019).

use crate::{
    Result, Store,
    db::{
        sql::{query, to_json},
        unit::{Lock, Unit},
    },
};
use doorward_protocol::{
    secret::Digest,
    sessions::sso_session::{EndReason, SessionRef},
    time::Timestamp,
};

/// The end of all sessions of a user.
#[derive(Clone, Copy, Debug)]
pub struct GenerationRise<'a> {
    /// The user whose sessions end.
    pub user_id: &'a str,
    /// The session that goes on, by its `sid`, with its grants.
    pub kept_sid: Option<&'a str>,
    /// Why the others end. Grants with offline access go on where the reason says so.
    pub reason: EndReason,
}

/// An end of all sessions of a user whose rows are not all ended yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionsEnd {
    /// The user whose sessions end.
    pub user_id: String,
    /// The generation that began with it: sessions of older ones end.
    pub generation: i64,
    /// Why they end.
    pub reason: EndReason,
}

/// What an entry of the session cache can be about.
#[derive(Clone, Copy, Debug)]
pub enum CacheSubject<'a> {
    /// A user, by their identifier.
    User(&'a str),
    /// A session, by its `sid`.
    Session(&'a str),
    /// The identifier of a session in a browser.
    Key(&'a Digest),
    /// A subject of an identity provider, by its issuer: no entry is about it, but sign-ins that are
    /// under way are compared with it.
    UpstreamSubject(&'a str, &'a str),
    /// A session at an identity provider, by its issuer, as [`CacheSubject::UpstreamSubject`].
    UpstreamSession(&'a str, &'a str),
}

impl CacheSubject<'_> {
    /// The subject as the column `subject` of `cache_revocations` has it.
    pub fn as_text(self) -> String {
        match self {
            Self::User(id) => format!("user {id}"),
            Self::Session(sid) => format!("session {sid}"),
            Self::Key(digest) => format!("key {}", digest.as_str()),
            Self::UpstreamSubject(issuer, subject) => upstream("subject", issuer, subject),
            Self::UpstreamSession(issuer, sid) => upstream("session", issuer, sid),
        }
    }
}

/// What an identity provider chose is of any length.
fn upstream(kind: &str, issuer: &str, name: &str) -> String {
    let digest = Digest::of(format!("{issuer}\u{0}{name}").as_bytes());
    format!("upstream {kind} {}", digest.as_str())
}

/// A row of `cache_revocations`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CacheRevocation {
    /// Its number, in the order of the commits.
    pub number: i64,
    /// The [`CacheSubject`] as text.
    pub subject: String,
    /// Entries of older generations are not believed.
    pub generation: i64,
    /// When it was committed.
    pub revoked_at: Timestamp,
}

/// A session, and its place among those of its user in the order of their last sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberedSession {
    /// The identifier of the session.
    pub sid: String,
    /// The place: that of the last sign-in is the highest.
    pub number: i64,
}

impl Store {
    /// Raises the generation of a user: from the commit on, no session, code, grant or token of an
    /// older one is made, renewed or believed. The rows are ended afterwards, in batches
    /// ([`Store::ends_under_way`]). A guard: there is such a user, and the kept session is live.
    pub fn raise_generation(rise: GenerationRise<'_>, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE users SET generation = generation + 1,
             grants_from = CASE WHEN $2 = 1 THEN grants_from ELSE generation + 1 END
             WHERE id = $1"
        );
        let update = update
            .bind(rise.user_id)
            .bind(rise.reason.keeps_offline_access());
        let note = query!(
            "INSERT INTO session_ends (user_id, generation, reason, begun_at)
             SELECT u.id, u.generation, $2, $3 FROM users u WHERE u.id = $1"
        );
        let note = note
            .bind(rise.user_id)
            .bind(to_json(&rise.reason))
            .bind(now);
        let kept = rise.kept_sid.map_or_else(Unit::new, |sid| {
            let user_id = rise.user_id;
            carry_session(SessionRef { sid, user_id })
        });
        Unit::new()
            .guard(update)
            .then(kept)
            .run(note)
            .then(announce_generation(rise.user_id, now))
    }

    /// Tells every node that entries of the session cache about this subject are not to be believed
    /// any more. It belongs at the end of a unit: units that announce something wait for each other.
    pub fn announce_end(subject: CacheSubject<'_>, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO cache_revocations (number, subject, generation, revoked_at)
             SELECT c.session_revocations, $1, $2, $3 FROM configuration_version c WHERE c.id = 1"
        );
        next_number().run(insert.bind(subject.as_text()).bind(i64::MAX).bind(now))
    }

    /// What ended after a number and since an instant, the oldest first: at most `limit`.
    pub async fn cache_revocations(
        &self,
        after: i64,
        since: Timestamp,
        limit: i64,
    ) -> Result<Vec<CacheRevocation>> {
        let select = query!(
            "SELECT number, subject, generation, revoked_at FROM cache_revocations
             WHERE number > $1 AND revoked_at >= $2 ORDER BY number LIMIT $3"
        );
        self.rows(select.bind(after).bind(since).bind(limit))
            .await?
            .iter()
            .map(|row| {
                Ok(CacheRevocation {
                    number: row.int("number")?,
                    subject: row.text("subject")?,
                    generation: row.int("generation")?,
                    revoked_at: row.at("revoked_at")?,
                })
            })
            .collect()
    }

    /// Whether anything ended for one of these subjects with a number after the given one.
    pub async fn ended_since(&self, subjects: &[CacheSubject<'_>], number: i64) -> Result<bool> {
        for subject in subjects {
            let select = query!(
                "SELECT number FROM cache_revocations WHERE number > $1 AND subject = $2 LIMIT 1"
            );
            let select = select.bind(number).bind(subject.as_text());
            if self.row(select).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Ends of all sessions of a user that are not carried out to the last row, the oldest first.
    pub async fn ends_under_way(&self) -> Result<Vec<SessionsEnd>> {
        let select = query!(
            "SELECT user_id, generation, reason FROM session_ends ORDER BY begun_at, generation"
        );
        self.rows(select)
            .await?
            .iter()
            .map(|row| {
                Ok(SessionsEnd {
                    user_id: row.text("user_id")?,
                    generation: row.int("generation")?,
                    reason: row.json("reason")?,
                })
            })
            .collect()
    }

    /// Ends of all sessions of one user, as [`Store::ends_under_way`].
    pub async fn ends_under_way_of(&self, user_id: &str) -> Result<Vec<SessionsEnd>> {
        let select = query!(
            "SELECT generation, reason FROM session_ends WHERE user_id = $1 ORDER BY generation"
        );
        self.rows(select.bind(user_id))
            .await?
            .iter()
            .map(|row| {
                Ok(SessionsEnd {
                    user_id: user_id.to_owned(),
                    generation: row.int("generation")?,
                    reason: row.json("reason")?,
                })
            })
            .collect()
    }

    /// Sessions of a user that are not ended yet and of an older generation, by `sid`: at most
    /// `limit`.
    pub async fn sessions_before(&self, end: &SessionsEnd, limit: i64) -> Result<Vec<String>> {
        let select = query!(
            "SELECT sid FROM sso_sessions
             WHERE user_id = $1 AND ended_at IS NULL AND generation < $2 ORDER BY sid LIMIT $3"
        );
        self.rows(select.bind(&end.user_id).bind(end.generation).bind(limit))
            .await?
            .iter()
            .map(|row| row.text("sid"))
            .collect()
    }

    /// Sessions of a user beyond the `kept` that their user signed in to last: at most `limit`. Of
    /// sessions that began at once everybody sees the same order.
    pub async fn sessions_beyond(
        &self,
        user_id: &str,
        kept: i64,
        limit: i64,
    ) -> Result<Vec<NumberedSession>> {
        let select = query!(
            "SELECT sid, number FROM sso_sessions WHERE user_id = $1 AND ended_at IS NULL
             ORDER BY number DESC, sid LIMIT $3 OFFSET $2"
        );
        self.rows(select.bind(user_id).bind(kept).bind(limit))
            .await?
            .iter()
            .map(|row| {
                Ok(NumberedSession {
                    sid: row.text("sid")?,
                    number: row.int("number")?,
                })
            })
            .collect()
    }

    /// Guards that nobody signed in to a session since it was read.
    pub fn require_session_number(session: &NumberedSession) -> Unit {
        let select = query!("SELECT 1 FROM sso_sessions s WHERE s.sid = $1 AND s.number = $2");
        let select = select.bind(&session.sid).bind(session.number);
        Unit::new().require(select, Lock::Exclusive)
    }

    /// Writes into the rows of grants that an end of all sessions revoked them, for at most `limit`
    /// of them. A guard: `false` where there are none left.
    pub fn revoke_grants_before(end: &SessionsEnd, limit: i64, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE grants SET revoked_at = $1 WHERE id IN (SELECT g.id FROM grants g
             WHERE g.user_id = $2 AND g.revoked_at IS NULL AND g.generation < $3
             AND (g.offline = 0 OR $4 = 0) LIMIT $5)"
        );
        Unit::new().guard(
            update
                .bind(now)
                .bind(&end.user_id)
                .bind(end.generation)
                .bind(end.reason.keeps_offline_access())
                .bind(limit),
        )
    }

    /// An end of all sessions is carried out.
    pub fn finish_end(end: &SessionsEnd) -> Unit {
        let delete = query!("DELETE FROM session_ends WHERE user_id = $1 AND generation = $2");
        Unit::new().run(delete.bind(&end.user_id).bind(end.generation))
    }
}

/// Takes a live session and its grants along into the generation that its user has now.
fn carry_session(session: SessionRef<'_>) -> Unit {
    let SessionRef { sid, user_id } = session;
    let carry = query!(
        "UPDATE sso_sessions SET generation = generation + 1
         WHERE sid = $1 AND user_id = $2 AND ended_at IS NULL
         AND generation + 1 = (SELECT u.generation FROM users u WHERE u.id = $2)"
    );
    let grants = query!(
        "UPDATE grants SET generation = generation + 1
         WHERE user_id = $2 AND sid = $1
         AND generation + 1 = (SELECT u.generation FROM users u WHERE u.id = $2)"
    );
    Unit::new()
        .guard(carry.bind(sid).bind(user_id))
        .run(grants.bind(sid).bind(user_id))
}

/// Tells every node the generation that a user has now.
fn announce_generation(user_id: &str, now: Timestamp) -> Unit {
    let insert = query!(
        "INSERT INTO cache_revocations (number, subject, generation, revoked_at)
         SELECT c.session_revocations, $1, u.generation, $3
         FROM configuration_version c, users u WHERE c.id = 1 AND u.id = $2"
    );
    let subject = CacheSubject::User(user_id).as_text();
    next_number().run(insert.bind(subject).bind(user_id).bind(now))
}

/// Takes the next number. The row stays locked until the commit, so that the numbers become visible
/// in their order.
fn next_number() -> Unit {
    Unit::new().run(query!(
        "UPDATE configuration_version SET session_revocations = session_revocations + 1
         WHERE id = 1"
    ))
}
