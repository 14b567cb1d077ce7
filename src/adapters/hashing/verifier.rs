//! What a verification computes, with equal work for everybody.

use super::{
    cost::{PasswordParameters, params_for},
    error::PasswordError,
    foreign::Efforts,
    stored_hash::{Argon2Hash, StoredHash},
};
use argon2::{Argon2, Block};
use secrecy::{ExposeSecret, SecretString};
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};
use subtle::ConstantTimeEq;

/// The outcome of a verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verification {
    /// The password is another one, or the user does not exist or has none.
    Wrong,
    /// The password is the one that was hashed.
    Right,
    /// It matches a hash of other parameters than today's: hash it again.
    RightButOutdated,
}

/// What a verification computes, in one order for everybody.
pub(super) struct Verifier {
    pub(super) today: PasswordParameters,
    pub(super) costs: Vec<PasswordParameters>,
    pub(super) others: Efforts,
    pub(super) stored: Option<StoredHash>,
    /// The memory of hashes that are done, for those that follow.
    pub(super) memory: Arc<Mutex<Vec<Vec<Block>>>>,
    pub(super) work_done: Arc<AtomicU64>,
}

impl Verifier {
    /// Verifies the spellings of a password. The first one is how passwords are hashed now.
    pub(super) fn verify(&self, spellings: &[SecretString]) -> Result<Verification, PasswordError> {
        let mut verification = Verification::Wrong;
        for (number, password) in spellings.iter().enumerate() {
            let password = password.expose_secret();
            for &cost in &self.costs {
                if let Some(hash) = self.argon2_matches(cost, password)? {
                    verification = if number == 0 && hash.is_made_by(self.today) {
                        Verification::Right
                    } else {
                        Verification::RightButOutdated
                    };
                }
            }
            let foreign = self.stored.as_ref().and_then(StoredHash::foreign);
            if self.others.verify(foreign, password)? {
                verification = Verification::RightButOutdated;
            }
            let work = self.others.total();
            self.work_done.fetch_add(work, Ordering::Relaxed);
        }
        Ok(verification)
    }

    /// Computes one hash of a cost: that of the user, where it has this cost, or a decoy. The user's,
    /// where it is the hash of the password.
    fn argon2_matches(
        &self,
        cost: PasswordParameters,
        password: &str,
    ) -> Result<Option<&Argon2Hash>, PasswordError> {
        let decoy = Argon2Hash::decoy(cost);
        let theirs = self.stored.as_ref().and_then(StoredHash::argon2);
        let theirs = theirs.filter(|hash| hash.cost == cost);
        let hash = theirs.unwrap_or(&decoy);
        let mut output = vec![0_u8; hash.output.len()];
        compute(&self.memory, hash, password, &mut output)?;
        self.work_done.fetch_add(cost.work(), Ordering::Relaxed);
        Ok(theirs.filter(|_| bool::from(output.ct_eq(&hash.output))))
    }
}

/// Computes a hash by Argon2.
///
/// # Errors
/// Where the library refuses the parameters.
pub(super) fn compute(
    memory: &Mutex<Vec<Vec<Block>>>,
    hash: &Argon2Hash,
    password: &str,
    output: &mut [u8],
) -> Result<(), PasswordError> {
    let cost = params_for(hash.cost, output.len())?;
    let needed = cost.block_count();
    let mut blocks = memory
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .pop()
        .unwrap_or_default();
    if blocks.len() < needed {
        blocks.resize(needed, Block::default());
    }
    let argon2 = Argon2::new(hash.algorithm, hash.version, cost);
    let space = blocks.get_mut(..needed).unwrap_or_default();
    let result =
        argon2.hash_password_into_with_memory(password.as_bytes(), &hash.salt, output, space);
    memory
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(blocks);
    result.map_err(|error| PasswordError::Failed(error.to_string()))
}
