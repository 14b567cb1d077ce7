//! One table for users, and JSON for programs.

use super::{
    measure::{LoadOutcome, Raw},
    operations::Operation,
    server::{Algorithm, Database},
};
use serde_json::{Value, json};

pub struct Report {
    pub raw: Raw,
    pub plain: LoadOutcome,
    pub settings: Vec<Setting>,
}

pub struct Setting {
    name: String,
    algorithm: Algorithm,
    start_milliseconds: f64,
    resident_idle: u64,
    pub resident_after: u64,
    rows: Vec<(Operation, LoadOutcome)>,
    pub silent_alone: LoadOutcome,
    pub silent_during: LoadOutcome,
    pub sign_ins_per_second: f64,
}

impl Setting {
    pub fn new(
        database: Database,
        algorithm: Algorithm,
        start_milliseconds: f64,
        resident_idle: u64,
    ) -> Self {
        Self {
            name: format!("{}, {}", database.name(), algorithm.name()),
            algorithm,
            start_milliseconds,
            resident_idle,
            resident_after: 0,
            rows: Vec::new(),
            silent_alone: LoadOutcome::default(),
            silent_during: LoadOutcome::default(),
            sign_ins_per_second: 0.0,
        }
    }

    pub fn add(&mut self, operation: Operation, outcome: LoadOutcome) {
        self.rows.push((operation, outcome));
    }
}

impl Report {
    pub fn new() -> Self {
        Self {
            raw: Raw::default(),
            plain: LoadOutcome::default(),
            settings: Vec::new(),
        }
    }

    /// The server's CPU time of a request, less its signatures, in plain answers.
    fn plain_answers(&self, setting: &Setting, signatures: u32, outcome: &LoadOutcome) -> f64 {
        let rate = if setting.algorithm == Algorithm::Rs256 {
            self.raw.rs256
        } else {
            self.raw.es256
        };
        (outcome.cpu_seconds - f64::from(signatures) / rate) / self.plain.cpu_seconds
    }

    pub fn print(&self, json_only: bool) {
        if !json_only {
            self.table();
        }
        println!("{}", self.document());
    }

    fn table(&self) {
        let raw = self.raw;
        println!(
            "One core: {:.0} RS256 signatures/s, {:.0} ES256 signatures/s, {:.1} Argon2id hashes/s (64 MiB, t=3, p=1).",
            raw.rs256, raw.es256, raw.argon2id
        );
        println!(
            "A plain answer of a bare actix-web route: {:.1} µs of CPU, {:.0}/s.\n",
            self.plain.cpu_seconds * 1e6,
            self.plain.per_second
        );
        for setting in &self.settings {
            println!("### {}\n", setting.name);
            println!(
                "| | per second | p50 ms | p99 ms | per CPU-second | plain answers, beyond signatures |\n|---|---|---|---|---|---|"
            );
            for (operation, outcome) in &setting.rows {
                println!(
                    "| {} | {:.0} | {:.2} | {:.2} | {:.0} | {:.1} |",
                    operation.name(),
                    outcome.per_second,
                    outcome.p50_ms,
                    outcome.p99_ms,
                    1.0 / outcome.cpu_seconds,
                    self.plain_answers(setting, operation.signatures(), outcome)
                );
            }
            println!();
            println!(
                "- Password sign-ins: {:.1}/s, {:.2} of the raw Argon2id rate of one core.",
                setting.sign_ins_per_second,
                setting.sign_ins_per_second / raw.argon2id
            );
            println!(
                "- Silent flow, one at a time: p50 {:.2} ms, p99 {:.2} ms; while 16 users sign in: p50 {:.2} ms, p99 {:.2} ms ({:.1}x).",
                setting.silent_alone.p50_ms,
                setting.silent_alone.p99_ms,
                setting.silent_during.p50_ms,
                setting.silent_during.p99_ms,
                setting.silent_during.p99_ms / setting.silent_alone.p99_ms
            );
            println!(
                "- Start to first answer: {:.0} ms. Resident memory: {:.0} MB idle, {:.0} MB after the run.\n",
                setting.start_milliseconds,
                setting.resident_idle as f64 / 1024.0,
                setting.resident_after as f64 / 1024.0
            );
        }
    }

    fn document(&self) -> Value {
        let outcome = |outcome: &LoadOutcome| json!({"per_second": outcome.per_second, "p50_ms": outcome.p50_ms, "p99_ms": outcome.p99_ms, "cpu_seconds": outcome.cpu_seconds});
        let settings = self.settings.iter().map(|setting| {
            let rows = setting.rows.iter().map(|(operation, measured)| {
                let signatures = operation.signatures();
                json!({"what": operation.name(), "signatures": signatures, "measured": outcome(measured), "plain_answers": self.plain_answers(setting, signatures, measured)})
            });
            json!({
                "setting": setting.name, "rows": rows.collect::<Vec<_>>(), "sign_ins_per_second": setting.sign_ins_per_second,
                "silent_alone": outcome(&setting.silent_alone), "silent_during_sign_ins": outcome(&setting.silent_during),
                "start_ms": setting.start_milliseconds, "resident_idle_kb": setting.resident_idle, "resident_after_kb": setting.resident_after,
            })
        });
        json!({
            "raw": {"rs256_per_second": self.raw.rs256, "es256_per_second": self.raw.es256, "argon2_per_second": self.raw.argon2id},
            "plain": outcome(&self.plain), "settings": settings.collect::<Vec<_>>(),
        })
    }
}
