//! Sign-out: requests of clients (OpenID Connect RP-Initiated Logout), notices to clients (OpenID
//! Connect Back-Channel Logout) with their receipts, and global token revocation.

mod global_token_revocation;
mod inspection;
mod notices;
mod receipts;
mod rp_initiated;

pub use doorward_protocol::logout::GLOBAL_TOKEN_REVOCATION_SCOPE;
pub use doorward_storage::LogoutReceipt;
pub use global_token_revocation::GlobalRevocation;
pub(crate) use notices::LogoutNotices;
pub(crate) use rp_initiated::LogoutPlan;
pub use rp_initiated::{Confirmed, LogoutOutcome};

use crate::{
    kernel::Kernel, oauth::token::Tokens, outbox::Outbox, sessions::Sessions, users::Users,
};
use std::sync::Arc;

/// The sign-out of users, at the request of a client, of themselves or of another system.
pub struct Logout {
    kernel: Arc<Kernel>,
    /// Ends the sessions.
    sessions: Arc<Sessions>,
    /// Verifies the access tokens of systems that revoke every session of a user.
    tokens: Arc<Tokens>,
    /// Finds the users that those systems name.
    users: Arc<Users>,
    /// Delivers the notices that are sent again.
    outbox: Outbox,
}

impl Logout {
    pub(crate) const fn new(
        kernel: Arc<Kernel>,
        sessions: Arc<Sessions>,
        tokens: Arc<Tokens>,
        users: Arc<Users>,
        outbox: Outbox,
    ) -> Self {
        Self {
            kernel,
            sessions,
            tokens,
            users,
            outbox,
        }
    }
}
