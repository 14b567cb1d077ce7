//! The audit log, with filters.

use super::{
    admin::Admin,
    entry::{self, EntryLine},
    frame::{Frame, Section},
    refusal::page_error,
};
use crate::{
    messages::Messages,
    respond::{address::Base, html, page_error::PageError},
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use doorward_core::{Provider, management::AuditQuestion};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::authorization_request::Parameters,
};

/// How many entries the page has.
const LIMIT: u32 = 100;

#[derive(Template)]
#[template(path = "pages/console_audit.html")]
struct AuditPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: &'a str,
    frame: Frame,
    user: &'a str,
    app: &'a str,
    event: &'a str,
    address: &'a str,
    entries: Vec<EntryLine>,
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Audit))?;
    let query = Parameters::parse(request.query_string());
    let field = |name| query.get(name).map(str::trim).unwrap_or_default();
    let filled = |name| Some(field(name)).filter(|text| !text.is_empty());
    let management = provider.management();
    let user_id = match filled("user") {
        // Whoever may read the log may read the users: a name that nobody has is taken as an
        // identifier, so that entries of deleted users are found.
        Some(name) if admin.caller.may(Permission::read(Resource::Users)) => {
            let found = management.user_named(name, "").await.map_err(page_error)?;
            let found = found.into_iter().next().map(|user| user.id);
            Some(found.unwrap_or_else(|| name.to_owned()))
        }
        Some(name) => Some(name.to_owned()),
        None => None,
    };
    let asked = AuditQuestion {
        user_id: user_id.as_deref(),
        client_id: filled("app"),
        address: filled("address"),
        event: filled("event"),
        ..AuditQuestion::default()
    };
    let rows = management.audit(&asked, LIMIT).await.map_err(page_error)?;
    html::page(&AuditPage {
        t,
        base: Base::of(&provider),
        brand: &provider.settings().name,
        frame: Frame::new(Section::Audit, &admin, t),
        user: field("user"),
        app: field("app"),
        event: field("event"),
        address: field("address"),
        entries: entry::lines(rows, admin.signed_in.ctx.now(), t),
    })
}
