//! What grows with the number of clients: the token endpoint at rest, with clients that nobody asked
//! for before, and while two clients change themselves without a pause.

use super::{
    client::{self, CALLBACK, SECRET},
    scale::{Dice, psql, timed},
    server::{Algorithm, Database, Server},
};
use serde_json::{Value, json};
use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::Instant,
};

const REQUESTS: usize = 1000;
/// The least number of changes during a measurement.
const CHANGES: usize = 200;

/// Prints a table: so many clients, and what the token endpoint takes among them.
pub async fn clients(sizes: &[u64]) {
    println!(
        "| clients | token, p50 | p99 | a client not asked for before, p50 | while two clients change themselves, p50 | p99 | changes a second | memory of Doorward |\n|---|---|---|---|---|---|---|---|"
    );
    for &size in sizes {
        let changing = [
            ("DOORWARD_REGISTRATION__MODE", "open"),
            ("DOORWARD_RATE_LIMITS__REGISTRATION_CHANGES", "0"),
        ];
        let server =
            Server::start_with(Database::PostgresAndRedis, Algorithm::Es256, &changing).await;
        fill(&server, size);
        measure(&server, size).await;
    }
}

/// Copies of Notes, so many that there are that many clients.
fn fill(server: &Server, size: u64) {
    for statement in [
        format!(
            "INSERT INTO clients (client_id, document, secret_digest, sealed_secret, disabled, registered_by_itself, administered, version, name_folded, in_memory, on_launchpad, created_at, updated_at) SELECT 'app' || n, replace(document, '\"notes\"', '\"app' || n || '\"'), secret_digest, sealed_secret, 0, 0, NULL, version, 'app' || n, 0, 0, created_at, updated_at FROM clients, generate_series(1, {size}) n WHERE client_id = 'notes'"
        ),
        format!(
            "INSERT INTO client_origins SELECT 'https://app' || n || '.example', 'app' || n FROM generate_series(1, {size}) n"
        ),
        "VACUUM ANALYZE".to_owned(),
    ] {
        psql(server, &statement);
    }
}

async fn measure(server: &Server, size: u64) {
    let (http, mut dice) = (client::http(), Dice(1));
    let rest = tokens(server, &http, || "notes".to_owned()).await;
    let cold = tokens(server, &http, || format!("app{}", dice.roll(size) + 1)).await;
    let (stop, changes) = (AtomicBool::new(false), AtomicUsize::new(0));
    let started = Instant::now();
    let measured = async {
        let mut taken = Vec::new();
        while changes.load(Ordering::Relaxed) < CHANGES {
            taken.extend(tokens(server, &http, || "notes".to_owned()).await);
        }
        stop.store(true, Ordering::Relaxed);
        taken
    };
    let (busy, ..) = tokio::join!(
        measured,
        change(server, &stop, &changes),
        change(server, &stop, &changes)
    );
    let rate = changes.load(Ordering::Relaxed) as f64 / started.elapsed().as_secs_f64();
    println!(
        "| {size} | {:.2} ms | {:.2} ms | {:.2} ms | {:.2} ms | {:.2} ms | {rate:.0} | {} MB |",
        timed(rest.clone()),
        late(rest),
        timed(cold),
        timed(busy.clone()),
        late(busy),
        server.resident_kilobytes() / 1024
    );
}

/// The 99th percentile.
fn late(mut milliseconds: Vec<f64>) -> f64 {
    milliseconds.sort_by(f64::total_cmp);
    milliseconds[milliseconds.len() * 99 / 100]
}

/// How long requests for a token take, one after the other, in milliseconds.
async fn tokens(
    server: &Server,
    http: &reqwest::Client,
    mut client_id: impl FnMut() -> String,
) -> Vec<f64> {
    let mut taken = Vec::new();
    for _ in 0..REQUESTS {
        let client_id = client_id();
        let started = Instant::now();
        let granted = client::token_of(http, &server.url, &client_id).await;
        taken.push(started.elapsed().as_secs_f64() * 1000.0);
        assert!(!granted.is_empty(), "{client_id} with {SECRET}");
    }
    taken
}

/// A client that registers itself and changes its registration until it is to stop.
async fn change(server: &Server, stop: &AtomicBool, changes: &AtomicUsize) {
    let http = client::http();
    let registration = http.post(format!("{}/register", server.url));
    let registered = send(registration, &json!({"redirect_uris": [CALLBACK]})).await;
    let client_id = registered["client_id"].as_str().unwrap();
    let token = registered["registration_access_token"].as_str().unwrap();
    let uri = format!("{}/register/{client_id}", server.url);
    while !stop.load(Ordering::Relaxed) {
        let number = changes.fetch_add(1, Ordering::Relaxed);
        let metadata = json!({
            "client_id": client_id, "redirect_uris": [CALLBACK],
            "client_name": format!("Change {number}"),
        });
        send(http.put(&uri).bearer_auth(token), &metadata).await;
    }
}

async fn send(request: reqwest::RequestBuilder, body: &Value) -> Value {
    let request = request
        .header("content-type", "application/json")
        .body(body.to_string());
    let response = request.send().await.unwrap();
    let (status, text) = (response.status(), response.text().await.unwrap());
    assert!(status.is_success(), "{status}: {text}");
    serde_json::from_str(&text).unwrap()
}
