//! Which origins may read what, one policy for each kind of endpoint (Fetch, "CORS protocol").
//! Whatever has no policy here is for our own origin alone.

use crate::respond::problem::Problem;
use actix_cors::Cors;
use actix_web::{
    Error, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{
            ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
            ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE,
            ACCESS_CONTROL_REQUEST_HEADERS, HeaderValue, ORIGIN, VARY,
        },
    },
    middleware::{DefaultHeaders, Next},
    web::Data,
};
use doorward_core::Provider;

/// How long a browser may keep the answer to a preflight request, in seconds.
const PREFLIGHT_MAX_AGE: usize = 600;

/// Metadata and keys: any origin may read them. [`for_every_origin`] goes with it, so that caches may
/// keep one answer for all.
pub fn public_metadata() -> Cors {
    Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .disable_vary_header()
        .allowed_methods([Method::GET, Method::HEAD])
        .allow_any_header()
        .max_age(PREFLIGHT_MAX_AGE)
}

/// Names every origin in each response, also where the request names none: without it a cache could
/// hand a page of another origin an answer that it may not read.
pub fn for_every_origin() -> DefaultHeaders {
    DefaultHeaders::new().add((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
}

/// Endpoints that apps in a browser call with a token or with client credentials. No cookie is read
/// there, so any origin may call them: nothing can be done in the name of a user. A preflight
/// request is answered with the headers that it asks for: libraries that trace requests add theirs
/// to each (`sentry-trace`, `baggage`, `traceparent`), and none of them grants anything here.
pub fn token_endpoint() -> Cors {
    Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .disable_vary_header()
        .allowed_methods([Method::GET, Method::POST])
        .allow_any_header()
        .max_age(PREFLIGHT_MAX_AGE)
}

/// The registration of clients, which also changes and deletes them; otherwise as
/// [`token_endpoint`].
pub fn registration() -> Cors {
    token_endpoint().allowed_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
}

/// Endpoints that answer by the browser's cookies: only the origins of registered clients may read
/// them. Which those are is known once the configuration is loaded, which `actix-cors` cannot wait
/// for.
pub async fn registered_origins(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let origin = match registered_origin(&request).await {
        Ok(origin) => origin,
        Err(error) => {
            return Ok(request
                .error_response(Problem::from(error))
                .map_into_right_body());
        }
    };
    let mut response = if request.method() == Method::OPTIONS {
        let asked = request.headers().get(ACCESS_CONTROL_REQUEST_HEADERS);
        let allowed = asked
            .cloned()
            .unwrap_or(HeaderValue::from_static("authorization"));
        let preflight = HttpResponse::NoContent()
            .insert_header((ACCESS_CONTROL_ALLOW_METHODS, "GET"))
            .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, allowed))
            .insert_header((ACCESS_CONTROL_MAX_AGE, PREFLIGHT_MAX_AGE))
            .finish();
        request.into_response(preflight).map_into_right_body()
    } else {
        next.call(request).await?.map_into_left_body()
    };
    let headers = response.headers_mut();
    headers.insert(
        VARY,
        HeaderValue::from_static("Origin, Cookie, Authorization"),
    );
    if let Some(origin) = origin {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(
            ACCESS_CONTROL_ALLOW_CREDENTIALS,
            HeaderValue::from_static("true"),
        );
    }
    Ok(response)
}

/// The `Origin` of the request, where it is that of a registered client.
async fn registered_origin(request: &ServiceRequest) -> doorward_core::Result<Option<HeaderValue>> {
    let (Some(origin), Some(provider)) = (
        request.headers().get(ORIGIN),
        request.app_data::<Data<Provider>>(),
    ) else {
        return Ok(None);
    };
    let configuration = provider.configuration().await?;
    let Ok(text) = origin.to_str() else {
        return Ok(None);
    };
    let is_registered = configuration.is_origin_of_a_client(text).await?;
    Ok(is_registered.then(|| origin.clone()))
}
