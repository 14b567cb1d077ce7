//! Recovery codes: ten, shown once, each good once in the place of a second factor.

use super::{Owner, SecondFactors};
use crate::{
    Result,
    audit::Record,
    context::OperationContext,
    mail::{FactorChange, FactorKind as Told},
};
use doorward_protocol::{
    credentials::{
        one_time_code::{grouped, new_recovery_codes},
        second_factor::{FactorKind, SecondFactorMode},
    },
    secret::Digest,
    sessions::sso_session::SsoSession,
};
use doorward_storage::{Store, Unit};

/// New recovery codes, and the statements that store what is stored of them.
pub(super) struct NewCodes {
    pub(super) shown: Vec<String>,
    pub(super) unit: Unit,
}

impl SecondFactors {
    pub(super) fn new_codes(&self, ctx: &OperationContext, user_id: &str) -> NewCodes {
        let codes = new_recovery_codes(self.kernel.entropy.as_ref());
        let keys = &self.kernel.lasting_keys;
        let digests: Vec<Digest> = codes
            .iter()
            .map(|code| keys.recovery_code_digest(user_id, code))
            .collect();
        let record = Record {
            action: "second_factor.added",
            subject: Some(user_id),
            client_id: None,
            detail: FactorKind::RecoveryCode.as_str(),
        };
        NewCodes {
            shown: codes.iter().map(|code| grouped(code)).collect(),
            unit: Store::put_recovery_codes(user_id, &digests, ctx.now())
                .then(self.kernel.database.record(ctx, &record)),
        }
    }

    /// Recovery codes for a new user whose first factor is a passkey, where every user needs a second
    /// factor: a lost passkey is then not replaced by a password alone.
    pub(crate) fn codes_with_first_passkey(
        &self,
        ctx: &OperationContext,
        user_id: &str,
    ) -> Option<(Vec<String>, Unit)> {
        let is_required = self.policy().mode == SecondFactorMode::Required;
        is_required.then(|| {
            let codes = self.new_codes(ctx, user_id);
            (codes.shown, codes.unit)
        })
    }

    /// Gives a user new recovery codes; those that they have are good no more. Every other session
    /// ends. `None` where the user has no second factor that the codes could stand in for.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn renew_recovery_codes(
        &self,
        ctx: &OperationContext,
        session: &SsoSession,
    ) -> Result<Option<Vec<String>>> {
        let user_id = session.user_id.as_str();
        if !self.of_user(user_id).await?.any() {
            return Ok(None);
        }
        let codes = self.new_codes(ctx, user_id);
        let added = [FactorChange::Added(Told::RecoveryCodes)];
        let unit = self
            .changed_factors(ctx, Owner::of(session), &added)
            .await?
            .then(codes.unit);
        if !self.kernel.database.commit_unaudited(unit).await? {
            return Ok(None);
        }
        self.carry_out_change(ctx, user_id).await?;
        Ok(Some(codes.shown))
    }
}
