//! Sites without OpenID Connect, behind a proxy that asks this provider before each request: who has
//! access to a site, and what a session is missing for it.

use crate::{
    oauth::redirect_uri::{self, PlainHttp},
    oidc::authentication_context::AuthenticationContext,
    origin,
    text::MAX_PARAMETER_BYTES,
    time::{Lifetime, Timestamp},
};
use serde::{Deserialize, Serialize};
use url::Url;

/// The path of a site that answers the authorization endpoint (its redirect URI).
pub const CALLBACK: &str = "/.doorward/callback";
/// The path of every site that begins to sign the user out.
pub const SIGN_OUT: &str = "/.doorward/sign-out";
/// Maximum length of the URL that a browser is sent back to, in bytes: that of a parameter.
const MAX_TARGET_LENGTH: usize = MAX_PARAMETER_BYTES;

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
    /// Paths, with all that is below them, at which an access token that is meant for the site opens
    /// it (RFC 6750). No browser is redirected from there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub api_paths: Vec<String>,
    /// A further path that begins to sign the user out: the one that the links of the site name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_out_path: Option<String>,
}

/// How a user authenticated, as far as a site asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authenticated {
    /// The authentication context class; none where no user authenticated.
    pub context: Option<AuthenticationContext>,
    /// When the user authenticated; none where no user did.
    pub auth_time: Option<Timestamp>,
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
    pub fn check(&self, http: PlainHttp) -> Result<(), &'static str> {
        let is_origin = |origin: &String| {
            redirect_uri::check_declaration(&format!("{origin}{CALLBACK}"), false, http).is_ok()
                && Url::parse(origin).is_ok_and(|url| url.origin().ascii_serialization() == *origin)
        };
        if self.origins.is_empty() || !self.origins.iter().all(is_origin) {
            return Err(
                "forward_auth.origins must hold origins alone, such as https://wiki.example.com: \
                 scheme, host and perhaps port, nothing after them, in lower case and without the port \
                 that the scheme implies",
            );
        }
        let mut paths = self.api_paths.iter().chain(&self.sign_out_path);
        if !paths.all(|path| is_plain_path(path) && !is_ours(path)) {
            return Err(
                "forward_auth.api_paths and forward_auth.sign_out_path must be paths of the site, \
                 such as /api: they begin with /, have no query, no `.` or `..`, nothing that is \
                 percent-encoded, and are not below /.doorward",
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

    /// The origin of a host, as a proxy reports it: with or without the default port, or the dot that
    /// ends a complete name.
    pub fn origin_of(&self, host: &str) -> Option<&str> {
        let host = host.trim();
        self.origins.iter().map(String::as_str).find(|known| {
            known.split_once("://").is_some_and(|(scheme, authority)| {
                let wanted = origin::normal(scheme, host);
                wanted.is_some() && wanted == origin::normal(scheme, authority)
            })
        })
    }

    /// Whether an access token opens a path. A path that a site could read as another, such as
    /// `/api/%2e%2e/admin`, is none of an API.
    pub fn is_api(&self, path: &str) -> bool {
        is_plain_path(path)
            && self.api_paths.iter().any(|api| {
                let below = path.strip_prefix(api.trim_end_matches('/'));
                below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
    }

    /// Whether an access token with this audience is meant for the site at one of its origins: it
    /// names the client that the site is, or the origin (RFC 8707).
    pub fn is_audience(client_id: &str, origin: &str, aud: &[String]) -> bool {
        aud.iter()
            .any(|aud| aud == client_id || aud.strip_suffix('/').unwrap_or(aud) == origin)
    }

    /// Whether a path begins to sign the user out.
    pub fn signs_out(&self, path: &str) -> bool {
        path == SIGN_OUT || self.sign_out_path.as_deref() == Some(path)
    }

    /// What is missing for the site; none where nothing is. No more than that is asked for.
    pub fn missing_of(&self, authenticated: Authenticated, now: Timestamp) -> Option<Challenge> {
        let Authenticated { context, auth_time } = authenticated;
        let weak = match context {
            Some(context) => !context.meets(&self.acr_values),
            None => !self.acr_values.is_empty(),
        };
        let old = self.max_age.is_some_and(|max_age| {
            auth_time.is_none_or(|auth_time| {
                now.since(auth_time) > Lifetime::seconds(i64::from(max_age)).0
                    || auth_time.is_ahead_of(now)
            })
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

/// A path that everybody reads in the same way.
fn is_plain_path(path: &str) -> bool {
    path.starts_with('/')
        && path.bytes().all(|b| b.is_ascii_graphic())
        && !path.contains(['%', '\\', ';', '?', '#'])
        && !path.contains("//")
        && !path.split('/').any(|segment| matches!(segment, "." | ".."))
}

/// A path of this provider at the site.
fn is_ours(path: &str) -> bool {
    path.strip_prefix("/.doorward")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The target that a browser is sent back to after sign-in: a path of the site itself, of printable
/// ASCII and not too long; the front page otherwise.
pub fn return_target(target: &str) -> &str {
    let fine = target.starts_with('/')
        && !target.starts_with("//")
        && !target.starts_with("/\\")
        && target.len() <= MAX_TARGET_LENGTH
        && target.bytes().all(|b| b.is_ascii_graphic())
        && !is_ours(target);
    if fine { target } else { "/" }
}

#[cfg(test)]
mod tests;
