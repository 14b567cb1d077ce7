//! The list of groups.

use super::{
    admin::Admin,
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
#[template(path = "pages/console_groups.html")]
struct GroupsPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
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
    let list = List::asked(&request, &provider, &admin, Section::Groups)?;
    let management = provider.management();
    let read = management.groups_after(list.after(), LIMIT).await;
    let read = read.map_err(page_error)?;
    let next = list.next(&read, |group| &group.name);
    let groups = read.into_iter().map(|group| GroupLine {
        path: segment(&group.id),
        name: group.name,
        description: group.description,
    });
    html::page(&GroupsPage {
        t,
        base: list.base,
        brand: Brand::of(&provider),
        frame: list.frame(t),
        groups: groups.collect(),
        links: list.actions(t, &["add-group"]),
        next,
    })
}
