//! What stands before every verification of a password: the limits of its source, the proof of work,
//! and the alert where many are wrong.
//!
//! An attempt is counted by the name that was typed, in whatever spelling, and by its source, so nobody
//! makes another user wait, and a pause of one name tells nothing about another one. Beside that it is
//! counted by the user, whatever name was typed: whose turn it is not by that count is told that the
//! password is wrong. A success forgets what the names of its own user counted from the same source, and
//! what was counted at the user from everywhere.

use super::{
    KnownBrowsers,
    attempt::{Attempt, Evidence},
    place::Place,
};
use crate::{
    Result,
    audit::Record,
    context::OperationContext,
    kernel::Kernel,
    limits::RateLimits,
    proof_of_work::{Challenge, Proven, is_done, new_challenge},
    quotas::Class,
};
use doorward_protocol::{
    credentials::proof_of_work::ProofOfWorkMode,
    secret::{Digest, Secret},
    text::fold_loosely,
    time::Timestamp,
};
use doorward_storage::{TakenAttempt, Unit, User};
use secrecy::ExposeSecret;
use std::sync::Arc;

/// Why a password that is stored here signs nobody in, whether it is right or not. The answer is that it
/// is wrong: anything else would tell of its user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
pub(super) enum Disregard {
    /// By another name the user would wait here.
    #[strum(serialize = "its source waits after failed attempts")]
    OutOfTurn,
    /// There were too many in a row, and the user has another way into a browser that is new to them.
    #[strum(serialize = "too many attempts failed in a row, and the browser is new to the user")]
    TooMany,
}

/// What is known of an attempt that failed.
#[derive(Clone, Copy, Default)]
pub(super) struct Counted<'a> {
    /// Where it was counted; none where it was not looked at.
    pub(super) place: Option<&'a Place>,
    /// The user of the name, where there is one.
    pub(super) user: Option<&'a User>,
    /// Whether the password was right, and its user signs in at an identity provider alone.
    pub(super) is_sent_home: bool,
    /// Why the password was not to count, where it was not.
    pub(super) disregard: Option<Disregard>,
}

/// Admits attempts, and takes note of those that fail.
pub struct SignInGuard {
    kernel: Arc<Kernel>,
    limits: Arc<RateLimits>,
    known_browsers: Arc<KnownBrowsers>,
}

impl SignInGuard {
    pub(crate) const fn new(
        kernel: Arc<Kernel>,
        limits: Arc<RateLimits>,
        known_browsers: Arc<KnownBrowsers>,
    ) -> Self {
        Self {
            kernel,
            limits,
            known_browsers,
        }
    }

    /// Where an attempt is counted, unless its source has failed too often. A browser in which the
    /// user signed in before has no part in the limit of its network.
    ///
    /// # Errors
    /// `Limited`.
    pub(super) fn place(
        &self,
        ctx: &OperationContext,
        attempt: &Attempt<'_>,
        user: Option<&User>,
        directories: &[&str],
    ) -> Result<Place> {
        let cookie = attempt.evidence.known_browser;
        let known = &self.known_browsers;
        let name = attempt.identifier;
        let browser = cookie.and_then(|cookie| {
            user.map_or_else(
                || known.source_of_name(cookie, name, directories),
                |user| known.source(cookie, &user.id),
            )
        });
        let network = ctx.network();
        if browser.is_none() {
            self.limits.check(ctx, Class::SignIn, &network)?;
        }
        if let Some(browser) = browser {
            return Ok(Place::of(name, user, browser).in_known_browser());
        }
        let network = Digest::of(format!("network {network}").as_bytes());
        Ok(Place::of(name, user, network))
    }

    /// Refuses early what comes from a network that failed too often. `may_be_known`: the attempt
    /// brings what may prove that its user signed in in this browser before, which
    /// [`SignInGuard::place`] finds out.
    ///
    /// # Errors
    /// `Limited`.
    pub(super) fn check_network(&self, ctx: &OperationContext, may_be_known: bool) -> Result<()> {
        if may_be_known {
            return Ok(());
        }
        self.limits.check(ctx, Class::SignIn, &ctx.network())
    }

