//! Settings of mails, and of what users are told by mail.

use crate::settings::refused::{Refused, refuse};
use doorward_adapters::mail::SmtpServer;
use doorward_protocol::mail_address::MailSender;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::{collections::BTreeMap, path::PathBuf};

/// The mail servers.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailSettings {
    /// `smtp://USER:PASSWORD@HOST:587` or `smtps://…`; none sends no mail.
    pub url: Option<SecretString>,
    /// The address that mails come from, with or without a name.
    pub from: Option<String>,
    /// Authorities that are trusted beside the public ones, a PEM file.
    pub ca_file: Option<PathBuf>,
    /// Servers for the mails of apps, by the names that `mail_server` of a client has.
    pub servers: BTreeMap<String, MailServerSettings>,
}

/// A server for the mails of apps.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailServerSettings {
    /// The URL of the server, as `mail.url` is that of the server of all mails.
    pub url: Option<SecretString>,
    /// The address that its mails come from; without it, that of all mails.
    pub from: Option<String>,
    /// As `mail.ca_file`; without it, that of all mails.
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

/// Mails need a server and a sender.
pub(super) fn validate(mail: &MailSettings) -> Result<(), Refused> {
    if let Some(url) = &mail.url
        && let Err(reason) = SmtpServer::check_url(url.expose_secret())
    {
        return refuse("mail.url", reason);
    }
    match &mail.from {
        Some(from) => {
            if let Err(reason) = MailSender::parse(from) {
                return refuse("mail.from", reason);
            }
        }
        None if mail.url.is_some() => {
            return refuse(
                "mail.url",
                "needs mail.from, the address that mails come from: Example <no-reply@example.com>",
            );
        }
        None => {}
    }
    servers(mail)
}

/// The servers of apps stand beside that of all other mails.
fn servers(mail: &MailSettings) -> Result<(), Refused> {
    const KEY: &str = "mail.servers";
    if mail.url.is_none() && !mail.servers.is_empty() {
        return refuse(
            KEY,
            "needs mail.url too, the server of the mails that belong to no app",
        );
    }
    for (name, server) in &mail.servers {
        let of = |reason: &str| refuse(KEY, format!("{name}: {reason}"));
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        if name.is_empty() || name.len() > 40 || !name.chars().all(is_plain) {
            return of("a name is of small letters, digits, - and _, 40 at most");
        }
        let Some(url) = &server.url else {
            return of("it needs url, such as smtp://USER:PASSWORD@HOST:587");
        };
        if let Err(reason) = SmtpServer::check_url(url.expose_secret()) {
            return of(&format!("url {reason}"));
        }
        if let Some(Err(reason)) = server.from.as_deref().map(MailSender::parse) {
            return of(&format!("from {reason}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(), String> {
        let settings: MailSettings = toml::from_str(text).unwrap();
        validate(&settings).map_err(|refused| format!("{}: {}", refused.key, refused.reason))
    }

    #[test]
    fn servers_of_apps_stand_beside_that_of_all_mails() {
        let main = "url = 'smtp://mail.example.com'\nfrom = 'id@example.com'\n";
        let with = |server: &str| read(&format!("{main}[servers.notes]\n{server}"));
        assert_eq!(with("url = 'smtps://u:secret@notes.example'"), Ok(()));
        let whole = "url = 'smtp://notes.example'\nfrom = 'Notes <notes@notes.example>'\nca_file = '/ca.pem'";
        assert_eq!(with(whole), Ok(()));
        for (server, reason) in [
            ("", "notes: it needs url"),
            (
                "url = 'http://u:secret@notes.example'",
                "notes: url must be smtp://",
            ),
            (
                "url = 'smtp://notes.example'\nfrom = 'Notes'",
                "notes: from ",
            ),
        ] {
            let refused = with(server).unwrap_err();
            assert!(refused.contains(reason), "{refused}");
            assert!(!refused.contains("secret"), "{refused}");
        }
        for name in ["'Notes'", "'a b'", "''", "'ä'"] {
            let text = format!("{main}[servers.{name}]\nurl = 'smtp://notes.example'");
            assert!(read(&text).unwrap_err().contains("a name is of"), "{name}");
        }
        let alone = read("[servers.notes]\nurl = 'smtp://notes.example'").unwrap_err();
        assert!(alone.contains("needs mail.url too"), "{alone}");
    }
}
