//! Mails: what is sent, to whom, in which order, and what becomes of it where the server is away.

mod apps;
mod commands;
mod injection;
mod mailbox;
mod notices;
mod server;

use crate::world::{Backend, SmtpSink, World};
use doorward_cli::settings::Settings;
use doorward_core::mail::{Mail, MailContent};

/// Settings that send by a server.
pub fn by(sink: &SmtpSink) -> impl FnOnce(&mut Settings) + use<> {
    let url = sink.url();
    move |settings| {
        settings.mail.url = Some(url.into());
        settings.mail.from = Some("Example <no-reply@example.com>".into());
    }
}

/// A world that sends by a server.
pub async fn world_with(backend: Backend, sink: &SmtpSink) -> World {
    World::open_with(backend, by(sink)).await
}

/// A notice, which is worth to be sent for days; `number` tells it apart.
pub fn notice(world: &World, number: usize) -> MailContent {
    MailContent::PasswordChanged {
        at: world.provider.now(),
        not_me_link: world.at(&format!("/not-me#secret-of-link-{number}")),
    }
}

impl World {
    /// Queues a mail.
    pub async fn post_mail(&self, to: &str, content: MailContent) {
        self.post_mail_about(None, to, content).await;
    }

    /// As [`World::post_mail`], about an app.
    pub async fn post_mail_about(&self, client_id: Option<&str>, to: &str, content: MailContent) {
        let mail = Mail {
            to,
            language: None,
            client_id,
            content,
        };
        let mailer = self.provider.mailer();
        mailer.post(&self.context(), &mail).await.unwrap();
        self.provider.outbox().notify();
    }

    /// How many messages wait.
    pub async fn waiting_mails(&self) -> i64 {
        let count = "SELECT COUNT(*) FROM outbox_messages WHERE sealed_payload IS NOT NULL";
        self.numbers(count).await[0]
    }

    /// What the audit log says of mails that were given up.
    pub async fn given_up_mails(&self) -> Vec<String> {
        let details = "SELECT detail FROM audit_events WHERE action = 'mail.given_up' ORDER BY id";
        self.texts(details).await
    }
}
