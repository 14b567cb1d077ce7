//! Search over everything: users, groups, apps, roles, organizations and the entries of one request, by
//! kind, as far as the administrator may see them.

use super::{
    admin::Admin,
    entry::{self, EntryLine},
    frame::{Frame, Section},
    refusal::page_error,
};
use crate::{
    extract::query::Query,
    management::path::segment,
    messages::Messages,
    respond::{address::Base, brand::Brand, html, page_error::PageError},
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    management::{ManagementOutcome, UserQuestion},
};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::redirect_uri::with_query,
};

/// How many of a kind the page has.
const LIMIT: usize = 10;
/// The longest text that is looked for, in bytes.
const MAX_TEXT: usize = 200;
/// The length of the reference of an error page.
const REFERENCE_LENGTH: usize = 8;

#[derive(Template)]
#[template(path = "pages/console_search.html")]
struct SearchPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    text: &'a str,
    kinds: Vec<Kind>,
    entries: Vec<EntryLine>,
    /// Every user whose name holds the text, where there may be more.
    all_users: Option<String>,
}

/// What was found of one kind.
struct Kind {
    name: &'static str,
    title: String,
    hits: Vec<Hit>,
}

/// Something that was found.
struct Hit {
    path: String,
    title: String,
    more: String,
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let text = query.get("q").map(str::trim).unwrap_or_default();
    let text = text
        .get(..text.floor_char_boundary(MAX_TEXT))
        .unwrap_or_default();
    let search = Search {
        provider: &provider,
        admin: &admin,
        t,
        text,
    };
    let (kinds, entries) = if text.is_empty() {
        (Vec::new(), Vec::new())
    } else {
        (
            search.kinds().await.map_err(page_error)?,
            search.entries().await.map_err(page_error)?,
        )
    };
    let is_full = |kind: &Kind| kind.name == "users" && kind.hits.len() >= LIMIT;
    let all_users = kinds
        .iter()
        .any(is_full)
        .then(|| with_query(Section::Users.path(), [("q", text)]));
    html::page(&SearchPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of(&provider),
        frame: Frame::apart(&admin, t),
        text,
        kinds,
        entries,
        all_users,
    })
}

/// What an administrator looks for.
struct Search<'a> {
    provider: &'a Provider,
    admin: &'a Admin,
    t: Messages,
    text: &'a str,
}

impl Search<'_> {
    fn may_read(&self, resource: Resource) -> bool {
        self.admin.caller.may(Permission::read(resource))
    }

    async fn kinds(&self) -> ManagementOutcome<Vec<Kind>> {
        let mut kinds = Vec::new();
        if self.may_read(Resource::Users) {
            kinds.push(self.users().await?);
        }
        if self.may_read(Resource::Groups) {
            kinds.push(self.groups().await?);
        }
        if self.may_read(Resource::Apps) {
            kinds.extend(self.apps_and_roles().await?);
        }
        if self.may_read(Resource::Organizations) {
            kinds.push(self.organizations().await?);
        }
        kinds.retain(|kind| !kind.hits.is_empty());
        Ok(kinds)
    }

    async fn users(&self) -> ManagementOutcome<Kind> {
        let asked = UserQuestion {
            text: self.text,
            after: "",
            limit: LIMIT,
        };
        let found = self.provider.management().find_users(&asked).await?;
        let hits = found.users.into_iter().map(|user| Hit {
            path: Section::Users.page_of(&user.id),
            title: user.display_name().to_owned(),
            more: user.email.or(user.username).unwrap_or_default(),
        });
        Ok(Kind {
            name: "users",
            title: self.t.console_nav_users(),
            hits: hits.collect(),
        })
    }

    async fn groups(&self) -> ManagementOutcome<Kind> {
        let management = self.provider.management();
        let found = management.find_groups(self.text, LIMIT).await?;
        let hits = found.into_iter().map(|group| Hit {
            path: Section::Groups.page_of(&group.id),
            title: group.name,
            more: group.description.unwrap_or_default(),
        });
        Ok(Kind {
            name: "groups",
            title: self.t.console_nav_groups(),
            hits: hits.collect(),
        })
    }

    async fn apps_and_roles(&self) -> ManagementOutcome<[Kind; 2]> {
        let management = self.provider.management();
        let found = management
            .find_apps(&self.admin.caller, self.text, LIMIT)
            .await?;
        let apps = found.apps.iter().map(|app| Hit {
            path: Section::Apps.page_of(&app.client.client_id),
            title: app.client.display_name().to_owned(),
            more: app.client.client_id.clone(),
        });
        let may_see_roles = self.may_read(Resource::Roles);
        let roles = found.roles.into_iter().filter(|_| may_see_roles);
        let roles = roles.map(|found| Hit {
            path: format!(
                "{}/roles/{}",
                Section::Apps.page_of(&found.client_id),
                segment(&found.role)
            ),
            title: found.role,
            more: found.client_id,
        });
        Ok([
            Kind {
                name: "apps",
                title: self.t.console_nav_apps(),
                hits: apps.collect(),
            },
            Kind {
                name: "roles",
                title: self.t.console_roles(),
                hits: roles.collect(),
            },
        ])
    }

    async fn organizations(&self) -> ManagementOutcome<Kind> {
        let (management, caller) = (self.provider.management(), &self.admin.caller);
        let found = management
            .find_organizations(caller, self.text, LIMIT)
            .await?;
        let hits = found.into_iter().map(|organization| Hit {
            path: Section::Organizations.page_of(&organization.slug),
            title: organization.name,
            more: organization.slug,
        });
        Ok(Kind {
            name: "organizations",
            title: self.t.console_nav_organizations(),
            hits: hits.collect(),
        })
    }

    /// The entries of the request whose reference the text is.
    async fn entries(&self) -> ManagementOutcome<Vec<EntryLine>> {
        let is_reference = self.text.len() == REFERENCE_LENGTH
            && self.text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_reference || !self.may_read(Resource::Audit) {
            return Ok(Vec::new());
        }
        let management = self.provider.management();
        let reference = self.text.to_ascii_lowercase();
        let rows = management.audit_of_request(&reference).await?;
        Ok(entry::lines(rows, self.admin, self.t))
    }
}
