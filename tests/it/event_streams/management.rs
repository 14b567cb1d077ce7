//! What a receiver does with its stream.

use super::{CREDENTIAL_CHANGE, POLL, PUSH, Receiver, SESSION_REVOKED, USER_REGISTERED};
use crate::{
    on_both_wide,
    world::{ADA, World},
};
use reqwest::Method;
use serde_json::{Value, json};

on_both_wide!(
    the_transmitter_says_what_it_can_do,
    a_stream_is_made_read_changed_replaced_and_deleted,
    what_is_wrong_is_refused_with_the_status_of_the_specification,
    only_a_client_with_the_scope_has_a_stream_and_nobody_sees_anothers,
    a_receiver_takes_somebody_out_and_in_again,
    only_an_app_is_offered_what_only_an_app_can_get,
);

async fn the_transmitter_says_what_it_can_do(world: World) {
    let response = world
        .http
        .get(world.at("/.well-known/ssf-configuration"))
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["content-type"], "application/json");
    let metadata: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    assert_eq!(
        (&metadata["issuer"], &metadata["spec_version"]),
        (&json!(world.issuer), &json!("1_0"))
    );
    assert_eq!(metadata["delivery_methods_supported"], json!([PUSH, POLL]));
    assert_eq!(
        metadata["authorization_schemes"],
        json!([{"spec_urn": "urn:ietf:rfc:6749"}])
    );
    for name in [
        "jwks_uri",
        "configuration_endpoint",
        "status_endpoint",
        "add_subject_endpoint",
        "remove_subject_endpoint",
        "verification_endpoint",
    ] {
        assert!(
            metadata[name].as_str().unwrap().starts_with(&world.issuer),
            "{name}"
        );
    }
}

async fn a_stream_is_made_read_changed_replaced_and_deleted(world: World) {
    let receiver = Receiver::open(&world).await;
    assert_eq!(
        receiver.call(Method::GET, "/ssf/stream", Value::Null).await,
        (200, json!([]))
    );
    let wanted = json!({"delivery": {"method": PUSH, "endpoint_url": "https://r.example/events", "authorization_header": "Bearer 1"},
        "events_requested": [SESSION_REVOKED, "https://schemas.openid.net/secevent/caep/event-type/device-compliance-change"], "description": "Ours"});
    let (status, made) = receiver.call(Method::POST, "/ssf/stream", wanted).await;
    assert_eq!(status, 201, "{made}");
    let id = made["stream_id"].as_str().unwrap().to_owned();
    let at = format!("/ssf/stream?stream_id={id}");
    assert_eq!(
        (&made["iss"], &made["aud"]),
        (&json!(world.issuer), &json!("receiver"))
    );
    assert_eq!(
        (&made["events_supported"], &made["events_delivered"]),
        (
            &json!([SESSION_REVOKED, CREDENTIAL_CHANGE]),
            &json!([SESSION_REVOKED])
        )
    );
    assert_eq!(
        made["delivery"],
        json!({"method": PUSH, "endpoint_url": "https://r.example/events"}),
        "what authorizes is not shown"
    );
    assert_eq!(
        receiver.call(Method::GET, &at, Value::Null).await,
        (200, made.clone())
    );
    assert_eq!(
        receiver.call(Method::GET, "/ssf/stream", Value::Null).await,
        (200, json!([made]))
    );
    let (status, changed) = receiver
        .call(
            Method::PATCH,
            "/ssf/stream",
            json!({"stream_id": id, "events_requested": [CREDENTIAL_CHANGE]}),
        )
        .await;
    assert_eq!(
        (
            status,
            &changed["events_delivered"],
            &changed["description"]
        ),
        (200, &json!([CREDENTIAL_CHANGE]), &json!("Ours"))
    );
    // What was read may be sent back whole.
    assert_eq!(
        receiver
            .call(Method::PATCH, "/ssf/stream", changed.clone())
            .await,
        (200, changed.clone())
    );
    assert_eq!(
        receiver
            .call(Method::PUT, "/ssf/stream", changed.clone())
            .await,
        (200, changed)
    );
    let (status, replaced) = receiver
        .call(
            Method::PUT,
            "/ssf/stream",
            json!({"stream_id": id, "delivery": {"method": POLL}}),
        )
        .await;
    assert_eq!((status, replaced.get("description")), (200, None));
    assert_eq!(
        replaced["delivery"],
        json!({"method": POLL, "endpoint_url": format!("{}/ssf/poll/{id}", world.issuer)})
    );
    let at_status = format!("/ssf/status?stream_id={id}");
    assert_eq!(
        receiver.call(Method::GET, &at_status, Value::Null).await,
        (200, json!({"stream_id": id, "status": "enabled"}))
    );
    let paused = json!({"stream_id": id, "status": "paused", "reason": "we move"});
    assert_eq!(
        receiver
            .call(Method::POST, "/ssf/status", paused.clone())
            .await,
        (200, paused.clone())
    );
    assert_eq!(
        receiver.call(Method::GET, &at_status, Value::Null).await,
        (200, paused)
    );
    assert_eq!(receiver.call(Method::DELETE, &at, Value::Null).await.0, 204);
    assert_eq!(receiver.call(Method::GET, &at, Value::Null).await.0, 404);
    assert_eq!(receiver.call(Method::DELETE, &at, Value::Null).await.0, 404);
    receiver.stream(None).await;
}

