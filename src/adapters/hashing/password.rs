//! Passwords: Argon2id (RFC 9106) in a bounded pool of its own, the only place that names argon2.
//!
//! A storm of sign-ins must not slow tokens or silent sign-in: so few hashes run at once, so many
//! wait, the rest are told to come back. A permit is held until its hash is done, also when the
//! caller has gone. The hashing threads are nice: whoever is signed in already goes first.

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use doorward_protocol::{secret::Entropy, time::Lifetime};
use secrecy::{ExposeSecret, SecretString};
use std::{
    str::FromStr,
    sync::{Arc, Mutex, PoisonError, mpsc},
    time::Duration,
};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;

/// Longest password that is looked at, in bytes and in characters; never truncated.
const LONGEST: (usize, usize) = (1024, 256);
/// Shortest new password, in characters (SP 800-63B-4 §3.1.1.2, where it is the only factor).
const SHORTEST: usize = 15;
/// The most memory that a stored hash may ask for, in KiB.
const MEMORY_CEILING: u32 = 128 * 1024;

/// How much lower the priority of the hashing threads is (nice(2)).
const NICENESS: i32 = 10;

/// The cost of new hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordParameters {
    /// KiB.
    pub memory: u32,
    /// Passes.
    pub iterations: u32,
    /// Lanes.
    pub parallelism: u32,
}

/// Why a password was not looked at.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Too many wait already.
    #[error("too many users are signing in at once")]
    Busy,
    /// Too long to be looked at.
    #[error("a password may have 256 characters and 1024 bytes at most")]
    TooLong,
    /// The parameters or a stored hash are unusable.
    #[error("password hashing failed: {0}")]
    Failed(String),
}

/// The outcome of a verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verification {
    /// It does not match, or nobody has it.
    Wrong,
    /// It matches.
    Right,
    /// It matches a hash of other parameters than today's: hash it again.
    RightButOutdated,
}

/// Few hashes at a time, their memory used again.
pub struct HashingPool {
    parameters: PasswordParameters,
    permits: Arc<Semaphore>,
    waiting: Semaphore,
    threads: mpsc::Sender<Work>,
    patience: Duration,
    memory: Arc<Mutex<Vec<Vec<Block>>>>,
    decoy: String,
}

/// A permit of the pool: whoever holds it may have one password looked at.
pub struct HashingPermit(
    #[expect(dead_code, reason = "held for its drop")] tokio::sync::OwnedSemaphorePermit,
);

impl HashingPool {
    /// A pool of so many hashes at once, so many callers waiting for so long.
    ///
    /// # Errors
    /// Where the parameters are none of Argon2id's.
    pub fn new(
        parameters: PasswordParameters,
        permits: usize,
        queue: usize,
        patience: Lifetime,
    ) -> Result<Self, PasswordError> {
        let decoy_salt = [7_u8; 16];
        let mut pool = Self {
            parameters,
            permits: Arc::new(Semaphore::new(permits.max(1))),
            waiting: Semaphore::new(queue.max(1)),
            threads: start_threads(permits.max(1))?,
            patience: Duration::from_millis(u64::try_from(patience.0).unwrap_or(2000)),
            memory: Arc::default(),
            decoy: String::new(),
        };
        params(parameters)?;
        // Unknown users cost the same work: their passwords are held against a hash of today's
        // parameters that nothing matches.
        pool.decoy = phc(parameters, &decoy_salt, &[0_u8; 32])?;
        Ok(pool)
    }

    /// Waits for a permit.
    ///
    /// # Errors
    /// [`PasswordError::Busy`] at once when the queue is full, or after the patience.
    pub async fn permit(&self) -> Result<HashingPermit, PasswordError> {
        let _place = self
            .waiting
            .try_acquire()
            .map_err(|_| PasswordError::Busy)?;
        let permit =
            tokio::time::timeout(self.patience, Arc::clone(&self.permits).acquire_owned()).await;
        permit
            .ok()
            .and_then(Result::ok)
            .map(HashingPermit)
            .ok_or(PasswordError::Busy)
    }

