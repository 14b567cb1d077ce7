//! Sites without OpenID Connect, behind a proxy that asks this provider before each request.
//!
//! Every answer rests on the row of the session, so the end of a session takes effect with the very
//! next request. A user signs in at a site by the authorization code flow with PKCE, in which this
//! provider is the client too: `sign_in` begins it and redeems the code, and `check` answers the
//! requests in between. At the
//! paths of a site's API an access token opens it too: `bearer`.

mod bearer;
mod check;
mod navigation;
mod sign_in;
mod verdict;

pub use check::ForwardAuth;
pub use verdict::{
    Admitted, BrowserCookies, PresentedCredentials, ProxiedRequest, SiteCookie, SiteCookies,
    Verdict,
};
