//! Second factors of users: what follows the first one, and how they are set up and removed.
//!
//! Nobody has a session before the last factor is proven. Until then the browser carries a ticket:
//! sealed, for this browser, ten minutes, and only while the user has the generation that the first
//! factor was proven at (docs/decisions/0037).

mod administration;
mod admission;
mod authenticator_app;
mod code;
mod disowned;
mod first_proof;
mod passkeys;
mod policy;
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
pub(crate) use ticket::UpstreamSignIn;
pub use trusted_browsers::TrustedBrowser;

use super::{KnownBrowsers, Passkeys};
use crate::{
    Result, context::OperationContext, kernel::Kernel, mail::FactorChange, notices::Notices,
    sessions::Sessions,
};
use doorward_protocol::sessions::sso_session::{EndReason, SsoSession};
pub use doorward_storage::SecondFactors as OwnedFactors;
use doorward_storage::{GenerationRise, Unit};
use std::sync::Arc;

/// The second factors of the users of this provider.
pub struct SecondFactors {
    kernel: Arc<Kernel>,
    sessions: Arc<Sessions>,
    known_browsers: Arc<KnownBrowsers>,
    passkeys: Arc<Passkeys>,
    notices: Arc<Notices>,
}

/// What [`SecondFactors`] is made of, beside the kernel.
pub(crate) struct SecondFactorParts {
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) known_browsers: Arc<KnownBrowsers>,
    pub(crate) passkeys: Arc<Passkeys>,
    pub(crate) notices: Arc<Notices>,
}

/// Whose factors change, and the session that goes on.
#[derive(Clone, Copy)]
struct Owner<'a> {
    user_id: &'a str,
    kept_sid: Option<&'a str>,
}

impl<'a> Owner<'a> {
    /// The user of a session, which goes on.
    fn of(session: &'a SsoSession) -> Self {
        Self {
            user_id: &session.user_id,
            kept_sid: Some(&session.sid),
        }
    }

    /// A user of whom no session goes on.
    const fn alone(user_id: &'a str) -> Self {
        Self {
            user_id,
            kept_sid: None,
        }
    }
}

impl SecondFactors {
    pub(crate) fn new(kernel: Arc<Kernel>, parts: SecondFactorParts) -> Self {
        Self {
            kernel,
            sessions: parts.sessions,
            known_browsers: parts.known_browsers,
            passkeys: parts.passkeys,
            notices: parts.notices,
        }
    }

    /// The second factors of a user.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn of_user(&self, user_id: &str) -> Result<OwnedFactors> {
        Ok(self.kernel.database.read().second_factors(user_id).await?)
    }

    /// The statements of every change of the factors of a user: all sessions end but the kept one,
    /// trusted browsers are trusted no more, and the user is told of what changed. They come first:
    /// they change the row of the user.
    async fn changed_factors(
        &self,
        ctx: &OperationContext,
        owner: Owner<'_>,
        changes: &[FactorChange],
    ) -> Result<Unit> {
        let user_id = owner.user_id;
        let rise = GenerationRise {
            user_id,
            kept_sid: owner.kept_sid,
            reason: EndReason::FactorChanged,
        };
        let unit = self.sessions.end_all_unit(ctx, rise);
        Ok(unit.then(self.tell(ctx, user_id, changes).await?))
    }

    /// The mails that tell a user of changes. No setting switches them off.
    async fn tell(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        changes: &[FactorChange],
    ) -> Result<Unit> {
        let Some(user) = self.kernel.database.read().user(user_id).await? else {
            return Ok(Unit::new());
        };
        changes.iter().try_fold(Unit::new(), |unit, change| {
            let told = self.notices.factor_changed(ctx, &user, change.clone())?;
            Ok(unit.then(told))
        })
    }

    /// Ends the sessions that a change of factors ends, and sends the mails that tell of it.
    pub(crate) async fn carry_out_change(
        &self,
        ctx: &OperationContext,
        user_id: &str,
    ) -> Result<()> {
        self.sessions.carry_out_ends(ctx, user_id).await?;
        self.sessions.notify_outbox();
        Ok(())
    }
}
