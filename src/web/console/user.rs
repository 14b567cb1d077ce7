//! The page of one user.

use super::{
    actions::{self, ActionForm, Place},
    admin::Admin,
    edit::{EditLink, Links},
    frame::{Frame, Section},
    refusal::page_error,
    tabs::{self, Asked, Content, Tab},
};
use crate::{
    extract::query::Query,
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
use doorward_core::{Provider, management::ManagementError};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::redirect_uri::with_query,
};

#[derive(Template)]
#[template(path = "pages/console_user.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each decides about one part of the page"
)]
struct UserPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    id: &'a str,
    name: &'a str,
    email: Option<&'a str>,
    username: Option<&'a str>,
    is_disabled: bool,
    tabs: Vec<TabLine>,
    content: Content,
    forms: Vec<ActionForm>,
    links: Vec<EditLink>,
    /// Whether an action was just done.
    is_done: bool,
    /// Whether an action was just refused.
    is_refused: bool,
    /// Whether the user may do more than the administrator, who changes nothing about them then.
    is_beyond: bool,
    next: Option<Address>,
}

struct TabLine {
    address: Address,
    title: String,
    is_here: bool,
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    admin: Admin,
    id: Path<String>,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Users))?;
    let user = provider.management().user(&id).await.map_err(page_error)?;
    let named = query.get("tab").unwrap_or_default();
    let tab = named.parse().unwrap_or(Tab::Profile);
    admin.require(tab.permission())?;
    let asked = Asked {
        user: &user,
        tab,
        after: query.get("after").unwrap_or_default(),
    };
    let content = tabs::content(&provider, &admin, &asked, t).await?;
    let is_beyond = is_beyond(&provider, &admin, &id).await?;
    let base = Base::of(&provider);
    let path = Section::Users.page_of(&user.id);
    let next = next_of(&content).map(|after| {
        let place = [("tab", tab.name()), ("after", after)];
        base.page(&with_query(&path, place))
    });
    let browser = &admin.signed_in.browser;
    let secret = browser.secret_or_new(&provider);
    let place = Place {
        tab: tab.name(),
        can_mail: provider.password_reset().is_offered(),
        sessions: sessions(&provider, &admin, &user.id).await?,
        is_beyond,
        secret: &secret,
    };
    let mut response = html::page(&UserPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Users, &admin, t),
        id: &user.id,
        name: user.display_name(),
        email: user.email.as_deref(),
        username: user.username.as_deref(),
        is_disabled: user.disabled_at.is_some(),
        tabs: tab_lines(&admin, base, &path, tab, t),
        forms: actions::forms(&admin, &user, &place, t),
        links: if is_beyond {
            Vec::new()
        } else {
            links(&admin, base, &user.id, tab, t)
        },
        is_done: query.get("told") == Some("done"),
        is_refused: query.get("told") == Some("refused"),
        is_beyond,
        content,
        next,
    })?;
    browser.keep_secret(&provider, &secret, &mut response);
    Ok(response)
}

/// How many live sessions a user has.
async fn sessions(provider: &Provider, admin: &Admin, id: &str) -> Result<usize, PageError> {
    let sessions = provider.sessions();
    Ok(sessions.of_user(&admin.caller.ctx, id).await?.len())
}

/// Whether a user may do more than the administrator.
async fn is_beyond(provider: &Provider, admin: &Admin, id: &str) -> Result<bool, PageError> {
    let user = provider.management().user_in_reach(&admin.caller, id).await;
    match user {
        Ok(_) => Ok(false),
        Err(ManagementError::BeyondPowers(_)) => Ok(true),
        Err(error) => Err(page_error(error)),
    }
}

/// The actions that have a page of their own.
fn links(admin: &Admin, base: Base<'_>, user_id: &str, tab: Tab, t: Messages) -> Vec<EditLink> {
    match tab {
        Tab::Profile => {
            Links { base, admin, t }.all(&["change-user", "delete-user"], &[("user", user_id)])
        }
        _ => Vec::new(),
    }
}

/// The tabs that the administrator may see.
fn tab_lines(admin: &Admin, base: Base<'_>, path: &str, here: Tab, t: Messages) -> Vec<TabLine> {
    let seen = Tab::ALL.iter().copied();
    let seen = seen.filter(|tab| admin.caller.may(tab.permission()));
    seen.map(|tab| TabLine {
        address: base.page(&format!("{path}?tab={}", tab.name())),
        title: tab.title(t),
        is_here: tab == here,
    })
    .collect()
}

/// Where the next page of a tab begins.
fn next_of(content: &Content) -> Option<&str> {
    match content {
        Content::Apps { next, .. } => next.as_deref(),
        _ => None,
    }
}
