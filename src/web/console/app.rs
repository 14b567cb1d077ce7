//! The page of one app: how it is registered.

use super::{
    admin::Admin,
    edit::{EditLink, Links},
    frame::{Frame, Section},
    refusal::page_error,
};
use crate::{
    management::path::segment,
    messages::Messages,
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
use doorward_protocol::management::{Permission, Resource};

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
    links: Vec<EditLink>,
    roles: Vec<RoleLine<'a>>,
    add_role: Option<EditLink>,
}

struct RoleLine<'a> {
    name: &'a str,
    page: Address,
    description: Option<&'a str>,
    permissions: String,
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
    let may_see_roles = admin.caller.may(Permission::read(Resource::Roles));
    let roles = app.roles.iter().filter(|_| may_see_roles);
    let base = Base::of(&provider);
    let path = Section::Apps.page_of(&client.client_id);
    let roles = roles.map(|(name, role)| RoleLine {
        name,
        page: base.page(&format!("{path}/roles/{}", segment(name))),
        description: role.description.as_deref(),
        permissions: role
            .permissions
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" "),
    });
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
        brand: &provider.settings().name,
        frame: Frame::new(Section::Apps, &admin, t),
        name: client.display_name(),
        client_id: &client.client_id,
        is_disabled: app.disabled,
        redirect_uris: &client.redirect_uris,
        post_logout_redirect_uris: &client.post_logout_redirect_uris,
        authentication: client.token_endpoint_auth_method.into(),
        scope: client.scope.to_string(),
        links: links.all(&edits, &about),
        roles: roles.collect(),
        add_role: links.one("add-role", &about),
    })
}
