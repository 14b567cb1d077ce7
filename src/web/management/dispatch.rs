//! One request of the management API from its arrival to its answer.

use super::{
    answer::{Answer, Reply, problem, success},
    call::Call,
    caller::caller,
    page,
    path::parameters,
    route::{Handler, Method, OwnersMay, Route},
};
use crate::{
    extract::{operation::Operation, query::Query, refusals},
    respond::problem::Problem,
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{ALLOW, IF_MATCH},
    web::{Bytes, Data},
};
use doorward_core::{
    Provider,
    management::{Caller, KeyedRequest, Management, ManagementError, Repetition, commit},
};
use doorward_protocol::management::PATH;
use std::collections::BTreeMap;

/// The header that names a request which may be sent again
/// (draft-ietf-httpapi-idempotency-key-header).
const KEY: &str = "idempotency-key";

/// Answers a request of a route.
pub async fn answer(
    route: &'static Route,
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
    let answered = async {
        let ctx = ctx.forced(is_forced(&request));
        let caller = caller(&request, &provider, &ctx).await?;
        let call = call_of(route, &request, &provider, &caller, &body)?;
        admit(route, &caller, &call.path)?;
        let is_keyed = route.method == Method::Post;
        let key = if is_keyed { key_of(&request)? } else { None };
        let reply = once(route, &call, key).await?;
        let shown = page::shown(&call.query, reply.document.clone());
        Ok::<_, ManagementError>(success(route.status, &reply, shown, issuer))
    };
    // On the heap: what a handler holds is large, and is moved.
    Box::pin(answered)
        .await
        .unwrap_or_else(|error| refused(&error, issuer))
}

/// The body of a request, where all of it could be read.
pub type SentBody = Result<Bytes, actix_web::Error>;

/// Answers a request whose body could not be read.
pub fn unread(error: &actix_web::Error, issuer: &str) -> HttpResponse {
    tracing::info!(reason = %error, "the management API could not read a request");
    let status = error.as_response_error().status_code();
    problem(&Problem::unread(status), issuer)
}

/// Whether what a file of declarations manages is changed all the same.
pub fn is_forced(request: &HttpRequest) -> bool {
    Query::of(request).get("force") == Some("true")
}

/// Refuses a caller who may not do what a route does, with these parameters of its path.
pub fn admit(
    route: &Route,
    caller: &Caller,
    path: &BTreeMap<String, String>,
) -> Result<(), ManagementError> {
    match route.owners_may {
        OwnersMay::Not => caller.require(route.permission)?,
        OwnersMay::ForTheirApp => {
            let app = path.get("app").map_or("", String::as_str);
            caller.require_of_app(route.permission, app)?;
        }
        OwnersMay::AsTheActionSays => caller.require_of_some_app(route.permission)?,
    }
    if route.is_dangerous {
        caller.require_fresh()?;
    }
    Ok(())
}

fn call_of<'a>(
    route: &Route,
    request: &HttpRequest,
    provider: &'a Provider,
    caller: &'a Caller,
    body: &'a [u8],
) -> Result<Call<'a>, ManagementError> {
    let path = request.path().strip_prefix(PATH).unwrap_or_default();
    let if_match = request.headers().get(IF_MATCH);
    let path = parameters(route.path, path).ok_or_else(no_such_path)?;
    Ok(Call {
        provider,
        caller,
        path,
        query: Query::of(request),
        body,
        if_match: if_match.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
    })
}

/// The key under which a request may be sent again.
pub fn key_of(request: &HttpRequest) -> Result<Option<String>, ManagementError> {
    let mut keys = request.headers().get_all(KEY);
    let (first, second) = (keys.next(), keys.next());
    let Some(key) = first else {
        return Ok(None);
    };
    let text = key
        .to_str()
        .ok()
        .filter(|text| (1..=255).contains(&text.len()));
    match text.filter(|_| second.is_none()) {
        Some(text) => Ok(Some(text.to_owned())),
        None => Err(ManagementError::field(
            "Idempotency-Key",
            "must be one text of 1 to 255 printable ASCII characters",
        )),
    }
}

/// Carries a route out, or gives the answer again that an earlier request of the same key got.
async fn once(route: &Route, call: &Call<'_>, key: Option<String>) -> Answer {
    let Some(key) = key else {
        return run(route, call, None).await;
    };
    let what = format!("{} {} {:?}", route.method.name(), route.path, call.path);
    let (management, caller) = (call.management(), call.caller);
    match management.take_key(caller, &key, &what, call.body).await? {
        Repetition::First(keyed) => {
            let answer = run(route, call, Some(&keyed)).await;
            if answer.is_err() {
                management.free_key(&keyed).await?;
            }
            answer
        }
        Repetition::Again(_, Some(document)) => Ok(Reply {
            document: serde_json::from_str(&document).ok(),
            ..Reply::nothing()
        }),
        Repetition::Again(_, None) if route.gives.is_none() => Ok(Reply::nothing()),
        Repetition::Again(..) => Err(shown_once()),
    }
}

/// The answer to a request that was carried out before, and whose answer was not kept.
pub fn shown_once() -> ManagementError {
    ManagementError::Conflict(
        "this was done already; the answer held a secret, which is shown once".into(),
    )
}

/// The part of a reply that may be given again.
fn repeatable(reply: &Reply) -> Option<String> {
    let document = reply.document.as_ref().filter(|_| !reply.holds_secret)?;
    Some(document.to_string())
}

/// Carries a route out.
async fn run(route: &Route, call: &Call<'_>, keyed: Option<&KeyedRequest>) -> Answer {
    match route.handler {
        Handler::Read(handler) | Handler::Act(handler) => {
            let reply = handler(call).await?;
            if let Some(keyed) = keyed {
                let kept = call
                    .management()
                    .keep_answer(keyed, route.status, repeatable(&reply));
                kept.await?;
            }
            Ok(reply)
        }
        Handler::Change(handler) => {
            let mut changes = call.provider.change_set(&call.caller.ctx);
            let reply: Reply = handler(call, &mut changes).await?;
            if let Some(keyed) = keyed {
                let answer = repeatable(&reply);
                Management::keep_answer_in(&mut changes, keyed, route.status, answer);
            }
            commit(changes).await?;
            Ok(reply)
        }
    }
}

/// The refusal of a path that no route has.
pub fn no_such_path() -> ManagementError {
    ManagementError::NotFound("such path in this API".into())
}

/// Answers a refusal, and notes it in the log.
pub fn refused(error: &ManagementError, issuer: &str) -> HttpResponse {
    tracing::info!(reason = %error, "the management API refused a request");
    refusals::note(error);
    problem(&Problem::from(error), issuer)
}

/// The answer to a path that no route has.
pub async fn not_found(provider: Data<Provider>) -> HttpResponse {
    refused(&no_such_path(), provider.issuer())
}

/// The answer to a method that a path does not take.
#[expect(clippy::unused_async, reason = "handlers are asynchronous")]
pub async fn method_not_allowed(provider: Data<Provider>, allow: String) -> HttpResponse {
    let error = ManagementError::NotFound(format!("such method here: use {allow}"));
    let mut response = refused(&error, provider.issuer());
    *response.status_mut() = actix_web::http::StatusCode::METHOD_NOT_ALLOWED;
    if let Ok(allow) = allow.parse() {
        response.headers_mut().insert(ALLOW, allow);
    }
    response
}
