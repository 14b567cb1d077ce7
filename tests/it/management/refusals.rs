//! What was refused to somebody who is known is in the audit log, and not without end.

use super::{Caller, make};
use crate::{
    on_both,
    world::{ADA, GRACE, World},
};
use doorward_protocol::time::Lifetime;
use serde_json::json;

on_both!(
    a_refused_action_is_in_the_audit_log_with_its_reason,
    who_is_refused_again_and_again_fills_no_disk,
    who_opens_the_console_without_a_role_is_noted,
);

/// Actor and detail of what was refused, the oldest first.
async fn refused(world: &World) -> Vec<String> {
    world
        .texts(
            "SELECT actor_kind || ' ' || actor_id || ' ' || detail FROM audit_events
             WHERE action = 'management.refused' ORDER BY at, id",
        )
        .await
}

async fn a_refused_action_is_in_the_audit_log_with_its_reason(world: World) {
    let reader = Caller::service(&world, "reader", "doorward.users:read").await;
    let sub = world.sub(ADA.0).await;
    let path = format!("/users/{sub}");
    let told = reader.patch(&path, &json!({"name": "Eve"})).await;
    assert_eq!(told.status, 403, "{}", told.body);
    let expected = format!("client reader PATCH /api/v1{path}: this needs doorward.users:write");
    assert_eq!(refused(&world).await, [expected.as_str()]);
    // What is wrong with a request is no refusal of somebody.
    reader.get("/users?limit=none").await;
    reader.get("/users/nobody").await;
    assert_eq!(refused(&world).await.len(), 1);
    // Each part of a batch, a bulk request, and what is beyond the own powers of somebody.
    let operations =
        json!({"operations": [{"method": "PATCH", "path": path, "body": {"name": "Eve"}}]});
    reader.post("/batch", &operations).await;
    let bulk = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": [{"method": "DELETE", "path": format!("/Users/{sub}")}],
    });
    reader.send_to("POST", "/scim/v2/Bulk", Some(&bulk)).await;
    let all = refused(&world).await;
    assert_eq!(all.len(), 3, "{all:?}");
    for path in ["/api/v1/batch", "/scim/v2/Bulk"] {
        let start = format!("client reader POST {path}: ");
        assert!(all.iter().any(|one| one.starts_with(&start)), "{all:?}");
    }
}

async fn who_is_refused_again_and_again_fills_no_disk(world: World) {
    let reader = Caller::service(&world, "reader", "doorward.users:read").await;
    let other = Caller::service(&world, "other", "doorward.users:read").await;
    for _ in 0..50 {
        assert_eq!(reader.get("/apps").await.status, 403);
    }
    let all = refused(&world).await;
    assert_eq!(all.len(), 20, "{all:?}");
    let last = all
        .iter()
        .filter(|one| one.ends_with("in the log of the server alone"));
    assert_eq!(last.count(), 1, "{all:?}");
    // Somebody else is heard, and the same one later.
    other.get("/apps").await;
    assert_eq!(refused(&world).await.len(), 21);
    world.advance(Lifetime::minutes(10)).await;
    let reader = Caller::service(&world, "reader", "doorward.users:read").await;
    reader.get("/apps").await;
    assert_eq!(refused(&world).await.len(), 22);
}

async fn who_opens_the_console_without_a_role_is_noted(world: World) {
    let mut ada = world.signed_in(ADA).await;
    assert_eq!(ada.get("/admin/users").await.status, 403);
    let all = refused(&world).await;
    let sub = world.sub(ADA.0).await;
    let expected = format!("user {sub} GET /admin/users: this needs a role of the app doorward");
    assert_eq!(all, [expected.as_str()]);
    make(&world, GRACE.0, "auditor").await;
    let mut grace = world.signed_in(GRACE).await;
    let add = grace.get("/admin/edit?action=add-user").await;
    assert_eq!(add.status, 403, "{}", add.body);
    let all = refused(&world).await;
    let is_hers = |one: &&String| one.ends_with("this needs doorward.users:write");
    assert_eq!(all.iter().filter(is_hers).count(), 1, "{all:?}");
}
