//! The form in which two spellings of an origin are one: a default port may be written, and so may the
//! dot that ends a complete name of the DNS (RFC 1034 §3.1).

use url::Url;

/// The origin of a host, with a port perhaps, that is reached by this scheme: in lower case, without
/// the default port of the scheme and without the dot at the end. `None` where it is more or less than
/// a host and a port.
pub fn normal(scheme: &str, authority: &str) -> Option<String> {
    let is_bare = !authority.is_empty()
        && !authority.contains(|c: char| {
            c.is_whitespace() || c.is_control() || matches!(c, '/' | '\\' | '?' | '#' | '@' | ',')
        });
    let url = Url::parse(&format!("{scheme}://{authority}")).ok();
    let url = url.filter(|url| is_bare && matches!(url.scheme(), "http" | "https"))?;
    let host = without_final_dot(url.host_str()?);
    if host.is_empty() {
        return None;
    }
    let scheme = url.scheme();
    Some(match url.port() {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    })
}

/// Whether two names are of one host.
pub fn is_same_name(one: &str, other: &str) -> bool {
    without_final_dot(one).eq_ignore_ascii_case(without_final_dot(other))
}

fn without_final_dot(host: &str) -> &str {
    host.strip_suffix('.').unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_spelling_of_an_origin_is_one() {
        let wiki = Some("https://wiki.example".to_owned());
        for spelling in [
            "wiki.example",
            "WIKI.example",
            "wiki.example:443",
            "wiki.example.",
            "wiki.example.:443",
            "Wiki.Example.:0443",
        ] {
            assert_eq!(normal("https", spelling), wiki, "{spelling}");
        }
        let with_port = Some("https://wiki.example:80".to_owned());
        assert_eq!(normal("https", "wiki.example:80"), with_port);
        let http = Some("http://wiki.example".to_owned());
        assert_eq!(normal("HTTP", "wiki.example.:80"), http);
        assert_eq!(normal("http", "[::1]:80"), Some("http://[::1]".to_owned()));
        for wrong in [
            "",
            ".",
            "wiki.example/",
            "u@wiki.example",
            "wiki.example:x",
            "a.example, b.example",
            "wiki.example\\@evil.example",
            "wiki.example?x",
            "wiki .example",
        ] {
            assert_eq!(normal("https", wrong), None, "{wrong}");
        }
        assert_eq!(normal("ftp", "wiki.example"), None);
        assert!(is_same_name("Corp.example.", "corp.example"));
        assert!(!is_same_name("corp.example", "corp.example.."));
    }

    proptest! {
        #[test]
        fn the_normal_form_is_its_own_and_of_the_same_host(
            host in "[a-zA-Z0-9-]{1,12}(\\.[a-z]{1,8}){0,3}\\.?",
            port in proptest::option::of(1_u16..),
            secure: bool,
        ) {
            let scheme = if secure { "https" } else { "http" };
            let port = port.map_or_else(String::new, |port| format!(":{port}"));
            let authority = format!("{host}{port}");
            if let Some(origin) = normal(scheme, &authority) {
                let (_, rest) = origin.split_once("://").unwrap();
                prop_assert_eq!(normal(scheme, rest), Some(origin.clone()));
                prop_assert_eq!(normal(scheme, &authority.to_uppercase()), Some(origin.clone()));
                let known = Url::parse(&format!("{scheme}://{authority}")).unwrap();
                let again = Url::parse(&origin).unwrap();
                prop_assert_eq!(again.port_or_known_default(), known.port_or_known_default());
                prop_assert!(is_same_name(again.host_str().unwrap(), known.host_str().unwrap()));
            }
        }

        #[test]
        fn no_text_names_another_host_than_it_says(text in "\\PC{0,30}") {
            if let Some(origin) = normal("https", &text) {
                let url = Url::parse(&origin).unwrap();
                prop_assert!(url.username().is_empty() && url.path() == "/" && url.query().is_none());
            }
        }
    }

    #[test]
    fn nothing_unseen_stands_beside_a_host() {
        for authority in [
            "a.example ",
            " a.example",
            "a.example\u{1}",
            "a.ex\tample",
            "a.example\u{a0}",
            "",
        ] {
            assert_eq!(normal("https", authority), None, "{authority:?}");
        }
        assert_eq!(
            normal("https", "a.example").as_deref(),
            Some("https://a.example")
        );
    }
}
