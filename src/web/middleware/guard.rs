//! What holds for every request: limits before anything is read, and headers on every answer.

use crate::{messages, metrics, respond::headers::NO_STORE};
use actix_web::{
    Error, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        ConnectionType, StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use doorward_core::Provider;

const MAX_TARGET_LENGTH: usize = 24 * 1024;
const MAX_HEADERS_LENGTH: usize = 32 * 1024;

/// No script, style, image or frame but our own; no framing by anybody. `form-action` is left out
/// on purpose: browsers hold it against the redirect to the app that follows a form
/// (docs/decisions/0003).
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' https: data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Refuses what is too large, and adds the security headers to the response.
pub async fn guard(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let provider = request.app_data::<Data<Provider>>().cloned();
    let started = provider
        .as_ref()
        .map(|provider| provider.clock().monotonic());
    let mut response = if let Some(refusal) = too_large(&request) {
        request.into_response(refusal).map_into_right_body()
    } else {
        let answer = next.call(request);
        let response = match (&provider, started) {
            (Some(provider), Some(started)) => provider.within_request(started, answer).await?,
            _ => answer.await?,
        };
        response.map_into_left_body()
    };
    messages::remember(&mut response);
    if let Some(provider) = &provider
        && provider.is_draining()
    {
        // A client that keeps the connection open sends its next request to another node.
        let head = response.response_mut().head_mut();
        head.set_connection_type(ConnectionType::Close);
    }
    // As the routes see it, whatever its encoding.
    let path = response.request().match_info().as_str();
    // A proxy hands the answer to its question on to browsers of another site, which decides for itself.
    let is_of_site = path.starts_with("/forward-auth");
    let hsts = provider.as_ref().filter(|_| !is_of_site);
    let hsts = hsts.and_then(|provider| provider.settings().hsts.as_deref());
    let is_account_page = is_account_page(path);
    add_security_headers(response.headers_mut(), hsts);
    if is_account_page {
        isolate(response.headers_mut());
    }
    if let (Some(provider), Some(started)) = (&provider, started) {
        metrics::record(
            &response,
            provider.clock().monotonic().saturating_sub(started),
        );
    }
    Ok(response)
}

/// The refusal of a request whose address or headers are too long.
fn too_large(request: &ServiceRequest) -> Option<HttpResponse> {
    let target = request.uri().path_and_query();
    let headers: usize = request
        .headers()
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    let (status, text) = if target.is_some_and(|target| target.as_str().len() > MAX_TARGET_LENGTH) {
        (StatusCode::URI_TOO_LONG, "The address is too long.")
    } else if headers > MAX_HEADERS_LENGTH {
        (
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "The headers are too large; deleting this site's cookies helps.",
        )
    } else {
        return None;
    };
    let mut refusal = HttpResponse::build(status);
    Some(refusal.content_type("text/plain; charset=utf-8").body(text))
}

/// Adds each header that the handler did not set itself.
fn add_security_headers(headers: &mut HeaderMap, hsts: Option<&str>) {
    let may_be_framed = headers
        .get(header::CONTENT_SECURITY_POLICY)
        .is_some_and(|policy| {
            !policy
                .to_str()
                .is_ok_and(|text| text.contains("frame-ancestors 'none'"))
        });
    let mut add = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(header::REFERRER_POLICY, "no-referrer");
    if !may_be_framed {
        add(header::X_FRAME_OPTIONS, "DENY");
    }
    add(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    add(header::CACHE_CONTROL, NO_STORE);
    if let Some(hsts) = hsts.and_then(|text| HeaderValue::from_str(text).ok()) {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, hsts);
    }
}

/// Whether a page is of a user's account or the launchpad, by the path that it is routed by. No app
/// waits for an answer from them, so they need no page that opened them.
fn is_account_page(path: &str) -> bool {
    path == "/" || path.split('/').nth(1) == Some("account")
}

/// Keeps pages of other sites from holding a reference to the window of this one. Nowhere else: an
/// app that opens the sign-in, or the sign-out, in a window of its own hears of the result through
/// `window.opener`, and one page or redirect on the way that is isolated cuts it for good (HTML
/// §7.1.3).
fn isolate(headers: &mut HeaderMap) {
    headers.insert(
        header::CROSS_ORIGIN_OPENER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
}
