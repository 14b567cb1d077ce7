//! What a browser brings with a request: its own secret and the accounts that are signed in in it.

use crate::sessions::account_group::{self, Account};
use doorward_protocol::{secret::Secret, sessions::sso_session::SsoSession};

/// The cookies of a browser, resolved to sessions.
#[derive(Clone, Copy)]
pub struct BrowserContext<'a> {
    /// The secret that binds waiting requests to this browser; `None` on a first visit.
    pub browser: Option<&'a Secret>,
    /// The live session in use.
    pub session: Option<&'a SsoSession>,
    /// Every account that is signed in, the one in use first.
    pub accounts: &'a [Account],
    /// The secret of the account group, where several accounts are signed in.
    pub group: Option<&'a Secret>,
    /// The cookie of a browser that users trust.
    pub trusted_browser: Option<&'a str>,
}

impl BrowserContext<'_> {
    /// The identifiers of all live sessions of this browser, as one text: it changes when a session
    /// begins or ends here, and only then.
    pub fn sids(&self) -> String {
        account_group::sids(self.accounts)
    }
}
