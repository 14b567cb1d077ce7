//! What became of the rows of an import.

use doorward_core::users::RowOutcome;

/// How many refusals are shown.
const SHOWN: usize = 100;

/// What became of the rows, or would become of them.
pub struct Counted {
    /// Whether nothing was written.
    pub is_dry_run: bool,
    /// Rows that were read.
    pub rows: usize,
    /// Users who were added.
    pub added: usize,
    /// Users who were here, and were changed.
    pub updated: usize,
    /// Users who are here, and stay as they are.
    pub skipped: usize,
    /// Rows that an earlier run imported.
    pub imported_before: usize,
    /// Rows that were not imported.
    pub refused: usize,
    /// The first of them.
    pub refusals: Vec<Refusal>,
}

/// A row that was not imported.
pub struct Refusal {
    /// The number of the line, or of the user.
    pub place: u64,
    /// Who it is about, where that could be read.
    pub label: String,
    /// Why, in English.
    pub reason: String,
}

impl Counted {
    /// Before the first row.
    pub const fn new(is_dry_run: bool) -> Self {
        Self {
            is_dry_run,
            rows: 0,
            added: 0,
            updated: 0,
            skipped: 0,
            imported_before: 0,
            refused: 0,
            refusals: Vec::new(),
        }
    }

    /// Counts a row that was refused.
    pub fn refuse(&mut self, place: u64, label: &str, reason: String) {
        self.rows += 1;
        self.refused += 1;
        if self.refusals.len() < SHOWN {
            self.refusals.push(Refusal {
                place,
                label: label.to_owned(),
                reason,
            });
        }
    }

    /// Counts a row.
    pub fn add(&mut self, place: u64, label: &str, outcome: RowOutcome) {
        let count = match outcome {
            RowOutcome::Refused(reason) => return self.refuse(place, label, reason),
            RowOutcome::Added => &mut self.added,
            RowOutcome::Updated => &mut self.updated,
            RowOutcome::Skipped => &mut self.skipped,
            RowOutcome::ImportedBefore => &mut self.imported_before,
        };
        *count += 1;
        self.rows += 1;
    }
}
