//! One operation under load while `perf` samples the server and its database, for `scripts/profile`.

use super::{
    CLIENTS,
    client::Session,
    measure::{Load, context_switches},
    operations::Operation,
    server::{Algorithm, Database, Server},
};
use std::process::{Child, Command};

/// Seconds of the load that is sampled.
const SECONDS: f64 = 8.0;

/// Runs the operation, writes the samples to the file and prints the figures as JSON.
pub async fn profile(arguments: &[String]) {
    let [operation, database, algorithm, samples] = arguments else {
        panic!("--profile OPERATION DATABASE ALGORITHM FILE");
    };
    let operation = Operation::named(operation);
    let database = Database::named(database);
    let server = Server::start(database, Algorithm::named(algorithm)).await;
    let session = Session::sign_in(&server.url, 0).await;
    let load = Load {
        clients: CLIENTS,
        seconds: SECONDS,
        pids: server.pids(),
    };
    let warm_up = Load {
        seconds: 1.0,
        ..load.clone()
    };
    operation.measure(&warm_up, &server.url, &session).await;
    let before = context_switches(&load.pids);
    let mut perf = sample(&load.pids, samples);
    let outcome = operation.measure(&load, &server.url, &session).await;
    let switches = context_switches(&load.pids) - before;
    let ended = Command::new("kill")
        .args(["-INT", &perf.id().to_string()])
        .status();
    assert!(ended.unwrap().success());
    perf.wait().unwrap();
    println!(
        "{}",
        serde_json::json!({
            "operation": operation.name(), "setting": format!("{}, {algorithm}", database.name()), "signatures": operation.signatures(),
            "cpu_microseconds": outcome.cpu_seconds * 1e6, "per_second": outcome.per_second,
            "context_switches": switches as f64 / (outcome.per_second * SECONDS),
        })
    );
}

/// `perf` on every process whose CPU is counted.
fn sample(pids: &[u32], samples: &str) -> Child {
    let pids: Vec<String> = pids
        .iter()
        .flat_map(|pid| super::measure::family(*pid))
        .map(|pid| pid.to_string())
        .collect();
    Command::new("perf")
        .args([
            "record",
            "--quiet",
            "-F",
            "1999",
            "-g",
            "-p",
            &pids.join(","),
            "-o",
            samples,
        ])
        .spawn()
        .expect("perf starts (Debian: apt-get install linux-perf)")
}
