//! The tab of the page of an app with its owners, who administer it.

use super::{
    edit::{EditLink, Links},
    frame::Section,
    list::last_of_full,
};
use crate::{messages::Html, respond::address::Address};
use doorward_core::{Provider, access::AppOwner, management::ManagementOutcome};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::redirect_uri::with_query,
};

/// How many owners the tab has.
const LIMIT: i64 = 50;
/// Among how many of the last changes earlier owners are looked for.
const EARLIER: usize = 50;

/// What the tab shows.
pub struct OwnersTab {
    /// The owners, a line each.
    pub lines: Vec<OwnerLine>,
    /// The form that names another one, for administrators.
    pub add: Option<EditLink>,
    /// The owners after these.
    pub next: Option<Address>,
    /// Those who own the app no more, the last one first.
    pub earlier: Vec<EarlierLine>,
}

/// Somebody who owned the app, as a line.
pub struct EarlierLine {
    /// The name or the address; the identifier of who is no user any more.
    pub name: String,
    /// The page of the user, for whoever may open it.
    pub page: Option<Address>,
    /// Since when they owned the app.
    pub since: Html,
    /// By whose word.
    pub by: String,
    /// When it ended.
    pub ended: Html,
    /// Who ended it.
    pub ended_by: String,
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
    let present = rows.collect();
    Ok(OwnersTab {
        lines: present,
        earlier: earlier(provider, client_id, links).await?,
        add: links.one("add-app-owner", &[("app", client_id)]),
        next,
    })
}

/// Those who owned the app before; a page of them, since the audit log has all.
async fn earlier(
    provider: &Provider,
    client_id: &str,
    links: Links<'_>,
) -> ManagementOutcome<Vec<EarlierLine>> {
    let Links { base, admin, t } = links;
    // Owners see who owns the app with them. By whose word is for administrators.
    if !admin.caller.may(Permission::read(Resource::Apps)) {
        return Ok(Vec::new());
    }
    let history = provider.management().app_owner_history(client_id).await?;
    let (now, may_open) = (admin.caller.ctx.now(), may_open(links));
    let mut found = Vec::new();
    let earlier = history
        .into_iter()
        .filter_map(|owner| Some((owner.ended_at?, owner)))
        .take(EARLIER);
    for (ended, owner) in earlier {
        let ended_by = (owner.ended_by_kind, owner.ended_by_id);
        found.push(EarlierLine {
            page: may_open.then(|| base.page(&Section::Users.page_of(&owner.user_id))),
            since: t.when(owner.since, now),
            ended: t.when(ended, now),
            by: named(provider, &owner.actor_kind, owner.actor_id.as_deref()).await?,
            ended_by: match ended_by {
                (Some(kind), id) => named(provider, &kind, id.as_deref()).await?,
                (None, _) => String::new(),
            },
            name: named(provider, "user", Some(&owner.user_id)).await?,
        });
    }
    Ok(found)
}

/// Who did something, by the name that administrators know.
async fn named(provider: &Provider, kind: &str, id: Option<&str>) -> ManagementOutcome<String> {
    let Some(id) = id else {
        return Ok(kind.replace('_', " "));
    };
    if kind != "user" {
        return Ok(format!("{kind} {id}"));
    }
    let user = provider.users().get(id).await?;
    let label = user.map(|user| user.label().to_owned());
    Ok(label.unwrap_or_else(|| id.to_owned()))
}

/// Whether the pages of users can be opened.
fn may_open(links: Links<'_>) -> bool {
    let read = Section::Users.permission();
    read.is_none_or(|read| links.admin.caller.may(read))
}

fn line(client_id: &str, owner: &AppOwner, links: Links<'_>) -> OwnerLine {
    let Links { base, admin, t } = links;
    let id = owner.user.id.as_str();
    let about = [("app", client_id), ("owner", id)];
    OwnerLine {
        name: owner.user.label().to_owned(),
        page: may_open(links).then(|| base.page(&Section::Users.page_of(id))),
        since: t.when(owner.since, admin.caller.ctx.now()),
        is_managed: owner.managed,
        remove: links.one("remove-app-owner", &about),
    }
}
