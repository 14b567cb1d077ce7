//! What a proxy asks, and what it is told.

use doorward_protocol::{forward_auth::Challenge, secret::Secret};
use doorward_storage::User;

/// A request to a site, as its proxy reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxiedRequest {
    /// The host of the site, with the port where it is not the default.
    pub host: String,
    /// Path and query.
    pub target: String,
    /// Whether a browser loads a page, so that it can be redirected.
    pub is_navigation: bool,
}

/// The cookies that the browser holds for a site.
#[derive(Clone, Copy)]
pub struct SiteCookies<'a> {
    /// Refers to the session of the signed-in user.
    pub session: Option<&'a Secret>,
    /// Binds a sign-in that is under way to the browser.
    pub flow: Option<&'a Secret>,
}

/// A cookie that the site is to set.
pub enum SiteCookie {
    /// Refers to the session of the signed-in user.
    Session(Secret),
    /// Binds a sign-in that is under way to the browser.
    Flow(Secret),
}

/// The answer to a proxy.
pub enum Verdict {
    /// The request goes on to the site, with these facts.
    Allow {
        /// The signed-in user.
        user: Box<User>,
        /// Their roles in the site.
        roles: Vec<String>,
    },
    /// The browser is redirected, and the site sets a cookie.
    Redirect {
        /// The address that the browser is sent to.
        location: String,
        /// The value of the cookie of the site.
        cookie: SiteCookie,
        /// Whether the site is reached over https, and its cookies are for https only.
        is_https: bool,
    },
    /// No user is signed in, and the request is not one that can be redirected.
    Unauthenticated,
    /// The signed-in user has no access to the site, or there is no such site. The text is for the
    /// error page.
    Forbidden(&'static str),
    /// The user signed in, but not strongly or recently enough (RFC 9470 §3), and the request is not
    /// one that can be redirected.
    StepUp(Challenge),
}
