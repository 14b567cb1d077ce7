//! Event streams: what a receiver asks for and what it gets (Shared Signals Framework §7 and §8).

use crate::{events::security_event::EventType, oauth::discovery::path};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The scope of a client that may read its stream.
pub const SCOPE_READ: &str = "ssf.read";
/// The scope of a client that may make, change and delete its stream; it may read it too.
pub const SCOPE_MANAGE: &str = "ssf.manage";

const PUSH: &str = "urn:ietf:rfc:8935";
const POLL: &str = "urn:ietf:rfc:8936";
/// The properties that are the transmitter's to say (§8.1.1).
const TRANSMITTER_SUPPLIED: [&str; 5] = [
    "iss",
    "aud",
    "events_supported",
    "events_delivered",
    "min_verification_interval",
];

/// How events reach the receiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Posted to the receiver (RFC 8935).
    Push {
        /// Where.
        endpoint_url: String,
    },
    /// Fetched by the receiver (RFC 8936).
    Poll,
}

/// Whether events flow (§8.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamStatus {
    /// They do.
    Enabled,
    /// They wait.
    Paused,
    /// They are dropped.
    Disabled,
}

impl StreamStatus {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::Paused => "paused",
            Self::Disabled => "disabled",
        }
    }

    /// The status of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Enabled, Self::Paused, Self::Disabled]
            .into_iter()
            .find(|known| known.as_str() == name)
    }
}

/// A stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventStream {
    /// Its identifier.
    pub stream_id: String,
    /// The receiver.
    pub client_id: String,
    /// How events reach it.
    pub delivery: Delivery,
    /// The events that it asked for by URI; none means every one that there is.
    pub events_requested: Option<Vec<String>>,
    /// What the receiver calls it.
    pub description: Option<String>,
    /// Whether events flow.
    pub status: StreamStatus,
    /// Why, where the receiver said so.
    pub status_reason: Option<String>,
}

impl EventStream {
    /// Whether an event goes into it.
    pub fn delivers(&self, event_type: EventType) -> bool {
        self.events_requested
            .as_ref()
            .is_none_or(|requested| requested.iter().any(|uri| uri == event_type.uri()))
    }

    /// Whether events are posted to the receiver.
    pub fn is_push(&self) -> bool {
        matches!(self.delivery, Delivery::Push { .. })
    }

    /// The stream's configuration, as its receiver reads it (§8.1.1). What authorizes the push is
    /// never shown again.
    pub fn configuration(&self, issuer: &str) -> Map<String, Value> {
        let supported: Vec<&str> = EventType::OFFERED.iter().map(|known| known.uri()).collect();
        let delivered: Vec<&str> = EventType::OFFERED
            .into_iter()
            .filter(|known| self.delivers(*known))
            .map(EventType::uri)
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
                json!({"method": POLL, "endpoint_url": format!("{issuer}{}/{}", path::EVENT_POLL, self.stream_id)})
            }
        }
    }

    /// The stream's status, as its receiver reads it (§8.1.2.1).
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

/// A stream as a receiver wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The stream.
    pub stream: EventStream,
    /// What is to stand in the `Authorization` header of each push.
    pub authorization_header: Header,
}

/// What a request says of the `Authorization` header of pushes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Header {
    /// Nothing: it stays as it is.
    Kept,
    /// There is to be none.
    None,
    /// This one.
    Set(String),
}

/// A stream that is to be made (§8.1.1.1); without `delivery` it is polled.
///
/// # Errors
/// A sentence for the receiver's developer.
pub fn create(
    body: &Map<String, Value>,
    stream_id: String,
    client_id: String,
) -> Result<Wanted, &'static str> {
    let mut stream = EventStream {
        stream_id,
        client_id,
        delivery: Delivery::Poll,
        events_requested: None,
        description: None,
        status: StreamStatus::Enabled,
        status_reason: None,
    };
    let authorization_header = apply(body, &mut stream)?;
    Ok(Wanted {
        stream,
        authorization_header,
    })
}

/// A stream with some of its properties changed (§8.1.1.3).
///
/// # Errors
/// As [`create`].
pub fn update(
    body: &Map<String, Value>,
    current: &EventStream,
    issuer: &str,
) -> Result<Wanted, &'static str> {
    agrees(body, current, issuer)?;
    let mut stream = current.clone();
    let authorization_header = apply(body, &mut stream)?;
    Ok(Wanted {
        stream,
        authorization_header,
    })
}

/// A stream with all that is the receiver's said anew (§8.1.1.4): what is left out is gone.
///
/// # Errors
/// As [`create`].
pub fn replace(
    body: &Map<String, Value>,
    current: &EventStream,
    issuer: &str,
) -> Result<Wanted, &'static str> {
    agrees(body, current, issuer)?;
    let mut stream = EventStream {
        delivery: Delivery::Poll,
        events_requested: None,
        description: None,
        ..current.clone()
    };
    let authorization_header = match apply(body, &mut stream)? {
        Header::Kept => Header::None,
        said => said,
    };
    Ok(Wanted {
        stream,
        authorization_header,
    })
}

/// What is the transmitter's to say may be sent back, and must be what it said.
fn agrees(
    body: &Map<String, Value>,
    current: &EventStream,
    issuer: &str,
) -> Result<(), &'static str> {
    let known = current.configuration(issuer);
    let differs = |name: &str, sent: &Value| match (name, sent) {
        ("aud", Value::Array(one)) if one.len() == 1 => one.first() != known.get(name),
        _ => known.get(name) != Some(sent),
    };
    if TRANSMITTER_SUPPLIED
        .iter()
        .any(|name| body.get(*name).is_some_and(|sent| differs(name, sent)))
    {
        return Err(
            "iss, aud, events_supported, events_delivered and min_verification_interval are the transmitter's to say; leave them as they are",
        );
    }
    Ok(())
}

