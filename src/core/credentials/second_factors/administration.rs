//! What an administrator does for a user who lost a factor.

use super::{Owner, SecondFactors};
use crate::{
    Error, Result,
    audit::Record,
    context::OperationContext,
    mail::{FactorChange, FactorKind},
};
use doorward_protocol::{
    credentials::one_time_code::{grouped, new_recovery_code},
    time::Lifetime,
};
use doorward_storage::{Store, Unit};

/// How long a code is good that an administrator gave.
const GIVEN_FOR: Lifetime = Lifetime::minutes(15);

/// The factors that an administrator takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemovedFactors {
    /// The authenticator app.
    App,
    /// Passkeys and security keys.
    Passkeys,
    /// Both, with the recovery codes.
    All,
}

impl SecondFactors {
    /// Takes factors of a user away, whatever is left. Every session of the user ends.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn remove_for(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        removed: RemovedFactors,
    ) -> Result<()> {
        let unit = self.removal(ctx, user_id, removed).await?;
        let record = Record {
            action: "second_factor.removed",
            subject: Some(user_id),
            client_id: None,
            detail: match removed {
                RemovedFactors::App => "authenticator_app, by an administrator",
                RemovedFactors::Passkeys => "passkeys, by an administrator",
                RemovedFactors::All => "all, by an administrator",
            },
        };
        if !self.kernel.database.commit(ctx, unit, &[record]).await? {
            return Err(Error::Input("there is no such user any more".into()));
        }
        self.carry_out_change(ctx, user_id).await?;
        Ok(())
    }

    /// The statements that take every factor of a user away, whom every session of theirs ends with.
    pub(crate) async fn removal_of_all(
        &self,
        ctx: &OperationContext,
        user_id: &str,
    ) -> Result<Unit> {
        self.removal(ctx, user_id, RemovedFactors::All).await
    }

    async fn removal(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        removed: RemovedFactors,
    ) -> Result<Unit> {
        let (app, passkeys) = match removed {
            RemovedFactors::App => (true, false),
            RemovedFactors::Passkeys => (false, true),
            RemovedFactors::All => (true, true),
        };
        let owned = self.of_user(user_id).await?;
        let kinds = [
            (app && owned.has_app, FactorKind::AuthenticatorApp),
            (passkeys && owned.passkeys > 0, FactorKind::Passkey),
            (passkeys && owned.security_keys > 0, FactorKind::SecurityKey),
        ];
        let changes: Vec<FactorChange> = kinds
            .into_iter()
            .filter_map(|(is_removed, kind)| is_removed.then_some(FactorChange::Removed(kind)))
            .collect();
        let alone = Owner::alone(user_id);
        let mut unit = self.changed_factors(ctx, alone, &changes).await?;
        if app {
            unit = unit.then(Store::remove_any_authenticator_app(user_id));
        }
        if passkeys {
            unit = unit.then(Store::remove_passkeys(user_id));
        }
        Ok(unit.then(Store::forget_recovery_codes_without_factor(user_id)))
    }

    /// A code that a user can use once within 15 minutes in the place of their second factor, in groups.
    ///
    /// # Errors
    /// `Input` where the user has no second factor that it could stand in for.
    pub async fn give_code(&self, ctx: &OperationContext, user_id: &str) -> Result<String> {
        if !self.of_user(user_id).await?.any() {
            return Err(Error::Input(
                "this user has no second factor: the password is enough".into(),
            ));
        }
        let code = new_recovery_code(self.kernel.entropy.as_ref());
        let digest = self
            .kernel
            .lasting_keys
            .recovery_code_digest(user_id, &code);
        let now = ctx.now();
        let told = self.tell(ctx, user_id, &[FactorChange::CodeGiven]).await?;
        let unit = Store::add_recovery_code(user_id, &digest, now, now.plus(GIVEN_FOR)).then(told);
        let record = Record {
            action: "second_factor.code_given",
            subject: Some(user_id),
            client_id: None,
            detail: "",
        };
        self.kernel.database.commit(ctx, unit, &[record]).await?;
        self.sessions.notify_outbox();
        Ok(grouped(&code))
    }
}
