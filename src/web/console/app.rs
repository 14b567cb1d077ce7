//! The page of one app: how it is registered.

use super::{
    admin::{Admin, AdminOrOwner},
    app_owners::{self, OwnersTab},
    app_secrets::SecretsTab,
    app_tabs::AppTab,
    branding,
    edit::{EditLink, Links, page_at, text_of},
    explain,
    frame::{Frame, Section},
    refusal::page_error,
};
use crate::{
    extract::query::Query,
    management::{path::segment, shapes::apps::App},
    messages::{Html, Messages},
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
use doorward_core::{Provider, clients::KnownSecret};
use doorward_protocol::{
    access::roles::Role,
    clients::{client_settings::ClientSetting, registered_client::RegisteredClient},
    management::{Permission, Resource},
    oauth::{authorization_request::Parameters, redirect_uri::with_query},
};

#[derive(Template)]
#[template(path = "pages/console_app.html")]
struct AppPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    name: &'a str,
    client_id: &'a str,
    is_disabled: bool,
    tabs: Vec<TabLine>,
    /// What is shown beside the settings of the first tab.
    basics: Option<Basics>,
    secrets: Option<SecretsTab>,
    owners: Option<OwnersTab>,
    settings: Vec<SettingLine>,
    links: Vec<EditLink>,
    roles: Vec<RoleLine<'a>>,
    add_role: Option<EditLink>,
    /// The table of roles and permissions.
    matrix: Address,
    /// The page that explains who may open the app, for whoever may read that.
    explained: Option<Address>,
    /// Where the sign-in of the app is tried out, for administrators.
    try_out: Option<Address>,
    /// How its pages look.
    look: Address,
}

/// A tab, as a link.
struct TabLine {
    title: String,
    address: Address,
    is_here: bool,
}

/// What the first tab shows beside settings.
struct Basics {
    /// When somebody signed in for the first time, where that was seen.
    first_sign_in: Option<Html>,
}

/// A setting with its value.
struct SettingLine {
    name: &'static str,
    help: Html,
    /// The lines of its value; none where it has its default.
    lines: Vec<String>,
}

struct RoleLine<'a> {
    name: &'a str,
    page: Address,
    description: Option<&'a str>,
    permissions: String,
}

/// The roles of an app, on the first tab, where the administrator may read them.
fn roles<'a>(
    app: &'a RegisteredClient,
    admin: &Admin,
    base: Base<'_>,
    tab: AppTab,
) -> Vec<RoleLine<'a>> {
    let (read, id) = (Permission::read(Resource::Roles), &app.client.client_id);
    if tab != AppTab::Basics || !admin.caller.may_of_app(read, id) {
        return Vec::new();
    }
    let path = Section::Apps.page_of(id);
    let line = |(name, role): (&'a str, &'a Role)| RoleLine {
        name,
        page: base.page(&format!("{path}/roles/{}", segment(name))),
        description: role.description.as_deref(),
        permissions: role
            .permissions
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" "),
    };
    app.roles.iter().map(line).collect()
}

/// The tabs of the page.
fn tabs(base: Base<'_>, client_id: &str, here: AppTab, t: Messages) -> Vec<TabLine> {
    let line = |tab: AppTab| TabLine {
        title: tab.title(t),
        address: base.page(&page_at(client_id, tab)),
        is_here: tab == here,
    };
    AppTab::ALL.iter().copied().map(line).collect()
}

/// The settings of a tab, with their values.
fn settings(app: &RegisteredClient, tab: AppTab) -> Vec<SettingLine> {
    let settings = App::of(app).settings;
    let line = |setting: &'static ClientSetting| SettingLine {
        name: setting.name,
        help: Html::with_code(setting.help),
        lines: settings
            .get(setting.name)
            .map(text_of)
            .unwrap_or_default()
            .lines()
            .map(str::to_owned)
            .collect(),
    };
    tab.settings().map(line).collect()
}

