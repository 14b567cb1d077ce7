//! A password as it is declared: in plain text, or by its hash.

use secrecy::SecretString;

/// A password as an administrator gives it.
#[derive(Clone, Debug)]
pub enum GivenPassword {
    /// In plain text.
    Plain(SecretString),
    /// Its hash, as another program stored it: in one of the formats of docs/guides/moving-in.md.
    Hashed(String),
}

impl From<SecretString> for GivenPassword {
    fn from(password: SecretString) -> Self {
        Self::Plain(password)
    }
}

impl From<String> for GivenPassword {
    fn from(password: String) -> Self {
        Self::Plain(password.into())
    }
}

impl From<&str> for GivenPassword {
    fn from(password: &str) -> Self {
        Self::Plain(password.into())
    }
}
