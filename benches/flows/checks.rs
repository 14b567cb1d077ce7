//! Checks of the authorization API: of users who are in memory, of somebody who is not, and many at once.

use super::{
    client,
    measure::{Load, LoadOutcome, run},
    server::{Algorithm, Database, Server},
};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};

const DECLARATIONS: &str = "
[[roles]]
app = \"inventory\"
name = \"clerk\"
permissions = [\"shelf.move\"]

[[groups]]
name = \"staff\"
roles = { inventory = [\"clerk\"] }

[[users]]
email = \"user0@example.com\"
username = \"user0\"
email_verified = true
groups = [\"staff\"]

[[access_rules]]
app = \"inventory\"
name = \"own records\"
actions = [\"write\"]
resource_type = \"record\"
when = [{ attribute = \"resource.properties.owner\", operator = \"equals\", value_of = \"user.email\" }]
";

/// How many checks the requests of the last row hold.
const MANY: usize = 100;

/// Prints what a check costs the server and the database, on both databases, beside an introspection.
pub async fn checks() {
    println!(
        "| | CPU of server and database, ms | one at a time: p50 ms | p99 ms | eight at a time: per second |\n|---|---|---|---|---|"
    );
    for database in [Database::Sqlite, Database::PostgresAndRedis] {
        let server = Server::start(database, Algorithm::Es256).await;
        let app = format!(
            "[[clients]]\nclient_id = \"inventory\"\nclient_secret = \"{}\"\ngrant_types = [\"client_credentials\"]\nscope = \"doorward.access:evaluate\"\n",
            client::SECRET
        );
        server.apply(&(app + DECLARATIONS));
        let url = server.url.as_str();
        let load = |clients| Load {
            clients,
            seconds: super::SECONDS,
            pids: server.pids(),
        };
        let session = client::Session::sign_in(url, 0).await;
        let token = client::flow(&client::http(), &session).await.access;
        let introspect = |http| client::introspect(http, url, &token);
        let one = run(&load(1), introspect).await;
        let many = run(&load(super::CLIENTS), introspect).await;
        row(database, "an introspection", &one, &many);
        let next = AtomicUsize::new(0);
        let unknown = || {
            let number = next.fetch_add(1, Ordering::Relaxed);
            question(&format!("nobody{number}"), "move", "shelf")
        };
        let by_permission = || question("user0@example.com", "move", "shelf");
        let by_rule = || question("user0@example.com", "write", "record");
        let many = || {
            let mut body = by_permission();
            body["evaluations"] = json!(vec![json!({}); MANY]);
            body
        };
        for (what, expected, body) in [
            (
                "a permission",
                Some(true),
                &by_permission as &dyn Fn() -> Value,
            ),
            ("a rule with a condition", Some(true), &by_rule),
            ("somebody who is not in memory", Some(false), &unknown),
            ("a hundred in a request", None, &many),
        ] {
            let asked = |http| check(http, url, body(), expected);
            let one = run(&load(1), asked).await;
            let many = run(&load(super::CLIENTS), asked).await;
            row(database, what, &one, &many);
        }
    }
}

fn row(database: Database, what: &str, one: &LoadOutcome, many: &LoadOutcome) {
    println!(
        "| {}: {what} | {:.3} | {:.2} | {:.2} | {:.0} |",
        database.name(),
        many.cpu_seconds * 1e3,
        one.p50_ms,
        one.p99_ms,
        many.per_second
    );
}

fn question(subject: &str, action: &str, kind: &str) -> Value {
    json!({
        "subject": {"type": "user", "id": subject},
        "action": {"name": action},
        "resource": {"type": kind, "id": "1", "properties": {"owner": "user0@example.com"}},
    })
}

async fn check(http: reqwest::Client, url: &str, body: Value, expected: Option<bool>) {
    let path = if expected.is_some() {
        "evaluation"
    } else {
        "evaluations"
    };
    let request = http
        .post(format!("{url}/access/v1/{path}"))
        .basic_auth("inventory", Some(client::SECRET))
        .header("content-type", "application/json")
        .body(body.to_string());
    let response = request.send().await.unwrap();
    let (status, text) = (response.status(), response.text().await.unwrap());
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert!(status.is_success(), "{status}: {text}");
    match expected {
        Some(expected) => assert_eq!(answer["decision"], expected, "{text}"),
        None => assert_eq!(answer["evaluations"].as_array().unwrap().len(), MANY),
    }
}
