//! The mails that wait, for administrators: what each is and to whom, without what it says.

use super::mailer::{Mailer, Queued, QueuedMail};
use crate::{
    Result,
    sealing::{Purpose, SealError},
};
use doorward_protocol::{mail_address::masked, time::Timestamp};
use doorward_storage::{MAIL_OF_SERVER, OutboxMessage};

/// A mail that was opened, or what follows where there is none to send.
pub(super) enum Opened {
    Mail(Box<QueuedMail>),
    Nothing,
    Failed(SealError),
}

/// A mail that waits.
pub struct WaitingMail {
    /// Its identifier, which is no secret.
    pub id: String,
    /// The server that it waits for, by its name; none for the one of all mails that no other one sends,
    /// or where that is yet to be found.
    pub server: Option<String>,
    /// What it is; none where it cannot be opened.
    pub name: Option<&'static str>,
    /// Who gets it, of whose address the most is hidden.
    pub to: String,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// How often it was offered to the mail server.
    pub attempts: i64,
    /// When it is offered next.
    pub next_attempt_at: Timestamp,
    /// When it is of no use any more.
    pub expires_at: Timestamp,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
}

/// A page of the mails that wait.
pub struct WaitingMails {
    /// The mails, the newest first.
    pub mails: Vec<WaitingMail>,
    /// The mail that the next page begins after; none on the last page.
    pub next: Option<String>,
}

impl Mailer {
    /// Opens a mail that waits.
    pub(super) fn open(&self, message: &OutboxMessage) -> Opened {
        let sealed = message.sealed_payload.as_deref().unwrap_or_default();
        let plain = match self
            .kernel
            .sealing
            .open(Purpose::Mail.at(&[&message.id]), sealed)
        {
            Ok(plain) => plain,
            Err(error) => return Opened::Failed(error),
        };
        match serde_json::from_slice(&plain) {
            Ok(Queued::Mail(mail)) => Opened::Mail(mail),
            Ok(Queued::Nothing) => Opened::Nothing,
            Err(_) => Opened::Failed(SealError::Altered),
        }
    }

    /// The mails that wait, queued before one, the newest first; of at most so many messages. Messages
    /// that stand for no mail are left out.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn waiting(&self, before: Option<&str>, limit: usize) -> Result<WaitingMails> {
        let store = self.kernel.database.read();
        let mut rows = Vec::new();
        for kind in self.delivery.kinds() {
            rows.extend(store.queued_messages(&kind, before, limit).await?);
        }
        rows.sort_by(|one, other| other.message.id.cmp(&one.message.id));
        rows.truncate(limit);
        let last = rows.last().filter(|_| rows.len() == limit);
        let next = last.map(|row| row.message.id.clone());
        let mut mails = Vec::new();
        for row in rows {
            let (name, to) = match self.open(&row.message) {
                Opened::Nothing => continue,
                Opened::Mail(mail) => (Some(mail.content.name()), masked(&mail.to)),
                Opened::Failed(_) => (None, String::new()),
            };
            let server = row.message.kind.strip_prefix(MAIL_OF_SERVER);
            mails.push(WaitingMail {
                server: server.map(str::to_owned),
                name,
                to,
                queued_at: row.message.created_at,
                attempts: row.message.attempts,
                next_attempt_at: row.next_attempt_at,
                expires_at: row.message.expires_at,
                last_error: row.last_error,
                id: row.message.id,
            });
        }
        Ok(WaitingMails { mails, next })
    }
}
