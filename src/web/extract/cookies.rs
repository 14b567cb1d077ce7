//! The cookies of this provider: names and attributes. The cookie of the SSO session is written by
//! actix-session, see [`session_store`](crate::extract::session_store).
//!
//! On https every name has the prefix `__Host-`, or `__Secure-` where the issuer has a path
//! (docs/decisions/0027).

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, CookieBuilder, SameSite, time::Duration},
};
use doorward_core::{Provider, ProviderSettings};
use doorward_protocol::secret::Secret;

/// The length of a secret in a cookie: 256 bits in base64url.
const SECRET_LENGTH: usize = 43;

/// A cookie of this provider.
#[derive(Clone, Copy)]
pub enum Name {
    /// The identifier of the SSO session in use, signed.
    Session,
    /// The secret of the browser, which binds forms and waiting requests to it.
    Browser,
    /// The secret of the group of accounts that are signed in in the browser.
    Accounts,
    /// The state that scripts of clients compare (OpenID Connect Session Management §3.2).
    BrowserState,
    /// Which users signed in in the browser before.
    KnownBrowser,
    /// The language that the reader chose in the menu of a page.
    Language,
    /// The language that the app of the last authorization request asked for.
    AskedLanguage,
    /// The page that the browser returns to after a sign-in.
    ReturnPage,
    /// Which users are asked for no second factor in the browser.
    TrustedBrowser,
}

impl Name {
    /// The name of the cookie, with the prefix that the settings ask for.
    pub fn of(self, settings: &ProviderSettings) -> String {
        let name = match self {
            Self::Session => "doorward_session",
            Self::Browser => "doorward_browser",
            Self::Accounts => "doorward_accounts",
            Self::BrowserState => "doorward_browser_state",
            Self::KnownBrowser => "doorward_known",
            Self::Language => "doorward_language",
            Self::AskedLanguage => "doorward_asked_language",
            Self::ReturnPage => "doorward_return",
            Self::TrustedBrowser => "doorward_trusted",
        };
        settings.cookie_prefix().to_owned() + name
    }
}

/// The value of a cookie as the browser sent it.
pub fn value(request: &HttpRequest, provider: &Provider, name: Name) -> Option<String> {
    value_named(request, &name.of(provider.settings()))
}

fn value_named(request: &HttpRequest, name: &str) -> Option<String> {
    request.cookie(name).map(|cookie| cookie.value().to_owned())
}

/// The secret in a cookie; `None` where the value cannot be one of this provider.
pub fn secret(request: &HttpRequest, provider: &Provider, name: Name) -> Option<Secret> {
    secret_named(request, &name.of(provider.settings()))
}

/// The secret in the cookie with this name.
pub fn secret_named(request: &HttpRequest, name: &str) -> Option<Secret> {
    let is_ours = |value: &String| {
        value.len() == SECRET_LENGTH
            && value
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    value_named(request, name)
        .filter(is_ours)
        .map(Secret::presented)
}

/// A cookie with the attributes that every cookie of this provider has; it lasts until the browser is
/// closed.
pub fn build(provider: &Provider, name: Name, value: String) -> CookieBuilder<'static> {
    let settings = provider.settings();
    Cookie::build(name.of(settings), value)
        .path(settings.cookie_path().to_owned())
        .http_only(true)
        .secure(settings.is_https)
        .same_site(SameSite::Lax)
}

/// Sets a cookie that holds a secret: for `max_age` where there is one, until the browser is closed
/// otherwise.
pub fn set_secret(
    response: &mut HttpResponse,
    provider: &Provider,
    name: Name,
    secret: &Secret,
    max_age: Option<Duration>,
) {
    let mut cookie = build(provider, name, secret.reveal().to_owned()).finish();
    cookie.set_max_age(max_age);
    add(response, &cookie);
}

/// Keeps the page that the browser returns to after a sign-in, for a quarter of an hour.
pub fn set_return_page(response: &mut HttpResponse, provider: &Provider, value: String) {
    let mut cookie = build(provider, Name::ReturnPage, value).finish();
    cookie.set_max_age(Duration::minutes(15));
    add(response, &cookie);
}

/// Removes the page that the browser returns to after a sign-in.
pub fn remove_return_page(response: &mut HttpResponse, provider: &Provider) {
    let mut cookie = build(provider, Name::ReturnPage, String::new()).finish();
    cookie.make_removal();
    add(response, &cookie);
}

/// Sets the browser state. The script of `check_session_iframe` reads it inside a page of a client,
/// which is another site.
pub fn set_browser_state(response: &mut HttpResponse, provider: &Provider, state: String) {
    let same_site = if provider.settings().is_https {
        SameSite::None
    } else {
        SameSite::Lax
    };
    let cookie = build(provider, Name::BrowserState, state)
        .http_only(false)
        .same_site(same_site)
        .finish();
    add(response, &cookie);
}

/// A cookie of ours is always a valid header, so nothing can go wrong here.
fn add(response: &mut HttpResponse, cookie: &Cookie<'_>) {
    if let Err(error) = response.add_cookie(cookie) {
        tracing::error!(%error, "a cookie could not be set");
    }
}
