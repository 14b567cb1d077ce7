//! The pages after a sign-out.

use crate::{
    extract::browser::Browser,
    messages::Messages,
    middleware::guard,
    respond::{html, page_error::PageError},
};
use actix_web::{
    HttpResponse,
    http::header::{CONTENT_SECURITY_POLICY, HeaderValue},
    web::Data,
};
use askama::Template;
use doorward_core::{Error, Provider, users::User};
use doorward_protocol::sessions::session_state::origin;

#[derive(Template)]
#[template(path = "pages/signed_out.html")]
struct SignedOutPage<'a> {
    t: Messages,
    brand: &'a str,
    /// Who is still signed in in this browser.
    others: &'a str,
}

#[derive(Template)]
#[template(path = "pages/signing_out.html")]
struct SigningOutPage<'a> {
    t: Messages,
    brand: &'a str,
    frames: &'a [String],
    next: Option<&'a str>,
}

/// Says that the user is signed out, and who is still signed in.
pub async fn show(
    provider: Data<Provider>,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let others: Vec<&str> = browser
        .accounts
        .iter()
        .filter_map(|account| account.user.as_ref())
        .map(User::label)
        .collect();
    html::page(&SignedOutPage {
        t,
        brand: &provider.settings().name,
        others: &others.join(", "),
    })
}

/// The page that tells the clients through the browser: it may frame theirs and nothing else (OpenID
/// Connect Front-Channel Logout §3).
pub fn signing_out(
    provider: &Provider,
    t: Messages,
    frames: &[String],
    next: Option<&str>,
) -> Result<HttpResponse, PageError> {
    let mut response = html::page(&SigningOutPage {
        t,
        brand: &provider.settings().name,
        frames,
        next,
    })?;
    let mut origins: Vec<String> = frames.iter().filter_map(|frame| origin(frame)).collect();
    origins.sort();
    origins.dedup();
    let policy = format!(
        "{}; frame-src {}",
        guard::CONTENT_SECURITY_POLICY,
        origins.join(" ")
    );
    let value =
        HeaderValue::from_str(&policy).map_err(|error| Error::Internal(error.to_string()))?;
    response
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY, value);
    Ok(response)
}