    /// Verifies a password against a stored hash, or against nobody's with the same work.
    ///
    /// # Errors
    /// Where the password is too long or the hash unusable.
    pub async fn verify(
        &self,
        permit: HashingPermit,
        password: SecretString,
        stored: Option<String>,
    ) -> Result<Verification, PasswordError> {
        check_length(password.expose_secret())?;
        let (memory, known) = (Arc::clone(&self.memory), stored.is_some());
        let stored = stored.unwrap_or_else(|| self.decoy.clone());
        let today = self.parameters;
        self.on_thread(permit, move || {
            let hash = PasswordHash::new(&stored)
                .map_err(|error| PasswordError::Failed(error.to_string()))?;
            let cost = Params::try_from(&hash)
                .map_err(|error| PasswordError::Failed(error.to_string()))?;
            let (Some(salt), Some(expected)) = (hash.salt, hash.hash) else {
                return Err(PasswordError::Failed("a hash is incomplete".into()));
            };
            if hash.algorithm.as_str() != "argon2id" || cost.m_cost() > MEMORY_CEILING {
                return Err(PasswordError::Failed(
                    "a hash is of another kind or costs too much".into(),
                ));
            }
            let mut output = vec![0_u8; expected.as_bytes().len()];
            compute(
                &memory,
                cost.clone(),
                password.expose_secret(),
                salt.as_ref(),
                &mut output,
            )?;
            let right = bool::from(output.as_slice().ct_eq(expected.as_bytes())) && known;
            let current = (cost.m_cost(), cost.t_cost(), cost.p_cost())
                == (today.memory, today.iterations, today.parallelism);
            Ok(match (right, current) {
                (false, _) => Verification::Wrong,
                (true, true) => Verification::Right,
                (true, false) => Verification::RightButOutdated,
            })
        })
        .await
    }

    /// Hashes a password, as a PHC string.
    ///
    /// # Errors
    /// Where it is too long.
    pub async fn hash(
        &self,
        permit: HashingPermit,
        password: SecretString,
        entropy: &dyn Entropy,
    ) -> Result<String, PasswordError> {
        check_length(password.expose_secret())?;
        let mut salt = [0_u8; 16];
        entropy.fill(&mut salt);
        let (memory, parameters) = (Arc::clone(&self.memory), self.parameters);
        self.on_thread(permit, move || {
            let mut output = [0_u8; 32];
            compute(
                &memory,
                params(parameters)?,
                password.expose_secret(),
                &salt,
                &mut output,
            )?;
            phc(parameters, &salt, &output)
        })
        .await
    }
}

type Work = Box<dyn FnOnce() + Send>;

/// Starts so many threads that do nothing but hash, at a lower priority than everything else in
/// this process.
fn start_threads(count: usize) -> Result<mpsc::Sender<Work>, PasswordError> {
    let (sender, receiver) = mpsc::channel::<Work>();
    let receiver = Arc::new(Mutex::new(receiver));
    for number in 0..count {
        let receiver = Arc::clone(&receiver);
        let work = move || {
            // On Linux this is the priority of the calling thread alone. Where it is refused,
            // hashing goes on as it is.
            let _ = rustix::process::nice(NICENESS);
            loop {
                let next = receiver
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .recv();
                let Ok(work) = next else { return };
                work();
            }
        };
        let thread = std::thread::Builder::new()
            .name(format!("hashing-{number}"))
            .spawn(work);
        thread.map_err(|error| PasswordError::Failed(error.to_string()))?;
    }
    Ok(sender)
}

impl HashingPool {
    /// Runs work on a hashing thread; the permit is given back when the work is done, whether or
    /// not anybody still waits for it.
    async fn on_thread<T: Send + 'static>(
        &self,
        permit: HashingPermit,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let (done, answer) = tokio::sync::oneshot::channel();
        let work = move || {
            // Work that panics ends by itself: the permit comes back and the thread goes on.
            let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
            drop(permit);
            let _ =
                done.send(result.unwrap_or_else(|_| {
                    Err(PasswordError::Failed("the hash did not finish".into()))
                }));
        };
        let stopped = || PasswordError::Failed("the hashing threads stopped".into());
        self.threads.send(Box::new(work)).map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

fn params(parameters: PasswordParameters) -> Result<Params, PasswordError> {
    Params::new(
        parameters.memory,
        parameters.iterations,
        parameters.parallelism,
        Some(32),
    )
    .map_err(|error| PasswordError::Failed(error.to_string()))
}

fn compute(
    memory: &Mutex<Vec<Vec<Block>>>,
    cost: Params,
    password: &str,
    salt: &[u8],
    output: &mut [u8],
) -> Result<(), PasswordError> {
    let needed = cost.block_count();
    let mut blocks = memory
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .pop()
        .unwrap_or_default();
    if blocks.len() < needed {
        blocks.resize(needed, Block::default());
    }
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, cost);
    let space = blocks.get_mut(..needed).unwrap_or_default();
    let result = argon2.hash_password_into_with_memory(password.as_bytes(), salt, output, space);
    memory
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(blocks);
    result.map_err(|error| PasswordError::Failed(error.to_string()))
}