/// The forms that change the app: its settings of a tab, and on the first tab the app itself.
fn actions(app: &RegisteredClient, tab: AppTab, links: &Links<'_>) -> Vec<EditLink> {
    let client_id = app.client.client_id.as_str();
    let change = links.one("change-app", &[("app", client_id), ("tab", tab.name())]);
    let change = change.filter(|_| {
        let mut settings = tab.settings_of(&links.admin.caller, client_id);
        settings.next().is_some()
    });
    let mut actions = Vec::new();
    if tab == AppTab::Basics {
        actions.push(if app.disabled {
            "enable-app"
        } else {
            "disable-app"
        });
    }
    let actions = links.all(&actions, &[("app", client_id)]);
    change.into_iter().chain(actions).collect()
}

/// The secrets of the app, on the tab that shows them.
async fn secrets(
    provider: &Provider,
    app: &RegisteredClient,
    tab: AppTab,
) -> Result<Option<Vec<KnownSecret>>, PageError> {
    if tab != AppTab::Secrets {
        return Ok(None);
    }
    let secrets = provider.management().app_secrets(&app.client.client_id);
    secrets.await.map(Some).map_err(page_error)
}

/// The owners of the app, of the page that the query asks for.
async fn owners(
    provider: &Provider,
    app: &RegisteredClient,
    query: &Parameters,
    links: Links<'_>,
) -> Result<OwnersTab, PageError> {
    let (id, after) = (&app.client.client_id, query.get("after"));
    let read = app_owners::read(provider, id, after.unwrap_or_default(), links);
    read.await.map_err(page_error)
}

/// Where the sign-in of the app is tried out, for administrators.
fn try_out(admin: &Admin, base: Base<'_>, about: [(&str, &str); 1]) -> Option<Address> {
    let read = Section::Inspect.permission();
    let may = read.is_none_or(|read| admin.caller.may(read));
    may.then(|| base.page(&with_query(Section::Inspect.path(), about)))
}

/// Whether the administrator may read why users can open the app.
fn explained(admin: &Admin, client_id: &str) -> bool {
    let read = Permission::read(Resource::Roles);
    admin.caller.acts_as_owner(read, client_id)
        || [Resource::Users, Resource::Roles]
            .into_iter()
            .all(|resource| admin.caller.may(Permission::read(resource)))
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    AdminOrOwner(admin): AdminOrOwner,
    id: Path<String>,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require_of_app(Permission::read(Resource::Apps), &id)?;
    let tab = AppTab::named(query.get("tab").unwrap_or_default());
    let management = provider.management();
    let app = management.app(&id).await.map_err(page_error)?;
    let (client, base) = (&app.client, Base::of(&provider));
    let first = management.first_sign_in(&id).await.map_err(page_error)?;
    let secrets = secrets(&provider, &app, tab).await?;
    let now = admin.caller.ctx.now();
    let is_first = tab == AppTab::Basics;
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    let about = [("app", client.client_id.as_str())];
    let owners = match tab {
        AppTab::Owners => Some(owners(&provider, &app, &query, links).await?),
        _ => None,
    };
    html::page(&AppPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Apps, &admin, t),
        name: client.display_name(),
        client_id: &client.client_id,
        is_disabled: app.disabled,
        tabs: tabs(base, &client.client_id, tab, t),
        basics: is_first.then(|| Basics {
            first_sign_in: first.map(|at| t.when(at, now)),
        }),
        secrets: secrets.map(|secrets| {
            let is_used = client.token_endpoint_auth_method.uses_secret();
            SecretsTab::of(&client.client_id, is_used, secrets, links)
        }),
        owners,
        settings: settings(&app, tab),
        links: actions(&app, tab, &links),
        roles: roles(&app, &admin, base, tab),
        add_role: links.one("add-role", &about).filter(|_| is_first),
        matrix: base.page(&format!(
            "{}/matrix",
            Section::Apps.page_of(&client.client_id)
        )),
        explained: explained(&admin, &client.client_id)
            .then(|| base.page(&with_query(explain::PATH, about))),
        look: base.page(&with_query(branding::PAGE, about)),
        try_out: try_out(&admin, base, about),
    })
}
