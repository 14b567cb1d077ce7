//! The page that shows recovery codes, once.

use crate::{
    messages::Messages,
    respond::{address::Base, brand::Brand, html, page_error::PageError},
};
use actix_web::HttpResponse;
use askama::Template;

/// The page with the codes.
#[derive(Template)]
#[template(path = "pages/recovery_codes.html")]
pub struct RecoveryCodesPage<'a> {
    /// The language of the reader.
    pub t: Messages,
    /// The address of this provider.
    pub base: Base<'a>,
    /// The name of this provider.
    pub brand: Brand,
    /// The name of the account.
    pub user: &'a str,
    /// The codes, in groups; none where the user has their codes already.
    pub codes: &'a [String],
    /// Where the user goes on.
    pub next: &'a str,
}

/// Renders the page.
pub fn page(page: &RecoveryCodesPage<'_>) -> Result<HttpResponse, PageError> {
    html::page(page)
}
