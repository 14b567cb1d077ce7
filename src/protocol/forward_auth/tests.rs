//! Tests of sites behind a proxy.

use super::*;
use proptest::prelude::*;

#[test]
fn an_origin_is_an_origin_and_roles_decide() {
    let site = |origins: &[&str]| ForwardAuthSite {
        origins: origins.iter().map(|origin| (*origin).to_owned()).collect(),
        roles: vec!["editor".into()],
        ..ForwardAuthSite::default()
    };
    for wrong in [
        "",
        "wiki.example",
        "https://wiki.example/",
        "https://wiki.example/x",
        "http://wiki.example",
        "https://u@wiki.example",
        "https://WIKI.example",
    ] {
        assert!(
            site(&[wrong]).check(PlainHttp::OnLoopback).is_err(),
            "{wrong}"
        );
    }
    let fine = site(&["https://wiki.example", "http://localhost:81"]);
    assert!(
        fine.check(PlainHttp::OnLoopback).is_ok()
            && site(&[]).check(PlainHttp::OnLoopback).is_err()
    );
    for spelling in [
        "WIKI.example",
        "wiki.example:443",
        "wiki.example.",
        "Wiki.example.:443",
    ] {
        let found = fine.origin_of(spelling);
        assert_eq!(found, Some("https://wiki.example"), "{spelling}");
    }
    assert_eq!(fine.origin_of("wiki.example:80"), None);
    assert_eq!(
        (
            fine.origin_of("wiki.example:444"),
            fine.origin_of("evil.example")
        ),
        (None, None)
    );
    assert!(
        fine.admits(&["editor".into()]) && !fine.admits(&["reader".into()]) && !fine.admits(&[])
    );
    assert!(ForwardAuthSite::default().admits(&[]));
}

#[test]
fn a_token_opens_the_paths_of_the_api_alone() {
    let site = ForwardAuthSite {
        origins: vec!["https://wiki.example".into()],
        api_paths: vec!["/api/".into(), "/v2".into()],
        ..ForwardAuthSite::default()
    };
    assert!(site.check(PlainHttp::OnLoopback).is_ok());
    for path in [
        "/api",
        "/api/",
        "/api/pages/1",
        "/v2",
        "/v2/x",
        "/api/.hidden",
    ] {
        assert!(site.is_api(path), "{path}");
    }
    for path in [
        "",
        "/",
        "/apis",
        "/admin",
        "/API/x",
        "/v2x",
        "/api/../admin",
        "/api/./x",
        "/api/%2e%2e/admin",
        "/api/..%2fadmin",
        "/api/%252e%252e/admin",
        "/api//x",
        "/api\\x",
        "/api/;x",
        "/api/é",
        "/x/api/",
        "/.doorward/callback",
    ] {
        assert!(!site.is_api(path), "{path}");
    }
    let whole = ForwardAuthSite {
        api_paths: vec!["/".into()],
        ..site.clone()
    };
    assert!(
        whole.check(PlainHttp::OnLoopback).is_ok()
            && whole.is_api("/anything")
            && whole.is_api("/")
    );
    for wrong in [
        "",
        "api",
        "/a?b",
        "/a/../b",
        "/.doorward",
        "/.doorward/callback",
        "/a%20b",
    ] {
        let api = ForwardAuthSite {
            api_paths: vec![wrong.into()],
            ..site.clone()
        };
        let sign_out = ForwardAuthSite {
            sign_out_path: Some(wrong.into()),
            ..site.clone()
        };
        assert!(
            api.check(PlainHttp::OnLoopback).is_err()
                && sign_out.check(PlainHttp::OnLoopback).is_err(),
            "{wrong}"
        );
    }
}

#[test]
fn a_token_is_for_the_site_that_its_audience_names() {
    let is_meant = |aud: &str| {
        ForwardAuthSite::is_audience("wiki", "https://wiki.example", &["x".into(), aud.into()])
    };
    assert!(is_meant("wiki") && is_meant("https://wiki.example"));
    assert!(is_meant("https://wiki.example/"));
    for other in [
        "",
        "wik",
        "https://wiki.example/api",
        "https://wiki.example//",
        "http://wiki.example",
    ] {
        assert!(!is_meant(other), "{other}");
    }
}

