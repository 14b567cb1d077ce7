//! The requests for roles: those that wait for an answer, and those that were decided.

use super::{
    admin::AdminOrOwner,
    frame::{Frame, Section},
    refusal::page_error,
};
use crate::{
    account::access::state,
    extract::query::Query,
    messages::{Html, Messages},
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    access_requests::{AccessRequest, RequestState, RequestsBefore},
    management::ManagementOutcome,
};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::redirect_uri::with_query,
};

/// How many requests a page has.
const LIMIT: i64 = 50;
/// The value of `show` for the requests that wait no more.
const DECIDED: &str = "decided";

#[derive(Template)]
#[template(path = "pages/console_access_requests.html")]
struct RequestsPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    is_decided: bool,
    requests: Vec<RequestLine>,
    next: Option<Address>,
}

struct RequestLine {
    page: Address,
    user: String,
    app: String,
    role: String,
    state: String,
    asked: Html,
    until: Option<String>,
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    AdminOrOwner(admin): AdminOrOwner,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require_of_some_app(Permission::read(Resource::Roles))?;
    let is_decided = query.get("show") == Some(DECIDED);
    let wanted = if is_decided {
        RequestState::Ended
    } else {
        RequestState::Open
    };
    let (base, now) = (Base::of(&provider), admin.caller.ctx.now());
    let management = provider.management();
    let asked = RequestsBefore {
        state: wanted,
        id: query.get("before"),
        now,
        limit: LIMIT,
    };
    let read = management
        .access_requests_before(&admin.caller, asked)
        .await
        .map_err(page_error)?;
    let is_full = i64::try_from(read.len()).is_ok_and(|length| length == LIMIT);
    let next = read.last().filter(|_| is_full).map(|last| {
        let shown = is_decided.then_some(("show", DECIDED));
        let place = shown.into_iter().chain([("before", last.id.as_str())]);
        base.page(&with_query(Section::AccessRequests.path(), place))
    });
    let mut requests = Vec::new();
    for one in read {
        let line = line(&provider, one, base, now, t).await;
        requests.push(line.map_err(page_error)?);
    }
    html::page(&RequestsPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::AccessRequests, &admin, t),
        is_decided,
        requests,
        next,
    })
}

async fn line(
    provider: &Provider,
    request: AccessRequest,
    base: Base<'_>,
    now: doorward_protocol::time::Timestamp,
    t: Messages,
) -> ManagementOutcome<RequestLine> {
    let user = user_name(provider, &request.user_id).await?;
    let app = provider.access_requests().app_name(&request.client_id);
    let until = match request.outcome.as_deref() {
        Some("approved") => request.granted_until,
        _ => request.wished_end,
    };
    Ok(RequestLine {
        page: base.page(&Section::AccessRequests.page_of(&request.id)),
        user,
        app: app.await?,
        state: state(&request, now, t),
        asked: t.when(request.requested_at, now),
        until: until.map(|end| t.date_time(end)),
        role: request.role,
    })
}

/// The name of a user; their identifier where there is no such user any more.
pub(super) async fn user_name(provider: &Provider, id: &str) -> ManagementOutcome<String> {
    let user = provider.users().get(id).await?;
    let name = user.map(|user| user.label().to_owned());
    Ok(name.unwrap_or_else(|| id.to_owned()))
}
