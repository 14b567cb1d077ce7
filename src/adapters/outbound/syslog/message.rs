//! Messages of the syslog protocol (RFC 5424), framed for a stream (RFC 5425 §4.3).

use doorward_protocol::time::Timestamp;
use std::fmt::Write as _;
use syslog_fmt::{
    Facility, Severity,
    v5424::{Config, Msg, Timestamp as Written},
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// The most characters of HOSTNAME (RFC 5424 §6).
const MAX_HOST: usize = 255;
/// The most characters of MSGID (RFC 5424 §6).
const MAX_ID: usize = 32;
/// The name of the structured data. The number after `@` is the one of RFC 5612, which belongs to
/// nobody.
const FIELDS: &str = "doorward@32473";

/// How much a message matters (RFC 5424 §6.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyslogSeverity {
    /// Something was refused or failed.
    Warning,
    /// Something happened as it should.
    Informational,
}

/// A field of the structured data (RFC 5424 §6.3.3).
#[derive(Clone, Copy, Debug)]
pub struct SyslogField<'a> {
    /// Its name: printable ASCII without `=`, space, `]` and `"`.
    pub name: &'static str,
    /// Its value, any text.
    pub value: &'a str,
}

/// A message of the facility `authpriv`.
#[derive(Clone, Debug)]
pub struct SyslogMessage<'a> {
    /// How much it matters.
    pub severity: SyslogSeverity,
    /// When it happened.
    pub at: Timestamp,
    /// What kind of message it is: MSGID.
    pub id: &'a str,
    /// The structured data.
    pub fields: Vec<SyslogField<'a>>,
    /// The message, a JSON document on one line.
    pub json: &'a str,
}

/// Writes messages of one host.
#[derive(Clone, Debug)]
pub struct SyslogFormat(syslog_fmt::v5424::Formatter);

impl SyslogFormat {
    /// Messages of a host: the host of the issuer.
    pub fn new(host: &str) -> Self {
        let host = header(host, MAX_HOST);
        let config = Config {
            facility: Facility::Authpriv,
            hostname: Some(&host),
            app_name: Some("doorward"),
            proc_id: None,
        };
        Self(config.into_formatter())
    }

    /// Adds a message with its length before it (octet counting) to what is sent.
    ///
    /// # Errors
    /// None that a vector can cause.
    pub fn write(&self, message: &SyslogMessage<'_>, frames: &mut Vec<u8>) -> std::io::Result<()> {
        let severity = match message.severity {
            SyslogSeverity::Warning => Severity::Warning,
            SyslogSeverity::Informational => Severity::Info,
        };
        let id = header(message.id, MAX_ID);
        let values: Vec<(&str, String)> = message
            .fields
            .iter()
            .map(|field| (field.name, on_one_line(field.value)))
            .collect();
        let params = values.iter().map(|(name, value)| (*name, value.as_str()));
        let json = in_ascii(message.json);
        let mut text = Vec::new();
        self.0.write_with_data(
            &mut text,
            severity,
            Written::PreformattedString(timestamp(message.at)),
            Msg::NonUnicodeBytes(json.as_bytes()),
            Some(&id),
            vec![(FIELDS, params.collect::<Vec<_>>())],
        )?;
        frames.extend(format!("{} ", text.len()).into_bytes());
        frames.extend(text);
        Ok(())
    }
}

/// A time with its milliseconds, in UTC (RFC 5424 §6.2.3); NILVALUE for what no calendar has.
fn timestamp(at: Timestamp) -> String {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.0) * 1_000_000)
        .ok()
        .and_then(|at| at.format(&Rfc3339).ok())
        .unwrap_or_else(|| "-".to_owned())
}

/// A text as a field of the header has it: printable ASCII, not too long, and not empty.
fn header(text: &str, limit: usize) -> String {
    let printable = |c: char| if c.is_ascii_graphic() { c } else { '_' };
    let text: String = text.chars().take(limit).map(printable).collect();
    if text.is_empty() {
        "-".to_owned()
    } else {
        text
    }
}

/// A text without control characters: many collectors keep a message as one line.
fn on_one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// JSON in ASCII alone, which means the same (RFC 8259 §7). RFC 5424 §6.4 wants a byte order mark before
/// other texts, which many readers of JSON do not take.
fn in_ascii(json: &str) -> String {
    let mut ascii = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() && !c.is_ascii_control() {
            ascii.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(ascii, "\\u{unit:04x}");
            }
        }
    }
    ascii
}

#[cfg(test)]
mod tests;
