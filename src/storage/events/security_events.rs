//! Security events that the receivers of event streams have not accepted yet.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query, to_json},
        unit::{Lock, Unit},
    },
};
use doorward_protocol::{
    events::security_event::{self, EventType},
    time::Timestamp,
};
use serde_json::{Map, Value};

/// Something that happened to a user, for every stream that asked for its type, or for the stream of
/// one client.
#[derive(Clone, Debug)]
pub struct NewSecurityEvent<'a> {
    /// Identifies what happened. The `jti` of each token is the cause, a dot and the stream.
    pub cause: &'a str,
    /// The type of the event.
    pub event_type: EventType,
    /// The user it happened to.
    pub user_id: &'a str,
    /// The session of the user, where it happened to one session.
    pub sid: Option<&'a str>,
    /// The only client that may hear of it; none where every receiver may.
    pub client_id: Option<&'a str>,
    /// The claims of the event.
    pub payload: Map<String, Value>,
}

/// A verification event for one stream (Shared Signals Framework §8.1.4).
#[derive(Clone, Debug)]
pub struct NewVerificationEvent<'a> {
    /// Identifies the request, as in [`NewSecurityEvent`].
    pub cause: &'a str,
    /// The stream that is verified.
    pub stream_id: &'a str,
    /// The claims of the event.
    pub payload: Map<String, Value>,
    /// The most verification events that may wait in the stream.
    pub max_waiting: i64,
}

/// A security event that waits.
#[derive(Clone, Debug)]
pub struct SecurityEvent {
    /// The identifier of its token, the same at every attempt.
    pub jti: String,
    /// The stream that delivers the event.
    pub stream_id: String,
    /// The URI of its type.
    pub event_type: String,
    /// The user it happened to; none where the event is about the stream.
    pub user_id: Option<String>,
    /// The session of the user, where it happened to one session.
    pub sid: Option<String>,
    /// The claims of the event.
    pub payload: Map<String, Value>,
    /// When it happened.
    pub created_at: Timestamp,
}

columns! {
    SECURITY_EVENT of e, read by event -> SecurityEvent {
        jti: Row::text(jti),
        stream_id: Row::text(stream_id),
        event_type: Row::text(event_type),
        user_id: Row::opt_text(user_id),
        sid: Row::opt_text(sid),
        payload: Row::json(payload),
        created_at: Row::at(created_at),
    }
}

impl Store {
    /// Adds an event to each stream that asked for its type, and queues the pushes.
    pub fn add_security_events(new: &NewSecurityEvent<'_>, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO security_events (jti, stream_id, event_type, user_id, sid, payload,
             created_at, expires_at) SELECT $1 || '.' || s.stream_id, s.stream_id, $2, $3,
             $4, $5, $6, $7 FROM event_streams s WHERE s.status <> 'disabled' AND
             s.client_id = COALESCE($8, s.client_id) AND (s.events_requested IS NULL OR EXISTS (SELECT 1 FROM event_stream_event_types t
             WHERE t.stream_id = s.stream_id AND t.event_type = $2)) AND NOT EXISTS (SELECT 1
             FROM event_stream_removed_subjects r WHERE r.stream_id = s.stream_id AND
             r.user_id = $3) ON CONFLICT (jti) DO NOTHING"
        );
        let insert = insert
            .bind(new.cause)
            .bind(new.event_type.uri())
            .bind(new.user_id)
            .bind(new.sid.map(str::to_owned))
            .bind(to_json(&new.payload))
            .bind(now)
            .bind(now.plus(security_event::LIFETIME))
            .bind(new.client_id.map(str::to_owned));
        Unit::new()
            .run(insert)
            .then(Self::enqueue_pushes_of_cause(new.cause, now))
    }

    /// Adds a verification event to one stream and queues its push. A guard: the stream must not be
    /// disabled, and must not be full. It locks the stream, so that of two at once the second counts
    /// what the first one added.
    pub fn add_verification_event(new: &NewVerificationEvent<'_>, now: Timestamp) -> Unit {
        let stream = query!("SELECT 1 FROM event_streams WHERE stream_id = $1");
        let insert = query!(
            "INSERT INTO security_events (jti, stream_id, event_type, user_id, sid, payload,
             created_at, expires_at) SELECT $1 || '.' || s.stream_id, s.stream_id, $3, NULL,
             NULL, $4, $5, $6 FROM event_streams s WHERE s.stream_id = $2 AND s.status <>
             'disabled' AND (SELECT COUNT(*) FROM security_events e WHERE e.stream_id = $2
             AND e.event_type = $3) < $7"
        );
        let insert = insert
            .bind(new.cause)
            .bind(new.stream_id)
            .bind(EventType::Verification.uri())
            .bind(to_json(&new.payload))
            .bind(now)
            .bind(now.plus(security_event::LIFETIME))
            .bind(new.max_waiting);
        Unit::new()
            .require(stream.bind(new.stream_id), Lock::Exclusive)
            .guard(insert)
            .then(Self::enqueue_pushes_of_cause(new.cause, now))
    }

    /// The event with this `jti`.
    pub async fn security_event(&self, jti: &str) -> Result<Option<SecurityEvent>> {
        let select = query!("SELECT {SECURITY_EVENT} FROM security_events e WHERE e.jti = $1");
        self.row(select.bind(jti))
            .await?
            .map(|row| event(&row))
            .transpose()
    }

    /// The oldest events of a stream that is polled.
    pub async fn security_events_of_stream(
        &self,
        stream_id: &str,
        max: i64,
    ) -> Result<Vec<SecurityEvent>> {
        let select = query!(
            "SELECT {SECURITY_EVENT} FROM security_events e
             JOIN event_streams s ON s.stream_id = e.stream_id
             WHERE e.stream_id = $1 AND s.is_push = 0 AND s.status = 'enabled'
             ORDER BY e.created_at, e.jti LIMIT $2"
        );
        self.rows(select.bind(stream_id).bind(max))
            .await?
            .iter()
            .map(event)
            .collect()
    }

    /// Removes an event that its receiver has accepted, or that is given up.
    pub fn remove_security_event(jti: &str, stream_id: &str) -> Unit {
        Unit::new().run(
            query!("DELETE FROM security_events WHERE jti = $1 AND stream_id = $2")
                .bind(jti)
                .bind(stream_id),
        )
    }

    /// Removes every event of a stream, and its pushes.
    pub(super) fn remove_security_events_of_stream(stream_id: &str) -> Unit {
        Unit::new()
            .run(query!("DELETE FROM security_events WHERE stream_id = $1").bind(stream_id))
            .then(Self::remove_pushes_of_stream(stream_id))
    }
}
