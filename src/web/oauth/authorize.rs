//! The authorization endpoint.

use crate::extract::operation;
use crate::messages::Messages;
use crate::oauth::authorization_response;
use crate::{
    extract::{browser::Browser, forms},
    respond::page_error::PageError,
};
use actix_session::Session;
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data},
};
use doorward_core::{Provider, oauth::authorize};
use doorward_protocol::{
    oauth::{authorization_request::Parameters, discovery::path},
    secret::Secret,
};

/// A request that just came.
pub async fn get(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::whole(&request, &provider, ctx, &session).await?;
    let outcome = provider
        .authorization()
        .begin(ctx, request.query_string(), browser.context())
        .await?;
    answer(&provider, Messages::of(&request), &browser, outcome)
}

/// The same by POST, sent on by GET.
pub async fn post(request: HttpRequest, body: Bytes) -> Result<HttpResponse, PageError> {
    forms::send_on_by_get(&request, &body, path::AUTHORIZE)
}

/// A request whose user answered something.
pub async fn resume(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::whole(&request, &provider, ctx, &session).await?;
    let query = Parameters::parse(request.query_string());
    let flow = Secret::presented(query.get("flow").unwrap_or_default());
    let outcome = provider
        .authorization()
        .resume(ctx, &flow, browser.context())
        .await?;
    answer(&provider, Messages::of(&request), &browser, outcome)
}

fn answer(
    provider: &Provider,
    t: Messages,
    browser: &Browser,
    outcome: authorize::AuthorizationOutcome,
) -> Result<HttpResponse, PageError> {
    let mut response = authorization_response::respond(provider, t, outcome)?;
    browser.keep_state(provider, &browser.context().sids(), &mut response);
    Ok(response)
}
