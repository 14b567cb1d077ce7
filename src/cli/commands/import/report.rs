//! What an import says: how far it is, what became of the rows, and why some were left out.

use super::left_behind::{Left, LeftCounts};
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
    /// Of how many of the users who were added or updated something was left behind, by its name.
    pub(super) left_behind: LeftCounts,
}

/// A row that was read.
pub(super) struct Row<'a> {
    /// The number of the line, or of the user.
    pub(super) place: u64,
    /// What the user is called.
    pub(super) user: &'a str,
    /// What does not come along.
    pub(super) left: Left,
}

impl Row<'_> {
    /// One that nothing is known of.
    pub(super) const fn unread(place: u64) -> Self {
        Self {
            place,
            user: "",
            left: Left::new(),
        }
    }
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

/// Counts rows, and writes to a file those that were not imported, or not whole.
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
    pub(super) fn add(&mut self, row: &Row<'_>, outcome: &RowOutcome) -> anyhow::Result<()> {
        let Row { place, user, .. } = row;
        let summary = &mut self.summary;
        summary.rows += 1;
        let (count, name, reason) = match outcome {
            RowOutcome::Added => (&mut summary.added, "added", ""),
            RowOutcome::Updated => (&mut summary.updated, "updated", ""),
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
        let is_here = matches!(outcome, RowOutcome::Added | RowOutcome::Updated);
        if is_here {
            summary.left_behind.add(&row.left);
        }
        let is_told = !name.is_empty() && (!is_here || !row.left.is_empty());
        if let (Some(file), true) = (&mut self.file, is_told) {
            let mut line = json!({"row": place, "user": user, "outcome": name, "reason": reason});
            if let (Some(members), true) = (line.as_object_mut(), is_here) {
                let left = row.left.iter().map(|kind| kind.name()).collect();
                members.insert("left_behind".to_owned(), left);
            }
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
