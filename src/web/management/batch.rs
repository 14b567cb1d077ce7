//! Several changes at once: all of them happen, or none.

use super::{
    answer::{problem_of, response, set},
    call::Call,
    caller::caller,
    dispatch::{SentBody, admit, is_forced, key_of, no_such_path, refused, shown_once, unread},
    path::parameters,
    route::{Handler, Route},
    table::routes,
};
use crate::{
    extract::{operation::Operation, refusals},
    respond::problem::Problem,
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use doorward_core::{
    Provider,
    change_set::ChangeSet,
    management::{KeyedRequest, Management, ManagementError, Repetition},
};
use doorward_protocol::oauth::authorization_request::Parameters;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How many changes a batch may hold.
const MAX_OPERATIONS: usize = 100;

/// Changes that happen together.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// The changes, in order. Each is decided by what there was before the batch.
    operations: Vec<BatchOperation>,
}

/// A change of a batch.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchOperation {
    /// The method, such as `POST`.
    method: String,
    /// The path below that of the API, such as `/groups`.
    path: String,
    /// The body of the request.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    body: Value,
    /// The entity tag that what is changed must have.
    #[serde(default)]
    if_match: Option<String>,
}

/// Why a batch was refused: the change that was, and the reason.
struct Refusal {
    operation: Option<usize>,
    error: ManagementError,
}

impl<E: Into<ManagementError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self {
            operation: None,
            error: error.into(),
        }
    }
}

/// Carries a batch out.
pub async fn answer(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    body: SentBody,
) -> HttpResponse {
    let issuer = provider.issuer();
    let body = match body {
        Ok(body) => body,
        Err(error) => return unread(&error, issuer),
    };
    let carried_out = async {
        let ctx = ctx.forced(is_forced(&request));
        let caller = caller(&request, &provider, &ctx).await?;
        let whole = Call {
            provider: &provider,
            caller: &caller,
            path: BTreeMap::new(),
            query: Parameters::parse(""),
            body: &body,
            if_match: None,
        };
        once(&whole, key_of(&request)?).await
    };
    match Box::pin(carried_out).await {
        Ok(results) => response(200).json(json!({"results": results})),
        Err(Refusal {
            operation: None,
            error,
        }) => refused(&error, issuer),
        Err(Refusal { operation, error }) => {
            tracing::info!(reason = %error, ?operation, "the management API refused a batch");
            refusals::note(&error);
            let problem = Problem::from(&error);
            let mut document = problem.management_document(issuer);
            set(&mut document, "operation", json!(operation));
            problem_of(&problem, issuer, &document)
        }
    }
}

/// Carries a batch out, or gives the answer again that an earlier one of the same key got.
async fn once(whole: &Call<'_>, key: Option<String>) -> Result<Vec<Value>, Refusal> {
    let Some(key) = key else {
        return carry_out(whole, None).await;
    };
    let management = whole.management();
    let taken = management.take_key(whole.caller, &key, "POST /batch", whole.body);
    match taken.await? {
        Repetition::First(keyed) => {
            let results = carry_out(whole, Some(&keyed)).await;
            if results.is_err() {
                management.free_key(&keyed).await?;
            }
            results
        }
        Repetition::Again(_, Some(results)) => {
            Ok(serde_json::from_str(&results).unwrap_or_default())
        }
        Repetition::Again(_, None) => Err(shown_once().into()),
    }
}

async fn carry_out(whole: &Call<'_>, keyed: Option<&KeyedRequest>) -> Result<Vec<Value>, Refusal> {
    let batch: Batch = whole.body()?;
    if batch.operations.len() > MAX_OPERATIONS {
        let detail = format!("a batch may hold {MAX_OPERATIONS} operations at most");
        return Err(ManagementError::field("/operations", detail).into());
    }
    let mut changes = whole.provider.change_set(&whole.caller.ctx);
    let (mut results, mut holds_secret) = (Vec::new(), false);
    for (index, operation) in batch.operations.into_iter().enumerate() {
        let added = add(whole, &mut changes, operation).await;
        let added = added.map_err(|error| Refusal {
            operation: Some(index),
            error,
        })?;
        holds_secret |= added.holds_secret;
        results.push(added.result);
    }
    if let Some(keyed) = keyed {
        let answer = (!holds_secret).then(|| json!(results).to_string());
        Management::keep_answer_in(&mut changes, keyed, 200, answer);
    }
    if !changes.commit().await? {
        return Err(ManagementError::changed_meanwhile().into());
    }
    Ok(results)
}

/// A change that was added to the others.
struct Added {
    /// What it answers.
    result: Value,
    /// Whether that holds a secret, which is shown once.
    holds_secret: bool,
}

/// Adds one change to the others.
async fn add(
    whole: &Call<'_>,
    changes: &mut ChangeSet<'_>,
    operation: BatchOperation,
) -> Result<Added, ManagementError> {
    let found = routes()
        .filter(|route| route.method.name() == operation.method)
        .find_map(|route| Some((route, parameters(route.path, &operation.path)?)));
    let (route, path): (&Route, _) = found.ok_or_else(no_such_path)?;
    let Handler::Change(handler) = route.handler else {
        return Err(ManagementError::invalid(
            "this request cannot be part of a batch: send it by itself",
        ));
    };
    admit(route, whole.caller, &path)?;
    let body = operation.body.to_string();
    let call = Call {
        provider: whole.provider,
        caller: whole.caller,
        path,
        query: Parameters::parse(""),
        body: body.as_bytes(),
        if_match: operation.if_match,
    };
    let reply = handler(&call, changes).await?;
    Ok(Added {
        result: json!({
            "status": route.status, "location": reply.location, "body": reply.document,
        }),
        holds_secret: reply.holds_secret,
    })
}

/// What the document says of batches, beside the table.
pub fn operation() -> Value {
    json!({"post": {
        "operationId": "batch",
        "summary": "Several changes at once: all of them happen, or none",
        "requestBody": {"required": true, "content": {"application/json": {
            "schema": {"$ref": "#/components/schemas/Batch"},
        }}},
        "responses": {
            "200": {"description": "What each change answered.", "content": {"application/json": {
                "schema": {"type": "object", "required": ["results"], "properties": {
                    "results": {"type": "array", "items": {"type": "object"}},
                }},
            }}},
        },
    }})
}