async fn what_is_wrong_is_refused_with_the_status_of_the_specification(world: World) {
    let mut receiver = Receiver::open(&world).await;
    for broken in [
        "",
        "{",
        "[]",
        "\"x\"",
        "{\"delivery\": 5}",
        "{\"delivery\": {\"method\": \"urn:example:smoke\"}}",
    ] {
        assert_eq!(
            receiver
                .call_raw(Method::POST, "/ssf/stream", Some(broken.to_owned()))
                .await
                .0,
            400,
            "{broken}"
        );
    }
    let id = receiver.stream(None).await;
    let (status, body) = receiver.call(Method::POST, "/ssf/stream", json!({})).await;
    assert_eq!((status, &body["error"]), (409, &json!("stream_exists")));
    for method in [Method::PATCH, Method::PUT] {
        for (body, status) in [
            (json!({"stream_id": "nothing"}), 404),
            (json!({}), 400),
            (json!([]), 400),
            (json!({"stream_id": id, "iss": "https://evil.example"}), 400),
            (json!({"stream_id": id, "delivery": {"method": PUSH}}), 400),
            (json!({"stream_id": id, "description": "\u{0}"}), 400),
        ] {
            assert_eq!(
                receiver
                    .call(method.clone(), "/ssf/stream", body.clone())
                    .await
                    .0,
                status,
                "{method} {body}"
            );
        }
    }
    for (path, body) in [
        (
            "/ssf/status",
            json!({"stream_id": "nothing", "status": "paused"}),
        ),
        ("/ssf/verify", json!({"stream_id": "nothing"})),
        (
            "/ssf/subjects/add",
            json!({"stream_id": "nothing", "subject": {"format": "email", "email": ADA.0}}),
        ),
        (
            "/ssf/subjects/remove",
            json!({"stream_id": "nothing", "subject": {"format": "email", "email": ADA.0}}),
        ),
        ("/ssf/poll/nothing", json!({})),
    ] {
        assert_eq!(
            receiver.call(Method::POST, path, body).await.0,
            404,
            "{path}"
        );
    }
    for (path, body) in [
        ("/ssf/status", json!({"stream_id": id, "status": "asleep"})),
        ("/ssf/verify", json!({"stream_id": id, "state": 5})),
        ("/ssf/subjects/add", json!({"stream_id": id})),
        (format!("/ssf/poll/{id}").as_str(), json!({"ack": "all"})),
        (format!("/ssf/poll/{id}").as_str(), json!({"maxEvents": -1})),
    ] {
        assert_eq!(
            receiver.call(Method::POST, path, body).await.0,
            400,
            "{path}"
        );
    }
    receiver.token = "nonsense".into();
    for (method, path) in [
        (Method::POST, "/ssf/stream"),
        (Method::GET, "/ssf/stream"),
        (Method::PATCH, "/ssf/stream"),
        (Method::PUT, "/ssf/stream"),
        (Method::DELETE, "/ssf/stream"),
        (Method::GET, "/ssf/status"),
        (Method::POST, "/ssf/status"),
        (Method::POST, "/ssf/verify"),
        (Method::POST, "/ssf/subjects/add"),
        (Method::POST, "/ssf/subjects/remove"),
        (Method::POST, "/ssf/poll/x"),
    ] {
        let (status, body) = receiver
            .call(method.clone(), path, json!({"stream_id": id}))
            .await;
        assert_eq!(
            (status, &body["error"]),
            (401, &json!("invalid_token")),
            "{method} {path}"
        );
    }
}

