//! Settings of the audit log.

use crate::settings::refused::{Refused, refuse};
use doorward_adapters::outbound::syslog::SyslogServer;
use secrecy::SecretString;
use serde::Deserialize;
use std::{collections::HashSet, path::PathBuf};

/// The audit log.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuditSettings {
    /// Days after which an entry is deleted; 0 keeps every entry.
    pub retention_days: u32,
    /// Where the log is streamed to.
    pub streams: Vec<AuditStreamSettings>,
}

impl Default for AuditSettings {
    fn default() -> Self {
        Self {
            retention_days: 400,
            streams: Vec::new(),
        }
    }
}

/// A receiver of the audit log. Which fields it has depends on its kind.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuditStreamSettings {
    /// Its name, under which its place in the log is kept.
    pub name: String,
    /// `syslog`, `webhook` or `file`.
    pub kind: String,
    /// Where it begins: `beginning` (the default), or `now`.
    pub start: Option<String>,
    /// The collector (`tls://HOST:PORT`), or the address that gets JSON Lines by POST (https).
    pub url: Option<String>,
    /// The file that JSON Lines are appended to.
    pub path: Option<PathBuf>,
    /// Authorities that are trusted in the place of the public ones, a PEM file.
    pub ca_file: Option<PathBuf>,
    /// The certificate that is shown to the collector, a PEM file.
    pub certificate: Option<PathBuf>,
    /// Its private key, a PEM file.
    pub key: Option<PathBuf>,
    /// What requests are signed with: `whsec_` and base64, or any other text.
    pub secret: Option<SecretString>,
    /// A file that holds it.
    pub secret_file: Option<PathBuf>,
    /// Whether the address may be on this machine or in a private network.
    pub allow_private_addresses: bool,
}

/// The kinds of receivers, each with the fields that it may have.
const KINDS: [(&str, &[&str]); 3] = [
    ("syslog", &["url", "ca_file", "certificate", "key"]),
    (
        "webhook",
        &["url", "secret", "secret_file", "allow_private_addresses"],
    ),
    ("file", &["path"]),
];

impl AuditStreamSettings {
    /// Whether it begins with the oldest entry.
    pub fn begins_with_the_oldest(&self) -> bool {
        self.start.as_deref() != Some("now")
    }

    /// The fields that are set beside name, kind and start.
    fn given(&self) -> Vec<&'static str> {
        let fields = [
            ("url", self.url.is_some()),
            ("path", self.path.is_some()),
            ("ca_file", self.ca_file.is_some()),
            ("certificate", self.certificate.is_some()),
            ("key", self.key.is_some()),
            ("secret", self.secret.is_some()),
            ("secret_file", self.secret_file.is_some()),
            ("allow_private_addresses", self.allow_private_addresses),
        ];
        let given = fields.into_iter().filter(|(_, is_given)| *is_given);
        given.map(|(name, _)| name).collect()
    }

    /// What is wrong with it.
    fn problem(&self) -> Option<String> {
        let Some((kind, allowed)) = KINDS.iter().find(|(kind, _)| *kind == self.kind) else {
            let kind = &self.kind;
            return Some(format!(
                "there is no kind {kind:?}: it must be syslog, webhook or file"
            ));
        };
        if let Some(field) = self.given().into_iter().find(|it| !allowed.contains(it)) {
            return Some(format!("{field} says nothing where the kind is {kind}"));
        }
        if !matches!(self.start.as_deref(), None | Some("beginning" | "now")) {
            return Some("start must be beginning or now".to_owned());
        }
        match *kind {
            "syslog" => self.problem_of_syslog(),
            "webhook" => self.problem_of_webhook(),
            _ => self
                .path
                .is_none()
                .then(|| "it needs path, the file that lines are appended to".to_owned()),
        }
    }

    fn problem_of_syslog(&self) -> Option<String> {
        let Some(url) = &self.url else {
            return Some("it needs url, such as tls://siem.example.com:6514".to_owned());
        };
        if let Err(reason) = SyslogServer::check_url(url) {
            return Some(format!("url {reason}"));
        }
        if self.certificate.is_some() != self.key.is_some() {
            return Some("certificate and key go together".to_owned());
        }
        let is_plain = url.starts_with("tcp:");
        let tls = [&self.ca_file, &self.certificate];
        (is_plain && tls.iter().any(|file| file.is_some()))
            .then(|| "ca_file, certificate and key need a url with tls://".to_owned())
    }

    fn problem_of_webhook(&self) -> Option<String> {
        let Some(url) = &self.url else {
            return Some("it needs url, the address that entries are sent to".to_owned());
        };
        let parsed = url::Url::parse(url).ok().filter(url::Url::has_host);
        let is_here = |url: &url::Url| {
            self.allow_private_addresses
                && url.scheme() == "http"
                && matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
        };
        if !parsed.is_some_and(|url| url.scheme() == "https" || is_here(&url)) {
            return Some(
                "url must be an https address; allow_private_addresses = true allows http on this \
                 machine"
                    .to_owned(),
            );
        }
        match (&self.secret, &self.secret_file) {
            (None, None) => {
                Some("it needs secret or secret_file: the receiver must know who sends".to_owned())
            }
            (Some(_), Some(_)) => Some("secret and secret_file are both set".to_owned()),
            _ => None,
        }
    }
}

/// Checks the streams.
pub(super) fn validate(settings: &AuditSettings) -> Result<(), Refused> {
    const KEY: &str = "audit.streams";
    let mut names = HashSet::new();
    for stream in &settings.streams {
        let name = &stream.name;
        let is_name = (1..=64).contains(&name.len())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        if !is_name {
            return refuse(
                KEY,
                format!("each needs a name of up to 64 letters, digits, - and _, not {name:?}"),
            );
        }
        if !names.insert(name) {
            return refuse(KEY, format!("two have the name {name}"));
        }
        if let Some(problem) = stream.problem() {
            return refuse(KEY, format!("{name}: {problem}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