    /// Takes an attempt: counted before the password is looked at. `Err` holds until when an attempt
    /// is to wait that is not looked at.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(super) async fn take(
        &self,
        ctx: &OperationContext,
        place: &Place,
    ) -> Result<std::result::Result<TakenAttempt, Timestamp>> {
        let store = self.kernel.database.read();
        let taken = store.take_attempt_at_user(place.key(), place.of_user(), ctx.now());
        Ok(taken.await?)
    }

    /// Takes an attempt at an entry of a directory, by name and source alone. `Some` holds until when the
    /// entry is to wait.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(super) async fn take_in_directory(
        &self,
        ctx: &OperationContext,
        place: &Place,
    ) -> Result<Option<Timestamp>> {
        let store = self.kernel.database.read();
        let taken = store.take_sign_in_attempt(place.key(), ctx.now()).await?;
        Ok(taken.err())
    }

    /// Whether an attempt lacks the proof of work that it needs.
    pub(super) fn lacks_proof(
        &self,
        ctx: &OperationContext,
        attempt: &Attempt<'_>,
        place: &Place,
    ) -> bool {
        if place.is_known_browser() || !self.needs_proof(ctx, Some(attempt.identifier)) {
            return false;
        }
        let Evidence {
            browser,
            proof,
            name,
            ..
        } = attempt.evidence;
        let password = attempt.password.expose_secret();
        let of = Proven { name, password };
        !is_done(&self.kernel, ctx, browser, &proof, of)
    }

    /// The challenge for the page of a form, where it is to bring a proof of work.
    pub fn challenge(
        &self,
        ctx: &OperationContext,
        browser: &Secret,
        identifier: Option<&str>,
    ) -> Option<Challenge> {
        self.needs_proof(ctx, identifier)
            .then(|| new_challenge(&self.kernel, ctx, browser))
    }

    fn needs_proof(&self, ctx: &OperationContext, identifier: Option<&str>) -> bool {
        match self.kernel.settings.proof_of_work.mode {
            ProofOfWorkMode::Off => false,
            ProofOfWorkMode::Always => true,
            ProofOfWorkMode::WhenAttacked => {
                self.limits.is_reached(ctx, Class::AllSignIns, "")
                    || identifier.is_some_and(|name| {
                        self.limits
                            .is_reached(ctx, Class::OneName, &fold_loosely(name))
                    })
            }
        }
    }

    /// Counts a wrong password, with the alert where it is one too many.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(super) async fn count_failure(
        &self,
        ctx: &OperationContext,
        attempt: &Attempt<'_>,
        counted: Counted<'_>,
    ) -> Result<()> {
        let limits = &self.limits;
        // Read by programs such as fail2ban: the form is an interface, and says nothing that was typed.
        if counted.is_sent_home {
            // No guess: the password was right.
            tracing::info!(
                event = "sign_in.refused",
                reason = "home_realm",
                address = ctx.address(),
                client = attempt.client_id.unwrap_or_default(),
                "the user of a password signs in at an identity provider alone"
            );
        } else if let Some(disregard) = counted.disregard {
            let reason: &str = disregard.into();
            tracing::info!(
                event = "sign_in.refused",
                client = attempt.client_id.unwrap_or_default(),
                reason,
                address = ctx.address(),
                "refused"
            );
        } else {
            tracing::info!(
                event = "sign_in.failed",
                reason = "wrong_password",
                address = ctx.address(),
                client = attempt.client_id.unwrap_or_default(),
                "a password was wrong"
            );
        }
        if !counted.place.is_some_and(Place::is_known_browser) {
            limits.count(ctx, Class::SignIn, &ctx.network()).await;
        }
        let name = fold_loosely(attempt.identifier);
        let of_all = limits.count(ctx, Class::AllSignIns, "").await;
        let of_name = limits.count(ctx, Class::OneName, &name).await;
        let user = counted.user;
        for (counted, about, user) in [(of_all, "in all", None), (of_name, "for one name", user)] {
            if counted.reaches_limit {
                self.alert(ctx, counted.failures, about, user).await?;
            }
        }
        Ok(())
    }

    /// Tells operators: a warning in the log, and an audit entry.
    async fn alert(
        &self,
        ctx: &OperationContext,
        failures: i64,
        about: &str,
        user: Option<&User>,
    ) -> Result<()> {
        let detail = format!("{failures} wrong passwords {about} within ten minutes");
        tracing::warn!(detail, "an attack on passwords is suspected");
        let record = Record {
            action: "sign_in.attack_suspected",
            subject: user.map(|user| user.id.as_str()),
            client_id: None,
            detail: &detail,
        };
        let database = &self.kernel.database;
        database.commit(ctx, Unit::new(), &[record]).await?;
        Ok(())
    }
}
