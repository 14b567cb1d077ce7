//! Mail: where it goes, what waits, and what mails there are.

use super::{
    admin::Admin,
    edit::{EditLink, Links},
    frame::{Frame, Section},
    refusal::page_error,
};
use crate::{
    extract::query::Query,
    messages::{Html, Messages},
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    mail::{MailContent, MailLook, MailPlace, MailView, ServerPlace, WaitingMail},
    management::AuditQuestion,
};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::redirect_uri::with_query,
};

/// How many mails that wait a page has.
const LIMIT: usize = 50;
/// How many mails are shown that were given up.
const GIVEN_UP: u32 = 10;

#[derive(Template)]
#[template(path = "pages/console_mail.html")]
struct MailPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    place: Place,
    /// The servers of apps.
    servers: Vec<ServerPlace>,
    links: Vec<EditLink>,
    waiting: Vec<WaitingLine>,
    next: Option<Address>,
    /// Where the administrator may read the audit log.
    given_up: Vec<GivenUpLine>,
    samples: Vec<SampleLine>,
}

/// Where mails go that no server of an app sends.
enum Place {
    Server(ServerPlace),
    Mailbox,
    Nowhere,
}

struct WaitingLine {
    /// The server of an app that it waits for.
    server: Option<String>,
    name: Option<&'static str>,
    to: String,
    queued: Html,
    attempts: i64,
    next: Html,
    reason: Option<String>,
}

struct GivenUpLine {
    when: Html,
    /// The mail and the reason, in English.
    says: String,
}

struct SampleLine {
    name: &'static str,
    subject: String,
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Settings))?;
    let found = provider
        .mailer()
        .waiting(query.get("before"), LIMIT)
        .await?;
    let (base, now) = (Base::of(&provider), admin.caller.ctx.now());
    let next = found.next.as_deref().map(|last| {
        let place = [("before", last)];
        base.page(&with_query(Section::Mail.path(), place))
    });
    let line = |mail: WaitingMail| WaitingLine {
        server: mail.server,
        name: mail.name,
        to: mail.to,
        queued: t.when(mail.queued_at, now),
        attempts: mail.attempts,
        next: t.when(mail.next_attempt_at, now),
        reason: mail.last_error,
    };
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    let can_send = provider.mailer().can_send();
    let (place, servers) = places(&provider);
    html::page(&MailPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Mail, &admin, t),
        place,
        servers,
        links: if can_send {
            links.all(&["send-test-mail"], &[])
        } else {
            Vec::new()
        },
        waiting: found.mails.into_iter().map(line).collect(),
        next,
        given_up: given_up(&provider, &admin, t).await?,
        samples: samples(&provider, &admin, t)?,
    })
}

/// Where mails go, and the servers that apps have for theirs.
fn places(provider: &Provider) -> (Place, Vec<ServerPlace>) {
    match provider.mailer().place() {
        MailPlace::Servers(servers) => {
            let mut servers = servers.into_iter();
            let main = servers.next().map_or(Place::Nowhere, Place::Server);
            (main, servers.collect())
        }
        MailPlace::Mailbox => (Place::Mailbox, Vec::new()),
        MailPlace::Nowhere => (Place::Nowhere, Vec::new()),
    }
}

/// The mails that were given up last, where the administrator may read the audit log.
async fn given_up(
    provider: &Provider,
    admin: &Admin,
    t: Messages,
) -> Result<Vec<GivenUpLine>, PageError> {
    if !admin.caller.may(Permission::read(Resource::Audit)) {
        return Ok(Vec::new());
    }
    let asked = AuditQuestion {
        event: Some("mail.given_up"),
        ..AuditQuestion::default()
    };
    let rows = provider
        .management()
        .audit(&admin.caller, &asked, GIVEN_UP)
        .await;
    let rows = rows.map_err(page_error)?;
    let now = admin.caller.ctx.now();
    let lines = rows.into_iter().map(|row| GivenUpLine {
        when: t.when(row.at, now),
        says: row.detail,
    });
    Ok(lines.collect())
}

/// Each mail by its subject, in the language of the administrator.
fn samples(provider: &Provider, admin: &Admin, t: Messages) -> Result<Vec<SampleLine>, PageError> {
    let issuer = provider.issuer();
    let samples = MailContent::samples(issuer, admin.caller.ctx.now());
    let look = MailLook::of(None, &provider.look(), issuer);
    let line = |content: &MailContent| {
        let view = MailView {
            content,
            language: Some(t.language()),
            texts: &provider.settings().own_texts,
            brand: &provider.name(),
            accent: look.accent,
            app: None,
            logo: look.logo.as_deref(),
            issuer,
            asked: None,
        };
        let rendered = crate::mails::render(&view).map_err(doorward_core::Error::Internal)?;
        Ok(SampleLine {
            name: content.name(),
            subject: rendered.subject,
        })
    };
    samples.iter().map(line).collect()
}
