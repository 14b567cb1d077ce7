//! The table and the JSON document.

use crate::finding::Verdict;
use serde::Serialize;
use std::{collections::BTreeMap, fmt::Write};

/// The result of one module in one profile.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// The name of the certification profile.
    pub profile: &'static str,
    /// The official name of the module.
    pub module: &'static str,
    /// The response type of the variant.
    pub response_type: &'static str,
    /// What came of it.
    pub result: Verdict,
    /// The section that it tests.
    pub section: &'static str,
    /// What was seen.
    pub seen: String,
    /// How long it took, in milliseconds.
    pub milliseconds: u128,
}

/// The report of a run, as it is written as JSON.
#[derive(Serialize)]
pub struct Report<'a> {
    /// The issuer of the provider under test.
    pub issuer: &'a str,
    /// Results by profile: how many of each.
    pub profiles: BTreeMap<&'static str, BTreeMap<&'static str, usize>>,
    /// The results, one for each module and variant.
    pub modules: &'a [Line],
}

fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "PASSED",
        Verdict::Warning => "WARNING",
        Verdict::Skipped => "SKIPPED",
        Verdict::Failed => "FAILED",
    }
}

/// Counts the lines.
pub fn report<'a>(issuer: &'a str, lines: &'a [Line]) -> Report<'a> {
    let mut profiles: BTreeMap<&'static str, BTreeMap<&'static str, usize>> = BTreeMap::new();
    for line in lines {
        *profiles
            .entry(line.profile)
            .or_default()
            .entry(name(line.result))
            .or_default() += 1;
    }
    Report {
        issuer,
        profiles,
        modules: lines,
    }
}

/// The table for users.
pub fn table(report: &Report<'_>) -> String {
    let mut out = String::new();
    for line in report.modules {
        let _ = writeln!(
            out,
            "{:<8} {:<20} {:<19} {:<76} {:<30} {}",
            name(line.result),
            line.profile,
            line.response_type,
            line.module,
            line.section,
            line.seen
        );
    }
    out.push('\n');
    for (profile, counts) in &report.profiles {
        let counts = counts
            .iter()
            .map(|(result, count)| format!("{count} {}", result.to_lowercase()))
            .collect::<Vec<_>>()
            .join(", ");
        let _ = writeln!(out, "{profile:<22} {counts}");
    }
    out
}
