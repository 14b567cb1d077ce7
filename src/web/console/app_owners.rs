//! The tab of the page of an app with its owners, who administer it.

use super::{
    edit::{EditLink, Links},
    frame::Section,
    list::last_of_full,
};
use crate::{messages::Html, respond::address::Address};
use doorward_core::{Provider, access::AppOwner, management::ManagementOutcome};
use doorward_protocol::oauth::redirect_uri::with_query;

/// How many owners the tab has.
const LIMIT: i64 = 50;

/// What the tab shows.
pub struct OwnersTab {
    /// The owners, a line each.
    pub lines: Vec<OwnerLine>,
    /// The form that names another one, for administrators.
    pub add: Option<EditLink>,
    /// The owners after these.
    pub next: Option<Address>,
}

/// An owner, as a line.
pub struct OwnerLine {
    /// The name or the address.
    pub name: String,
    /// The page of the user, for whoever may open it.
    pub page: Option<Address>,
    /// Since when they own the app.
    pub since: Html,
    /// Whether a file of declarations says so.
    pub is_managed: bool,
    /// The form that ends it, for administrators.
    pub remove: Option<EditLink>,
}

/// Reads the owners of an app after one.
///
/// # Errors
/// Where the database is unavailable.
pub async fn read(
    provider: &Provider,
    client_id: &str,
    after: &str,
    links: Links<'_>,
) -> ManagementOutcome<OwnersTab> {
    let management = provider.management();
    let owners = management.app_owners_after(client_id, after, LIMIT).await?;
    let next = last_of_full(&owners, LIMIT).map(|last| {
        let place = [("tab", "owners"), ("after", last.user.id.as_str())];
        let page = Section::Apps.page_of(client_id);
        links.base.page(&with_query(&page, place))
    });
    let rows = owners
        .into_iter()
        .map(|owner| line(client_id, &owner, links));
    Ok(OwnersTab {
        lines: rows.collect(),
        add: links.one("add-app-owner", &[("app", client_id)]),
        next,
    })
}

fn line(client_id: &str, owner: &AppOwner, links: Links<'_>) -> OwnerLine {
    let Links { base, admin, t } = links;
    let may_open = Section::Users
        .permission()
        .is_none_or(|read| admin.caller.may(read));
    let id = owner.user.id.as_str();
    let about = [("app", client_id), ("owner", id)];
    OwnerLine {
        name: owner.user.label().to_owned(),
        page: may_open.then(|| base.page(&Section::Users.page_of(id))),
        since: t.when(owner.since, admin.caller.ctx.now()),
        is_managed: owner.managed,
        remove: links.one("remove-app-owner", &about),
    }
}
