//! The list of organizations.

use super::{
    admin::AdminOrOwner,
    edit::EditLink,
    frame::{Frame, Section},
    list::{LIMIT, List},
    refusal::page_error,
};
use crate::{
    management::path::segment,
    messages::{Html, Messages},
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
#[template(path = "pages/console_organizations.html")]
struct OrganizationsPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    organizations: Vec<OrganizationLine>,
    links: Vec<EditLink>,
    next: Option<Address>,
}

struct OrganizationLine {
    path: String,
    name: String,
    slug: String,
    created: Html,
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    provider: Data<Provider>,
    AdminOrOwner(admin): AdminOrOwner,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let list = List::asked(&request, &provider, &admin, Section::Organizations)?;
    let management = provider.management();
    let read = management.organizations_after(&admin.caller, list.after(), LIMIT);
    let read = read.await.map_err(page_error)?;
    let next = list.next(&read, |organization| &organization.slug);
    let organizations = read.into_iter().map(|organization| OrganizationLine {
        path: segment(&organization.id),
        name: organization.name,
        slug: organization.slug,
        created: t.when(organization.created_at, list.now),
    });
    html::page(&OrganizationsPage {
        t,
        base: list.base,
        brand: Brand::of(&provider),
        frame: list.frame(t),
        organizations: organizations.collect(),
        links: list.actions(t, &["add-organization"]),
        next,
    })
}