async fn only_a_client_with_the_scope_has_a_stream_and_nobody_sees_anothers(world: World) {
    let (one, reader) = (
        Receiver::open(&world).await,
        Receiver::of(&world, "reader", "ssf.read", json!({})).await,
    );
    let other = Receiver::of(&world, "other", "ssf.manage", json!({})).await;
    let id = one.stream(None).await;
    assert_eq!(
        reader.call(Method::POST, "/ssf/stream", json!({})).await.0,
        403
    );
    assert_eq!(
        reader.call(Method::GET, "/ssf/stream", Value::Null).await,
        (200, json!([]))
    );
    for (method, path, body) in [
        (
            Method::GET,
            format!("/ssf/stream?stream_id={id}"),
            Value::Null,
        ),
        (
            Method::DELETE,
            format!("/ssf/stream?stream_id={id}"),
            Value::Null,
        ),
        (
            Method::PATCH,
            "/ssf/stream".into(),
            json!({"stream_id": id, "description": "mine"}),
        ),
        (
            Method::POST,
            "/ssf/status".into(),
            json!({"stream_id": id, "status": "disabled"}),
        ),
        (Method::POST, "/ssf/verify".into(), json!({"stream_id": id})),
        (Method::POST, format!("/ssf/poll/{id}"), json!({})),
    ] {
        assert_eq!(
            other.call(method.clone(), &path, body).await.0,
            404,
            "{method} {path}"
        );
    }
    // A user's token opens nothing here, whatever it holds.
    let mut browser = world.signed_in(ADA).await;
    let tokens = world.tokens(&mut browser, &[]).await;
    let user = Receiver {
        world: &world,
        token: tokens.access,
    };
    assert_eq!(
        user.call(Method::GET, "/ssf/stream", Value::Null).await.0,
        403
    );
    assert_eq!(
        one.call(
            Method::GET,
            &format!("/ssf/status?stream_id={id}"),
            Value::Null
        )
        .await
        .1["status"],
        "enabled"
    );
}

async fn a_receiver_takes_somebody_out_and_in_again(world: World) {
    let receiver = Receiver::open(&world).await;
    let id = receiver.stream(None).await;
    let sub = world.sub(ADA.0).await;
    for subject in [
        json!({"format": "email", "email": ADA.0}),
        json!({"format": "opaque", "id": sub}),
        json!({"format": "iss_sub", "iss": world.issuer, "sub": sub}),
        json!({"format": "complex", "user": {"format": "email", "email": ADA.0}}),
    ] {
        let body = json!({"stream_id": id, "subject": subject});
        assert_eq!(
            receiver
                .call(Method::POST, "/ssf/subjects/remove", body.clone())
                .await
                .0,
            204,
            "{subject}"
        );
        world.end_all(ADA).await;
        assert!(receiver.waiting(&id).await.is_empty(), "{subject}");
        assert_eq!(
            receiver
                .call(Method::POST, "/ssf/subjects/add", body)
                .await
                .0,
            200,
            "{subject}"
        );
    }
    world.end_all(ADA).await;
    assert_eq!(receiver.waiting(&id).await.len(), 1);
    for wrong in [
        json!({"format": "email", "email": "nobody@example.com"}),
        json!({"format": "opaque", "id": "invalid"}),
    ] {
        let body = json!({"stream_id": id, "subject": wrong, "verified": true});
        assert_eq!(
            receiver
                .call(Method::POST, "/ssf/subjects/add", body.clone())
                .await
                .0,
            404
        );
        assert_eq!(
            receiver
                .call(Method::POST, "/ssf/subjects/remove", body)
                .await
                .0,
            404
        );
    }
}

/// Nobody registers with a machine: its stream neither offers nor promises that event, also where it
/// asks for it, and what it reads it may send back.
async fn only_an_app_is_offered_what_only_an_app_can_get(world: World) {
    let app = Receiver::app(&world, "tenants").await;
    let machine = Receiver::open(&world).await;
    for (receiver, is_offered) in [(app, true), (machine, false)] {
        let id = receiver.stream(None).await;
        let at = format!("/ssf/stream?stream_id={id}");
        let (_, read) = receiver.call(Method::GET, &at, Value::Null).await;
        for (member, is_named) in [
            ("events_supported", is_offered),
            ("events_delivered", is_offered),
            ("events_requested", true),
        ] {
            let named = read[member].as_array().unwrap();
            assert_eq!(named.contains(&json!(USER_REGISTERED)), is_named, "{read}");
        }
        for method in [Method::PATCH, Method::PUT] {
            let answer = receiver.call(method, "/ssf/stream", read.clone()).await;
            assert_eq!(answer, (200, read.clone()));
        }
    }
}
