//! What one check finds.

use serde::Serialize;

/// The result of one check.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// What was checked.
    pub what: &'static str,
    /// Whether it is as it must be.
    pub ok: bool,
    /// What was found, and what to do where it is wrong.
    pub detail: String,
}

pub(super) fn finding(what: &'static str, ok: bool, detail: impl Into<String>) -> Finding {
    Finding {
        what,
        ok,
        detail: detail.into(),
    }
}
