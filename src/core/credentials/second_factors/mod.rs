//! Second factors of users: what follows the first one, and how they are set up and removed.
//!
//! Nobody has a session before the last factor is proven. Until then the browser carries a ticket:
//! sealed, for this browser, ten minutes, and only while the user has the generation that the first
//! factor was proven at (docs/decisions/0037).

mod administration;
mod admission;
mod authenticator_app;
mod code;
mod passkeys;
mod recovery_codes;
mod second_step;
mod ticket;
mod trusted_browsers;

pub use administration::RemovedFactors;
pub use admission::Onward;
pub(crate) use admission::{Admission, Proven};
pub use authenticator_app::{AppConfirmation, AppSetUp, SetUpOutcome};
pub use passkeys::{PasskeyAdded, PasskeyRemoved};
pub use second_step::{Completed, PresentedCode, SecondStepOutcome, SecondStepView, TicketHolder};
pub(crate) use ticket::Upstream;
pub use trusted_browsers::TrustedBrowser;

use super::{KnownBrowsers, Passkeys};
use crate::{Result, kernel::Kernel, sessions::Sessions};
use doorward_protocol::credentials::second_factor::SecondFactorPolicy;
use doorward_storage::SecondFactors as OwnedFactors;
use std::sync::Arc;

/// The second factors of the users of this provider.
pub struct SecondFactors {
    kernel: Arc<Kernel>,
    sessions: Arc<Sessions>,
    known_browsers: Arc<KnownBrowsers>,
    passkeys: Arc<Passkeys>,
}

/// What [`SecondFactors`] is made of, beside the kernel.
pub(crate) struct SecondFactorParts {
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) known_browsers: Arc<KnownBrowsers>,
    pub(crate) passkeys: Arc<Passkeys>,
}

impl SecondFactors {
    pub(crate) fn new(kernel: Arc<Kernel>, parts: SecondFactorParts) -> Self {
        Self {
            kernel,
            sessions: parts.sessions,
            known_browsers: parts.known_browsers,
            passkeys: parts.passkeys,
        }
    }

    /// What the operator decided about second factors.
    pub fn policy(&self) -> &SecondFactorPolicy {
        &self.kernel.settings.second_factor
    }

    /// The second factors of a user.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn of_user(&self, user_id: &str) -> Result<OwnedFactors> {
        Ok(self.kernel.database.read().second_factors(user_id).await?)
    }
}
