//! The endpoints of OpenID AuthZEN Authorization API 1.0.

use crate::{
    extract::{
        authorization::{Authorization, Unreadable},
        operation::Operation,
    },
    respond::{headers::NO_STORE, problem::Problem},
};
use actix_web::{
    HttpRequest, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName},
    middleware::{Next, from_fn},
    web::{Bytes, Data, ServiceConfig, post, resource},
};
use doorward_core::{
    Provider,
    access_decisions::{AccessError, SearchRequest},
};
use doorward_protocol::{
    access::evaluation::{Searched, metadata as document},
    oauth::discovery::path,
};
use serde::Serialize;
use serde_json::{Map, Value};

/// The identifier that a caller gives its request, and gets back (section 10.1.3).
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The longest identifier that is sent back, in bytes.
const MAX_REQUEST_ID: usize = 1024;

/// Mounts the endpoints. No cookie is read.
pub fn endpoints(config: &mut ServiceConfig) {
    config
        .service(
            resource(path::ACCESS_EVALUATION)
                .wrap(from_fn(echo_request_id))
                .route(post().to(evaluation)),
        )
        .service(
            resource(path::ACCESS_EVALUATIONS)
                .wrap(from_fn(echo_request_id))
                .route(post().to(evaluations)),
        )
        .service(
            resource(path::SEARCH_SUBJECT)
                .wrap(from_fn(echo_request_id))
                .route(post().to(search_subject)),
        )
        .service(
            resource(path::SEARCH_RESOURCE)
                .wrap(from_fn(echo_request_id))
                .route(post().to(search_resource)),
        )
        .service(
            resource(path::SEARCH_ACTION)
                .wrap(from_fn(echo_request_id))
                .route(post().to(search_action)),
        );
}

async fn echo_request_id(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let given = request.headers().get(&REQUEST_ID).cloned();
    let mut response = next.call(request).await?;
    if let Some(given) = given.filter(|given| given.len() <= MAX_REQUEST_ID) {
        response.headers_mut().insert(REQUEST_ID, given);
    }
    Ok(response)
}

/// The metadata of the policy decision point (section 9).
pub async fn metadata(provider: Data<Provider>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .json(document(provider.issuer()))
}

/// May this user do this to this, here (section 6).
pub async fn evaluation(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let decisions = provider.access_decisions();
    let (authorization, body) = (authorization(&request)?, object(&request, &body)?);
    let credentials = Some(authorization.credentials());
    let decided = Box::pin(decisions.evaluation(&ctx, credentials, &body)).await?;
    Ok(answer(&decided))
}

/// Several of them at once (section 7).
pub async fn evaluations(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let decisions = provider.access_decisions();
    let (authorization, body) = (authorization(&request)?, object(&request, &body)?);
    let credentials = Some(authorization.credentials());
    let decided = Box::pin(decisions.evaluations(&ctx, credentials, &body)).await?;
    Ok(answer(&decided))
}

/// Who may do it (section 8.4).
pub async fn search_subject(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    search(Searched::Subject, &request, &provider, &ctx, &body).await
}

/// To what it may be done (section 8.5).
pub async fn search_resource(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    search(Searched::Resource, &request, &provider, &ctx, &body).await
}

/// What may be done (section 8.6).
pub async fn search_action(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    search(Searched::Action, &request, &provider, &ctx, &body).await
}

async fn search(
    searched: Searched,
    request: &HttpRequest,
    provider: &Provider,
    ctx: &Operation,
    body: &Bytes,
) -> Result<HttpResponse, Problem> {
    let (authorization, body) = (authorization(request)?, object(request, body)?);
    let request = SearchRequest {
        searched,
        credentials: Some(authorization.credentials()),
        body: &body,
    };
    let found = Box::pin(provider.access_decisions().search(ctx, request)).await?;
    Ok(answer(&found))
}

/// The credentials of a request, without which nothing is answered.
fn authorization(request: &HttpRequest) -> Result<Authorization, AccessError> {
    match Authorization::of(request) {
        Ok(Some(authorization)) => Ok(authorization),
        Ok(None) | Err(Unreadable::NoText) => Err(AccessError::Unauthorized),
        Err(unreadable) => Err(AccessError::Invalid(unreadable.hint().to_owned())),
    }
}

fn object(request: &HttpRequest, body: &Bytes) -> Result<Map<String, Value>, AccessError> {
    let content_type = request.headers().get(CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let mime = content_type.and_then(|value| value.split(';').next());
    if !mime.is_some_and(|mime| mime.trim().eq_ignore_ascii_case("application/json")) {
        let reason = "the body must be JSON, with Content-Type: application/json";
        return Err(AccessError::Invalid(reason.to_owned()));
    }
    serde_json::from_slice(body)
        .map_err(|_| AccessError::Invalid("the body must be a JSON object".to_owned()))
}

fn answer(document: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, NO_STORE))
        .json(document)
}
