//! Sign-out: requests of clients (OpenID Connect RP-Initiated Logout), notices to clients (OpenID
//! Connect Back-Channel Logout) with their receipts, and global token revocation.

mod global_token_revocation;
mod notices;
mod receipts;
mod rp_initiated;

pub use doorward_storage::LogoutReceipt;
pub use global_token_revocation::{GlobalRevocation, SCOPE as GLOBAL_TOKEN_REVOCATION_SCOPE};
pub(crate) use notices::LogoutNotices;
pub use rp_initiated::{Confirmed, LogoutOutcome};

use crate::Provider;

/// The sign-out of users, at the request of a client, of themselves or of another system.
#[derive(Clone, Copy)]
pub struct Logout<'a> {
    provider: &'a Provider,
}

impl Provider {
    /// Sign-out.
    pub const fn logout(&self) -> Logout<'_> {
        Logout { provider: self }
    }
}
