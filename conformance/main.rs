//! Holds an OpenID Provider to the specifications, over HTTP alone: the modules of the
//! certification profiles, by their official names.
//!
//! Nothing of the provider in this repository is used here: what this program knows, it knows from
//! the specifications.

#![expect(
    clippy::indexing_slicing,
    reason = "only JSON values are indexed, and those answer null where something is missing"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "the runner measures how long a provider takes"
)]

mod agent;
mod client;
mod finding;
mod jose;
mod modules;
mod op;
mod plan;
mod report;
mod rp;
mod run;
mod setup;

use clap::Parser;
use finding::{Checked, Finding, Verdict};
use futures_util::StreamExt;
use plan::Item;
use report::Line;
use run::{Run, Shared};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Instant,
};

/// Hold an OpenID Provider to the certification profiles of OpenID Connect
///
/// Each module of the profiles is one check with the official name. The exit status is 0 where
/// nothing failed.
#[derive(Parser)]
#[command(name = "doorward-conformance", version)]
struct Arguments {
    /// The issuer of the provider under test
    #[arg(long, value_name = "URL")]
    issuer: String,
    /// A JSON file: who signs in, and which clients there are; conformance/README.md describes it
    #[arg(long, value_name = "FILE")]
    clients: PathBuf,
    /// Only this profile; repeat for several
    #[arg(long)]
    profile: Vec<String>,
    /// Only this module; repeat for several
    #[arg(long)]
    module: Vec<String>,
    /// Only this response type; repeat for several
    #[arg(long)]
    response_type: Vec<String>,
    /// Print one JSON document instead of a table
    #[arg(long)]
    json: bool,
    /// Show which modules would run, and run none
    #[arg(long)]
    list: bool,
    /// A PEM file of certificate authorities to trust in addition to the public ones
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// Trust any certificate: for a provider on this machine
    #[arg(long)]
    insecure: bool,
    /// Where the relying party of this program listens
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: String,
    /// How the provider reaches it, where that is another address
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// A command that rotates the provider's signing keys
    #[arg(long, value_name = "COMMAND")]
    rotate_keys: Option<String>,
    /// Modules under way at once
    #[arg(long, default_value_t = 16)]
    parallel: usize,
}

#[actix_web::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match execute(&arguments).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(Finding::Failed(text) | Finding::Warning(text) | Finding::Skipped(text)) => {
            eprintln!("doorward-conformance: {text}");
            ExitCode::from(2)
        }
    }
}

fn read(file: &Path) -> Checked<Vec<u8>> {
    let text = std::fs::read(file)
        .map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    Ok(text)
}

/// Runs what was asked for; `false` where something failed.
async fn execute(arguments: &Arguments) -> Checked<bool> {
    let setup: setup::Setup = serde_json::from_slice(&read(&arguments.clients)?)
        .map_err(|error| format!("{}: {error}", arguments.clients.display()))?;
    let items = chosen(arguments, &setup)?;
    if arguments.list {
        for item in &items {
            println!(
                "{:<20} {:<19} {:<76} {}",
                item.profile, item.variant.response_type, item.module.name, item.module.section
            );
        }
        return Ok(true);
    }
    let shared = Arc::new(share(arguments, setup).await?);
    let lines = run_all(&shared, items, arguments.parallel.max(1)).await;
    shared.rp.stop().await;
    let report = report::report(&arguments.issuer, &lines);
    if arguments.json {
        println!(
            "{}",
            serde_json::to_string_pretty(&report).unwrap_or_default()
        );
    } else {
        print!("{}", report::table(&report));
    }
    Ok(lines.iter().all(|line| line.result != Verdict::Failed))
}

/// The modules that the arguments choose.
fn chosen(arguments: &Arguments, setup: &setup::Setup) -> Checked<Vec<Item>> {
    for profile in &arguments.profile {
        if !plan::PROFILES.contains(&profile.as_str()) {
            return Err(Finding::Failed(format!(
                "there is no profile {profile}; there are {}",
                plan::PROFILES.join(", ")
            )));
        }
    }
    let wanted =
        |list: &[String], one: &str| list.is_empty() || list.iter().any(|known| known == one);
    let mut items = plan::items(
        setup.registration == setup::Registration::Static,
        setup.receiver.is_some(),
    );
    items.retain(|item| {
        wanted(&arguments.profile, item.profile)
            && wanted(&arguments.module, item.module.name)
            && wanted(&arguments.response_type, item.variant.response_type)
    });
    if items.is_empty() {
        return Err(Finding::Failed(
            "no module of these names is in these profiles; --list shows what there is".into(),
        ));
    }
    Ok(items)
}

/// Starts the relying party and reads the documents of the provider.
async fn share(arguments: &Arguments, setup: setup::Setup) -> Checked<Shared> {
    let roots = match &arguments.ca_file {
        Some(file) => reqwest::Certificate::from_pem_bundle(&read(file)?)
            .map_err(|error| format!("{}: {error}", file.display()))?,
        None => Vec::new(),
    };
    let http = agent::client(&roots, arguments.insecure)?;
    let rp = rp::RelyingParty::start(&arguments.listen, arguments.public_url.as_deref())
        .map_err(|error| format!("{} cannot be listened on: {error}", arguments.listen))?;
    Ok(Shared {
        op: Arc::new(op::Op::discover(&arguments.issuer, http).await?),
        setup,
        rp,
        roots,
        insecure: arguments.insecure,
        rotate_keys: arguments.rotate_keys.clone(),
    })
}

/// Runs the modules, those that wait long first; the lines come in the order of the plan.
async fn run_all(shared: &Arc<Shared>, items: Vec<Item>, parallel: usize) -> Vec<Line> {
    let mut order: Vec<(usize, Item)> = items.into_iter().enumerate().collect();
    order.sort_by_key(|(_, item)| !item.module.name.contains("30seconds"));
    let runs = order
        .into_iter()
        .map(|(place, item)| async move { (place, one(shared, item).await) });
    let mut lines: Vec<(usize, Line)> = futures_util::stream::iter(runs)
        .buffer_unordered(parallel)
        .collect()
        .await;
    lines.sort_by_key(|(place, _)| *place);
    lines.into_iter().map(|(_, line)| line).collect()
}

async fn one(shared: &Arc<Shared>, item: Item) -> Line {
    let started = Instant::now();
    let found = match Run::new(Arc::clone(shared), item.variant) {
        Ok(mut run) => {
            let found = (item.module.check)(&mut run).await;
            match (found, run.clean_up().await) {
                (Ok(_), Some(unclean)) => Err(Finding::Warning(unclean)),
                (found, _) => found,
            }
        }
        Err(finding) => Err(finding),
    };
    let (result, seen) = match found {
        Ok(seen) => (Verdict::Passed, seen),
        Err(Finding::Failed(text)) => (Verdict::Failed, text),
        Err(Finding::Warning(text)) => (Verdict::Warning, text),
        Err(Finding::Skipped(text)) => (Verdict::Skipped, text),
    };
    Line {
        profile: item.profile,
        module: item.module.name,
        response_type: item.variant.response_type,
        result,
        section: item.module.section,
        seen,
        milliseconds: started.elapsed().as_millis(),
    }
}