#[test]
fn the_user_is_signed_out_at_our_path_and_that_of_the_site() {
    let plain = ForwardAuthSite::default();
    let own = ForwardAuthSite {
        sign_out_path: Some("/logout".into()),
        ..ForwardAuthSite::default()
    };
    assert!(plain.signs_out(SIGN_OUT) && own.signs_out(SIGN_OUT));
    assert!(own.signs_out("/logout") && !plain.signs_out("/logout"));
    for other in ["", "/", "/logout/", "/logout/x", "/.doorward/sign-out/"] {
        assert!(!plain.signs_out(other) && !own.signs_out(other), "{other}");
    }
}

/// What a session with this context and age in seconds is missing for a site.
fn missing(
    acr_values: &[&str],
    max_age: Option<u32>,
    context: Option<AuthenticationContext>,
    age: Option<i64>,
) -> Option<(usize, Option<u32>)> {
    let site = ForwardAuthSite {
        acr_values: acr_values.iter().map(|name| (*name).to_owned()).collect(),
        max_age,
        ..ForwardAuthSite::default()
    };
    let now = Timestamp::from_seconds(1_000_000);
    let auth_time = age.map(|age| now.minus(Lifetime::seconds(age)));
    let challenge = site.missing_of(Authenticated { context, auth_time }, now);
    challenge.map(|challenge| (challenge.acr_values.len(), challenge.max_age))
}

#[test]
fn a_session_is_missing_what_the_site_asks_for_and_no_more() {
    use AuthenticationContext::{MultiFactor, SingleFactor};
    const ONE: &str = "urn:doorward:acr:1fa";
    const TWO: &str = "urn:doorward:acr:2fa";
    for (acr_values, max_age, context, age, expected) in [
        (&[][..], None, Some(SingleFactor), Some(99_999), None),
        (&[], None, None, None, None),
        (&[ONE], None, Some(MultiFactor), Some(0), None),
        (&[TWO], None, Some(SingleFactor), Some(0), Some((1, None))),
        (&[ONE, TWO], None, None, None, Some((2, None))),
        (&[], Some(60), Some(SingleFactor), Some(60), None),
        (
            &[],
            Some(60),
            Some(SingleFactor),
            Some(61),
            Some((0, Some(60))),
        ),
        (&[], Some(60), Some(SingleFactor), None, Some((0, Some(60)))),
        (&[], Some(0), Some(SingleFactor), Some(0), None),
        // A clock that differs a little is no reason, and one that was set back is.
        (&[], Some(60), Some(SingleFactor), Some(-10), None),
        (
            &[],
            Some(60),
            Some(SingleFactor),
            Some(-11),
            Some((0, Some(60))),
        ),
        (
            &[TWO],
            Some(60),
            Some(MultiFactor),
            Some(61),
            Some((0, Some(60))),
        ),
        (
            &[TWO],
            Some(60),
            Some(SingleFactor),
            Some(60),
            Some((1, None)),
        ),
        (
            &[TWO],
            Some(60),
            Some(SingleFactor),
            Some(61),
            Some((1, Some(60))),
        ),
    ] {
        let found = missing(acr_values, max_age, context, age);
        assert_eq!(
            found, expected,
            "{acr_values:?} {max_age:?} {context:?} {age:?}"
        );
    }
}

#[test]
fn a_browser_comes_back_to_where_it_was_or_to_the_front_page() {
    let longest = format!("/{}", "a".repeat(MAX_TARGET_LENGTH - 1));
    for kept in ["/", "/a/b?c=d&e=%20#f", "/.doorwards", "/x//y", &longest] {
        assert_eq!(return_target(kept), kept);
    }
    for other in [
        "",
        "a",
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/a b",
        "/é",
        "/a\u{7f}",
        "/.doorward",
        CALLBACK,
        SIGN_OUT,
        &format!("{longest}a"),
    ] {
        assert_eq!(return_target(other), "/", "{other}");
    }
}

proptest! {
    /// However a server normalises a path of the API, it stays one.
    #[test]
    fn a_path_of_the_api_is_one_however_it_is_read(target in "/api/[./%25efEF2;\\\\a]{0,12}") {
        let site = ForwardAuthSite {
            api_paths: vec!["/api".into()],
            ..ForwardAuthSite::default()
        };
        if site.is_api(&target) {
            let url = Url::parse(&format!("https://wiki.example{target}")).unwrap();
            prop_assert_eq!(url.path(), target.as_str());
        }
    }

    #[test]
    fn nobody_is_sent_to_another_site(target in "\\PC{0,40}") {
        let back = return_target(&target);
        prop_assert!(back.starts_with('/') && !back.starts_with("//") && !back.starts_with("/\\"));
        let url = Url::parse(&format!("https://wiki.example{back}")).unwrap();
        prop_assert_eq!(url.host_str(), Some("wiki.example"));
    }
}
