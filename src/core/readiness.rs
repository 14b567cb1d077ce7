//! Whether this process can do its work: sign users in, and issue tokens that others accept.

use crate::{
    Error, Result,
    credentials::{HashingState, Passwords},
    kernel::Kernel,
    sealing::{Purpose, SealError},
    sessions::Sessions,
    workers::Workers,
};
use doorward_protocol::{keys::signing_key::is_published, time::Timestamp};
use doorward_storage::Cause;
use std::{sync::Arc, time::Duration};
use tokio::sync::Mutex;

/// How long a result is given to others who ask. Anybody may ask, and each check reads and writes
/// the database.
const TTL: Duration = Duration::from_secs(1);
/// How long what is stored is looked at: load balancers wait for a few seconds.
const MAX_CHECK: Duration = Duration::from_secs(4);

/// Why this process cannot do its work. The texts are public: they name no path, address or
/// identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The database cannot do its work.
    #[error("{0}")]
    Database(Cause),
    /// The master key of the database was changed, or the database is one of another provider.
    #[error("the master key is not the one that sealed this database")]
    OtherMasterKey,
    /// The database is not the one that this process was started with.
    #[error("the database is another one than at the start of this server: restart it")]
    OtherDatabase,
    /// A stored signing key was altered, or sealed under another master key.
    #[error("a signing key cannot be opened with the master key")]
    UnopenableKey,
    /// An algorithm that is to sign has no key.
    #[error("there is no {0} signing key: restart the server, which makes one")]
    NoSigningKey(&'static str),
    /// Clients, identity providers or keys cannot be loaded.
    #[error("clients, identity providers or keys cannot be loaded from the database")]
    Configuration,
    /// The threads that hash passwords ended.
    #[error("passwords cannot be verified: the hashing threads stopped")]
    HashingStopped,
    /// The threads that hash passwords finish nothing any more.
    #[error("passwords cannot be verified: every hashing thread is stuck")]
    HashingStuck,
    /// The certificate of this server has expired.
    #[error("the TLS certificate has expired: renew it")]
    CertificateExpired,
    /// The file of the master key is gone: this process has the key, and the next one would not.
    #[error("the file of the master key is gone: put it back from a backup")]
    MasterKeyGone,
    /// The file of the master key holds another one: this process has the key, and the next one would not.
    #[error("the file of the master key holds another key: put the right one back from a backup")]
    MasterKeyReplaced,
    /// Little room is left to write.
    #[error("the disk of the database is nearly full")]
    DiskNearlyFull,
    /// A background worker stopped or is stuck.
    #[error("the worker `{0}` stopped")]
    Worker(&'static str),
}

impl Problem {
    /// Whether the database is not the one that this process works with, or does not do its work.
    pub const fn is_of_database(&self) -> bool {
        matches!(
            self,
            Self::Database(_) | Self::OtherDatabase | Self::OtherMasterKey
        )
    }

    /// Whether it is a warning: the work can still be done.
    pub const fn is_warning(&self) -> bool {
        matches!(self, Self::DiskNearlyFull)
    }
}

/// Looks at something outside of the database that a process needs.
pub type Condition = Box<dyn Fn(Timestamp) -> Option<Problem> + Send + Sync>;

/// Whether this process can do its work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// Why it cannot; empty where it can.
    pub problems: Vec<Problem>,
    /// What an operator should mend before the work can no longer be done.
    pub warnings: Vec<Problem>,
    /// Whether Redis answers and takes writes; `None` where none is configured. Without it, sessions come from the
    /// database.
    pub redis: Option<bool>,
}

/// A result, and when it was found as a monotonic reading.
struct Checked {
    at: Duration,
    readiness: Readiness,
}

/// Finds out whether this process can do its work.
pub struct ReadinessCheck {
    kernel: Arc<Kernel>,
    sessions: Arc<Sessions>,
    passwords: Arc<Passwords>,
    workers: Arc<Workers>,
    conditions: Vec<Condition>,
    last: Mutex<Option<Checked>>,
}

/// What [`ReadinessCheck`] is made of, beside the kernel.
pub(crate) struct ReadinessParts {
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) passwords: Arc<Passwords>,
    pub(crate) workers: Arc<Workers>,
    pub(crate) conditions: Vec<Condition>,
}

impl ReadinessCheck {
    pub(crate) fn new(kernel: Arc<Kernel>, parts: ReadinessParts) -> Self {
        Self {
            kernel,
            sessions: parts.sessions,
            passwords: parts.passwords,
            workers: parts.workers,
            conditions: parts.conditions,
            last: Mutex::new(None),
        }
    }

