//! A transmitter of the Shared Signals Framework, and the CAEP events that it sends.

mod control;
mod events;

pub use control::*;
pub use events::*;

use crate::{
    agent::encode,
    finding::{Checked, Finding, ensure},
    jose,
    op::now,
    run::Run,
};
use reqwest::{Method, Url};
use serde_json::{Map, Value, json};
use std::time::Duration;
use tokio::sync::{Mutex, MutexGuard};

const PUSH: &str = "urn:ietf:rfc:8935";
const POLL: &str = "urn:ietf:rfc:8936";
const VERIFICATION: &str = "https://schemas.openid.net/secevent/ssf/event-type/verification";
const SESSION_REVOKED: &str = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
/// What nothing in a run causes: a stream that asks for it has the events of its own module alone.
const CREDENTIAL_CHANGE: &str =
    "https://schemas.openid.net/secevent/caep/event-type/credential-change";
const AUTHORIZATION: &str = "Bearer of this receiver";
const TIMEOUT: Duration = Duration::from_secs(10);

/// A client may have one stream at a time, so one module at a time has the receiver.
static TURN: Mutex<()> = Mutex::const_new(());

/// The receiver, its token, and what the transmitter says of itself.
struct Receiver {
    http: reqwest::Client,
    metadata: Map<String, Value>,
    token: String,
    client_id: String,
    _turn: MutexGuard<'static, ()>,
}

