//! Passwords: hashed and verified by few threads at a time.

use crate::{
    Error, Result,
    credentials::{
        given_password::GivenPassword,
        policy::{PasswordContext, PasswordPolicy, PasswordProblem, PasswordStrength, words_of},
        stall::StallWatch,
    },
    kernel::Kernel,
};
use doorward_adapters::breaches::BreachFile;
use doorward_adapters::hashing::{
    CostsInUse, HashingPermit, HashingPool, StorableHash, Verification, storable_hash,
};
use doorward_adapters::outbound::Outbound;
use doorward_protocol::{
    events::security_event::{CredentialChange, EventType, Initiator, credential_change},
    secret::ordered_id,
    time::Timestamp,
};
use doorward_storage::{NewHash, NewSecurityEvent, PasswordCredential, Store, Unit, User};
use secrecy::{ExposeSecret, SecretString};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// The passwords of users.
pub struct Passwords {
    kernel: Arc<Kernel>,
    hashing: HashingPool,
    policy: PasswordPolicy,
    stall: Mutex<StallWatch>,
}

/// What passwords need beside what every capability shares.
pub(crate) struct PasswordParts {
    /// The threads that hash passwords.
    pub(crate) hashing: HashingPool,
    /// Passwords that were stolen elsewhere, where the operator brought a file of them.
    pub(crate) breaches: Option<BreachFile>,
    /// Calls to the service that knows stolen passwords.
    pub(crate) outbound: Outbound,
}

/// Whether passwords can be hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HashingState {
    /// They can, as far as is known.
    Working,
    /// No thread is left.
    Stopped,
    /// Every thread is busy, and none has finished anything for long.
    Stuck,
}

impl Passwords {
    /// The statements that tell the receivers of security events of a password that was set or changed.
    pub(crate) fn announce(
        &self,
        user_id: &str,
        change: CredentialChange,
        initiator: Initiator,
        now: Timestamp,
    ) -> Unit {
        let event = NewSecurityEvent {
            cause: &ordered_id(self.kernel.entropy.as_ref(), now),
            event_type: EventType::CredentialChange,
            user_id,
            sid: None,
            client_id: None,
            payload: credential_change(change, initiator, now),
        };
        Store::add_security_events(&event, now)
    }

    pub(crate) fn new(kernel: Arc<Kernel>, parts: PasswordParts) -> Self {
        Self {
            policy: PasswordPolicy {
                rules: kernel.settings.password_rules.clone(),
                breaches: parts.breaches,
                outbound: parts.outbound,
            },
            kernel,
            hashing: parts.hashing,
            stall: Mutex::default(),
        }
    }

    /// Whether the hashing threads go on.
    pub(crate) fn hashing_state(&self) -> HashingState {
        if !self.hashing.is_alive() {
            return HashingState::Stopped;
        }
        let mut stall = self.stall.lock().unwrap_or_else(PoisonError::into_inner);
        let finished = self.hashing.returned_while_full();
        if stall.is_stalled(finished, self.kernel.monotonic()) {
            HashingState::Stuck
        } else {
            HashingState::Working
        }
    }

    /// Ends the hashing threads, as a defect would. For tests of what a process says then.
    pub fn stop_hashing(&self) {
        self.hashing.stop();
    }

    /// How many characters a new password must have at least.
    pub fn min_length(&self) -> usize {
        self.policy.rules.min_length
    }

    /// Whether a new password will do, by what is known here: its length, how easily it is guessed by
    /// whoever knows the app and its user, and the list of stolen ones, where there is one.
    ///
    /// # Errors
    /// Why it will not do.
    pub fn check_new(
        &self,
        password: &SecretString,
        about: &PasswordContext<'_>,
    ) -> std::result::Result<(), PasswordProblem> {
        match self.strength(password, about).problem {
            Some(problem) => Err(problem),
            None => Ok(()),
        }
    }

    /// As [`Passwords::check_new`], and asks the service that knows stolen passwords, where the
    /// operator allowed it. Where that does not answer in time, the password will do.
    ///
    /// # Errors
    /// Why it will not do.
    pub async fn check_new_everywhere(
        &self,
        password: &SecretString,
        about: &PasswordContext<'_>,
    ) -> std::result::Result<(), PasswordProblem> {
        self.check_new(password, about)?;
        if self
            .policy
            .is_known_elsewhere(password.expose_secret())
            .await
        {
            return Err(PasswordProblem::Breached);
        }
        Ok(())
    }

    /// As [`Passwords::check_new_everywhere`], for a user who chooses a password in the place of the
    /// `present` one: it is neither that one nor the one that was revoked.
    ///
    /// # Errors
    /// `Unavailable` where too many passwords are hashed at once or the database is unavailable.
    pub(crate) async fn check_next(
        &self,
        user: &User,
        present: Option<&PasswordCredential>,
        password: &SecretString,
    ) -> Result<std::result::Result<(), PasswordProblem>> {
        let words = words_of(user);
        let about = PasswordContext {
            app: None,
            words: &words,
        };
        if let Err(problem) = self.check_new_everywhere(password, &about).await {
            return Ok(Err(problem));
        }
        let (before, problem) = if let Some(present) = present {
            (Some(present.hash.clone()), PasswordProblem::Present)
        } else {
            let store = self.kernel.database.read();
            let revoked = store.revoked_password(&user.id).await?;
            (revoked, PasswordProblem::Revoked)
        };
        Ok(match before {
            Some(hash) if self.matches(password.clone(), &hash).await? => Err(problem),
            _ => Ok(()),
        })
    }

