//! Requests of a receiver that create, change or replace its event stream (Shared Signals Framework
//! §8.1.1).

use crate::{
    events::event_stream::{Delivery, EventStream, POLL, PUSH, StreamStatus, Transmitter},
    text::is_storable,
};
use serde_json::{Map, Value};

/// The properties that only the transmitter sets (§8.1.1).
const TRANSMITTER_SUPPLIED: [&str; 5] = [
    "iss",
    "aud",
    "events_supported",
    "events_delivered",
    "min_verification_interval",
];

/// A stream as a request of its receiver sets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamConfigurationRequest {
    /// The stream with the properties of the request.
    pub stream: EventStream,
    /// The `Authorization` header of each push.
    pub authorization_header: AuthorizationHeader,
}

/// What a request says about the `Authorization` header of pushes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthorizationHeader {
    /// Nothing: the header of the stream stays.
    Kept,
    /// Pushes have no such header.
    None,
    /// Pushes have this header.
    Set(String),
}

/// The stream that a request creates (§8.1.1.1). Without `delivery` it is polled.
///
/// # Errors
/// A sentence for the developer of the receiver.
pub fn create(
    body: &Map<String, Value>,
    stream_id: String,
    client_id: String,
) -> Result<StreamConfigurationRequest, &'static str> {
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
    Ok(StreamConfigurationRequest {
        stream,
        authorization_header,
    })
}

/// The stream with the properties changed that a request names (§8.1.1.3).
///
/// # Errors
/// As [`create`].
pub fn update(
    body: &Map<String, Value>,
    current: &EventStream,
    transmitter: Transmitter<'_>,
) -> Result<StreamConfigurationRequest, &'static str> {
    check_transmitter_supplied(body, current, transmitter)?;
    let mut stream = current.clone();
    let authorization_header = apply(body, &mut stream)?;
    Ok(StreamConfigurationRequest {
        stream,
        authorization_header,
    })
}

/// The stream with every property of the receiver replaced (§8.1.1.4). A property that the request
/// leaves out is reset.
///
/// # Errors
/// As [`create`].
pub fn replace(
    body: &Map<String, Value>,
    current: &EventStream,
    transmitter: Transmitter<'_>,
) -> Result<StreamConfigurationRequest, &'static str> {
    check_transmitter_supplied(body, current, transmitter)?;
    let mut stream = EventStream {
        delivery: Delivery::Poll,
        events_requested: None,
        description: None,
        ..current.clone()
    };
    let authorization_header = match apply(body, &mut stream)? {
        AuthorizationHeader::Kept => AuthorizationHeader::None,
        said => said,
    };
    Ok(StreamConfigurationRequest {
        stream,
        authorization_header,
    })
}

/// Checks that properties of the transmitter, which a receiver may send back, are unchanged.
fn check_transmitter_supplied(
    body: &Map<String, Value>,
    current: &EventStream,
    transmitter: Transmitter<'_>,
) -> Result<(), &'static str> {
    let known = current.configuration(transmitter);
    let differs = |name: &str, sent: &Value| match (name, sent) {
        ("aud", Value::Array(one)) if one.len() == 1 => one.first() != known.get(name),
        _ => known.get(name) != Some(sent),
    };
    if TRANSMITTER_SUPPLIED
        .iter()
        .any(|name| body.get(*name).is_some_and(|sent| differs(name, sent)))
    {
        return Err(
            "iss, aud, events_supported, events_delivered and min_verification_interval are set by \
             the transmitter; leave them as they are",
        );
    }
    Ok(())
}

/// Sets what a request says on a stream.
fn apply(
    body: &Map<String, Value>,
    stream: &mut EventStream,
) -> Result<AuthorizationHeader, &'static str> {
    if let Some(requested) = body.get("events_requested") {
        stream.events_requested = Some(event_uris(requested)?);
    }
    match body.get("description") {
        None => {}
        Some(Value::String(text)) if text.len() <= 1000 && is_storable(text) => {
            stream.description = Some(text.clone());
        }
        Some(_) => return Err("description must be a text of 1000 bytes at most"),
    }
    let Some(delivery) = body.get("delivery") else {
        return Ok(AuthorizationHeader::Kept);
    };
    let delivery = delivery
        .as_object()
        .ok_or("delivery must be an object with method and, for push, endpoint_url")?;
    stream.delivery = delivery_method(delivery)?;
    authorization_header(delivery)
}

fn event_uris(requested: &Value) -> Result<Vec<String>, &'static str> {
    let text = |uri: &Value| {
        let uri = uri
            .as_str()
            .filter(|uri| uri.len() <= 300 && is_storable(uri));
        uri.map(str::to_owned)
    };
    let uris = requested.as_array().filter(|uris| uris.len() <= 100);
    uris.and_then(|uris| uris.iter().map(text).collect())
        .ok_or("events_requested must be a list of event URIs")
}

