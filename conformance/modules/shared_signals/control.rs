//! What a receiver does with its stream.

use super::{AUTHORIZATION, POLL, PUSH, Receiver, SESSION_REVOKED, part, poll_stream};
use crate::{
    finding::{Checked, Finding, ensure},
    run::{Run, fresh},
};
use reqwest::{Method, Url};
use serde_json::{Value, json};

pub async fn metadata(run: &mut Run) -> Checked {
    let receiver = Receiver::open(run).await?;
    let issuer = run.op().issuer.clone();
    ensure!(
        receiver.metadata["issuer"] == issuer.as_str(),
        "issuer is {}, not {issuer}",
        receiver.metadata["issuer"]
    );
    let is_https = issuer.starts_with("https://");
    for name in [
        "jwks_uri",
        "configuration_endpoint",
        "status_endpoint",
        "verification_endpoint",
    ] {
        let url = receiver.endpoint(name)?;
        ensure!(
            Url::parse(&url).is_ok_and(|url| url.scheme() == "https" || !is_https),
            "{name} is no https address: {url}"
        );
    }
    let list = |name: &str| {
        receiver
            .metadata
            .get(name)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let methods = list("delivery_methods_supported");
    ensure!(
        methods
            .iter()
            .any(|method| *method == PUSH || *method == POLL),
        "delivery_methods_supported names neither push nor poll"
    );
    ensure!(
        receiver
            .metadata
            .get("spec_version")
            .is_some_and(Value::is_string),
        "spec_version is missing"
    );
    let schemes = list("authorization_schemes");
    ensure!(
        schemes
            .iter()
            .any(|scheme| scheme["spec_urn"] == "urn:ietf:rfc:6749"),
        "authorization_schemes does not name OAuth 2.0"
    );
    let known = receiver
        .metadata
        .get("default_subjects")
        .is_none_or(|subjects| *subjects == "ALL" || *subjects == "NONE");
    ensure!(known, "default_subjects is neither ALL nor NONE");
    Ok(format!("{} delivery methods", methods.len()))
}

pub async fn happy_path(run: &mut Run) -> Checked {
    let receiver = Receiver::open(run).await?;
    let push = json!({
        "method": PUSH,
        "endpoint_url": run.shared.rp.at(&run.path("events")),
        "authorization_header": AUTHORIZATION,
    });
    let stream = receiver
        .stream(json!({
            "delivery": push,
            "events_requested": [SESSION_REVOKED],
            "description": "first",
        }))
        .await?;
    let id = stream["stream_id"].as_str().unwrap_or_default().to_owned();
    let at = format!("?stream_id={}", part(&id));
    let (status, read) = receiver
        .call(Method::GET, "configuration_endpoint", &at, Value::Null)
        .await?;
    ensure!(
        status == 200 && read == stream,
        "what is read is not what was made: {status} {read}"
    );
    let (status, all) = receiver
        .call(Method::GET, "configuration_endpoint", "", Value::Null)
        .await?;
    ensure!(
        status == 200 && all == json!([stream]),
        "without stream_id there is no list with the stream: {status} {all}"
    );
    check_changes(&receiver, &stream).await?;
    check_status(&receiver, &id).await?;
    let status = receiver.delete(&id).await?;
    ensure!(
        status == 204,
        "a deletion is answered with status {status}, not 204"
    );
    let (status, _) = receiver
        .call(Method::GET, "configuration_endpoint", &at, Value::Null)
        .await?;
    ensure!(
        status == 404,
        "a deleted stream is read with status {status}, not 404"
    );
    Ok("made, read, changed, replaced, paused, deleted".into())
}

/// Changes and replaces a stream (Shared Signals Framework 8.1.1.3, 8.1.1.4).
async fn check_changes(receiver: &Receiver, stream: &Value) -> Checked<()> {
    let id = stream["stream_id"].as_str().unwrap_or_default();
    let (status, changed) = receiver
        .call(
            Method::PATCH,
            "configuration_endpoint",
            "",
            json!({"stream_id": id, "description": "second"}),
        )
        .await?;
    ensure!(
        status == 200 && changed["description"] == "second",
        "a change is answered with {status} {changed}"
    );
    ensure!(
        changed["delivery"] == stream["delivery"]
            && changed["events_requested"] == stream["events_requested"],
        "a change changed what it does not name: {changed}"
    );
    let anew = json!({
        "stream_id": id,
        "delivery": {"method": POLL},
        "events_requested": [SESSION_REVOKED],
    });
    let (status, replaced) = receiver
        .call(Method::PUT, "configuration_endpoint", "", anew)
        .await?;
    ensure!(
        status == 200 && replaced["delivery"]["method"] == POLL,
        "a replacement is answered with {status} {replaced}"
    );
    ensure!(
        replaced.get("description").is_none(),
        "a replacement kept what it left out: {replaced}"
    );
    Ok(())
}

/// Reads and sets the status of a stream (Shared Signals Framework 8.1.2).
async fn check_status(receiver: &Receiver, id: &str) -> Checked<()> {
    let at = format!("?stream_id={}", part(id));
    let (status, state) = receiver
        .call(Method::GET, "status_endpoint", &at, Value::Null)
        .await?;
    ensure!(
        status == 200 && state["status"] == "enabled" && state["stream_id"] == id,
        "the status is {status} {state}"
    );
    for wanted in ["paused", "disabled", "enabled"] {
        let (status, answer) = receiver
            .call(
                Method::POST,
                "status_endpoint",
                "",
                json!({"stream_id": id, "status": wanted, "reason": "a test"}),
            )
            .await?;
        ensure!(
            status == 200 && answer["status"] == wanted,
            "the status {wanted} is answered with {status} {answer}"
        );
        let (_, state) = receiver
            .call(Method::GET, "status_endpoint", &at, Value::Null)
            .await?;
        ensure!(
            state["status"] == wanted,
            "the status was set to {wanted}, and is {state}"
        );
    }
    Ok(())
}

/// What stands in the way of a request of a stream.
#[derive(Clone, Copy)]
enum Wrong {
    Token,
    Body,
    Stream,
}

/// The same for every method: a wrong token is 401, a wrong body 400, an unknown stream 404.
async fn refused(run: &Run, method: Method, wrong: Wrong) -> Checked {
    let receiver = Receiver::open(run).await?;
    let stream = receiver.stream(poll_stream()).await?;
    let id = stream["stream_id"].as_str().unwrap_or_default();
    let (token, id) = match wrong {
        Wrong::Token => ("not-a-token", id.to_owned()),
        Wrong::Body => (receiver.token.as_str(), id.to_owned()),
        Wrong::Stream => (receiver.token.as_str(), fresh("unknown")),
    };
    let mut url = receiver.endpoint("configuration_endpoint")?;
    let body = if method == Method::GET || method == Method::DELETE {
        url = format!("{url}?stream_id={}", part(&id));
        None
    } else if matches!(wrong, Wrong::Body) {
        Some(format!(
            "{{\"stream_id\": \"{id}\", \"delivery\": \"none that there is\"}}"
        ))
    } else {
        let body = json!({
            "stream_id": id,
            "delivery": {"method": POLL},
            "events_requested": [SESSION_REVOKED],
        });
        Some(body.to_string())
    };
    let expected = match wrong {
        Wrong::Token => 401,
        Wrong::Body => 400,
        Wrong::Stream => 404,
    };
    let (status, answer) = receiver.send(method.clone(), &url, body, token).await?;
    ensure!(
        status == expected,
        "{method} is answered with status {status}, not {expected}: {answer}"
    );
    let at = format!(
        "?stream_id={}",
        part(stream["stream_id"].as_str().unwrap_or_default())
    );
    let (status, after) = receiver
        .call(Method::GET, "configuration_endpoint", &at, Value::Null)
        .await?;
    ensure!(
        status == 200 && after == stream,
        "the stream is not what it was: {status} {after}"
    );
    Ok(format!("status {expected}"))
}

pub async fn create_broken(run: &mut Run) -> Checked {
    let receiver = Receiver::open(run).await?;
    let url = receiver.endpoint("configuration_endpoint")?;
    for broken in [
        "{",
        "[]",
        "{\"delivery\": {\"method\": \"urn:example:smoke\"}}",
        "{\"events_requested\": 5}",
    ] {
        let (status, answer) = receiver
            .send(Method::POST, &url, Some(broken.to_owned()), &receiver.token)
            .await?;
        ensure!(
            status == 400,
            "{broken} is answered with status {status}, not 400: {answer}"
        );
    }
    let (_, all) = receiver
        .call(Method::GET, "configuration_endpoint", "", Value::Null)
        .await?;
    ensure!(all == json!([]), "a stream was made of broken input: {all}");
    Ok("status 400".into())
}

pub async fn create_unauthorized(run: &mut Run) -> Checked {
    let receiver = Receiver::open(run).await?;
    let url = receiver.endpoint("configuration_endpoint")?;
    let (status, answer) = receiver
        .send(
            Method::POST,
            &url,
            Some(poll_stream().to_string()),
            "not-a-token",
        )
        .await?;
    ensure!(
        status == 401,
        "a wrong token is answered with status {status}, not 401: {answer}"
    );
    Ok("status 401".into())
}

pub async fn create_twice(run: &mut Run) -> Checked {
    let receiver = Receiver::open(run).await?;
    let first = receiver.stream(poll_stream()).await?;
    let (status, second) = receiver
        .call(Method::POST, "configuration_endpoint", "", poll_stream())
        .await?;
    ensure!(
        status == 409 || status == 201,
        "a second stream is answered with status {status}, neither 409 nor 201"
    );
    ensure!(
        status == 409 || second["stream_id"] != first["stream_id"],
        "two streams have one stream_id"
    );
    Ok(format!("status {status}"))
}

pub async fn read_unauthorized(run: &mut Run) -> Checked {
    refused(run, Method::GET, Wrong::Token).await
}

pub async fn read_unknown(run: &mut Run) -> Checked {
    refused(run, Method::GET, Wrong::Stream).await
}

pub async fn update_unauthorized(run: &mut Run) -> Checked {
    refused(run, Method::PATCH, Wrong::Token).await
}

pub async fn update_broken(run: &mut Run) -> Checked {
    refused(run, Method::PATCH, Wrong::Body).await
}

pub async fn update_unknown(run: &mut Run) -> Checked {
    refused(run, Method::PATCH, Wrong::Stream).await
}

pub async fn replace_broken(run: &mut Run) -> Checked {
    refused(run, Method::PUT, Wrong::Body).await
}

pub async fn replace_unauthorized(run: &mut Run) -> Checked {
    refused(run, Method::PUT, Wrong::Token).await
}

pub async fn replace_unknown(run: &mut Run) -> Checked {
    refused(run, Method::PUT, Wrong::Stream).await
}

pub async fn delete_unauthorized(run: &mut Run) -> Checked {
    refused(run, Method::DELETE, Wrong::Token).await
}

pub async fn delete_unknown(run: &mut Run) -> Checked {
    refused(run, Method::DELETE, Wrong::Stream).await
}

/// The user that the official suite names in `openid-ssf-stream-subject-control`.
const SUITE_USER: &str = "example.user@example.com";

pub async fn subjects(run: &mut Run) -> Checked {
    let receiver = Receiver::open(run).await?;
    let setup = run
        .shared
        .setup
        .receiver
        .clone()
        .ok_or_else(|| Finding::Skipped("no receiver was given".into()))?;
    let stream = receiver.stream(poll_stream()).await?;
    let ask = async |endpoint: &str, subject: &Value| {
        receiver
            .call(
                Method::POST,
                endpoint,
                "",
                json!({"stream_id": stream["stream_id"], "subject": subject}),
            )
            .await
    };
    let (status, answer) = ask("add_subject_endpoint", &setup.subject).await?;
    ensure!(
        status == 200,
        "a subject is added with status {status}, not 200: {answer}"
    );
    let (status, answer) = ask("remove_subject_endpoint", &setup.subject).await?;
    ensure!(
        status == 204,
        "a subject is removed with status {status}, not 204: {answer}"
    );
    let (status, _) = ask("add_subject_endpoint", &setup.unknown_subject).await?;
    ensure!(
        [200, 400, 404].contains(&status),
        "an unknown subject is answered with status {status}"
    );
    // The official suite always adds this user too, whatever its configuration says.
    let suite_user = json!({"format": "email", "email": SUITE_USER});
    let (status, answer) = ask("add_subject_endpoint", &suite_user).await?;
    if status != 200 {
        return Err(Finding::Warning(format!(
            "{SUITE_USER} is added with status {status}: the official suite wants a user of that \
             address: {answer}"
        )));
    }
    let (status, answer) = ask("add_subject_endpoint", &json!("no subject at all")).await?;
    ensure!(
        status == 400,
        "what is no subject identifier is answered with status {status}, not 400: {answer}"
    );
    Ok("added and removed".into())
}
