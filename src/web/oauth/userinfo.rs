//! Userinfo (OpenID Connect Core §5.3): the token in the header, or in the body of a form, never in
//! the query.

use crate::extract::operation;
use crate::oauth::token;
use crate::{
    extract::forms,
    respond::{self, ApiError},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{AUTHORIZATION, CACHE_CONTROL, WWW_AUTHENTICATE},
    web::{Bytes, Data},
};
use doorward_core::context::OperationContext;
use doorward_core::{Error, Provider, oauth::token::Userinfo};
use doorward_protocol::{
    oauth::error_code::{ErrorCode, ProtocolError},
    secret::Secret,
};

/// By GET.
pub async fn get(request: HttpRequest, provider: Data<Provider>) -> HttpResponse {
    let ctx = &operation(&request, &provider);
    answer(&request, &provider, ctx, &Bytes::new()).await
}

/// By POST.
pub async fn post(request: HttpRequest, provider: Data<Provider>, body: Bytes) -> HttpResponse {
    let ctx = &operation(&request, &provider);
    answer(&request, &provider, ctx, &body).await
}

async fn answer(
    request: &HttpRequest,
    provider: &Provider,
    ctx: &OperationContext,
    body: &Bytes,
) -> HttpResponse {
    let token = match presented(request, body) {
        Ok(Some(token)) => token,
        // RFC 6750 §3.1: without any authentication the challenge carries no error.
        Ok(None) => {
            return HttpResponse::Unauthorized()
                .insert_header((WWW_AUTHENTICATE, "Bearer realm=\"doorward\""))
                .insert_header((CACHE_CONTROL, respond::NO_STORE))
                .insert_header(("access-control-allow-origin", "*"))
                .finish();
        }
        Err(error) => return respond::bearer_error(&error),
    };
    match doorward_core::oauth::token::userinfo(provider, ctx, &token).await {
        Ok(userinfo) => {
            let mut response = HttpResponse::Ok();
            response
                .insert_header((CACHE_CONTROL, respond::NO_STORE))
                .insert_header(("access-control-allow-origin", "*"));
            match userinfo {
                Userinfo::Claims(claims) => response.json(claims),
                Userinfo::Jwt(token) => response.content_type("application/jwt").body(token),
            }
        }
        Err(Error::Protocol(error)) => respond::bearer_error(&error),
        Err(error) => actix_web::ResponseError::error_response(&ApiError::new(error, request)),
    }
}

/// The one token of a request.
fn presented(request: &HttpRequest, body: &Bytes) -> Result<Option<Secret>, ProtocolError> {
    let invalid = |hint| ProtocolError::new(ErrorCode::InvalidRequest, hint);
    let mut headers = request.headers().get_all(AUTHORIZATION);
    let header = headers.next();
    if headers.next().is_some() {
        return Err(invalid("more than one Authorization header was sent"));
    }
    if request.query_string().contains("access_token=") {
        return Err(invalid(
            "the access token belongs in the Authorization header, not in the query",
        ));
    }
    let from_header = match header.map(|header| header.to_str()) {
        None => None,
        Some(Ok(text)) => match text.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() => {
                Some(token.to_owned())
            }
            _ => {
                return Err(invalid(
                    "the Authorization header must be Bearer and a token",
                ));
            }
        },
        Some(Err(_)) => return Err(invalid("the Authorization header is not text")),
    };
    let from_body = if body.is_empty() || !forms::is_form(request) {
        None
    } else {
        let (_, parameters) =
            token::form(request, body).map_err(|_| invalid("the form cannot be read"))?;
        parameters.get("access_token").map(str::to_owned)
    };
    match (from_header, from_body) {
        (Some(_), Some(_)) => Err(invalid(
            "the access token was sent twice (RFC 6750 section 2)",
        )),
        (token, other) => Ok(token.or(other).map(Secret::presented)),
    }
}