fn delivery_method(delivery: &Map<String, Value>) -> Result<Delivery, &'static str> {
    let endpoint_url = delivery.get("endpoint_url").and_then(Value::as_str);
    match delivery.get("method").and_then(Value::as_str) {
        Some(PUSH) => endpoint_url
            .filter(|url| url.len() <= 2000)
            .map(|url| Delivery::Push {
                endpoint_url: url.to_owned(),
            })
            .ok_or("delivery by push (RFC 8935) needs an endpoint_url"),
        Some(POLL) => Ok(Delivery::Poll),
        _ => Err("delivery.method must be urn:ietf:rfc:8935 (push) or urn:ietf:rfc:8936 (poll)"),
    }
}

fn authorization_header(
    delivery: &Map<String, Value>,
) -> Result<AuthorizationHeader, &'static str> {
    match delivery.get("authorization_header") {
        None => Ok(AuthorizationHeader::Kept),
        Some(Value::Null) => Ok(AuthorizationHeader::None),
        Some(Value::String(text))
            if !text.is_empty()
                && text.len() <= 4000
                && text.bytes().all(|b| (0x20..=0x7e).contains(&b)) =>
        {
            Ok(AuthorizationHeader::Set(text.clone()))
        }
        Some(_) => Err("delivery.authorization_header must be the text of an Authorization header"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::security_event::EventType;
    use serde_json::json;

    const OP: Transmitter<'_> = Transmitter {
        issuer: "https://op",
        offered: EventType::OFFERED_TO_APPS,
    };

    fn body(value: &Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    fn push() -> StreamConfigurationRequest {
        let wanted = json!({"delivery": {"method": PUSH, "endpoint_url": "https://r.example/e", "authorization_header": "Bearer x"},
            "events_requested": [EventType::SessionRevoked.uri(), "https://unknown.example"], "description": "d"});
        create(&body(&wanted), "st".into(), "r".into()).unwrap()
    }

    #[test]
    fn what_is_delivered_is_what_is_requested_and_known() {
        let StreamConfigurationRequest {
            stream,
            authorization_header,
        } = push();
        assert_eq!(
            authorization_header,
            AuthorizationHeader::Set("Bearer x".into())
        );
        let configuration = stream.configuration(OP);
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
            all.configuration(OP)["delivery"]["endpoint_url"],
            "https://op/ssf/poll/st"
        );
    }

    #[test]
    fn a_change_keeps_what_it_does_not_name_and_a_replacement_does_not() {
        let before = push().stream;
        let changed = update(
            &body(&json!({"stream_id": "st", "description": "new"})),
            &before,
            OP,
        )
        .unwrap();
        assert_eq!(
            (&changed.stream.delivery, &changed.authorization_header),
            (&before.delivery, &AuthorizationHeader::Kept)
        );
        assert_eq!(
            (
                changed.stream.description.as_deref(),
                changed.stream.delivers(EventType::CredentialChange)
            ),
            (Some("new"), false)
        );
        let replaced = replace(&body(&json!({"stream_id": "st"})), &before, OP).unwrap();
        assert_eq!(
            (
                replaced.stream.delivery,
                replaced.stream.description,
                replaced.stream.events_requested,
                replaced.authorization_header
            ),
            (Delivery::Poll, None, None, AuthorizationHeader::None)
        );
        let read_back = Value::from(before.configuration(OP));
        assert_eq!(
            update(&body(&read_back), &before, OP).unwrap().stream,
            before
        );
        for foreign in [
            json!({"iss": "https://evil"}),
            json!({"aud": "other"}),
            json!({"events_delivered": []}),
            json!({"aud": ["r", "x"]}),
        ] {
            assert!(update(&body(&foreign), &before, OP).is_err(), "{foreign}");
        }
        assert!(update(&body(&json!({"aud": ["r"]})), &before, OP).is_ok());
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
    #[test]
    fn what_a_receiver_says_is_bounded_and_can_be_stored() {
        let stream = |wanted: &Value| {
            let request = create(&body(wanted), "st".into(), "r".into());
            request.map(|request| request.stream)
        };
        let uris = |count: usize, uri: &str| json!({"events_requested": vec![uri; count]});
        let push = |url: &str| json!({"delivery": {"method": PUSH, "endpoint_url": url}});
        let header = |text: &str| json!({"delivery": {"method": PUSH, "endpoint_url": "https://r.example", "authorization_header": text}});
        for (fine, wrong) in [
            (
                json!({"description": ""}),
                json!({"description": "a\u{0}b"}),
            ),
            (
                json!({"description": "d".repeat(1000)}),
                json!({"description": "d".repeat(1001)}),
            ),
            (uris(0, ""), uris(1, "a\u{0}b")),
            (uris(100, "u"), uris(101, "u")),
            (uris(1, &"u".repeat(300)), uris(1, &"u".repeat(301))),
            (push(&"u".repeat(2000)), push(&"u".repeat(2001))),
            (header("Bearer ~"), header("")),
            (header(&"h".repeat(4000)), header(&"h".repeat(4001))),
        ] {
            assert!(stream(&fine).is_ok(), "{fine}");
            assert!(stream(&wrong).is_err(), "{wrong}");
        }
        let polled = stream(&json!({"delivery": {"method": POLL}}));
        assert_eq!(polled.unwrap().delivery, Delivery::Poll);
    }
}