    /// Whether this process can do its work, as it was a second ago at most. Callers at the same
    /// time share one check.
    pub async fn current(&self) -> Readiness {
        let mut last = self.last.lock().await;
        let now = self.kernel.monotonic();
        if let Some(known) = last.as_ref()
            && now.saturating_sub(known.at) < TTL
        {
            return known.readiness.clone();
        }
        let readiness = self.check().await;
        let before = last.as_ref().map(|known| &known.readiness);
        log_change(before, &readiness);
        // A check may take longer than its result counts: whoever waited for it takes it, and begins none.
        *last = Some(Checked {
            at: self.kernel.monotonic(),
            readiness: readiness.clone(),
        });
        readiness
    }

    async fn check(&self) -> Readiness {
        let in_time = async {
            let stored = tokio::time::timeout(MAX_CHECK, self.check_stored()).await;
            stored.unwrap_or_else(|_| {
                tracing::error!("what is stored could not be looked at in time");
                Err(Problem::Database(Cause::NoAnswer))
            })
        };
        let (redis, stored) = tokio::join!(self.sessions.is_cache_healthy(), in_time);
        let mut problems = stored.err().into_iter().collect::<Vec<_>>();
        match self.passwords.hashing_state() {
            HashingState::Working => {}
            HashingState::Stopped => problems.push(Problem::HashingStopped),
            HashingState::Stuck => problems.push(Problem::HashingStuck),
        }
        problems.extend(self.workers.stopped().into_iter().map(Problem::Worker));
        let now = self.kernel.now();
        problems.extend(
            self.conditions
                .iter()
                .filter_map(|condition| condition(now)),
        );
        let (warnings, problems) = problems.into_iter().partition(Problem::is_warning);
        Readiness {
            problems,
            warnings,
            redis,
        }
    }

    /// What is stored can be read, written and opened.
    async fn check_stored(&self) -> std::result::Result<(), Problem> {
        let store = self.kernel.database.read();
        store
            .probe(self.kernel.now())
            .await
            .map_err(|error| database_problem(&error))?;
        self.check_keys()
            .await
            .map_err(|error| of_error(&error))??;
        // Not from memory: whoever signs in reads the versions, too.
        let loaded = self.kernel.confirmed_configuration().await;
        loaded.map(|_| ()).map_err(|error| {
            tracing::error!(%error, "the configuration cannot be loaded");
            Problem::Configuration
        })
    }

    /// The master key is the one of the database, every signing key opens, and every algorithm has
    /// one. It looks at what is stored, not at what this process has in memory: a restart must
    /// work, too.
    async fn check_keys(&self) -> Result<std::result::Result<(), Problem>> {
        let store = self.kernel.database.read();
        let Some(row) = store.master_key().await? else {
            return Ok(Err(Problem::OtherDatabase));
        };
        match self.kernel.sealing.examine(&row) {
            Ok(()) => {}
            Err(SealError::OtherRoot) => return Ok(Err(Problem::OtherDatabase)),
            Err(_) => return Ok(Err(Problem::OtherMasterKey)),
        }
        let stored = store.signing_keys().await?;
        for key in &stored {
            let sealing = &self.kernel.sealing;
            let opened = sealing.open(Purpose::SigningKey.at(&[&key.kid]), &key.sealed);
            if let Err(error) = opened {
                tracing::error!(kid = key.kid, %error, "a signing key does not open");
                return Ok(Err(Problem::UnopenableKey));
            }
        }
        let (algorithms, now) = (&self.kernel.settings.algorithms, self.kernel.now());
        let missing = algorithms.iter().find(|algorithm| {
            let mut published = stored.iter().filter(|key| is_published(key, now));
            published.all(|key| key.algorithm != **algorithm)
        });
        Ok(match missing {
            Some(algorithm) => Err(Problem::NoSigningKey(algorithm.as_str())),
            None => Ok(()),
        })
    }
}

fn database_problem(error: &doorward_storage::Error) -> Problem {
    match error {
        doorward_storage::Error::Cannot(cause) => Problem::Database(*cause),
        doorward_storage::Error::Corrupt(_) => {
            tracing::error!(%error, "the database is damaged");
            Problem::Database(Cause::Damaged)
        }
        error => {
            tracing::error!(%error, "the database does not answer");
            Problem::Database(Cause::NoAnswer)
        }
    }
}

fn of_error(error: &Error) -> Problem {
    tracing::error!(%error, "the keys cannot be read");
    Problem::Configuration
}

fn log_change(before: Option<&Readiness>, now: &Readiness) {
    let of = |pick: fn(&Readiness) -> &[Problem]| before.map(pick).unwrap_or_default();
    let (problems, warnings) = (of(|known| &known.problems), of(|known| &known.warnings));
    for problem in now.problems.iter().filter(|new| !problems.contains(new)) {
        tracing::error!(%problem, "this server is not ready");
    }
    for warning in now.warnings.iter().filter(|new| !warnings.contains(new)) {
        tracing::warn!(%warning, "this server is ready, but not for long");
    }
    if now.problems.is_empty() && !problems.is_empty() {
        tracing::info!("this server is ready again");
    }
}
