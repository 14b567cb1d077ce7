//! How events reach a receiver.

use super::{CREDENTIAL_CHANGE, PUSH, Receiver, SESSION_REVOKED, VERIFICATION};
use crate::{
    on_both_wide,
    world::{ADA, GRACE, Page, Site, World, claims_of, eventually},
};
use doorward_core::users as accounts;
use doorward_protocol::{oidc::claims::StandardClaims, time::Lifetime};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

on_both_wide!(
    a_verification_is_pushed_under_the_receivers_authorization,
    events_are_polled_until_they_are_acknowledged,
    a_poll_waits_for_an_event,
    a_receiver_that_is_disabled_while_it_waits_gets_nothing,
    whoever_ends_a_session_every_stream_hears_of_it,
    a_changed_password_is_a_credential_change,
    a_push_is_tried_again_until_it_is_taken,
    a_paused_stream_keeps_and_a_disabled_one_drops,
    two_nodes_never_push_one_event_together,
);

async fn a_verification_is_pushed_under_the_receivers_authorization(world: World) {
    let (receiver, site) = (Receiver::open(&world).await, Site::open());
    let id = receiver.stream(Some(&site.at("/events"))).await;
    assert_eq!(
        receiver
            .call(
                Method::POST,
                "/ssf/verify",
                json!({"stream_id": id, "state": "s\"<1>"})
            )
            .await
            .0,
        204
    );
    site.wait_for("/events", 1).await;
    let pushed = site.requests("/events").remove(0);
    assert_eq!(
        pushed.content_type.as_deref(),
        Some("application/secevent+jwt")
    );
    assert_eq!(
        pushed.authorization.as_deref(),
        Some("Bearer of the receiver")
    );
    let claims = receiver.checked(&pushed.body);
    assert_eq!(claims["sub_id"], json!({"format": "opaque", "id": id}));
    assert_eq!(
        (&claims["events"], &claims["aud"]),
        (
            &json!({VERIFICATION: {"state": "s\"<1>"}}),
            &json!("receiver")
        )
    );
    // Another address is not given what authorized the first one.
    let moved =
        json!({"stream_id": id, "delivery": {"method": PUSH, "endpoint_url": site.at("/moved")}});
    assert_eq!(
        receiver.call(Method::PATCH, "/ssf/stream", moved).await.0,
        200
    );
    assert_eq!(
        receiver
            .call(Method::POST, "/ssf/verify", json!({"stream_id": id}))
            .await
            .0,
        204
    );
    site.wait_for("/moved", 1).await;
    let pushed = site.requests("/moved").remove(0);
    assert_eq!(
        (
            pushed.authorization,
            &receiver.checked(&pushed.body)["events"]
        ),
        (None, &json!({VERIFICATION: {}}))
    );
    assert_eq!(site.received("/events").len(), 1);
}

async fn events_are_polled_until_they_are_acknowledged(world: World) {
    let receiver = Receiver::open(&world).await;
    let id = receiver.stream(None).await;
    for state in ["a", "b", "c"] {
        world.advance(Lifetime::seconds(1)).await;
        assert_eq!(
            receiver
                .call(
                    Method::POST,
                    "/ssf/verify",
                    json!({"stream_id": id, "state": state})
                )
                .await
                .0,
            204
        );
    }
    let first = receiver
        .poll(&id, json!({"maxEvents": 2, "returnImmediately": true}))
        .await;
    assert_eq!(
        (
            first["sets"].as_object().unwrap().len(),
            &first["moreAvailable"]
        ),
        (2, &json!(true))
    );
    let taken: Vec<String> = first["sets"].as_object().unwrap().keys().cloned().collect();
    for (jti, set) in first["sets"].as_object().unwrap() {
        assert_eq!(receiver.checked(set.as_str().unwrap())["jti"], json!(jti));
    }
    assert_eq!(
        receiver.waiting(&id).await.len(),
        3,
        "polling takes nothing"
    );
    // Acknowledging alone gives nothing; with it, what comes next.
    let ack_only = receiver
        .poll(
            &id,
            json!({"ack": [taken[0]], "maxEvents": 0, "returnImmediately": true}),
        )
        .await;
    assert_eq!(ack_only["sets"], json!({}));
    let rest = receiver
        .poll(
            &id,
            json!({"ack": ["nothing", taken[0]], "setErrs": {&taken[1]: {"err": "invalid_audience", "description": "?"}}, "returnImmediately": true}),
        )
        .await;
    assert_eq!(
        (
            rest["sets"].as_object().unwrap().len(),
            &rest["moreAvailable"]
        ),
        (1, &json!(false))
    );
    let last: Vec<&String> = rest["sets"].as_object().unwrap().keys().collect();
    let nothing = receiver
        .poll(&id, json!({"ack": last, "returnImmediately": true}))
        .await;
    assert_eq!(nothing, json!({"sets": {}, "moreAvailable": false}));
    // A receiver that never fetches fills no disk.
    for _ in 0..100 {
        assert_eq!(
            receiver
                .call(Method::POST, "/ssf/verify", json!({"stream_id": id}))
                .await
                .0,
            204
        );
    }
    assert_eq!(
        receiver
            .call(Method::POST, "/ssf/verify", json!({"stream_id": id}))
            .await
            .0,
        429
    );
}