fn phc(
    parameters: PasswordParameters,
    salt: &[u8],
    output: &[u8],
) -> Result<String, PasswordError> {
    let failed = |error: String| PasswordError::Failed(error);
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::from_str(&format!(
            "m={},t={},p={}",
            parameters.memory, parameters.iterations, parameters.parallelism
        ))
        .map_err(|error| failed(error.to_string()))?,
        salt: Some(Salt::new(salt).map_err(|error| failed(error.to_string()))?),
        hash: Some(Output::new(output).map_err(|error| failed(error.to_string()))?),
    };
    Ok(hash.to_string())
}

fn check_length(password: &str) -> Result<(), PasswordError> {
    if password.len() > LONGEST.0 || password.chars().count() > LONGEST.1 {
        Err(PasswordError::TooLong)
    } else {
        Ok(())
    }
}

/// Whether a new password will do: its length alone decides, no composition rule (SP 800-63B-4
/// §3.1.1.2). It is kept byte for byte: not trimmed, not folded, not normalised.
///
/// # Errors
/// One sentence for whoever chose it.
pub fn check_new_password(password: &str) -> Result<(), &'static str> {
    check_length(password).map_err(|_| "a password may have 256 characters at most")?;
    if password.contains('\0') {
        return Err("a password cannot hold the NUL character");
    }
    if password.chars().count() < SHORTEST {
        return Err("a password must have 15 characters at least; a few words do well");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Ones;
    impl Entropy for Ones {
        fn fill(&self, buffer: &mut [u8]) {
            buffer.fill(1);
        }
    }

    fn pool(memory: u32) -> HashingPool {
        HashingPool::new(
            PasswordParameters {
                memory,
                iterations: 1,
                parallelism: 1,
            },
            1,
            2,
            Lifetime::seconds(1),
        )
        .unwrap()
    }

    async fn verify(pool: &HashingPool, password: &str, stored: Option<&str>) -> Verification {
        pool.verify(
            pool.permit().await.unwrap(),
            password.into(),
            stored.map(str::to_owned),
        )
        .await
        .unwrap()
    }

    #[tokio::test]
    async fn every_byte_counts_and_nobody_matches_nothing() {
        let pool = pool(64);
        let long = format!("{}x", "correct horse ".repeat(5));
        let stored = pool
            .hash(pool.permit().await.unwrap(), long.clone().into(), &Ones)
            .await
            .unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"),
            "{stored}"
        );
        assert_eq!(
            verify(&pool, &long, Some(&stored)).await,
            Verification::Right
        );
        for wrong in [
            long.trim_end_matches('x'),
            &format!(" {long}"),
            &long.to_uppercase(),
        ] {
            assert_eq!(
                verify(&pool, wrong, Some(&stored)).await,
                Verification::Wrong
            );
        }
        assert_eq!(verify(&pool, &long, None).await, Verification::Wrong);
        assert_eq!(
            verify(&self::pool(128), &long, Some(&stored)).await,
            Verification::RightButOutdated
        );
    }

    #[tokio::test]
    async fn a_full_queue_is_told_at_once() {
        let pool = Arc::new(
            HashingPool::new(
                PasswordParameters {
                    memory: 64,
                    iterations: 1,
                    parallelism: 1,
                },
                1,
                1,
                Lifetime::seconds(30),
            )
            .unwrap(),
        );
        let held = pool.permit().await.unwrap();
        let waiting = tokio::spawn({
            let pool = Arc::clone(&pool);
            async move { pool.permit().await.is_ok() }
        });
        tokio::task::yield_now().await;
        while pool.waiting.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert!(matches!(pool.permit().await, Err(PasswordError::Busy)));
        drop(held);
        assert!(waiting.await.unwrap());
    }

    #[test]
    fn length_alone_decides() {
        assert!(check_new_password("a lower case sentence").is_ok());
        assert!(
            check_new_password("short").is_err() && check_new_password(&"x".repeat(300)).is_err()
        );
    }
}
