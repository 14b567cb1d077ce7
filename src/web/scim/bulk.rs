//! Bulk requests (RFC 7644 §3.7): each operation is a change of its own.

use super::{
    bulk_order::{BulkOrder, PREFIX},
    carry_out::carry_out,
    request::{Request, syntax},
    response::{Reply, error_document, note, part},
};
use crate::management::caller::count;
use doorward_core::{
    Provider,
    management::{Caller, ManagementError},
    scim::ScimError,
};
use doorward_protocol::scim::{
    BULK, BULK_RESPONSE, member,
    schemas::{MAX_BULK, MAX_BYTES},
    text,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The operations that wait, and what came of the others.
struct Bulk<'a> {
    provider: &'a Provider,
    caller: &'a Caller,
    /// The identifiers of what operations made, by their names.
    ids: BTreeMap<String, String>,
    /// What came of each operation, by its place.
    results: BTreeMap<usize, Value>,
    /// How many failed.
    errors: u64,
}

/// Answers a bulk request. Operations are carried out in their order, but for those that name a resource
/// which a later one makes.
///
/// # Errors
/// What is wrong with the request as a whole.
pub async fn answer(
    provider: &Provider,
    caller: &Caller,
    request: &Request,
) -> Result<Reply, ScimError> {
    if request.method != "POST" {
        return Err(syntax("send a bulk request by POST"));
    }
    let body = request.body()?;
    let schemas = member(body, "schemas").and_then(Value::as_array);
    if !schemas.is_some_and(|schemas| schemas.iter().any(|schema| schema == BULK)) {
        return Err(syntax(
            "schemas must hold urn:ietf:params:scim:api:messages:2.0:BulkRequest",
        ));
    }
    let operations = member(body, "Operations").and_then(Value::as_array);
    let operations = operations.ok_or_else(|| syntax("Operations must be a list"))?;
    if operations.len() > MAX_BULK {
        return Ok(Reply {
            status: 413,
            ..Reply::document(json!({
                "schemas": [doorward_protocol::scim::ERROR], "status": "413",
                "detail": format!(
                    "a bulk request may have {MAX_BULK} operations and {MAX_BYTES} bytes at most"
                ),
            }))
        });
    }
    let max = member(body, "failOnErrors").and_then(Value::as_u64);
    let mut bulk = Bulk {
        provider,
        caller,
        ids: BTreeMap::new(),
        results: BTreeMap::new(),
        errors: 0,
    };
    bulk.carry_out(operations, max.filter(|max| *max > 0)).await;
    let results: Vec<Value> = bulk.results.into_values().collect();
    Ok(Reply::document(
        json!({"schemas": [BULK_RESPONSE], "Operations": results}),
    ))
}

impl<'a> Bulk<'a> {
    async fn carry_out(&mut self, operations: &'a [Value], max: Option<u64>) {
        let mut order = BulkOrder::new(operations);
        while let Some((place, operation)) = order.next(|name| self.ids.contains_key(name)) {
            if max.is_some_and(|max| self.errors >= max) {
                return;
            }
            self.one(place, operation).await;
            order.made(self.made_by(operation));
        }
        for (place, operation) in order.left() {
            self.fail(place, operation, &unresolved());
        }
    }

    /// The name of an operation, where it made something.
    fn made_by<'o>(&self, operation: &'o Value) -> Option<&'o str> {
        text(operation, "bulkId").filter(|name| self.ids.contains_key(*name))
    }

    async fn one(&mut self, place: usize, operation: &Value) {
        let request = match request_of(operation, &self.ids) {
            Ok(request) => request,
            Err(error) => return self.fail(place, operation, &error),
        };
        if let Err(error) = count(self.provider, self.caller).await {
            return self.fail(place, operation, &error.into());
        }
        match Box::pin(carry_out(self.provider, self.caller, &request)).await {
            Ok(reply) => self.succeed(place, operation, &reply),
            Err(error) => self.fail(place, operation, &error),
        }
    }

    fn succeed(&mut self, place: usize, operation: &Value, reply: &Reply) {
        let mut result = named(operation);
        result.insert("status".into(), reply.status.to_string().into());
        if let Some(document) = &reply.document {
            let meta = document.get("meta");
            for name in ["location", "version"] {
                let value = meta.and_then(|meta| meta.get(name)).cloned();
                result.extend(value.map(|value| (name.to_owned(), value)));
            }
            let id = document.get("id").and_then(Value::as_str);
            if let (Some(name), Some(id)) = (text(operation, "bulkId"), id) {
                self.ids.insert(name.to_owned(), id.to_owned());
            }
        }
        self.results.insert(place, Value::Object(result));
    }

    fn fail(&mut self, place: usize, operation: &Value, error: &ScimError) {
        let document = error_document(error);
        note(error);
        tracing::info!(reason = %part(&document, "detail"), place, "the SCIM server refused an operation");
        let mut result = named(operation);
        result.insert("status".into(), part(&document, "status").clone());
        result.insert("response".into(), document);
        self.results.insert(place, Value::Object(result));
        self.errors += 1;
    }
}

fn unresolved() -> ScimError {
    ManagementError::Conflict(
        "a bulkId names no operation that made something: it failed, or operations name each other in \
         a circle"
            .into(),
    )
    .into()
}

/// What every result says of its operation.
fn named(operation: &Value) -> Map<String, Value> {
    let mut result = Map::new();
    for name in ["method", "bulkId"] {
        let value = text(operation, name).map(Value::from);
        result.extend(value.map(|value| (name.to_owned(), value)));
    }
    result
}

fn request_of(operation: &Value, ids: &BTreeMap<String, String>) -> Result<Request, ScimError> {
    let method = text(operation, "method").unwrap_or_default().to_uppercase();
    if !["POST", "PUT", "PATCH", "DELETE"].contains(&method.as_str()) {
        return Err(syntax("method must be POST, PUT, PATCH or DELETE"));
    }
    if method == "POST" && text(operation, "bulkId").is_none() {
        return Err(syntax("bulkId is missing"));
    }
    let path = text(operation, "path").ok_or_else(|| syntax("path is missing"))?;
    let path = path.trim_start_matches('/').split('/');
    let path: Vec<String> = path.map(|part| resolved(part, ids)).collect();
    Ok(Request {
        method,
        path: path.join("/"),
        body: member(operation, "data").map(|data| with_ids(data, ids)),
        if_match: text(operation, "version").map(str::to_owned),
        ..Request::default()
    })
}

/// A text, or the identifier of the resource that it means.
fn resolved(text: &str, ids: &BTreeMap<String, String>) -> String {
    let id = text.strip_prefix(PREFIX).and_then(|name| ids.get(name));
    id.map_or(text, String::as_str).to_owned()
}

fn with_ids(value: &Value, ids: &BTreeMap<String, String>) -> Value {
    match value {
        Value::String(text) => resolved(text, ids).into(),
        Value::Array(values) => values.iter().map(|value| with_ids(value, ids)).collect(),
        Value::Object(members) => {
            let members = members.iter();
            let members = members.map(|(name, value)| (name.clone(), with_ids(value, ids)));
            Value::Object(members.collect())
        }
        other => other.clone(),
    }
}
