//! Dynamic registration and its management: JSON in, JSON out.

use crate::{
    extract::{bearer::Bearer, operation::Operation},
    respond::{headers::NO_STORE, oauth_error::OAuthError},
};
use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, PRAGMA},
    },
    web::{Bytes, Data, Path},
};
use doorward_core::{Provider, limits::Class};
use doorward_protocol::{
    oauth::error_code::{ErrorCode, ProtocolError},
    secret::Secret,
};
use serde_json::Value;
use std::{future::Future, pin::Pin};

/// The body of a request that declares a client, not parsed yet.
pub struct JsonDocument(Bytes);

impl FromRequest for JsonDocument {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = Bytes::from_request(request, payload);
        let is_json = is_json(request);
        Box::pin(async move {
            is_json?;
            Ok(Self(body.await?))
        })
    }
}

/// RFC 7591 §3.
pub async fn register(
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
    document: JsonDocument,
) -> Result<HttpResponse, OAuthError> {
    limit(&provider, &ctx, Class::Registration, &ctx.network()).await?;
    provider
        .registration()
        .register(&ctx, token(&bearer)?, &document.0)
        .await
        .map(|document| answer(StatusCode::CREATED, &document))
        .map_err(OAuthError::of_bearer)
}

/// RFC 7592 §2.1.
pub async fn read(
    provider: Data<Provider>,
    bearer: Bearer,
    client_id: Path<String>,
) -> Result<HttpResponse, OAuthError> {
    provider
        .registration()
        .read(&client_id, token(&bearer)?)
        .await
        .map(|document| answer(StatusCode::OK, &document))
        .map_err(OAuthError::of_bearer)
}

/// RFC 7592 §2.2.
pub async fn update(
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
    client_id: Path<String>,
    document: JsonDocument,
) -> Result<HttpResponse, OAuthError> {
    limit(&provider, &ctx, Class::RegistrationChange, &ctx.network()).await?;
    let registration = provider.registration();
    // Boxed: the future of a handler is moved several times before it runs.
    Box::pin(registration.update(&ctx, &client_id, token(&bearer)?, &document.0))
        .await
        .map(|document| answer(StatusCode::OK, &document))
        .map_err(OAuthError::of_bearer)
}

/// RFC 7592 §2.3.
pub async fn delete(
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
    client_id: Path<String>,
) -> Result<HttpResponse, OAuthError> {
    limit(&provider, &ctx, Class::RegistrationChange, &ctx.network()).await?;
    let registration = provider.registration();
    Box::pin(registration.delete(&ctx, &client_id, token(&bearer)?))
        .await
        .map_err(OAuthError::of_bearer)?;
    Ok(HttpResponse::NoContent()
        .insert_header((CACHE_CONTROL, NO_STORE))
        .insert_header((PRAGMA, "no-cache"))
        .finish())
}

/// Counts a request of a caller, and refuses it over the limit.
async fn limit(
    provider: &Provider,
    ctx: &Operation,
    class: Class,
    caller: &str,
) -> Result<(), OAuthError> {
    let limits = provider.rate_limits();
    limits
        .check(ctx, class, caller)
        .map_err(OAuthError::of_bearer)?;
    limits.count(ctx, class, caller).await;
    Ok(())
}

fn answer(status: StatusCode, document: &Value) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, NO_STORE))
        .insert_header((PRAGMA, "no-cache"))
        .json(document)
}

/// The token of the request; `None` where it has no `Authorization` header.
fn token(bearer: &Bearer) -> Result<Option<&Secret>, OAuthError> {
    bearer
        .well_formed()
        .map_err(|hint| OAuthError::of_bearer(ProtocolError::new(ErrorCode::InvalidToken, hint)))
}

fn is_json(request: &HttpRequest) -> Result<(), OAuthError> {
    let content_type = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if content_type
        .split(';')
        .next()
        .is_some_and(|mime| mime.trim().eq_ignore_ascii_case("application/json"))
    {
        return Ok(());
    }
    Err(OAuthError::of_bearer(ProtocolError::new(
        ErrorCode::InvalidClientMetadata,
        "the body must be application/json (RFC 7591 section 3.1)",
    )))
}
