//! The page of ours that a browser returns to after a sign-in that no app asked for. It is kept in a
//! cookie for a quarter of an hour; only some pages can be returned to, so that no link leads elsewhere.

use crate::extract::cookies::{self, Name};
use actix_web::{HttpRequest, HttpResponse};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use doorward_core::Provider;

/// The longest path with its query, in bytes: a form of the console with what was filled in, and a cookie
/// that every browser keeps.
const MAX_LENGTH: usize = 2000;
/// What the paths of the pages begin with.
const PAGES: [&str; 5] = [
    "/account/",
    "/admin/",
    "/invitation?token=",
    "/not-me?token=",
    "/setup?token=",
];

/// Whether a path with its query is of a page that can be returned to.
fn is_page(path: &str) -> bool {
    path.len() <= MAX_LENGTH
        && (path == "/admin" || PAGES.iter().any(|page| path.starts_with(page)))
        && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
}

/// The page that the browser returns to, from its cookie.
pub fn page(request: &HttpRequest, provider: &Provider) -> Option<String> {
    let value = cookies::value(request, provider, Name::ReturnPage)?;
    let path = URL_SAFE_NO_PAD.decode(value).ok()?;
    String::from_utf8(path).ok().filter(|path| is_page(path))
}

/// Keeps a page to return to.
pub fn keep(response: &mut HttpResponse, provider: &Provider, path: &str) {
    if is_page(path) {
        let value = URL_SAFE_NO_PAD.encode(path);
        cookies::set_return_page(response, provider, value);
    }
}

/// Forgets the page.
pub fn forget(response: &mut HttpResponse, provider: &Provider) {
    cookies::remove_return_page(response, provider);
}

#[cfg(test)]
mod tests {
    use super::is_page;

    #[test]
    fn only_pages_of_ours_can_be_returned_to() {
        for path in [
            "/account/profile",
            "/account/security?x=1",
            "/admin",
            "/admin/users/x?tab=sessions",
            "/invitation?token=abc-_",
        ] {
            assert!(is_page(path), "{path}");
        }
        let long = format!("/account/{}", "a".repeat(2000));
        for path in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/account/",
            "/%2f/evil.example",
            "/account/\r\nSet-Cookie: a=b",
            "/account/ \u{e9}",
            "\t/account/",
            "/authorize?client_id=x",
            "/admin.evil.example",
            &long,
        ] {
            assert!(!is_page(path), "{path}");
        }
    }
}
