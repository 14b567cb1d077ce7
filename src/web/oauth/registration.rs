//! Dynamic registration and its management: JSON in, JSON out.

use crate::{
    extract::{bearer::Bearer, operation::Operation},
    respond::{headers::NO_STORE, oauth_error::OAuthError},
};
use actix_web::{
    HttpRequest, HttpResponse,
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

/// RFC 7591 §3.
pub async fn register(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
    body: Bytes,
) -> Result<HttpResponse, OAuthError> {
    is_json(&request)?;
    let source = ctx.network();
    provider
        .rate_limits()
        .check(&ctx, Class::Registration, &source)
        .map_err(OAuthError::of_bearer)?;
    provider
        .rate_limits()
        .count(&ctx, Class::Registration, &source)
        .await;
    provider
        .registration()
        .register(&ctx, token(&bearer)?, &body)
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
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
    client_id: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, OAuthError> {
    is_json(&request)?;
    provider
        .registration()
        .update(&ctx, &client_id, token(&bearer)?, &body)
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
    provider
        .registration()
        .delete(&ctx, &client_id, token(&bearer)?)
        .await
        .map_err(OAuthError::of_bearer)?;
    Ok(HttpResponse::NoContent()
        .insert_header((CACHE_CONTROL, NO_STORE))
        .insert_header((PRAGMA, "no-cache"))
        .finish())
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
