//! Event streams, the event types that their receivers asked for, and the users whom they excluded.

use crate::{
    Result, Store,
    db::{
        master_key::each_sealed_by_present_key,
        sql::{Row, columns, is_wrong, query, to_json},
        unit::Unit,
    },
};
use doorward_protocol::{
    events::event_stream::{EventStream, StreamStatus},
    time::Timestamp,
};
use std::collections::BTreeSet;

/// An event stream as it is stored.
#[derive(Clone, Debug)]
pub struct StoredStream {
    /// The stream, without its secret.
    pub stream: EventStream,
    /// The `Authorization` header of each push, sealed under the master key.
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

/// The event types that the receiver asked for, each as a row.
fn add_event_types(stream: &EventStream) -> Unit {
    let types: BTreeSet<&String> = stream.events_requested.iter().flatten().collect();
    types.into_iter().fold(Unit::new(), |unit, event_type| {
        unit.run(
            query!("INSERT INTO event_stream_event_types (stream_id, event_type) VALUES ($1, $2)")
                .bind(&stream.stream_id)
                .bind(event_type),
        )
    })
}

impl Store {
    /// The stream of a receiver.
    pub async fn event_stream_of_client(&self, client_id: &str) -> Result<Option<StoredStream>> {
        self.row(
            query!(
                "SELECT {EVENT_STREAM}, s.sealed_authorization_header FROM event_streams s
             WHERE s.client_id = $1"
            )
            .bind(client_id),
        )
        .await?
        .map(|row| stored(&row))
        .transpose()
    }

    /// The stream of that identifier.
    pub async fn event_stream(&self, stream_id: &str) -> Result<Option<StoredStream>> {
        self.row(
            query!(
                "SELECT {EVENT_STREAM}, s.sealed_authorization_header FROM event_streams s
             WHERE s.stream_id = $1"
            )
            .bind(stream_id),
        )
        .await?
        .map(|row| stored(&row))
        .transpose()
    }

    /// Every stream, with the number of events that wait in it.
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

    /// The streams after a receiver, in the order of their receivers, with the number of events that wait
    /// in each; at most so many.
    pub async fn event_streams_after(
        &self,
        client_id: &str,
        limit: i64,
    ) -> Result<Vec<(StoredStream, i64)>> {
        let select = query!(
            "SELECT {EVENT_STREAM}, s.sealed_authorization_header,
             (SELECT COUNT(*) FROM security_events e WHERE e.stream_id = s.stream_id) AS waiting
             FROM event_streams s WHERE s.client_id > $1 ORDER BY s.client_id LIMIT $2"
        );
        let rows = self.rows(select.bind(client_id).bind(limit)).await?;
        rows.iter()
            .map(|row| Ok((stored(row)?, row.int("waiting")?)))
            .collect()
    }

    /// Adds a stream. A guard: its receiver must not have one.
    pub fn add_event_stream(new: &StoredStream, now: Timestamp) -> Unit {
        let stream = &new.stream;
        let insert = query!(
            "INSERT INTO event_streams (stream_id, client_id, delivery, events_requested,
             description, sealed_authorization_header, status, status_reason, is_push,
             created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) ON
             CONFLICT (client_id) DO NOTHING"
        );
        let insert = insert
            .bind(&stream.stream_id)
            .bind(&stream.client_id)
            .bind(to_json(&stream.delivery))
            .bind(stream.events_requested.as_ref().map(to_json))
            .bind(stream.description.clone())
            .bind(new.sealed_authorization_header.clone())
            .bind(stream.status.as_str())
            .bind(stream.status_reason.clone())
            .bind(stream.is_push())
            .bind(now);
        each_sealed_by_present_key(new.sealed_authorization_header.as_deref())
            .guard(insert)
            .then(add_event_types(stream))
    }

    /// Changes a stream. Events that wait in it are delivered as the stream says now, at once. A
    /// guard: the stream must exist.
    pub fn change_event_stream(changed: &StoredStream, now: Timestamp) -> Unit {
        let stream = &changed.stream;
        let update = query!(
            "UPDATE event_streams SET delivery = $2, events_requested = $3, description = $4,
             sealed_authorization_header = $5, is_push = $6, updated_at = $7 WHERE stream_id
             = $1"
        );
        let update = update
            .bind(&stream.stream_id)
            .bind(to_json(&stream.delivery))
            .bind(stream.events_requested.as_ref().map(to_json))
            .bind(stream.description.clone())
            .bind(changed.sealed_authorization_header.clone())
            .bind(stream.is_push())
            .bind(now);
        let forget_types = query!("DELETE FROM event_stream_event_types WHERE stream_id = $1");
        each_sealed_by_present_key(changed.sealed_authorization_header.as_deref())
            .guard(update)
            .run(forget_types.bind(&stream.stream_id))
            .then(add_event_types(stream))
            .then(Self::remove_pushes_of_stream(&stream.stream_id))
            .then(Self::enqueue_pushes_of_stream(&stream.stream_id, now))
    }

    /// Sets the status of a stream. A paused stream keeps its events and pushes none; a disabled
    /// stream drops them. A guard: the stream must exist.
    pub fn set_event_stream_status(stream: &EventStream, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE event_streams SET status = $2, status_reason = $3, updated_at = $4 WHERE
             stream_id = $1"
        );
        let stream_id = &stream.stream_id;
        let events = match stream.status {
            StreamStatus::Enabled => Self::enqueue_pushes_of_stream(stream_id, now),
            StreamStatus::Paused => Self::remove_pushes_of_stream(stream_id),
            StreamStatus::Disabled => Self::remove_security_events_of_stream(stream_id),
        };
        let update = update
            .bind(stream_id)
            .bind(stream.status.as_str())
            .bind(stream.status_reason.clone())
            .bind(now);
        Unit::new().guard(update).then(events)
    }

    /// Deletes a stream with everything in it. A guard: the stream must exist.
    pub fn delete_event_stream(stream_id: &str) -> Unit {
        Unit::new()
            .guard(query!("DELETE FROM event_streams WHERE stream_id = $1").bind(stream_id))
            .then(Self::remove_pushes_of_stream(stream_id))
    }

    /// Excludes a user from a stream.
    pub fn remove_event_stream_subject(stream_id: &str, user_id: &str) -> Unit {
        let insert = query!(
            "INSERT INTO event_stream_removed_subjects (stream_id, user_id) VALUES ($1, $2)
             ON CONFLICT DO NOTHING"
        );
        Unit::new().run(insert.bind(stream_id).bind(user_id))
    }

    /// Includes a user in a stream again.
    pub fn add_event_stream_subject(stream_id: &str, user_id: &str) -> Unit {
        let delete = query!(
            "DELETE FROM event_stream_removed_subjects WHERE stream_id = $1 AND user_id = $2"
        );
        Unit::new().run(delete.bind(stream_id).bind(user_id))
    }
}
