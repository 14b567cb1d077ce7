//! The settings that hold: those that are set explicitly, with where each comes from, and the defaults of
//! all others.

use super::{
    admin::Admin,
    frame::{Frame, Section},
};
use crate::{
    messages::Messages,
    respond::{address::Base, html, page_error::PageError},
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::{DefaultSetting, ExplicitSetting, Provider};
use doorward_protocol::management::{Permission, Resource};

#[derive(Template)]
#[template(path = "pages/console_settings.html")]
struct SettingsPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: &'a str,
    frame: Frame,
    settings: &'a [ExplicitSetting],
    defaults: &'a [DefaultSetting],
}

/// Shows the page.
pub async fn show(
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Settings))?;
    html::page(&SettingsPage {
        t,
        base: Base::of(&provider),
        brand: &provider.name(),
        frame: Frame::new(Section::Settings, &admin, t),
        settings: &provider.settings().explicit,
        defaults: &provider.settings().defaults,
    })
}