async fn a_poll_waits_for_an_event(world: World) {
    let receiver = Receiver::open(&world).await;
    let id = receiver.stream(None).await;
    let (polled, ()) = tokio::join!(receiver.poll(&id, json!({})), async {
        // The poll has looked when others that came later were answered.
        for _ in 0..5 {
            assert!(receiver.waiting(&id).await.is_empty());
        }
        assert_eq!(
            receiver
                .call(Method::POST, "/ssf/verify", json!({"stream_id": id}))
                .await
                .0,
            204
        );
    });
    assert_eq!(polled["sets"].as_object().unwrap().len(), 1);
}

async fn a_receiver_that_is_disabled_while_it_waits_gets_nothing(world: World) {
    let receiver = Receiver::open(&world).await;
    let id = receiver.stream(None).await;
    let path = format!("/ssf/poll/{id}");
    let poll = receiver.call(Method::POST, &path, json!({}));
    let (polled, ()) = tokio::join!(poll, async {
        for _ in 0..5 {
            assert!(receiver.waiting(&id).await.is_empty());
        }
        let (clients, ctx) = (world.provider.clients(), world.context());
        clients.set_disabled(&ctx, "receiver", true).await.unwrap();
    });
    assert_eq!(polled.0, 401, "{}", polled.1);
}

async fn whoever_ends_a_session_every_stream_hears_of_it(world: World) {
    let site = Site::open();
    let pushed = Receiver::open(&world).await;
    let polled = Receiver::of(
        &world,
        "pairwise",
        "ssf.manage",
        json!({"subject_type": "pairwise", "redirect_uris": ["https://p.example/cb"]}),
    )
    .await;
    let (_, poll) = (
        pushed.stream(Some(&site.at("/events"))).await,
        polled.stream(None).await,
    );
    let mut browser = world.signed_in(ADA).await;
    let sid = claims_of(&world.tokens(&mut browser, &[]).await.id)["sid"].clone();
    world.signed_in(GRACE).await;
    let started = std::time::Instant::now();
    world.disable(ADA.0).await;
    let bodies = site.wait_for("/events", 1).await;
    println!(
        "a session's end was told by push after {:?}",
        started.elapsed()
    );
    assert!(started.elapsed() < Duration::from_secs(2));
    let claims = pushed.checked(&bodies[0]);
    let event = &claims["events"][SESSION_REVOKED];
    assert_eq!(
        event["event_timestamp"].as_i64(),
        Some(world.clock_seconds())
    );
    assert_eq!(event["initiating_entity"], "admin");
    assert!(event["reason_admin"]["en"].is_string() && event["reason_user"]["en"].is_string());
    let sub = world.sub(ADA.0).await;
    let session = json!({"format": "opaque", "id": sid});
    assert_eq!(
        claims["sub_id"],
        json!({"format": "complex", "user": {"format": "iss_sub", "iss": world.issuer, "sub": sub}, "session": session})
    );
    // The same cause, told to another receiver under the name that it knows her by.
    let waiting = polled.waiting(&poll).await;
    assert_eq!((waiting.len(), &waiting[0]["txn"]), (1, &claims["txn"]));
    assert_ne!(waiting[0]["jti"], claims["jti"]);
    assert_ne!(waiting[0]["sub_id"]["user"]["sub"], json!(sub));
    // A user who signs out herself is told of too.
    let mut grace = world.signed_in(GRACE).await;
    let page = grace.get("/end_session").await;
    grace.submit(&page, &[]).await;
    let bodies = site.wait_for("/events", 2).await;
    assert_eq!(
        pushed.checked(&bodies[1])["events"][SESSION_REVOKED]["initiating_entity"],
        "user"
    );
    world.deliver_all().await;
    assert_eq!(site.received("/events").len(), 2, "each once");
}

