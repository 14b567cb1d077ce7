//! Where the browser is after a sign-out (OpenID Connect RP-Initiated Logout §3).

use serde::{Deserialize, Serialize};

/// Where the browser goes on after a sign-out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AfterSignOut {
    /// The address of the client; none where this provider shows the result itself.
    pub redirect: Option<String>,
    /// The client that this provider's page leads back to, where it is known which one asked and
    /// an administrator declared it.
    #[serde(default)]
    pub client_id: Option<String>,
}