fn apply(body: &Map<String, Value>, stream: &mut EventStream) -> Result<Header, &'static str> {
    if let Some(requested) = body.get("events_requested") {
        let uris = requested
            .as_array()
            .filter(|uris| uris.len() <= 100)
            .ok_or("events_requested must be a list of event URIs")?;
        let uris: Option<Vec<String>> = uris
            .iter()
            .map(|uri| {
                uri.as_str()
                    .filter(|uri| uri.len() <= 300)
                    .map(str::to_owned)
            })
            .collect();
        stream.events_requested =
            Some(uris.ok_or("events_requested must be a list of event URIs")?);
    }
    match body.get("description") {
        None => {}
        Some(Value::String(text)) if text.len() <= 1000 && !text.contains('\0') => {
            stream.description = Some(text.clone())
        }
        Some(_) => return Err("description must be a text of 1000 bytes at most"),
    }
    let Some(delivery) = body.get("delivery") else {
        return Ok(Header::Kept);
    };
    let delivery = delivery
        .as_object()
        .ok_or("delivery must be an object with method and, for push, endpoint_url")?;
    let endpoint = delivery.get("endpoint_url").and_then(Value::as_str);
    match (delivery.get("method").and_then(Value::as_str), endpoint) {
        (Some(PUSH), Some(url)) if url.len() <= 2000 => {
            stream.delivery = Delivery::Push {
                endpoint_url: url.to_owned(),
            }
        }
        (Some(PUSH), _) => return Err("delivery by push (RFC 8935) needs an endpoint_url"),
        (Some(POLL), _) => stream.delivery = Delivery::Poll,
        _ => {
            return Err(
                "delivery.method must be urn:ietf:rfc:8935 (push) or urn:ietf:rfc:8936 (poll)",
            );
        }
    }
    match delivery.get("authorization_header") {
        None => Ok(Header::Kept),
        Some(Value::Null) => Ok(Header::None),
        Some(Value::String(text))
            if !text.is_empty()
                && text.len() <= 4000
                && text.bytes().all(|b| (0x20..=0x7e).contains(&b)) =>
        {
            Ok(Header::Set(text.clone()))
        }
        Some(_) => Err("delivery.authorization_header must be the text of an Authorization header"),
    }
}

/// The transmitter's own metadata (§7.1).
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
mod tests {
    use super::*;

    fn body(value: &Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    fn push() -> Wanted {
        let wanted = json!({"delivery": {"method": PUSH, "endpoint_url": "https://r.example/e", "authorization_header": "Bearer x"},
            "events_requested": [EventType::SessionRevoked.uri(), "https://unknown.example"], "description": "d"});
        create(&body(&wanted), "st".into(), "r".into()).unwrap()
    }

    #[test]
    fn what_is_delivered_is_what_is_requested_and_known() {
        let Wanted {
            stream,
            authorization_header,
        } = push();
        assert_eq!(authorization_header, Header::Set("Bearer x".into()));
        let configuration = stream.configuration("https://op");
        assert_eq!(
            configuration["events_delivered"],
            json!([EventType::SessionRevoked.uri()])
        );
        assert!(!Value::from(configuration).to_string().contains("Bearer"));
        let all = create(&Map::new(), "st".into(), "r".into()).unwrap().stream;
        assert!(
            all.delivers(EventType::SessionRevoked) && all.delivers(EventType::CredentialChange)
        );
        assert_eq!(
            all.configuration("https://op")["delivery"]["endpoint_url"],
            "https://op/ssf/poll/st"
        );
    }

    #[test]
    fn a_change_keeps_what_it_does_not_name_and_a_replacement_does_not() {
        let before = push().stream;
        let changed = update(
            &body(&json!({"stream_id": "st", "description": "new"})),
            &before,
            "https://op",
        )
        .unwrap();
        assert_eq!(
            (&changed.stream.delivery, &changed.authorization_header),
            (&before.delivery, &Header::Kept)
        );
        assert_eq!(
            (
                changed.stream.description.as_deref(),
                changed.stream.delivers(EventType::CredentialChange)
            ),
            (Some("new"), false)
        );
        let replaced = replace(&body(&json!({"stream_id": "st"})), &before, "https://op").unwrap();
        assert_eq!(
            (
                replaced.stream.delivery,
                replaced.stream.description,
                replaced.authorization_header
            ),
            (Delivery::Poll, None, Header::None)
        );
        let read_back = Value::from(before.configuration("https://op"));
        assert_eq!(
            update(&body(&read_back), &before, "https://op")
                .unwrap()
                .stream,
            before
        );
        for foreign in [
            json!({"iss": "https://evil"}),
            json!({"aud": "other"}),
            json!({"events_delivered": []}),
            json!({"aud": ["r", "x"]}),
        ] {
            assert!(
                update(&body(&foreign), &before, "https://op").is_err(),
                "{foreign}"
            );
        }
        assert!(update(&body(&json!({"aud": ["r"]})), &before, "https://op").is_ok());
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for wrong in [
            json!({"delivery": "push"}),
            json!({"delivery": {}}),
            json!({"delivery": {"method": "urn:example"}}),
            json!({"delivery": {"method": PUSH}}),
            json!({"delivery": {"method": PUSH, "endpoint_url": 5}}),
            json!({"delivery": {"method": PUSH, "endpoint_url": "https://r", "authorization_header": "a\r\nb"}}),
            json!({"events_requested": "all"}),
            json!({"events_requested": [1]}),
            json!({"description": 1}),
        ] {
            assert!(
                create(&body(&wrong), "st".into(), "r".into()).is_err(),
                "{wrong}"
            );
        }
    }
}
