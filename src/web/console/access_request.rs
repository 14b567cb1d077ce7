//! The page of one request for a role: who asks, why, what the role allows, and what was decided.

use super::{
    access_requests::user_name,
    admin::AdminOrOwner,
    edit::{EditLink, Links, roles::page_of},
    frame::{Frame, Section},
    refusal::page_error,
};
use crate::{
    account::access::state,
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
use doorward_core::{
    Provider,
    access_requests::AccessRequest,
    management::{Management, ManagementError, ManagementOutcome},
};
use doorward_protocol::{
    management::{Permission, Resource},
    time::Timestamp,
};

#[derive(Template)]
#[template(path = "pages/console_access_request.html")]
struct RequestPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    request: &'a AccessRequest,
    user: String,
    user_page: Option<Address>,
    app: String,
    role_page: Address,
    /// What the role allows, with the roles that it includes.
    permissions: Vec<String>,
    description: Option<String>,
    state: String,
    asked: Html,
    wished: String,
    /// Until when it waits.
    ends: Option<String>,
    decision: Option<Decision>,
    is_own: bool,
    links: Vec<EditLink>,
}

/// What was decided, by whom.
struct Decision {
    at: Html,
    by: String,
    until: Option<String>,
}

/// Shows the page.
pub async fn show(
    provider: Data<Provider>,
    AdminOrOwner(admin): AdminOrOwner,
    path: Path<String>,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require_of_some_app(Permission::read(Resource::Roles))?;
    let (management, base) = (provider.management(), Base::of(&provider));
    let request = management.access_request(&admin.caller, &path).await;
    let request = request.map_err(page_error)?;
    let now = admin.caller.ctx.now();
    let user = user_name(&provider, &request.user_id).await;
    let known = role(management, &request).await.map_err(page_error)?;
    let is_own = admin.signed_in.session.user_id == request.user_id;
    let is_open = request.is_open(now);
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    let links = if is_open && !is_own {
        let about = [("request", request.id.as_str())];
        let names = ["approve-access-request", "refuse-access-request"];
        links.all(&names, &about)
    } else {
        Vec::new()
    };
    let may_see_users = Section::Users
        .permission()
        .is_none_or(|read| admin.caller.may(read));
    let page = Section::Users.page_of(&request.user_id);
    let decision = decision(&provider, &request, now, t).await;
    let app = provider.access_requests().app_name(&request.client_id);
    html::page(&RequestPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::AccessRequests, &admin, t),
        user: user.map_err(page_error)?,
        user_page: may_see_users.then(|| base.page(&format!("{page}?tab=apps"))),
        app: app.await?,
        role_page: base.page(&page_of(request.role_of_app())),
        permissions: known.permissions,
        description: known.description,
        state: state(&request, now, t),
        asked: t.when(request.requested_at, now),
        wished: end(request.wished_end, t),
        ends: is_open.then(|| t.access_ends(t.date_time(request.expires_at))),
        decision: decision.map_err(page_error)?,
        is_own: is_own && is_open,
        links,
        request: &request,
    })
}

fn end(at: Option<Timestamp>, t: Messages) -> String {
    at.map_or_else(|| t.access_no_end(), |at| t.date_time(at))
}

/// What is known of the role of a request.
#[derive(Default)]
struct KnownRole {
    permissions: Vec<String>,
    description: Option<String>,
}

/// The role of a request as it is now; nothing where it is gone.
async fn role(management: &Management, request: &AccessRequest) -> ManagementOutcome<KnownRole> {
    let app = match management.app(&request.client_id).await {
        Ok(app) => app,
        Err(ManagementError::NotFound(_)) => return Ok(KnownRole::default()),
        Err(error) => return Err(error),
    };
    let names = app.roles.with_included(&request.role);
    let permissions = app.roles.permissions(&names);
    let role = app.roles.get(&request.role);
    Ok(KnownRole {
        permissions: permissions.into_iter().map(str::to_owned).collect(),
        description: role.and_then(|role| role.description.clone()),
    })
}

async fn decision(
    provider: &Provider,
    request: &AccessRequest,
    now: Timestamp,
    t: Messages,
) -> ManagementOutcome<Option<Decision>> {
    let is_approved = request.outcome.as_deref() == Some("approved");
    let is_decided = is_approved || request.outcome.as_deref() == Some("refused");
    let Some(at) = request.ended_at.filter(|_| is_decided) else {
        return Ok(None);
    };
    let by = match (&request.ended_by_kind, &request.ended_by_id) {
        (Some(kind), Some(id)) if kind == "user" => user_name(provider, id).await?,
        (Some(kind), id) => [Some(kind.as_str()), id.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        (None, _) => String::new(),
    };
    Ok(Some(Decision {
        at: t.when(at, now),
        by,
        until: is_approved.then(|| end(request.granted_until, t)),
    }))
}
