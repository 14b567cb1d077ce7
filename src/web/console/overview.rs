//! The first page of the console: what happened, what needs attention, and what this administrator can do.

use super::{
    admin::AdminOrOwner,
    dashboard::{self, Dashboard},
    frame::{Frame, Section},
    start,
};
use crate::{
    messages::Messages,
    respond::{
        address::{Address, Base},
        brand::Brand,
        headers::see_other,
        html,
        page_error::PageError,
    },
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::Provider;

#[derive(Template)]
#[template(path = "pages/console_overview.html")]
struct OverviewPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    /// The guide of the first steps, where they are still to do.
    start: Option<Address>,
    /// The numbers, where the administrator may read the audit log.
    dashboard: Option<Dashboard>,
}

/// Shows the page.
pub async fn show(
    provider: Data<Provider>,
    AdminOrOwner(admin): AdminOrOwner,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    if !admin.caller.is_administrator() {
        // An owner begins with what is theirs.
        let theirs = if admin.caller.is_owner_of_apps() {
            Section::Apps
        } else {
            Section::Organizations
        };
        return Ok(see_other(&Base::of(&provider).page(theirs.path())));
    }
    html::page(&OverviewPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Overview, &admin, t),
        start: start::address(&provider, &admin).await?,
        dashboard: dashboard::read(&provider, &admin, t).await?,
    })
}
