//! The Shared Signals transmitter: JSON in, JSON out.

use crate::extract::operation;
use crate::respond::{ApiError, NO_STORE, bearer};
use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, RETRY_AFTER, WWW_AUTHENTICATE},
    },
    web::{Bytes, Data, Path},
};
use doorward_core::{
    Provider, events as event_streams,
    events::{Acknowledged, StreamError},
};
use doorward_protocol::{
    events::event_stream::transmitter_metadata, oauth::authorization_request::Parameters,
};
use serde_json::{Map, Value, json};

/// What the transmitter can do (§7.1).
pub async fn metadata(provider: Data<Provider>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .insert_header(("access-control-allow-origin", "*"))
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

fn answer(
    request: &HttpRequest,
    status: StatusCode,
    outcome: Result<Value, StreamError>,
) -> HttpResponse {
    match outcome {
        Ok(document) => HttpResponse::build(status)
            .insert_header((CACHE_CONTROL, NO_STORE))
            .json(document),
        Err(error) => refused(request, error),
    }
}

fn done(
    request: &HttpRequest,
    status: StatusCode,
    outcome: Result<(), StreamError>,
) -> HttpResponse {
    match outcome {
        Ok(()) => HttpResponse::build(status)
            .insert_header((CACHE_CONTROL, NO_STORE))
            .finish(),
        Err(error) => refused(request, error),
    }
}

fn refused(request: &HttpRequest, error: StreamError) -> HttpResponse {
    let (status, code) = match &error {
        StreamError::Unauthorized => (StatusCode::UNAUTHORIZED, "invalid_token"),
        StreamError::Forbidden => (StatusCode::FORBIDDEN, "insufficient_scope"),
        StreamError::Invalid(_) => (StatusCode::BAD_REQUEST, "invalid_request"),
        StreamError::NotFound(_) => (StatusCode::NOT_FOUND, "not_found"),
        StreamError::Taken => (StatusCode::CONFLICT, "stream_exists"),
        StreamError::TooMany => (StatusCode::TOO_MANY_REQUESTS, "too_many_requests"),
        StreamError::Failed(_) => {
            let StreamError::Failed(error) = error else {
                return HttpResponse::InternalServerError().finish();
            };
            return ApiError::new(error, request).error_response();
        }
    };
    let mut builder = HttpResponse::build(status);
    builder.insert_header((CACHE_CONTROL, NO_STORE));
    match error {
        StreamError::Unauthorized | StreamError::Forbidden => {
            builder.insert_header((
                WWW_AUTHENTICATE,
                format!("Bearer realm=\"doorward\", error=\"{code}\""),
            ));
        }
        StreamError::TooMany => {
            builder.insert_header((RETRY_AFTER, "60"));
        }
        _ => {}
    }
    builder.json(json!({"error": code, "error_description": error.to_string()}))
}

/// Makes a stream.
pub async fn create(request: HttpRequest, provider: Data<Provider>, body: Bytes) -> HttpResponse {
    let ctx = &operation(&request, &provider);
    let outcome = async {
        event_streams::create(&provider, ctx, bearer(&request).as_ref(), &object(&body)?).await
    };
    answer(&request, StatusCode::CREATED, outcome.await)
}

/// Reads a stream, or every one of the caller's.
pub async fn read(request: HttpRequest, provider: Data<Provider>) -> HttpResponse {
    let ctx = &operation(&request, &provider);
    let outcome = event_streams::read(
        &provider,
        ctx,
        bearer(&request).as_ref(),
        named(&request).as_deref(),
    )
    .await;
    answer(&request, StatusCode::OK, outcome)
}

/// Changes a stream.
pub async fn update(request: HttpRequest, provider: Data<Provider>, body: Bytes) -> HttpResponse {
    let ctx = &operation(&request, &provider);
    let outcome = async {
        event_streams::update(&provider, ctx, bearer(&request).as_ref(), &object(&body)?).await
    };
    answer(&request, StatusCode::OK, outcome.await)
}

/// Says a stream anew.
pub async fn replace(request: HttpRequest, provider: Data<Provider>, body: Bytes) -> HttpResponse {
    let ctx = &operation(&request, &provider);
    let outcome = async {
        event_streams::replace(&provider, ctx, bearer(&request).as_ref(), &object(&body)?).await
    };
    answer(&request, StatusCode::OK, outcome.await)
}

/// Deletes a stream.
pub async fn delete(request: HttpRequest, provider: Data<Provider>) -> HttpResponse {
    let ctx = &operation(&request, &provider);
    let outcome = event_streams::delete(
        &provider,
        ctx,
        bearer(&request).as_ref(),
        named(&request).as_deref(),
    )
    .await;
    done(&request, StatusCode::NO_CONTENT, outcome)
}

/// Reads whether events flow.
pub async fn status(request: HttpRequest, provider: Data<Provider>) -> HttpResponse {
    let ctx = &operation(&request, &provider);
    let outcome = event_streams::status(
        &provider,
        ctx,
        bearer(&request).as_ref(),
        named(&request).as_deref(),
    )
    .await;
    answer(&request, StatusCode::OK, outcome)
}

/// Says whether events flow.
pub async fn set_status(
    request: HttpRequest,
    provider: Data<Provider>,
    body: Bytes,
) -> HttpResponse {
    let ctx = &operation(&request, &provider);
    let outcome = async {
        event_streams::set_status(&provider, ctx, bearer(&request).as_ref(), &object(&body)?).await
    };
    answer(&request, StatusCode::OK, outcome.await)
}

/// Hears of somebody again.
pub async fn add_subject(
    request: HttpRequest,
    provider: Data<Provider>,
    body: Bytes,
) -> HttpResponse {
    let ctx = &operation(&request, &provider);
    let outcome = async {
        event_streams::add_subject(&provider, ctx, bearer(&request).as_ref(), &object(&body)?).await
    };
    done(&request, StatusCode::OK, outcome.await)
}

/// Hears of somebody no more.
pub async fn remove_subject(
    request: HttpRequest,
    provider: Data<Provider>,
    body: Bytes,
) -> HttpResponse {
    let ctx = &operation(&request, &provider);
    let outcome = async {
        event_streams::remove_subject(&provider, ctx, bearer(&request).as_ref(), &object(&body)?)
            .await
    };
    done(&request, StatusCode::NO_CONTENT, outcome.await)
}

/// Wants to see that the stream works.
pub async fn verify(request: HttpRequest, provider: Data<Provider>, body: Bytes) -> HttpResponse {
    let ctx = &operation(&request, &provider);
    let outcome = async {
        event_streams::verify(&provider, ctx, bearer(&request).as_ref(), &object(&body)?).await
    };
    done(&request, StatusCode::NO_CONTENT, outcome.await)
}

/// Acknowledges events and fetches the next (RFC 8936 §2).
pub async fn poll(
    request: HttpRequest,
    provider: Data<Provider>,
    stream_id: Path<String>,
    body: Bytes,
) -> HttpResponse {
    let ctx = &operation(&request, &provider);
    let outcome = async {
        let said = said(&object(&body)?)?;
        let polled =
            event_streams::poll(&provider, ctx, bearer(&request).as_ref(), &stream_id, said)
                .await?;
        Ok(json!({"sets": polled.sets, "moreAvailable": polled.more_available}))
    };
    answer(&request, StatusCode::OK, outcome.await)
}

fn said(body: &Map<String, Value>) -> Result<Acknowledged, StreamError> {
    let wrong = StreamError::Invalid(
        "ack must be a list of jti, setErrs an object by jti, maxEvents a number, returnImmediately true or false",
    );
    let read = || {
        Some(Acknowledged {
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
