//! The sign-in page.

use super::App;
use crate::{
    domain::{
        Provider,
        authorize::{self, Pending},
        sign_in::{Attempt, Outcome, sign_in},
    },
    http::{
        browser::{self, Browser},
        forms, respond,
        respond::PageError,
        session_store::{BIND, SESSION},
    },
    protocol::{
        authorization_request::Parameters,
        secret::{Secret, form_token},
    },
};
use actix_session::Session;
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{RETRY_AFTER, USER_AGENT},
    },
    web::{Bytes, Data},
};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
struct SignInPage<'a> {
    house: &'a str,
    app: Option<App>,
    flow: &'a str,
    form_token: &'a str,
    identifier: &'a str,
    problem: Option<&'a str>,
    /// Somebody is signed in, and is to prove it again.
    again: bool,
}

fn purpose(flow: &str) -> String {
    format!("sign-in {flow}")
}

/// The flow that a page belongs to, and what is known of it.
async fn waiting(provider: &Provider, flow: Option<&str>, browser: &Browser) -> Result<Option<Pending>, PageError> {
    match flow {
        Some(flow) => Ok(Some(authorize::pending(provider, &Secret::presented(flow), browser.secret.as_ref()).await?)),
        None => Ok(None),
    }
}

/// Shows the form: for an app that waits, or for the account page.
pub async fn show(request: HttpRequest, provider: Data<Provider>, session: Session) -> Result<HttpResponse, PageError> {
    let browser = Browser::of(&request, &provider, &session)?;
    let query = Parameters::parse(request.query_string());
    let flow = query.get("flow");
    if flow.is_none() && browser.session.is_some() {
        return Ok(respond::see_other("/account"));
    }
    let pending = waiting(&provider, flow, &browser).await?;
    let hint = pending.as_ref().and_then(|pending| pending.request.login_hint.clone()).unwrap_or_default();
    render(&provider, &browser, Form { flow, pending: pending.as_ref(), identifier: &hint, problem: None }, StatusCode::OK)
}

#[derive(Clone, Copy)]
struct Form<'a> {
    flow: Option<&'a str>,
    pending: Option<&'a Pending>,
    identifier: &'a str,
    problem: Option<&'a str>,
}

fn render(provider: &Provider, browser: &Browser, form: Form<'_>, status: StatusCode) -> Result<HttpResponse, PageError> {
    let secret = browser.secret_or_new(provider);
    let flow = form.flow.unwrap_or_default();
    let page = SignInPage {
        house: &provider.settings.name,
        app: form.pending.map(|pending| App::of(&pending.registered.client)),
        flow,
        form_token: &form_token(&secret, &purpose(flow)),
        identifier: form.identifier,
        problem: form.problem,
        again: browser.session.is_some(),
    };
    let mut response = respond::page_with(status, &page)?;
    if browser.secret.is_none() {
        let _ = response.add_cookie(&browser::cookie(provider, &secret));
    }
    Ok(response)
}

/// Takes what was typed.
pub async fn submit(request: HttpRequest, provider: Data<Provider>, session: Session, body: Bytes) -> Result<HttpResponse, PageError> {
    let browser = Browser::of(&request, &provider, &session)?;
    let form = forms::read(&request, &body, &browser, |form| purpose(form.get("flow").unwrap_or_default()))?;
    let flow = form.get("flow");
    let pending = waiting(&provider, flow, &browser).await?;
    let identifier = form.get("username").unwrap_or_default();
    let again = |problem, status| render(&provider, &browser, Form { flow, pending: pending.as_ref(), identifier, problem: Some(problem) }, status);
    let Some(password) = form.get("password").filter(|_| !identifier.is_empty()) else {
        return again("Type your email or user name, and your password.", StatusCode::OK);
    };
    let user_agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let attempt = Attempt { identifier, password: password.into(), session: browser.session.as_ref(), user_agent };
    match sign_in(&provider, attempt).await {
        Ok(Outcome::SignedIn { sid }) => {
            metrics::counter!("doorward_sign_ins_total", "outcome" => "succeeded").increment(1);
            session.renew();
            session.remove(SESSION);
            session.insert(BIND, &sid).map_err(|error| crate::domain::Error::Internal(error.to_string()))?;
            let mut response = respond::see_other(&flow.map_or_else(|| "/account".to_owned(), |flow| format!("/authorize/resume?flow={flow}")));
            // A page of an app may be comparing; without one nobody needs it before the next authorization response.
            if browser.compares_state() {
                browser.keep_state(&provider, Some(&sid), &mut response);
            }
            Ok(response)
        }
        Ok(Outcome::Wrong) => {
            metrics::counter!("doorward_sign_ins_total", "outcome" => "refused").increment(1);
            again("That email and password don't match. Check both and try again.", StatusCode::OK)
        }
        Ok(Outcome::Paused { until }) => {
            let seconds = (until.since(provider.now()) + 999) / 1000;
            let mut response = again("Too many attempts in a row. Wait a moment, then try again.", StatusCode::TOO_MANY_REQUESTS)?;
            if let Ok(value) = seconds.max(1).to_string().parse() {
                response.headers_mut().insert(RETRY_AFTER, value);
            }
            Ok(response)
        }
        Err(crate::domain::Error::Unavailable(cause)) => {
            tracing::warn!(cause, "a sign-in was put off");
            let mut response = again("Many people are signing in right now. Wait a few seconds, then try again.", StatusCode::SERVICE_UNAVAILABLE)?;
            response.headers_mut().insert(RETRY_AFTER, actix_web::http::header::HeaderValue::from_static("2"));
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}