impl Receiver {
    /// Takes the receiver, without a stream.
    async fn open(run: &Run) -> Checked<Self> {
        let turn = TURN.lock().await;
        let op = run.op();
        let setup = run
            .shared
            .setup
            .receiver
            .clone()
            .ok_or_else(|| Finding::Skipped("no receiver was given".into()))?;
        let url = metadata_address(&op.issuer)?;
        let response = op.http.get(url.clone()).send().await?;
        ensure!(
            response.status() == 200,
            "{url} answers with status {}",
            response.status()
        );
        let metadata: Map<String, Value> = serde_json::from_str(&response.text().await?)
            .map_err(|_| Finding::Failed(format!("{url} is no JSON object")))?;
        let request = op
            .http
            .post(op.endpoint("token_endpoint")?)
            .basic_auth(part(&setup.client_id), Some(part(&setup.client_secret)));
        let form = encode(&[
            ("grant_type".into(), "client_credentials".into()),
            ("scope".into(), setup.scope.clone()),
        ]);
        let response = request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form)
            .send()
            .await?;
        let answer: Value = serde_json::from_str(&response.text().await?).unwrap_or_default();
        let token = answer["access_token"]
            .as_str()
            .ok_or_else(|| Finding::Failed(format!("the receiver gets no token: {answer}")))?
            .to_owned();
        let receiver = Self {
            http: op.http.clone(),
            metadata,
            token,
            client_id: setup.client_id,
            _turn: turn,
        };
        let (_, streams) = receiver
            .call(Method::GET, "configuration_endpoint", "", Value::Null)
            .await?;
        for stream in streams.as_array().into_iter().flatten() {
            receiver
                .delete(stream["stream_id"].as_str().unwrap_or_default())
                .await?;
        }
        Ok(receiver)
    }

    fn endpoint(&self, name: &str) -> Checked {
        self.metadata
            .get(name)
            .and_then(Value::as_str)
            .map(str::to_owned)
            .ok_or_else(|| Finding::Failed(format!("the metadata has no {name}")))
    }

    async fn call(
        &self,
        method: Method,
        endpoint: &str,
        query: &str,
        body: Value,
    ) -> Checked<(u16, Value)> {
        let body = if body.is_null() {
            None
        } else {
            Some(body.to_string())
        };
        self.send(
            method,
            &format!("{}{query}", self.endpoint(endpoint)?),
            body,
            &self.token,
        )
        .await
    }

    async fn send(
        &self,
        method: Method,
        url: &str,
        body: Option<String>,
        token: &str,
    ) -> Checked<(u16, Value)> {
        let mut request = self
            .http
            .request(method, url)
            .bearer_auth(token)
            .header("accept", "application/json");
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body);
        }
        let response = request.send().await?;
        let status = response.status().as_u16();
        Ok((
            status,
            serde_json::from_str(&response.text().await?).unwrap_or_default(),
        ))
    }

    async fn delete(&self, stream_id: &str) -> Checked<u16> {
        Ok(self
            .call(
                Method::DELETE,
                "configuration_endpoint",
                &format!("?stream_id={}", part(stream_id)),
                Value::Null,
            )
            .await?
            .0)
    }

    /// Makes a stream, and checks what it is told of it (8.1.1.1).
    async fn stream(&self, wanted: Value) -> Checked<Value> {
        let (status, stream) = self
            .call(Method::POST, "configuration_endpoint", "", wanted)
            .await?;
        ensure!(
            status == 201,
            "a stream is made with status {status}, not 201: {stream}"
        );
        ensure!(
            stream["stream_id"]
                .as_str()
                .is_some_and(|id| !id.is_empty()),
            "the stream has no stream_id"
        );
        ensure!(
            stream["iss"] == self.metadata["issuer"],
            "iss of the stream is not the transmitter's issuer"
        );
        ensure!(
            stream["aud"].is_string() || stream["aud"].is_array(),
            "the stream has no aud"
        );
        ensure!(
            stream["delivery"]["method"].is_string()
                && stream["delivery"]["endpoint_url"].is_string(),
            "the stream has no delivery"
        );
        let list = |name: &str| stream[name].as_array().cloned().unwrap_or_default();
        let (delivered, supported, requested) = (
            list("events_delivered"),
            list("events_supported"),
            list("events_requested"),
        );
        ensure!(!supported.is_empty(), "events_supported is empty");
        ensure!(
            delivered
                .iter()
                .all(|event| supported.contains(event) && requested.contains(event)),
            "events_delivered holds what was not asked for, or is not supported"
        );
        Ok(stream)
    }

    /// Asks for a verification event.
    async fn verify(&self, stream: &Value, state: &str) -> Checked<()> {
        let (status, answer) = self
            .call(
                Method::POST,
                "verification_endpoint",
                "",
                json!({"stream_id": stream["stream_id"], "state": state}),
            )
            .await?;
        ensure!(
            status == 204,
            "a verification is answered with status {status}, not 204: {answer}"
        );
        Ok(())
    }

    async fn poll(&self, stream: &Value, body: Value) -> Checked<Map<String, Value>> {
        let url = stream["delivery"]["endpoint_url"]
            .as_str()
            .unwrap_or_default();
        let (status, answer) = self
            .send(Method::POST, url, Some(body.to_string()), &self.token)
            .await?;
        ensure!(
            status == 200,
            "the poll endpoint answers with status {status}: {answer}"
        );
        answer["sets"]
            .as_object()
            .cloned()
            .ok_or_else(|| Finding::Failed(format!("the answer to a poll has no sets: {answer}")))
    }

    /// A security event token: signed, for this receiver, and nothing that could pass for an ID
    /// token (4.1). Its event's payload.
    async fn check(
        &self,
        run: &Run,
        token: &str,
        event: &str,
    ) -> Checked<(Map<String, Value>, Value)> {
        run.op().verify(token).await?;
        ensure!(
            jose::header(token)?.get("typ").and_then(Value::as_str) == Some("secevent+jwt"),
            "typ of the token is not secevent+jwt"
        );
        let claims = jose::claims(token)?;
        self.check_claims(&claims)?;
        let events = claims
            .get("events")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        ensure!(
            events.len() == 1,
            "the token has {} events, not one",
            events.len()
        );
        let payload = events
            .get(event)
            .cloned()
            .ok_or_else(|| Finding::Failed(format!("the event is not {event}: {events:?}")))?;
        Ok((claims, payload))
    }

    /// Checks the claims of the token that are not its event (RFC 8417 2.2).
    fn check_claims(&self, claims: &Map<String, Value>) -> Checked<()> {
        ensure!(
            claims.get("iss") == self.metadata.get("issuer"),
            "iss of the token is not the issuer"
        );
        let audience = match claims.get("aud") {
            Some(Value::Array(several)) => several.clone(),
            Some(one) => vec![one.clone()],
            None => Vec::new(),
        };
        ensure!(
            audience.contains(&json!(self.client_id)),
            "aud of the token is not the receiver"
        );
        ensure!(
            claims
                .get("jti")
                .and_then(Value::as_str)
                .is_some_and(|jti| !jti.is_empty()),
            "the token has no jti"
        );
        let iat = jose::seconds(claims, "iat")?;
        ensure!(
            (iat - now()).abs() < 300,
            "iat of the token is more than five minutes away"
        );
        ensure!(
            !claims.contains_key("sub"),
            "the token has sub; its subject is sub_id"
        );
        ensure!(!claims.contains_key("exp"), "the token has exp");
        ensure!(
            claims
                .get("sub_id")
                .is_some_and(|sub_id| sub_id["format"].is_string()),
            "the token has no sub_id with a format"
        );
        Ok(())
    }

    /// A verification event with this state, about this stream.
    async fn check_verification(
        &self,
        run: &Run,
        token: &str,
        stream: &Value,
        state: &str,
    ) -> Checked<()> {
        let (claims, payload) = self.check(run, token, VERIFICATION).await?;
        ensure!(
            payload["state"] == state,
            "state of the verification is {}, not {state:?}",
            payload["state"]
        );
        ensure!(
            claims["sub_id"]["id"] == stream["stream_id"],
            "the verification is not about the stream"
        );
        Ok(())
    }
}

fn part(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// The well-known part stands between the host and the path of the issuer (7.2.1).
fn metadata_address(issuer: &str) -> Checked<Url> {
    let mut url = Url::parse(issuer).map_err(|error| format!("{issuer}: {error}"))?;
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&format!("/.well-known/ssf-configuration{path}"));
    Ok(url)
}

fn poll_stream() -> Value {
    json!({
        "delivery": {"method": POLL},
        "events_requested": [CREDENTIAL_CHANGE],
        "description": "conformance",
    })
}
