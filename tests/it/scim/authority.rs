//! A provisioning client reaches no further than its scope, and the last owner stays.

use super::{BOTH, Client, USER, error};
use crate::{
    management::{Caller, EVERYTHING, make},
    on_both,
    world::{ADA, GRACE, World},
};
use serde_json::{Value, json};

on_both!(
    nobody_becomes_an_administrator_by_provisioning,
    the_last_owner_and_what_files_manage_stay,
);

async fn nobody_becomes_an_administrator_by_provisioning(world: World) {
    make(&world, ADA.0, "owner").await;
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    for name in ["chiefs", "above"] {
        robot.post("/groups", &json!({"name": name})).await;
    }
    let grants = "/apps/doorward/roles/support/grants";
    robot.post(grants, &json!({"group": "chiefs"})).await;
    let hr = Client::open(&world, "hr", BOTH).await;
    let found = hr
        .get("/Groups?filter=displayName%20eq%20%22chiefs%22")
        .await;
    let chiefs = found.body["Resources"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let (ada, grace) = (world.sub(ADA.0).await, world.sub(GRACE.0).await);
    let (group, owner) = (format!("/Groups/{chiefs}"), format!("/Users/{ada}"));
    let member = json!([{"value": grace}]);
    let patch = |operation: Value| {
        json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation],
        })
    };
    let cases = [
        (
            "PUT",
            &group,
            json!({"displayName": "chiefs", "members": member}),
        ),
        ("PUT", &group, json!({"displayName": "harmless"})),
        (
            "PATCH",
            &group,
            patch(json!({"op": "add", "path": "members", "value": member})),
        ),
        (
            "PATCH",
            &group,
            patch(json!({"op": "replace", "path": "displayName", "value": "x"})),
        ),
        ("DELETE", &group, json!(null)),
        (
            "PUT",
            &owner,
            json!({"schemas": [USER], "userName": "me@example.com"}),
        ),
        (
            "PATCH",
            &owner,
            patch(json!({"op": "add", "path": "password", "value": "a password of mine alone"})),
        ),
        (
            "PATCH",
            &owner,
            patch(json!({"op": "add", "path": "title", "value": "x"})),
        ),
        (
            "PATCH",
            &owner,
            patch(json!({"op": "replace", "path": "active", "value": false})),
        ),
        ("DELETE", &owner, json!(null)),
    ];
    for (method, path, body) in &cases {
        let told = hr.send(method, path, Some(body)).await;
        assert_eq!(error(&told).0, 403, "{method} {path} {body}: {}", told.body);
    }
    // In a bulk request too.
    let operations: Vec<Value> = cases
        .iter()
        .map(|(method, path, data)| json!({"method": method, "path": path, "data": data}))
        .collect();
    let bulk = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": operations,
    });
    let told = hr.post("/Bulk", &bulk).await;
    for result in told.body["Operations"].as_array().unwrap() {
        assert_eq!(result["status"], "403", "{result}");
    }
    assert_eq!(hr.get(&group).await.body.get("members"), None);
    let user = hr.get(&owner).await.body;
    assert_eq!(
        (&user["userName"], &user["active"]),
        (&json!("ada"), &json!(true))
    );
    // Attributes that sound like more give nothing.
    let new = json!({
        "schemas": [USER], "userName": "new@example.com", "roles": [{"value": "owner"}],
        "entitlements": [{"value": "doorward.users:write"}], "groups": [{"value": chiefs}],
    });
    let id = hr.add("/Users", &new).await;
    let access = robot.get(&format!("/users/{id}/access/doorward")).await;
    assert_eq!(access.body["roles"], json!({}), "{}", access.body);
    assert_eq!(
        hr.get(&format!("/Users/{id}")).await.body.get("groups"),
        None
    );
    // Roles of other apps come with groups.
    robot.put("/apps/notes/roles/editor", &json!({})).await;
    let id = hr.add("/Groups", &json!({"displayName": "editors"})).await;
    robot
        .post(
            "/apps/notes/roles/editor/grants",
            &json!({"group": "editors"}),
        )
        .await;
    let add = json!([{"op": "add", "path": "members", "value": member}]);
    let told = hr.patch(&format!("/Groups/{id}"), &add).await;
    assert_eq!(told.status, 200, "{}", told.body);
    let access = robot.get(&format!("/users/{grace}/access/notes")).await;
    assert!(
        access.body["roles"].get("editor").is_some(),
        "{}",
        access.body
    );
}

async fn the_last_owner_and_what_files_manage_stay(world: World) {
    make(&world, ADA.0, "owner").await;
    let robot = Client(Caller::service(&world, "robot", EVERYTHING).await);
    let path = format!("/Users/{}", world.sub(ADA.0).await);
    let off = json!([{"op": "replace", "path": "active", "value": false}]);
    for told in [robot.patch(&path, &off).await, robot.delete(&path).await] {
        assert_eq!(error(&told), (400, "invalidValue"));
        let detail = told.body["detail"].as_str().unwrap();
        assert!(detail.contains("owner"), "{detail}");
    }
    assert_eq!(robot.get(&path).await.body["active"], true);
    let file = "[[groups]]\nname = \"declared\"\n";
    doorward_cli::apply_text(&world.provider, "declared.toml", file)
        .await
        .unwrap();
    let found = robot
        .get("/Groups?filter=displayName%20eq%20%22declared%22")
        .await;
    let id = found.body["Resources"][0]["id"].as_str().unwrap();
    let told = robot.delete(&format!("/Groups/{id}?force=true")).await;
    assert_eq!(error(&told), (400, "invalidValue"));
    assert!(
        told.body["detail"]
            .as_str()
            .unwrap()
            .contains("declared.toml")
    );
    assert_eq!(robot.get(&format!("/Groups/{id}")).await.status, 200);
}
