//! The identity providers that users may sign in by.

use super::{
    admin::Admin,
    frame::{Frame, Section},
};
use crate::{
    management::path::segment,
    messages::Messages,
    respond::{address::Base, brand::Brand, html, page_error::PageError},
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::Provider;
use doorward_protocol::{
    federation::IdentityProvider,
    management::{Permission, Resource},
};

#[derive(Template)]
#[template(path = "pages/console_providers.html")]
struct ProvidersPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    providers: Vec<ProviderLine>,
}

struct ProviderLine {
    path: String,
    name: String,
    id: String,
    kind: String,
    issuer: Option<String>,
    state: String,
}

/// Whether users may come in by a provider.
pub(super) fn state(declared: &IdentityProvider, t: Messages) -> String {
    match (declared.enabled, declared.link_only) {
        (false, _) => t.console_disabled(),
        (true, true) => t.console_provider_links(),
        (true, false) => t.console_active(),
    }
}

/// Shows the page. There are a handful of providers, which are in memory together.
pub async fn show(
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Providers))?;
    let configuration = provider.configuration().await?;
    let providers = configuration.identity_providers.iter();
    let providers = providers.map(|each| ProviderLine {
        path: segment(each.id()),
        name: each.display_name().to_owned(),
        id: each.id().to_owned(),
        kind: each.declared().kind.clone(),
        issuer: each.resolved().issuer().map(str::to_owned),
        state: state(each.declared(), t),
    });
    html::page(&ProvidersPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Providers, &admin, t),
        providers: providers.collect(),
    })
}
