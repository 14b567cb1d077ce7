//! The settings one by one, for administrators to read: those that are set explicitly, and the others.

/// A setting that is not left to its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplicitSetting {
    /// Its name, such as `sessions.idle_minutes`.
    pub key: String,
    /// Its value; none where it may hold a secret.
    pub value: Option<String>,
    /// The environment variable that it comes from; none where it comes from the settings file.
    pub variable: Option<String>,
    /// What it is for, as the commented settings file says it.
    pub help: Option<String>,
}

/// A setting that is left to its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultSetting {
    /// Its name, such as `sessions.idle_minutes`.
    pub key: String,
    /// Its default; none where it is not set without somebody who sets it.
    pub value: Option<String>,
    /// What it is for, as the commented settings file says it.
    pub help: Option<String>,
}
