//! The sign-in page: a form, a button for each provider elsewhere, or straight on to the one that
//! it must be.

use crate::extract::operation;
use crate::federation::problem;
use crate::messages::Messages;
use crate::{
    extract::{
        browser::{self, Browser},
        forms,
    },
    respond::{headers::see_other, html, page_error::PageError},
};
use crate::{
    federation::login as federation,
    pages::{App, LetIn, signed_in},
    sign_in::provider_button::ProviderButton,
};
use actix_session::Session;
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{HeaderValue, RETRY_AFTER},
    },
    web::{Bytes, Data},
};
use askama::Template;
use doorward_core::context::OperationContext;
use doorward_core::{
    FormOutcome, Provider, SignInForm,
    credentials::{Attempt, SignInOutcome},
    federation::{Departing, Ways, depart},
    limits::Class,
    oauth::authorize::PendingRequest,
};
use doorward_protocol::{
    oauth::authorization_request::Parameters,
    secret::{Secret, form_token},
    sessions::sso_session::Authentication,
};

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each decides about one part of the page"
)]
struct SignInPage<'a> {
    t: Messages,
    brand: &'a str,
    app: Option<App>,
    flow: &'a str,
    form_token: &'a str,
    identifier: &'a str,
    /// What the account is called that is to prove itself again: whoever types no name means it.
    known: &'a str,
    problem: Option<String>,
    /// Somebody is signed in, and is to prove it again.
    again: bool,
    /// It is for somebody else than who is signed in.
    another: bool,
    /// Somebody is signed in, and the app wants a stronger sign-in.
    step_up: bool,
    /// Whether there is a form at all.
    has_form: bool,
    /// Whether it asks for the password yet: an address may lead elsewhere first.
    asks_password: bool,
    /// Whether they may ask to be kept signed in, and whether they have.
    remembers: bool,
    remembered: bool,
    providers: &'a [ProviderButton],
    provider_token: &'a str,
}

fn purpose(flow: &str) -> String {
    format!("sign-in {flow}")
}

/// The flow that a page belongs to, and what is known of it.
async fn waiting(
    provider: &Provider,
    ctx: &OperationContext,
    flow: Option<&str>,
    browser: &Browser,
) -> Result<Option<PendingRequest>, PageError> {
    match flow {
        Some(flow) => Ok(Some(
            provider
                .authorization()
                .pending(ctx, &Secret::presented(flow), browser.secret.as_ref())
                .await?,
        )),
        None => Ok(None),
    }
}

/// The messages in the language of an interaction, or of the browser.
fn language(request: &HttpRequest, pending: Option<&PendingRequest>) -> Messages {
    match pending {
        Some(pending) => Messages::of_interaction(request, pending.request.ui_locales.as_deref()),
        None => Messages::of(request),
    }
}

async fn ways(provider: &Provider, pending: Option<&PendingRequest>) -> Result<Ways, PageError> {
    let configuration = provider.configuration().await?;
    Ok(Ways::of(
        provider,
        &configuration,
        pending.map(|pending| &pending.registered.client),
    ))
}

/// Where the browser goes without a page: to the provider that the app or the address names, or to
/// the only one there is.
fn straight_on<'a>(ways: &'a Ways, pending: Option<&PendingRequest>) -> Option<&'a str> {
    let request = pending.map(|pending| &pending.request);
    let hinted = request
        .and_then(|request| request.idp_hint.as_deref())
        .and_then(|hint| ways.provider(hint));
    let at_home = request
        .and_then(|request| request.login_hint.as_deref())
        .and_then(|address| ways.home_of(address));
    hinted
        .or(at_home)
        .or_else(|| ways.sole())
        .map(|upstream| upstream.provider.id.as_str())
}

/// Where somebody begins for whom a page needs an account: the accounts of this browser, or the
/// form.
pub fn way_in(browser: &Browser) -> &'static str {
    if browser.accounts.is_empty() {
        "/sign-in"
    } else {
        "/select-account"
    }
}

