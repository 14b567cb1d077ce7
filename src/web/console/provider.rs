//! The page of one identity provider: how it is declared, and how many users it knows.

use super::{
    admin::Admin,
    edit::{EditLink, Links},
    frame::{Frame, Section},
    providers::state,
    refusal::page_error,
};
use crate::{
    messages::Messages,
    respond::{address::Base, brand::Brand, html, page_error::PageError},
};
use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;
use doorward_core::{
    Provider,
    federation::{LoadedIdentityProvider, MAX_COUNTED},
    management::ManagementError,
};
use doorward_protocol::management::{Permission, Resource};

#[derive(Template)]
#[template(path = "pages/console_provider.html")]
struct ProviderPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    provider: &'a LoadedIdentityProvider,
    state: String,
    /// None where users type their password here.
    redirect_uri: Option<String>,
    linked: String,
    links: Vec<EditLink>,
}

/// Shows the page.
pub async fn show(
    provider: Data<Provider>,
    admin: Admin,
    id: Path<String>,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Providers))?;
    let configuration = provider.configuration().await?;
    let found = configuration.identity_provider(&id);
    let unknown = || ManagementError::NotFound(format!("identity provider {id}"));
    let found = found.ok_or_else(unknown).map_err(page_error)?;
    let linked = provider.federation().count_identities(found.id()).await?;
    let (base, resolved) = (Base::of(&provider), found.resolved());
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    let edits = if found.declared().enabled {
        ["test-provider", "disable-provider"]
    } else {
        ["test-provider", "enable-provider"]
    };
    html::page(&ProviderPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Providers, &admin, t),
        state: state(found.declared(), t),
        redirect_uri: (!resolved.is_directory()).then(|| found.redirect_uri(provider.issuer())),
        linked: if linked > MAX_COUNTED {
            t.console_more_than(MAX_COUNTED.to_string())
        } else {
            linked.to_string()
        },
        links: links.all(&edits, &[("provider", found.id())]),
        provider: found,
    })
}
