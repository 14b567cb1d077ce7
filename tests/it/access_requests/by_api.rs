//! Requests for roles by the management API, and what webhooks are told.

use super::{REASON, ada_asks, declare, grants, request};
use crate::{
    management::Caller,
    on_both,
    world::{Site, World},
};
use doorward_core::export::Selection;
use doorward_protocol::time::Lifetime;
use serde_json::json;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

on_both!(
    a_request_is_listed_read_and_decided_by_a_service_account,
    what_is_wrong_with_a_decision_is_a_problem_and_changes_nothing,
    the_history_of_a_role_names_the_request,
    webhooks_are_told_what_is_asked_for_and_decided,
    a_role_that_may_be_asked_for_is_declared_shown_and_exported,
);

/// A time so many days from now.
pub fn in_days(world: &World, days: i64) -> String {
    let at = world.provider.now().plus(Lifetime::days(days));
    let at = OffsetDateTime::from_unix_timestamp(at.seconds()).unwrap();
    at.format(&Rfc3339).unwrap()
}

async fn robot(world: &World) -> Caller<'_> {
    Caller::service(world, "robot", "doorward.roles:write").await
}

async fn a_request_is_listed_read_and_decided_by_a_service_account(world: World) {
    declare(&world).await;
    ada_asks(&world).await;
    let robot = robot(&world).await;
    let open = "/access-requests?filter=state%20eq%20%22open%22";
    let listed = robot.get(open).await;
    assert_eq!(listed.status, 200, "{}", listed.body);
    let listed = &listed.body["items"][0];
    let (id, reason) = (listed["id"].as_str().unwrap(), &listed["reason"]);
    assert_eq!(
        (reason, &listed["client_id"]),
        (&json!(REASON), &json!("wiki"))
    );
    let path = format!("/access-requests/{id}");
    let shown = robot.get(&path).await;
    assert_eq!(&shown.body, listed);
    let end = in_days(&world, 5);
    let body = json!({ "expires_at": end });
    let approve = format!("{path}/approve");
    let approved = robot.send("POST", &approve, Some(&body)).await;
    assert_eq!(approved.status, 204, "{}", approved.body);
    let shown = robot.get(&path).await.body;
    assert_eq!(shown["state"], "approved");
    assert_eq!(shown["ended_by"], "robot");
    assert_eq!(shown["granted_until"], json!(end));
    let again = robot.send("POST", &approve, Some(&body)).await;
    assert_eq!(again.problem(), "conflict", "{}", again.body);
    assert_eq!(robot.get(open).await.body["items"], json!([]));
    assert_eq!(grants(&world).await[0].actor_id.as_deref(), Some("robot"));
}

async fn what_is_wrong_with_a_decision_is_a_problem_and_changes_nothing(world: World) {
    declare(&world).await;
    ada_asks(&world).await;
    let robot = robot(&world).await;
    let path = format!("/access-requests/{}", request(&world).await.id);
    let (approve, refuse) = (format!("{path}/approve"), format!("{path}/refuse"));
    let late = json!({"expires_at": in_days(&world, 40)});
    let past = json!({"expires_at": in_days(&world, -1)});
    for (path, body, pointer) in [
        (&approve, json!({}), "expires_at"),
        (&approve, late, "expires_at"),
        (&approve, past, "expires_at"),
        (&approve, json!({"expires_at": "soon"}), "/expires_at"),
        (&refuse, json!({"reason": " "}), "reason"),
        (&refuse, json!({"reason": "x".repeat(501)}), "reason"),
    ] {
        let answer = robot.send("POST", path, Some(&body)).await;
        assert_eq!(answer.status, 422, "{body}: {}", answer.body);
        assert_eq!(answer.body["errors"][0]["pointer"], pointer, "{body}");
    }
    let nobody = robot
        .send("POST", "/access-requests/none/approve", Some(&json!({})))
        .await;
    assert_eq!(nobody.problem(), "not-found");
    assert!(request(&world).await.outcome.is_none() && grants(&world).await.is_empty());
    let stale = robot.clone().and("if-match", "\"other\"");
    let body = json!({"expires_at": in_days(&world, 5)});
    let answer = stale.send("POST", &approve, Some(&body)).await;
    assert_eq!(answer.problem(), "stale");
    let reason = json!({"reason": "Reading is enough"});
    let answer = robot.send("POST", &refuse, Some(&reason)).await;
    assert_eq!(answer.status, 204, "{}", answer.body);
    let shown = robot.get(&path).await.body;
    assert_eq!(
        (&shown["state"], &shown["answer"]),
        (&json!("refused"), &reason["reason"])
    );
}

async fn the_history_of_a_role_names_the_request(world: World) {
    declare(&world).await;
    ada_asks(&world).await;
    let robot = robot(&world).await;
    let id = request(&world).await.id;
    let approve = format!("/access-requests/{id}/approve");
    let body = json!({"expires_at": in_days(&world, 5)});
    robot.send("POST", &approve, Some(&body)).await;
    let history = robot.get("/apps/wiki/roles/editor/history").await.body;
    assert_eq!(history["grants"][0]["request_id"], json!(id));
    assert_eq!(history["grants"][0]["given_by"], "robot");
}

async fn webhooks_are_told_what_is_asked_for_and_decided(world: World) {
    declare(&world).await;
    let site = Site::open();
    let events = ["access_request.created", "access_request.refused"];
    crate::webhooks::add(&world, "crm", &site.at("/crm"), &events).await;
    ada_asks(&world).await;
    let id = request(&world).await.id;
    let robot = robot(&world).await;
    let refuse = format!("/access-requests/{id}/refuse");
    let body = json!({"reason": "No"});
    assert_eq!(robot.send("POST", &refuse, Some(&body)).await.status, 204);
    world.deliver_all().await;
    let told = site.wait_for("/crm", 2).await;
    for event in events {
        let is_told = |body: &String| {
            body.contains(&format!("\"{event}\"")) && body.contains("\"role\":\"editor\"")
        };
        assert!(told.iter().any(is_told), "{event}: {told:?}");
    }
}

async fn a_role_that_may_be_asked_for_is_declared_shown_and_exported(world: World) {
    declare(&world).await;
    let robot = robot(&world).await;
    let role = robot.get("/apps/wiki/roles/editor").await.body;
    assert_eq!(
        (&role["requestable"], &role["longest"]),
        (&json!(true), &json!("30d"))
    );
    let path = "/apps/depot/roles/packer";
    for (body, status) in [
        (json!({"requestable": true, "longest": "48h"}), 200),
        (json!({"requestable": true, "default": true}), 422),
        (json!({"longest": "2d"}), 422),
        (json!({"requestable": true, "longest": "soon"}), 422),
    ] {
        let answer = robot.send("PUT", path, Some(&body)).await;
        assert_eq!(answer.status, status, "{body}: {}", answer.body);
    }
    world.expire_versions();
    assert_eq!(robot.get(path).await.body["longest"], "2d");
    let everything = Selection::default();
    let exported = doorward_cli::export_text(&world.provider, &everything);
    let exported = exported.await.unwrap();
    for line in [
        "requestable = true",
        "longest = \"30d\"",
        "longest = \"2d\"",
    ] {
        assert!(exported.contains(line), "{line}: {exported}");
    }
}
