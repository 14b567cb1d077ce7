//! The consent page: who asks, for what, and whose move it is.

use crate::extract::operation;
use crate::messages::Messages;
use crate::oauth::authorization_response;
use crate::pages::{App, Question, question};
use crate::{
    extract::{browser::Browser, forms},
    respond::{headers::see_other, html, page_error::PageError},
};
use actix_session::Session;
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data},
};
use askama::Template;
use doorward_core::Provider;
use doorward_protocol::{
    oauth::{authorization_request::Parameters, scope::Scope},
    secret::form_token,
};

#[derive(Template)]
#[template(path = "pages/consent.html")]
struct ConsentPage<'a> {
    t: Messages,
    brand: &'a str,
    app: App,
    user: &'a str,
    wishes: Vec<Wish>,
    flow: &'a str,
    account: &'a str,
    form_token: &'a str,
}

struct Wish {
    what: String,
    token: String,
}

/// The form belongs to one flow and one session: an answer of one account is never another's.
fn purpose(flow: &str, account: &str) -> String {
    format!("consent {flow} {account}")
}

fn wishes(scope: &Scope, t: Messages) -> Vec<Wish> {
    let words = |token: &str| match token {
        "openid" => t.scope_openid(),
        "profile" => t.scope_profile(),
        "email" => t.scope_email(),
        "address" => t.scope_address(),
        "phone" => t.scope_phone(),
        "offline_access" => t.scope_offline_access(),
        other => t.scope_other(other),
    };
    scope
        .iter()
        .map(|token| Wish {
            what: words(token),
            token: token.to_owned(),
        })
        .collect()
}

/// Asks.
pub async fn show(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::whole(&request, &provider, ctx, &session).await?;
    let query = Parameters::parse(request.query_string());
    let flow = query.get("flow").unwrap_or_default();
    let Some(Question {
        pending,
        session: sso,
        browser: secret,
        user,
    }) = question(&provider, ctx, &browser, flow).await?
    else {
        return Ok(see_other(&format!("/sign-in?flow={flow}")));
    };
    let t = Messages::of_interaction(&request, pending.request.ui_locales.as_deref());
    html::page(&ConsentPage {
        t,
        brand: &provider.settings.name,
        app: App::of(&pending.registered.client),
        user: user.label(),
        wishes: wishes(&pending.request.consent_scope(), t),
        flow,
        account: &sso.sid,
        form_token: &form_token(secret, &purpose(flow, &sso.sid)),
    })
}

/// Takes the answer.
pub async fn submit(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::whole(&request, &provider, ctx, &session).await?;
    let form = forms::read(&request, &body, &browser, |form| {
        purpose(
            form.get("flow").unwrap_or_default(),
            form.get("account").unwrap_or_default(),
        )
    })?;
    let flow = form.get("flow").unwrap_or_default();
    let asked = question(&provider, ctx, &browser, flow).await?;
    let Some(Question {
        pending,
        session: sso,
        ..
    }) = asked.filter(|asked| form.get("account") == Some(&asked.session.sid))
    else {
        return Err(PageError::foreign_form());
    };
    match form.get("answer") {
        Some("allow") => {
            provider.consents().allow(ctx, &pending, sso).await?;
            Ok(see_other(&format!("/authorize/resume?flow={flow}")))
        }
        Some("deny") => authorization_response::respond(
            &provider,
            Messages::of(&request),
            provider.consents().deny(ctx, pending).await?,
        ),
        _ => Err(PageError::bad_request()),
    }
}
