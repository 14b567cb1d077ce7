//! What clients say about themselves: metadata, addresses, streams.

use super::{ISSUER, is_well_said, text};
use doorward_protocol::{
    clients::{
        client::SigningAlgorithm,
        client_metadata::{self, Offered},
        client_registration::{self, DeclaredBy},
    },
    events::{
        event_stream::{Delivery, EventStream, Transmitter},
        security_event::EventType,
        stream_request,
        subject_identifier::SubjectIdentifier,
    },
    oauth::{error_code::ErrorCode, redirect_uri, response_type::ResponseType, scope::STANDARD},
};
use serde_json::{Map, Value};
use url::Url;

const AT_REGISTRATION: [ErrorCode; 2] = [
    ErrorCode::InvalidClientMetadata,
    ErrorCode::InvalidRedirectUri,
];

fn object(input: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(input).ok()
}

/// What a client says never makes it more than a client that registered itself; what is kept of it,
/// said again, is kept as the same.
pub(super) fn client_metadata(input: &[u8]) {
    let Some(metadata) = object(input) else {
        return;
    };
    let types = ["code", "id_token", "code id_token"]
        .map(|name| ResponseType::parse(name).expect("a name"));
    let offered = Offered {
        response_types: &types,
        algorithms: &[SigningAlgorithm::RS256, SigningAlgorithm::ES256],
    };
    let client = match client_metadata::read(&metadata, "c-1".to_owned(), offered) {
        Ok(client) => client,
        Err(error) => return is_well_said(&error, &AT_REGISTRATION),
    };
    assert_eq!(client.client_id, "c-1");
    assert!(!client.first_party && client.audience.is_empty() && client.forward_auth.is_none());
    assert!(client.scope.iter().all(|token| STANDARD.contains(&token)));
    if let Err(error) = client_registration::check(&client, None, DeclaredBy::Client) {
        return is_well_said(&error, &AT_REGISTRATION);
    }
    for uri in &client.redirect_uris {
        assert_eq!(redirect_uri::check_registration(uri), Ok(()));
    }
    let links = client_metadata::links(&client);
    assert!(links.into_iter().all(|(_, link)| {
        Url::parse(link).is_ok_and(|url| ["https", "http"].contains(&url.scheme()))
    }));
    let written = client_metadata::write(&client);
    let again = client_metadata::read(&written, "c-1".to_owned(), offered);
    assert_eq!(again.as_ref(), Ok(&client), "said again");
}

/// A request matches a registered address by its bytes, or but for the port of a loopback address.
/// Two lines: what is registered, and what is requested.
pub(super) fn redirect_uri(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let (registered, requested) = text.split_once('\n').unwrap_or((text, text));
    if redirect_uri::check_registration(registered).is_err() {
        return;
    }
    assert!(redirect_uri::matches(registered, registered));
    let known = Url::parse(registered).expect("it was checked");
    let location = redirect_uri::with_query(registered, [("code", "a b&c=d")]);
    let sent = Url::parse(&location).expect("an address with a query is one");
    assert_eq!(
        (known.scheme(), known.host(), known.port(), known.path()),
        (sent.scheme(), sent.host(), sent.port(), sent.path())
    );
    assert!(
        sent.query_pairs()
            .any(|(name, value)| name == "code" && value == "a b&c=d")
    );
    if !redirect_uri::matches(registered, requested) {
        return;
    }
    assert!(redirect_uri::matches(requested, registered), "both ways");
    let asked = Url::parse(requested).expect("what matches is an address");
    assert_eq!(
        (
            known.scheme(),
            known.host(),
            known.path(),
            known.query(),
            known.fragment()
        ),
        (
            asked.scheme(),
            asked.host(),
            asked.path(),
            asked.query(),
            asked.fragment()
        )
    );
    assert_eq!((asked.username(), asked.password()), ("", None));
    assert!(
        registered == requested
            || known.scheme() == "http" && redirect_uri::is_loopback_host(&known)
    );
}

/// A stream is as its configuration says: sent back, it changes nothing. Subjects are written as
/// they were read.
pub(super) fn stream_request(input: &[u8]) {
    let Some(body) = object(input) else { return };
    if let Ok(subject) = serde_json::from_value::<SubjectIdentifier>(Value::Object(body.clone())) {
        let written = serde_json::to_value(&subject).expect("JSON");
        assert_eq!(
            serde_json::from_value::<SubjectIdentifier>(written).ok(),
            Some(subject)
        );
    }
    let made = match stream_request::create(&body, "stream".to_owned(), "receiver".to_owned()) {
        Ok(made) => made.stream,
        Err(hint) => return assert!(!hint.is_empty()),
    };
    assert_eq!(
        (made.stream_id.as_str(), made.client_id.as_str()),
        ("stream", "receiver")
    );
    if let Delivery::Push { endpoint_url } = &made.delivery {
        assert!(endpoint_url.len() <= 2000);
    }
    for offered in [EventType::OFFERED_TO_APPS, EventType::OFFERED_TO_OTHERS] {
        let issuer = ISSUER;
        sent_back_changes_nothing(&made, Transmitter { issuer, offered });
    }
}

fn sent_back_changes_nothing(made: &EventStream, transmitter: Transmitter<'_>) {
    let mut said = made.configuration(transmitter);
    if made.events_requested.is_none() {
        said.remove("events_requested");
    }
    for changed in [
        stream_request::update(&said, made, transmitter),
        stream_request::replace(&said, made, transmitter),
    ] {
        assert_eq!(changed.expect("its own configuration").stream, *made);
    }
}
