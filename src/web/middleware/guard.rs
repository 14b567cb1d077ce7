//! What holds for every request: limits before anything is read, and headers on every answer.

use crate::{messages, metrics, respond::headers::NO_STORE};
use actix_web::{
    Error, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        ConnectionType, StatusCode,
        header::{HeaderName, HeaderValue},
    },
    middleware::Next,
};

const LONGEST_TARGET: usize = 24 * 1024;
const LARGEST_HEADERS: usize = 32 * 1024;

/// No script, style, image or frame but our own; no framing by anybody. `form-action` is left out
/// on purpose: browsers hold it against the redirect to the app that follows a form
/// (docs/decisions/0003).
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' https: data:; base-uri 'none'; frame-ancestors 'none'";

/// Limits in, headers out.
pub async fn guard(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let provider = request
        .app_data::<actix_web::web::Data<doorward_core::Provider>>()
        .cloned();
    let started = provider
        .as_ref()
        .map(|provider| provider.clock().monotonic());
    let refused = if request
        .uri()
        .path_and_query()
        .is_some_and(|target| target.as_str().len() > LONGEST_TARGET)
    {
        Some((StatusCode::URI_TOO_LONG, "The address is too long."))
    } else if request
        .headers()
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum::<usize>()
        > LARGEST_HEADERS
    {
        Some((
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "The headers are too large; deleting this site's cookies helps.",
        ))
    } else {
        None
    };
    let mut response = match refused {
        Some((status, text)) => request
            .into_response(
                HttpResponse::build(status)
                    .content_type("text/plain; charset=utf-8")
                    .body(text),
            )
            .map_into_right_body(),
        None => next.call(request).await?.map_into_left_body(),
    };
    messages::remember(&mut response);
    let https = provider
        .as_ref()
        .is_some_and(|provider| provider.settings().is_https);
    if provider
        .as_ref()
        .is_some_and(|provider| provider.is_draining())
    {
        // Whoever keeps the connection asks another node next time.
        response
            .response_mut()
            .head_mut()
            .set_connection_type(ConnectionType::Close);
    }
    let headers = response.headers_mut();
    let has_own_policy = headers
        .get("content-security-policy")
        .is_some_and(|policy| {
            !policy
                .to_str()
                .is_ok_and(|text| text.contains("frame-ancestors 'none'"))
        });
    let mut set = |name: &'static str, value: &'static str| {
        let name = HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "no-referrer");
    // The one page that others may frame brings a policy of its own.
    if !has_own_policy {
        set("x-frame-options", "DENY");
    }
    set("content-security-policy", CONTENT_SECURITY_POLICY);
    set("cross-origin-opener-policy", "same-origin");
    set("cache-control", NO_STORE);
    if https {
        set(
            "strict-transport-security",
            "max-age=31536000; includeSubDomains",
        );
    }
    if let (Some(provider), Some(started)) = (&provider, started) {
        let latency = provider.clock().monotonic().saturating_sub(started);
        metrics::record(&response, latency);
    }
    Ok(response)
}
