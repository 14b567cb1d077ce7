//! The page of one role of an app: what it allows, who has it, and who gave it to them.

use super::{
    admin::AdminOrOwner,
    edit::{EditLink, Links, roles::page_of},
    frame::{Frame, Section},
    list::last_of_full,
    refusal::page_error,
};
use crate::{
    extract::query::Query,
    messages::{Html, Messages},
    respond::{
        address::{Address, Base},
        brand::Brand,
        cursor, html,
        page_error::PageError,
    },
};
use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;
use doorward_core::{
    ListCursor, Provider,
    access::{RecordedGrant, RoleOfApp},
    management::{ManagementError, ManagementOutcome},
};
use doorward_protocol::management::{Permission, Resource};

const READ: Permission = Permission::read(Resource::Roles);
const WRITE: Permission = Permission::write(Resource::Roles);
/// How many holders a page has.
const LIMIT: i64 = 50;

#[derive(Template)]
#[template(path = "pages/console_role.html")]
struct RolePage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    app: Address,
    /// The roles and permissions of the app side by side.
    matrix: Address,
    app_name: &'a str,
    /// Whether the administrator may open the pages of the app.
    has_apps: bool,
    name: &'a str,
    description: Option<&'a str>,
    permissions: Vec<&'a str>,
    /// Whether everybody who can open the app has it.
    is_default: bool,
    /// That users may ask for it, in words.
    requests: Option<String>,
    links: Vec<EditLink>,
    holders: Vec<HolderLine>,
    next: Option<Address>,
}

struct HolderLine {
    name: String,
    page: Option<Address>,
    is_group: bool,
    since: Html,
    by: String,
    until: Option<String>,
    /// The request that it was given by.
    request: Option<Address>,
    revoke: Option<EditLink>,
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    AdminOrOwner(admin): AdminOrOwner,
    path: Path<(String, String)>,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let (client_id, name) = path.into_inner();
    admin.require_of_app(READ, &client_id)?;
    let (management, base) = (provider.management(), Base::of(&provider));
    let named = RoleOfApp {
        client_id: &client_id,
        name: &name,
    };
    let app = management.app(&client_id).await.map_err(page_error)?;
    let role = management.role(named).await.map_err(page_error)?;
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    let writer = Lines {
        provider: &provider,
        links,
        role: named,
    };
    let shown = writer.page(cursor::named(&query).as_ref()).await;
    let shown = shown.map_err(page_error)?;
    let about = [("app", client_id.as_str()), ("role", name.as_str())];
    let edits: &[&str] = if role.managed {
        &["grant-role"]
    } else {
        &["grant-role", "change-role", "delete-role"]
    };
    html::page(&RolePage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Apps, &admin, t),
        app: base.page(&Section::Apps.page_of(&client_id)),
        matrix: base.page(&format!("{}/matrix", Section::Apps.page_of(&client_id))),
        app_name: app.client.display_name(),
        has_apps: admin.sees_app(&client_id),
        name: &name,
        description: role.description.as_deref(),
        permissions: role.permissions.iter().map(String::as_str).collect(),
        is_default: role.default,
        requests: role.requestable.then(|| match role.longest {
            Some(longest) => t.console_role_requestable_for(longest.to_string()),
            None => t.console_role_requestable(),
        }),
        links: links.all(edits, &about),
        holders: shown.holders,
        next: shown.next,
    })
}

/// Writes the lines of who has a role.
struct Lines<'a> {
    provider: &'a Provider,
    links: Links<'a>,
    role: RoleOfApp<'a>,
}

/// A page of who has a role.
struct HolderPage {
    holders: Vec<HolderLine>,
    next: Option<Address>,
}

impl Lines<'_> {
    async fn page(&self, after: Option<&ListCursor>) -> ManagementOutcome<HolderPage> {
        let (management, now) = (
            self.provider.management(),
            self.links.admin.caller.ctx.now(),
        );
        let grants = management.live_grants_after(self.role, now, after, LIMIT);
        let grants = grants.await?;
        let next = last_of_full(&grants, LIMIT)
            .map(|last| cursor::page_after(self.links.base, &page_of(self.role), &last.cursor()));
        let mut holders = Vec::new();
        for grant in &grants {
            holders.push(self.holder(grant).await?);
        }
        Ok(HolderPage { holders, next })
    }

    async fn holder(&self, grant: &RecordedGrant) -> ManagementOutcome<HolderLine> {
        let Links { base, admin, t } = self.links;
        let (kind, id, section) = match (&grant.user_id, &grant.group_id) {
            (Some(id), _) => ("user", id.as_str(), Section::Users),
            (None, Some(id)) => ("group", id.as_str(), Section::Groups),
            (None, None) => ("user", "", Section::Users),
        };
        let name = match section {
            Section::Users => self.user_name(id).await?,
            _ => match self.provider.management().group(id).await {
                Ok(group) => group.name,
                Err(ManagementError::NotFound(_)) => id.to_owned(),
                Err(error) => return Err(error),
            },
        };
        let by = match (grant.actor_kind.as_str(), &grant.actor_id) {
            ("user", Some(id)) => self.user_name(id).await?,
            (kind, Some(id)) => format!("{kind} {id}"),
            (kind, None) => kind.to_owned(),
        };
        let about = [
            ("app", self.role.client_id),
            ("role", self.role.name),
            ("kind", kind),
            ("holder", id),
        ];
        let may_open = section
            .permission()
            .is_none_or(|read| admin.caller.may(read));
        // Of groups the owner of an app learns which have the role, and changes nothing.
        let is_owner = admin.caller.acts_as_owner(WRITE, self.role.client_id);
        let may_take = kind == "user" || !is_owner;
        Ok(HolderLine {
            name,
            page: may_open.then(|| base.page(&section.page_of(id))),
            is_group: kind == "group",
            since: t.when(grant.since, admin.caller.ctx.now()),
            by,
            until: grant.expires_at.map(|end| t.date_time(end)),
            request: grant
                .request_id
                .as_deref()
                .map(|id| base.page(&Section::AccessRequests.page_of(id))),
            revoke: self.links.one("revoke-role", &about).filter(|_| may_take),
        })
    }

    /// The name of a user; their identifier where there is no such user any more.
    async fn user_name(&self, id: &str) -> ManagementOutcome<String> {
        let user = self.provider.users().get(id).await?;
        let name = user.map(|user| user.label().to_owned());
        Ok(name.unwrap_or_else(|| id.to_owned()))
    }
}
