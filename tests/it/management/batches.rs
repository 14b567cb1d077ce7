//! Batches that are sent again, and requests that are too large.

use super::{Caller, EVERYTHING};
use crate::{on_both, slow_senders::until_closed, world::World};
use serde_json::{Value, json};

on_both!(
    a_batch_with_a_key_is_carried_out_once,
    a_batch_with_a_key_that_was_refused_may_be_sent_again,
    a_secret_of_a_batch_is_shown_once,
    a_batch_changes_what_a_file_manages_where_it_is_forced,
    a_body_that_is_too_large_is_refused_with_a_problem,
);

fn groups(names: &[&str]) -> Value {
    let add = |name: &&str| json!({"method": "POST", "path": "/groups", "body": {"name": name}});
    json!({"operations": names.iter().map(add).collect::<Vec<_>>()})
}

async fn a_batch_with_a_key_is_carried_out_once(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    let keyed = robot.clone().and("idempotency-key", "first");
    let batch = groups(&["one", "two"]);
    let first = keyed.post("/batch", &batch).await;
    let again = keyed.post("/batch", &batch).await;
    assert_eq!((first.status, again.status), (200, 200), "{}", again.body);
    assert_eq!(first.body, again.body);
    let made = robot.get("/groups").await;
    assert_eq!(made.body["items"].as_array().unwrap().len(), 2);
    let other = keyed.post("/batch", &groups(&["three"])).await;
    assert_eq!((other.status, other.problem()), (422, "invalid"));
    let path = keyed.post("/groups", &json!({"name": "three"})).await;
    assert_eq!((path.status, path.problem()), (422, "invalid"));
    let key = "x".repeat(256);
    let long = robot.clone().and("idempotency-key", &key);
    let long = long.post("/batch", &groups(&["three"])).await;
    assert_eq!((long.status, long.problem()), (422, "invalid"));
    // Of many at once one is carried out, and the others are told so or wait.
    let keyed = robot.clone().and("idempotency-key", "at once");
    let batch = groups(&["four"]);
    let sent = (0..8).map(|_| keyed.post("/batch", &batch));
    for told in futures_util::future::join_all(sent).await {
        assert!([200, 409].contains(&told.status), "{}", told.body);
    }
    let made = robot.get("/groups").await;
    assert_eq!(made.body["items"].as_array().unwrap().len(), 3);
}

async fn a_batch_with_a_key_that_was_refused_may_be_sent_again(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    let keyed = robot.clone().and("idempotency-key", "first");
    let refused = keyed.post("/batch", &groups(&["one", ""])).await;
    assert_eq!(
        (refused.status, &refused.body["operation"]),
        (422, &json!(1))
    );
    let done = keyed.post("/batch", &groups(&["one", "two"])).await;
    assert_eq!(done.status, 200, "{}", done.body);
}

async fn a_secret_of_a_batch_is_shown_once(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    let keyed = robot.clone().and("idempotency-key", "first");
    let settings = json!({"redirect_uris": ["https://wiki.example/cb"]});
    let app = json!({"client_id": "wiki", "settings": settings});
    let batch = json!({"operations": [{"method": "POST", "path": "/apps", "body": app}]});
    let first = keyed.post("/batch", &batch).await;
    assert_eq!(first.status, 200, "{}", first.body);
    let secret = first.body["results"][0]["body"]["client_secret"].as_str();
    assert!(secret.is_some(), "{}", first.body);
    let again = keyed.post("/batch", &batch).await;
    assert_eq!((again.status, again.problem()), (409, "conflict"));
    let stored = "SELECT coalesce(answer, '') FROM idempotent_requests";
    assert_eq!(world.texts(stored).await, [""]);
}

async fn a_batch_changes_what_a_file_manages_where_it_is_forced(world: World) {
    let file = "managed_by = \"team.toml\"\n[[groups]]\nname = \"staff\"\n";
    doorward_cli::apply_text(&world.provider, "declared.toml", file)
        .await
        .unwrap();
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    let change = json!({"description": "Everybody here"});
    let batch = json!({"operations": [
        {"method": "PATCH", "path": "/groups/staff", "body": change},
    ]});
    let refused = robot.post("/batch", &batch).await;
    let alone = robot.patch("/groups/staff", &change).await;
    assert_eq!(
        (refused.status, refused.problem()),
        (alone.status, alone.problem())
    );
    assert_eq!(refused.status, 422, "{}", refused.body);
    let done = robot.post("/batch?force=true", &batch).await;
    assert_eq!(done.status, 200, "{}", done.body);
}

/// By the length that the head says, and by what comes without one.
async fn a_body_that_is_too_large_is_refused_with_a_problem(world: World) {
    let robot = Caller::service(&world, "robot", EVERYTHING).await;
    let large = json!({"name": "x".repeat(70_000)});
    for (method, path) in [
        ("POST", "/groups"),
        ("PATCH", "/groups/staff"),
        ("PUT", "/apps/notes/roles/editor"),
        ("POST", "/batch"),
    ] {
        let told = robot.send(method, path, Some(&large)).await;
        let seen = (told.status, told.problem(), &told.body["status"]);
        assert_eq!(seen, (413, "too-large", &json!(413)), "{method} {path}");
        assert_eq!(told.header("content-type"), "application/problem+json");
    }
    let chunks = format!("3e8\r\n{}\r\n", " ".repeat(1000)).repeat(70);
    let request = format!(
        "POST /api/v1/groups HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
         Transfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n"
    );
    let told = until_closed(&world, &request, 20).await.unwrap();
    assert!(told.starts_with("HTTP/1.1 413 "), "{told}");
    assert!(told.contains("too-large"), "{told}");
}
