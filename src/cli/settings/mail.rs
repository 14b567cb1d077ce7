//! Settings of mails, and of what users are told by mail.

use secrecy::SecretString;
use serde::Deserialize;
use std::path::PathBuf;

/// The mail server.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailSettings {
    /// `smtp://USER:PASSWORD@HOST:587` or `smtps://…`; none sends no mail.
    pub url: Option<SecretString>,
    /// The address that mails come from, with or without a name.
    pub from: Option<String>,
    /// Authorities that are trusted beside the public ones, a PEM file.
    pub ca_file: Option<PathBuf>,
}

/// What users are told by mail.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NoticeSettings {
    /// Whether they hear of a sign-in in a browser in which they did not sign in before.
    pub new_device: bool,
}

impl Default for NoticeSettings {
    fn default() -> Self {
        Self { new_device: true }
    }
}
