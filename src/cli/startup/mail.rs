//! Where mails go, by the settings.

use crate::settings::{MailSettings, Settings};
use anyhow::{Context, anyhow, bail};
use doorward_adapters::mail::SmtpServer;
use doorward_core::mail::{MailDelivery, MailParts, Mailbox};
use doorward_protocol::{mail_address::MailSender, oauth::issuer::Issuer};
use secrecy::ExposeSecret;

/// What mails are sent and written with.
pub(super) fn parts(settings: &Settings) -> anyhow::Result<MailParts> {
    Ok(MailParts {
        delivery: delivery(settings)?,
        render: doorward_web::render_mail,
    })
}

fn delivery(settings: &Settings) -> anyhow::Result<MailDelivery> {
    let issuer = Issuer::parse(&settings.issuer).map_err(|reason| anyhow!("issuer: {reason}"))?;
    if let Some(server) = server(&settings.mail, &issuer)? {
        let from = settings.mail.from.as_deref().unwrap_or_default();
        let from = MailSender::parse(from).map_err(|reason| anyhow!("mail.from {reason}"))?;
        return Ok(MailDelivery::Server { server, from });
    }
    // Whoever reaches this machine by its own name works on it.
    if !issuer.is_https() && issuer.is_loopback() {
        return Ok(MailDelivery::Mailbox(Mailbox::default()));
    }
    Ok(MailDelivery::Nowhere)
}

fn server(mail: &MailSettings, issuer: &Issuer) -> anyhow::Result<Option<SmtpServer>> {
    let Some(url) = &mail.url else {
        return Ok(None);
    };
    let authorities = match &mail.ca_file {
        Some(file) => Some(
            std::fs::read(file)
                .with_context(|| format!("mail.ca_file {} cannot be read", file.display()))?,
        ),
        None => None,
    };
    let host = url::Url::parse(issuer.as_str()).ok();
    let host = host.as_ref().and_then(url::Url::host_str);
    let host = host.filter(|_| !issuer.is_loopback()).unwrap_or_default();
    SmtpServer::new(url.expose_secret(), authorities.as_deref(), host)
        .map(Some)
        .map_err(|reason| anyhow!("mail.url {reason}"))
}

/// Whether mails can be sent: to a server, or to the mailbox of a machine that is worked on.
pub(super) fn can_send(settings: &Settings) -> bool {
    let is_here = |issuer: Issuer| !issuer.is_https() && issuer.is_loopback();
    settings.mail.url.is_some() || Issuer::parse(&settings.issuer).is_ok_and(is_here)
}

/// Whether mails can be sent; `Ok(Err(…))` says that there is no mail server and what that means.
///
/// # Errors
/// Why the server takes no mail.
pub async fn check(settings: &Settings) -> anyhow::Result<Result<String, String>> {
    match delivery(settings)? {
        MailDelivery::Server { server, from } => {
            let place = server.place();
            if let Err(error) = server.probe().await {
                bail!(
                    "{place} takes no mail: {}; correct mail.url, or start the server",
                    error.said()
                );
            }
            let address = from.address.as_str();
            let how = if server.is_encrypted() {
                "over TLS"
            } else {
                "unencrypted"
            };
            Ok(Ok(format!(
                "{place} answers {how} and lets this server in; mails come from {address}; `doorward mail test ADDRESS` sends one"
            )))
        }
        MailDelivery::Mailbox(_) => Ok(Ok(format!(
            "no server is configured: mails can be read at {}/dev/mail",
            settings.issuer
        ))),
        MailDelivery::Nowhere => Ok(Err(
            "no server is configured: nobody can sign up, prove an address or replace a forgotten \
             password, and no notice is sent; set mail.url and mail.from"
                .to_owned(),
        )),
    }
}
