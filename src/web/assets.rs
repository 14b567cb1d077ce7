//! The stylesheet, the scripts and the mark, embedded in the binary.

use actix_web::{HttpResponse, http::header::CACHE_CONTROL, web::Path};
use std::sync::LazyLock;

const ASSETS: [(&str, &str, &str); 17] = [
    (
        "doorward.css",
        "text/css; charset=utf-8",
        include_str!("../../templates/assets/doorward.css"),
    ),
    (
        "check_session.js",
        "text/javascript; charset=utf-8",
        include_str!("../../templates/assets/check_session.js"),
    ),
    (
        "signing_out.js",
        "text/javascript; charset=utf-8",
        include_str!("../../templates/assets/signing_out.js"),
    ),
    (
        "form_post.js",
        "text/javascript; charset=utf-8",
        include_str!("../../templates/assets/form_post.js"),
    ),
    (
        "web_message.js",
        "text/javascript; charset=utf-8",
        include_str!("../../templates/assets/web_message.js"),
    ),
    (
        "local_time.js",
        "text/javascript; charset=utf-8",
        include_str!("../../templates/assets/local_time.js"),
    ),
    (
        "search_key.js",
        "text/javascript; charset=utf-8",
        include_str!("../../templates/assets/search_key.js"),
    ),
    (
        "navigation.js",
        "text/javascript; charset=utf-8",
        include_str!("../../templates/assets/navigation.js"),
    ),
    (
        "proof_of_work.js",
        "text/javascript; charset=utf-8",
        include_str!("../../templates/assets/proof_of_work.js"),
    ),
    (
        "wait_for_confirmation.js",
        "text/javascript; charset=utf-8",
        include_str!("../../templates/assets/wait_for_confirmation.js"),
    ),
    (
        "password_strength.js",
        "text/javascript; charset=utf-8",
        include_str!("../../templates/assets/password_strength.js"),
    ),
    (
        "print.js",
        "text/javascript; charset=utf-8",
        include_str!("../../templates/assets/print.js"),
    ),
    (
        "copy.js",
        "text/javascript; charset=utf-8",
        include_str!("../../templates/assets/copy.js"),
    ),
    (
        "wait_for_sign_in.js",
        "text/javascript; charset=utf-8",
        include_str!("../../templates/assets/wait_for_sign_in.js"),
    ),
    (
        "branding.js",
        "text/javascript; charset=utf-8",
        include_str!("../../templates/assets/branding.js"),
    ),
    (
        "passkey.js",
        "text/javascript; charset=utf-8",
        include_str!("../../templates/assets/passkey.js"),
    ),
    (
        "mark.svg",
        "image/svg+xml",
        include_str!("../../templates/assets/mark.svg"),
    ),
];

/// The stylesheet for one scheme, whatever the browser asks for: previews show both.
static LIGHT: LazyLock<String> = LazyLock::new(|| of_scheme("not all"));
static DARK: LazyLock<String> = LazyLock::new(|| of_scheme("all"));

/// The stylesheet, with the rules of the dark scheme for these media.
fn of_scheme(media: &str) -> String {
    let both = include_str!("../../templates/assets/doorward.css");
    both.replace("(prefers-color-scheme: dark)", media)
}

/// An asset by its name.
pub async fn asset(name: Path<String>) -> HttpResponse {
    let of_scheme = match name.as_str() {
        "doorward-light.css" => Some(&*LIGHT),
        "doorward-dark.css" => Some(&*DARK),
        _ => None,
    };
    let found = match of_scheme {
        Some(text) => Some(("text/css; charset=utf-8", text.as_str())),
        None => ASSETS
            .iter()
            .find(|(known, ..)| *known == name.as_str())
            .map(|(_, mime, text)| (*mime, *text)),
    };
    match found {
        Some((mime, text)) => HttpResponse::Ok()
            .content_type(mime)
            .insert_header((CACHE_CONTROL, "public, max-age=3600"))
            .body(text),
        None => HttpResponse::NotFound().finish(),
    }
}
