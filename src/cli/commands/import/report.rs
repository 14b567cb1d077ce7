//! What an import says: how far it is, what became of the rows, and why some were left out.

use anyhow::Context;
use doorward_core::users::RowOutcome;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use serde_json::json;
use std::{
    fs::OpenOptions,
    io::{BufWriter, IsTerminal, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
    time::Duration,
};

/// The reasons that are shown where there is no report; the report has all of them.
const SHOWN: usize = 10;

/// What became of the rows.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Summary {
    /// Rows that were read.
    pub(super) rows: u64,
    pub(super) added: u64,
    pub(super) updated: u64,
    /// Users who are here already, and stay as they are.
    pub(super) skipped: u64,
    /// Rows that an earlier run imported.
    pub(super) imported_before: u64,
    pub(super) refused: u64,
    /// The first refusals, each with its row.
    pub(super) refusals: Vec<String>,
}

impl Summary {
    pub(super) fn text(&self, dry_run: bool) -> String {
        let mut lines = vec![format!(
            "{}{} rows: {} added, {} updated, {} here already, {} imported before, {} refused.",
            if dry_run { "Nothing was written. " } else { "" },
            self.rows,
            self.added,
            self.updated,
            self.skipped,
            self.imported_before,
            self.refused
        )];
        lines.extend(self.refusals.iter().map(|refusal| format!("  {refusal}")));
        let shown = u64::try_from(self.refusals.len()).unwrap_or_default();
        if self.refused > shown {
            let more = self.refused - shown;
            lines.push(format!("  and {more} more: --report FILE has all of them."));
        }
        lines.join("\n")
    }
}

/// Counts rows, and writes those that were not imported to a file.
pub(super) struct Report {
    pub(super) summary: Summary,
    file: Option<BufWriter<std::fs::File>>,
}

impl Report {
    /// A report to a file, which is its owner's alone: it holds addresses.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub(super) fn create(path: Option<&Path>) -> anyhow::Result<Self> {
        let open = |path: &Path| {
            let mut options = OpenOptions::new();
            options.write(true).create(true).truncate(true).mode(0o600);
            let file = options.open(path);
            file.with_context(|| format!("{} cannot be written", path.display()))
        };
        Ok(Self {
            summary: Summary::default(),
            file: path.map(open).transpose()?.map(BufWriter::new),
        })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub(super) fn add(
        &mut self,
        place: u64,
        user: &str,
        outcome: &RowOutcome,
    ) -> anyhow::Result<()> {
        let summary = &mut self.summary;
        summary.rows += 1;
        let (count, name, reason) = match outcome {
            RowOutcome::Added => (&mut summary.added, "", ""),
            RowOutcome::Updated => (&mut summary.updated, "", ""),
            RowOutcome::Skipped => (&mut summary.skipped, "skipped", "the user is here already"),
            RowOutcome::ImportedBefore => (&mut summary.imported_before, "", ""),
            RowOutcome::Refused(reason) => (&mut summary.refused, "refused", reason.as_str()),
        };
        *count += 1;
        if name == "refused" && summary.refusals.len() < SHOWN {
            // A terminal obeys control characters, and the row comes from elsewhere.
            let user = user.replace(char::is_control, "\u{fffd}");
            let user = if user.is_empty() {
                user
            } else {
                format!(" ({user})")
            };
            summary
                .refusals
                .push(format!("row {place}{user}: {reason}"));
        }
        if let (Some(file), false) = (&mut self.file, name.is_empty()) {
            let line = json!({"row": place, "user": user, "outcome": name, "reason": reason});
            writeln!(file, "{line}").context("the report cannot be written")?;
        }
        Ok(())
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub(super) fn finish(mut self) -> anyhow::Result<Summary> {
        if let Some(file) = &mut self.file {
            file.flush().context("the report cannot be written")?;
        }
        Ok(self.summary)
    }
}

/// How far an import is, on a terminal.
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    pub(super) fn start(json: bool) -> Self {
        if json || !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) =
            ProgressStyle::with_template("{spinner} {pos} rows, {per_sec}, {elapsed} {msg}")
        {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(Some(bar))
    }

    pub(super) fn show(&self, summary: &Summary) {
        if let Some(bar) = &self.0 {
            bar.set_position(summary.rows);
            bar.set_message(format!("{} refused", summary.refused));
        }
    }

    pub(super) fn finish(self) {
        if let Some(bar) = self.0 {
            bar.finish_and_clear();
        }
    }
}
