//! Sign-in with an identifier and a password.
//!
//! [`SignIn::check`] counts the attempt and verifies the password; [`SignIn::finish`] starts the
//! session or records the failure. A caller that knows other ways to verify the same password, such
//! as directories, asks them in between.

use super::{
    Admission, KnownBrowsers, Onward, Passwords, Proven, SecondFactors,
    attempt::{Attempt, SignInOutcome},
    checked::{Checked, Confirmation, Starting, Verifiers},
    guard::{Counted, Disregard, SignInGuard},
    place::{Place, forget_attempts},
};
use crate::{
    Error, Result, audit::Record, context::OperationContext, kernel::Kernel, notices::Notices,
    sessions::Authenticated,
};
use doorward_adapters::hashing::{Verification, is_possible_password};
use doorward_protocol::{
    credentials::{sign_in_attempts::MAX_IN_A_ROW, sign_in_method::SignInMethod},
    text::is_storable,
    time::Timestamp,
};
use doorward_storage::{Store, TakenAttempt, Unit, User};
use secrecy::ExposeSecret;
use std::sync::Arc;

/// The longest identifier, in bytes: an email address has 254 at most (RFC 5321 §4.5.3.1).
const MAX_IDENTIFIER: usize = 320;

/// Sign-in with a password.
pub struct SignIn {
    kernel: Arc<Kernel>,
    passwords: Arc<Passwords>,
    second_factors: Arc<SecondFactors>,
    guard: SignInGuard,
    notices: Arc<Notices>,
}

impl SignIn {
    pub(crate) const fn new(
        kernel: Arc<Kernel>,
        passwords: Arc<Passwords>,
        second_factors: Arc<SecondFactors>,
        guard: SignInGuard,
        notices: Arc<Notices>,
    ) -> Self {
        Self {
            kernel,
            passwords,
            second_factors,
            guard,
            notices,
        }
    }

    /// What stands before every verification of a password.
    pub const fn guard(&self) -> &SignInGuard {
        &self.guard
    }

    /// Signs in with a password that is stored here.
    ///
    /// # Errors
    /// `Limited` where the network failed too often; `Unavailable` where too many sign in at once or
    /// the database is unavailable.
    pub async fn by_password(
        &self,
        ctx: &OperationContext,
        attempt: &Attempt<'_>,
    ) -> Result<SignInOutcome> {
        match self.check(ctx, attempt, &Verifiers::STORED).await? {
            Ok(checked) => self.finish(ctx, attempt, checked).await,
            Err(outcome) => Ok(outcome),
        }
    }

    /// Verifies a password without signing anybody in. It counts as an attempt to sign in.
    ///
    /// # Errors
    /// As [`SignIn::by_password`].
    pub(crate) async fn confirm(
        &self,
        ctx: &OperationContext,
        attempt: &Attempt<'_>,
    ) -> Result<Confirmation> {
        let checked = match self.check(ctx, attempt, &Verifiers::STORED).await? {
            Ok(checked) => checked,
            Err(SignInOutcome::Paused { until }) => return Ok(Confirmation::Paused { until }),
            Err(SignInOutcome::ProofNeeded) => return Ok(Confirmation::ProofNeeded),
            Err(SignInOutcome::Impossible) => return Ok(Confirmation::Impossible),
            Err(_) => return Ok(Confirmation::Wrong),
        };
        if checked.is_refused() {
            let detail = Some(checked.detail()).filter(|detail| !detail.is_empty());
            let detail = detail.unwrap_or("confirmation");
            self.record_failure(ctx, attempt, checked.user.as_ref(), detail)
                .await?;
            self.count_failure(ctx, attempt, &checked).await?;
            return Ok(Confirmation::Wrong);
        }
        let forget = forget_attempts(&checked.place, checked.user.as_ref());
        self.kernel.database.commit_unaudited(forget).await?;
        Ok(match (checked.user, checked.stored) {
            (Some(user), Some(password)) => Confirmation::Right {
                user: Box::new(user),
                password: Box::new(password),
            },
            _ => Confirmation::Wrong,
        })
    }

