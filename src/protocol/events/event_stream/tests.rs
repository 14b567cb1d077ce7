use super::*;

const ISSUER: &str = "https://id.example.com";
const OP: Transmitter<'_> = Transmitter {
    issuer: ISSUER,
    offered: EventType::OFFERED_TO_APPS,
};

fn stream() -> EventStream {
    EventStream {
        stream_id: "stream".into(),
        client_id: "receiver".into(),
        delivery: Delivery::Poll,
        events_requested: None,
        description: None,
        status: StreamStatus::Paused,
        status_reason: None,
    }
}

#[test]
fn a_status_is_read_as_it_is_written() {
    for status in [
        StreamStatus::Enabled,
        StreamStatus::Paused,
        StreamStatus::Disabled,
    ] {
        assert_eq!(StreamStatus::parse(status.as_str()), Some(status));
    }
    assert_eq!(StreamStatus::parse("ENABLED"), None);
    let mut stream = stream();
    let said = |stream: &EventStream| Value::Object(stream.status_document());
    assert_eq!(
        said(&stream),
        json!({"stream_id": "stream", "status": "paused"})
    );
    stream.status_reason = Some("holiday".into());
    assert_eq!(said(&stream)["reason"], "holiday");
}

#[test]
fn a_stream_delivers_what_was_asked_for() {
    let [first, rest @ ..] = EventType::OFFERED_TO_APPS else {
        panic!("no types")
    };
    let chosen = EventStream {
        events_requested: Some(vec![
            first.uri().to_owned(),
            "https://unknown.example".to_owned(),
        ]),
        ..stream()
    };
    assert!(chosen.delivers(*first) && !rest.iter().any(|other| chosen.delivers(*other)));
    assert!(
        EventType::OFFERED_TO_APPS
            .iter()
            .all(|known| stream().delivers(*known))
    );
    assert_eq!(
        chosen.configuration(OP)["events_delivered"],
        json!([first.uri()])
    );
    assert_eq!(
        chosen.configuration(OP)["events_requested"],
        json!([first.uri(), "https://unknown.example"])
    );
}

#[test]
fn a_receiver_is_offered_and_promised_only_what_it_can_get() {
    let machine = Transmitter {
        offered: EventType::OFFERED_TO_OTHERS,
        ..OP
    };
    let registered = EventType::UserRegistered.uri();
    let chosen = EventStream {
        events_requested: Some(vec![registered.to_owned()]),
        ..stream()
    };
    for (transmitter, is_offered) in [(OP, true), (machine, false)] {
        let said = chosen.configuration(transmitter);
        let names = |member: &str| {
            said[member]
                .as_array()
                .unwrap()
                .contains(&registered.into())
        };
        assert_eq!(names("events_supported"), is_offered);
        assert_eq!(names("events_delivered"), is_offered);
        assert!(names("events_requested"), "as the receiver wrote it");
    }
}

#[test]
fn a_configuration_says_how_events_travel_and_no_secret() {
    let polled = stream().configuration(OP);
    assert_eq!(
        polled["delivery"],
        json!({"method": POLL, "endpoint_url": "https://id.example.com/ssf/poll/stream"})
    );
    assert!(!polled.contains_key("description") && !stream().is_push());
    let push = EventStream {
        delivery: Delivery::Push {
            endpoint_url: "https://r.example/events".into(),
        },
        description: Some("of the bank".into()),
        ..stream()
    };
    let said = push.configuration(OP);
    assert!(push.is_push());
    assert_eq!(
        said["delivery"],
        json!({"method": PUSH, "endpoint_url": "https://r.example/events"})
    );
    assert_eq!(
        (&said["description"], &said["aud"]),
        (&json!("of the bank"), &json!("receiver"))
    );
    let metadata = transmitter_metadata(ISSUER);
    assert_eq!(metadata["issuer"], ISSUER);
}
