//! The back-channel logout endpoint for identity providers.

use crate::{
    extract::{form::is_form, operation::Operation},
    respond::oauth_error::OAuthError,
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::CACHE_CONTROL,
    web::{Bytes, Data, Path},
};
use doorward_core::Provider;
use doorward_protocol::oauth::{
    authorization_request::Parameters,
    error_code::{ErrorCode, ProtocolError},
};

/// A logout token (OpenID Connect Back-Channel Logout §2.5).
pub async fn logout(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    id: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, OAuthError> {
    let refuse = |hint| {
        OAuthError::of_client(
            ProtocolError::new(ErrorCode::InvalidRequest, hint),
            &request,
        )
    };
    let text = std::str::from_utf8(&body)
        .ok()
        .filter(|_| is_form(&request))
        .ok_or_else(|| refuse("the body is not a form"))?;
    // A token is longer than any parameter of a browser may be.
    let form = Parameters::parse(text);
    let token = form
        .get("logout_token")
        .filter(|_| !form.has_repeated() && !form.has_too_many())
        .ok_or_else(|| refuse("logout_token is missing, or there twice"))?;
    provider
        .federation()
        .handle_logout_token(&ctx, &id, token)
        .await
        .map_err(|error| OAuthError::of_client(error, &request))?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .finish())
}
