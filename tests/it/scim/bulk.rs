//! Bulk requests.

use super::{BOTH, Client, USER, error};
use crate::{on_both, world::World};
use serde_json::{Value, json};

on_both!(operations_of_a_bulk_request_are_carried_out_one_by_one);

fn bulk(operations: &Value, fail_on_errors: u64) -> Value {
    let mut body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": operations,
    });
    if fail_on_errors > 0 {
        body["failOnErrors"] = json!(fail_on_errors);
    }
    body
}

fn new_user(bulk_id: &str, name: &str) -> Value {
    let data = json!({"schemas": [USER], "userName": name});
    json!({"method": "POST", "path": "/Users", "bulkId": bulk_id, "data": data})
}

/// The status of each operation.
fn statuses(body: &Value) -> Vec<&str> {
    let operations = body["Operations"].as_array().unwrap().iter();
    operations
        .map(|one| one["status"].as_str().unwrap())
        .collect()
}

async fn operations_of_a_bulk_request_are_carried_out_one_by_one(world: World) {
    let hr = Client::open(&world, "hr", BOTH).await;
    // A group that names users whom later operations make.
    let group =
        json!({"displayName": "Tour", "members": [{"value": "bulkId:a"}, {"value": "bulkId:b"}]});
    let operations = json!([
        {"method": "POST", "path": "/Groups", "bulkId": "g", "data": group},
        new_user("a", "a@example.com"),
        new_user("b", "b@example.com"),
        {"method": "PATCH", "path": "/Users/bulkId:a", "data": {
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{"op": "add", "path": "title", "value": "Lead"}],
        }},
        {"method": "DELETE", "path": "/Users/bulkId:b"},
        {"method": "DELETE", "path": "/Users/nobody"},
    ]);
    let told = hr.post("/Bulk", &bulk(&operations, 0)).await;
    assert_eq!(told.status, 200, "{}", told.body);
    let done = told.body["Operations"].as_array().unwrap();
    // The user is deleted before the group can name them all: it waits for the others first.
    assert_eq!(
        statuses(&told.body)[1..4],
        ["201", "201", "200"],
        "{}",
        told.body
    );
    assert_eq!(statuses(&told.body)[5], "404");
    assert_eq!(
        (&done[1]["bulkId"], &done[1]["method"]),
        (&json!("a"), &json!("POST"))
    );
    let location = done[1]["location"].as_str().unwrap();
    let path = location.strip_prefix(&world.at("/scim/v2")).unwrap();
    let ada = hr.get(path).await;
    assert_eq!(ada.body["title"], "Lead");
    assert_eq!(done[5]["response"]["status"], "404");

    // A group after its members.
    let group = json!({"displayName": "Crew", "members": [{"value": "bulkId:c"}]});
    let operations = json!([
        {"method": "POST", "path": "/Groups", "bulkId": "g", "data": group},
        new_user("c", "c@example.com"),
        {"method": "PUT", "path": path, "version": "W/\"stale\"", "data": ada.body},
    ]);
    let told = hr.post("/Bulk", &bulk(&operations, 0)).await;
    assert_eq!(statuses(&told.body), ["201", "201", "412"], "{}", told.body);

    // It ends with so many errors; what came before stays.
    let operations = json!([
        new_user("d", "d@example.com"),
        new_user("e", "d@example.com"),
        new_user("f", "f@example.com"),
    ]);
    let told = hr.post("/Bulk", &bulk(&operations, 1)).await;
    assert_eq!(statuses(&told.body), ["201", "409"], "{}", told.body);
    let failed = &told.body["Operations"][1]["response"];
    assert_eq!(failed["scimType"], "uniqueness");
    let names = hr.names("/Users").await;
    assert!(names.contains(&"d@example.com".to_owned()));
    assert!(!names.contains(&"f@example.com".to_owned()));

    // Names of nothing, and names in a circle.
    let circle = |name: &str, other: &str| {
        let members = json!([{"value": format!("bulkId:{other}")}]);
        let data = json!({"displayName": name, "members": members});
        json!({"method": "POST", "path": "/Groups", "bulkId": name, "data": data})
    };
    let operations = json!([
        circle("x", "y"), circle("y", "x"), circle("z", "nothing"),
        {"method": "GET", "path": "/Users"}, {"method": "POST", "path": "/Users", "data": {}},
        {"method": "POST", "path": "/Bulk", "bulkId": "again", "data": {}},
    ]);
    let told = hr.post("/Bulk", &bulk(&operations, 0)).await;
    assert_eq!(
        statuses(&told.body),
        ["409", "409", "409", "400", "400", "404"],
        "{}",
        told.body
    );
    for body in [json!({"Operations": []}), json!({"schemas": []})] {
        assert_eq!(
            error(&hr.post("/Bulk", &body).await),
            (400, "invalidSyntax")
        );
    }
    let many: Vec<Value> = (0..1001).map(|_| json!({})).collect();
    assert_eq!(
        error(&hr.post("/Bulk", &bulk(&many.into(), 0)).await).0,
        413
    );
    let long = json!({"schemas": ["x".repeat(1_048_576)]});
    assert_eq!(error(&hr.post("/Bulk", &long).await).0, 413);
}
