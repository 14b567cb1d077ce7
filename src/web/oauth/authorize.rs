//! The authorization endpoint.

use crate::{
    extract::{browser::Browser, form, operation::Operation, query::Query},
    messages::Messages,
    oauth::authorization_response,
    respond::page_error::PageError,
};
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data},
};
use doorward_core::{Provider, oauth::authorize};
use doorward_protocol::{oauth::discovery::path, secret::Secret};

/// An authorization request (OpenID Connect Core §3.1.2.1).
pub async fn get(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let query = request.query_string();
    let authorization = provider.authorization();
    // Boxed: the future of a handler is moved several times before it runs.
    let outcome = Box::pin(authorization.begin(&ctx, query, browser.context())).await?;
    answer(&provider, t, &browser, outcome)
}

/// The same by POST, sent on by GET.
pub async fn post(request: HttpRequest, body: Bytes) -> Result<HttpResponse, PageError> {
    form::send_on_by_get(&request, &body, path::AUTHORIZE)
}

/// Goes on with a request whose user answered a page.
pub async fn resume(
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let flow = Secret::presented(query.get("flow").unwrap_or_default());
    let authorization = provider.authorization();
    let outcome = Box::pin(authorization.resume(&ctx, &flow, browser.context())).await?;
    answer(&provider, t, &browser, outcome)
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
