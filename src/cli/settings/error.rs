//! Why settings are refused.

/// What is wrong with the settings, in one sentence with its place.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SettingsError(pub String);