    /// How strong a password is, by what is known here: for whoever is choosing one.
    pub fn strength(
        &self,
        password: &SecretString,
        about: &PasswordContext<'_>,
    ) -> PasswordStrength {
        let provider = &self.kernel.provider_name();
        self.policy
            .strength(password.expose_secret(), provider, about)
    }

    /// How much of the time is left for which an attempt waits, which began at this monotonic reading.
    pub(crate) fn time_left(&self, since: Duration) -> Duration {
        let waited = self.kernel.monotonic().saturating_sub(since);
        self.hashing.queue_timeout().saturating_sub(waited)
    }

    /// A place in the bounded pool of hashing threads.
    ///
    /// # Errors
    /// `Unavailable` where too many wait for one already.
    pub async fn permit(&self) -> Result<HashingPermit> {
        Ok(self.hashing.permit().await?)
    }

    /// The Argon2id hash of a new password, in PHC format.
    ///
    /// # Errors
    /// `Unavailable` where too many passwords are hashed at once.
    async fn hash(&self, password: SecretString) -> Result<String> {
        let permit = self.permit().await?;
        Ok(self
            .hashing
            .hash(permit, password, self.kernel.entropy.as_ref())
            .await?)
    }

    /// The hash of a new password, as it is stored.
    ///
    /// # Errors
    /// `Unavailable` where too many passwords are hashed at once.
    pub(crate) async fn hash_of(&self, password: SecretString) -> Result<StorableHash> {
        storable_hash(&self.hash(password).await?).map_err(Error::Input)
    }

    /// The statements that give a user a new password in the place of the present one, as it was
    /// read. A guard: nobody changed it while the new one was hashed.
    ///
    /// # Errors
    /// `Unavailable` where too many passwords are hashed at once.
    pub(crate) async fn put(
        &self,
        user_id: &str,
        present: Option<&PasswordCredential>,
        password: GivenPassword,
        now: Timestamp,
    ) -> Result<Unit> {
        let hash = match password {
            GivenPassword::Plain(password) => storable_hash(&self.hash(password).await?),
            GivenPassword::Hashed(hash) => storable_hash(&hash),
        };
        let hash = hash.map_err(Error::Input)?;
        let new = new_hash(&hash);
        if let Some(present) = present {
            return Ok(Store::replace_password(user_id, &present.hash, new, now));
        }
        let id = ordered_id(self.kernel.entropy.as_ref(), now);
        Ok(Store::add_password(&id, user_id, new, now))
    }

    /// The stored password of a user; `None` where the user has none.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn of_user(&self, user_id: &str) -> Result<Option<PasswordCredential>> {
        Ok(self
            .kernel
            .database
            .read()
            .password_of_user(user_id)
            .await?)
    }

    /// Verifies a password. The work is the same whether there is a stored hash or not, and whatever
    /// that hash costs: one hash of each cost that any user's password has.
    pub(super) async fn verify(
        &self,
        permit: HashingPermit,
        password: SecretString,
        stored: Option<String>,
    ) -> Result<Verification> {
        let costs = self.kernel.database.read().password_costs().await?;
        let costs = CostsInUse::read(costs.iter().map(String::as_str));
        Ok(self
            .hashing
            .verify(permit, password, stored, &costs)
            .await?)
    }

    /// The work of all hashes since the start, as [`HashingPool::work_done`] counts it.
    pub fn work_done(&self) -> u64 {
        self.hashing.work_done()
    }

    /// Whether a password is the one behind a stored hash.
    pub(crate) async fn matches(&self, password: SecretString, stored: &str) -> Result<bool> {
        let permit = self.permit().await?;
        let stored = Some(stored.to_owned());
        let nobody = CostsInUse::default();
        let verification = self.hashing.verify(permit, password, stored, &nobody);
        let verification = verification.await?;
        Ok(verification != Verification::Wrong)
    }

    /// Whether the present hash may be of the password that another hash is of: they are the same, or
    /// the password was hashed anew with the parameters of now after a sign-in.
    pub(crate) fn may_be(&self, given: &str, present: &str) -> bool {
        let given_text = storable_hash(given).map(|hash| hash.text);
        given_text.is_ok_and(|text| text == present)
            || self.hashing.is_of_today(present) && !self.hashing.is_of_today(given)
    }

    /// Hashes a password again with the parameters of now, after the answer to the sign-in that
    /// proved it: the user does not wait for it.
    pub(super) fn rehash_later(
        self: Arc<Self>,
        user_id: &str,
        stored: &PasswordCredential,
        password: SecretString,
    ) {
        let (user_id, old) = (user_id.to_owned(), stored.hash.clone());
        tokio::spawn(async move { self.rehash(&user_id, &old, password).await });
    }

    /// A failure is only logged: the next sign-in tries again.
    async fn rehash(&self, user_id: &str, old: &str, password: SecretString) {
        let Ok(new) = self.hash(password).await else {
            return;
        };
        let replace = Store::rehash_password(user_id, old, &new);
        if let Err(error) = self.kernel.database.commit_unaudited(replace).await {
            tracing::warn!(%error, "a password hash could not be replaced by one with the present parameters");
        }
    }
}

/// A hash as the store takes it.
fn new_hash(hash: &StorableHash) -> NewHash<'_> {
    NewHash {
        text: &hash.text,
        cost: Some(hash.cost.clone()),
    }
}
