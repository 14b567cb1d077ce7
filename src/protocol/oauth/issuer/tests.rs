use super::*;
use proptest::prelude::*;

fn written(text: &str) -> String {
    Issuer::parse(text).unwrap().as_str().to_owned()
}

#[test]
fn ways_to_write_one_address_are_one_issuer() {
    for (text, issuer) in [
        ("https://id.example.com", "https://id.example.com"),
        ("HTTPS://ID.Example.com", "https://id.example.com"),
        ("https://id.example.com:443", "https://id.example.com"),
        ("https://id.example.com:", "https://id.example.com"),
        (
            "https://id.example.com:08443",
            "https://id.example.com:8443",
        ),
        ("http://localhost:80", "http://localhost"),
        ("HTTP://LOCALHOST:8080", "http://localhost:8080"),
        ("https://id.example.com.", "https://id.example.com"),
        ("https://id.example.com.:443/a", "https://id.example.com/a"),
        ("https://Bücher.example", "https://xn--bcher-kva.example"),
        ("https://[2001:DB8:0::1]:443", "https://[2001:db8::1]"),
        ("https://192.0.2.7", "https://192.0.2.7"),
        ("HTTPS://Example.com/Auth", "https://example.com/Auth"),
        (
            "https://example.com/a/b~c_d-e.f",
            "https://example.com/a/b~c_d-e.f",
        ),
    ] {
        assert_eq!(written(text), issuer, "{text}");
    }
}

#[test]
fn what_a_parser_would_set_right_is_refused() {
    for text in [
        "",
        "id.example.com",
        "https:id.example.com",
        "https:/id.example.com",
        "https:///id.example.com",
        "https:\\\\id.example.com",
        "https://id.example.com\\auth",
        "https://",
        "https://:443",
        "https://.",
        "https://.example.com",
        "https://a..example.com",
        "https://a.example..",
        " https://id.example.com",
        "https://id.example.com ",
        "https://id.exa\tmple.com",
        "https://id.example.com\n",
        "https://id.example.com\u{a0}",
        "https://id.example.com/",
        "https://id.example.com/auth/",
        "https://id.example.com?",
        "https://id.example.com?x=1",
        "https://id.example.com#",
        "https://id.example.com/auth#x",
        "https://@id.example.com",
        "https://ada@id.example.com",
        "https://ada:pw@id.example.com",
        "https://id%2Eexample.com",
        "https://id.example.com;x",
        "https://*.example.com",
        "https://0x7f.1",
        "https://2130706433",
        "https://127.0.0.1.",
        "https://id.example.com:65536",
        "https://id.example.com:x",
        "https://id.example.com//auth",
        "https://id.example.com/a//b",
        "https://id.example.com/./a",
        "https://id.example.com/a/../b",
        "https://id.example.com/a/..",
        "https://id.example.com/%61uth",
        "https://id.example.com/%2e%2e",
        "https://id.example.com/über",
        "https://id.example.com/a;b",
        "https://id.example.com/a,b",
        "https://id.example.com/a b",
        "https://id.example.com/account",
        "https://id.example.com/.well-known",
        "https://id.example.com/token/x",
        "ftp://id.example.com",
        "urn:issuer",
        "javascript://id.example.com",
    ] {
        assert!(Issuer::parse(text).is_err(), "{text:?}");
    }
    let path = "a".repeat(MAX_PATH_LENGTH);
    assert!(Issuer::parse(&format!("https://id.example.com/{path}")).is_err());
}

#[test]
fn its_parts_are_those_of_the_text() {
    let plain = Issuer::parse("HTTPS://Example.com:443").unwrap();
    assert_eq!((plain.origin(), plain.path()), ("https://example.com", ""));
    let issuer = Issuer::parse("https://example.com:8443/a/b").unwrap();
    let parts = (issuer.origin(), issuer.path());
    assert_eq!(parts, ("https://example.com:8443", "/a/b"));
    assert!(issuer.is_https() && !issuer.is_loopback());
    let local = Issuer::parse("http://localhost.:8080/auth").unwrap();
    assert!(!local.is_https() && local.is_loopback());
}

#[test]
fn a_request_is_routed_with_the_path_of_the_issuer_and_without() {
    let issuer = Issuer::parse("https://example.com/auth").unwrap();
    for (path, routed) in [
        ("/auth", Some("/")),
        ("/auth/", Some("/")),
        ("/auth/sign-in", Some("/sign-in")),
        ("/auth/auth/sign-in", Some("/auth/sign-in")),
        (
            "/auth/.well-known/openid-configuration",
            Some("/.well-known/openid-configuration"),
        ),
        (
            "/.well-known/oauth-authorization-server/auth",
            Some("/.well-known/oauth-authorization-server"),
        ),
        ("/", None),
        ("/sign-in", None),
        ("/authorize", None),
        ("/AUTH/sign-in", None),
        ("/.well-known/auth", None),
        ("/.well-known/a/b/auth", None),
        ("/.well-known/openid-configuration/other", None),
        ("/federation/auth", None),
        ("", None),
    ] {
        assert_eq!(issuer.routed(path), routed, "{path}");
    }
    let plain = Issuer::parse("https://example.com").unwrap();
    assert_eq!(plain.routed("/sign-in"), None);
}

#[test]
fn issuers_that_differ_in_how_scheme_host_and_port_are_written_are_one_address() {
    for (one, other, is_one) in [
        ("https://a.example", "https://a.example", true),
        ("HTTPS://A.example:443", "https://a.example", true),
        ("https://a.example/X", "https://A.example/X", true),
        ("{tenant}", "{tenant}", true),
        ("https://a.example/X", "https://a.example/x", false),
        ("https://a.example/", "https://a.example", false),
        ("http://a.example", "https://a.example", false),
        ("https://a.example:8443", "https://a.example", false),
        ("https://a.example.evil", "https://a.example", false),
        ("https://u@a.example", "https://a.example", false),
        ("https://a.example?x", "https://a.example", false),
        ("https://a.example/?x", "https://a.example/", false),
        ("urn:a", "urn:A", false),
    ] {
        assert_eq!(is_one_address(one, other), is_one, "{one} {other}");
    }
}

proptest! {
    #[test]
    fn what_was_read_is_read_again_as_it_is(text in "(?i)https?://[a-z0-9.:\\[\\]-]{1,20}(/[a-z0-9.~%]{0,6}){0,3}") {
        if let Ok(issuer) = Issuer::parse(&text) {
            prop_assert_eq!(Issuer::parse(issuer.as_str()), Ok(issuer.clone()));
            let url = Url::parse(issuer.as_str()).unwrap();
            prop_assert_eq!(url.origin().ascii_serialization(), issuer.origin());
            prop_assert_eq!(url.path().trim_end_matches('/'), issuer.path());
        }
    }
}

#[test]
fn spaces_and_control_characters_are_named_as_the_reason() {
    for text in [
        " https://id.example.com",
        "https://id.example.com\u{7f}",
        "https://id.exa\u{1}mple.com",
        "https://id.example.com/a b",
        "https://id.example.com\u{2028}",
    ] {
        let reason = Issuer::parse(text).unwrap_err();
        assert!(reason.contains("spaces or control characters"), "{reason}");
    }
}

#[test]
fn a_path_has_255_characters_at_most() {
    let issuer = |length: usize| {
        let path = "a".repeat(length - 1);
        Issuer::parse(&format!("https://id.example.com/{path}"))
    };
    assert!(issuer(MAX_PATH_LENGTH).is_ok());
    assert!(issuer(MAX_PATH_LENGTH + 1).is_err());
}
