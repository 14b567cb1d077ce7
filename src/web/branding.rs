//! What pages show of how they look: logos and icons, and the stylesheet of an accent. An address names
//! what it gives, so that what browsers keep is never out of date.

use crate::respond::page_error::PageError;
use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY},
    web::{Data, Path},
};
use doorward_core::Provider;
use doorward_protocol::branding::{Accent, Scheme, stylesheet};

/// What an address gives never changes, and a page names another one after each change. What a release gives for a
/// colour may change: not for longer than a day.
const CACHED: &str = "public, max-age=86400, immutable";
/// A file that somebody uploaded, although written by this provider: it runs nothing and loads nothing.
const INERT: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// Gives a logo or an icon to whoever has its address: apps and mails show it.
pub async fn image(
    provider: Data<Provider>,
    digest: Path<String>,
) -> Result<HttpResponse, PageError> {
    let Some(picture) = provider.brand_image(&digest).await? else {
        return Ok(HttpResponse::NotFound().finish());
    };
    Ok(HttpResponse::Ok()
        .content_type(picture.media_type)
        .insert_header((CACHE_CONTROL, CACHED))
        .insert_header((CONTENT_SECURITY_POLICY, INERT))
        .insert_header(("cross-origin-resource-policy", "cross-origin"))
        .body(picture.bytes))
}

/// Gives the stylesheet of an accent, by its two colours.
pub async fn accent(file: Path<String>) -> HttpResponse {
    sheet(&file, None)
}

/// Gives it for one scheme, whatever the browser asks for: previews show both.
pub async fn accent_of_scheme(path: Path<(String, String)>) -> HttpResponse {
    let (scheme, file) = path.into_inner();
    match scheme.parse() {
        Ok(scheme) => sheet(&file, Some(scheme)),
        Err(_) => HttpResponse::NotFound().finish(),
    }
}

/// Gives the stylesheet of the operator.
pub async fn own_stylesheet(provider: Data<Provider>, file: Path<String>) -> HttpResponse {
    let own = provider.settings().own_stylesheet.as_ref();
    let asked = file.strip_suffix(".css");
    match own.filter(|own| asked == Some(own.name.as_str())) {
        Some(own) => HttpResponse::Ok()
            .content_type("text/css; charset=utf-8")
            .insert_header((CACHE_CONTROL, CACHED))
            .body(own.css.clone()),
        None => HttpResponse::NotFound().finish(),
    }
}

fn sheet(file: &str, only: Option<Scheme>) -> HttpResponse {
    let accent = file.strip_suffix(".css").and_then(Accent::of_name);
    let Some(accent) = accent else {
        return HttpResponse::NotFound().finish();
    };
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((CACHE_CONTROL, CACHED))
        .body(stylesheet(accent, only))
}
