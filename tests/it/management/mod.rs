//! The management API.

mod at_once;
mod batches;
mod docs;
mod escalation;
mod flows;
pub mod matrix;
mod member_groups;
mod refusals;
mod tokens;

use crate::world::{SECRET, World, basic};
use doorward_core::access::Assignee;
use doorward_storage::RoleOfApp;
use serde_json::{Value, json};

/// What the API answered.
pub struct Told {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
}

impl Told {
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    /// The name of the problem.
    pub fn problem(&self) -> &str {
        let kind = self.body["type"].as_str().unwrap_or_default();
        kind.split_once('#').map_or("", |(_, name)| name)
    }
}

/// Somebody who calls: with headers of their own.
#[derive(Clone)]
pub struct Caller<'w> {
    pub world: &'w World,
    pub headers: Vec<(String, String)>,
}

impl<'w> Caller<'w> {
    pub fn nobody(world: &'w World) -> Self {
        let headers = Vec::new();
        Self { world, headers }
    }

    pub fn with_token(world: &'w World, token: &str) -> Self {
        Self::nobody(world).and("authorization", &format!("Bearer {token}"))
    }

    /// A service account with a scope.
    pub async fn service(world: &'w World, client_id: &str, scope: &str) -> Self {
        let document = json!({
            "client_name": client_id, "redirect_uris": [], "grant_types": ["client_credentials"],
            "response_types": [], "scope": scope,
        });
        world.client(client_id, &document, &json!({})).await;
        let form = [("grant_type", "client_credentials")];
        let app = basic(client_id, SECRET);
        let (status, body) = world.post("/token", Some(app), &form).await;
        assert_eq!(status, 200, "{body}");
        Self::with_token(world, body["access_token"].as_str().unwrap())
    }

    /// The browser of somebody who signed in just now, on a page of the provider.
    pub async fn browser(world: &'w World, who: (&str, &str)) -> Self {
        let browser = world.signed_in(who).await;
        let cookie = format!("doorward_session={}", browser.session().unwrap());
        let caller = Self::nobody(world).and("cookie", &cookie);
        caller
            .and("doorward-csrf", "1")
            .and("sec-fetch-site", "same-origin")
    }

    pub fn and(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Told {
        self.send_to(method, &format!("/api/v1{path}"), body).await
    }

    /// As `send`, to a path below the issuer.
    pub async fn send_to(&self, method: &str, path: &str, body: Option<&Value>) -> Told {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let url = self.world.at(path);
        let mut request = self.world.http.request(method, url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Told {
            status,
            headers,
            body,
        }
    }

    pub async fn get(&self, path: &str) -> Told {
        self.send("GET", path, None).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Told {
        self.send("POST", path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Told {
        self.send("PATCH", path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Told {
        self.send("PUT", path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Told {
        self.send("DELETE", path, None).await
    }
}

/// Every scope of the API.
pub const EVERYTHING: &str = "doorward.users:write doorward.factors:write doorward.sessions:write \
     doorward.groups:write doorward.roles:write doorward.apps:write doorward.organizations:write \
     doorward.providers:write doorward.keys:write doorward.webhooks:write doorward.scim_targets:write doorward.audit:write \
     doorward.settings:write";

/// Makes a user an administrator, as the command line does.
pub async fn make(world: &World, email: &str, role: &str) {
    let user = world.provider.users().find(email).await.unwrap().unwrap();
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let role = RoleOfApp {
        client_id: "doorward",
        name: role,
    };
    let access = world.provider.access();
    let granted = access.grant_role(&mut changes, Assignee::User(&user), role, None);
    granted.await.unwrap();
    changes.commit_or_conflict().await.unwrap();
    world.expire_versions();
}

/// Takes a role of administrators from a user, as the command line does.
pub async fn unmake(world: &World, email: &str, role: &str) {
    let user = world.provider.users().find(email).await.unwrap().unwrap();
    let ctx = world.context();
    let mut changes = world.provider.change_set(&ctx);
    let role = RoleOfApp {
        client_id: "doorward",
        name: role,
    };
    let access = world.provider.access();
    let revoked = access.revoke_role(&mut changes, Assignee::User(&user), role);
    revoked.await.unwrap();
    changes.commit_or_conflict().await.unwrap();
    world.expire_versions();
}
