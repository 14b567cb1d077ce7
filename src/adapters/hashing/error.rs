//! Why a password was not hashed or verified.

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