async fn a_changed_password_is_a_credential_change(world: World) {
    let receiver = Receiver::open(&world).await;
    let id = receiver.stream(None).await;
    let put = async |email: &str, password: &str| {
        let existing = world
            .provider
            .store()
            .user_by_identifier(email)
            .await
            .unwrap();
        let claims = existing
            .as_ref()
            .map_or_else(StandardClaims::default, |user| user.claims.clone());
        let username = existing.as_ref().and_then(|user| user.username.clone());
        let declaration = accounts::Declaration {
            email: email.into(),
            username,
            password: Some(password.into()),
            claims,
        };
        world
            .provider
            .users()
            .put(&world.context(), declaration, existing)
            .await
            .unwrap();
    };
    put("new@example.com", "somebody new changes nothing").await;
    put(ADA.0, ADA.1).await;
    assert!(
        receiver.waiting(&id).await.is_empty(),
        "the same password is no change"
    );
    put(ADA.0, "another engine altogether").await;
    let waiting = receiver.waiting(&id).await;
    let event = &waiting[0]["events"][CREDENTIAL_CHANGE];
    assert_eq!(
        (
            waiting.len(),
            &event["credential_type"],
            &event["change_type"]
        ),
        (1, &json!("password"), &json!("update"))
    );
    assert_eq!(
        waiting[0]["sub_id"],
        json!({"format": "iss_sub", "iss": world.issuer, "sub": world.sub(ADA.0).await})
    );
    assert!(event["event_timestamp"].is_i64());
    // Who asked for the one event does not get the other.
    assert_eq!(
        receiver
            .call(
                Method::PATCH,
                "/ssf/stream",
                json!({"stream_id": id, "events_requested": [SESSION_REVOKED]})
            )
            .await
            .0,
        200
    );
    put(ADA.0, "a third engine to be sure").await;
    assert_eq!(receiver.waiting(&id).await.len(), 1);
}

async fn a_push_is_tried_again_until_it_is_taken(world: World) {
    let (receiver, site) = (Receiver::open(&world).await, Site::open());
    site.put_page(
        "/events",
        Page {
            status: 500,
            body: Vec::new(),
            location: None,
            after: Duration::ZERO,
        },
    );
    receiver.stream(Some(&site.at("/events"))).await;
    world.end_all(ADA).await;
    let first = site.wait_for("/events", 1).await;
    // Not again before it is due.
    world.deliver_all().await;
    assert_eq!(site.received("/events").len(), 1);
    site.put("/events", "");
    world.advance(Lifetime::seconds(10)).await;
    let second = site.wait_for("/events", 2).await;
    assert_eq!(
        claims_of(&first[0])["jti"],
        claims_of(&second[1])["jti"],
        "the receiver knows it again"
    );
    world.advance(Lifetime::days(1)).await;
    world.deliver_all().await;
    assert_eq!(site.received("/events").len(), 2);
}

async fn a_paused_stream_keeps_and_a_disabled_one_drops(world: World) {
    let (receiver, site) = (Receiver::open(&world).await, Site::open());
    let id = receiver.stream(Some(&site.at("/events"))).await;
    let say = async |status: &str| {
        assert_eq!(
            receiver
                .call(
                    Method::POST,
                    "/ssf/status",
                    json!({"stream_id": id, "status": status})
                )
                .await
                .0,
            200
        );
    };
    say("paused").await;
    world.end_all(ADA).await;
    world.deliver_all().await;
    assert!(site.received("/events").is_empty());
    say("enabled").await;
    assert_eq!(site.wait_for("/events", 1).await.len(), 1);
    say("disabled").await;
    world.end_all(ADA).await;
    assert_eq!(
        receiver
            .call(Method::POST, "/ssf/verify", json!({"stream_id": id}))
            .await
            .0,
        400
    );
    say("enabled").await;
    world.deliver_all().await;
    assert_eq!(site.received("/events").len(), 1);
}

async fn two_nodes_never_push_one_event_together(world: World) {
    let (receiver, site) = (Receiver::open(&world).await, Site::open());
    site.put_page(
        "/events",
        Page {
            status: 202,
            body: Vec::new(),
            location: None,
            after: Duration::from_millis(300),
        },
    );
    let id = receiver.stream(Some(&site.at("/events"))).await;
    let other = world.another_node().await;
    for _ in 0..8 {
        assert_eq!(
            receiver
                .call(Method::POST, "/ssf/verify", json!({"stream_id": id}))
                .await
                .0,
            204
        );
    }
    eventually("all of them", async || {
        let (here, there) = (world.context(), other.context());
        let (one, two) = tokio::join!(
            world.provider.outbox().deliver_due(&here),
            other.provider.outbox().deliver_due(&there)
        );
        one.unwrap();
        two.unwrap();
        site.received("/events").len() >= 8
    })
    .await;
    let mut seen: Vec<Value> = site
        .wait_for("/events", 8)
        .await
        .iter()
        .map(|body| claims_of(body)["jti"].clone())
        .collect();
    world.deliver_all().await;
    other.deliver_all().await;
    assert_eq!(site.received("/events").len(), 8);
    seen.sort_by_key(Value::to_string);
    seen.dedup();
    assert_eq!(seen.len(), 8);
}
