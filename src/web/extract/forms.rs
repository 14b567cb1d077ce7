//! Forms that users post: only from a page of ours, in the browser that got it.

use crate::{
    extract::browser::Browser,
    respond::{headers::see_other, page_error::PageError},
};
use actix_web::{HttpRequest, HttpResponse, http::header::CONTENT_TYPE, web::Bytes};
use doorward_protocol::{
    oauth::authorization_request::Parameters,
    secret::{form_token, same_text},
};

/// The hidden field that proves where a form came from.
pub const FORM_TOKEN: &str = "form_token";
/// The longest form that travels on in an address, in bytes.
const LONGEST_SENT_ON: usize = 16 * 1024;

/// Reads a posted form and checks that it came from our page for this purpose in this browser.
pub fn read(
    request: &HttpRequest,
    body: &Bytes,
    browser: &Browser,
    purpose: impl Fn(&Parameters) -> String,
) -> Result<Parameters, PageError> {
    if !is_form(request) {
        return Err(PageError::bad_request());
    }
    let cross_site = request
        .headers()
        .get("sec-fetch-site")
        .is_some_and(|site| site != "same-origin" && site != "none");
    let Some(secret) = browser.secret.as_ref().filter(|_| !cross_site) else {
        return Err(PageError::foreign_form());
    };
    let text = std::str::from_utf8(body).map_err(|_| PageError::bad_request())?;
    let form = Parameters::parse(text);
    if form.has_repeated() || form.has_unusable() {
        return Err(PageError::bad_request());
    }
    let expected = form_token(secret, &purpose(&form));
    if !form
        .get(FORM_TOKEN)
        .is_some_and(|token| same_text(token, &expected))
    {
        return Err(PageError::foreign_form());
    }
    Ok(form)
}

/// Answers a POST from another site by a GET of the same parameters: a browser sends no
/// `SameSite=Lax` cookie with the POST, and does with the GET that follows.
pub fn send_on_by_get(
    request: &HttpRequest,
    body: &Bytes,
    path: &str,
) -> Result<HttpResponse, PageError> {
    let text = std::str::from_utf8(body).ok().filter(|_| is_form(request));
    let Some(text) = text else {
        return Err(PageError::app_request(
            "invalid_request: the body is not application/x-www-form-urlencoded",
        ));
    };
    if text.len() > LONGEST_SENT_ON {
        return Err(PageError::app_request(
            "invalid_request: the body is too long",
        ));
    }
    // Encoded again, so that nothing but parameters travels in the header; repeated ones stay
    // repeated and are refused.
    let encoded = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(url::form_urlencoded::parse(text.as_bytes()))
        .finish();
    Ok(see_other(&format!("{path}?{encoded}")))
}

/// Whether the body says that it is a form.
pub fn is_form(request: &HttpRequest) -> bool {
    let content_type = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    content_type.split(';').next().is_some_and(|mime| {
        mime.trim()
            .eq_ignore_ascii_case("application/x-www-form-urlencoded")
    })
}
