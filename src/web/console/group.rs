//! The page of one group: who is in it.

use super::{
    admin::Admin,
    edit::{EditLink, Links},
    frame::{Frame, Section},
    list::last_of_full,
    refusal::page_error,
};
use crate::{
    extract::query::Query,
    management::path::segment,
    messages::Messages,
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
};
use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;
use doorward_core::{Provider, access::Group, users::User};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::redirect_uri::with_query,
};

/// How many members a page has.
const LIMIT: i64 = 50;
/// How many groups in the group a page shows; the management API lists all of them.
const MAX_GROUPS: i64 = 200;

#[derive(Template)]
#[template(path = "pages/console_group.html")]
struct GroupPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    name: &'a str,
    description: Option<&'a str>,
    /// Whether the administrator may open the pages of the members.
    has_links: bool,
    links: Vec<EditLink>,
    members: Vec<MemberLine>,
    /// The groups in the group, which its page shows before its members.
    groups: Vec<GroupLine>,
    /// How many of them the page shows, where there may be more.
    cut: Option<String>,
    next: Option<Address>,
}

struct MemberLine {
    path: String,
    name: String,
    label: String,
    /// Takes them out of the group, where the administrator may.
    remove: Option<EditLink>,
}

struct GroupLine {
    page: Address,
    name: String,
    /// Takes it out of the group, where the administrator may.
    remove: Option<EditLink>,
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    admin: Admin,
    id: Path<String>,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Groups))?;
    let management = provider.management();
    let group = management.group(&id).await.map_err(page_error)?;
    let after = query.get("after").unwrap_or_default();
    let read = management.members_after(&group, after, LIMIT).await;
    let read = read.map_err(page_error)?;
    let base = Base::of(&provider);
    let next = last_of_full(&read, LIMIT).map(|last| {
        let path = Section::Groups.page_of(&group.id);
        base.page(&with_query(&path, [("after", last.id.as_str())]))
    });
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    let groups = management.member_groups_after(&group, "", MAX_GROUPS).await;
    let groups = groups.map_err(page_error)?;
    html::page(&GroupPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Groups, &admin, t),
        name: &group.name,
        description: group.description.as_deref(),
        has_links: admin.caller.may(Permission::read(Resource::Users)),
        members: links.members(&group, &read),
        groups: links.groups(&group, &groups),
        cut: last_of_full(&groups, MAX_GROUPS).map(|_| MAX_GROUPS.to_string()),
        links: links.all(
            &[
                "add-member",
                "add-member-group",
                "change-group",
                "delete-group",
            ],
            &[("group", &group.id)],
        ),
        next,
    })
}

impl Links<'_> {
    fn members(&self, group: &Group, members: &[User]) -> Vec<MemberLine> {
        let line = |user: &User| MemberLine {
            path: segment(&user.id),
            name: user.display_name().to_owned(),
            label: user.label().to_owned(),
            remove: self.one(
                "remove-member",
                &[("group", &group.id), ("member", &user.id)],
            ),
        };
        members.iter().map(line).collect()
    }

    fn groups(&self, group: &Group, groups: &[Group]) -> Vec<GroupLine> {
        let line = |inner: &Group| GroupLine {
            page: self.base.page(&Section::Groups.page_of(&inner.id)),
            name: inner.name.clone(),
            remove: self.one(
                "remove-member-group",
                &[("group", &group.id), ("inner", &inner.id)],
            ),
        };
        groups.iter().map(line).collect()
    }
}
