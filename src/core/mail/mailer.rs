//! Takes mails: seals them, puts them into the outbox, and hands them over at delivery.

use super::{
    content::MailContent,
    mailbox::{DeliveredMail, Mailbox},
    render::{Asked, MAX_NAME, MailLook, MailView, RenderMail, RenderedMail},
    servers::{MailDelivery, MailPlace},
};
use crate::{
    Error, Result,
    context::{Actor, OperationContext},
    kernel::Kernel,
    sealing::Purpose,
};
use doorward_adapters::{
    geoip::Places,
    mail::{OutgoingMail, SmtpError},
};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    mail_address::{MailAddress, MailSender, one_line},
    secret::{ordered_id, random_id},
    text::{fold_address, noted},
    time::{Lifetime, Timestamp},
};
use doorward_storage::{NewMail, Store, Unit};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What is sealed is as long as a multiple of this, so that its length says little.
const SEALED_STEP: usize = 1024;

/// What the mailer is made of, beside the kernel.
pub struct MailParts {
    /// Where mails go.
    pub delivery: MailDelivery,
    /// How they are written.
    pub render: RenderMail,
}

/// A mail to be queued.
#[derive(Clone, Debug)]
pub struct Mail<'a> {
    /// Who gets it.
    pub to: &'a str,
    /// The language of the reader, as a BCP 47 tag.
    pub language: Option<&'a str>,
    /// The app that it is about.
    pub client_id: Option<&'a str>,
    /// What it says.
    pub content: MailContent,
}

/// What is sealed of a message.
#[derive(Serialize, Deserialize)]
pub(super) enum Queued {
    /// A mail to somebody.
    Mail(Box<QueuedMail>),
    /// Nothing is sent: it stands for a mail to an address that nobody here has.
    Nothing,
}

/// A mail as it waits.
#[derive(Serialize, Deserialize)]
pub(super) struct QueuedMail {
    pub(super) to: String,
    pub(super) language: Option<String>,
    pub(super) client_id: Option<String>,
    pub(super) content: MailContent,
    /// The user who caused it, for the audit log.
    pub(super) user_id: Option<String>,
    pub(super) asked: Option<Asked>,
}

/// Takes mails to users.
pub struct Mailer {
    pub(super) kernel: Arc<Kernel>,
    pub(super) delivery: MailDelivery,
    render: RenderMail,
    places: Option<Places>,
}

impl Mailer {
    pub(crate) fn new(kernel: Arc<Kernel>, parts: MailParts, places: Option<Places>) -> Self {
        let (delivery, render) = (parts.delivery, parts.render);
        Self {
            kernel,
            delivery,
            render,
            places,
        }
    }

    /// Whether mails can be sent: what needs one is not offered otherwise.
    pub const fn can_send(&self) -> bool {
        !matches!(self.delivery, MailDelivery::Nowhere)
    }

    /// Where mails go, for administrators to read: nothing of it is a secret.
    pub fn place(&self) -> MailPlace {
        self.delivery.place()
    }

    /// The mailbox in the memory of this process, where mails go there.
    pub const fn mailbox(&self) -> Option<&Mailbox> {
        match &self.delivery {
            MailDelivery::Mailbox(mailbox) => Some(mailbox),
            MailDelivery::Servers(_) | MailDelivery::Nowhere => None,
        }
    }

    /// The statements that queue a mail, in the transaction of what it tells; none where no mail can
    /// be sent. An address that no mail can be sent to is found at delivery, so that asking for a
    /// mail shows nothing of the address. After the commit the caller notifies the outbox.
    ///
    /// # Errors
    /// Where it cannot be sealed.
    pub(crate) fn queue(&self, ctx: &OperationContext, mail: &Mail<'_>) -> Result<Unit> {
        self.queue_until(ctx, mail, mail.content.expires_at(ctx.now()))
    }

