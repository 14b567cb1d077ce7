//! Answers of the management API: documents with entity tags, and problems (RFC 9457).

use crate::respond::{
    headers::NO_STORE,
    problem::{CONTENT_TYPE, Problem},
};
use actix_web::{
    HttpResponse, HttpResponseBuilder,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, ETAG, LOCATION},
    },
};
use doorward_core::management::ManagementError;
use doorward_protocol::{management::PATH, secret::Digest};
use serde_json::Value;

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

/// Sets a member of an object.
pub fn set(document: &mut Value, name: &str, value: Value) {
    if let Some(members) = document.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

/// The response of a problem.
pub fn problem(problem: &Problem, issuer: &str) -> HttpResponse {
    problem_of(problem, issuer, &problem.management_document(issuer))
}

/// The response of a problem, with a document that says more.
pub fn problem_of(problem: &Problem, issuer: &str, document: &Value) -> HttpResponse {
    let mut builder = problem.response(issuer);
    builder
        .content_type(CONTENT_TYPE)
        .body(document.to_string())
}
