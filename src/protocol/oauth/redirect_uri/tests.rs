use super::*;
use proptest::prelude::*;

#[test]
fn nothing_but_the_registered_bytes_matches() {
    let registered = "https://app.example/cb";
    assert!(matches(registered, registered));
    for other in [
        "https://app.example/cb/../x",
        "https://app.example/cb/",
        "https://app.example/CB",
        "https://app.example/cb?x=1",
        "https://app.example/cb#f",
        "https://app.example:443/cb",
        "https://APP.EXAMPLE/cb",
        "https://app.example./cb",
        "https://app.example/%63b",
        "HTTPS://app.example/cb",
        " https://app.example/cb",
        "https://app.example@evil/cb",
    ] {
        assert!(!matches(registered, other), "{other}");
    }
}

#[test]
fn only_the_port_of_a_loopback_literal_varies() {
    let registered = "http://127.0.0.1/cb";
    assert!(matches(registered, "http://127.0.0.1:51004/cb"));
    assert!(matches(
        "http://127.0.0.1:1/cb",
        "http://127.0.0.1:51004/cb"
    ));
    for other in [
        "http://127.0.0.1:51004/cb?x=1",
        "http://127.0.0.1:51004/cb2",
        "http://localhost:51004/cb",
        "https://127.0.0.1/cb",
        "http://127.0.0.1@evil/cb",
        "http://127.0.0.1.evil/cb",
        "http://[::1]/cb",
        "http://127.0.0.1:99999/cb",
        "http://127.0.0.1:/cb",
        "http://127.0.0.1:80@evil/cb",
    ] {
        assert!(!matches(registered, other), "{other}");
    }
}

#[test]
fn a_destination_is_the_host_with_its_port_except_where_the_port_varies() {
    for (uri, expected) in [
        ("https://app.example/cb", "app.example"),
        ("https://app.example:8443/cb", "app.example:8443"),
        ("http://127.0.0.1:51004/cb", "127.0.0.1"),
        ("http://[::1]:51004/cb", "[::1]"),
        ("http://localhost:3000/cb", "localhost:3000"),
        ("com.example.app:/cb", "com.example.app:"),
    ] {
        assert_eq!(lasting_destination(uri), expected);
    }
}

#[test]
fn registration_refuses_what_no_response_may_go_to() {
    for good in [
        "https://app.example/cb",
        "https://app.example/cb?a=1",
        "https://app.example/a%20b%2fc%",
        "http://127.0.0.1/cb",
        "http://localhost:3000/cb",
        "com.example.app:/cb",
    ] {
        assert_eq!(check_registration(good), Ok(()), "{good}");
    }
    for bad in [
        "https://app.example/cb#f",
        "/cb",
        "https://u:p@app.example/cb",
        "http://app.example/cb",
        "*",
        "https://*.example/cb",
        "https://app.example*",
        "myapp://cb",
        "javascript:alert(1)",
        "https://app.example/cb?code=1",
        "https://app.example/cb?state=x",
        "https://app.example/c b",
        "https://@app.example/cb",
        "https://app.example;sandbox/cb",
        "https://app.example%3Bsandbox/cb",
        "https://app.example,other.example/cb",
        "https://app.example'/cb",
        "https://a!b/cb",
        "http://x;.localhost/cb",
        "https:app.example/cb",
        "https:/app.example/cb",
        "https:///app.example/cb",
        "HTTPS:app.example/cb",
        "http:localhost/cb",
        "https://app.example/%0d%0aX:y",
        "https://app.example/%00",
        "https://app.example/?a=%7F",
        "com.example.app:/%0A",
    ] {
        assert!(check_registration(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_native_app_that_is_declared_may_have_a_scheme_of_one_word() {
    for uri in [
        "myapp://callback",
        "myapp:/cb",
        "myapp://",
        "immich+x:///cb",
    ] {
        assert!(check_registration(uri).is_err(), "{uri}");
        assert!(
            check_declaration(uri, false, PlainHttp::OnLoopback).is_err(),
            "{uri}"
        );
        assert_eq!(
            check_declaration(uri, true, PlainHttp::OnLoopback),
            Ok(()),
            "{uri}"
        );
        assert!(warning(uri).is_some_and(|text| text.contains("reversed domain name")));
    }
    for uri in [
        "app.immich:/cb",
        "app.immich:///oauth-callback",
        "com.example.app:/cb",
        "https://a.example/cb",
    ] {
        assert_eq!(check_registration(uri), Ok(()), "{uri}");
        assert_eq!(
            check_declaration(uri, true, PlainHttp::OnLoopback),
            Ok(()),
            "{uri}"
        );
        assert_eq!(warning(uri), None, "{uri}");
    }
    for uri in NO_APP.map(|scheme| format!("{scheme}:x")).iter().chain(&[
        "myapp://u@x".into(),
        "myapp://cb#f".into(),
        "http://a.example/".into(),
    ]) {
        assert!(
            check_declaration(uri, true, PlainHttp::OnLoopback).is_err(),
            "{uri}"
        );
    }
}

proptest! {
    #[test]
    fn a_match_never_changes_the_host(requested in "http://127\\.0\\.0\\.1[:@./a-z0-9]{0,12}") {
        if matches("http://127.0.0.1/cb", &requested) {
            let url = Url::parse(&requested).unwrap();
            prop_assert_eq!(url.host_str(), Some("127.0.0.1"));
            prop_assert_eq!(url.path(), "/cb");
        }
    }
}

#[test]
fn a_private_use_scheme_is_its_own_destination_whatever_follows_it() {
    for (uri, expected) in [
        ("myapp://callback", "myapp:"),
        ("myapp://callback:8080/cb", "myapp:"),
        ("no address", "no address"),
    ] {
        assert_eq!(destination(uri), expected);
    }
}

#[test]
fn localhost_is_the_name_over_http_alone() {
    assert!(is_localhost("http://localhost/cb") && is_localhost("http://localhost:3000/cb"));
    for other in [
        "https://localhost/cb",
        "http://127.0.0.1/cb",
        "http://app.example/cb",
        "http://localhost.app.example/cb",
        "localhost",
    ] {
        assert!(!is_localhost(other), "{other}");
    }
}

#[test]
fn a_redirect_uri_has_2048_characters_at_most() {
    let uri = |length: usize| format!("{:a<length$}", "https://app.example/");
    assert_eq!(check_registration(&uri(2048)), Ok(()));
    for length in [2049, 4000] {
        let reason = check_registration(&uri(length)).unwrap_err();
        assert!(reason.contains("2048"), "{length} {reason}");
    }
}
