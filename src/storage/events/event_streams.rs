//! Event streams, and the users of whom their receivers do not want to hear.

use crate::{
    Result, Store,
    db::sql::{Row, Unit, columns, is_wrong, query, to_json},
};
use doorward_protocol::{
    events::{
        event_stream::{EventStream, StreamStatus},
        security_event::EventType,
    },
    time::Timestamp,
};

/// A stream as it is kept.
#[derive(Clone, Debug)]
pub struct StoredStream {
    /// The stream.
    pub stream: EventStream,
    /// What stands in the `Authorization` header of each push, under the master key.
    pub sealed_authorization_header: Option<String>,
}

columns! {
    EVENT_STREAM of s, read by event_stream -> EventStream {
        stream_id: Row::text(stream_id),
        client_id: Row::text(client_id),
        delivery: Row::json(delivery),
        events_requested: Row::opt_json(events_requested),
        description: Row::opt_text(description),
        status: status(status),
        status_reason: Row::opt_text(status_reason),
    }
}

fn status(row: &Row, column: &str) -> Result<StreamStatus> {
    StreamStatus::parse(&row.text(column)?).ok_or_else(|| is_wrong(column))
}

fn stored(row: &Row) -> Result<StoredStream> {
    Ok(StoredStream {
        stream: event_stream(row)?,
        sealed_authorization_header: row.opt_text("sealed_authorization_header")?,
    })
}

impl Store {
    /// The stream of a receiver.
    pub async fn event_stream_of_client(&self, client_id: &str) -> Result<Option<StoredStream>> {
        let select = query!(
            "SELECT {EVENT_STREAM}, s.sealed_authorization_header FROM event_streams s
             WHERE s.client_id = $1"
        );
        self.row(select.bind(client_id))
            .await?
            .map(|row| stored(&row))
            .transpose()
    }

    /// A stream.
    pub async fn event_stream(&self, stream_id: &str) -> Result<Option<StoredStream>> {
        let select = query!(
            "SELECT {EVENT_STREAM}, s.sealed_authorization_header FROM event_streams s
             WHERE s.stream_id = $1"
        );
        self.row(select.bind(stream_id))
            .await?
            .map(|row| stored(&row))
            .transpose()
    }

    /// Every stream, with how many events wait in it.
    pub async fn event_streams(&self) -> Result<Vec<(StoredStream, i64)>> {
        let select = query!(
            "SELECT {EVENT_STREAM}, s.sealed_authorization_header,
             (SELECT COUNT(*) FROM security_events e WHERE e.stream_id = s.stream_id) AS waiting
             FROM event_streams s ORDER BY s.client_id"
        );
        self.rows(select)
            .await?
            .iter()
            .map(|row| Ok((stored(row)?, row.int("waiting")?)))
            .collect()
    }

    /// Makes a stream; fails where its receiver has one.
    pub fn add_event_stream(new: &StoredStream, now: Timestamp) -> Unit {
        let stream = &new.stream;
        let insert = query!(
            "INSERT INTO event_streams (stream_id, client_id, delivery, events_requested,
             description, sealed_authorization_header, status, status_reason, session_revoked,
             credential_change, is_push, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
             ON CONFLICT (client_id) DO NOTHING"
        );
        let insert = insert
            .bind(&stream.stream_id)
            .bind(&stream.client_id)
            .bind(to_json(&stream.delivery));
        let insert = insert
            .bind(stream.events_requested.as_ref().map(to_json))
            .bind(stream.description.clone());
        let insert = insert
            .bind(new.sealed_authorization_header.clone())
            .bind(stream.status.as_str())
            .bind(stream.status_reason.clone());
        let insert = insert
            .bind(stream.delivers(EventType::SessionRevoked))
            .bind(stream.delivers(EventType::CredentialChange));
        Unit::new().guard(insert.bind(stream.is_push()).bind(now))
    }

    /// Changes a stream; what waits in it goes the new way.
    pub fn change_event_stream(changed: &StoredStream, now: Timestamp) -> Unit {
        let stream = &changed.stream;
        let update = query!(
            "UPDATE event_streams
             SET delivery = $2, events_requested = $3, description = $4,
             sealed_authorization_header = $5, session_revoked = $6, credential_change = $7,
             is_push = $8, updated_at = $9
             WHERE stream_id = $1"
        );
        let update = update
            .bind(&stream.stream_id)
            .bind(to_json(&stream.delivery))
            .bind(stream.events_requested.as_ref().map(to_json));
        let update = update
            .bind(stream.description.clone())
            .bind(changed.sealed_authorization_header.clone());
        let update = update
            .bind(stream.delivers(EventType::SessionRevoked))
            .bind(stream.delivers(EventType::CredentialChange));
        let moved = query!(
            "UPDATE security_events SET is_push = $2, due_at = $3, leased_until = 0
             WHERE stream_id = $1"
        );
        Unit::new()
            .guard(update.bind(stream.is_push()).bind(now))
            .run(
                moved
                    .bind(&stream.stream_id)
                    .bind(stream.is_push())
                    .bind(now),
            )
    }

    /// Says whether events flow; a disabled stream drops what waits.
    pub fn set_event_stream_status(stream: &EventStream, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE event_streams SET status = $2, status_reason = $3, updated_at = $4
             WHERE stream_id = $1"
        );
        let drop = query!("DELETE FROM security_events WHERE stream_id = $1 AND $2 = 'disabled'")
            .bind(&stream.stream_id)
            .bind(stream.status.as_str());
        Unit::new()
            .guard(
                update
                    .bind(&stream.stream_id)
                    .bind(stream.status.as_str())
                    .bind(stream.status_reason.clone())
                    .bind(now),
            )
            .run(drop)
    }

    /// Deletes a stream with everything in it.
    pub fn delete_event_stream(stream_id: &str) -> Unit {
        Unit::new().guard(query!("DELETE FROM event_streams WHERE stream_id = $1").bind(stream_id))
    }

    /// Events about this user go into the stream no more.
    pub fn remove_event_stream_subject(stream_id: &str, user_id: &str) -> Unit {
        let insert = query!(
            "INSERT INTO event_stream_removed_subjects (stream_id, user_id) VALUES ($1, $2)
             ON CONFLICT DO NOTHING"
        );
        Unit::new().run(insert.bind(stream_id).bind(user_id))
    }

    /// Events about this user go into the stream again.
    pub fn add_event_stream_subject(stream_id: &str, user_id: &str) -> Unit {
        let delete = query!(
            "DELETE FROM event_stream_removed_subjects WHERE stream_id = $1 AND user_id = $2"
        );
        Unit::new().run(delete.bind(stream_id).bind(user_id))
    }
}
