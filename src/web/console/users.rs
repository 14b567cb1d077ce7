//! The list of users.

use super::{
    actions::Action,
    admin::Admin,
    bulk::BulkAction,
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
use doorward_core::{Provider, management::UserQuestion};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::{authorization_request::Parameters, redirect_uri::with_query},
};

/// How many users a page has.
const LIMIT: usize = 50;

#[derive(Template)]
#[template(path = "pages/console_users.html")]
struct UsersPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: &'a str,
    frame: Frame,
    /// What was looked for.
    text: &'a str,
    users: Vec<UserLine>,
    /// What can be done to several of them.
    bulk: Vec<BulkAction>,
    links: Vec<EditLink>,
    next: Option<Address>,
}

struct UserLine {
    id: String,
    path: String,
    name: String,
    email: Option<String>,
    username: Option<String>,
    is_disabled: bool,
    created: Html,
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Users))?;
    let query = Parameters::parse(request.query_string());
    let text = query.get("q").unwrap_or_default();
    let asked = UserQuestion {
        text,
        after: query.get("after").unwrap_or_default(),
        limit: LIMIT,
    };
    let found = provider.management().find_users(&asked).await;
    let found = found.map_err(page_error)?;
    let (base, now) = (Base::of(&provider), admin.signed_in.ctx.now());
    let next = found.next.map(|after| {
        let place = [("q", text), ("after", after.as_str())];
        let place = place.into_iter().filter(|(_, value)| !value.is_empty());

        base.page(&with_query(Section::Users.path(), place))
    });
    let can_mail = provider.password_reset().is_offered();
    let may = |action: &BulkAction| {
        admin.caller.may(action.permission())
            && (can_mail || *action != BulkAction::Single(Action::SendLink))
    };
    let bulk: Vec<BulkAction> = BulkAction::ALL.into_iter().filter(may).collect();
    let users = found.users.into_iter().map(|user| UserLine {
        id: user.id.clone(),
        path: segment(&user.id),
        name: user.display_name().to_owned(),
        is_disabled: user.disabled_at.is_some(),
        created: t.when(user.created_at, now),
        email: user.email,
        username: user.username,
    });
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    let links = links.all(&["add-user", "invite"], &[]);
    html::page(&UsersPage {
        t,
        base,
        brand: &provider.name(),
        frame: Frame::new(Section::Users, &admin, t),
        text,
        users: users.collect(),
        bulk,
        links,
        next,
    })
}
