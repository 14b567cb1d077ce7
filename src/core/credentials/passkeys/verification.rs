//! Passkeys and security keys are used.

use super::{Ceremony, PasskeyAnswer, PasskeyCeremony, Passkeys, SealedState, Subject};
use crate::{Error, Result, audit::Record, context::OperationContext};
use doorward_adapters::webauthn::{CeremonyError, StoredCredential, UsedCredential, credential_of};
use doorward_protocol::{credentials::second_factor::FactorKind, secret::Secret};
use doorward_storage::{Passkey, Store, Unit};

/// An answer that holds.
pub(crate) struct Verified {
    /// The passkey as it is now.
    pub(crate) passkey: Passkey,
    pub(crate) kind: FactorKind,
    /// The statements that use the challenge and the passkey: guards that neither was used meanwhile.
    pub(crate) use_it: Unit,
}

impl Passkeys {
    /// Begins a sign-in by whatever passkey the browser has. `None` where passkeys are not available.
    ///
    /// # Errors
    /// `Internal` where the options cannot be made.
    pub fn begin_sign_in(
        &self,
        ctx: &OperationContext,
        browser: &Secret,
    ) -> Result<Option<PasskeyCeremony>> {
        let Some(party) = &self.party else {
            return Ok(None);
        };
        let begun = party.begin_discoverable();
        let begun = begun.map_err(|error| Error::Internal(error.to_string()))?;
        let subject = Subject {
            ceremony: Ceremony::SignIn,
            user_id: None,
        };
        self.seal(ctx.now(), browser, begun, subject).map(Some)
    }

    /// Begins the use of a passkey or a security key of a user as a second factor. `None` where the
    /// user has none.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn begin_second(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        browser: &Secret,
    ) -> Result<Option<PasskeyCeremony>> {
        let Some(party) = &self.party else {
            return Ok(None);
        };
        let owned = self.of_user(user_id).await?;
        if owned.is_empty() {
            return Ok(None);
        }
        let credentials: Vec<String> = owned.into_iter().map(|key| key.credential).collect();
        let begun = party.begin_second(&credentials);
        let begun = begun.map_err(|error| Error::Internal(error.to_string()))?;
        let subject = Subject {
            ceremony: Ceremony::SecondFactor,
            user_id: Some(user_id),
        };
        self.seal(ctx.now(), browser, begun, subject).map(Some)
    }

    /// Verifies the answer to a sign-in. `None` where it does not hold.
    pub(crate) async fn verify_sign_in(
        &self,
        ctx: &OperationContext,
        browser: &Secret,
        answer: PasskeyAnswer<'_>,
    ) -> Result<Option<Verified>> {
        let opened = self.open(ctx.now(), browser, answer.state, &[Ceremony::SignIn]);
        let (Some(party), Some(opened)) = (&self.party, opened) else {
            log_refusal(ctx, "passkey_challenge_over");
            return Ok(None);
        };
        let Some(stored) = self.stored(answer.answer).await? else {
            return Ok(None);
        };
        if !stored.signs_in {
            log_refusal(ctx, "second_factor_alone");
            return Ok(None);
        }
        let used = party.finish_discoverable(&opened.state, answer.answer, &credential(&stored));
        self.verified(ctx, stored, used.map(|used| (used, opened)))
            .await
    }

    /// Verifies the answer of a user to a second factor. `None` where it does not hold.
    pub(crate) async fn verify_second(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        browser: &Secret,
        answer: PasskeyAnswer<'_>,
    ) -> Result<Option<Verified>> {
        let opened = self
            .open(ctx.now(), browser, answer.state, &[Ceremony::SecondFactor])
            .filter(|opened| opened.user_id.as_deref() == Some(user_id));
        let (Some(party), Some(opened)) = (&self.party, opened) else {
            return Ok(None);
        };
        let stored = self.stored(answer.answer).await?;
        let Some(stored) = stored.filter(|stored| stored.user_id == user_id) else {
            return Ok(None);
        };
        let used = party.finish_second(&opened.state, answer.answer, &credential(&stored));
        self.verified(ctx, stored, used.map(|used| (used, opened)))
            .await
    }

    /// The identifier of the passkey of an answer, where nobody here has it.
    pub(crate) async fn unknown(
        &self,
        ctx: &OperationContext,
        answer: &str,
    ) -> Result<Option<String>> {
        let Some(id) = credential_of(answer) else {
            log_refusal(ctx, "passkey_unreadable");
            return Ok(None);
        };
        let known = self.kernel.database.read().passkey(&id).await?;
        Ok(known.is_none().then_some(id))
    }

    async fn stored(&self, answer: &str) -> Result<Option<Passkey>> {
        match credential_of(answer) {
            Some(id) => Ok(self.kernel.database.read().passkey(&id).await?),
            None => Ok(None),
        }
    }

    async fn verified(
        &self,
        ctx: &OperationContext,
        stored: Passkey,
        used: std::result::Result<(UsedCredential, SealedState), CeremonyError>,
    ) -> Result<Option<Verified>> {
        let (used, opened) = match used {
            Ok(used) => used,
            Err(CeremonyError::Unreadable(cause)) => return Err(Error::Internal(cause)),
            Err(error) => {
                self.record_failure(ctx, &stored, &error).await?;
                return Ok(None);
            }
        };
        let is_device_bound = !used.can_be_synced;
        let passkey = Passkey {
            credential: used.credential,
            is_synced: used.is_synced,
            sign_count: used.sign_count.into(),
            ..stored
        };
        Ok(Some(Verified {
            kind: FactorKind::Passkey { is_device_bound },
            use_it: opened
                .use_up()
                .then(Store::use_passkey(&passkey, ctx.now())),
            passkey,
        }))
    }

    async fn record_failure(
        &self,
        ctx: &OperationContext,
        stored: &Passkey,
        error: &CeremonyError,
    ) -> Result<()> {
        tracing::info!(
            event = "sign_in.failed",
            reason = "passkey_refused",
            address = ctx.address(),
            %error,
            "an answer of a passkey does not hold"
        );
        let record = Record {
            action: "second_factor.failed",
            subject: Some(&stored.user_id),
            client_id: None,
            detail: match error {
                CeremonyError::MayBeCopied => "the counter of a passkey went back",
                CeremonyError::Refused(_) | CeremonyError::Unreadable(_) => "passkey",
            },
        };
        let database = &self.kernel.database;
        database.commit(ctx, Unit::new(), &[record]).await?;
        Ok(())
    }
}

/// Says in the log why a passkey signs nobody in.
pub(crate) fn log_refusal(ctx: &OperationContext, reason: &str) {
    tracing::info!(
        event = "sign_in.failed",
        reason,
        address = ctx.address(),
        "a passkey signs nobody in"
    );
}

fn credential(stored: &Passkey) -> StoredCredential<'_> {
    StoredCredential {
        user_id: &stored.user_id,
        credential: &stored.credential,
    }
}
