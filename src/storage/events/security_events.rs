//! Security events on their way to the receivers of event streams.

use crate::{
    Result, Store,
    db::sql::{Row, Unit, columns, query, to_json},
};
use doorward_protocol::{
    events::security_event::{self as rules, EventType},
    time::Timestamp,
};
use serde_json::{Map, Value};

/// Something that happened to a user, for every stream that wants it.
#[derive(Clone, Debug)]
pub struct NewSecurityEvent<'a> {
    /// What caused it, once: with the stream it makes `jti`.
    pub cause: &'a str,
    /// What it tells of.
    pub event_type: EventType,
    /// To whom it happened.
    pub user_id: &'a str,
    /// To which session of theirs.
    pub sid: Option<&'a str>,
    /// What it tells.
    pub payload: Map<String, Value>,
}

/// An event that waits.
#[derive(Clone, Debug)]
pub struct SecurityEvent {
    /// The identifier of its token.
    pub jti: String,
    /// The stream.
    pub stream_id: String,
    /// Its URI.
    pub event_type: String,
    /// To whom it happened; nobody where it is about the stream.
    pub user_id: Option<String>,
    /// To which session of theirs.
    pub sid: Option<String>,
    /// What it tells.
    pub payload: Map<String, Value>,
    /// How often it was tried.
    pub attempts: i64,
    /// When it happened.
    pub created_at: Timestamp,
}

columns! {
    SECURITY_EVENT of e, read by security_event -> SecurityEvent {
        jti: Row::text(jti),
        stream_id: Row::text(stream_id),
        event_type: Row::text(event_type),
        user_id: Row::opt_text(user_id),
        sid: Row::opt_text(sid),
        payload: Row::json(payload),
        attempts: Row::int(attempts),
        created_at: Row::at(created_at),
    }
}

impl Store {
    /// An event for each stream that wants it, due at once.
    pub fn add_security_events(new: &NewSecurityEvent<'_>, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO security_events (jti, stream_id, event_type, user_id, sid, payload,
             is_push, attempts, created_at, due_at, expires_at, leased_until)
             SELECT $1 || '.' || t.stream_id, t.stream_id, $2, $3, $4, $5, t.is_push, 0, $6, $6,
             $7, 0
             FROM event_streams t WHERE t.status <> 'disabled'
             AND CASE WHEN $8 = 1 THEN t.session_revoked ELSE t.credential_change END = 1
             AND NOT EXISTS (SELECT 1 FROM event_stream_removed_subjects r
             WHERE r.stream_id = t.stream_id AND r.user_id = $3) ON CONFLICT (jti) DO NOTHING"
        );
        let insert = insert
            .bind(new.cause)
            .bind(new.event_type.uri())
            .bind(new.user_id)
            .bind(new.sid.map(str::to_owned));
        let insert = insert
            .bind(to_json(&new.payload))
            .bind(now)
            .bind(now.plus(rules::PATIENCE));
        Unit::new().run(insert.bind(new.event_type == EventType::SessionRevoked))
    }

    /// A verification event for one stream; refused where as many as this wait already.
    pub fn add_verification_event(
        jti: &str,
        stream_id: &str,
        payload: &Map<String, Value>,
        most: i64,
        now: Timestamp,
    ) -> Unit {
        let insert = query!(
            "INSERT INTO security_events (jti, stream_id, event_type, user_id, sid, payload,
             is_push, attempts, created_at, due_at, expires_at, leased_until)
             SELECT $1, t.stream_id, $3, NULL, NULL, $4, t.is_push, 0, $5, $5, $6, 0
             FROM event_streams t
             WHERE t.stream_id = $2 AND t.status <> 'disabled' AND (SELECT COUNT(*)
             FROM security_events e WHERE e.stream_id = $2 AND e.event_type = $3) < $7"
        );
        let insert = insert
            .bind(jti)
            .bind(stream_id)
            .bind(EventType::Verification.uri())
            .bind(to_json(payload));
        Unit::new().guard(insert.bind(now).bind(now.plus(rules::PATIENCE)).bind(most))
    }

    /// Events to be pushed that nobody is delivering: so many in all, so many of one stream.
    pub async fn due_security_events(
        &self,
        now: Timestamp,
        most_of_one: usize,
        most: usize,
    ) -> Result<Vec<SecurityEvent>> {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        self.rows(
            query!(
                "SELECT * FROM (
             SELECT {SECURITY_EVENT}, e.due_at,
             ROW_NUMBER() OVER (PARTITION BY e.stream_id ORDER BY e.due_at) AS place
             FROM security_events e JOIN event_streams s ON s.stream_id = e.stream_id
             WHERE e.is_push = 1 AND e.due_at <= $1 AND e.leased_until <= $1
             AND s.status = 'enabled') AS due
             WHERE place <= $2 ORDER BY due_at LIMIT $3"
            )
            .bind(now)
            .bind(count(most_of_one))
            .bind(count(most)),
        )
        .await?
        .iter()
        .map(security_event)
        .collect()
    }

    /// The oldest events of a stream that is polled.
    pub async fn security_events_of_stream(
        &self,
        stream_id: &str,
        most: i64,
    ) -> Result<Vec<SecurityEvent>> {
        let select = query!(
            "SELECT {SECURITY_EVENT} FROM security_events e
             JOIN event_streams s ON s.stream_id = e.stream_id
             WHERE e.stream_id = $1 AND e.is_push = 0 AND s.status = 'enabled'
             ORDER BY e.created_at, e.jti LIMIT $2"
        );
        self.rows(select.bind(stream_id).bind(most))
            .await?
            .iter()
            .map(security_event)
            .collect()
    }

    /// Takes an event for delivery: of all nodes one gets it, until the lease is over.
    pub fn lease_security_event(jti: &str, now: Timestamp, until: Timestamp) -> Unit {
        let update = query!(
            "UPDATE security_events SET leased_until = $1, attempts = attempts + 1
             WHERE jti = $2 AND due_at <= $3 AND leased_until <= $3"
        );
        Unit::new().guard(update.bind(until).bind(jti).bind(now))
    }

    /// Puts an event off.
    pub fn postpone_security_event(jti: &str, due_at: Timestamp) -> Unit {
        Unit::new().run(
            query!("UPDATE security_events SET due_at = $1, leased_until = 0 WHERE jti = $2")
                .bind(due_at)
                .bind(jti),
        )
    }

    /// Takes an event of a stream off the queue.
    pub fn remove_security_event(jti: &str, stream_id: &str) -> Unit {
        Unit::new().run(
            query!("DELETE FROM security_events WHERE jti = $1 AND stream_id = $2")
                .bind(jti)
                .bind(stream_id),
        )
    }
}