/// Shows the form: for an app that waits, or for the account page.
pub async fn show(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::whole(&request, &provider, ctx, &session).await?;
    let query = Parameters::parse(request.query_string());
    let (flow, way) = (query.get("flow"), query.get("way"));
    if flow.is_none() && way.is_none() && !browser.accounts.is_empty() {
        return Ok(see_other(if browser.session.is_some() {
            "/account"
        } else {
            way_in(&browser)
        }));
    }
    let pending = waiting(&provider, ctx, flow, &browser).await?;
    let t = language(&request, pending.as_ref());
    let ways = ways(&provider, pending.as_ref()).await?;
    let step_up = way == Some("step-up") && pending.is_some();
    let ways = if step_up { ways.stronger() } else { ways };
    // Who is signed in and is asked again chooses on the page: nobody is sent round in circles.
    // Where one way is left there is nothing to choose.
    let on = match ways.providers.as_slice() {
        [one] if step_up => Some(one.provider.id.as_str()),
        _ if way.is_none() && browser.session.is_none() => straight_on(&ways, pending.as_ref()),
        _ => None,
    };
    if let Some(id) = on {
        return leave(
            &provider,
            ctx,
            &browser,
            Leaving {
                provider_id: id,
                flow,
                login_hint: None,
                remembered: false,
            },
        )
        .await;
    }
    let hint = pending
        .as_ref()
        .and_then(|pending| pending.request.login_hint.clone());
    let known = match pending
        .as_ref()
        .filter(|_| way.is_none() && hint.is_none() && browser.session.is_some())
    {
        Some(pending) => known(&provider, ctx, &browser, pending).await?,
        None => None,
    };
    let identifier = hint.unwrap_or_default();
    let form = Form {
        t,
        flow,
        pending: pending.as_ref(),
        identifier: &identifier,
        problem: (way == Some("again")).then(|| t.sign_in_fresh()),
        asks_password: false,
        remembered: false,
        reason: Reason::of(way.filter(|way| step_up || *way != "step-up"), &browser),
        known: known.as_deref().unwrap_or_default(),
    };
    render(&provider, &browser, &ways, form, StatusCode::OK)
}

/// What the account is called that is to prove itself again: nobody types what is known.
async fn known(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Browser,
    pending: &PendingRequest,
) -> Result<Option<String>, PageError> {
    let Some(session) = provider
        .authorization()
        .session_of(ctx, pending, browser.context())
        .await?
    else {
        return Ok(None);
    };
    Ok(provider
        .users()
        .get(&session.user_id)
        .await?
        .map(|user| user.label().to_owned()))
}

/// Why the page is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reason {
    /// Nobody is signed in.
    SignIn,
    /// Somebody is, and is to prove it again.
    Again,
    /// Somebody is, and it is for somebody else.
    Another,
    /// Somebody is, and the app wants a stronger sign-in.
    StepUp,
}

impl Reason {
    fn of(way: Option<&str>, browser: &Browser) -> Self {
        match way {
            Some("another") => Self::Another,
            Some("step-up") => Self::StepUp,
            _ if browser.session.is_some() => Self::Again,
            _ => Self::SignIn,
        }
    }
}

struct Leaving<'a> {
    provider_id: &'a str,
    flow: Option<&'a str>,
    login_hint: Option<&'a str>,
    remembered: bool,
}

/// Sends the browser to a provider.
async fn leave(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Browser,
    leaving: Leaving<'_>,
) -> Result<HttpResponse, PageError> {
    let secret = browser.secret_or_new(provider);
    let departing = Departing {
        provider_id: leaving.provider_id,
        flow: leaving.flow,
        browser: &secret,
        login_hint: leaving.login_hint,
        again: browser.session.is_some(),
        remembered: leaving.remembered,
    };
    let mut response = match depart(provider, ctx, departing).await? {
        Ok(url) => see_other(&url),
        Err(problem) => return Err(problem::page(&problem)),
    };
    if browser.secret.is_none() {
        let _ = response.add_cookie(&browser::cookie(provider, &secret));
    }
    Ok(response)
}

/// Takes the choice of a provider.
pub async fn choose_provider(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::of(&request, &provider, &session)?;
    let form = forms::read(&request, &body, &browser, |form| {
        provider_purpose(form.get("flow").unwrap_or_default())
    })?;
    let provider_id = form.get("provider").unwrap_or_default();
    leave(
        &provider,
        ctx,
        &browser,
        Leaving {
            provider_id,
            flow: form.get("flow"),
            login_hint: None,
            remembered: form.get("remember") == Some("yes"),
        },
    )
    .await
}

fn provider_purpose(flow: &str) -> String {
    format!("federation {flow}")
}

struct Form<'a> {
    t: Messages,
    flow: Option<&'a str>,
    pending: Option<&'a PendingRequest>,
    identifier: &'a str,
    problem: Option<String>,
    asks_password: bool,
    remembered: bool,
    reason: Reason,
    /// What the account is called that is to prove itself again.
    known: &'a str,
}

fn render(
    provider: &Provider,
    browser: &Browser,
    ways: &Ways,
    form: Form<'_>,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let secret = browser.secret_or_new(provider);
    let flow = form.flow.unwrap_or_default();
    let t = form.t;
    let buttons: Vec<ProviderButton> = ways
        .providers
        .iter()
        .map(|upstream| ProviderButton::of(&upstream.provider, t))
        .collect();
    let page = SignInPage {
        t,
        brand: &provider.settings.name,
        app: form
            .pending
            .map(|pending| App::of(&pending.registered.client)),
        flow,
        form_token: &form_token(&secret, &purpose(flow)),
        identifier: form.identifier,
        known: form.known,
        problem: form.problem,
        again: form.reason == Reason::Again,
        another: form.reason == Reason::Another,
        step_up: form.reason == Reason::StepUp,
        has_form: form.reason != Reason::StepUp && (ways.has_form() || ways.has_home_realms()),
        asks_password: ways.has_form() && (form.asks_password || !ways.has_home_realms()),
        remembers: provider.settings.remembers,
        remembered: form.remembered,
        providers: &buttons,
        provider_token: &form_token(&secret, &provider_purpose(flow)),
    };
    let mut response = html::page_with(status, &page)?;
    if browser.secret.is_none() {
        let _ = response.add_cookie(&browser::cookie(provider, &secret));
    }
    Ok(response)
}

