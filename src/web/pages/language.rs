//! The choice of a language, from the menu in the footer of each page.

use crate::{
    extract::form::open_fields,
    messages,
    respond::{address::Base, headers::see_other, page_error::PageError},
};
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data},
};
use doorward_core::Provider;

/// Keeps the chosen language for this browser, and leads back to the page that the menu was on.
pub async fn choose(
    request: HttpRequest,
    provider: Data<Provider>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let fields = open_fields(&request, &body)?;
    let back = fields.get("return").filter(|path| is_page(path));
    let mut response = see_other(&Base::of(&provider).page(back.unwrap_or("/")));
    let tag = fields.get("language").unwrap_or_default();
    if messages::choose(&request, &provider, tag, &mut response) {
        Ok(response)
    } else {
        Err(PageError::bad_request())
    }
}

/// Whether an address is the path of a page of this provider, however a browser or a proxy on the way
/// reads it. What would be a host, or would become one when it is decoded, is none.
fn is_page(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let encoded = path.to_ascii_lowercase();
    path.starts_with('/')
        && address.bytes().all(|byte| byte.is_ascii_graphic())
        && !address.contains('\\')
        && !["//", "/.", "%2e", "%2f", "%5c", "%25", "%0", "%1"]
            .iter()
            .any(|part| encoded.contains(part))
}

#[cfg(test)]
mod tests {
    use super::is_page;
    use proptest::prelude::*;
    use url::Url;

    #[test]
    fn a_page_is_a_path_and_its_query() {
        for page in [
            "/",
            "/account/security",
            "/sign-in?flow=abc_-&way=again",
            "/nowhere?next=https://evil.example/",
            "/b%C3%BCcher",
        ] {
            assert!(is_page(page), "{page}");
        }
    }

    #[test]
    fn nothing_that_leads_elsewhere_is_a_page() {
        for address in [
            "",
            "account",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/%2f%2fevil.example",
            "/%2F/evil.example",
            "/%5cevil.example",
            "/%255c%255cevil.example",
            "/.//evil.example",
            "/..//evil.example",
            "/%2e/%2fevil.example",
            "/\t/evil.example",
            "/%09/evil.example",
            "/\r\nset-cookie: a=b",
            "https://evil.example/",
            "javascript:alert(1)",
            "/account\u{2028}",
        ] {
            assert!(!is_page(address), "{address}");
        }
    }

    proptest! {
        #[test]
        fn a_browser_stays_at_the_origin(address in "[/\\\\.%2fF5cCa:@?# \\t]{0,12}evil") {
            let base = Url::parse("https://id.example/sign-in").unwrap();
            if is_page(&address) {
                let gone = base.join(&address).unwrap();
                prop_assert_eq!(gone.origin(), base.origin());
            }
        }
    }
}
