//! A file of users of another system, in memory.

use super::imported_row::ImportRow;

/// A row of a file, with its place.
pub struct ReadRow {
    /// The number of the line, or of the user.
    pub place: u64,
    /// The row, or why it cannot be read; never what it holds.
    pub row: Result<ImportRow, String>,
}

/// Reads the rows of a document of a format, such as `csv`. It blocks its thread. The error says why
/// there are no rows at all.
pub type ReadImport = fn(&str, &[u8]) -> Result<Vec<ReadRow>, String>;
