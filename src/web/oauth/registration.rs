//! Dynamic registration and its management: JSON in, JSON out.

use crate::extract::operation;
use crate::{
    extract::browser::source,
    respond::{ApiError, NO_STORE},
};
use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, PRAGMA, WWW_AUTHENTICATE},
    },
    web::{Bytes, Data, Path},
};
use doorward_core as domain;
use doorward_core::{
    Error, Provider,
    clients::registration,
    limits::{self, Class},
};
use doorward_protocol::{
    oauth::error_code::{ErrorCode, ProtocolError},
    secret::Secret,
};
use serde_json::Value;

/// RFC 7591 §3.
pub async fn register(request: HttpRequest, provider: Data<Provider>, body: Bytes) -> HttpResponse {
    let ctx = &operation(&request, &provider);
    let answer = async {
        is_json(&request)?;
        let source = source(&request, &provider);
        limits::check(&provider, ctx, Class::Registration, &source)?;
        limits::count(&provider, ctx, Class::Registration, &source).await;
        registration::register(&provider, ctx, bearer(&request)?.as_ref(), &body).await
    };
    respond(&request, answer.await, StatusCode::CREATED)
}

/// RFC 7592 §2.1.
pub async fn read(
    request: HttpRequest,
    provider: Data<Provider>,
    client_id: Path<String>,
) -> HttpResponse {
    let ctx = &operation(&request, &provider);
    let answer =
        async { registration::read(&provider, ctx, &client_id, bearer(&request)?.as_ref()).await };
    respond(&request, answer.await, StatusCode::OK)
}

/// RFC 7592 §2.2.
pub async fn update(
    request: HttpRequest,
    provider: Data<Provider>,
    client_id: Path<String>,
    body: Bytes,
) -> HttpResponse {
    let ctx = &operation(&request, &provider);
    let answer = async {
        is_json(&request)?;
        registration::update(
            &provider,
            ctx,
            &client_id,
            bearer(&request)?.as_ref(),
            &body,
        )
        .await
    };
    respond(&request, answer.await, StatusCode::OK)
}

/// RFC 7592 §2.3.
pub async fn delete(
    request: HttpRequest,
    provider: Data<Provider>,
    client_id: Path<String>,
) -> HttpResponse {
    let ctx = &operation(&request, &provider);
    let answer = async {
        registration::delete(&provider, ctx, &client_id, bearer(&request)?.as_ref()).await
    };
    match answer.await {
        Ok(()) => HttpResponse::NoContent()
            .insert_header((CACHE_CONTROL, NO_STORE))
            .insert_header((PRAGMA, "no-cache"))
            .finish(),
        Err(error) => respond(&request, Err(error), StatusCode::OK),
    }
}

fn respond(
    request: &HttpRequest,
    answer: domain::Result<Value>,
    status: StatusCode,
) -> HttpResponse {
    match answer {
        Ok(document) => HttpResponse::build(status)
            .insert_header((CACHE_CONTROL, NO_STORE))
            .insert_header((PRAGMA, "no-cache"))
            .json(document),
        Err(Error::Protocol(error))
            if matches!(
                error.code,
                ErrorCode::InvalidToken | ErrorCode::AccessDenied
            ) =>
        {
            let status = if error.code == ErrorCode::InvalidToken {
                StatusCode::UNAUTHORIZED
            } else {
                StatusCode::FORBIDDEN
            };
            let mut response = HttpResponse::build(status);
            response
                .insert_header((CACHE_CONTROL, NO_STORE))
                .insert_header((PRAGMA, "no-cache"));
            if error.code == ErrorCode::InvalidToken {
                response.insert_header((
                    WWW_AUTHENTICATE,
                    "Bearer realm=\"doorward\", error=\"invalid_token\"",
                ));
            }
            response.json(
                serde_json::json!({"error": error.code.as_str(), "error_description": error.hint}),
            )
        }
        Err(error) => ApiError::new(error, request).error_response(),
    }
}

fn is_json(request: &HttpRequest) -> domain::Result<()> {
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
    Err(ProtocolError::new(
        ErrorCode::InvalidClientMetadata,
        "the body must be application/json (RFC 7591 section 3.1)",
    )
    .into())
}

/// The bearer token of the request; none where it has no `Authorization` at all.
fn bearer(request: &HttpRequest) -> domain::Result<Option<Secret>> {
    let invalid = ProtocolError::new(
        ErrorCode::InvalidToken,
        "the Authorization header must be Bearer and a token",
    );
    let mut headers = request.headers().get_all(AUTHORIZATION);
    let header = headers.next();
    if headers.next().is_some() {
        return Err(invalid.into());
    }
    let Some(header) = header else {
        return Ok(None);
    };
    match header.to_str().ok().and_then(|text| text.split_once(' ')) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() => {
            Ok(Some(Secret::presented(token)))
        }
        _ => Err(invalid.into()),
    }
}
