//! What stands before every verification of a password: the limits of its source, the proof of work,
//! and the alert where many are wrong.
//!
//! An attempt is counted by the name that was typed, in whatever spelling, and by its source, so nobody
//! makes another user wait, and a pause of one name tells nothing about another one. A success
//! forgets what the names of its own user counted from the same source, and nothing else.

use super::{
    KnownBrowsers,
    attempt::{Attempt, Evidence},
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
    text::{fold_loosely, fold_username},
    time::Timestamp,
};
use doorward_storage::{AttemptKey, Store, Unit, User};
use secrecy::ExposeSecret;
use std::sync::Arc;

/// Where an attempt is counted.
#[derive(Clone)]
pub(crate) struct Place {
    /// The same for every spelling of the name.
    name: Digest,
    /// The name as it was typed.
    spelling: Digest,
    source: Digest,
    /// The source is a browser in which the user signed in before.
    is_known_browser: bool,
}

impl Place {
    /// What the attempt is counted by.
    pub(super) const fn key(&self) -> AttemptKey<'_> {
        AttemptKey {
            account: &self.name,
            spelling: &self.spelling,
            source: &self.source,
        }
    }

    /// Where attempts at the entry of this name in one directory are counted.
    pub(super) fn in_directory(&self, provider_id: &str) -> Self {
        let there =
            |name: &Digest| Digest::of(format!("{provider_id} {}", name.as_str()).as_bytes());
        Self {
            name: there(&self.name),
            spelling: there(&self.spelling),
            ..self.clone()
        }
    }
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
        Ok(Place {
            name: name_digest(attempt.identifier),
            spelling: spelling_digest(attempt.identifier),
            is_known_browser: browser.is_some(),
            source: browser.unwrap_or_else(|| Digest::of(format!("network {network}").as_bytes())),
        })
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

    /// Takes an attempt: counted before the password is looked at. `Some` holds until when an attempt
    /// is to wait that is not looked at.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(super) async fn take(
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
        if place.is_known_browser || !self.needs_proof(ctx, Some(attempt.identifier)) {
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
        } else {
            tracing::info!(
                event = "sign_in.failed",
                reason = "wrong_password",
                address = ctx.address(),
                client = attempt.client_id.unwrap_or_default(),
                "a password was wrong"
            );
        }
        if !counted.place.is_some_and(|place| place.is_known_browser) {
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

/// Forgets the attempts at a user from one source, by the name that was typed and by their other names.
pub(super) fn forget_attempts(place: &Place, user: Option<&User>) -> Unit {
    let typed = Store::forget_sign_in_attempts(place.key());
    let names = user
        .into_iter()
        .flat_map(|user| [user.email.as_deref(), user.username.as_deref()])
        .flatten();
    names
        .map(|name| (name_digest(name), spelling_digest(name)))
        .filter(|(_, spelling)| *spelling != place.spelling)
        .fold(typed, |unit, (name, spelling)| {
            unit.then(Store::forget_sign_in_attempts(AttemptKey {
                account: &name,
                spelling: &spelling,
                source: &place.source,
            }))
        })
}

/// Forgets the attempts at a user, wherever they came from.
pub(crate) fn forget_all_attempts(user: &User) -> Unit {
    names(user).fold(Unit::new(), |unit, name| {
        unit.then(Store::forget_all_sign_in_attempts(&name))
    })
}

/// The key of a name, however it is spelled.
fn name_digest(identifier: &str) -> Digest {
    Digest::of(format!("name {}", fold_loosely(identifier)).as_bytes())
}

/// The key of a name as it is typed. What finds a user here makes no difference between two that have
/// the same.
fn spelling_digest(identifier: &str) -> Digest {
    Digest::of(format!("spelling {}", fold_username(identifier)).as_bytes())
}

/// The keys of the names that a user signs in by.
fn names(user: &User) -> impl Iterator<Item = Digest> {
    [Some(&user.id), user.email.as_ref(), user.username.as_ref()]
        .into_iter()
        .flatten()
        .map(|name| name_digest(name))
}
