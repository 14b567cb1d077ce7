//! The page of one app: how it is registered.

use super::{
    admin::Admin,
    edit::{EditLink, Links},
    explain,
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
use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;
use doorward_core::Provider;
use doorward_protocol::{
    access::roles::Role,
    clients::registered_client::RegisteredClient,
    management::{Permission, Resource},
    oauth::redirect_uri::with_query,
};

#[derive(Template)]
#[template(path = "pages/console_app.html")]
struct AppPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: &'a str,
    frame: Frame,
    name: &'a str,
    client_id: &'a str,
    is_disabled: bool,
    redirect_uris: &'a [String],
    post_logout_redirect_uris: &'a [String],
    authentication: &'static str,
    scope: String,
    /// When somebody signed in for the first time, where an app can do that.
    first_sign_in: Option<Html>,
    links: Vec<EditLink>,
    roles: Vec<RoleLine<'a>>,
    add_role: Option<EditLink>,
    /// The table of roles and permissions.
    matrix: Address,
    /// The page that explains who may open the app, for whoever may read that.
    explained: Option<Address>,
    /// Where the sign-in of the app is tried out.
    try_out: Address,
}

struct RoleLine<'a> {
    name: &'a str,
    page: Address,
    description: Option<&'a str>,
    permissions: String,
}

/// The roles of an app, where the administrator may read them.
fn roles<'a>(app: &'a RegisteredClient, admin: &Admin, base: Base<'_>) -> Vec<RoleLine<'a>> {
    if !admin.caller.may(Permission::read(Resource::Roles)) {
        return Vec::new();
    }
    let path = Section::Apps.page_of(&app.client.client_id);
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

/// Shows the page.
pub async fn show(
    provider: Data<Provider>,
    admin: Admin,
    id: Path<String>,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Apps))?;
    let app = provider.management().app(&id).await.map_err(page_error)?;
    let client = &app.client;
    let first = provider
        .management()
        .first_sign_in(&id)
        .await
        .map_err(page_error)?;
    let base = Base::of(&provider);
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    let about = [("app", client.client_id.as_str())];
    let is_secret = app.secret_digest.is_some();
    let edits = [
        Some("change-app"),
        is_secret.then_some("new-secret"),
        Some(if app.disabled {
            "enable-app"
        } else {
            "disable-app"
        }),
    ];
    let edits: Vec<&str> = edits.into_iter().flatten().collect();
    html::page(&AppPage {
        t,
        base,
        brand: &provider.name(),
        frame: Frame::new(Section::Apps, &admin, t),
        name: client.display_name(),
        client_id: &client.client_id,
        is_disabled: app.disabled,
        redirect_uris: &client.redirect_uris,
        post_logout_redirect_uris: &client.post_logout_redirect_uris,
        authentication: client.token_endpoint_auth_method.into(),
        scope: client.scope.to_string(),
        first_sign_in: first.map(|at| t.when(at, admin.caller.ctx.now())),
        links: links.all(&edits, &about),
        roles: roles(&app, &admin, base),
        add_role: links.one("add-role", &about),
        matrix: base.page(&format!(
            "{}/matrix",
            Section::Apps.page_of(&client.client_id)
        )),
        explained: [Resource::Users, Resource::Roles]
            .into_iter()
            .all(|resource| admin.caller.may(Permission::read(resource)))
            .then(|| base.page(&with_query(explain::PATH, about))),
        try_out: base.page(&with_query(Section::Inspect.path(), about)),
    })
}
