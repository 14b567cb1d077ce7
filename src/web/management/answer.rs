//! Answers of the management API: documents with entity tags, and problems (RFC 9457).

use crate::respond::headers::{NO_STORE, RETRY_AFTER_UNAVAILABLE, tell_limit};
use actix_web::{
    HttpResponse, HttpResponseBuilder,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, ETAG, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE},
    },
};
use doorward_core::{Error, management::ManagementError};
use doorward_protocol::{management::PATH, secret::Digest, sessions::sso_session::STEP_UP_WINDOW};
use serde_json::{Value, json};

const PROBLEM: &str = "application/problem+json";

/// What a route answers.
pub type Answer = Result<Reply, ManagementError>;

/// What a route answers where it succeeds.
pub struct Reply {
    /// The document; none where there is nothing to say.
    pub document: Option<Value>,
    /// The path of what was added, below the path of the API.
    pub location: Option<String>,
    /// Whether it holds a secret, which is shown this once and stored nowhere.
    pub holds_secret: bool,
}

impl Reply {
    /// A reply with a document.
    pub fn document(shape: &impl serde::Serialize) -> Self {
        Self {
            document: serde_json::to_value(shape).ok(),
            ..Self::nothing()
        }
    }

    /// A reply without a document.
    pub const fn nothing() -> Self {
        Self {
            document: None,
            location: None,
            holds_secret: false,
        }
    }

    /// Says where what was added is.
    #[must_use]
    pub fn at(mut self, path: String) -> Self {
        self.location = Some(path);
        self
    }

    /// Says that it holds a secret.
    #[must_use]
    pub fn with_secret(mut self) -> Self {
        self.holds_secret = true;
        self
    }
}

/// The entity tag of a document (RFC 9110 §8.8.3).
pub fn tag(document: &Value) -> String {
    format!(
        "\"{}\"",
        Digest::of(document.to_string().as_bytes()).as_str()
    )
}

/// A response of this API: nobody keeps it.
pub fn response(status: u16) -> HttpResponseBuilder {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut builder = HttpResponse::build(status);
    builder.insert_header((CACHE_CONTROL, NO_STORE));
    builder
}

/// The response of a reply. `tag` is that of the whole document, of which `shown` may be a part.
pub fn success(status: u16, reply: &Reply, shown: Option<Value>, issuer: &str) -> HttpResponse {
    let mut builder = response(status);
    if let Some(path) = &reply.location {
        builder.insert_header((LOCATION, format!("{issuer}{PATH}{path}")));
    }
    if let Some(document) = reply.document.as_ref().filter(|_| !reply.holds_secret) {
        builder.insert_header((ETAG, tag(document)));
    }
    match shown {
        Some(document) => builder.json(document),
        None => builder.finish(),
    }
}

/// The status of a problem, and what its type is called.
const fn kind(error: &ManagementError) -> Kind {
    let (status, name) = match error {
        ManagementError::Unauthenticated(_) => (401, "unauthenticated"),
        ManagementError::ForeignOrigin => (403, "foreign-origin"),
        ManagementError::Forbidden(_) => (403, "insufficient-scope"),
        ManagementError::BeyondPowers(_) => (403, "beyond-own-permissions"),
        ManagementError::SignInAgain => (403, "sign-in-again"),
        ManagementError::NotFound(_) => (404, "not-found"),
        ManagementError::Invalid { .. } => (422, "invalid"),
        ManagementError::Conflict(_) => (409, "conflict"),
        ManagementError::Stale => (412, "stale"),
        ManagementError::Limited(_) => (429, "too-many-requests"),
        ManagementError::Failed(Error::Unavailable(_)) => (503, "unavailable"),
        ManagementError::Failed(_) => (500, "server-error"),
    };
    Kind { status, name }
}

struct Kind {
    status: u16,
    name: &'static str,
}

/// The status of a problem.
pub const fn status_of(error: &ManagementError) -> u16 {
    kind(error).status
}

/// What the caller reads of a failure: its cause is for the log alone.
pub fn detail(error: &ManagementError) -> String {
    match error {
        ManagementError::Failed(Error::Unavailable(cause)) => {
            tracing::error!(cause, "answered 503");
            "try again in two seconds".to_owned()
        }
        ManagementError::Failed(cause) => {
            tracing::error!(%cause, "answered 500");
            "this server made a mistake; its log says which".to_owned()
        }
        error => error.to_string(),
    }
}

/// A problem as a document.
pub fn problem_document(error: &ManagementError, issuer: &str) -> Value {
    let Kind { status, name } = kind(error);
    let title = StatusCode::from_u16(status).ok();
    let mut document = json!({
        "type": format!("{issuer}{PATH}/openapi.json#{name}"),
        "title": title.and_then(|status| status.canonical_reason()),
        "status": status,
        "detail": detail(error),
    });
    if let ManagementError::Invalid { errors, .. } = error
        && !errors.is_empty()
    {
        set(&mut document, "errors", json!(errors));
    }
    document
}

/// Sets a member of an object.
pub fn set(document: &mut Value, name: &str, value: Value) {
    if let Some(members) = document.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

/// The response of a problem.
pub fn problem(error: &ManagementError, issuer: &str) -> HttpResponse {
    problem_of(error, issuer, &problem_document(error, issuer))
}

/// The response of a problem, with a document that says more.
pub fn problem_of(error: &ManagementError, issuer: &str, document: &Value) -> HttpResponse {
    let mut builder = refusal(error, issuer);
    builder.content_type(PROBLEM).body(document.to_string())
}

/// The status and the headers of a problem.
pub fn refusal(error: &ManagementError, issuer: &str) -> HttpResponseBuilder {
    let mut builder = response(kind(error).status);
    let metadata = format!("{issuer}/.well-known/oauth-protected-resource{PATH}");
    let challenge = match error {
        ManagementError::Unauthenticated(_) => {
            Some(format!("Bearer resource_metadata=\"{metadata}\""))
        }
        ManagementError::Forbidden(permission) => Some(format!(
            "Bearer error=\"insufficient_scope\", scope=\"{permission}\", \
             resource_metadata=\"{metadata}\""
        )),
        ManagementError::SignInAgain => Some(format!(
            "Bearer error=\"insufficient_user_authentication\", max_age={}",
            STEP_UP_WINDOW.as_seconds()
        )),
        _ => None,
    };
    if let Some(challenge) = challenge {
        builder.insert_header((WWW_AUTHENTICATE, challenge));
    }
    match error {
        ManagementError::Limited(limited) => {
            tell_limit(&mut builder, *limited);
        }
        ManagementError::Failed(Error::Unavailable(_)) => {
            builder.insert_header((RETRY_AFTER, RETRY_AFTER_UNAVAILABLE));
        }
        _ => {}
    }
    builder
}
