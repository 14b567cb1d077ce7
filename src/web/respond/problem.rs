//! Errors of the APIs that are no OAuth endpoints: a problem document (RFC 9457). Which status an error
//! has stands here alone, for the management API and for the others.
//!
//! A problem has two documents: that of the management API, whose types are told apart by an address in
//! its OpenAPI document, and that of the other endpoints, with the members `error` and
//! `error_description` as extensions (§3.2), in the words of RFC 6750.

use crate::respond::headers::{NO_STORE, RETRY_AFTER_UNAVAILABLE, tell_limit};
use actix_web::{
    HttpResponse, HttpResponseBuilder, ResponseError,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, RETRY_AFTER, WWW_AUTHENTICATE},
    },
};
use doorward_core::{
    Error,
    access_decisions::AccessError,
    events::StreamError,
    limits::Limited,
    management::{FieldError, ManagementError},
};
use doorward_protocol::{
    management::{PATH, Permission},
    oauth::error_code::ErrorCode,
    sessions::sso_session::STEP_UP_WINDOW,
};
use serde_json::{Value, json};
use std::borrow::Cow;

/// The media type of a problem (RFC 9457 §3).
pub const CONTENT_TYPE: &str = "application/problem+json";

/// What the caller has to bring, as `WWW-Authenticate` says it.
#[derive(Debug)]
enum Challenge {
    /// A bearer token that is refused for the code of the problem (RFC 6750 §3).
    Token,
    /// A bearer token of the servers that the metadata of the API names (RFC 9728 §5.1).
    AnyToken,
    /// A bearer token with a permission.
    Scope(Permission),
    /// A sign-in of just now (RFC 9470 §3).
    FreshSignIn,
}

/// An error of an API.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: Cow<'static, str>,
    challenge: Option<Challenge>,
    /// The value of the `Retry-After` header, in seconds.
    retry_after: Option<&'static str>,
    limited: Option<Limited>,
    /// What is wrong with single members of the request.
    errors: Vec<FieldError>,
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            challenge: None,
            retry_after: None,
            limited: None,
            errors: Vec::new(),
        }
    }

    const fn asking(mut self, challenge: Challenge) -> Self {
        self.challenge = Some(challenge);
        self
    }

    /// The request cannot be read.
    pub fn invalid_request(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", detail)
    }

    /// The body of a request to the management API could not be read, for the reason that the status says.
    pub fn unread(status: StatusCode) -> Self {
        if status == StatusCode::PAYLOAD_TOO_LARGE {
            return Self::new(
                status,
                "too-large",
                "the body is larger than this request may be: send less at once",
            );
        }
        Self::new(
            StatusCode::BAD_REQUEST,
            "invalid",
            "the body did not arrive whole: send the request again",
        )
    }

    /// Nobody is signed in.
    pub fn login_required() -> Self {
        let detail = "nobody is signed in here";
        Self::new(StatusCode::UNAUTHORIZED, "login_required", detail)
    }

    /// The access token is missing, unknown or expired.
    pub fn invalid_token() -> Self {
        let detail = "the access token is missing, unknown or expired";
        Self::new(StatusCode::UNAUTHORIZED, "invalid_token", detail).asking(Challenge::Token)
    }

    /// The access token lacks a scope.
    pub fn insufficient_scope(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "insufficient_scope", detail).asking(Challenge::Token)
    }

    /// There is no such thing.
    pub fn not_found(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    /// The database is away; the cause is for the log alone.
    fn unavailable(code: &'static str, cause: &str) -> Self {
        tracing::error!(cause, "answered 503");
        Self {
            retry_after: Some(RETRY_AFTER_UNAVAILABLE),
            ..Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                code,
                "try again in two seconds",
            )
        }
    }

    /// A failure of this server; the cause is for the log alone.
    fn internal(code: &'static str, cause: &str) -> Self {
        tracing::error!(cause, "answered 500");
        let detail = "this server made a mistake; its log says which";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, code, detail)
    }

    fn limited(code: &'static str, limited: Limited, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            limited: Some(limited),
            ..Self::new(StatusCode::TOO_MANY_REQUESTS, code, detail)
        }
    }

    /// The status of the response.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// What the caller reads.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The same problem with another status, for a method that a path does not take or for a protocol
    /// with statuses of its own.
    #[must_use]
    pub const fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The document of the management API.
    pub fn management_document(&self, issuer: &str) -> Value {
        let mut document = json!({
            "type": format!("{issuer}{PATH}/openapi.json#{}", self.code),
            "title": self.status.canonical_reason(),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if let Some(members) = document.as_object_mut().filter(|_| !self.errors.is_empty()) {
            members.insert("errors".to_owned(), json!(self.errors));
        }
        document
    }

    /// The status and the headers of the response.
    pub fn response(&self, issuer: &str) -> HttpResponseBuilder {
        let mut builder = HttpResponse::build(self.status);
        builder.insert_header((CACHE_CONTROL, NO_STORE));
        if let Some(challenge) = &self.challenge {
            builder.insert_header((WWW_AUTHENTICATE, self.header(challenge, issuer)));
        }
        if let Some(seconds) = self.retry_after {
            builder.insert_header((RETRY_AFTER, seconds));
        }
        if let Some(limited) = self.limited {
            tell_limit(&mut builder, limited);
        }
        builder
    }

    fn header(&self, challenge: &Challenge, issuer: &str) -> String {
        let metadata =
            || format!("resource_metadata=\"{issuer}/.well-known/oauth-protected-resource{PATH}\"");
        match challenge {
            Challenge::Token => format!("Bearer realm=\"doorward\", error=\"{}\"", self.code),
            Challenge::AnyToken => format!("Bearer {}", metadata()),
            Challenge::Scope(permission) => format!(
                "Bearer error=\"insufficient_scope\", scope=\"{permission}\", {}",
                metadata()
            ),
            Challenge::FreshSignIn => format!(
                "Bearer error=\"insufficient_user_authentication\", max_age={}",
                STEP_UP_WINDOW.as_seconds()
            ),
        }
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
            Error::Refused(reason) => Self::invalid_request(reason.to_string()),
            Error::Limited(limited) => {
                let wait = limited.retry_after;
                let detail = format!("too many failures; try again in {wait} seconds");
                Self::limited("temporarily_unavailable", limited, detail)
            }
            Error::Unavailable(cause) => Self::unavailable("temporarily_unavailable", &cause),
            Error::Internal(cause) => Self::internal("server_error", &cause),
        }
    }
}

