//! The page about access: the roles that the user may ask for, and what became of their requests.

use crate::{
    account::{
        AccountForm,
        frame::{AccountSection, Frame},
    },
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm},
        query::Query,
        signed_in::SignedIn,
    },
    messages::{Html, Messages},
    respond::{
        address::{Address, Base},
        brand::Brand,
        headers::see_other,
        html,
        page_error::PageError,
    },
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    access_requests::{AccessRequest, OfferedApp, OfferedRole},
};
use doorward_protocol::{oauth::redirect_uri::with_query, time::Timestamp};

/// The page of the form that asks for a role.
pub(super) const ASK: &str = "/account/access/ask";

#[derive(Template)]
#[template(path = "pages/account_access.html")]
struct AccessPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    told: Option<String>,
    requests: Vec<RequestLine>,
    apps: Vec<AppLine>,
    form_token: &'a str,
}

struct RequestLine {
    id: String,
    app: String,
    role: String,
    state: String,
    is_open: bool,
    asked: Html,
    /// When it ends by itself, while it waits; when the role ends, once it is given.
    ends: Option<String>,
    until: Option<String>,
    /// Why it was refused.
    answer: Option<String>,
}

struct AppLine {
    name: String,
    logo: Option<String>,
    roles: Vec<RoleLine>,
}

struct RoleLine {
    name: String,
    description: Option<String>,
    opens_app: bool,
    /// The form that asks for it; none while a request waits.
    ask: Option<Address>,
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let told = match query.get("told") {
        Some("sent") => Some(t.access_sent()),
        Some("withdrawn") => Some(t.access_was_withdrawn()),
        _ => None,
    };
    let (browser, session, now) = (&signed_in.browser, &signed_in.session, signed_in.ctx.now());
    let access = provider.access_requests();
    let mut requests = Vec::new();
    for one in access.of_user(&session.user_id).await? {
        let app = access.app_name(&one.client_id).await?;
        requests.push(request_line(one, app, now, t));
    }
    let mut offers = access.offers(session, now).await?;
    if let Some(app) = query.get("app") {
        offers.retain(|offer| offer.client_id == app);
    }
    let base = Base::of(&provider);
    let secret = browser.secret_or_new(&provider);
    let page = AccessPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(AccountSection::Access, browser),
        told,
        requests,
        apps: offers.into_iter().map(|app| app_line(app, base)).collect(),
        form_token: &AccountForm::WithdrawRequest.token(&secret, session),
    };
    let mut response = html::page(&page)?;
    browser.keep_secret(&provider, &secret, &mut response);
    Ok(response)
}

fn request_line(request: AccessRequest, app: String, now: Timestamp, t: Messages) -> RequestLine {
    let is_open = request.is_open(now);
    let is_approved = request.outcome.as_deref() == Some("approved");
    RequestLine {
        app,
        state: state(&request, now, t),
        is_open,
        asked: t.when(request.requested_at, now),
        ends: is_open.then(|| t.access_ends(t.date_time(request.expires_at))),
        until: is_approved.then(|| {
            let until = request.granted_until;
            until.map_or_else(|| t.access_no_end(), |until| t.date_time(until))
        }),
        id: request.id,
        role: request.role,
        answer: request.answer,
    }
}

/// What became of a request, in words.
pub fn state(request: &AccessRequest, now: Timestamp, t: Messages) -> String {
    match request.outcome.as_deref() {
        Some("approved") => t.access_state_approved(),
        Some("refused") => t.access_state_refused(),
        Some("withdrawn") => t.access_state_withdrawn(),
        None if request.is_open(now) => t.access_state_open(),
        _ => t.access_state_expired(),
    }
}

fn app_line(app: OfferedApp, base: Base<'_>) -> AppLine {
    let client_id = app.client_id;
    let role = |role: OfferedRole| {
        let about = [("app", client_id.as_str()), ("role", role.name.as_str())];
        RoleLine {
            ask: role
                .open
                .is_none()
                .then(|| base.page(&with_query(ASK, about))),
            name: role.name,
            description: role.description,
            opens_app: role.opens_app,
        }
    };
    AppLine {
        name: app.name,
        logo: app.logo,
        roles: app.roles.into_iter().map(role).collect(),
    }
}

/// The form that withdraws a request.
pub struct WithdrawForm {
    request: String,
}

impl PostedForm for WithdrawForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            request: fields.get("request").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::WithdrawRequest.purpose(browser)
    }

    fn page(&self) -> String {
        AccountSection::Access.path().to_owned()
    }
}

/// Withdraws a request. One that was decided meanwhile is shown as it was decided.
pub async fn withdraw(
    provider: Data<Provider>,
    signed_in: SignedIn,
    Form(form): Form<WithdrawForm>,
) -> Result<HttpResponse, PageError> {
    let user_id = &signed_in.session.user_id;
    let is_withdrawn = provider
        .access_requests()
        .withdraw(&signed_in.ctx, user_id, &form.request)
        .await?;
    let page = if is_withdrawn {
        "/account/access?told=withdrawn"
    } else {
        "/account/access"
    };
    Ok(see_other(&Base::of(&provider).page(page)))
}
