//! The guide of the first steps of a new server: its name, its mails, and the first app.

use super::{
    admin::Admin,
    edit::{EditLink, Links, START},
    first_sign_in,
    frame::{Frame, Section},
    refusal::page_error,
};
use crate::{
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
use doorward_core::{Provider, management::ProviderName};
use doorward_protocol::management::{Permission, Resource};

/// How many apps the page shows.
const APPS: i64 = 3;

#[derive(Template)]
#[template(path = "pages/console_start.html")]
struct StartPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    /// Where the name comes from.
    source: String,
    rename: Option<EditLink>,
    /// Whether there is a mail server.
    has_mail: bool,
    /// Where mails can be read that stay on this machine.
    mailbox: Option<Address>,
    /// What is pasted into the settings file, where there is no mail server.
    paste: String,
    test_mail: Option<EditLink>,
    apps: Vec<AppLine>,
    add: Option<Address>,
    hide: Option<EditLink>,
}

struct AppLine {
    name: String,
    page: Address,
    /// When somebody signed in for the first time.
    first: Option<Html>,
    /// Where a script asks whether somebody did.
    waits_at: Address,
}

/// Where the name comes from, in words.
fn source(provider: &Provider, name: &ProviderName, t: Messages) -> String {
    if name.is_stored {
        return t.console_name_from_console();
    }
    let explicit = &provider.settings().explicit;
    match explicit.iter().find(|setting| setting.key == "name") {
        None => t.console_name_default(),
        Some(setting) => match &setting.variable {
            Some(variable) => t.console_name_from_variable(variable),
            None => t.console_name_from_file(),
        },
    }
}

/// The lines for the settings file that name a mail server.
fn paste(provider: &Provider) -> String {
    let origin = provider.settings().issuer.origin();
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let host = host.split(':').next().unwrap_or(host);
    format!(
        "[mail]\nurl = \"smtp://USER:PASSWORD@mail.example.com:587\"\nfrom = \"no-reply@{host}\"\n"
    )
}

async fn apps(provider: &Provider, admin: &Admin, t: Messages) -> Result<Vec<AppLine>, PageError> {
    if !admin.caller.may(Permission::read(Resource::Apps)) {
        return Ok(Vec::new());
    }
    let (management, base) = (provider.management(), Base::of(provider));
    let apps = management.apps_after(&admin.caller, "", APPS).await;
    let apps = apps.map_err(page_error)?;
    let mut lines = Vec::new();
    for app in apps {
        let client_id = &app.client.client_id;
        let first = management.first_sign_in(client_id).await;
        let first = first.map_err(page_error)?;
        lines.push(AppLine {
            name: app.client.display_name().to_owned(),
            page: base.page(&Section::Apps.page_of(client_id)),
            first: first.map(|at| t.when(at, admin.caller.ctx.now())),
            waits_at: base.page(&first_sign_in::path_of(client_id)),
        });
    }
    Ok(lines)
}

/// Shows the page.
pub async fn show(
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Settings))?;
    let base = Base::of(&provider);
    let (management, mailer) = (provider.management(), provider.mailer());
    let name = management.provider_name().await.map_err(page_error)?;
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    let may_add = admin.caller.may(Permission::write(Resource::Apps));
    html::page(&StartPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Overview, &admin, t),
        source: source(&provider, &name, t),
        rename: links.one("rename-provider", &[]),
        has_mail: mailer.can_send(),
        mailbox: mailer.mailbox().map(|_| base.page("/dev/mail")),
        paste: paste(&provider),
        test_mail: links
            .one("send-test-mail", &[])
            .filter(|_| mailer.can_send()),
        apps: apps(&provider, &admin, t).await?,
        add: may_add.then(|| base.page("/admin/add-app")),
        hide: links.one("hide-guide", &[]),
    })
}

/// The page, for the overview of an administrator who has the first steps to do.
pub async fn address(provider: &Provider, admin: &Admin) -> Result<Option<Address>, PageError> {
    if !admin.caller.may(Permission::read(Resource::Settings)) {
        return Ok(None);
    }
    let management = provider.management();
    let first = management.apps_after(&admin.caller, "", 1).await;
    let first = first.map_err(page_error)?;
    if !first.is_empty() || management.is_guide_hidden().await.map_err(page_error)? {
        return Ok(None);
    }
    Ok(Some(Base::of(provider).page(START)))
}
