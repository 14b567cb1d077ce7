//! What SQLite refused, in the errors of the store.

use crate::{Error, db::cause::Cause};
use rusqlite::ffi;

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let Some(failure) = error.sqlite_error() else {
            // It is about the use of the library: no value is in the text.
            return Self::Unavailable(error.to_string());
        };
        match failure.extended_code {
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => Self::Taken,
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Self::Missing,
            code => of_code(code),
        }
    }
}

fn of_code(code: i32) -> Error {
    if let Some(cause) = Cause::of_code(&code.to_string()) {
        tracing::debug!(%code, %cause, "the database refused a statement");
        return Error::Cannot(cause);
    }
    // The text of a database error can quote values, which must not reach a log.
    Error::Unavailable(format!("error {code}: {}", ffi::code_to_str(code)))
}

/// The primary code of a failure, without its extension.
fn primary_code(error: &rusqlite::Error) -> Option<i32> {
    error
        .sqlite_error()
        .map(|failure| failure.extended_code & 0xff)
}

/// Whether SQLite gave up waiting for another connection.
pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    primary_code(error) == Some(ffi::SQLITE_BUSY)
}

/// Whether a statement needs more time than it had: another connection keeps it waiting, or it was
/// interrupted.
pub(super) fn needs_time(error: &rusqlite::Error) -> bool {
    matches!(
        primary_code(error),
        Some(ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED | ffi::SQLITE_INTERRUPT | ffi::SQLITE_PROTOCOL)
    )
}