/// Takes what was typed.
pub async fn submit(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::whole(&request, &provider, ctx, &session).await?;
    let form = forms::read(&request, &body, &browser, |form| {
        purpose(form.get("flow").unwrap_or_default())
    })?;
    let (flow, reason) = (form.get("flow"), Reason::of(form.get("way"), &browser));
    let pending = waiting(&provider, ctx, flow, &browser).await?;
    let t = language(&request, pending.as_ref());
    let ways = ways(&provider, pending.as_ref()).await?;
    let known = form.get("as").unwrap_or_default();
    let identifier = form.get("username").unwrap_or(known);
    let remembered = form.get("remember") == Some("yes");
    let ask = |problem, status| {
        render(
            &provider,
            &browser,
            &ways,
            Form {
                t,
                flow,
                pending: pending.as_ref(),
                identifier: form.get("username").unwrap_or_default(),
                problem,
                asks_password: true,
                remembered,
                reason,
                known,
            },
            status,
        )
    };
    let again = |problem, status| ask(Some(problem), status);
    if let Some(home) = ways.home_of(identifier) {
        return leave(
            &provider,
            ctx,
            &browser,
            Leaving {
                provider_id: &home.provider.id,
                flow,
                login_hint: Some(identifier),
                remembered,
            },
        )
        .await;
    }
    if !ways.has_form() {
        return again(t.sign_in_no_provider_for_address(), StatusCode::OK);
    }
    let Some(password) = form.get("password").filter(|_| !identifier.is_empty()) else {
        // The first of two steps, where an address may lead elsewhere.
        if ways.has_home_realms()
            && !identifier.is_empty()
            && form.get("step") == Some("identifier")
        {
            return ask(None, StatusCode::OK);
        }
        return again(t.sign_in_incomplete(), StatusCode::OK);
    };
    let source = browser::source(&request, &provider);
    provider.rate_limits().check(ctx, Class::SignIn, &source)?;
    let attempt = Attempt {
        identifier,
        password: password.into(),
        accounts: &browser.accounts,
        device: browser::device(&request, &provider),
        authentication: Authentication::password(),
        remembered,
    };
    let sign_in_form = SignInForm {
        methods: &ways,
        flow,
        browser: browser.secret.as_ref(),
    };
    match provider.sign_in_by_form(ctx, &attempt, &sign_in_form).await {
        Ok(
            FormOutcome::SignedIn { sid } | FormOutcome::Password(SignInOutcome::SignedIn { sid }),
        ) => {
            signed_in(
                &provider,
                ctx,
                (&browser, &session),
                LetIn {
                    sid: &sid,
                    flow,
                    remembered,
                },
            )
            .await
        }
        Ok(FormOutcome::LinkPrompt { prompt }) => {
            Ok(see_other(&federation::offer_address(&prompt)))
        }
        Ok(FormOutcome::Refused(problem)) => Err(problem::page(&problem)),
        Ok(FormOutcome::Password(SignInOutcome::Wrong)) => {
            provider
                .rate_limits()
                .count(ctx, Class::SignIn, &source)
                .await;
            metrics::counter!("doorward_sign_ins_total", "outcome" => "refused").increment(1);
            again(t.sign_in_wrong(), StatusCode::OK)
        }
        Ok(FormOutcome::Unreachable) => {
            let text = t.sign_in_directory_unreachable();
            Ok(later(again(text, StatusCode::SERVICE_UNAVAILABLE)?, "10"))
        }
        Ok(FormOutcome::Password(SignInOutcome::Paused { until })) => {
            let seconds = (until.since(ctx.now()) + 999) / 1000;
            let response = again(t.sign_in_paused(), StatusCode::TOO_MANY_REQUESTS)?;
            Ok(later(response, &seconds.max(1).to_string()))
        }
        Err(doorward_core::Error::Unavailable(cause)) => {
            tracing::warn!(cause, "a sign-in was put off");
            let text = t.sign_in_busy();
            Ok(later(again(text, StatusCode::SERVICE_UNAVAILABLE)?, "2"))
        }
        Err(error) => Err(error.into()),
    }
}

/// A page that says when to come back.
fn later(mut response: HttpResponse, seconds: &str) -> HttpResponse {
    if let Ok(value) = HeaderValue::from_str(seconds) {
        response.headers_mut().insert(RETRY_AFTER, value);
    }
    response
}
