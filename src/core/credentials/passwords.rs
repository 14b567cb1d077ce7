//! Passwords: hashed and verified by few threads at a time.

use crate::{
    Result,
    credentials::{given_password::GivenPassword, stall::StallWatch},
    kernel::Kernel,
};
use doorward_adapters::hashing::{
    HashingPermit, HashingPool, MIN_PASSWORD_CHARACTERS, PasswordParameters, Verification,
};
use doorward_protocol::{secret::ordered_id, time::Timestamp};
use doorward_storage::{PasswordCredential, Store, Unit};
use secrecy::SecretString;
use std::sync::{Arc, Mutex, PoisonError};

/// The passwords of users.
pub struct Passwords {
    kernel: Arc<Kernel>,
    hashing: HashingPool,
    stall: Mutex<StallWatch>,
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
    pub(crate) fn new(kernel: Arc<Kernel>, hashing: HashingPool) -> Self {
        Self {
            kernel,
            hashing,
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

    /// The least characters of a new password.
    pub const fn min_length(&self) -> usize {
        MIN_PASSWORD_CHARACTERS
    }

    /// Ends the hashing threads, as a defect would. For tests of what a process says then.
    pub fn stop_hashing(&self) {
        self.hashing.stop();
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
            GivenPassword::Plain(password) => self.hash(password).await?,
            GivenPassword::Hashed(hash) => hash,
        };
        if let Some(present) = present {
            return Ok(Store::replace_password(user_id, &present.hash, &hash, now));
        }
        let id = ordered_id(self.kernel.entropy.as_ref(), now);
        Ok(Store::add_password(&id, user_id, &hash, now))
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
        let costs: Vec<_> = costs
            .iter()
            .filter_map(|cost| PasswordParameters::parse(cost))
            .collect();
        Ok(self
            .hashing
            .verify(permit, password, stored, &costs)
            .await?)
    }

    /// The work of all hashes since the start, in KiB that were filled.
    pub fn work_done(&self) -> u64 {
        self.hashing.work_done()
    }

    /// Whether a password is the one behind a stored hash.
    pub(crate) async fn matches(&self, password: SecretString, stored: &str) -> Result<bool> {
        let permit = self.permit().await?;
        let stored = Some(stored.to_owned());
        let verification = self.hashing.verify(permit, password, stored, &[]).await?;
        Ok(verification != Verification::Wrong)
    }

    /// Whether the present hash may be of the password that another hash is of: they are the same, or
    /// the password was hashed anew with the parameters of now after a sign-in.
    pub(crate) fn may_be(&self, given: &str, present: &str) -> bool {
        given == present || self.hashing.is_of_today(present) && !self.hashing.is_of_today(given)
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
