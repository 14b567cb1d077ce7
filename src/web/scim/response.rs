//! Answers of the SCIM server.

use super::request::Request;
use crate::{extract::refusals, management::answer::response, respond::problem::Problem};
use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{ALLOW, ETAG, HeaderValue, LOCATION},
    },
};
use doorward_core::{management::ManagementError, scim::ScimError};
use doorward_protocol::scim::{ERROR, ScimType, schemas::MAX_BYTES, selection::Selection};
use serde_json::{Value, json};

const SCIM_JSON: &str = "application/scim+json";

/// What is answered where a request succeeds.
pub struct Reply {
    pub status: u16,
    pub document: Option<Value>,
    /// Which attributes are shown, where the body says so.
    pub selection: Option<Selection>,
}

impl Reply {
    /// A reply with a document.
    pub const fn document(document: Value) -> Self {
        Self {
            status: 200,
            document: Some(document),
            selection: None,
        }
    }

    /// A reply without a document.
    pub const fn nothing() -> Self {
        Self {
            status: 204,
            document: None,
            selection: None,
        }
    }

    /// Says which attributes are shown.
    #[must_use]
    pub fn showing(mut self, selection: Selection) -> Self {
        self.selection = Some(selection);
        self
    }
}

/// A member of a document; null where there is none.
pub fn part<'a>(document: &'a Value, name: &str) -> &'a Value {
    document.get(name).unwrap_or(&Value::Null)
}

fn meta<'a>(document: &'a Value, name: &str) -> Option<&'a str> {
    document.get("meta")?.get(name)?.as_str()
}

/// Whether a resource has one of the entity tags of a header (RFC 9110 §8.8.3). Every tag is weak.
pub fn has_tag(tags: &str, resource: &Value) -> bool {
    let version = meta(resource, "version").unwrap_or_default();
    let strong = version.trim_start_matches("W/");
    let mut tags = tags.split(',').map(str::trim);
    tags.any(|tag| tag == "*" || tag.trim_start_matches("W/") == strong)
}

/// The response of a reply.
pub fn success(reply: &Reply, request: &Request) -> HttpResponse {
    let Some(document) = &reply.document else {
        return response(reply.status).finish();
    };
    let known = request.if_none_match.as_deref();
    let is_known = request.method == "GET" && meta(document, "version").is_some();
    let is_known = is_known && known.is_some_and(|tags| has_tag(tags, document));
    let mut builder = response(if is_known { 304 } else { reply.status });
    if let Some(version) = meta(document, "version") {
        builder.insert_header((ETAG, version));
    }
    if let Some(location) = meta(document, "location") {
        builder.insert_header((LOCATION, location));
    }
    if is_known {
        return builder.finish();
    }
    let selection = reply.selection.as_ref().unwrap_or(&request.selection);
    let shown = match document.get("Resources").and_then(Value::as_array) {
        None => selection.of(document),
        Some(resources) => {
            let mut page = document.clone();
            let shown = resources.iter().map(|resource| selection.of(resource));
            if let Some(members) = page.as_object_mut() {
                members.insert("Resources".into(), shown.collect());
            }
            page
        }
    };
    builder.content_type(SCIM_JSON).body(shown.to_string())
}

/// What is wrong, with the kind of it that SCIM names. Such a kind has a status of its own; every other
/// failure has that of the management API.
fn refused(error: &ScimError) -> (Problem, Option<ScimType>) {
    let (problem, scim_type) = match error {
        ScimError::Refused(refusal) => {
            let problem = Problem::invalid_request(refusal.detail.clone());
            (problem, Some(refusal.scim_type))
        }
        ScimError::Management(error) => {
            let scim_type = match error {
                ManagementError::Conflict(_)
                | ManagementError::Refused {
                    is_conflict: true, ..
                } => Some(ScimType::Uniqueness),
                ManagementError::Invalid { .. }
                | ManagementError::Refused { .. }
                | ManagementError::Picture(_) => Some(ScimType::InvalidValue),
                _ => None,
            };
            (error.into(), scim_type)
        }
    };
    let status = scim_type.and_then(|kind| StatusCode::from_u16(kind.status()).ok());
    match status {
        Some(status) => (problem.with_status(status), scim_type),
        None => (problem, scim_type),
    }
}

/// Notes a refusal for the audit log.
pub fn note(error: &ScimError) {
    if let ScimError::Management(error) = error {
        refusals::note(error);
    }
}

/// What is wrong, as a document (RFC 7644 §3.12), with its status.
pub fn error_document(error: &ScimError) -> Value {
    let (problem, scim_type) = refused(error);
    document_of(&problem, scim_type)
}

fn document_of(problem: &Problem, scim_type: Option<ScimType>) -> Value {
    document(problem.status().as_u16(), scim_type, problem.detail())
}

fn document(status: u16, scim_type: Option<ScimType>, detail: &str) -> Value {
    let mut document = json!({"schemas": [ERROR], "status": status.to_string(), "detail": detail});
    if let (Some(scim_type), Some(members)) = (scim_type, document.as_object_mut()) {
        members.insert("scimType".into(), scim_type.as_str().into());
    }
    document
}

/// The response of a failure, with the headers that the management API gives it.
pub fn failure(error: &ScimError, issuer: &str) -> HttpResponse {
    let (problem, scim_type) = refused(error);
    note(error);
    tracing::info!(
        reason = problem.detail(),
        "the SCIM server refused a request"
    );
    let body = document_of(&problem, scim_type).to_string();
    let mut builder = problem.response(issuer);
    builder.content_type(SCIM_JSON).body(body)
}

/// The answer to a body that is too long.
pub fn too_large() -> HttpResponse {
    let detail = format!("a request may have {MAX_BYTES} bytes at most");
    plain(413, &detail)
}

/// The answer to a method that a path does not take.
pub fn method_not_allowed() -> HttpResponse {
    let mut refused = plain(405, "this can be read alone: use GET");
    refused
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static("GET"));
    refused
}

/// The answer to a filter of what the server says of itself.
pub fn forbidden_filter() -> HttpResponse {
    plain(403, "this list takes no filter")
}

fn plain(status: u16, detail: &str) -> HttpResponse {
    tracing::info!(reason = detail, "the SCIM server refused a request");
    let body = document(status, None, detail).to_string();
    response(status).content_type(SCIM_JSON).body(body)
}
