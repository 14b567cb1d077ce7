//! The figures of docs/performance.md: flows over HTTP against the release binary, in plain answers
//! of a bare actix-web route. With `--scale` or `--soak` the runs of scripts/scale and scripts/soak.
//!
//! Run it with `scripts/bench`, which builds in release and starts PostgreSQL and Redis.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    reason = "a load that cannot go on stops with what went wrong; figures are rounded anyway"
)]

mod checks;
mod client;
mod clients;
mod measure;
mod operations;
mod profile;
mod purge;
mod report;
mod scale;
mod server;
mod soak;

use client::Session;
use measure::{Load, run};
use operations::{Operation, silent_flow};
use report::Report;
use server::{Algorithm, Database, Plain, Server};

const SECONDS: f64 = 2.0;
const CLIENTS: usize = 8;

#[actix_web::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--plain") {
        return server::serve_plain(arguments[at + 1].parse().unwrap()).await;
    }
    if let Some(at) = arguments.iter().position(|argument| argument == "--scale") {
        let sizes: Vec<u64> = arguments[at + 1]
            .split(',')
            .map(|size| size.parse().unwrap())
            .collect();
        return scale::scale(&sizes).await;
    }
    if let Some(at) = arguments
        .iter()
        .position(|argument| argument == "--profile")
    {
        return profile::profile(&arguments[at + 1..]).await;
    }
    if arguments.iter().any(|argument| argument == "--checks") {
        return checks::checks().await;
    }
    if let Some(at) = arguments.iter().position(|argument| argument == "--purge") {
        return purge::purge(arguments[at + 1].parse().unwrap()).await;
    }
    if let Some(at) = arguments
        .iter()
        .position(|argument| argument == "--clients")
    {
        let sizes: Vec<u64> = arguments[at + 1]
            .split(',')
            .map(|size| size.parse().unwrap())
            .collect();
        return clients::clients(&sizes).await;
    }
    if let Some(at) = arguments.iter().position(|argument| argument == "--soak") {
        return soak::soak(arguments[at + 1..].to_vec());
    }
    let json_only = arguments.iter().any(|argument| argument == "--json");
    let mut report = Report::new();
    report.raw = measure::raw_rates();
    let plain = Plain::start().await;
    let load = Load {
        clients: CLIENTS,
        seconds: SECONDS,
        pids: vec![plain.pid()],
    };
    report.plain = run(&load, |http| {
        let url = plain.url();
        async move { client::get(&http, &url).await }
    })
    .await;
    drop(plain);
    for database in [Database::Sqlite, Database::PostgresAndRedis] {
        for algorithm in [Algorithm::Rs256, Algorithm::Es256] {
            eprintln!("measuring {} with {}", database.name(), algorithm.name());
            report
                .settings
                .push(measure_setting(database, algorithm).await);
        }
    }
    report.print(json_only);
}

async fn measure_setting(database: Database, algorithm: Algorithm) -> report::Setting {
    let server = Server::start(database, algorithm).await;
    let mut setting = report::Setting::new(
        database,
        algorithm,
        server.start_milliseconds,
        server.resident_kilobytes(),
    );
    let load = Load {
        clients: CLIENTS,
        seconds: SECONDS,
        pids: server.pids(),
    };
    let session = Session::sign_in(&server.url, 0).await;

    for operation in Operation::ALL {
        let outcome = operation.measure(&load, &server.url, &session).await;
        setting.add(operation, outcome);
    }

    // One client at a time: the latency that a user feels.
    let alone = Load {
        clients: 1,
        ..load.clone()
    };
    setting.silent_alone = silent_flow(&alone, &session).await;
    let during = Load {
        seconds: SECONDS * 2.0,
        ..alone
    };
    let (storm, during) = client::while_users_sign_in(
        &server.url,
        16,
        SECONDS * 2.0,
        silent_flow(&during, &session),
    )
    .await;
    setting.sign_ins_per_second = storm;
    setting.silent_during = during;
    setting.resident_after = server.resident_kilobytes();
    setting
}
