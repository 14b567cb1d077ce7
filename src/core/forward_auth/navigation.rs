//! A request that a browser makes to show a page of a site.

use doorward_protocol::secret::Secret;

/// A request that a browser makes to show a page of the site.
#[derive(Clone, Copy)]
pub(super) struct Navigation<'a> {
    /// The path and query that the browser comes back to after the sign-in.
    pub(super) target: &'a str,
    /// The cookie of a sign-in that has begun already in this browser.
    pub(super) flow: Option<&'a Secret>,
}
