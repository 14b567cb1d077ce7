//! Headers of browsers and of proxies.

use super::text;
use actix_web::{http::header::HeaderValue, test::TestRequest};
use doorward_protocol::forward_auth::{ForwardAuthSite, return_target};
use doorward_web::parsers;
use std::net::IpAddr;
use url::Url;

/// A language that is there, or none; in whatever case it was asked for.
pub(super) fn accept_language(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let supported = ["en", "de", "pt-BR", "zh-Hant-TW"];
    let found = parsers::language_of_header(text, &supported);
    assert!(found.is_none_or(|tag| supported.contains(&tag)));
    let upper = text.to_ascii_uppercase();
    assert_eq!(parsers::language_of_header(&upper, &supported), found);
    let found = parsers::language_of_parameter(text, &supported);
    assert!(found.is_none_or(|tag| supported.contains(&tag)));
    // One language alone is found however it is asked for.
    for tag in supported {
        assert_eq!(parsers::language_of_header(tag, &supported), Some(tag));
    }
}

/// A secret of ours, as it stands in the header, or none.
pub(super) fn cookies(input: &[u8]) {
    let Ok(header) = HeaderValue::from_bytes(input) else {
        return;
    };
    let request = TestRequest::default()
        .insert_header(("cookie", header.clone()))
        .to_http_request();
    for name in ["doorward_session", "__Host-doorward_browser"] {
        if let Some(secret) = parsers::secret_cookie(&request, name) {
            let secret = secret.reveal();
            assert!(secret.len() == 43);
            assert!(
                secret
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
            );
            let sent = String::from_utf8_lossy(header.as_bytes());
            assert!(sent.contains(name), "{sent}");
        }
    }
}

/// The address of the client is the peer's where nobody vouches for another, and stands in the
/// header otherwise. The first byte says whether the peer is a trusted proxy.
pub(super) fn client_address(input: &[u8]) {
    let Some((first, rest)) = input.split_first() else {
        return;
    };
    let Some(text) = text(rest) else { return };
    let (trusted, peer): (_, IpAddr) = (
        ["10.0.0.0/8".parse().expect("a network")],
        [10, 0, 0, first & 1].into(),
    );
    let trusted = if first & 2 == 0 { &trusted[..] } else { &[] };
    let address = parsers::client_address(peer, text.lines(), trusted);
    if trusted.is_empty() {
        assert_eq!(address, peer);
    }
    assert!(!address.to_string().starts_with("::ffff:"), "IPv4 is IPv4");
}

/// A site is one of those that are declared, and the way back leads to it. Headers, one a line.
pub(super) fn forward_auth(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let headers: Vec<(String, &str)> = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim()))
        .collect();
    let header = |name: &str| {
        let mut values = headers.iter().filter(|(known, _)| known == name);
        let value = values.next().map(|(_, value)| (*value).to_owned());
        value.filter(|_| values.next().is_none())
    };
    let of_a_host = parsers::proxied_request(None, header);
    let of_a_client = parsers::proxied_request(Some("wiki"), header);
    // Which site it is takes a host, or a client; what is asked for is the same.
    assert!(of_a_host.is_none() || of_a_host == of_a_client);
    let Some((host, target)) = of_a_client else {
        return;
    };
    assert_eq!(of_a_host.is_some(), host.is_some());
    let host = host.unwrap_or_default();
    let site = ForwardAuthSite {
        origins: vec![
            "https://wiki.example".to_owned(),
            "http://localhost:8080".to_owned(),
        ],
        ..ForwardAuthSite::default()
    };
    let back = return_target(&target);
    for origin in &site.origins {
        let origin = Url::parse(origin).expect("an origin");
        let joined = Url::parse(&format!("{}{back}", origin.origin().ascii_serialization()));
        let joined = joined.expect("a path of the site");
        assert_eq!(joined.origin(), origin.origin(), "{back}");
        assert_eq!(
            origin.join(back).map(|url| url.origin()),
            Ok(origin.origin())
        );
    }
    if let Some(origin) = site.origin_of(&host) {
        assert!(origin.ends_with(&host.trim().to_ascii_lowercase()));
    }
}
