//! PATCH requests in the forms that provisioning clients really send.

use super::{BOTH, Client, ENTERPRISE, USER, error, users::stored};
use crate::{
    on_both,
    world::{ADA, GRACE, World},
};
use serde_json::{Value, json};

on_both!(
    users_are_patched_in_every_form,
    members_are_added_and_removed_in_every_form,
);

async fn users_are_patched_in_every_form(world: World) {
    let hr = Client::open(&world, "hr", BOTH).await;
    let new = json!({
        "schemas": [USER], "userName": "kate", "displayName": "Kate",
        "emails": [{"value": "kate@example.com", "type": "work", "primary": true}],
    });
    let id = hr.add("/Users", &new).await;
    let path = format!("/Users/{id}");
    let department = format!("{ENTERPRISE}:department");
    let manager = format!("{ENTERPRISE}:manager");
    let cases: [(Value, &str, Value); 13] = [
        (
            json!({"op": "Replace", "path": "displayName", "value": "Katherine"}),
            "/displayName",
            json!("Katherine"),
        ),
        (
            json!({"op": "Add", "path": "name.familyName", "value": "Johnson"}),
            "/name/familyName",
            json!("Johnson"),
        ),
        (
            json!({"op": "replace", "value": {"name.givenName": "Katherine", "title": "Dr"}}),
            "/name/givenName",
            json!("Katherine"),
        ),
        (
            json!({
                "op": "Replace", "path": "emails[type eq \"work\"].value",
                "value": "katherine@example.com",
            }),
            "/emails/0/value",
            json!("katherine@example.com"),
        ),
        (
            json!({
                "op": "Add", "path": "emails[type eq \"home\"].value", "value": "k@home.example",
            }),
            "/emails/1",
            json!({"type": "home", "value": "k@home.example"}),
        ),
        (
            json!({
                "op": "Add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "+15550101",
            }),
            "/phoneNumbers/0/value",
            json!("+15550101"),
        ),
        (
            json!({"op": "Add", "path": department, "value": "Research"}),
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/department",
            json!("Research"),
        ),
        (
            json!({"op": "Add", "path": manager, "value": "boss"}),
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/manager/value",
            json!("boss"),
        ),
        (
            json!({"op": "replace", "value": {ENTERPRISE: {"costCenter": "42"}}}),
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/costCenter",
            json!("42"),
        ),
        (
            json!({"op": "Replace", "path": "active", "value": "False"}),
            "/active",
            json!(false),
        ),
        (
            json!({"op": "replace", "value": {"id": id, "active": true}}),
            "/active",
            json!(true),
        ),
        (
            json!({"op": "Remove", "path": "title"}),
            "/title",
            json!(null),
        ),
        (
            json!({"op": "Remove", "path": "emails[type eq \"other\"]"}),
            "/emails/0/type",
            json!("work"),
        ),
    ];
    for (operation, place, wanted) in cases {
        let told = hr.patch(&path, &json!([operation])).await;
        assert_eq!(told.status, 200, "{operation}: {}", told.body);
        let found = told.body.pointer(place).unwrap_or(&Value::Null);
        assert_eq!(found, &wanted, "{operation}: {}", told.body);
    }
    let user = stored(&world, &id).await;
    assert_eq!(user.email.as_deref(), Some("katherine@example.com"));
    assert_eq!(user.claims.family_name.as_deref(), Some("Johnson"));
    assert_eq!(user.claims.phone_number.as_deref(), Some("+15550101"));
    assert_eq!(user.username.as_deref(), Some("kate"));

    let before = hr.get(&path).await;
    for (operation, wanted) in [
        (
            json!({"op": "move", "path": "title"}),
            (400, "invalidSyntax"),
        ),
        (
            json!({"op": "add", "path": "a b", "value": 1}),
            (400, "invalidPath"),
        ),
        (
            json!({"op": "add", "path": "emails[type is 1]", "value": 1}),
            (400, "invalidFilter"),
        ),
        (
            json!({"op": "replace", "path": "emails[type eq \"other\"].value", "value": "x"}),
            (400, "noTarget"),
        ),
        (json!({"op": "remove"}), (400, "noTarget")),
        (
            json!({"op": "replace", "path": "id", "value": "x"}),
            (400, "mutability"),
        ),
        (
            json!({"op": "add", "path": "groups", "value": []}),
            (400, "mutability"),
        ),
        (
            json!({"op": "remove", "path": "userName"}),
            (400, "invalidValue"),
        ),
        (
            json!({"op": "replace", "path": "active", "value": "no"}),
            (400, "invalidValue"),
        ),
        (
            json!({"op": "replace", "path": "userName", "value": ADA.0}),
            (409, "uniqueness"),
        ),
    ] {
        // Nothing of the request is kept.
        let first = json!({"op": "replace", "path": "nickName", "value": "X"});
        let told = hr.patch(&path, &json!([first, operation])).await;
        assert_eq!(error(&told), wanted, "{operation}: {}", told.body);
    }
    assert_eq!(hr.get(&path).await.body, before.body);
    let told = hr
        .send("PATCH", &path, Some(&json!({"Operations": []})))
        .await;
    assert_eq!(error(&told), (400, "invalidSyntax"));
}

async fn members_are_added_and_removed_in_every_form(world: World) {
    let hr = Client::open(&world, "hr", BOTH).await;
    let (ada, grace) = (world.sub(ADA.0).await, world.sub(GRACE.0).await);
    let (ada, grace) = (ada.as_str(), grace.as_str());
    let id = hr.add("/Groups", &json!({"displayName": "Staff"})).await;
    let path = format!("/Groups/{id}");
    let both = {
        let mut both = vec![ada, grace];
        both.sort_unstable();
        both
    };
    let cases: [(Value, Vec<&str>); 10] = [
        (
            json!({"op": "Add", "path": "members", "value": [{"value": ada}]}),
            vec![ada],
        ),
        (
            json!({"op": "add", "path": "members", "value": [{"value": ada}]}),
            vec![ada],
        ),
        (
            json!({"op": "add", "value": {"members": [{"value": grace, "display": "Grace"}]}}),
            both.clone(),
        ),
        (
            json!({"op": "remove", "path": format!("members[value eq \"{ada}\"]")}),
            vec![grace],
        ),
        (
            json!({"op": "Remove", "path": "members", "value": [{"$ref": null, "value": ada}]}),
            vec![grace],
        ),
        (
            json!({"op": "replace", "path": "members", "value": [{"value": ada}, {"value": grace}]}),
            both.clone(),
        ),
        (
            json!({"op": "Remove", "path": "members", "value": [{"value": grace}]}),
            vec![ada],
        ),
        (
            json!({"op": "replace", "value": {"id": id, "displayName": "Crew"}}),
            vec![ada],
        ),
        (
            json!({"op": "replace", "path": "externalId", "value": "g"}),
            vec![ada],
        ),
        (json!({"op": "remove", "path": "members"}), vec![]),
    ];
    for (operation, wanted) in cases {
        let told = hr.patch(&path, &json!([operation])).await;
        assert_eq!(told.status, 200, "{operation}: {}", told.body);
        let members = told.body["members"].as_array().into_iter().flatten();
        let mut members: Vec<&str> = members.map(|one| one["value"].as_str().unwrap()).collect();
        members.sort_unstable();
        assert_eq!(members, wanted, "{operation}");
    }
    let group = hr.get(&path).await.body;
    assert_eq!(
        (&group["displayName"], &group["externalId"]),
        (&json!("Crew"), &json!("g"))
    );
}
