//! The endpoints of the transmitter of security events (Shared Signals Framework §7 and §8, RFC
//! 8936).

use crate::{
    extract::{bearer::Bearer, operation::Operation, query::Query},
    respond::{headers::NO_STORE, problem::Problem},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header::CACHE_CONTROL},
    web::{self, Bytes, Data, Path, ServiceConfig, get, patch, post, put, resource},
};
use doorward_core::{
    Provider,
    events::{PollRequest, StreamError},
};
use doorward_protocol::{events::event_stream::transmitter_metadata, oauth::discovery::path};
use serde_json::{Map, Value, json};

/// Mounts the endpoints of the transmitter. No cookie is read.
pub fn endpoints(config: &mut ServiceConfig) {
    config
        .service(
            resource(path::EVENT_STREAM)
                .route(post().to(create))
                .route(get().to(read))
                .route(patch().to(update))
                .route(put().to(replace))
                .route(web::delete().to(delete)),
        )
        .service(
            resource(path::EVENT_STREAM_STATUS)
                .route(get().to(status))
                .route(post().to(set_status)),
        )
        .service(resource(path::EVENT_STREAM_ADD_SUBJECT).route(post().to(add_subject)))
        .service(resource(path::EVENT_STREAM_REMOVE_SUBJECT).route(post().to(remove_subject)))
        .service(resource(path::EVENT_STREAM_VERIFY).route(post().to(verify)))
        .service(resource("/ssf/poll/{stream_id}").route(post().to(poll)));
}

/// The metadata of the transmitter (§7.1).
pub async fn metadata(provider: Data<Provider>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .json(transmitter_metadata(provider.issuer()))
}

fn object(body: &Bytes) -> Result<Map<String, Value>, StreamError> {
    serde_json::from_slice(body).map_err(|_| StreamError::Invalid("the body must be a JSON object"))
}

fn stream_id(request: &HttpRequest) -> Option<String> {
    Query::of(request).get("stream_id").map(str::to_owned)
}

fn answer(status: StatusCode, document: &Value) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, NO_STORE))
        .json(document)
}

fn done(status: StatusCode) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, NO_STORE))
        .finish()
}

/// Creates a stream (§8.1.1.1).
pub async fn create(
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let document = provider
        .event_streams()
        .create(&ctx, bearer.token(), &object(&body)?)
        .await?;
    Ok(answer(StatusCode::CREATED, &document))
}

/// Returns a stream, or every stream of the caller (§8.1.1.2).
pub async fn read(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
) -> Result<HttpResponse, Problem> {
    let document = provider
        .event_streams()
        .read(&ctx, bearer.token(), stream_id(&request).as_deref())
        .await?;
    Ok(answer(StatusCode::OK, &document))
}

/// Changes some properties of a stream (§8.1.1.3).
pub async fn update(
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let document = provider
        .event_streams()
        .update(&ctx, bearer.token(), &object(&body)?)
        .await?;
    Ok(answer(StatusCode::OK, &document))
}

/// Replaces the properties of a stream (§8.1.1.4).
pub async fn replace(
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let document = provider
        .event_streams()
        .replace(&ctx, bearer.token(), &object(&body)?)
        .await?;
    Ok(answer(StatusCode::OK, &document))
}

/// Deletes a stream (§8.1.1.5).
pub async fn delete(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
) -> Result<HttpResponse, Problem> {
    provider
        .event_streams()
        .delete(&ctx, bearer.token(), stream_id(&request).as_deref())
        .await?;
    Ok(done(StatusCode::NO_CONTENT))
}

/// Returns the status of a stream (§8.1.2.1).
pub async fn status(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
) -> Result<HttpResponse, Problem> {
    let document = provider
        .event_streams()
        .status(&ctx, bearer.token(), stream_id(&request).as_deref())
        .await?;
    Ok(answer(StatusCode::OK, &document))
}

/// Sets the status of a stream (§8.1.2.2).
pub async fn set_status(
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let document = provider
        .event_streams()
        .set_status(&ctx, bearer.token(), &object(&body)?)
        .await?;
    Ok(answer(StatusCode::OK, &document))
}

/// Adds a subject to a stream (§8.1.3.2).
pub async fn add_subject(
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    provider
        .event_streams()
        .add_subject(&ctx, bearer.token(), &object(&body)?)
        .await?;
    Ok(done(StatusCode::OK))
}

/// Removes a subject from a stream (§8.1.3.3).
pub async fn remove_subject(
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    provider
        .event_streams()
        .remove_subject(&ctx, bearer.token(), &object(&body)?)
        .await?;
    Ok(done(StatusCode::NO_CONTENT))
}

/// Requests a verification event (§8.1.4.2).
pub async fn verify(
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    provider
        .event_streams()
        .verify(&ctx, bearer.token(), &object(&body)?)
        .await?;
    Ok(done(StatusCode::NO_CONTENT))
}

/// Acknowledges events and fetches the next (RFC 8936 §2).
pub async fn poll(
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
    stream_id: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let requested = poll_request(&object(&body)?)?;
    let polled = provider
        .event_streams()
        .poll(&ctx, bearer.token(), &stream_id, requested)
        .await?;
    let document = json!({"sets": polled.sets, "moreAvailable": polled.more_available});
    Ok(answer(StatusCode::OK, &document))
}

fn poll_request(body: &Map<String, Value>) -> Result<PollRequest, StreamError> {
    let wrong = StreamError::Invalid(
        "ack must be a list of jti, setErrs an object by jti, maxEvents a number, returnImmediately true or false",
    );
    let read = || {
        Some(PollRequest {
            ack: match body.get("ack") {
                None => Vec::new(),
                Some(ack) => ack
                    .as_array()?
                    .iter()
                    .map(|jti| jti.as_str().map(str::to_owned))
                    .collect::<Option<_>>()?,
            },
            errors: match body.get("setErrs") {
                None => Vec::new(),
                Some(errors) => errors
                    .as_object()?
                    .iter()
                    .map(|(jti, error)| (jti.clone(), code(error)))
                    .collect(),
            },
            max_events: match body.get("maxEvents") {
                None => None,
                Some(number) => Some(usize::try_from(number.as_u64()?).ok()?),
            },
            return_immediately: body
                .get("returnImmediately")
                .map_or(Some(false), Value::as_bool)?,
        })
    };
    read().ok_or(wrong)
}

/// The code of an error, reduced to characters that are safe in a log.
fn code(error: &Value) -> String {
    let text = error.get("err").and_then(Value::as_str).unwrap_or_default();
    text.chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
        .take(60)
        .collect()
}
