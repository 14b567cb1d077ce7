//! The ways to sign in that somebody else may have added to an account.

use super::{OwnedFactors, SecondFactors};
use crate::{Result, context::OperationContext};
use doorward_protocol::{
    credentials::second_factor::{SecondFactorMode, SecondFactorPolicy},
    time::Timestamp,
};
use doorward_storage::{Store, Unit};

/// What happens to the ways to sign in that an account got since an instant.
pub(crate) struct Disowned {
    /// The statements that take them away. They rest on the generation of the user, which every change
    /// of factors raises.
    pub(crate) unit: Unit,
    /// Whether the second factors among them stay, as second factors alone.
    pub(crate) keeps_factors: bool,
}

impl SecondFactors {
    /// Takes the ways to sign in away that a user got at an instant or later. Where no second factor
    /// from before would be asked for after that, those that were added stay as second factors: whoever
    /// reads the mail would get in by that alone. What signs in by itself goes in any case.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn disown_since(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        since: Timestamp,
    ) -> Result<Disowned> {
        let policy = self.policy_for(ctx, user_id).await?;
        let now = self.of_user(user_id).await?;
        let store = self.kernel.database.read();
        let before = store.second_factors_before(user_id, since).await?;
        let keeps_factors = are_asked_for(&policy, &now) && !are_asked_for(&policy, &before);
        let unit = if keeps_factors {
            Store::demote_passkeys_since(user_id, since)
                .then(Store::remove_identities_since(user_id, since))
        } else {
            Store::remove_factors_since(user_id, since)
        };
        Ok(Disowned {
            unit,
            keeps_factors,
        })
    }
}

/// Whether these second factors are asked for after a password.
pub(super) const fn are_asked_for(policy: &SecondFactorPolicy, owned: &OwnedFactors) -> bool {
    match policy.mode {
        SecondFactorMode::Required => owned.any(),
        SecondFactorMode::Off | SecondFactorMode::Offered => owned.asks(),
    }
}
