//! A file of declarations, and how it is applied.

use std::path::Path;

/// How a file is applied.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mode {
    /// Nothing is written.
    pub dry_run: bool,
    /// What the file declared before and declares no more is removed.
    pub prune: bool,
}

/// A file, with its name for messages.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
}

impl File<'_> {
    /// What the file is called where nothing in it says so: its path, however the command named it.
    pub(super) fn source(&self) -> String {
        let path = Path::new(self.name).canonicalize();
        path.map_or_else(|_| self.name.to_owned(), |path| path.display().to_string())
    }
}
