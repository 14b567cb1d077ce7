//! The request that a proxy asks about, from the headers of the proxy: `X-Original-URL` (nginx), or
//! `X-Forwarded-Host` and `X-Forwarded-Uri` (Traefik, Caddy).

use doorward_core::forward_auth::ProxiedRequest;

/// What a proxy reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Original {
    /// The request that it asks about.
    pub(crate) request: ProxiedRequest,
    /// Whether the proxy understands only 401 and 403 as a refusal (nginx), and its configuration
    /// reads the address of a redirect from the header.
    pub(crate) only_401_and_403: bool,
}

/// Reads what a proxy reports about a request to a client's site, or to the site of a host. `None` where
/// a header is missing, or the headers of both kinds of proxy are there.
pub(crate) fn original(
    client_id: Option<&str>,
    header: impl Fn(&str) -> Option<String>,
) -> Option<Original> {
    let only_401_and_403 = header("x-original-url").is_some();
    let (host, target) = match header("x-original-url") {
        // A proxy sends one kind of header. The other kind comes from a client that would choose
        // the site.
        Some(_) if header("x-forwarded-uri").is_some() => return None,
        Some(url) => host_and_target(&url)?,
        None => (header("x-forwarded-host"), header("x-forwarded-uri")?),
    };
    if client_id.is_none() && host.is_none() {
        return None;
    }
    let method = if only_401_and_403 {
        "x-original-method"
    } else {
        "x-forwarded-method"
    };
    Some(Original {
        request: ProxiedRequest {
            client_id: client_id.map(str::to_owned),
            host,
            target,
            // The word of a proxy of the other kind would be that of a client.
            is_options: header(method).is_some_and(|method| method == "OPTIONS"),
            is_navigation: is_navigation(method, header),
        },
        only_401_and_403,
    })
}

/// Whether a browser loads a page: by the method, `Accept` and `Sec-Fetch-Mode` (W3C Fetch Metadata
/// §2.1).
fn is_navigation(method: &str, header: impl Fn(&str) -> Option<String>) -> bool {
    let is_safe = header(method).is_none_or(|method| method == "GET" || method == "HEAD");
    let accepts_page = header("accept")
        .is_none_or(|accept| accept.contains("text/html") || accept.contains("*/*"));
    let is_script = header("sec-fetch-mode").is_some_and(|mode| mode != "navigate")
        || header("x-requested-with")
            .is_some_and(|with| with.eq_ignore_ascii_case("xmlhttprequest"));
    is_safe && accepts_page && !is_script
}

/// The host with its port, and the path with its query, of an absolute URL. The path stays as the proxy
/// got it: it is what the site gets, and a parser would resolve its dots.
fn host_and_target(url: &str) -> Option<(Option<String>, String)> {
    let (scheme, rest) = url.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return None;
    }
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, target) = rest.split_at(end);
    let is_host = |b: u8| b.is_ascii_alphanumeric() || b"-._:[]".contains(&b);
    if host.is_empty() || !host.bytes().all(is_host) {
        return None;
    }
    let target = if target.starts_with('/') {
        target.to_owned()
    } else {
        format!("/{target}")
    };
    Some((Some(host.to_owned()), target))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn read(headers: &[(&str, &str)]) -> Option<Original> {
        let headers: HashMap<&str, &str> = headers.iter().copied().collect();
        original(None, |name| {
            headers.get(name).map(|value| (*value).to_owned())
        })
    }

    #[test]
    fn each_proxy_says_it_in_its_own_words() {
        let caddy = read(&[
            ("x-forwarded-host", "wiki.example"),
            ("x-forwarded-uri", "/a?b=c"),
            ("x-forwarded-method", "GET"),
            ("accept", "text/html"),
        ])
        .unwrap();
        assert_eq!(
            (
                caddy.request.host.as_deref(),
                caddy.request.target.as_str(),
                caddy.request.is_navigation,
                caddy.only_401_and_403
            ),
            (Some("wiki.example"), "/a?b=c", true, false)
        );
        let nginx = read(&[
            ("x-original-url", "https://wiki.example:8443/a?b=c"),
            ("x-original-method", "POST"),
        ])
        .unwrap();
        assert_eq!(
            (
                nginx.request.host.as_deref(),
                nginx.request.target.as_str(),
                nginx.request.is_navigation,
                nginx.only_401_and_403
            ),
            (Some("wiki.example:8443"), "/a?b=c", false, true)
        );
        assert!(
            read(&[("x-forwarded-host", "wiki.example")]).is_none()
                && read(&[("x-original-url", "nonsense")]).is_none()
        );
        let script = read(&[
            ("x-forwarded-host", "w"),
            ("x-forwarded-uri", "/"),
            ("sec-fetch-mode", "cors"),
        ])
        .unwrap();
        assert!(!script.request.is_navigation);
    }

    #[test]
    fn the_method_is_told_by_the_header_of_the_proxy_that_asks() {
        let is_options = |headers: &[(&str, &str)]| read(headers).unwrap().request.is_options;
        let caddy = [("x-forwarded-host", "w"), ("x-forwarded-uri", "/")];
        let nginx = [("x-original-url", "https://w/")];
        let [forwarded, original] = ["x-forwarded-method", "x-original-method"];
        let with = |of: &[(&'static str, &'static str)], name, method| {
            is_options(&[of, &[(name, method)]].concat())
        };
        assert!(with(&caddy, forwarded, "OPTIONS") && with(&nginx, original, "OPTIONS"));
        assert!(!with(&caddy, original, "OPTIONS") && !with(&nginx, forwarded, "OPTIONS"));
        assert!(!with(&caddy, forwarded, "GET") && !is_options(&caddy) && !is_options(&nginx));
    }

    #[test]
    fn the_path_of_an_address_stays_as_it_is() {
        let target = |url: &str| read(&[("x-original-url", url)]).map(|read| read.request.target);
        for path in [
            "/",
            "/admin/../api/x",
            "/admin/%2e%2e/api",
            "/admin\\..\\api/x",
            "/a//b?c=/../d#e",
        ] {
            let url = format!("https://wiki.example:8443{path}");
            assert_eq!(target(&url).as_deref(), Some(path));
        }
        assert_eq!(target("https://wiki.example?a").as_deref(), Some("/?a"));
        assert_eq!(target("https://wiki.example").as_deref(), Some("/"));
        for wrong in [
            "https://wiki.example@evil/api",
            "https:///api",
            "https:/wiki.example/",
            "ftp://wiki.example/",
            "https://wiki.example\\@evil/",
            "//wiki.example/",
            "/api",
        ] {
            assert_eq!(target(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn who_speaks_both_ways_is_not_a_proxy() {
        assert!(
            read(&[
                ("x-original-url", "https://open.example/"),
                ("x-forwarded-host", "closed.example"),
                ("x-forwarded-uri", "/")
            ])
            .is_none()
        );
    }
}