    /// Counts an attempt, then verifies the password. The work is the same whoever the user is, and
    /// the attempt counts before the password is verified. `Err` holds the outcome of an attempt
    /// that is not verified at all.
    ///
    /// # Errors
    /// As [`SignIn::by_password`].
    pub(crate) async fn check(
        &self,
        ctx: &OperationContext,
        attempt: &Attempt<'_>,
        verifiers: &Verifiers<'_>,
    ) -> Result<std::result::Result<Checked, SignInOutcome>> {
        let can_be_right = is_storable(attempt.identifier)
            && attempt.identifier.len() <= MAX_IDENTIFIER
            && is_possible_password(attempt.password.expose_secret());
        let cookie = attempt.evidence.known_browser;
        let may_be_known = can_be_right && cookie.is_some_and(KnownBrowsers::can_be_cookie);
        self.guard.check_network(ctx, may_be_known)?;
        if !can_be_right {
            let nothing = Counted::default();
            self.guard.count_failure(ctx, attempt, nothing).await?;
            return Ok(Err(SignInOutcome::Impossible));
        }
        let store = self.kernel.database.read();
        let (user, stored) = store.user_with_password(attempt.identifier).await?.unzip();
        let stored = stored.flatten();
        let has_password = stored.is_some();
        let stored = stored.filter(|_| verifiers.passwords);
        let place = self
            .guard
            .place(ctx, attempt, user.as_ref(), verifiers.directories)?;
        if self.guard.lacks_proof(ctx, attempt, &place) {
            return Ok(Err(SignInOutcome::ProofNeeded));
        }
        let asked_at = self.kernel.monotonic();
        let permit = self.passwords.permit().await?;
        // Whoever waits for a database that does not answer keeps others waiting, who wait for it in turn.
        let time_left = self.passwords.time_left(asked_at);
        let taken = tokio::time::timeout(time_left, self.guard.take(ctx, &place));
        let taken = match taken.await.map_err(|_| uncounted())?? {
            Ok(taken) => taken,
            Err(until) => return Ok(Err(SignInOutcome::Paused { until })),
        };
        let known = user.as_ref().filter(|_| stored.is_some());
        let hash = stored.as_ref().map(|stored| stored.hash.clone());
        let password = attempt.password.clone();
        let verified = self.passwords.verify(permit, password, hash);
        // What is read meanwhile takes no time of its own, which would tell of the user.
        let (disregard, verified) = tokio::join!(self.disregard(ctx, taken, known), verified);
        let (disregard, verified) = (disregard?, verified?);
        let verification = disregard.map_or(verified, |_| Verification::Wrong);
        Ok(Ok(Checked {
            place,
            taken,
            user,
            stored,
            has_password,
            verification,
            is_sent_home: false,
            disregard,
        }))
    }

    /// Whether the password of a user counts for nothing now. After too many attempts in a row it does not,
    /// unless a second factor follows, or the user could not replace it by a mail: strangers would
    /// lock them out.
    async fn disregard(
        &self,
        ctx: &OperationContext,
        taken: TakenAttempt,
        user: Option<&User>,
    ) -> Result<Option<Disregard>> {
        let Some(user) = user else {
            return Ok(None);
        };
        if taken.is_out_of_turn {
            return Ok(Some(Disregard::OutOfTurn));
        }
        if !taken.is_over_limit {
            return Ok(None);
        }
        let can_replace_it = user.email.is_some() && self.notices.can_be_sent();
        if !can_replace_it
            || self
                .second_factors
                .asks_after_password(ctx, &user.id)
                .await?
        {
            return Ok(None);
        }
        Ok(Some(Disregard::TooMany))
    }

