//! Entries on their way to a receiver, in the form that it takes.

use super::{AuditReceiver, AuditStreams, AuditWebhook};
use crate::audit::exported;
use doorward_adapters::outbound::{
    Question,
    syslog::{SyslogField, SyslogMessage, SyslogSeverity},
};
use doorward_protocol::time::Timestamp;
use doorward_storage::{AuditPlace, ChainedRow};
use std::{fmt::Write as _, time::Duration};

/// How long a receiver may take to answer a request.
const WEBHOOK_TIMEOUT: Duration = Duration::from_secs(20);
/// How long a disk may take. It is less than the lease of a stream, as every limit here.
const FILE_TIMEOUT: Duration = Duration::from_secs(30);

/// Entries that are sent together.
pub(super) struct Batch<'a> {
    pub(super) stream: &'a str,
    pub(super) first: AuditPlace,
    pub(super) last: AuditPlace,
    pub(super) entries: &'a [ChainedRow],
    pub(super) now: Timestamp,
}

impl Batch<'_> {
    /// The same for the same entries: whoever gets a batch twice knows it by it.
    fn id(&self) -> String {
        let (first, last) = (self.first, self.last);
        format!(
            "{}.{}.{}-{}.{}",
            self.stream,
            first.day.seconds(),
            first.position,
            last.day.seconds(),
            last.position
        )
    }

    /// The entries as JSON, one a line.
    fn lines(&self) -> String {
        self.entries.iter().fold(String::new(), |mut lines, row| {
            let _ = writeln!(lines, "{}", exported(row));
            lines
        })
    }
}

impl AuditStreams {
    /// Sends entries, and returns once the receiver has taken them.
    ///
    /// # Errors
    /// Why it did not, for the operator.
    pub(super) async fn send(
        &self,
        receiver: &AuditReceiver,
        batch: &Batch<'_>,
    ) -> Result<(), String> {
        match receiver {
            AuditReceiver::Syslog(server) => {
                let frames = self.frames(batch).map_err(|error| error.to_string())?;
                server
                    .send(&frames)
                    .await
                    .map_err(|error| error.to_string())
            }
            AuditReceiver::Webhook(webhook) => self.post(webhook, batch).await,
            AuditReceiver::File(file) => {
                let appended = tokio::time::timeout(FILE_TIMEOUT, file.append(batch.lines()));
                match appended.await {
                    Ok(done) => {
                        done.map_err(|error| format!("the file cannot be written: {error}"))
                    }
                    Err(_) => Err("the file could not be written in time".to_owned()),
                }
            }
        }
    }

    fn frames(&self, batch: &Batch<'_>) -> std::io::Result<Vec<u8>> {
        let mut frames = Vec::new();
        for row in batch.entries {
            let json = exported(row).to_string();
            self.format.write(&message(row, &json), &mut frames)?;
        }
        Ok(frames)
    }

    async fn post(&self, webhook: &AuditWebhook, batch: &Batch<'_>) -> Result<(), String> {
        let (id, seconds, body) = (batch.id(), batch.now.seconds(), batch.lines());
        let signature = webhook.secret.signature(&id, seconds, &body);
        let headers = [
            ("webhook-signature", signature),
            ("webhook-id", id),
            ("webhook-timestamp", seconds.to_string()),
        ];
        let question = Question {
            uri: &webhook.url,
            content_type: "application/x-ndjson",
            body,
            headers: &headers,
            timeout: WEBHOOK_TIMEOUT,
        };
        let outbound = self.outbound.for_operator(webhook.allow_private_addresses);
        let told = outbound.tell(question).await;
        told.map(|_| ()).map_err(|error| error.to_string())
    }
}

/// An entry as a syslog message. What collectors search by is structured data, too.
fn message<'a>(row: &'a ChainedRow, json: &'a str) -> SyslogMessage<'a> {
    let event = &row.event;
    let fields = [
        ("id", Some(event.id.as_str())),
        ("actor_kind", Some(event.actor_kind.as_str())),
        ("actor_id", event.actor_id.as_deref()),
        ("sub", event.subject.as_deref()),
        ("client_id", event.client_id.as_deref()),
        ("address", event.address.as_deref()),
        ("request_id", event.request_id.as_deref()),
    ];
    let fields = fields
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| SyslogField { name, value }));
    SyslogMessage {
        severity: severity(&event.action),
        at: event.at,
        id: &event.action,
        fields: fields.collect(),
        json,
    }
}

/// What failed, was refused or looks like an attack is a warning.
fn severity(action: &str) -> SyslogSeverity {
    const WARNINGS: [&str; 5] = [
        "failed",
        "refused",
        "replayed",
        "given_up",
        "attack_suspected",
    ];
    let verb = action.rsplit('.').next().unwrap_or_default();
    if WARNINGS.contains(&verb) {
        SyslogSeverity::Warning
    } else {
        SyslogSeverity::Informational
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_failed_is_a_warning() {
        for (action, expected) in [
            ("sign_in.failed", SyslogSeverity::Warning),
            ("sign_in.attack_suspected", SyslogSeverity::Warning),
            ("refresh_token.replayed", SyslogSeverity::Warning),
            ("sign_in.succeeded", SyslogSeverity::Informational),
            ("role.granted", SyslogSeverity::Informational),
            ("failed.role", SyslogSeverity::Informational),
        ] {
            assert_eq!(severity(action), expected, "{action}");
        }
    }
}
