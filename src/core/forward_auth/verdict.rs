//! What a proxy asks, and what it is told.

use crate::oauth::release::SiteUser;
use doorward_protocol::{forward_auth::Challenge, secret::Secret};

/// A request to a site, as its proxy reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxiedRequest {
    /// The client that the proxy asks for, where the address that it calls names one. Nothing that a
    /// browser sends changes it.
    pub client_id: Option<String>,
    /// The host of the site, with the port where it is not the default. It chooses the site where no
    /// client is named, and one of the client's origins where it has several.
    pub host: Option<String>,
    /// Path and query.
    pub target: String,
    /// Whether a browser loads a page, so that it can be redirected.
    pub is_navigation: bool,
    /// Whether its method is `OPTIONS`, by the word of the proxy.
    pub is_options: bool,
}

/// The cookies that the browser holds for a site.
#[derive(Clone, Copy)]
pub struct SiteCookies<'a> {
    /// Refers to the session of the signed-in user.
    pub session: Option<&'a Secret>,
    /// Binds a sign-in that is under way to the browser.
    pub flow: Option<&'a Secret>,
}

/// The cookies of a browser, by the scheme of the site that set them. A page of a neighbour site can
/// set a cookie without the prefix `__Host-`, so such a one counts at http sites alone.
#[derive(Clone, Copy)]
pub struct BrowserCookies<'a> {
    /// Those of https sites, whose names have the prefix `__Host-`.
    pub https: SiteCookies<'a>,
    /// Those of http sites.
    pub http: SiteCookies<'a>,
}

/// What comes with a request to prove who makes it.
#[derive(Clone, Copy)]
pub struct PresentedCredentials<'a> {
    /// The cookies of the browser.
    pub cookies: BrowserCookies<'a>,
    /// The token of the `Authorization` header (RFC 6750 §2.1).
    pub bearer: Option<&'a Secret>,
}

/// A cookie that the site is to set.
pub enum SiteCookie {
    /// Refers to the session of the signed-in user.
    Session(Secret),
    /// Binds a sign-in that is under way to the browser.
    Flow(Secret),
}

/// Who makes a request that goes on; nobody where the site lets `OPTIONS` pass.
#[derive(Default)]
pub struct Admitted {
    /// The user, as the site knows them; none where a client acts for itself.
    pub user: Option<SiteUser>,
    /// The roles of the user in the site.
    pub roles: Vec<String>,
    /// The client whose access token came with the request; none where the user's browser did.
    pub client_id: Option<String>,
}

/// The answer to a proxy.
pub enum Verdict {
    /// The request goes on to the site, with these facts.
    Allow(Box<Admitted>),
    /// The browser is redirected, and the site sets a cookie.
    Redirect {
        /// The address that the browser is sent to.
        location: String,
        /// The value of the cookie of the site.
        cookie: SiteCookie,
        /// Whether the site is reached over https, and its cookies are for https only.
        is_https: bool,
    },
    /// The browser is sent to sign the user out.
    SignOut {
        /// The address that the browser is sent to.
        location: String,
    },
    /// No user is signed in, and the request is not one that can be redirected.
    Unauthenticated,
    /// An access token is needed, and there is none that opens the site (RFC 6750 §3.1).
    NoToken {
        /// What is wrong with the one that came; none where none did.
        fault: Option<&'static str>,
    },
    /// The signed-in user has no access to the site, or there is no such site. The text is for the
    /// error page.
    Forbidden(&'static str),
    /// The signed-in user has no access to the site, and may ask for a role that opens it.
    MayAsk {
        /// Why, for the error page.
        why: &'static str,
        /// The client of the site.
        client_id: String,
    },
    /// A sign-in of another time or browser, which cannot be started again.
    OutOfDate {
        /// The address of the front page of the site.
        front_page: String,
    },
    /// The user signed in, but not strongly or recently enough (RFC 9470 §3), and the request is not
    /// one that can be redirected.
    StepUp(Challenge),
}
