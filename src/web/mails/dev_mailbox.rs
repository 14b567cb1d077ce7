//! The mailbox in memory of a provider on the machine of its developer: `/dev/mail`. There is none
//! with an https issuer, beyond loopback, or with a mail server.

use crate::{
    messages::{Html, Messages},
    respond::{address::Base, brand::Brand, html, not_found, page_error::PageError},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CONTENT_SECURITY_POLICY, HOST},
    web::{Data, Path},
};
use askama::Template;
use doorward_core::{
    Provider,
    mail::{DeliveredMail, Mailbox},
};
use doorward_protocol::{oauth::redirect_uri::is_loopback_host, time::Timestamp};
use serde::Serialize;
use std::sync::Arc;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

#[derive(Template)]
#[template(path = "pages/dev_mail.html")]
struct MailboxPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    mails: Vec<Shown>,
}

struct Shown {
    number: u64,
    subject: String,
    to: String,
    sent: Html,
    parts: Vec<Part>,
}

/// A piece of the text of a mail.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    text: String,
    is_link: bool,
}

#[derive(Serialize)]
struct Listed<'a> {
    to: &'a str,
    subject: &'a str,
    text: &'a str,
    html: &'a str,
    sent_at: String,
}

/// The mailbox, where there is one and the request comes by a name of this machine: a page of
/// another site whose name was made to lead here reads nothing.
fn mailbox<'a>(request: &HttpRequest, provider: &'a Provider) -> Option<&'a Mailbox> {
    let host = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok());
    let host = host.or_else(|| {
        request
            .uri()
            .authority()
            .map(actix_web::http::uri::Authority::as_str)
    })?;
    let url = url::Url::parse(&format!("http://{host}")).ok()?;
    provider
        .mailer()
        .mailbox()
        .filter(|_| is_loopback_host(&url))
}

/// The mails on a page.
pub async fn show(
    request: HttpRequest,
    provider: Data<Provider>,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let Some(mailbox) = mailbox(&request, &provider) else {
        return not_found::not_found(request).await;
    };
    let now = provider.now();
    let shown = |mail: &Arc<DeliveredMail>| Shown {
        number: mail.number,
        subject: mail.subject.clone(),
        to: mail.to.clone(),
        sent: t.when(mail.sent_at, now),
        parts: parts(&mail.text, provider.issuer()),
    };
    html::page(&MailboxPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of(&provider),
        mails: mailbox.mails().iter().map(shown).collect(),
    })
}

/// The mails for programs, the newest first.
pub async fn list(
    request: HttpRequest,
    provider: Data<Provider>,
) -> Result<HttpResponse, PageError> {
    let Some(mailbox) = mailbox(&request, &provider) else {
        return not_found::not_found(request).await;
    };
    let mails = mailbox.mails();
    let listed: Vec<Listed<'_>> = mails
        .iter()
        .map(|mail| Listed {
            to: &mail.to,
            subject: &mail.subject,
            text: &mail.text,
            html: &mail.html,
            sent_at: rfc3339(mail.sent_at),
        })
        .collect();
    Ok(HttpResponse::Ok().json(listed))
}

/// One mail as its HTML.
pub async fn one(
    request: HttpRequest,
    provider: Data<Provider>,
    number: Path<u64>,
) -> Result<HttpResponse, PageError> {
    let mails = mailbox(&request, &provider).map(Mailbox::mails);
    let found = mails.and_then(|mails| mails.into_iter().find(|mail| mail.number == *number));
    let Some(mail) = found else {
        return not_found::not_found(request).await;
    };
    Ok(alone(&provider, mail.html.clone()))
}

/// The HTML of a mail by itself: its own styles, logos that were uploaded here, no script, and links that
/// open where it is shown.
pub fn alone(provider: &Provider, html: String) -> HttpResponse {
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; img-src {}/brand/images/; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'",
        provider.issuer()
    );
    HttpResponse::Ok()
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .content_type("text/html; charset=utf-8")
        .body(html)
}

fn rfc3339(at: Timestamp) -> String {
    let moment = OffsetDateTime::from_unix_timestamp(at.seconds()).ok();
    moment
        .and_then(|moment| moment.format(&Rfc3339).ok())
        .unwrap_or_default()
}

/// The text of a mail, with its links to this provider apart.
fn parts(text: &str, issuer: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut add = |text: &str, is_link: bool| {
        if !text.is_empty() {
            parts.push(Part {
                text: text.to_owned(),
                is_link,
            });
        }
    };
    let mut rest = text;
    while let Some((before, at)) = rest
        .split_once(issuer)
        .map(|(before, _)| (before, before.len()))
    {
        add(before, false);
        let link = rest.get(at..).unwrap_or_default();
        let end = link.find(char::is_whitespace).unwrap_or(link.len());
        let (link, after) = link.split_at(end);
        // The issuer alone is where the mail comes from.
        add(link, link.len() > issuer.len());
        rest = after;
    }
    add(rest, false);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_this_provider_can_be_followed() {
        let part = |text: &str, is_link| Part {
            text: text.to_owned(),
            is_link,
        };
        assert_eq!(
            parts(
                "Sign in:\nhttp://localhost:1/x#y\n-- \nhttp://localhost:1",
                "http://localhost:1"
            ),
            [
                part("Sign in:\n", false),
                part("http://localhost:1/x#y", true),
                part("\n-- \n", false),
                part("http://localhost:1", false),
            ]
        );
        assert_eq!(parts("none", "http://localhost:1"), [part("none", false)]);
    }
}