/// The codes are the names of the types in the OpenAPI document.
impl From<&ManagementError> for Problem {
    fn from(error: &ManagementError) -> Self {
        let text = error.to_string();
        match error {
            ManagementError::Unauthenticated(_) => {
                Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", text)
                    .asking(Challenge::AnyToken)
            }
            ManagementError::ForeignOrigin => {
                Self::new(StatusCode::FORBIDDEN, "foreign-origin", text)
            }
            ManagementError::Forbidden(permission) => {
                Self::new(StatusCode::FORBIDDEN, "insufficient-scope", text)
                    .asking(Challenge::Scope(*permission))
            }
            ManagementError::BeyondPowers(_) => {
                Self::new(StatusCode::FORBIDDEN, "beyond-own-permissions", text)
            }
            ManagementError::BeyondOwner(_) => {
                Self::new(StatusCode::FORBIDDEN, "beyond-owner", text)
            }
            ManagementError::OwnRequest => Self::new(StatusCode::FORBIDDEN, "own-request", text),
            ManagementError::SignInAgain => Self::new(StatusCode::FORBIDDEN, "sign-in-again", text)
                .asking(Challenge::FreshSignIn),
            ManagementError::NotFound(_) => Self::new(StatusCode::NOT_FOUND, "not-found", text),
            ManagementError::Invalid { errors, .. } => Self {
                errors: errors.clone(),
                ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", text)
            },
            ManagementError::Picture(_) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", text)
            }
            ManagementError::Conflict(_)
            | ManagementError::Refused {
                is_conflict: true, ..
            } => Self::new(StatusCode::CONFLICT, "conflict", text),
            ManagementError::Refused { pointer, .. } => {
                let error = pointer.clone().map(|pointer| FieldError {
                    pointer,
                    detail: text.clone(),
                });
                Self {
                    errors: error.into_iter().collect(),
                    ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", text)
                }
            }
            ManagementError::Stale => Self::new(StatusCode::PRECONDITION_FAILED, "stale", text),
            ManagementError::Limited(limited) => Self::limited("too-many-requests", *limited, text),
            ManagementError::Failed(Error::Unavailable(cause)) => {
                Self::unavailable("unavailable", cause)
            }
            ManagementError::Failed(_) => Self::internal("server-error", &text),
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

    /// The response of an endpoint that is no part of the management API.
    fn error_response(&self) -> HttpResponse {
        self.response("").content_type(CONTENT_TYPE).json(json!({
            "type": "about:blank",
            "title": self.status.canonical_reason(),
            "status": self.status.as_u16(),
            "detail": self.detail,
            "error": self.code,
            "error_description": self.detail,
        }))
    }
}
