//! The Shared Signals transmitter: JSON in, JSON out.

use crate::{
    extract::{bearer::Bearer, operation::Operation},
    respond::{headers::NO_STORE, problem::Problem},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header::CACHE_CONTROL},
    web::{Bytes, Data, Path},
};
use doorward_core::{
    Provider,
    events::{PollRequest, StreamError},
};
use doorward_protocol::{
    events::event_stream::transmitter_metadata, oauth::authorization_request::Parameters,
};
use serde_json::{Map, Value, json};

/// What the transmitter can do (§7.1).
pub async fn metadata(provider: Data<Provider>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .json(transmitter_metadata(provider.issuer()))
}

fn object(body: &Bytes) -> Result<Map<String, Value>, StreamError> {
    serde_json::from_slice(body).map_err(|_| StreamError::Invalid("the body must be a JSON object"))
}

fn named(request: &HttpRequest) -> Option<String> {
    Parameters::parse(request.query_string())
        .get("stream_id")
        .map(str::to_owned)
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

/// Makes a stream.
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

/// Reads a stream, or every one of the caller's.
pub async fn read(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
) -> Result<HttpResponse, Problem> {
    let document = provider
        .event_streams()
        .read(&ctx, bearer.token(), named(&request).as_deref())
        .await?;
    Ok(answer(StatusCode::OK, &document))
}

/// Changes a stream.
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

/// Says a stream anew.
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

/// Deletes a stream.
pub async fn delete(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
) -> Result<HttpResponse, Problem> {
    provider
        .event_streams()
        .delete(&ctx, bearer.token(), named(&request).as_deref())
        .await?;
    Ok(done(StatusCode::NO_CONTENT))
}

/// Reads whether events flow.
pub async fn status(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    bearer: Bearer,
) -> Result<HttpResponse, Problem> {
    let document = provider
        .event_streams()
        .status(&ctx, bearer.token(), named(&request).as_deref())
        .await?;
    Ok(answer(StatusCode::OK, &document))
}

/// Says whether events flow.
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

/// Hears of somebody again.
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

/// Hears of somebody no more.
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

/// Wants to see that the stream works.
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
    let said = said(&object(&body)?)?;
    let polled = provider
        .event_streams()
        .poll(&ctx, bearer.token(), &stream_id, said)
        .await?;
    let document = json!({"sets": polled.sets, "moreAvailable": polled.more_available});
    Ok(answer(StatusCode::OK, &document))
}

fn said(body: &Map<String, Value>) -> Result<PollRequest, StreamError> {
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

/// The code of an error, as far as it may stand in a log.
fn code(error: &Value) -> String {
    let text = error.get("err").and_then(Value::as_str).unwrap_or_default();
    text.chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
        .take(60)
        .collect()
}
