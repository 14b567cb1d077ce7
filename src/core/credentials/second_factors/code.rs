//! A typed code: counted before it is looked at, and used in the transaction of what it allows.
//!
//! Attempts are counted for the user, wherever they come from: whoever makes one has proven the first
//! factor. Those from a browser in which the user signed in before are counted by themselves, so that
//! somebody who knows the password makes nobody wait there.

use super::SecondFactors;
use crate::{
    Result, audit::Record, context::OperationContext, credentials::passkeys::PasskeyAnswer,
    sealing::Purpose,
};
use doorward_adapters::authenticator_app::AppKey;
use doorward_protocol::{
    credentials::{
        one_time_code::{TypedCode, read_code},
        second_factor::FactorKind,
    },
    secret::{Digest, Secret},
    time::Timestamp,
};
use doorward_storage::{AttemptKey, Store, Unit};

/// A code that is to be looked at.
pub(super) struct Typed<'a> {
    pub(super) user_id: &'a str,
    pub(super) code: &'a str,
    /// The answer of a passkey or a security key; then nothing was typed.
    pub(super) key: Option<PasskeyAnswer<'a>>,
    /// The secret of the browser.
    pub(super) browser: Option<&'a Secret>,
    /// The cookie of a browser in which users signed in before.
    pub(super) known_browser: Option<&'a str>,
}

/// What a typed code is.
pub(super) enum Checked {
    /// It is right. The unit uses it: a guard that it was not used meanwhile.
    Right { kind: FactorKind, use_it: Unit },
    /// It is wrong, was used, or is of nobody.
    Wrong,
    /// Nothing was looked at: there were too many attempts.
    Paused { until: Timestamp },
}

impl SecondFactors {
    /// Counts an attempt, then looks at the code.
    pub(super) async fn check_code(
        &self,
        ctx: &OperationContext,
        typed: &Typed<'_>,
    ) -> Result<Checked> {
        // Nobody guesses the answer of a key, so that none is counted.
        if let (Some(answer), Some(browser)) = (typed.key, typed.browser) {
            let user_id = typed.user_id;
            let verified = self.passkeys.verify_second(ctx, user_id, browser, answer);
            return Ok(verified
                .await?
                .map_or(Checked::Wrong, |verified| Checked::Right {
                    kind: verified.kind,
                    use_it: verified
                        .use_it
                        .then(Store::cancel_recovery(user_id, ctx.now())),
                }));
        }
        let place = self.place(typed);
        let store = self.kernel.database.read();
        if let Err(until) = store.take_sign_in_attempt(place.key(), ctx.now()).await? {
            return Ok(Checked::Paused { until });
        }
        let Some((kind, use_it)) = self.right_code(ctx, typed).await? else {
            self.record_wrong(ctx, typed.user_id).await?;
            return Ok(Checked::Wrong);
        };
        let use_it = use_it
            .then(Store::forget_sign_in_attempts(place.key()))
            .then(Store::cancel_recovery(typed.user_id, ctx.now()));
        Ok(Checked::Right { kind, use_it })
    }

    async fn right_code(
        &self,
        ctx: &OperationContext,
        typed: &Typed<'_>,
    ) -> Result<Option<(FactorKind, Unit)>> {
        let (user_id, now) = (typed.user_id, ctx.now());
        match read_code(typed.code) {
            TypedCode::App(code) => {
                let store = self.kernel.database.read();
                let Some(app) = store.authenticator_app(user_id).await? else {
                    return Ok(None);
                };
                let row = [user_id];
                let place = Purpose::AuthenticatorApp.at(&row);
                let key = self.kernel.sealing.open(place, &app.sealed_secret)?;
                let step = AppKey::from_bytes(key).step_of(&code, now);
                Ok(step.filter(|step| *step > app.last_step).map(|step| {
                    let use_it = Store::use_authenticator_app(user_id, step, now);
                    (FactorKind::AuthenticatorApp, use_it)
                }))
            }
            TypedCode::Recovery(code) => {
                let digest = self
                    .kernel
                    .lasting_keys
                    .recovery_code_digest(user_id, &code);
                let store = self.kernel.database.read();
                let is_known = store.has_recovery_code(user_id, &digest, now).await?;
                Ok(is_known.then(|| {
                    let use_it = Store::use_recovery_code(user_id, &digest, now);
                    (FactorKind::RecoveryCode, use_it)
                }))
            }
            TypedCode::Neither => Ok(None),
        }
    }

    async fn record_wrong(&self, ctx: &OperationContext, user_id: &str) -> Result<()> {
        // Read by programs such as fail2ban: it says nothing that was typed.
        tracing::info!(
            event = "sign_in.failed",
            reason = "wrong_second_factor",
            address = ctx.address(),
            "a second factor was wrong"
        );
        let record = Record {
            action: "second_factor.failed",
            subject: Some(user_id),
            client_id: None,
            detail: "",
        };
        let database = &self.kernel.database;
        database.commit(ctx, Unit::new(), &[record]).await?;
        Ok(())
    }

    fn place(&self, typed: &Typed<'_>) -> Place {
        let known = typed
            .known_browser
            .and_then(|cookie| self.known_browsers.source(cookie, typed.user_id));
        let of = |text: &str| Digest::of(format!("{text} {}", typed.user_id).as_bytes());
        Place {
            account: of("second factor"),
            spelling: of("code of a second factor"),
            source: known.unwrap_or_else(|| Digest::of(b"everywhere")),
        }
    }
}

/// Where attempts at the second factor of a user are counted.
struct Place {
    account: Digest,
    spelling: Digest,
    source: Digest,
}

impl Place {
    const fn key(&self) -> AttemptKey<'_> {
        AttemptKey {
            account: &self.account,
            spelling: &self.spelling,
            source: &self.source,
        }
    }
}
