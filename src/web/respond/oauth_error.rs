//! Errors of the endpoints that OAuth clients call: JSON with `error` and `error_description`
//! (RFC 6749 §5.2), and the challenge of RFC 6750 §3 where a bearer token was refused.

use crate::respond::headers::{NO_STORE, RETRY_AFTER_UNAVAILABLE, tell_limit};
use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder, ResponseError,
    http::{
        StatusCode,
        header::{AUTHORIZATION, CACHE_CONTROL, PRAGMA, RETRY_AFTER, WWW_AUTHENTICATE},
    },
};
use doorward_core::Error;
use doorward_protocol::oauth::error_code::{ErrorCode, ProtocolError};
use serde_json::json;

/// How the caller authenticates. It decides the status and the challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    /// A client, by parameters of the body.
    ClientInBody,
    /// A client, by the `Authorization` header.
    ClientInHeader,
    /// Somebody with a bearer token (RFC 6750).
    Bearer,
}

/// An error of an endpoint for OAuth clients.
#[derive(Debug)]
pub struct OAuthError {
    error: Error,
    scheme: Scheme,
}

impl OAuthError {
    /// An error of an endpoint where clients authenticate (RFC 6749 §2.3).
    pub fn of_client(error: impl Into<Error>, request: &HttpRequest) -> Self {
        let scheme = if request.headers().contains_key(AUTHORIZATION) {
            Scheme::ClientInHeader
        } else {
            Scheme::ClientInBody
        };
        Self {
            error: error.into(),
            scheme,
        }
    }

    /// An error of an endpoint that takes a bearer token.
    pub fn of_bearer(error: impl Into<Error>) -> Self {
        Self {
            error: error.into(),
            scheme: Scheme::Bearer,
        }
    }

    /// Why, for the log: the cause, where the operator is told more than the client.
    pub fn reason(&self) -> String {
        match &self.error {
            Error::Protocol(error) => match error.cause {
                Some(cause) => format!("{}: {cause}", error.code.as_str()),
                None => error.to_string(),
            },
            Error::Input(text) => text.clone(),
            other => other.to_string(),
        }
    }

    /// The `WWW-Authenticate` header (RFC 6749 §5.2, RFC 6750 §3).
    fn challenge(&self) -> Option<String> {
        let Error::Protocol(error) = &self.error else {
            return None;
        };
        match (self.scheme, error.code) {
            (Scheme::ClientInHeader, ErrorCode::InvalidClient) => {
                Some("Basic realm=\"doorward\", charset=\"UTF-8\"".to_owned())
            }
            (
                Scheme::Bearer,
                ErrorCode::InvalidRequest | ErrorCode::InvalidToken | ErrorCode::InsufficientScope,
            ) => Some(format!(
                "Bearer realm=\"doorward\", error=\"{}\", error_description=\"{}\"",
                error.code.as_str(),
                error.hint
            )),
            _ => None,
        }
    }
}

impl std::fmt::Display for OAuthError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.error.fmt(f)
    }
}

/// The status of a refusal by the specification.
const fn refusal_status(scheme: Scheme, error: &ProtocolError) -> StatusCode {
    match (scheme, error.code) {
        (Scheme::Bearer, ErrorCode::InvalidToken)
        | (Scheme::ClientInBody | Scheme::ClientInHeader, ErrorCode::InvalidClient) => {
            StatusCode::UNAUTHORIZED
        }
        (Scheme::Bearer, ErrorCode::InsufficientScope | ErrorCode::AccessDenied) => {
            StatusCode::FORBIDDEN
        }
        _ => StatusCode::BAD_REQUEST,
    }
}

impl ResponseError for OAuthError {
    fn status_code(&self) -> StatusCode {
        match &self.error {
            Error::Protocol(error) => refusal_status(self.scheme, error),
            Error::Input(_) | Error::Refused(_) => StatusCode::BAD_REQUEST,
            Error::Limited(_) => StatusCode::TOO_MANY_REQUESTS,
            Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut builder = HttpResponse::build(self.status_code());
        builder
            .insert_header((CACHE_CONTROL, NO_STORE))
            .insert_header((PRAGMA, "no-cache"));
        if let Some(challenge) = self.challenge() {
            builder.insert_header((WWW_AUTHENTICATE, challenge));
        }
        match &self.error {
            Error::Protocol(error) => body(&mut builder, error.code.as_str(), &error.hint),
            Error::Input(text) => body(&mut builder, "invalid_request", text),
            Error::Refused(reason) => body(&mut builder, "invalid_request", &reason.to_string()),
            Error::Limited(limited) => {
                let description = format!(
                    "too many failures; try again in {} seconds",
                    limited.retry_after
                );
                let builder = tell_limit(&mut builder, *limited);
                body(builder, "temporarily_unavailable", &description)
            }
            Error::Unavailable(cause) => {
                tracing::error!(cause, "answered 503");
                builder.insert_header((RETRY_AFTER, RETRY_AFTER_UNAVAILABLE));
                let description = "try again in two seconds";
                body(&mut builder, "temporarily_unavailable", description)
            }
            Error::Internal(cause) => {
                tracing::error!(cause, "answered 500");
                let description = "this server made a mistake; its log says which";
                body(&mut builder, "server_error", description)
            }
        }
    }
}

fn body(builder: &mut HttpResponseBuilder, error: &str, description: &str) -> HttpResponse {
    builder.json(json!({"error": error, "error_description": description}))
}
