//! Load, latency, and the server's CPU time.

use std::{
    future::Future,
    time::{Duration, Instant},
};

/// How much load, and whose CPU is counted.
#[derive(Clone)]
pub struct Load {
    pub clients: usize,
    pub seconds: f64,
    pub pids: Vec<u32>,
}

/// What came of a load.
#[derive(Clone, Debug, Default)]
pub struct LoadOutcome {
    pub per_second: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    /// CPU seconds of the server (and its database) a request.
    pub cpu_seconds: f64,
}

/// CPU seconds that processes have used so far, with the children that they reaped or still have.
fn cpu(pids: &[u32]) -> f64 {
    let ticks: u64 = pids.iter().flat_map(|pid| family(*pid)).map(ticks).sum();
    // USER_HZ is 100 on every Linux that this runs on.
    ticks as f64 / 100.0
}

/// A process with its children.
pub fn family(pid: u32) -> Vec<u32> {
    let children =
        std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
    std::iter::once(pid)
        .chain(
            children
                .split_whitespace()
                .filter_map(|child| child.parse().ok()),
        )
        .collect()
}

fn ticks(pid: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    [11, 12]
        .iter()
        .filter_map(|index| fields.get(*index)?.parse::<u64>().ok())
        .sum()
}

/// How often threads of these processes gave their core up so far.
pub fn context_switches(pids: &[u32]) -> u64 {
    let tasks = |pid: u32| std::fs::read_dir(format!("/proc/{pid}/task"));
    pids.iter()
        .flat_map(|pid| family(*pid))
        .filter_map(|pid| tasks(pid).ok())
        .flatten()
        .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("status")).ok())
        .flat_map(|status| {
            let switches = |line: &str| line.split_once("ctxt_switches:")?.1.trim().parse().ok();
            status.lines().filter_map(switches).collect::<Vec<u64>>()
        })
        .sum()
}

/// Runs a request over and over by so many clients for so long, after a short warm-up.
pub async fn run<F: Future>(load: &Load, request: impl Fn(reqwest::Client) -> F) -> LoadOutcome {
    repeat(load, 0.3, &request).await;
    let (before, started) = (cpu(&load.pids), Instant::now());
    let mut latencies = repeat(load, load.seconds, &request).await;
    let (took, used) = (started.elapsed().as_secs_f64(), cpu(&load.pids) - before);
    latencies.sort_unstable();
    let at = |share: f64| {
        latencies
            .get((latencies.len() as f64 * share) as usize)
            .map_or(0.0, |latency| latency.as_secs_f64() * 1000.0)
    };
    let count = latencies.len().max(1) as f64;
    LoadOutcome {
        per_second: count / took,
        p50_ms: at(0.5),
        p99_ms: at(0.99),
        cpu_seconds: used / count,
    }
}

async fn repeat<F: Future>(
    load: &Load,
    seconds: f64,
    request: &impl Fn(reqwest::Client) -> F,
) -> Vec<Duration> {
    let end = Instant::now() + Duration::from_secs_f64(seconds);
    let clients = (0..load.clients).map(|_| async {
        let (http, mut latencies) = (super::client::http(), Vec::new());
        while Instant::now() < end {
            let started = Instant::now();
            request(http.clone()).await;
            latencies.push(started.elapsed());
        }
        latencies
    });
    futures_util::future::join_all(clients)
        .await
        .into_iter()
        .flatten()
        .collect()
}

/// What one core does a second without a server around it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Raw {
    pub rs256: f64,
    pub es256: f64,
    pub argon2id: f64,
}

fn rate(mut work: impl FnMut()) -> f64 {
    let (started, mut count) = (Instant::now(), 0.0);
    while started.elapsed() < Duration::from_secs(1) {
        work();
        count += 1.0;
    }
    count / started.elapsed().as_secs_f64()
}

/// Signatures and password hashes a second of one core.
pub fn raw_rates() -> Raw {
    use doorward_adapters::keys;
    use doorward_protocol::clients::client::SigningAlgorithm;
    let sign = |algorithm| {
        let key = keys::SigningKey::parse(
            "k",
            algorithm,
            &doorward_adapters::keys::generate(algorithm).unwrap(),
        )
        .unwrap();
        let claims = serde_json::json!({"iss": "https://id.example.com", "sub": "0123456789", "aud": "notes", "exp": 1, "iat": 1, "scope": "openid profile email"});
        let claims = claims.as_object().unwrap().clone();
        rate(|| drop(key.sign("JWT", &claims).unwrap()))
    };
    let parameters = argon2::Params::new(64 * 1024, 3, 1, Some(32)).unwrap();
    let argon2 = argon2::Argon2::new(
        argon2::Algorithm::Argon2id,
        argon2::Version::V0x13,
        parameters,
    );
    let mut output = [0_u8; 32];
    let argon2id = rate(|| {
        argon2
            .hash_password_into(
                b"notes on the analytical engine",
                b"0123456789abcdef",
                &mut output,
            )
            .unwrap();
    });
    Raw {
        rs256: sign(SigningAlgorithm::RS256),
        es256: sign(SigningAlgorithm::ES256),
        argon2id,
    }
}
