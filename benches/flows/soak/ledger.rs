//! What was done, what was checked, and the verdicts.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// The head of the table of a run.
pub const HEAD: &str = "| store | time | requests | not answered | sessions | ended | faults | lost (checks) | alive after the end (checks) | memory: before, after |\n|---|---|---|---|---|---|---|---|---|---|";

/// How much memory may grow between the two windows: a tenth, and what an allocator keeps.
const GROWTH: f64 = 1.10;
const SLACK_KILOBYTES: u64 = 12 * 1024;

/// Counters of a run, and every wrong answer.
#[derive(Default)]
pub struct Ledger {
    pub requests: AtomicU64,
    pub unanswered: AtomicU64,
    pub begun: AtomicU64,
    pub ended: AtomicU64,
    pub checks_of_live: AtomicU64,
    pub checks_of_ended: AtomicU64,
    lost: Mutex<Vec<String>>,
    alive: Mutex<Vec<String>>,
}

/// Counts one more.
pub fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

impl Ledger {
    /// Somebody who must be in is out.
    pub fn lost(&self, what: String) {
        self.lost.lock().unwrap().push(what);
    }

    /// Something that ended works.
    pub fn alive(&self, what: String) {
        self.alive.lock().unwrap().push(what);
    }

    /// Prints the row of a store and what is wrong; whether every verdict holds.
    pub fn report(
        &self,
        store: &str,
        took: Duration,
        faults: &BTreeMap<&'static str, usize>,
        memory: &Memory,
    ) -> bool {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let (lost, alive) = (self.lost.lock().unwrap(), self.alive.lock().unwrap());
        let (before, after) = memory.windows();
        println!(
            "| {store} | {:.1} min | {} | {} | {} | {} | {} | {} ({}) | {} ({}) | {} MB, {} MB |",
            took.as_secs_f64() / 60.0,
            get(&self.requests),
            get(&self.unanswered),
            get(&self.begun),
            get(&self.ended),
            faults.values().sum::<usize>(),
            lost.len(),
            get(&self.checks_of_live),
            alive.len(),
            get(&self.checks_of_ended),
            before / 1024,
            after / 1024,
        );
        let told: Vec<String> = faults
            .iter()
            .map(|(what, n)| format!("{n} {what}"))
            .collect();
        eprintln!("{store}: {}", told.join(", "));
        for (verdict, wrong) in [("lost", &lost), ("alive after its end", &alive)] {
            for what in wrong.iter().take(10) {
                eprintln!("{store}: {verdict}: {what}");
            }
        }
        let is_flat = memory.is_flat();
        if !is_flat {
            eprintln!("{store}: memory grew from {before} kB to {after} kB");
        }
        // A verdict about nothing is none.
        let was_checked = get(&self.checks_of_live) > 10
            && get(&self.checks_of_ended) > 10
            && faults.values().sum::<usize>() > 0;
        if !was_checked {
            eprintln!("{store}: too little was checked for a verdict: run it for longer");
        }
        lost.is_empty() && alive.is_empty() && is_flat && was_checked
    }
}

/// Resident memory over the time of a run.
#[derive(Default)]
pub struct Memory(Vec<(f64, u64)>);

impl Memory {
    /// Takes a sample of these processes together, at this part of the run.
    pub fn sample(&mut self, at: f64, pids: &[Option<u32>]) {
        let kilobytes = pids.iter().flatten().map(|pid| resident(*pid)).sum();
        self.0.push((at, kilobytes));
    }

    /// The median of the window from 55 % to 70 % of the run, and of the last 15 %.
    fn windows(&self) -> (u64, u64) {
        let median = |from: f64, to: f64| {
            let mut inside: Vec<u64> = self
                .0
                .iter()
                .filter(|(at, _)| (from..to).contains(at))
                .map(|(_, kilobytes)| *kilobytes)
                .collect();
            inside.sort_unstable();
            inside.get(inside.len() / 2).copied().unwrap_or_default()
        };
        (median(0.55, 0.70), median(0.85, 2.0))
    }

    fn is_flat(&self) -> bool {
        let (before, after) = self.windows();
        before > 0 && after as f64 <= before as f64 * GROWTH + SLACK_KILOBYTES as f64
    }
}

fn resident(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse().ok())
        .unwrap_or(0)
}
