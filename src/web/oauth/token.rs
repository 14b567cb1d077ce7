//! Token, introspection and revocation: forms in, JSON out.

use crate::extract::operation;
use crate::{
    extract::{browser::source, forms},
    respond::{headers::NO_STORE, oauth_error::OAuthError},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{AUTHORIZATION, CACHE_CONTROL, PRAGMA},
    web::{Bytes, Data},
};
use doorward_core as domain;
use doorward_core::context::OperationContext;
use doorward_core::{Error, Provider, limits::Class};
use doorward_protocol::oauth::{
    authorization_request::Parameters,
    client_authentication::{HttpCredentials, INVALID_CLIENT, presented_client},
    error_code::{ErrorCode, ProtocolError},
};

/// The parameters of a form request, and its `Authorization` header.
pub fn form<'a>(
    request: &'a HttpRequest,
    body: &Bytes,
) -> Result<(Option<HttpCredentials<'a>>, Parameters), Error> {
    let refuse = |hint| Err(ProtocolError::new(ErrorCode::InvalidRequest, hint).into());
    if !forms::is_form(request) {
        return refuse("the body must be application/x-www-form-urlencoded");
    }
    // A credential in the query would stand in logs (RFC 6749 §2.3.1).
    let query = Parameters::parse(request.query_string());
    if [
        "client_secret",
        "client_assertion",
        "code",
        "refresh_token",
        "token",
    ]
    .iter()
    .any(|name| query.count(name) > 0)
    {
        return refuse("parameters belong in the body, not in the query");
    }
    let Ok(text) = std::str::from_utf8(body) else {
        return refuse("the body is not UTF-8");
    };
    let mut headers = request.headers().get_all(AUTHORIZATION);
    let authorization = match (headers.next(), headers.next()) {
        (_, Some(_)) => return refuse("more than one Authorization header was sent"),
        (Some(header), None) => Some(credentials(header.to_str().map_err(|_| INVALID_CLIENT)?)),
        (None, None) => None,
    };
    Ok((authorization, Parameters::parse(text)))
}

/// The scheme and the credentials of an `Authorization` header.
fn credentials(header: &str) -> HttpCredentials<'_> {
    let (scheme, credentials) = header.split_once(' ').unwrap_or((header, ""));
    HttpCredentials {
        scheme,
        credentials,
    }
}

fn json(body: &impl serde::Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, NO_STORE))
        .insert_header((PRAGMA, "no-cache"))
        .insert_header(("access-control-allow-origin", "*"))
        .json(body)
}

/// Answers an authenticated client; who fails to be one too often, as one client from one address,
/// is told to wait.
async fn limited<T>(
    request: &HttpRequest,
    provider: &Provider,
    ctx: &OperationContext,
    body: &Bytes,
    answer: impl AsyncFn(Option<HttpCredentials<'_>>, &Parameters) -> domain::Result<T>,
) -> domain::Result<T> {
    let (authorization, parameters) = form(request, body)?;
    let client_id = presented_client(authorization, &parameters)
        .map(|presented| presented.client_id)
        .unwrap_or_default();
    let who = format!("{} {client_id}", source(request, provider));
    provider
        .rate_limits()
        .check(ctx, Class::ClientAuthentication, &who)?;
    let answered = answer(authorization, &parameters).await;
    if matches!(&answered, Err(Error::Protocol(error)) if error.code == ErrorCode::InvalidClient) {
        provider
            .rate_limits()
            .count(ctx, Class::ClientAuthentication, &who)
            .await;
    }
    answered
}

/// RFC 6749 §3.2.
pub async fn token(
    request: HttpRequest,
    provider: Data<Provider>,
    body: Bytes,
) -> Result<HttpResponse, OAuthError> {
    let ctx = &operation(&request, &provider);
    let answer = async |authorization: Option<HttpCredentials<'_>>, parameters: &Parameters| {
        provider
            .tokens()
            .token(ctx, authorization, parameters)
            .await
    };
    limited(&request, &provider, ctx, &body, answer)
        .await
        .map(|response| json(&response))
        .map_err(|error| OAuthError::of_client(error, &request))
}

/// RFC 7662 §2.
pub async fn introspect(
    request: HttpRequest,
    provider: Data<Provider>,
    body: Bytes,
) -> Result<HttpResponse, OAuthError> {
    let ctx = &operation(&request, &provider);
    let answer = async |authorization: Option<HttpCredentials<'_>>, parameters: &Parameters| {
        provider
            .tokens()
            .introspect(ctx, authorization, parameters)
            .await
    };
    limited(&request, &provider, ctx, &body, answer)
        .await
        .map(|response| json(&response))
        .map_err(|error| OAuthError::of_client(error, &request))
}

/// RFC 7009 §2.
pub async fn revoke(
    request: HttpRequest,
    provider: Data<Provider>,
    body: Bytes,
) -> Result<HttpResponse, OAuthError> {
    let ctx = &operation(&request, &provider);
    let answer = async |authorization: Option<HttpCredentials<'_>>, parameters: &Parameters| {
        provider
            .tokens()
            .revoke(ctx, authorization, parameters)
            .await
    };
    limited(&request, &provider, ctx, &body, answer)
        .await
        .map(|()| json(&serde_json::json!({})))
        .map_err(|error| OAuthError::of_client(error, &request))
}

/// Browser apps may call these from anywhere: no cookie is read here, so nothing can be done in
/// somebody's name.
pub async fn preflight() -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header(("access-control-allow-origin", "*"))
        .insert_header(("access-control-allow-methods", "GET, POST"))
        .insert_header((
            "access-control-allow-headers",
            "authorization, content-type",
        ))
        .insert_header(("access-control-max-age", "600"))
        .finish()
}
