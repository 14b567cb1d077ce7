//! The answer to a path that no page has.

use super::{address::Base, page_error::PageError, page_error_kind::PageErrorKind};
use actix_web::{HttpRequest, HttpResponse, http::header::LOCATION};

/// No such page. An address with a slash too many goes on to the page without it (RFC 9110 §15.4.9).
pub async fn not_found(request: HttpRequest) -> Result<HttpResponse, PageError> {
    let known = |path: &str| !path.is_empty() && request.resource_map().has_resource(path);
    // Only a page of ours is gone to, so that `//another.example/` leads nowhere.
    if request.path().ends_with('/') && known(request.path().trim_end_matches('/')) {
        let path = request.uri().path().trim_end_matches('/');
        let query = request
            .uri()
            .query()
            .map_or_else(String::new, |query| format!("?{query}"));
        let address = Base::of_request(&request).page(&format!("{path}{query}"));
        return Ok(HttpResponse::PermanentRedirect()
            .insert_header((LOCATION, address.as_str()))
            .finish());
    }
    Err(PageError::new(PageErrorKind::NotFound))
}
