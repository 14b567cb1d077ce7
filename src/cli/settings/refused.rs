//! A setting that is refused, and why.

/// A setting that is refused.
#[derive(Debug)]
pub(super) struct Refused {
    /// The setting with its section: `sessions.idle_minutes`.
    pub(super) key: &'static str,
    /// What it must be instead.
    pub(super) reason: String,
}

/// Refuses a setting for this reason.
pub(super) fn refuse(key: &'static str, reason: impl Into<String>) -> Result<(), Refused> {
    Err(Refused {
        key,
        reason: reason.into(),
    })
}

/// Refuses a value that is none of these names.
pub(super) fn one_of(key: &'static str, value: &str, names: &[&str]) -> Result<(), Refused> {
    if names.contains(&value) {
        return Ok(());
    }
    let (last, others) = names.split_last().unwrap_or((&"", &[]));
    refuse(key, format!("must be {} or {last}", others.join(", ")))
}
