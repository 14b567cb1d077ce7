//! What strangers send, read as the endpoints read it, without a server: the fuzz targets in
//! `tests/fuzz` call these, and nothing else does.

use crate::{extract::cookies, forward_auth::original, messages::negotiate};
use actix_web::HttpRequest;
use doorward_protocol::secret::Secret;

pub use crate::extract::client_address::client_address;

/// The supported language that fits `Accept-Language` best (RFC 9110 §12.5.4).
pub fn language_of_header<'a>(header: &str, supported: &[&'a str]) -> Option<&'a str> {
    negotiate::by_accept_language(header, supported)
}

/// The supported language that fits `ui_locales` best (OpenID Connect Core §3.1.2.1).
pub fn language_of_parameter<'a>(ui_locales: &str, supported: &[&'a str]) -> Option<&'a str> {
    negotiate::by_ui_locales(ui_locales, supported)
}

/// The secret in the cookie with this name; `None` where the value cannot be one of this provider.
pub fn secret_cookie(request: &HttpRequest, name: &str) -> Option<Secret> {
    cookies::secret_named(request, name)
}

/// The host and the target of the request that a proxy asks about, at the address of a client's site
/// or at that of all; `None` where its headers do not name one.
pub fn proxied_request(
    client_id: Option<&str>,
    header: impl Fn(&str) -> Option<String>,
) -> Option<(Option<String>, String)> {
    let original = original::original(client_id, header)?;
    Some((original.request.host, original.request.target))
}
