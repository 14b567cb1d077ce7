//! Token, introspection and revocation: forms in, JSON out.

use crate::{
    extract::{client_auth::ClientAuth, operation::Operation},
    respond::{headers::NO_STORE, oauth_error::OAuthError},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, PRAGMA},
    web::Data,
};
use doorward_core::Provider;

fn json(body: &impl serde::Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, NO_STORE))
        .insert_header((PRAGMA, "no-cache"))
        .json(body)
}

/// RFC 6749 §3.2.
pub async fn token(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    client: ClientAuth,
) -> std::result::Result<HttpResponse, OAuthError> {
    let tokens = provider.tokens();
    // Boxed, since the future of a handler is moved several times before it runs.
    Box::pin(tokens.token(&ctx, client.authorization(), &client.parameters))
        .await
        .map(|response| json(&response))
        .map_err(|error| client.refuse(error, &request))
}

/// RFC 7662 §2.
pub async fn introspect(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    client: ClientAuth,
) -> std::result::Result<HttpResponse, OAuthError> {
    let tokens = provider.tokens();
    // Boxed, since the future of a handler is moved several times before it runs.
    Box::pin(tokens.introspect(&ctx, client.authorization(), &client.parameters))
        .await
        .map(|response| json(&response))
        .map_err(|error| client.refuse(error, &request))
}

/// RFC 7009 §2.
pub async fn revoke(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    client: ClientAuth,
) -> std::result::Result<HttpResponse, OAuthError> {
    let tokens = provider.tokens();
    // Boxed, since the future of a handler is moved several times before it runs.
    Box::pin(tokens.revoke(&ctx, client.authorization(), &client.parameters))
        .await
        .map(|()| json(&serde_json::json!({})))
        .map_err(|error| client.refuse(error, &request))
}
