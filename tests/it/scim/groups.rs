//! Groups and their members.

use super::{BOTH, Client, error};
use crate::{
    on_both,
    world::{ADA, GRACE, World},
};
use serde_json::{Value, json};

on_both!(a_group_is_added_read_changed_and_deleted);

const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

fn members(group: &Value) -> Vec<&str> {
    let members = group["members"].as_array().into_iter().flatten();
    members
        .map(|member| member["value"].as_str().unwrap())
        .collect()
}

async fn a_group_is_added_read_changed_and_deleted(world: World) {
    let hr = Client::open(&world, "hr", BOTH).await;
    let (ada, grace) = (world.sub(ADA.0).await, world.sub(GRACE.0).await);
    let staff = json!({
        "schemas": [GROUP], "displayName": "Staff", "externalId": "g-1",
        "members": [{"value": ada, "type": "User"}],
    });
    let added = hr.post("/Groups", &staff).await;
    assert_eq!(added.status, 201, "{}", added.body);
    let id = added.body["id"].as_str().unwrap().to_owned();
    let path = format!("/Groups/{id}");
    assert_eq!(members(&added.body), [ada.as_str()]);
    assert_eq!(added.body["meta"]["resourceType"], "Group");
    let user = hr.get(&format!("/Users/{ada}")).await.body;
    assert_eq!(
        (&user["groups"][0]["value"], &user["groups"][0]["display"]),
        (&json!(id), &json!("Staff"))
    );
    for (body, wanted) in [
        (json!({"schemas": [GROUP]}), (400, "invalidValue")),
        (json!({"displayName": "STAFF"}), (409, "uniqueness")),
        (
            json!({"displayName": "x", "externalId": "g-1"}),
            (409, "uniqueness"),
        ),
        (
            json!({"displayName": "x", "members": [{"value": "nobody"}]}),
            (400, "invalidValue"),
        ),
        (
            json!({"displayName": "x", "members": "ada"}),
            (400, "invalidValue"),
        ),
        (
            json!({"displayName": "x", "members": [{"value": id, "type": "Group"}]}),
            (400, "invalidValue"),
        ),
    ] {
        let told = hr.post("/Groups", &body).await;
        assert_eq!(error(&told), wanted, "{}", told.body);
    }
    assert_eq!(hr.names("/Groups").await, ["Staff"]);

    // A new name and other members in one request.
    let tag = added.header("etag").to_owned();
    let crew = json!({"displayName": "Crew", "externalId": "g-1", "members": [{"value": grace}]});
    let put = hr.with("if-match", &tag).put(&path, &crew).await;
    assert_eq!(
        (put.status, members(&put.body)),
        (200, vec![grace.as_str()]),
        "{}",
        put.body
    );
    assert_eq!(
        error(&hr.with("if-match", &tag).put(&path, &staff).await).0,
        412
    );
    for (filter, wanted) in [
        ("displayName eq \"crew\"".to_owned(), 1),
        ("displayName eq \"staff\"".to_owned(), 0),
        ("externalId eq \"g-1\"".to_owned(), 1),
        (format!("id eq \"{id}\" and members eq \"{grace}\""), 1),
        (format!("members.value eq \"{ada}\""), 0),
    ] {
        let query: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        let found = hr.names(&format!("/Groups?filter={query}")).await;
        assert_eq!(found.len(), wanted, "{filter}");
    }
    let without = hr.get("/Groups?excludedAttributes=members").await.body;
    assert_eq!(without["Resources"][0].get("members"), None);

    // What is gone is known to nobody, and its names are free again.
    assert_eq!(hr.delete(&path).await.status, 204);
    assert_eq!(error(&hr.get(&path).await).0, 404);
    assert_eq!(
        hr.get(&format!("/Users/{grace}")).await.body.get("groups"),
        None
    );
    hr.add("/Groups", &crew).await;
}
