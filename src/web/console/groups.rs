//! The list of groups.

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

/// How many groups a page has.
const LIMIT: i64 = 50;

#[derive(Template)]
#[template(path = "pages/console_groups.html")]
struct GroupsPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: &'a str,
    frame: Frame,
    groups: Vec<GroupLine>,
    links: Vec<EditLink>,
    next: Option<Address>,
}

struct GroupLine {
    path: String,
    name: String,
    description: Option<String>,
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Groups))?;
    let query = Parameters::parse(request.query_string());
    let after = query.get("after").unwrap_or_default();
    let read = provider.management().groups_after(after, LIMIT).await;
    let read = read.map_err(page_error)?;
    let is_full = i64::try_from(read.len()).is_ok_and(|length| length == LIMIT);
    let base = Base::of(&provider);
    let next = read.last().filter(|_| is_full).map(|group| {
        let place = [("after", group.name.as_str())];
        base.page(&with_query(Section::Groups.path(), place))
    });
    let groups = read.into_iter().map(|group| GroupLine {
        path: segment(&group.id),
        name: group.name,
        description: group.description,
    });
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    let links = links.all(&["add-group"], &[]);
    html::page(&GroupsPage {
        t,
        base,
        brand: &provider.name(),
        frame: Frame::new(Section::Groups, &admin, t),
        groups: groups.collect(),
        links,
        next,
    })
}
