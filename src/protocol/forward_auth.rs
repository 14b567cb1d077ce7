//! Sites without OpenID Connect, behind a proxy that asks before each request: nginx
//! `auth_request`, Traefik and Caddy `forward_auth`.

use crate::{
    oauth::redirect_uri,
    oidc::authentication_context::AuthenticationContext,
    sessions::sso_session::SsoSession,
    time::{Lifetime, Timestamp},
};
use serde::{Deserialize, Serialize};
use std::fmt::Write;
use url::Url;

/// The one path of a site that is ours: where the browser comes back to.
pub const CALLBACK: &str = "/.doorward/callback";
/// The longest address that a browser is sent back to, in bytes.
const LONGEST: usize = 2048;

/// A client that is a site behind a proxy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForwardAuth {
    /// Its origins, such as `https://wiki.example.com`.
    pub origins: Vec<String>,
    /// Who comes in has one of these roles; empty is everybody who is signed in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// Who comes in has signed in in one of these authentication contexts, or a stronger one; empty
    /// is every one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acr_values: Vec<String>,
    /// Who comes in has proven who they are within so many seconds; none is whenever they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age: Option<u32>,
}

/// What a site is missing of a session (RFC 9470 §3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// The authentication contexts that would do; empty where the present one does.
    pub acr_values: Vec<String>,
    /// The greatest age that would do, in seconds; none where the present one does.
    pub max_age: Option<u32>,
}

impl Challenge {
    /// The `WWW-Authenticate` header (RFC 9470 §3, §4).
    pub fn header(&self) -> String {
        let mut header = "Bearer error=\"insufficient_user_authentication\"".to_owned();
        let why = if self.acr_values.is_empty() {
            "a more recent sign-in is required"
        } else {
            "a stronger sign-in is required"
        };
        let _ = write!(header, ", error_description=\"{why}\"");
        if !self.acr_values.is_empty() {
            let _ = write!(header, ", acr_values=\"{}\"", self.acr_values.join(" "));
        }
        if let Some(max_age) = self.max_age {
            let _ = write!(header, ", max_age=\"{max_age}\"");
        }
        header
    }
}

impl ForwardAuth {
    /// Checks the origins.
    ///
    /// # Errors
    /// What to change.
    pub fn check(&self) -> Result<(), &'static str> {
        let is_origin = |origin: &String| {
            redirect_uri::check_registration(&format!("{origin}{CALLBACK}")).is_ok()
                && Url::parse(origin).is_ok_and(|url| url.origin().ascii_serialization() == *origin)
        };
        if self.origins.is_empty() || !self.origins.iter().all(is_origin) {
            return Err(
                "forward_auth.origins must hold origins alone, such as https://wiki.example.com: scheme, host and perhaps port, nothing after them",
            );
        }
        if self
            .acr_values
            .iter()
            .any(|name| AuthenticationContext::parse(name).is_none())
        {
            return Err(
                "forward_auth.acr_values may hold urn:doorward:acr:1fa and urn:doorward:acr:2fa; nobody could come in by another",
            );
        }
        Ok(())
    }

    /// Where the browser comes back to.
    pub fn redirect_uris(&self) -> impl Iterator<Item = String> {
        self.origins
            .iter()
            .map(|origin| format!("{origin}{CALLBACK}"))
    }

    /// The origin of a host as a proxy names it.
    pub fn origin_of(&self, host: &str) -> Option<&str> {
        let host = host.trim().to_ascii_lowercase();
        self.origins.iter().map(String::as_str).find(|origin| {
            origin
                .split_once("://")
                .is_some_and(|(_, authority)| authority == host)
        })
    }

    /// What is missing of a session before it opens the site; nothing more is asked for than that.
    pub fn missing_of(&self, session: &SsoSession, now: Timestamp) -> Option<Challenge> {
        let weak = !session.authentication.context().meets(&self.acr_values);
        let old = self.max_age.is_some_and(|max_age| {
            now.since(session.auth_time) > Lifetime::seconds(i64::from(max_age)).0
        });
        let challenge = Challenge {
            acr_values: if weak {
                self.acr_values.clone()
            } else {
                Vec::new()
            },
            max_age: self.max_age.filter(|_| old),
        };
        (weak || old).then_some(challenge)
    }

    /// Whether somebody with these roles comes in.
    pub fn admits(&self, roles: &[String]) -> bool {
        self.roles.is_empty() || roles.iter().any(|role| self.roles.contains(role))
    }
}