    /// Starts the session of a user whose password was right, or records the failure.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn finish(
        &self,
        ctx: &OperationContext,
        attempt: &Attempt<'_>,
        checked: Checked,
    ) -> Result<SignInOutcome> {
        let is_refused = checked.is_refused();
        match &checked.user {
            Some(user) if !is_refused => {
                if checked.verification == Verification::RightButOutdated
                    && let Some(stored) = &checked.stored
                {
                    let passwords = Arc::clone(&self.passwords);
                    passwords.rehash_later(&user.id, stored, attempt.password.clone());
                }
                let starting = Starting::known(user);
                match self.start(ctx, starting, attempt, &checked.place).await? {
                    Admission::SignedIn(sid) => return Ok(SignInOutcome::SignedIn { sid }),
                    Admission::SecondStep(ticket) => {
                        return Ok(SignInOutcome::SecondStep { ticket });
                    }
                    Admission::Refused => {}
                }
                // The password was right when it was read, and the account is another one now.
                let detail = "the account changed meanwhile";
                self.record_failure(ctx, attempt, Some(user), detail)
                    .await?;
                Ok(SignInOutcome::Wrong)
            }
            user => {
                self.record_failure(ctx, attempt, user.as_ref(), checked.detail())
                    .await?;
                self.count_failure(ctx, attempt, &checked).await?;
                Ok(SignInOutcome::Wrong)
            }
        }
    }

    /// Counts an attempt whose password nobody confirmed.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn count_failure(
        &self,
        ctx: &OperationContext,
        attempt: &Attempt<'_>,
        checked: &Checked,
    ) -> Result<()> {
        let counted = Counted {
            place: Some(&checked.place),
            user: checked.user.as_ref(),
            is_sent_home: checked.is_sent_home,
            disregard: checked.disregard,
        };
        self.guard.count_failure(ctx, attempt, counted).await?;
        let known = checked.user.as_ref().filter(|_| checked.stored.is_some());
        match known.filter(|_| checked.taken.from_everywhere == MAX_IN_A_ROW) {
            Some(user) => {
                let once = checked.place.note_most_attempts();
                self.notices.password_guessed(ctx, user, once).await
            }
            None => Ok(()),
        }
    }

    /// Forgets the attempts of a name whose password a directory verified. Where a user here has a
    /// password and the same name, those may have been attempts at it: only this one is taken back.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn forget_attempts(&self, checked: &Checked, provider_id: &str) -> Result<()> {
        let place = &checked.place;
        let forget = if checked.has_password {
            let at_user = Store::take_back_attempt_at_user(place.of_user(), checked.taken);
            Store::take_back_sign_in_attempt(place.key()).then(at_user)
        } else {
            forget_attempts(place, checked.user.as_ref())
        };
        let there = place.in_directory(provider_id);
        let forget = forget.then(Store::forget_sign_in_attempts(there.key()));
        self.kernel.database.commit_unaudited(forget).await?;
        Ok(())
    }

    /// Takes an attempt at the entry of this name in a directory: two directories may know different
    /// users by one name. `Some` holds until when the entry is to wait.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn take_in_directory(
        &self,
        ctx: &OperationContext,
        checked: &Checked,
        provider_id: &str,
    ) -> Result<Option<Timestamp>> {
        let place = checked.place.in_directory(provider_id);
        self.guard.take_in_directory(ctx, &place).await
    }

    /// Signs in a user who is made with their session: another system knew the password. `None` where
    /// they are here meanwhile, or were.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn finish_new(
        &self,
        ctx: &OperationContext,
        attempt: &Attempt<'_>,
        checked: &Checked,
        new: Starting<'_>,
    ) -> Result<Option<SignInOutcome>> {
        Ok(match self.start(ctx, new, attempt, &checked.place).await {
            Ok(Admission::SignedIn(sid)) => Some(SignInOutcome::SignedIn { sid }),
            Ok(Admission::SecondStep(ticket)) => Some(SignInOutcome::SecondStep { ticket }),
            // A name or the row is taken: somebody else was quicker, or it was deleted here.
            Ok(Admission::Refused) | Err(Error::Input(_)) => None,
            Err(error) => return Err(error),
        })
    }

    async fn start(
        &self,
        ctx: &OperationContext,
        starting: Starting<'_>,
        attempt: &Attempt<'_>,
        place: &Place,
    ) -> Result<Admission> {
        let user = starting.user;
        let authenticated = Authenticated {
            user_id: &user.id,
            generation: user.generation,
            authentication: attempt.authentication.clone(),
            auth_time: ctx.now(),
            accounts: attempt.accounts,
            device: attempt.device,
            remembered: attempt.remembered,
            detail: SignInMethod::Password.as_str(),
        };
        let proven = Proven {
            authenticated,
            onward: Onward {
                browser: attempt.evidence.browser,
                trusted_browser: attempt.evidence.trusted_browser,
                flow: attempt.flow,
                directory_name: None,
                link_offer: attempt.link_offer,
            },
            is_redirected: false,
            upstream: None,
            makes: starting.makes,
        };
        let was_right = || {
            forget_attempts(place, Some(user))
                .then(Store::use_password(&user.id, ctx.now()))
                .then(Store::renew_names(user))
        };
        let beside = |_: &str, started: Unit| Ok(started.then(was_right()));
        let admission = self.second_factors.admit(ctx, &proven, beside).await?;
        if matches!(admission, Admission::SecondStep(_)) {
            self.kernel.database.commit_unaudited(was_right()).await?;
        }
        Ok(admission)
    }

    async fn record_failure(
        &self,
        ctx: &OperationContext,
        attempt: &Attempt<'_>,
        user: Option<&User>,
        detail: &str,
    ) -> Result<()> {
        let record = Record {
            action: "sign_in.failed",
            subject: user.map(|user| user.id.as_str()),
            client_id: attempt.client_id,
            detail,
        };
        self.kernel
            .database
            .commit(ctx, Unit::new(), &[record])
            .await?;
        Ok(())
    }
}

/// The failure of an attempt that was not counted before its time was over.
fn uncounted() -> Error {
    Error::Unavailable("an attempt could not be counted in time".into())
}
