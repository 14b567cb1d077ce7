//! Where mails go, by the settings.

use crate::settings::{MailSettings, Settings};
use anyhow::{Context, anyhow, bail};
use doorward_adapters::mail::SmtpServer;
use doorward_core::mail::{MailDelivery, MailParts, MailRoute, MailServers, Mailbox};
use doorward_protocol::{mail_address::MailSender, oauth::issuer::Issuer};
use secrecy::ExposeSecret;
use std::{collections::BTreeMap, path::Path};

/// What mails are sent and written with.
pub(super) fn parts(settings: &Settings) -> anyhow::Result<MailParts> {
    Ok(MailParts {
        delivery: delivery(settings)?,
        render: doorward_web::render_mail,
    })
}

fn delivery(settings: &Settings) -> anyhow::Result<MailDelivery> {
    let issuer = Issuer::parse(&settings.issuer).map_err(|reason| anyhow!("issuer: {reason}"))?;
    if let Some(servers) = servers(&settings.mail, &issuer)? {
        return Ok(MailDelivery::Servers(Box::new(servers)));
    }
    // Whoever reaches this machine by its own name works on it.
    if !issuer.is_https() && issuer.is_loopback() {
        return Ok(MailDelivery::Mailbox(Mailbox::default()));
    }
    Ok(MailDelivery::Nowhere)
}

/// The server of all mails, and those of apps.
fn servers(mail: &MailSettings, issuer: &Issuer) -> anyhow::Result<Option<MailServers>> {
    let Some(url) = &mail.url else {
        return Ok(None);
    };
    let given = Given {
        setting: "mail",
        url: url.expose_secret(),
        from: mail.from.as_deref().unwrap_or_default(),
        ca_file: mail.ca_file.as_deref(),
    };
    let of_house = route(&given, issuer)?;
    let mut of_apps = BTreeMap::new();
    for (name, server) in &mail.servers {
        let setting = format!("mail.servers.{name}");
        let url = server.url.as_ref().map(ExposeSecret::expose_secret);
        let given = Given {
            setting: &setting,
            url: url.unwrap_or_default(),
            from: server.from.as_deref().unwrap_or(given.from),
            ca_file: server.ca_file.as_deref().or(given.ca_file),
        };
        of_apps.insert(name.clone(), route(&given, issuer)?);
    }
    Ok(Some(MailServers {
        main: of_house,
        of_apps,
    }))
}

/// What the settings say of one server.
struct Given<'a> {
    setting: &'a str,
    url: &'a str,
    from: &'a str,
    ca_file: Option<&'a Path>,
}

fn route(given: &Given<'_>, issuer: &Issuer) -> anyhow::Result<MailRoute> {
    let setting = given.setting;
    let authorities = match given.ca_file {
        Some(file) => Some(
            std::fs::read(file)
                .with_context(|| format!("{setting}.ca_file {} cannot be read", file.display()))?,
        ),
        None => None,
    };
    let host = url::Url::parse(issuer.as_str()).ok();
    let host = host.as_ref().and_then(url::Url::host_str);
    let host = host.filter(|_| !issuer.is_loopback()).unwrap_or_default();
    let server = SmtpServer::new(given.url, authorities.as_deref(), host)
        .map_err(|reason| anyhow!("{setting}.url {reason}"))?;
    let from =
        MailSender::parse(given.from).map_err(|reason| anyhow!("{setting}.from {reason}"))?;
    Ok(MailRoute { server, from })
}

/// The names of the servers that apps may have; none where mails go to no server.
pub(super) fn names(settings: &Settings) -> Option<Vec<String>> {
    let mail = &settings.mail;
    mail.url.as_ref()?;
    Some(mail.servers.keys().cloned().collect())
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
        MailDelivery::Servers(servers) => {
            let of_apps = servers.of_apps.iter();
            let of_apps = of_apps.map(|(name, route)| (format!("mail.servers.{name}"), route));
            let mut said = Vec::new();
            for (setting, route) in [("mail".to_owned(), &servers.main)]
                .into_iter()
                .chain(of_apps)
            {
                said.push(probed(&setting, route).await?);
            }
            said.push("`doorward mail test ADDRESS` sends one".to_owned());
            Ok(Ok(said.join("; ")))
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

async fn probed(setting: &str, route: &MailRoute) -> anyhow::Result<String> {
    let place = route.server.place();
    if let Err(error) = route.server.probe().await {
        bail!(
            "{place} takes no mail: {}; correct {setting}.url, or start the server",
            error.said()
        );
    }
    let address = route.from.address.as_str();
    let how = if route.server.is_encrypted() {
        "over TLS"
    } else {
        "unencrypted"
    };
    Ok(format!(
        "{place} answers {how} and lets this server in; mails come from {address}"
    ))
}
