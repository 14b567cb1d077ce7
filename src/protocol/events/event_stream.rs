//! Event streams: their configuration and their status (Shared Signals Framework §7 and §8).

use crate::{events::security_event::EventType, oauth::discovery::path};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The scope of a client that may read its stream.
pub const SCOPE_READ: &str = "ssf.read";
/// The scope of a client that may make, change and delete its stream; it may read it too.
pub const SCOPE_MANAGE: &str = "ssf.manage";

/// The delivery method of Push (RFC 8935 §2).
pub(super) const PUSH: &str = "urn:ietf:rfc:8935";
/// The delivery method of Poll (RFC 8936 §2).
pub(super) const POLL: &str = "urn:ietf:rfc:8936";
/// How events reach the receiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Posted to the receiver (RFC 8935).
    Push {
        /// The address of the receiver.
        endpoint_url: String,
    },
    /// Fetched by the receiver (RFC 8936).
    Poll,
}

/// The status of a stream (§8.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum StreamStatus {
    /// Events are delivered.
    Enabled,
    /// Events wait in the stream.
    Paused,
    /// Events are dropped.
    Disabled,
}

impl StreamStatus {
    /// The name in requests, answers and the database.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// The status of that name.
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// What the transmitter says of itself in the configuration of a stream (§8.1.1).
#[derive(Clone, Copy, Debug)]
pub struct Transmitter<'a> {
    /// The issuer of the events.
    pub issuer: &'a str,
    /// The types of event that the receiver may request: `events_supported`.
    pub offered: &'a [EventType],
}

/// The event stream of one receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventStream {
    /// `stream_id`, given by the transmitter.
    pub stream_id: String,
    /// The receiver, by its `client_id`; the `aud` of the stream.
    pub client_id: String,
    /// How events reach it.
    pub delivery: Delivery,
    /// The event types that the receiver asked for, by URI; none stands for every type.
    pub events_requested: Option<Vec<String>>,
    /// A text of the receiver.
    pub description: Option<String>,
    /// Whether events are delivered.
    pub status: StreamStatus,
    /// The reason for the status, a text of the receiver.
    pub status_reason: Option<String>,
}

impl EventStream {
    /// Whether the receiver asked for this type of event.
    pub fn delivers(&self, event_type: EventType) -> bool {
        self.events_requested
            .as_ref()
            .is_none_or(|requested| requested.iter().any(|uri| uri == event_type.uri()))
    }

    /// Whether events are posted to the receiver.
    pub fn is_push(&self) -> bool {
        matches!(self.delivery, Delivery::Push { .. })
    }

    /// The configuration that the receiver reads (§8.1.1). It never contains the `Authorization`
    /// header of pushes.
    pub fn configuration(&self, transmitter: Transmitter<'_>) -> Map<String, Value> {
        let Transmitter { issuer, offered } = transmitter;
        let supported: Vec<&str> = offered.iter().map(|known| known.uri()).collect();
        let delivered: Vec<&str> = offered
            .iter()
            .filter(|known| self.delivers(**known))
            .map(|known| known.uri())
            .collect();
        let mut document = Map::new();
        document.insert("stream_id".into(), self.stream_id.clone().into());
        document.insert("iss".into(), issuer.into());
        document.insert("aud".into(), self.client_id.clone().into());
        document.insert("events_supported".into(), supported.into());
        document.insert(
            "events_requested".into(),
            self.events_requested
                .clone()
                .map_or_else(|| delivered.clone().into(), Value::from),
        );
        document.insert("events_delivered".into(), delivered.into());
        document.insert("delivery".into(), self.delivery_document(issuer));
        if let Some(description) = &self.description {
            document.insert("description".into(), description.clone().into());
        }
        document
    }

    fn delivery_document(&self, issuer: &str) -> Value {
        match &self.delivery {
            Delivery::Push { endpoint_url } => {
                json!({"method": PUSH, "endpoint_url": endpoint_url})
            }
            Delivery::Poll => {
                json!({
                    "method": POLL,
                    "endpoint_url": format!("{issuer}{}/{}", path::EVENT_POLL, self.stream_id),
                })
            }
        }
    }

    /// The status that the receiver reads (§8.1.2.1).
    pub fn status_document(&self) -> Map<String, Value> {
        let mut document = Map::new();
        document.insert("stream_id".into(), self.stream_id.clone().into());
        document.insert("status".into(), self.status.as_str().into());
        if let Some(reason) = &self.status_reason {
            document.insert("reason".into(), reason.clone().into());
        }
        document
    }
}

/// The metadata of the transmitter (§7.1).
pub fn transmitter_metadata(issuer: &str) -> Value {
    let at = |path: &str| format!("{issuer}{path}");
    json!({
        "spec_version": "1_0",
        "issuer": issuer,
        "jwks_uri": at(path::JWKS),
        "delivery_methods_supported": [PUSH, POLL],
        "configuration_endpoint": at(path::EVENT_STREAM),
        "status_endpoint": at(path::EVENT_STREAM_STATUS),
        "add_subject_endpoint": at(path::EVENT_STREAM_ADD_SUBJECT),
        "remove_subject_endpoint": at(path::EVENT_STREAM_REMOVE_SUBJECT),
        "verification_endpoint": at(path::EVENT_STREAM_VERIFY),
        "critical_subject_members": ["user"],
        "authorization_schemes": [{"spec_urn": "urn:ietf:rfc:6749"}],
        "default_subjects": "ALL",
    })
}

#[cfg(test)]
mod tests;
