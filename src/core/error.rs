//! Why an action did not happen.

mod refused_change;

pub(crate) use refused_change::{LAST_OWNER, LAST_OWNER_OF_ORGANIZATION};
pub use refused_change::{RefusedChange, RefusedChangeKind};

use doorward_adapters::{hashing::PasswordError, keys};
use doorward_protocol::oauth::error_code::ProtocolError;
use doorward_storage as storage;

/// A refusal, or a failure that is ours.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The specification says no: its code and a hint go to the client.
    #[error(transparent)]
    Protocol(#[from] ProtocolError),
    /// Try again later: 503.
    #[error("{0}")]
    Unavailable(String),
    /// Too often: 429.
    #[error("too many failures in this minute")]
    Limited(crate::quotas::Limited),
    /// Ours to mend: 500.
    #[error("{0}")]
    Internal(String),
    /// What was asked for cannot be, and whoever asked can change it.
    #[error("{0}")]
    Input(String),
    /// As `Input`, of a kind that is known: pages say it in the language of their reader.
    #[error(transparent)]
    Refused(#[from] RefusedChange),
}

impl Error {
    /// The same failure, with what it is about: for the log of the operator.
    #[must_use]
    pub(crate) fn about(self, what: &str) -> Self {
        match self {
            Self::Unavailable(cause) => Self::Unavailable(format!("{what}: {cause}")),
            Self::Internal(cause) => Self::Internal(format!("{what}: {cause}")),
            other => other,
        }
    }
}

/// The result of an action.
pub type Result<T> = std::result::Result<T, Error>;

impl From<storage::Error> for Error {
    fn from(error: storage::Error) -> Self {
        match error {
            storage::Error::Unavailable(cause) => Self::Unavailable(cause),
            storage::Error::Unstorable => Self::Input(error.to_string()),
            storage::Error::Cannot(cause) => Self::Unavailable(cause.to_string()),
            storage::Error::Missing => Self::Input("what it belongs to does not exist".into()),
            storage::Error::Taken => Self::Input("it exists already".into()),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<keys::KeyringError> for Error {
    fn from(error: keys::KeyringError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<keys::ClientKeyError> for Error {
    fn from(error: keys::ClientKeyError) -> Self {
        Self::Input(error.to_string())
    }
}

impl From<keys::SealError> for Error {
    fn from(error: keys::SealError) -> Self {
        match error {
            // The operator mends it by a restart with the right key.
            keys::SealError::OtherKey => Self::Unavailable(error.to_string()),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<keys::EncryptionError> for Error {
    fn from(error: keys::EncryptionError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<PasswordError> for Error {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::Unavailable(error.to_string()),
            PasswordError::TooLong => Self::Input(error.to_string()),
            PasswordError::Failed(cause) => Self::Internal(cause),
        }
    }
}
