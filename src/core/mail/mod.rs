//! Mails: queued sealed in the transaction of what they tell, written and sent at delivery.
//!
//! A mail is a message of the outbox. Its content is sealed, because it holds links and codes; it is
//! opened at delivery alone, where the templates write it in the language of its reader. Mails to one
//! receiver leave in order, and each leaves once, also after the mail server was away for days
//! (docs/decisions/0034).

mod content;
mod deliver;
mod mailbox;
mod mailer;
mod render;
mod rest;
mod samples;
mod servers;
mod strays;
mod waiting;

pub use content::{FactorChange, FactorKind, MailContent};
pub(crate) use deliver::Mails;
pub use mailbox::{DeliveredMail, Mailbox};
pub use mailer::{Mail, MailParts, Mailer};
pub use render::{Asked, MailLook, MailView, RenderMail, RenderedMail};
pub use servers::{MailDelivery, MailPlace, MailRoute, MailServers, ServerPlace};
pub use waiting::{WaitingMail, WaitingMails};
