//! The frame whose script tells a client whether the session changed (OpenID Connect Session
//! Management §3.2).

use crate::{
    extract::browser::Browser,
    respond::{address::Base, html, page_error::PageError},
};
use actix_web::{
    HttpResponse,
    http::header::{CONTENT_SECURITY_POLICY, HeaderValue},
    web::Data,
};
use askama::Template;
use doorward_core::Provider;

/// Any page may frame it: it shows nothing, changes nothing, and answers with one word.
const POLICY: &str =
    "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *";

#[derive(Template)]
#[template(path = "pages/check_session.html")]
struct CheckSessionPage<'a> {
    base: Base<'a>,
}

/// Shows the frame.
pub async fn show(provider: Data<Provider>, browser: Browser) -> Result<HttpResponse, PageError> {
    let mut response = html::page(&CheckSessionPage {
        base: Base::of(&provider),
    })?;
    response
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    browser.keep_state(&provider, &browser.context().sids(), &mut response);
    Ok(response)
}
