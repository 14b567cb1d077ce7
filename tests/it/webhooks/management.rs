//! Webhooks by the API and by a file.

use super::{add, answers, set_disabled, stored};
use crate::{
    management::Caller,
    on_both,
    world::{ADA, Site, World},
};
use doorward_cli::Mode;
use serde_json::{Value, json};

on_both!(
    a_program_manages_webhooks,
    nobody_reads_or_changes_webhooks_without_the_scope,
    a_program_reads_what_became_of_events,
    a_file_declares_webhooks
);

const WRITE: &str = "doorward.webhooks:write";

async fn a_program_manages_webhooks(world: World) {
    let robot = Caller::service(&world, "robot", WRITE).await;
    let inward = json!({"name": "crm", "url": "http://127.0.0.1:9/crm"});
    let refused = robot.post("/webhooks", &inward).await;
    assert_eq!(refused.problem(), "invalid", "a private address");
    let new = json!({
        "name": "crm", "url": "https://crm.example/hook", "description": "Customers",
        "events": ["user.disabled"],
    });
    let added = robot.post("/webhooks", &new).await;
    assert_eq!(added.status, 201, "{}", added.body);
    let secret = added.body["secret"].as_str().unwrap();
    assert!(secret.starts_with("whsec_") && added.header("location").ends_with("/webhooks/crm"));
    assert_eq!(robot.post("/webhooks", &new).await.problem(), "conflict");

    let shown = robot.get("/webhooks/crm").await;
    assert_eq!(shown.body["events"], json!(["user.disabled"]));
    let listed = robot.get("/webhooks").await;
    assert_eq!(listed.body["items"].as_array().unwrap().len(), 1);
    for told in [&shown, &listed] {
        assert!(!told.body.to_string().contains("whsec_"), "{}", told.body);
    }

    // An entity tag that is old changes nothing.
    let tag = shown.header("etag").to_owned();
    let change = json!({"description": null});
    let matching = robot.clone().and("if-match", &tag);
    assert_eq!(matching.patch("/webhooks/crm", &change).await.status, 200);
    let switched_off = json!({"enabled": false});
    let stale = matching.patch("/webhooks/crm", &switched_off).await;
    assert_eq!(stale.problem(), "stale");

    for wrong in [
        json!({"events": []}),
        json!({"events": ["user.made"]}),
        json!({"url": "http://crm.example/hook"}),
        json!({"allow_private_addresses": true}),
        json!({"name": "other"}),
    ] {
        let refused = robot.patch("/webhooks/crm", &wrong).await;
        assert_eq!(refused.problem(), "invalid", "{wrong}");
    }
}

async fn a_program_reads_what_became_of_events(world: World) {
    let site = Site::open();
    let secret = add(&world, "crm", &site.at("/crm"), &["user.disabled"]).await;
    let robot = Caller::service(&world, "robot", WRITE).await;
    let tested = robot.post("/webhooks/crm/test", &json!({})).await;
    assert_eq!(tested.status, 202, "{}", tested.body);
    site.wait_for("/crm", 1).await;
    world.deliver_all().await;
    let request = &site.requests("/crm")[0];
    assert_eq!(
        tested.body["event_id"],
        request.headers["webhook-id"].as_str()
    );
    let body: Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(body["type"], "webhook.test");

    set_disabled(&world, ADA, true).await;
    site.wait_for("/crm", 2).await;
    world.deliver_all().await;
    let record = robot.get("/webhooks/crm/deliveries").await;
    assert_eq!(record.body["waiting"], 0);
    assert_eq!(record.body["deliveries"].as_array().unwrap().len(), 2);
    let since = json!({"since": "2000-01-01T00:00:00Z"});
    let replayed = robot.post("/webhooks/crm/replay", &since).await;
    assert_eq!(
        (replayed.status, &replayed.body["events"]),
        (202, &json!(1)),
        "a test is not told again"
    );
    site.wait_for("/crm", 3).await;
    world.deliver_all().await;

    let rotated = robot.post("/webhooks/crm/secret", &json!({})).await;
    assert_eq!(rotated.status, 200, "{}", rotated.body);
    assert_ne!(rotated.body["secret"], secret);
    assert!(rotated.body["previous_secret_ends_at"].is_string());
    let chosen = json!({"secret": "short"});
    let refused = robot.post("/webhooks/crm/secret", &chosen).await;
    assert_eq!(refused.problem(), "invalid");
    let long = json!({"keep_hours": 1000});
    let refused = robot.post("/webhooks/crm/secret", &long).await;
    assert_eq!(refused.problem(), "invalid");

    answers(&site, "/crm", 410);
    let tested = robot.post("/webhooks/crm/test", &json!({})).await;
    assert_eq!(tested.status, 202);
    site.wait_for("/crm", 4).await;
    world.deliver_all().await;
    assert!(robot.get("/webhooks/crm").await.body["paused_at"].is_string());
    let paused = robot.post("/webhooks/crm/test", &json!({})).await;
    assert_eq!(paused.problem(), "invalid");
    let resumed = robot.patch("/webhooks/crm", &json!({"resume": true})).await;
    assert!(resumed.body["paused_at"].is_null(), "{}", resumed.body);

    let catalogue = robot.get("/webhook-events").await;
    let events = catalogue.body["events"].as_array().unwrap();
    assert!(events.len() > 30);
    for event in events {
        let schema = &event["schema"]["properties"];
        assert_eq!(schema["type"]["const"], event["name"]);
        assert_eq!(schema["version"]["const"], event["version"]);
    }
    assert_eq!(robot.delete("/webhooks/crm").await.status, 204);
    assert_eq!(robot.get("/webhooks/crm").await.status, 404);
}

