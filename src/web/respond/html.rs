//! Pages from templates.

use crate::respond::{headers::NO_STORE, page_error::PageError};
use actix_web::{
    HttpResponse,
    http::{StatusCode, header::CACHE_CONTROL},
};
use askama::Template;
use doorward_core::Error;

/// Renders a template as a page with status 200.
pub fn page(template: &impl Template) -> Result<HttpResponse, PageError> {
    page_with(StatusCode::OK, template)
}

/// A page with a status.
pub fn page_with(status: StatusCode, template: &impl Template) -> Result<HttpResponse, PageError> {
    let html = template
        .render()
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, NO_STORE))
        .content_type("text/html; charset=utf-8")
        .body(html))
}
