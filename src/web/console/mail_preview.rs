//! A mail with made-up values, in each language.

use super::{
    admin::Admin,
    frame::{Frame, Section},
    refusal::page_error,
};
use crate::{
    extract::query::Query,
    mails::{dev_mailbox::alone, render},
    messages::Messages,
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
};
use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;
use doorward_core::{
    Error, Provider,
    mail::{MailContent, MailLook, MailView, RenderedMail},
    management::ManagementError,
};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::{authorization_request::Parameters, redirect_uri::with_query},
};

#[derive(Template)]
#[template(path = "pages/console_mail_preview.html")]
struct PreviewPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    name: &'a str,
    mail: &'a RenderedMail,
    /// The language of the mail.
    language: &'a str,
    /// The mail as HTML by itself.
    html: Address,
    languages: Vec<LanguageLine>,
}

struct LanguageLine {
    tag: &'static str,
    name: &'static str,
    page: Address,
    is_here: bool,
}

/// The language that a query names; that of the administrator otherwise.
fn language(query: &Parameters, t: Messages) -> &'static str {
    let wanted = query.get("language").unwrap_or_else(|| t.language());
    let known = t.languages().iter().find(|known| known.0 == wanted);
    known.map_or("en", |known| known.0)
}

/// A mail of a name, in a language.
fn rendered(
    provider: &Provider,
    admin: &Admin,
    name: &str,
    language: &str,
) -> Result<RenderedMail, PageError> {
    let issuer = provider.issuer();
    let samples = MailContent::samples(issuer, admin.caller.ctx.now());
    let found = samples.iter().find(|sample| sample.name() == name);
    let unknown = || ManagementError::NotFound(format!("mail {name}"));
    let content = found.ok_or_else(unknown).map_err(page_error)?;
    let look = MailLook::of(None, &provider.look(), issuer);
    let view = MailView {
        content,
        language: Some(language),
        texts: &provider.settings().own_texts,
        brand: &provider.name(),
        accent: look.accent,
        app: None,
        logo: look.logo.as_deref(),
        issuer,
        asked: None,
    };
    Ok(render(&view).map_err(Error::Internal)?)
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    admin: Admin,
    name: Path<String>,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Settings))?;
    let language = language(&query, t);
    let mail = rendered(&provider, &admin, &name, language)?;
    let base = Base::of(&provider);
    let path = format!("{}/preview/{}", Section::Mail.path(), mail_path(&name));
    let languages = t.languages().iter().map(|known| LanguageLine {
        tag: known.0,
        name: known.1,
        page: base.page(&with_query(&path, [("language", known.0)])),
        is_here: known.0 == language,
    });
    html::page(&PreviewPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Mail, &admin, t),
        name: &name,
        mail: &mail,
        language,
        html: base.page(&with_query(
            &format!("{path}/html"),
            [("language", language)],
        )),
        languages: languages.collect(),
    })
}

/// The name of a mail in an address.
fn mail_path(name: &str) -> String {
    crate::management::path::segment(name)
}

/// The mail as HTML by itself, under a policy of its own.
pub async fn html(
    query: Query,
    provider: Data<Provider>,
    admin: Admin,
    name: Path<String>,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Settings))?;
    let mail = rendered(&provider, &admin, &name, language(&query, t))?;
    Ok(alone(&provider, mail.html))
}
