//! The SCIM server.

mod authority;
mod bulk;
mod groups;
mod matrix;
mod patch;
mod race;
mod users;

use crate::{
    management::{Caller, Told},
    on_both,
    world::World,
};
use serde_json::{Value, json};

on_both!(the_server_says_what_it_can_do);

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const BOTH: &str = "doorward.users:write doorward.groups:write";

/// A provisioning client.
struct Client<'w>(Caller<'w>);

impl<'w> Client<'w> {
    async fn open(world: &'w World, client_id: &str, scope: &str) -> Self {
        Self(Caller::service(world, client_id, scope).await)
    }

    async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Told {
        let path = format!("/scim/v2{path}");
        self.0.send_to(method, &path, body).await
    }

    async fn get(&self, path: &str) -> Told {
        self.send("GET", path, None).await
    }

    async fn post(&self, path: &str, body: &Value) -> Told {
        self.send("POST", path, Some(body)).await
    }

    async fn put(&self, path: &str, body: &Value) -> Told {
        self.send("PUT", path, Some(body)).await
    }

    async fn delete(&self, path: &str) -> Told {
        self.send("DELETE", path, None).await
    }

    async fn patch(&self, path: &str, operations: &Value) -> Told {
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations,
        });
        self.send("PATCH", path, Some(&body)).await
    }

    /// Adds a resource; gives its identifier.
    async fn add(&self, path: &str, body: &Value) -> String {
        let told = self.post(path, body).await;
        assert_eq!(told.status, 201, "{body}: {}", told.body);
        told.body["id"].as_str().unwrap().to_owned()
    }

    /// The `userName` or the `displayName` of each resource that a query finds.
    async fn names(&self, path: &str) -> Vec<String> {
        let told = self.get(path).await;
        assert_eq!(told.status, 200, "{path}: {}", told.body);
        let resources = told.body["Resources"].as_array().unwrap().iter();
        let name = |one: &Value| {
            let name = one["userName"].as_str().or(one["displayName"].as_str());
            name.unwrap().to_owned()
        };
        resources.map(name).collect()
    }

    fn with(&self, header: &str, value: &str) -> Self {
        Self(self.0.clone().and(header, value))
    }
}

/// Status and `scimType` of an error.
fn error(told: &Told) -> (u16, &str) {
    let schema = "urn:ietf:params:scim:api:messages:2.0:Error";
    assert_eq!(told.body["schemas"], json!([schema]), "{}", told.body);
    assert_eq!(told.body["status"], told.status.to_string());
    assert_eq!(told.header("content-type"), "application/scim+json");
    (
        told.status,
        told.body["scimType"].as_str().unwrap_or_default(),
    )
}

async fn the_server_says_what_it_can_do(world: World) {
    let anybody = Client(Caller::nobody(&world));
    let config = anybody.get("/ServiceProviderConfig").await;
    assert_eq!(config.status, 200, "{}", config.body);
    for ability in ["patch", "bulk", "filter", "sort", "etag", "changePassword"] {
        assert_eq!(config.body[ability]["supported"], true, "{ability}");
    }
    for (list, ids) in [
        ("/ResourceTypes", vec!["User", "Group"]),
        (
            "/Schemas",
            vec![
                USER,
                ENTERPRISE,
                "urn:ietf:params:scim:schemas:core:2.0:Group",
            ],
        ),
    ] {
        let all = anybody.get(list).await;
        assert_eq!(all.body["totalResults"], ids.len(), "{}", all.body);
        for id in ids {
            let one = anybody.get(&format!("{list}/{id}")).await;
            assert_eq!((one.status, &one.body["id"]), (200, &json!(id)));
            let place = world.at(&format!("/scim/v2{list}/{id}"));
            assert_eq!(one.body["meta"]["location"], place);
        }
        let none = anybody.get(&format!("{list}/nothing")).await;
        assert_eq!(error(&none).0, 404);
        let filtered = anybody.get(&format!("{list}?filter=id%20pr")).await;
        assert_eq!(error(&filtered).0, 403);
        let posted = anybody.post(list, &json!({})).await;
        assert_eq!((error(&posted).0, posted.header("allow")), (405, "GET"));
    }
    let refused = anybody.get("/Users").await;
    assert_eq!(error(&refused).0, 401);
    assert!(
        refused
            .header("www-authenticate")
            .contains("resource_metadata")
    );
}
