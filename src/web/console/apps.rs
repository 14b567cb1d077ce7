//! The list of apps.

use super::{
    admin::AdminOrOwner,
    edit::EditLink,
    frame::{Frame, Section},
    list::{LIMIT, List},
    refusal::page_error,
};
use crate::{
    management::path::segment,
    messages::Messages,
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use doorward_core::Provider;

#[derive(Template)]
#[template(path = "pages/console_apps.html")]
struct AppsPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
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
    AdminOrOwner(admin): AdminOrOwner,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let list = List::asked(&request, &provider, &admin, Section::Apps)?;
    let management = provider.management();
    let read = management
        .apps_after(&admin.caller, list.after(), LIMIT)
        .await;
    let read = read.map_err(page_error)?;
    let next = list.next(&read, |app| &app.client.client_id);
    let apps = read.into_iter().map(|app| AppLine {
        path: segment(&app.client.client_id),
        name: app.client.display_name().to_owned(),
        client_id: app.client.client_id,
        is_disabled: app.disabled,
    });
    let add = list.links(t).one("add-app", &[]).map(|link| EditLink {
        address: list.base.page("/admin/add-app"),
        ..link
    });
    html::page(&AppsPage {
        t,
        base: list.base,
        brand: Brand::of(&provider),
        frame: list.frame(t),
        apps: apps.collect(),
        add,
        next,
    })
}
