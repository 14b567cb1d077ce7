//! The authorization endpoint.

use crate::{
    domain::{Provider, authorize},
    http::{browser::Browser, forms, respond, respond::PageError},
    protocol::{authorization_request::Parameters, discovery::path, secret::Secret},
};
use actix_session::Session;
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data},
};

/// A request that just came.
pub async fn get(request: HttpRequest, provider: Data<Provider>, session: Session) -> Result<HttpResponse, PageError> {
    let browser = Browser::of(&request, &provider, &session)?;
    let outcome = authorize::begin(&provider, request.query_string(), browser.visitor()).await?;
    respond::outcome(&provider, outcome)
}

/// The same by POST. A browser sends no `SameSite=Lax` cookie with a POST from another site, so it is sent on by GET, where it does.
pub async fn post(request: HttpRequest, body: Bytes) -> Result<HttpResponse, PageError> {
    let text = std::str::from_utf8(&body).ok().filter(|_| forms::is_form(&request));
    let Some(text) = text else { return Err(PageError::bad_request("The app's request is not a form.", "The app's developer can mend this.")) };
    if text.len() > 16 * 1024 {
        return Err(PageError::bad_request("The app's request is too long.", "The app's developer can mend this."));
    }
    // Encoded again, so that nothing but parameters travels in the header; repeated ones stay repeated and are refused.
    let encoded = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(url::form_urlencoded::parse(text.as_bytes())).finish();
    Ok(respond::see_other(&format!("{}?{encoded}", path::AUTHORIZE)))
}

/// A request whose person answered something.
pub async fn resume(request: HttpRequest, provider: Data<Provider>, session: Session) -> Result<HttpResponse, PageError> {
    let browser = Browser::of(&request, &provider, &session)?;
    let query = Parameters::parse(request.query_string());
    let flow = Secret::presented(query.get("flow").unwrap_or_default());
    let outcome = authorize::resume(&provider, &flow, browser.visitor()).await?;
    respond::outcome(&provider, outcome)
}
