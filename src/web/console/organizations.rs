//! The list of organizations.

use super::{
    admin::Admin,
    edit::{EditLink, Links},
    frame::{Frame, Section},
    refusal::page_error,
};
use crate::{
    management::path::segment,
    messages::{Html, Messages},
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

/// How many organizations a page has.
const LIMIT: i64 = 50;

#[derive(Template)]
#[template(path = "pages/console_organizations.html")]
struct OrganizationsPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: &'a str,
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
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Organizations))?;
    let query = Parameters::parse(request.query_string());
    let after = query.get("after").unwrap_or_default();
    let management = provider.management();
    let read = management.organizations_after(&admin.caller, after, LIMIT);
    let read = read.await.map_err(page_error)?;
    let is_full = i64::try_from(read.len()).is_ok_and(|length| length == LIMIT);
    let (base, now) = (Base::of(&provider), admin.caller.ctx.now());
    let next = read.last().filter(|_| is_full).map(|last| {
        let place = [("after", last.slug.as_str())];
        base.page(&with_query(Section::Organizations.path(), place))
    });
    let organizations = read.into_iter().map(|organization| OrganizationLine {
        path: segment(&organization.id),
        name: organization.name,
        slug: organization.slug,
        created: t.when(organization.created_at, now),
    });
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    html::page(&OrganizationsPage {
        t,
        base,
        brand: &provider.name(),
        frame: Frame::new(Section::Organizations, &admin, t),
        organizations: organizations.collect(),
        links: links.all(&["add-organization"], &[]),
        next,
    })
}
