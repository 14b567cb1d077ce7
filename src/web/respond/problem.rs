//! Errors of the JSON endpoints that are no OAuth endpoints: a problem document (RFC 9457). The
//! members `error` and `error_description` are extensions (§3.2), in the words of RFC 6750.

use crate::respond::headers::{NO_STORE, RETRY_AFTER_UNAVAILABLE, tell_limit};
use actix_web::{
    HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, RETRY_AFTER, WWW_AUTHENTICATE},
    },
};
use doorward_core::{Error, access_decisions::AccessError, events::StreamError, limits::Limited};
use doorward_protocol::oauth::error_code::ErrorCode;
use serde_json::json;
use std::borrow::Cow;

const CONTENT_TYPE: &str = "application/problem+json";

/// An error of an API.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: Cow<'static, str>,
    /// Whether the response carries a `WWW-Authenticate` header for bearer tokens (RFC 6750 §3).
    challenges: bool,
    /// The value of the `Retry-After` header, in seconds.
    retry_after: Option<&'static str>,
    limited: Option<Limited>,
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            challenges: false,
            retry_after: None,
            limited: None,
        }
    }

    /// The request cannot be read.
    pub fn invalid_request(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", detail)
    }

    /// Nobody is signed in.
    pub fn login_required() -> Self {
        let detail = "nobody is signed in here";
        Self::new(StatusCode::UNAUTHORIZED, "login_required", detail)
    }

    /// The access token is missing, unknown or expired.
    pub fn invalid_token() -> Self {
        let detail = "the access token is missing, unknown or expired";
        Self {
            challenges: true,
            ..Self::new(StatusCode::UNAUTHORIZED, "invalid_token", detail)
        }
    }

    /// The access token lacks a scope.
    pub fn insufficient_scope(detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            challenges: true,
            ..Self::new(StatusCode::FORBIDDEN, "insufficient_scope", detail)
        }
    }

    /// There is no such thing.
    pub fn not_found(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Protocol(error) => match error.code {
                ErrorCode::InvalidToken => Self::invalid_token(),
                ErrorCode::InsufficientScope => Self::insufficient_scope(error.hint),
                code => Self::new(StatusCode::BAD_REQUEST, code.as_str(), error.hint),
            },
            Error::Input(text) => Self::invalid_request(text),
            Error::Limited(limited) => {
                let detail = format!(
                    "too many failures; try again in {} seconds",
                    limited.retry_after
                );
                Self {
                    limited: Some(limited),
                    ..Self::new(
                        StatusCode::TOO_MANY_REQUESTS,
                        "temporarily_unavailable",
                        detail,
                    )
                }
            }
            Error::Unavailable(cause) => {
                tracing::error!(cause, "answered 503");
                let detail = "try again in two seconds";
                Self {
                    retry_after: Some(RETRY_AFTER_UNAVAILABLE),
                    ..Self::new(
                        StatusCode::SERVICE_UNAVAILABLE,
                        "temporarily_unavailable",
                        detail,
                    )
                }
            }
            Error::Internal(cause) => {
                tracing::error!(cause, "answered 500");
                let detail = "this server made a mistake; its log says which";
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "server_error", detail)
            }
        }
    }
}

impl From<AccessError> for Problem {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::Unauthorized => Self::invalid_token(),
            AccessError::Forbidden(reason) => Self::insufficient_scope(reason),
            AccessError::Invalid(reason) => Self::invalid_request(reason),
            AccessError::Failed(error) => error.into(),
        }
    }
}

impl From<StreamError> for Problem {
    fn from(error: StreamError) -> Self {
        let text = error.to_string();
        match error {
            StreamError::Unauthorized => Self::invalid_token(),
            StreamError::Forbidden => Self::insufficient_scope(text),
            StreamError::Invalid(_) => Self::invalid_request(text),
            StreamError::NotFound(_) => Self::not_found(text),
            StreamError::Taken => Self::new(StatusCode::CONFLICT, "stream_exists", text),
            StreamError::TooMany => Self {
                retry_after: Some("60"),
                ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", text)
            },
            StreamError::Failed(error) => error.into(),
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut builder = HttpResponse::build(self.status);
        builder.insert_header((CACHE_CONTROL, NO_STORE));
        if self.challenges {
            let challenge = format!("Bearer realm=\"doorward\", error=\"{}\"", self.code);
            builder.insert_header((WWW_AUTHENTICATE, challenge));
        }
        if let Some(seconds) = self.retry_after {
            builder.insert_header((RETRY_AFTER, seconds));
        }
        if let Some(limited) = self.limited {
            tell_limit(&mut builder, limited);
        }
        builder.content_type(CONTENT_TYPE).json(json!({
            "type": "about:blank",
            "title": self.status.canonical_reason(),
            "status": self.status.as_u16(),
            "detail": self.detail,
            "error": self.code,
            "error_description": self.detail,
        }))
    }
}
