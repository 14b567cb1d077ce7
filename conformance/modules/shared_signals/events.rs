//! How events reach a receiver.

use super::{
    AUTHORIZATION, CREDENTIAL_CHANGE, POLL, PUSH, Receiver, SESSION_REVOKED, TIMEOUT, part,
    poll_stream,
};
use crate::{
    agent::{Landed, Manner},
    finding::{Checked, Finding, ensure},
    jose,
    op::now,
    run::{Run, fresh, seen},
};
use serde_json::{Map, Value, json};
use std::time::Duration;

pub async fn verification_push(run: &mut Run) -> Checked {
    pushed(run, Some(AUTHORIZATION)).await
}

/// A receiver that gave no authorization header gets none.
pub async fn push_without_authorization(run: &mut Run) -> Checked {
    pushed(run, None).await
}

async fn pushed(run: &Run, authorization: Option<&str>) -> Checked {
    let receiver = Receiver::open(run).await?;
    let (path, state) = (run.path("events"), fresh("state"));
    let mut delivery = json!({"method": PUSH, "endpoint_url": run.shared.rp.at(&path)});
    if let Some(authorization) = authorization {
        delivery["authorization_header"] = authorization.into();
    }
    let stream = receiver
        .stream(json!({"delivery": delivery, "events_requested": [CREDENTIAL_CHANGE]}))
        .await?;
    receiver.verify(&stream, &state).await?;
    let pushes = run.shared.rp.wait_for(&path, TIMEOUT).await;
    let Some(first) = pushes.first() else {
        return Err(Finding::Failed("no verification event came".into()));
    };
    ensure!(first.method == "POST", "the event came by {}", first.method);
    ensure!(
        first.content_type.as_deref() == Some("application/secevent+jwt"),
        "the content type is {:?}",
        first.content_type
    );
    ensure!(
        first.authorization.as_deref() == authorization,
        "the Authorization header is {:?}, not {authorization:?}",
        first.authorization
    );
    receiver
        .check_verification(run, &first.body, &stream, &state)
        .await?;
    Ok("pushed".into())
}

/// Polls until something came.
async fn fetch(receiver: &Receiver, stream: &Value) -> Checked<Map<String, Value>> {
    for _ in 0..20 {
        let sets = receiver
            .poll(stream, json!({"maxEvents": 10, "returnImmediately": true}))
            .await?;
        if !sets.is_empty() {
            return Ok(sets);
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    Err(Finding::Failed("no event came".into()))
}

/// A stream in which one verification event waits.
async fn with_one_event(run: &Run, receiver: &Receiver) -> Checked<(Value, String)> {
    let (stream, state) = (receiver.stream(poll_stream()).await?, fresh("state"));
    receiver.verify(&stream, &state).await?;
    let sets = fetch(receiver, &stream).await?;
    let Some((jti, token)) = sets.iter().next().filter(|_| sets.len() == 1) else {
        return Err(Finding::Failed(format!(
            "{} events came, not one",
            sets.len()
        )));
    };
    let token = token.as_str().unwrap_or_default();
    receiver
        .check_verification(run, token, &stream, &state)
        .await?;
    ensure!(
        jose::claims(token)?.get("jti").and_then(Value::as_str) == Some(jti),
        "an event is not listed under its jti"
    );
    Ok((stream, jti.clone()))
}

pub async fn poll_only(run: &mut Run) -> Checked {
    let receiver = Receiver::open(run).await?;
    let (stream, jti) = with_one_event(run, &receiver).await?;
    let again = fetch(&receiver, &stream).await?;
    ensure!(
        again.contains_key(&jti),
        "an event that was not acknowledged is gone"
    );
    Ok("polled twice".into())
}

pub async fn poll_and_ack(run: &mut Run) -> Checked {
    let receiver = Receiver::open(run).await?;
    let (stream, jti) = with_one_event(run, &receiver).await?;
    let state = fresh("state");
    receiver.verify(&stream, &state).await?;
    let next = receiver
        .poll(
            &stream,
            json!({"ack": [jti], "maxEvents": 10, "returnImmediately": true}),
        )
        .await?;
    ensure!(!next.contains_key(&jti), "an acknowledged event came again");
    let next = if next.is_empty() {
        fetch(&receiver, &stream).await?
    } else {
        next
    };
    let token = next
        .values()
        .next()
        .and_then(Value::as_str)
        .unwrap_or_default();
    receiver
        .check_verification(run, token, &stream, &state)
        .await?;
    Ok("acknowledged with the next poll".into())
}

pub async fn ack_only(run: &mut Run) -> Checked {
    let receiver = Receiver::open(run).await?;
    let (stream, jti) = with_one_event(run, &receiver).await?;
    let sets = receiver
        .poll(
            &stream,
            json!({"ack": [jti], "maxEvents": 0, "returnImmediately": true}),
        )
        .await?;
    ensure!(sets.is_empty(), "with maxEvents 0 events came");
    let sets = receiver
        .poll(&stream, json!({"returnImmediately": true}))
        .await?;
    ensure!(sets.is_empty(), "an acknowledged event came again");
    Ok("acknowledged alone".into())
}

/// Somebody signs in at an app and out again: the receiver hears of the session (CAEP 3.1).
pub async fn caep_interop(run: &mut Run) -> Checked {
    let receiver = Receiver::open(run).await?;
    let stream = receiver
        .stream(json!({"delivery": {"method": POLL}, "events_requested": [SESSION_REVOKED]}))
        .await?;
    ensure!(
        stream["events_delivered"] == json!([SESSION_REVOKED]),
        "session-revoked is not delivered: {stream}"
    );
    let client = run.client().await?;
    let request = run.request(&client);
    let flow = run.flow(&client, &request).await?;
    let end = format!(
        "{}?id_token_hint={}",
        run.op().endpoint("end_session_endpoint")?,
        part(&flow.id_token)
    );
    let bye = run.bye();
    if let Landed::Page(page) = run.agent.visit(&end, &bye, Manner::Willing).await? {
        ensure!(page.status == 200, "the sign-out ends at {}", seen(&page));
    }
    let subject = flow.sub().to_owned();
    // Other modules end sessions of the same user at the same time: it is enough that one event
    // is right in every respect.
    for (_, token) in fetch(&receiver, &stream).await? {
        let (claims, payload) = receiver
            .check(run, token.as_str().unwrap_or_default(), SESSION_REVOKED)
            .await?;
        let at = payload["event_timestamp"]
            .as_i64()
            .ok_or_else(|| Finding::Failed(format!("event_timestamp is missing: {payload}")))?;
        ensure!(
            (at - now()).abs() < 300,
            "event_timestamp is more than five minutes away: seconds are meant"
        );
        if let Some(entity) = payload.get("initiating_entity") {
            ensure!(
                ["admin", "user", "policy", "system"]
                    .iter()
                    .any(|known| entity == known),
                "initiating_entity is {entity}"
            );
        }
        let user = claims["sub_id"].get("user").unwrap_or(&claims["sub_id"]);
        ensure!(
            ["iss_sub", "email", "opaque"]
                .iter()
                .any(|known| user["format"] == *known),
            "the subject has the format {}",
            user["format"]
        );
        ensure!(
            user["format"] != "iss_sub" || user["iss"] == receiver.metadata["issuer"],
            "iss of the subject is not the issuer"
        );
        ensure!(!subject.is_empty(), "the ID token has no sub");
    }
    Ok("session-revoked after a sign-out".into())
}
