//! Sites without OpenID Connect, behind a proxy that asks this provider before each request: who has
//! access to a site, and what a session is missing for it.

use crate::{
    oauth::redirect_uri,
    oidc::authentication_context::AuthenticationContext,
    sessions::sso_session::SsoSession,
    time::{Lifetime, Timestamp},
};
use serde::{Deserialize, Serialize};
use url::Url;

/// The path of a site that answers the authorization endpoint (its redirect URI).
pub const CALLBACK: &str = "/.doorward/callback";
/// Maximum length of the URL that a browser is sent back to, in bytes.
const MAX_TARGET_LENGTH: usize = 2048;

/// A client that is a site behind a proxy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForwardAuthSite {
    /// The origins of the site, such as `https://wiki.example.com`.
    pub origins: Vec<String>,
    /// A user needs one of these roles; empty means that every signed-in user has access.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// The session needs one of these authentication contexts, or a stronger one; empty means any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acr_values: Vec<String>,
    /// The user must have authenticated within this many seconds; none means any time ago.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age: Option<u32>,
    /// Whether `OPTIONS` requests go on to the site unasked: a browser sends no cookies with the
    /// preflight request of a script of another origin (Fetch §4.8), so it could never be allowed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pass_options: bool,
}

/// What a session is missing for a site (RFC 9470 §3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// The authentication contexts that satisfy the site; empty where the present one does.
    pub acr_values: Vec<String>,
    /// The greatest age of the authentication that satisfies the site, in seconds; none where the
    /// present one does.
    pub max_age: Option<u32>,
}

impl ForwardAuthSite {
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
                "forward_auth.origins must hold origins alone, such as https://wiki.example.com: \
                 scheme, host and perhaps port, nothing after them",
            );
        }
        if self
            .acr_values
            .iter()
            .any(|name| AuthenticationContext::parse(name).is_none())
        {
            return Err(
                "forward_auth.acr_values may hold urn:doorward:acr:1fa and urn:doorward:acr:2fa; \
                 nobody could come in by another",
            );
        }
        Ok(())
    }

    /// The redirect URIs of the site, one for each origin.
    pub fn redirect_uris(&self) -> impl Iterator<Item = String> {
        self.origins
            .iter()
            .map(|origin| format!("{origin}{CALLBACK}"))
    }

    /// The origin of a host, as a proxy reports it.
    pub fn origin_of(&self, host: &str) -> Option<&str> {
        let host = host.trim().to_ascii_lowercase();
        self.origins.iter().map(String::as_str).find(|origin| {
            origin
                .split_once("://")
                .is_some_and(|(_, authority)| authority == host)
        })
    }

    /// What a session is missing for the site; none where nothing is. No more than that is asked for.
    pub fn missing_of(&self, session: &SsoSession, now: Timestamp) -> Option<Challenge> {
        let weak = !session.authentication.context().meets(&self.acr_values);
        let old = self.max_age.is_some_and(|max_age| {
            now.since(session.auth_time) > Lifetime::seconds(i64::from(max_age)).0
                || session.auth_time.is_ahead_of(now)
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

    /// Whether a user with these roles has access.
    pub fn admits(&self, roles: &[String]) -> bool {
        self.roles.is_empty() || roles.iter().any(|role| self.roles.contains(role))
    }
}

/// The target that a browser is sent back to after sign-in: a path of the site itself, of printable
/// ASCII and not too long; the front page otherwise.
pub fn return_target(target: &str) -> &str {
    let fine = target.starts_with('/')
        && !target.starts_with("//")
        && !target.starts_with("/\\")
        && target.len() <= MAX_TARGET_LENGTH
        && target.bytes().all(|b| b.is_ascii_graphic())
        && !target.starts_with(CALLBACK);
    if fine { target } else { "/" }
}

#[cfg(test)]
mod tests {
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
        assert!(ForwardAuthSite::default().admits(&[]));
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
