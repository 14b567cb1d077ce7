//! The settings that hold: those that are set explicitly, with where each comes from, and the defaults of
//! all others.

use super::{
    admin::Admin,
    edit::{EditLink, Links},
    frame::{Frame, Section},
    refusal::page_error,
};
use crate::{
    messages::Messages,
    respond::{address::Base, brand::Brand, html, page_error::PageError},
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::{DefaultSetting, ExplicitSetting, Provider};
use doorward_protocol::management::{Permission, Resource};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "pages/console_settings.html")]
struct SettingsPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    settings: &'a [ExplicitSetting],
    defaults: &'a [DefaultSetting],
    /// The name that was decided in the console, which goes before the setting.
    name: Option<Arc<str>>,
    rename: Option<EditLink>,
}

/// Shows the page.
pub async fn show(
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Settings))?;
    let name = provider.management().provider_name().await;
    let name = name.map_err(page_error)?;
    let base = Base::of(&provider);
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    html::page(&SettingsPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Settings, &admin, t),
        settings: &provider.settings().explicit,
        defaults: &provider.settings().defaults,
        name: name.is_stored.then_some(name.name),
        rename: links.one("rename-provider", &[]),
    })
}
