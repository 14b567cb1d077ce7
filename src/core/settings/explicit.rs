//! The settings that are set explicitly, setting by setting, for administrators to read.

/// A setting that is not left to its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplicitSetting {
    /// Its name, such as `sessions.idle_minutes`.
    pub key: String,
    /// Its value; none where it may hold a secret.
    pub value: Option<String>,
    /// The environment variable that it comes from; none where it comes from the settings file.
    pub variable: Option<String>,
}
