//! Metadata and key set: bytes, made when they change.

use crate::respond::oauth_error::OAuthError;
use actix_web::{HttpRequest, HttpResponse, http::header::CACHE_CONTROL, web::Data};
use doorward_core::Provider;

/// The metadata of this provider (RFC 8414 §3, OpenID Connect Discovery §4).
pub async fn metadata(
    request: HttpRequest,
    provider: Data<Provider>,
) -> Result<HttpResponse, OAuthError> {
    let configuration = provider
        .configuration_from_memory()
        .await
        .map_err(|error| OAuthError::of_client(error, &request))?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .body(configuration.discovery.clone()))
}

/// The key set; others may keep it for as long as a new key waits before it signs.
pub async fn jwks(
    request: HttpRequest,
    provider: Data<Provider>,
) -> Result<HttpResponse, OAuthError> {
    let configuration = provider
        .configuration_from_memory()
        .await
        .map_err(|error| OAuthError::of_client(error, &request))?;
    let max_age = provider.settings().lifetimes.jwks_cache.as_seconds();
    Ok(HttpResponse::Ok()
        .content_type("application/jwk-set+json")
        .insert_header((CACHE_CONTROL, format!("public, max-age={max_age}")))
        .body(configuration.jwks.clone()))
}
