//! The delivery of mails, a kind of message of the outbox.

use super::{
    mailer::{Mail, Mailer, Parcel, QueuedMail, sender_of},
    rest::Rest,
    servers::MailDelivery,
    waiting::Opened,
};
use crate::{
    Result,
    audit::Record,
    context::OperationContext,
    outbox::{Attempt, HandlerFuture, OutboxHandler, Retry},
    sealing::SealError,
};
use doorward_adapters::mail::SmtpError;
use doorward_protocol::{mail_address::MailAddress, time::Lifetime};
use doorward_storage::{NewMail, OutboxMessage, Store, Unit};
use std::sync::Arc;

/// The most connections to the mail server at once: servers refuse those who come with many.
const MAX_CONNECTIONS: usize = 4;
/// The longest pause before a mail is offered again that the server did not take for now: servers
/// that refuse an unknown sender at first expect it back within minutes.
const MAX_BACKOFF: Lifetime = Lifetime::minutes(15);

/// Sends the mails that wait for one server. Each server rests by itself, and mails to one receiver
/// leave in order among those of one server, so that one that is away delays its own mails alone.
pub(crate) struct Mails {
    mailer: Arc<Mailer>,
    kind: &'static str,
    rest: Rest,
}

impl OutboxHandler for Mails {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn places(&self, max: usize) -> usize {
        match self.mailer.delivery {
            // Mails that an earlier start queued wait until there is a server again.
            MailDelivery::Nowhere => 0,
            MailDelivery::Mailbox(_) => max,
            MailDelivery::Servers(_) => {
                let now = self.mailer.kernel.monotonic();
                self.rest.places(now, max.min(MAX_CONNECTIONS))
            }
        }
    }

    fn send<'a>(
        &'a self,
        ctx: &'a OperationContext,
        message: &'a OutboxMessage,
    ) -> HandlerFuture<'a> {
        Box::pin(self.deliver(ctx, message))
    }

    fn expire<'a>(
        &'a self,
        ctx: &'a OperationContext,
        message: &'a OutboxMessage,
    ) -> HandlerFuture<'a> {
        Box::pin(async { Ok(self.expired(ctx, message)) })
    }
}

impl Mails {
    /// One for each server, and one for the mails whose server is yet to be found.
    pub(crate) fn of_each_server(mailer: &Arc<Mailer>) -> Vec<Self> {
        let kinds = mailer.delivery.kinds().into_iter();
        let of_kind = kinds.map(|kind| Self {
            mailer: Arc::clone(mailer),
            // A few names of the settings, once in the life of the process.
            kind: Box::leak(kind.into_boxed_str()),
            rest: Rest::default(),
        });
        of_kind.collect()
    }

    async fn deliver(&self, ctx: &OperationContext, message: &OutboxMessage) -> Result<Attempt> {
        let mail = match self.mailer.open(message) {
            Opened::Mail(mail) => mail,
            Opened::Nothing => return Ok(Attempt::done(Unit::new())),
            // A node that has the key takes it.
            Opened::Failed(SealError::OtherKey) => {
                return Ok(later(SealError::OtherKey.to_string(), MAX_BACKOFF));
            }
            Opened::Failed(error) => {
                return Ok(self.given_up(ctx, message, None, &error.to_string()));
            }
        };
        let Some(to) = MailAddress::parse(&mail.to) else {
            let cause = "mail cannot be sent to such an address";
            return Ok(self.given_up(ctx, message, Some(&mail), cause));
        };
        let client = self.mailer.client(mail.client_id.as_deref()).await?;
        let kind = self.mailer.delivery.kind_of(client.as_deref());
        if kind != self.kind {
            return Ok(Attempt::done(moved(ctx, message, &kind)));
        }
        let content = Mail {
            to: &mail.to,
            language: mail.language.as_deref(),
            client_id: mail.client_id.as_deref(),
            content: mail.content.clone(),
        };
        let asked = mail.asked.as_ref();
        let rendered = self.mailer.rendered(&content, client.as_deref(), asked)?;
        let sender = client.as_deref().and_then(sender_of);
        let parcel = Parcel {
            id: &message.id,
            to: &to,
            date: message.created_at,
            kind: &kind,
            sender: sender.as_ref(),
        };
        let sent = self.mailer.send(ctx, &parcel, rendered).await;
        Ok(self.attempted(ctx, message, &mail, sent))
    }

    /// What the answer of the server means for the mail, and for the others.
    fn attempted(
        &self,
        ctx: &OperationContext,
        message: &OutboxMessage,
        mail: &QueuedMail,
        sent: std::result::Result<(), SmtpError>,
    ) -> Attempt {
        match sent {
            Ok(()) => {
                self.rest.works();
                tracing::info!(
                    mail = mail.content.name(),
                    id = message.id,
                    "a mail was sent"
                );
                Attempt::done(Unit::new())
            }
            Err(SmtpError::Unavailable { cause, .. }) => {
                let rest = self.rest.failed(self.mailer.kernel.monotonic());
                let rest = i64::try_from(rest.as_millis()).unwrap_or(i64::MAX);
                later(cause, Lifetime(rest))
            }
            Err(SmtpError::Later { cause, .. }) => {
                self.rest.works();
                later(cause, MAX_BACKOFF)
            }
            Err(error @ SmtpError::Refused { .. }) => {
                self.rest.works();
                self.given_up(ctx, message, Some(mail), &error.to_string())
            }
        }
    }

    fn expired(&self, ctx: &OperationContext, message: &OutboxMessage) -> Attempt {
        match self.mailer.open(message) {
            Opened::Nothing => Attempt::done(Unit::new()),
            Opened::Mail(mail) => {
                let cause = "it could not be sent before it was of no use any more";
                self.given_up(ctx, message, Some(&mail), cause)
            }
            Opened::Failed(error) => self.given_up(ctx, message, None, &error.to_string()),
        }
    }

    /// The mail leaves the queue unsent: the log and the audit log say which, and not to whom.
    fn given_up(
        &self,
        ctx: &OperationContext,
        message: &OutboxMessage,
        mail: Option<&QueuedMail>,
        cause: &str,
    ) -> Attempt {
        let name = mail.map_or("unknown", |mail| mail.content.name());
        tracing::warn!(mail = name, id = message.id, cause, "a mail was given up");
        let record = Record {
            action: "mail.given_up",
            subject: mail.and_then(|mail| mail.user_id.as_deref()),
            client_id: mail.and_then(|mail| mail.client_id.as_deref()),
            detail: &format!("{name}: {cause}"),
        };
        Attempt::done(self.mailer.kernel.database.record(ctx, &record))
    }
}

/// The mail waits with those of another server from now on.
fn moved(ctx: &OperationContext, message: &OutboxMessage, kind: &str) -> Unit {
    let mail = NewMail {
        kind,
        id: &message.id,
        target: &message.target,
        sealed_payload: message.sealed_payload.as_deref().unwrap_or_default(),
        created_at: message.created_at,
        expires_at: message.expires_at,
    };
    Store::add_mail(&mail, ctx.now())
}

/// The mail is sent again after a growing pause, this long at most.
fn later(cause: String, longest: Lifetime) -> Attempt {
    Attempt::Failed {
        cause,
        retry: Retry::Within(longest),
        unit: Unit::new(),
    }
}
