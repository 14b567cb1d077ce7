//! The list of users.

use super::{
    actions::Action,
    admin::Admin,
    bulk::BulkAction,
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
use doorward_core::{Provider, management::UserQuestion};

#[derive(Template)]
#[template(path = "pages/console_users.html")]
struct UsersPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
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
    let list = List::asked(&request, &provider, &admin, Section::Users)?;
    let text = list.field("q").unwrap_or_default();
    let asked = UserQuestion {
        text,
        after: list.after(),
        limit: usize::try_from(LIMIT).unwrap_or_default(),
    };
    let found = provider.management().find_users(&asked).await;
    let found = found.map_err(page_error)?;
    let next = found.next;
    let next = next.map(|after| list.at(&[("q", text), ("after", &after)]));
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
        created: t.when(user.created_at, list.now),
        email: user.email,
        username: user.username,
    });
    html::page(&UsersPage {
        t,
        base: list.base,
        brand: Brand::of(&provider),
        frame: list.frame(t),
        text,
        users: users.collect(),
        bulk,
        links: list.actions(t, &["add-user", "invite"]),
        next,
    })
}
