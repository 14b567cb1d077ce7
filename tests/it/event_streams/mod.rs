//! The Shared Signals transmitter, module by module of the official suite's plans, and the CAEP
//! events that it carries.

mod delivery;
mod management;

use crate::world::{SECRET, World, basic, claims_of};
use reqwest::Method;
use serde_json::{Map, Value, json};

pub const SESSION_REVOKED: &str =
    "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
pub const CREDENTIAL_CHANGE: &str =
    "https://schemas.openid.net/secevent/caep/event-type/credential-change";
pub const USER_REGISTERED: &str = "urn:doorward:event-type:user.registered";
pub const VERIFICATION: &str = "https://schemas.openid.net/secevent/ssf/event-type/verification";
pub const PUSH: &str = "urn:ietf:rfc:8935";
pub const POLL: &str = "urn:ietf:rfc:8936";

/// A receiver, and the token with which it manages its stream.
pub struct Receiver<'a> {
    pub world: &'a World,
    pub token: String,
}

impl<'a> Receiver<'a> {
    pub async fn of(world: &'a World, id: &str, scope: &str, extra: Value) -> Self {
        world
            .client(
                id,
                &json!({"grant_types": ["client_credentials"], "scope": scope}),
                &extra,
            )
            .await;
        let (status, body) = world
            .post(
                "/token",
                Some(basic(id, SECRET)),
                &[("grant_type", "client_credentials")],
            )
            .await;
        assert_eq!(status, 200, "{body}");
        Self {
            world,
            token: body["access_token"].as_str().unwrap().to_owned(),
        }
    }

    /// A receiver that is an app: users sign in to it.
    pub async fn app(world: &'a World, id: &str) -> Self {
        let app = json!({"grant_types": ["authorization_code", "client_credentials"],
            "redirect_uris": ["https://app.example/callback"]});
        Self::of(world, id, "openid ssf.manage ssf.read", app).await
    }

    pub async fn open(world: &'a World) -> Self {
        Self::of(world, "receiver", "ssf.manage ssf.read", json!({})).await
    }

    pub async fn call_raw(&self, method: Method, path: &str, body: Option<String>) -> (u16, Value) {
        let mut request = self
            .world
            .http
            .request(method, self.world.at(path))
            .bearer_auth(&self.token);
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body);
        }
        let response = request.send().await.unwrap();
        (
            response.status().as_u16(),
            serde_json::from_str(&response.text().await.unwrap()).unwrap_or(Value::Null),
        )
    }

    pub async fn call(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        self.call_raw(method, path, (!body.is_null()).then(|| body.to_string()))
            .await
    }

    /// A stream by push, or by poll where there is no address.
    pub async fn stream(&self, push: Option<&str>) -> String {
        let delivery = match push {
            Some(url) => {
                json!({"method": PUSH, "endpoint_url": url, "authorization_header": "Bearer of the receiver"})
            }
            None => json!({"method": POLL}),
        };
        let (status, body) =
            self.call(Method::POST, "/ssf/stream", json!({"delivery": delivery, "events_requested": [SESSION_REVOKED, CREDENTIAL_CHANGE, USER_REGISTERED]})).await;
        assert_eq!(status, 201, "{body}");
        body["stream_id"].as_str().unwrap().to_owned()
    }

    pub async fn poll(&self, stream: &str, body: Value) -> Value {
        let (status, body) = self
            .call(Method::POST, &format!("/ssf/poll/{stream}"), body)
            .await;
        assert_eq!(status, 200, "{body}");
        body
    }

    /// What waits in a stream, as claims, without taking it.
    pub async fn waiting(&self, stream: &str) -> Vec<Map<String, Value>> {
        let polled = self.poll(stream, json!({"returnImmediately": true})).await;
        polled["sets"]
            .as_object()
            .unwrap()
            .values()
            .map(|set| self.checked(set.as_str().unwrap()))
            .collect()
    }

    /// The claims of a token of ours: signed, of the right type, and nothing that could be taken
    /// for an ID token.
    pub fn checked(&self, set: &str) -> Map<String, Value> {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        let header: Value = serde_json::from_slice(
            &URL_SAFE_NO_PAD
                .decode(set.split('.').next().unwrap())
                .unwrap(),
        )
        .unwrap();
        assert_eq!(
            (&header["typ"], &header["alg"]),
            (&json!("secevent+jwt"), &json!("RS256"))
        );
        let claims = claims_of(set);
        assert!(
            !claims.contains_key("sub")
                && !claims.contains_key("exp")
                && !claims.contains_key("nonce"),
            "{claims:?}"
        );
        assert_eq!(claims["iss"], json!(self.world.issuer));
        assert!(
            claims["jti"].as_str().is_some_and(|jti| jti.len() > 20)
                && claims["txn"].is_string()
                && claims["iat"].is_i64()
        );
        assert_eq!(claims["events"].as_object().unwrap().len(), 1);
        claims
    }
}
