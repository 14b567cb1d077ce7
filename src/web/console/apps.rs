//! The list of apps.

use super::{
    admin::Admin,
    edit::{EditLink, Links},
    frame::{Frame, Section},
    refusal::page_error,
};
use crate::{
    management::path::segment,
    messages::Messages,
    respond::{
        address::{Address, Base},
        html,
        page_error::PageError,
    },
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use doorward_core::Provider;
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::{authorization_request::Parameters, redirect_uri::with_query},
};

/// How many apps a page has.
const LIMIT: i64 = 50;

#[derive(Template)]
#[template(path = "pages/console_apps.html")]
struct AppsPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: &'a str,
    frame: Frame,
    apps: Vec<AppLine>,
    /// Where an app is added, for an administrator who may.
    add: Option<EditLink>,
    next: Option<Address>,
}

struct AppLine {
    path: String,
    name: String,
    client_id: String,
    is_disabled: bool,
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Apps))?;
    let query = Parameters::parse(request.query_string());
    let after = query.get("after").unwrap_or_default();
    let read = provider.management().apps_after(after, LIMIT).await;
    let read = read.map_err(page_error)?;
    let is_full = i64::try_from(read.len()).is_ok_and(|length| length == LIMIT);
    let base = Base::of(&provider);
    let last = read.last().filter(|_| is_full);
    let next = last.map(|app| {
        let place = [("after", app.client.client_id.as_str())];
        base.page(&with_query(Section::Apps.path(), place))
    });
    let apps = read.into_iter().map(|app| AppLine {
        path: segment(&app.client.client_id),
        name: app.client.display_name().to_owned(),
        client_id: app.client.client_id,
        is_disabled: app.disabled,
    });
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    let add = links.one("add-app", &[]).map(|link| EditLink {
        address: base.page("/admin/add-app"),
        ..link
    });
    html::page(&AppsPage {
        t,
        base,
        brand: &provider.name(),
        frame: Frame::new(Section::Apps, &admin, t),
        apps: apps.collect(),
        add,
        next,
    })
}
