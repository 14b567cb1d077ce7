//! A request that a browser makes to show a page of a site, or to come back to it.

use crate::forward_auth::verdict::SiteCookies;
use doorward_protocol::{oauth::authorization_request::Parameters, secret::Secret};

/// A request that a browser makes to show a page of the site.
#[derive(Clone, Copy)]
pub(super) struct Navigation<'a> {
    /// The path and query that the browser comes back to after the sign-in.
    pub(super) target: &'a str,
    /// The cookie of a sign-in that has begun already in this browser.
    pub(super) flow: Option<&'a Secret>,
    /// Whether the browser came back to a sign-in that was over.
    pub(super) again: bool,
}

/// A browser that comes back from the authorization endpoint.
#[derive(Clone, Copy)]
pub(super) struct Return<'a> {
    /// The parameters of the response.
    pub(super) parameters: &'a Parameters,
    /// The cookies that it holds for the site.
    pub(super) cookies: SiteCookies<'a>,
}
