//! Headers and responses that every audience shares.

use crate::respond::address::{Address, Base};
use actix_web::{
    HttpResponse, HttpResponseBuilder,
    http::header::{CACHE_CONTROL, LOCATION, RETRY_AFTER},
};
use doorward_core::limits::Limited;
use doorward_protocol::{
    logout::after_sign_out::AfterSignOut, oauth::redirect_uri::with_query, time::Timestamp,
};

/// `Cache-Control` of everything that belongs to one user or one client.
pub const NO_STORE: &str = "no-store";

/// `Retry-After` of a 503, in seconds.
pub const RETRY_AFTER_UNAVAILABLE: &str = "2";

/// The headers of a 429: when to come back (RFC 6585 §4), and the limit
/// (draft-ietf-httpapi-ratelimit-headers).
pub fn tell_limit(builder: &mut HttpResponseBuilder, limited: Limited) -> &mut HttpResponseBuilder {
    let Limited {
        class,
        quota,
        retry_after,
    } = limited;
    let name = class.name();
    builder
        .insert_header((RETRY_AFTER, retry_after))
        .insert_header(("ratelimit-policy", format!("\"{name}\";q={quota};w=60")))
        .insert_header(("ratelimit", format!("\"{name}\";r=0;t={retry_after}")))
}

/// The value of `Retry-After` for somebody who waits until a time: a second at least.
pub const fn seconds_until(now: Timestamp, until: Timestamp) -> i64 {
    let seconds = (until.0 - now.0 + 999) / 1000;
    if seconds < 1 { 1 } else { seconds }
}

/// 303: the browser goes on with GET, and posts no credentials again (RFC 9700 §4.12).
pub fn see_other(location: &Address) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, location.as_str()))
        .insert_header((CACHE_CONTROL, NO_STORE))
        .finish()
}

/// The address that the browser goes on to after a sign-out.
pub fn after_sign_out(base: Base<'_>, after: &AfterSignOut) -> Address {
    let page = "/signed-out";
    match (&after.redirect, &after.client_id) {
        (Some(redirect), _) => Address::elsewhere(redirect),
        (None, Some(client_id)) => {
            base.page(&with_query(page, [("client_id", client_id.as_str())]))
        }
        (None, None) => base.page(page),
    }
}
