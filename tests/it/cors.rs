//! Which pages of other origins may call what (Fetch, "CORS protocol").

use crate::{
    on_both,
    world::{ADA, World},
};
use reqwest::{Method, header::HeaderMap};

on_both!(
    a_preflight_request_gets_the_headers_that_it_asks_for,
    no_page_of_another_origin_calls_what_reads_cookies
);

/// A page of nobody that Doorward knows.
const ANYBODY: &str = "https://app.example";

/// What a library that traces requests adds to each, beside the app's own.
const ASKED: &str = "authorization,baggage,content-type,sentry-trace,traceparent";

/// The answer to a preflight request.
async fn preflight(world: &World, path: &str, origin: &str, method: &str) -> HeaderMap {
    let request = world
        .http
        .request(Method::OPTIONS, world.at(path))
        .header("origin", origin)
        .header("access-control-request-method", method)
        .header("access-control-request-headers", ASKED);
    request.send().await.unwrap().headers().clone()
}

/// A header of an answer, its list in order and in small letters.
fn list(headers: &HeaderMap, name: &str) -> Vec<String> {
    let value = headers.get(name).map(|value| value.to_str().unwrap());
    let mut list: Vec<String> = value
        .into_iter()
        .flat_map(|value| value.split(','))
        .map(|item| item.trim().to_ascii_lowercase())
        .collect();
    list.sort();
    list
}

async fn a_preflight_request_gets_the_headers_that_it_asks_for(world: World) {
    for (path, method) in [
        ("/token", "POST"),
        ("/introspect", "POST"),
        ("/revoke", "POST"),
        ("/userinfo", "GET"),
        ("/userinfo", "POST"),
        ("/.well-known/openid-configuration", "GET"),
        ("/.well-known/oauth-authorization-server", "GET"),
        ("/.well-known/jwks.json", "GET"),
        ("/register", "POST"),
        ("/register/x", "GET"),
        ("/register/x", "PUT"),
        ("/register/x", "DELETE"),
        ("/me", "GET"),
    ] {
        let is_me = path == "/me";
        let origin = if is_me {
            "https://notes.example"
        } else {
            ANYBODY
        };
        let headers = preflight(&world, path, origin, method).await;
        let allowed = list(&headers, "access-control-allow-headers");
        assert_eq!(allowed.join(","), ASKED, "{method} {path}");
        let methods = list(&headers, "access-control-allow-methods");
        assert!(
            methods.contains(&method.to_lowercase()),
            "{path}: {methods:?}"
        );
        let of = if is_me { origin } else { "*" };
        assert_eq!(headers["access-control-allow-origin"], of, "{path}");
        assert_eq!(
            headers.contains_key("access-control-allow-credentials"),
            is_me
        );
    }
    // The answer to the request itself is for the page too, a refusal as well.
    for path in ["/token", "/register", "/revoke", "/introspect"] {
        let request = world.http.post(world.at(path)).header("origin", ANYBODY);
        let answer = request.header("sentry-trace", "1").send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers());
        assert!(status.is_client_error(), "{path}: {status}");
        assert_eq!(headers["access-control-allow-origin"], "*", "{path}");
    }
}

async fn no_page_of_another_origin_calls_what_reads_cookies(world: World) {
    let origin = "access-control-allow-origin";
    for path in [
        "/authorize",
        "/sign-in",
        "/consent",
        "/missing-fields",
        "/select-organization",
        "/end_session",
        "/account",
        "/",
    ] {
        let headers = preflight(&world, path, "https://notes.example", "GET").await;
        assert!(!headers.contains_key(origin), "{path}");
        let mut browser = world.signed_in(ADA).await;
        browser.extra_headers = vec![("origin", ANYBODY.into())];
        assert!(
            !browser.get(path).await.headers.contains_key(origin),
            "{path}"
        );
    }
    let headers = preflight(&world, "/me", ANYBODY, "GET").await;
    assert!(!headers.contains_key(origin), "nobody's page");
}
