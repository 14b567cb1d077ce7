//! Sign-in by a passkey: two factors at once, since its user is verified.

use super::{
    Admission, Onward, Passkeys, Proven, SecondFactors,
    passkeys::{PasskeyAnswer, Verified, log_refusal},
};
use crate::{
    Result,
    context::OperationContext,
    kernel::Kernel,
    sessions::{Authenticated, Device, account_group::Account},
};
use doorward_protocol::{
    credentials::{second_factor::by_passkey, sign_in_method::SignInMethod},
    secret::Secret,
};
use doorward_storage::{Store, Unit};
use std::sync::Arc;

/// A browser in which somebody signs in by a passkey.
#[derive(Clone, Copy)]
pub struct PasskeyBrowser<'a> {
    /// The secret of the browser.
    pub secret: &'a Secret,
    /// The accounts that are signed in in it already.
    pub accounts: &'a [Account],
    /// The device of the user.
    pub device: Device<'a>,
    /// Whether the user asked to stay signed in.
    pub remembered: bool,
}

/// The outcome of a sign-in by a passkey.
#[derive(Clone, Debug)]
pub enum PasskeyOutcome {
    /// The user is signed in.
    SignedIn {
        /// The session to bind to the browser.
        sid: String,
    },
    /// The passkey is not known here: its user removed it, for example.
    Unknown {
        /// Its identifier, in base64url.
        id: String,
    },
    /// The answer does not hold, came too late or was used, or its user is disabled.
    Refused,
}

/// Sign-in by a passkey.
pub struct PasskeySignIn {
    kernel: Arc<Kernel>,
    passkeys: Arc<Passkeys>,
    second_factors: Arc<SecondFactors>,
}

impl PasskeySignIn {
    pub(crate) const fn new(
        kernel: Arc<Kernel>,
        passkeys: Arc<Passkeys>,
        second_factors: Arc<SecondFactors>,
    ) -> Self {
        Self {
            kernel,
            passkeys,
            second_factors,
        }
    }

    /// Signs in by the answer of a passkey. A challenge that was answered before, and a passkey that
    /// was removed, sign nobody in.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn sign_in(
        &self,
        ctx: &OperationContext,
        browser: PasskeyBrowser<'_>,
        answer: PasskeyAnswer<'_>,
    ) -> Result<PasskeyOutcome> {
        let verified = self
            .passkeys
            .verify_sign_in(ctx, browser.secret, answer)
            .await?;
        let Some(Verified {
            passkey,
            kind,
            use_it,
        }) = verified
        else {
            return self.unknown_or_refused(ctx, answer).await;
        };
        let user = self.kernel.database.read().user(&passkey.user_id).await?;
        let Some(user) = user.filter(|user| user.disabled_at.is_none()) else {
            return Ok(refused(ctx, "user_disabled"));
        };
        let proven = Proven {
            authenticated: Authenticated {
                user_id: &user.id,
                generation: user.generation,
                authentication: by_passkey(kind),
                auth_time: ctx.now(),
                accounts: browser.accounts,
                device: browser.device,
                remembered: browser.remembered,
                detail: SignInMethod::Passkey.as_str(),
            },
            onward: Onward::default(),
            is_redirected: false,
            upstream: None,
            makes: Unit::new(),
        };
        let use_it = use_it.then(Store::cancel_recovery(&user.id, ctx.now()));
        let beside = |_: &str, started: Unit| Ok(started.then(use_it.clone()));
        let admission = self.second_factors.admit(ctx, &proven, beside).await?;
        Ok(match admission {
            Admission::SignedIn(sid) => PasskeyOutcome::SignedIn { sid },
            // Its user is verified: nothing more is asked for.
            Admission::SecondStep(_) => refused(ctx, "second_factor_asked"),
            // The challenge, the passkey or the user is not as it was when it was read.
            Admission::Refused => refused(ctx, "used_meanwhile"),
        })
    }

    async fn unknown_or_refused(
        &self,
        ctx: &OperationContext,
        answer: PasskeyAnswer<'_>,
    ) -> Result<PasskeyOutcome> {
        Ok(match self.passkeys.unknown(ctx, answer.answer).await? {
            Some(id) => {
                refused(ctx, "passkey_unknown");
                PasskeyOutcome::Unknown { id }
            }
            // Logged with its reason where it was verified.
            None => PasskeyOutcome::Refused,
        })
    }
}

/// Says in the log why a passkey signs nobody in.
fn refused(ctx: &OperationContext, reason: &str) -> PasskeyOutcome {
    log_refusal(ctx, reason);
    PasskeyOutcome::Refused
}