    /// As [`Mailer::queue`], for a mail that is of no use from a time on: a code or link is not sent
    /// once it is not good any more.
    ///
    /// # Errors
    /// As [`Mailer::queue`].
    pub(crate) fn queue_until(
        &self,
        ctx: &OperationContext,
        mail: &Mail<'_>,
        expires_at: Timestamp,
    ) -> Result<Unit> {
        let user_id = match ctx.actor() {
            Actor::User(id) => Some(id.clone()),
            _ => None,
        };
        let queued = QueuedMail {
            to: mail.to.to_owned(),
            language: mail.language.map(str::to_owned),
            client_id: mail.client_id.map(str::to_owned),
            content: mail.content.clone(),
            user_id,
            asked: mail
                .content
                .says_who_asked()
                .then(|| self.asked(ctx))
                .flatten(),
        };
        let receiver = fold_address(mail.to);
        self.add(ctx, &receiver, &Queued::Mail(Box::new(queued)), expires_at)
    }

    /// Queues a mail that belongs to no other change.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn post(&self, ctx: &OperationContext, mail: &Mail<'_>) -> Result<()> {
        let unit = self.queue(ctx, mail)?;
        self.kernel.database.commit_unaudited(unit).await?;
        Ok(())
    }

    /// The statements that queue a message which is dropped when its turn comes: what is done for an
    /// address that nobody here has costs the same as for one that somebody has.
    ///
    /// # Errors
    /// As [`Mailer::queue`].
    pub(crate) fn queue_nothing(&self, ctx: &OperationContext) -> Result<Unit> {
        let nobody = random_id(self.kernel.entropy.as_ref(), 16);
        let expires_at = ctx.now().plus(Lifetime::hours(1));
        self.add(ctx, &nobody, &Queued::Nothing, expires_at)
    }

    /// Queues such a message alone, for tests of what can be seen of it.
    #[doc(hidden)]
    pub async fn post_nothing(&self, ctx: &OperationContext) -> Result<()> {
        let unit = self.queue_nothing(ctx)?;
        self.kernel.database.commit_unaudited(unit).await?;
        Ok(())
    }

    fn add(
        &self,
        ctx: &OperationContext,
        receiver: &str,
        queued: &Queued,
        expires_at: Timestamp,
    ) -> Result<Unit> {
        if !self.can_send() {
            return Ok(Unit::new());
        }
        let id = ordered_id(self.kernel.entropy.as_ref(), ctx.now());
        let mut plain =
            serde_json::to_vec(queued).map_err(|error| Error::Internal(error.to_string()))?;
        plain.resize(plain.len().next_multiple_of(SEALED_STEP), b' ');
        let sealed = self.kernel.sealing.seal(Purpose::Mail.at(&[&id]), &plain)?;
        let is_about_an_app = match queued {
            Queued::Mail(mail) => mail.client_id.is_some(),
            Queued::Nothing => false,
        };
        let mail = NewMail {
            kind: self.delivery.kind_at_first(is_about_an_app),
            id: &id,
            target: &self.kernel.lasting_keys.mail_receiver_code(receiver),
            sealed_payload: &sealed,
            created_at: ctx.now(),
            expires_at,
        };
        Ok(Store::add_mail(&mail, ctx.now()))
    }

    /// From where the request came that causes a mail.
    fn asked(&self, ctx: &OperationContext) -> Option<Asked> {
        let origin = ctx.origin();
        let address = origin.address?.to_canonical().to_string();
        Some(Asked {
            user_agent: noted(&origin.user_agent).to_owned(),
            place: Some(self.place_of(&address)),
            at: ctx.now(),
        })
    }

    /// An address with its place, where that is known.
    pub(crate) fn place_of(&self, address: &str) -> String {
        let places = self.places.as_ref();
        match places.and_then(|places| places.of(address)) {
            Some(place) => format!("{place} ({address})"),
            None => address.to_owned(),
        }
    }

    /// Sends a mail now, past the outbox: by the server of the app that it is about.
    ///
    /// # Errors
    /// Why the server did not take it, in its words: for an operator who gave the address.
    pub async fn send_now(
        &self,
        ctx: &OperationContext,
        mail: &Mail<'_>,
    ) -> Result<std::result::Result<(), String>> {
        let Some(to) = MailAddress::parse(mail.to) else {
            return Ok(Err("mail cannot be sent to this address".into()));
        };
        let client = self.client(mail.client_id).await?;
        let client = client.as_deref();
        let sender = client.and_then(sender_of);
        let rendered = self.rendered(mail, client, None)?;
        let id = ordered_id(self.kernel.entropy.as_ref(), ctx.now());
        let parcel = Parcel {
            id: &id,
            to: &to,
            date: ctx.now(),
            kind: &self.delivery.kind_of(client),
            sender: sender.as_ref(),
        };
        let sent = self.send(ctx, &parcel, rendered).await;
        Ok(sent.map_err(|error| error.said()))
    }

    /// The app that a mail is about, where it is registered still.
    pub(super) async fn client(
        &self,
        client_id: Option<&str>,
    ) -> Result<Option<Arc<RegisteredClient>>> {
        match client_id {
            Some(id) => self.kernel.configuration().await?.client(id).await,
            None => Ok(None),
        }
    }

    pub(super) fn rendered(
        &self,
        mail: &Mail<'_>,
        client: Option<&RegisteredClient>,
        asked: Option<&Asked>,
    ) -> Result<RenderedMail> {
        let brand = one_line(&self.kernel.provider_name(), MAX_NAME);
        let issuer = self.kernel.issuer();
        let look = MailLook::of(client, &self.kernel.look(), issuer);
        let view = MailView {
            content: &mail.content,
            language: mail.language,
            texts: self.kernel.settings.own_texts.of_app(mail.client_id),
            brand: &brand,
            accent: look.accent,
            app: look.app.as_deref(),
            logo: look.logo.as_deref(),
            issuer,
            asked,
        };
        (self.render)(&view).map_err(Error::Internal)
    }

    /// Hands a mail over to where mails go.
    pub(super) async fn send(
        &self,
        ctx: &OperationContext,
        parcel: &Parcel<'_>,
        mail: RenderedMail,
    ) -> std::result::Result<(), SmtpError> {
        match (&self.delivery, self.delivery.route(parcel.kind)) {
            (_, Some(route)) => {
                let outgoing = OutgoingMail {
                    from: parcel.sender.unwrap_or(&route.from),
                    to: parcel.to,
                    subject: &mail.subject,
                    text: &mail.text,
                    html: &mail.html,
                    id: parcel.id,
                    date: parcel.date,
                };
                route.server.send(&outgoing).await
            }
            (MailDelivery::Mailbox(mailbox), None) => {
                mailbox.put(DeliveredMail {
                    number: 0,
                    to: parcel.to.as_str().to_owned(),
                    subject: mail.subject,
                    text: mail.text,
                    html: mail.html,
                    sent_at: ctx.now(),
                });
                Ok(())
            }
            (MailDelivery::Servers(_) | MailDelivery::Nowhere, None) => {
                Err(SmtpError::Unavailable {
                    cause: "there is no mail server: set mail.url".into(),
                    said: String::new(),
                })
            }
        }
    }
}

/// A mail on its way to one receiver.
pub(super) struct Parcel<'a> {
    /// The identifier of its message.
    pub(super) id: &'a str,
    pub(super) to: &'a MailAddress,
    /// When it was queued.
    pub(super) date: Timestamp,
    /// The kind of messages that it waits with, which says by which server it leaves.
    pub(super) kind: &'a str,
    /// Who it comes from, where its app has a sender of its own.
    pub(super) sender: Option<&'a MailSender>,
}

/// Who the mails about an app come from, where that is somebody of its own.
pub(super) fn sender_of(client: &RegisteredClient) -> Option<MailSender> {
    MailSender::parse(client.client.mail_from.as_deref()?).ok()
}
