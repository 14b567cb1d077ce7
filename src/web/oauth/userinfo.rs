//! Userinfo (OpenID Connect Core §5.3): the token in the header, or in the body of a form, never in
//! the query.

use crate::{
    extract::{bearer::Bearer, client_auth::ClientAuth, form::is_form, operation::Operation},
    respond::{headers::NO_STORE, oauth_error::OAuthError},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, WWW_AUTHENTICATE},
    web::{Bytes, Data},
};
use doorward_core::context::OperationContext;
use doorward_core::{Provider, oauth::token::Userinfo};
use doorward_protocol::{
    oauth::error_code::{ErrorCode, ProtocolError},
    secret::Secret,
};

/// A UserInfo request by GET (OpenID Connect Core §5.3.1).
pub async fn get(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
) -> Result<HttpResponse, OAuthError> {
    let token = presented(&request, &bearer, None)?;
    answer(&provider, &ctx, token.as_ref()).await
}

/// A UserInfo request by POST, where the token may be in the body (RFC 6750 §2.2).
pub async fn post(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
    body: Bytes,
) -> Result<HttpResponse, OAuthError> {
    let token = presented(&request, &bearer, Some(&body))?;
    answer(&provider, &ctx, token.as_ref()).await
}

async fn answer(
    provider: &Provider,
    ctx: &OperationContext,
    token: Option<&Secret>,
) -> Result<HttpResponse, OAuthError> {
    let Some(token) = token else {
        // RFC 6750 §3.1: without any authentication the challenge carries no error.
        return Ok(HttpResponse::Unauthorized()
            .insert_header((WWW_AUTHENTICATE, "Bearer realm=\"doorward\""))
            .insert_header((CACHE_CONTROL, NO_STORE))
            .finish());
    };
    let tokens = provider.tokens();
    // Boxed: the future of a handler is moved several times before it runs.
    let userinfo = Box::pin(tokens.userinfo(ctx, token))
        .await
        .map_err(OAuthError::of_bearer)?;
    let mut response = HttpResponse::Ok();
    response.insert_header((CACHE_CONTROL, NO_STORE));
    Ok(match userinfo {
        Userinfo::Claims(claims) => response.json(claims),
        Userinfo::Jwt(token) => response.content_type("application/jwt").body(token),
    })
}

fn invalid(hint: &'static str) -> OAuthError {
    OAuthError::of_bearer(ProtocolError::new(ErrorCode::InvalidRequest, hint))
}

/// The one token of a request: a request that carries two is refused (RFC 6750 §2).
fn presented(
    request: &HttpRequest,
    bearer: &Bearer,
    body: Option<&Bytes>,
) -> Result<Option<Secret>, OAuthError> {
    let from_header = bearer.well_formed().map_err(invalid)?;
    if request.query_string().contains("access_token=") {
        return Err(invalid(
            "the access token belongs in the Authorization header, not in the query",
        ));
    }
    let form = match body.filter(|body| !body.is_empty() && is_form(request)) {
        Some(body) => {
            Some(ClientAuth::read(request, body).map_err(|_| invalid("the form cannot be read"))?)
        }
        None => None,
    };
    let from_body = form
        .as_ref()
        .and_then(|form| form.parameters.get("access_token"));
    match (from_header, from_body) {
        (Some(_), Some(_)) => Err(invalid(
            "the access token was sent twice (RFC 6750 section 2)",
        )),
        (Some(token), None) => Ok(Some(token.clone())),
        (None, token) => Ok(token.map(Secret::presented)),
    }
}
