//! Passwords: Argon2id (RFC 9106) in a bounded pool of its own, beside the module of
//! stored hashes the only place that names argon2.
//!
//! A storm of sign-ins must not slow tokens or silent sign-in: so few hashes run at once, so many
//! wait, the rest are told to come back. A permit is held until its hash is done, also when the
//! caller has gone. The hashing threads are nice: whoever is signed in already goes first.

use super::{
    cost::{CostsInUse, PasswordParameters, costs, params},
    error::PasswordError,
    stored_hash::{Argon2Hash, StoredHash},
    verifier::{Verification, Verifier, compute},
};
use argon2::{
    Algorithm, Block, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use doorward_protocol::{secret::Entropy, text::opaque_string, time::Lifetime};
use secrecy::{ExposeSecret, SecretString};
use std::{
    str::FromStr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    time::Duration,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Maximum length of a password, in bytes; longer ones are refused, never truncated.
const MAX_BYTES: usize = 1024;
/// Maximum length of a password, in characters.
const MAX_CHARACTERS: usize = 256;
/// Minimum length of a new password, in characters (SP 800-63B-4 §3.1.1.2, where it is the only factor).
pub const MIN_PASSWORD_CHARACTERS: usize = 15;

/// How much lower the priority of the hashing threads is (nice(2)).
const NICENESS: i32 = 10;
/// What is left of the queue timeout for what comes before the password is looked at.
const FOR_THE_REST: Duration = Duration::from_millis(250);

/// Few hashes at a time, their memory used again.
pub struct HashingPool {
    parameters: PasswordParameters,
    permits: Arc<Semaphore>,
    /// How many permits were given back.
    returned: Arc<AtomicU64>,
    waiting: Semaphore,
    threads: mpsc::Sender<Job>,
    threads_started: usize,
    /// Each thread holds a reference for as long as it lives.
    alive: Arc<()>,
    queue_timeout: Duration,
    memory: Arc<Mutex<Vec<Vec<Block>>>>,
    work_done: Arc<AtomicU64>,
}

/// A permit of the pool: whoever holds it may have one password looked at.
pub struct HashingPermit {
    #[expect(dead_code, reason = "held for its drop")]
    permit: OwnedSemaphorePermit,
    returned: Arc<AtomicU64>,
}

impl Drop for HashingPermit {
    fn drop(&mut self) {
        self.returned.fetch_add(1, Ordering::Relaxed);
    }
}

impl HashingPool {
    /// A pool of so many hashes at once, so many callers waiting for so long.
    ///
    /// # Errors
    /// Where the parameters are none of Argon2id's.
    pub fn new(
        parameters: PasswordParameters,
        permits: usize,
        queue: usize,
        queue_timeout: Lifetime,
    ) -> Result<Self, PasswordError> {
        params(parameters)?;
        let alive = Arc::new(());
        Ok(Self {
            parameters,
            permits: Arc::new(Semaphore::new(permits.max(1))),
            returned: Arc::default(),
            waiting: Semaphore::new(queue.max(1)),
            threads: start_threads(permits.max(1), &alive)?,
            threads_started: permits.max(1),
            alive,
            queue_timeout: Duration::from_millis(u64::try_from(queue_timeout.0).unwrap_or(2000)),
            memory: Arc::default(),
            work_done: Arc::default(),
        })
    }

    /// Whether a hash has the parameters with which passwords are hashed now.
    pub fn is_of_today(&self, hash: &str) -> bool {
        StoredHash::read(hash).is_ok_and(|hash| {
            hash.argon2()
                .is_some_and(|hash| hash.is_made_by(self.parameters))
        })
    }

    /// The work that the pool did since it was made: in KiB that Argon2 filled, and in what the hashes
    /// of other programs count.
    pub fn work_done(&self) -> u64 {
        self.work_done.load(Ordering::Relaxed)
    }

    /// Whether a thread is left that hashes.
    pub fn is_alive(&self) -> bool {
        Arc::strong_count(&self.alive) > 1
    }

    /// How many permits were given back so far, where all of them are taken at the moment. The same
    /// number at two times means that nothing was finished between them.
    pub fn returned_while_full(&self) -> Option<u64> {
        (self.permits.available_permits() == 0).then(|| self.returned.load(Ordering::Relaxed))
    }

    /// Ends the threads, as a defect would: what waits for them fails. For tests of what a process
    /// says then.
    pub fn stop(&self) {
        for _ in 0..self.threads_started {
            let end = || std::panic::resume_unwind(Box::new("the hashing thread was stopped"));
            let _ = self.threads.send(Box::new(end));
        }
    }

    /// How long whoever wants a password looked at waits for a permit and for what comes before.
    pub const fn queue_timeout(&self) -> Duration {
        self.queue_timeout
    }

    /// Waits for a permit.
    ///
    /// # Errors
    /// [`PasswordError::Busy`] at once when the queue is full, or after the queue timeout.
    pub async fn permit(&self) -> Result<HashingPermit, PasswordError> {
        let _place = self
            .waiting
            .try_acquire()
            .map_err(|_| PasswordError::Busy)?;
        let permit = tokio::time::timeout(
            self.queue_timeout.saturating_sub(FOR_THE_REST),
            Arc::clone(&self.permits).acquire_owned(),
        )
        .await;
        permit
            .ok()
            .and_then(Result::ok)
            .map(|permit| HashingPermit {
                permit,
                returned: Arc::clone(&self.returned),
            })
            .ok_or(PasswordError::Busy)
    }

    /// Verifies a password against a stored hash; without one, it does the same work and fails. A
    /// password is hashed in the form of [`opaque_string`]; one that is another text as it was typed is
    /// also compared as it was typed, since earlier releases hashed that.
    ///
    /// `in_use` holds the costs that stored hashes have. One hash of each of them and one of today's
    /// cost is computed, and the most work of each kind of hash that other programs made, whoever the
    /// user is: so the time tells neither whether there is a user, nor how old their hash is, nor where
    /// it comes from.
    ///
    /// # Errors
    /// Where the password is too long.
    pub async fn verify(
        &self,
        permit: HashingPermit,
        password: SecretString,
        stored: Option<String>,
        in_use: &CostsInUse,
    ) -> Result<Verification, PasswordError> {
        check_length(password.expose_secret())?;
        let mut spellings = vec![prepared(&password)];
        if spellings
            .iter()
            .all(|form| form.expose_secret() != password.expose_secret())
        {
            spellings.push(password);
        }
        let stored = stored.and_then(|stored| match StoredHash::read(&stored) {
            Ok(read) => Some(read),
            Err(cause) => {
                tracing::error!(
                    cause,
                    "a stored password hash is unusable, so no password matches it"
                );
                None
            }
        });
        let today = self.parameters;
        let theirs = stored.as_ref().and_then(StoredHash::argon2);
        let verifier = Verifier {
            today,
            costs: costs(today, theirs.map(|hash| hash.cost), &in_use.argon2),
            others: in_use
                .others
                .with(stored.as_ref().and_then(StoredHash::foreign)),
            stored,
            memory: Arc::clone(&self.memory),
            work_done: Arc::clone(&self.work_done),
        };
        self.on_thread(permit, move || verifier.verify(&spellings))
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
        let password = prepared(&password);
        check_length(password.expose_secret())?;
        let mut salt = [0_u8; 16];
        entropy.fill(&mut salt);
        let (memory, parameters) = (Arc::clone(&self.memory), self.parameters);
        let work_done = Arc::clone(&self.work_done);
        self.on_thread(permit, move || {
            work_done.fetch_add(parameters.work(), Ordering::Relaxed);
            let hash = Argon2Hash {
                salt: salt.to_vec(),
                ..Argon2Hash::decoy(parameters)
            };
            let mut output = [0_u8; 32];
            compute(&memory, &hash, password.expose_secret(), &mut output)?;
            phc(parameters, &salt, &output)
        })
        .await
    }
}

/// A password in the form that is hashed.
fn prepared(password: &SecretString) -> SecretString {
    opaque_string(password.expose_secret()).into()
}

type Job = Box<dyn FnOnce() + Send>;

/// Starts so many threads that do nothing but hash, at a lower priority than everything else in
/// this process.
fn start_threads(count: usize, alive: &Arc<()>) -> Result<mpsc::Sender<Job>, PasswordError> {
    let (sender, receiver) = mpsc::channel::<Job>();
    let receiver = Arc::new(Mutex::new(receiver));
    for number in 0..count {
        let (receiver, alive) = (Arc::clone(&receiver), Arc::clone(alive));
        let work = move || {
            // On Linux this is the priority of the calling thread alone. Where it is refused,
            // hashing goes on as it is.
            let _ = rustix::process::nice(NICENESS);
            loop {
                let next = receiver
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .recv();
                let Ok(work) = next else {
                    drop(alive);
                    return;
                };
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
    if password.len() > MAX_BYTES || password.chars().count() > MAX_CHARACTERS {
        Err(PasswordError::TooLong)
    } else {
        Ok(())
    }
}

/// Whether a text can be a password: it is no longer than one may be.
pub fn is_possible_password(text: &str) -> bool {
    check_length(text).is_ok()
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
    if opaque_string(password).chars().count() < MIN_PASSWORD_CHARACTERS {
        return Err("a password must have 15 characters at least; a few words do well");
    }
    Ok(())
}

#[cfg(test)]
mod tests;