async fn nobody_reads_or_changes_webhooks_without_the_scope(world: World) {
    let reader = Caller::service(&world, "reader", "doorward.webhooks:read").await;
    let other = Caller::service(&world, "other", "doorward.users:write").await;
    add(&world, "crm", "http://127.0.0.1:9/hook", &["*"]).await;
    assert_eq!(reader.get("/webhooks/crm").await.status, 200);
    assert_eq!(other.get("/webhooks/crm").await.status, 403);
    for (path, body) in [
        (
            "/webhooks",
            json!({"name": "x", "url": "https://x.example"}),
        ),
        ("/webhooks/crm/secret", json!({})),
        ("/webhooks/crm/test", json!({})),
        (
            "/webhooks/crm/replay",
            json!({"since": "2000-01-01T00:00:00Z"}),
        ),
    ] {
        for caller in [&reader, &other] {
            let refused = caller.post(path, &body).await;
            assert_eq!(refused.problem(), "insufficient-scope", "{path}");
        }
    }
    assert_eq!(reader.delete("/webhooks/crm").await.status, 403);
    assert_eq!(stored(&world, "crm").await.version, 1);
}

/// Applies a file that prunes, and counts what changed.
async fn applied(world: &World, text: &str) -> u64 {
    let mode = Mode {
        dry_run: false,
        prune: true,
    };
    let done = doorward_cli::apply_text_with(&world.provider, "hooks.toml", text, mode);
    let done = done.await.unwrap();
    let summary = &done["summary"];
    ["add", "change", "remove", "take_over"]
        .iter()
        .filter_map(|key| summary[*key].as_u64())
        .sum()
}

async fn a_file_declares_webhooks(world: World) {
    let file = r#"
managed_by = "hooks"
[[webhooks]]
name = "crm"
url = "https://crm.example/hook"
events = ["user.created"]
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"#;
    assert_eq!(applied(&world, file).await, 1);
    assert_eq!(applied(&world, file).await, 0);
    let first = stored(&world, "crm").await;
    assert!(first.previous_secret_ends_at.is_none());
    // Another secret is a rotation: that of before is good for a while.
    let other = file.replace("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", &"A".repeat(40));
    assert_eq!(applied(&world, &other).await, 1);
    let rotated = stored(&world, "crm").await;
    assert!(rotated.previous_secret_ends_at.is_some());
    assert!(rotated.version > first.version);

    let robot = Caller::service(&world, "robot", WRITE).await;
    let change = json!({"enabled": false});
    let refused = robot.patch("/webhooks/crm", &change).await;
    assert_eq!(refused.problem(), "invalid", "{}", refused.body);
    let forced = robot.patch("/webhooks/crm?force=true", &change).await;
    assert_eq!(forced.status, 200, "{}", forced.body);
    let message = async |text: &str| {
        let mode = Mode::default();
        let done = doorward_cli::apply_text_with(&world.provider, "hooks.toml", text, mode).await;
        done.err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    };
    for (from, to, says) in [
        ("user.created", "user.made", "there is no event user.made"),
        ("https://", "http://", "url must be an https address"),
        ("whsec_", "secret_", "secret must be whsec_"),
        ("\"crm\"", "\"The CRM\"", "name must be"),
    ] {
        let error = message(&file.replace(from, to)).await;
        assert!(error.contains(says), "{error}");
    }
    assert_eq!(applied(&world, "managed_by = \"hooks\"\n").await, 1);
    let gone = world.provider.webhooks().get("crm").await.unwrap();
    assert!(gone.is_none());
}