/// What a proxy says of the request that it asks about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// Host, with the port where there is one.
    pub host: String,
    /// Path and query.
    pub target: String,
    /// Whether a browser wants a page, and can be sent elsewhere.
    pub is_navigation: bool,
    /// Whether the proxy understands 401 and 403 alone (nginx), and takes the address from a
    /// header.
    pub takes_401: bool,
}

/// Reads what a proxy says: `X-Original-URL` (nginx), or `X-Forwarded-Host` and `X-Forwarded-Uri`
/// (Traefik, Caddy). `None` where it says too little, or two different things.
pub fn original(header: impl Fn(&str) -> Option<String>) -> Option<Original> {
    let method = header("x-original-method")
        .or_else(|| header("x-forwarded-method"))
        .unwrap_or_else(|| "GET".to_owned());
    let wants_page = header("accept")
        .is_none_or(|accept| accept.contains("text/html") || accept.contains("*/*"));
    let is_script = header("sec-fetch-mode").is_some_and(|mode| mode != "navigate")
        || header("x-requested-with")
            .is_some_and(|with| with.eq_ignore_ascii_case("xmlhttprequest"));
    let is_navigation = ["GET", "HEAD"].contains(&method.as_str()) && wants_page && !is_script;
    if let Some(url) = header("x-original-url") {
        // A proxy speaks in one way. In the other speaks a client that would choose the site.
        if header("x-forwarded-uri").is_some() {
            return None;
        }
        let url = Url::parse(&url).ok()?;
        let host = url.host_str().map(|host| {
            url.port()
                .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
        })?;
        let target = url.query().map_or_else(
            || url.path().to_owned(),
            |query| format!("{}?{query}", url.path()),
        );
        return Some(Original {
            host,
            target,
            is_navigation,
            takes_401: true,
        });
    }
    let target = header("x-forwarded-uri")?;
    Some(Original {
        host: header("x-forwarded-host")?,
        target,
        is_navigation,
        takes_401: false,
    })
}

/// A target that a browser may be sent back to: a path of the site itself, readable and not too
/// long; the front page otherwise.
pub fn return_target(target: &str) -> &str {
    let fine = target.starts_with('/')
        && !target.starts_with("//")
        && !target.starts_with("/\\")
        && target.len() <= LONGEST
        && target.bytes().all(|b| b.is_ascii_graphic())
        && !target.starts_with(CALLBACK);
    if fine { target } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn read(headers: &[(&str, &str)]) -> Option<Original> {
        let headers: HashMap<&str, &str> = headers.iter().copied().collect();
        original(|name| headers.get(name).map(|value| (*value).to_owned()))
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
                caddy.host.as_str(),
                caddy.target.as_str(),
                caddy.is_navigation,
                caddy.takes_401
            ),
            ("wiki.example", "/a?b=c", true, false)
        );
        let nginx = read(&[
            ("x-original-url", "https://wiki.example:8443/a?b=c"),
            ("x-original-method", "POST"),
        ])
        .unwrap();
        assert_eq!(
            (
                nginx.host.as_str(),
                nginx.target.as_str(),
                nginx.is_navigation,
                nginx.takes_401
            ),
            ("wiki.example:8443", "/a?b=c", false, true)
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
        assert!(!script.is_navigation);
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

    #[test]
    fn an_origin_is_an_origin_and_roles_decide() {
        let site = |origins: &[&str]| ForwardAuth {
            origins: origins.iter().map(|origin| (*origin).to_owned()).collect(),
            roles: vec!["editor".into()],
            ..ForwardAuth::default()
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
            assert!(site(&[wrong]).check().is_err(), "{wrong}");
        }
        let fine = site(&["https://wiki.example", "http://localhost:81"]);
        assert!(fine.check().is_ok() && site(&[]).check().is_err());
        assert_eq!(fine.origin_of("WIKI.example"), Some("https://wiki.example"));
        assert_eq!(
            (
                fine.origin_of("wiki.example:444"),
                fine.origin_of("evil.example")
            ),
            (None, None)
        );
        assert!(
            fine.admits(&["editor".into()])
                && !fine.admits(&["reader".into()])
                && !fine.admits(&[])
        );
        assert!(ForwardAuth::default().admits(&[]));
    }

    proptest! {
        #[test]
        fn nobody_is_sent_to_another_site(target in "\\PC{0,40}") {
            let back = return_target(&target);
            prop_assert!(back.starts_with('/') && !back.starts_with("//") && !back.starts_with("/\\"));
            let url = Url::parse(&format!("https://wiki.example{back}")).unwrap();
            prop_assert_eq!(url.host_str(), Some("wiki.example"));
        }
    }
}
