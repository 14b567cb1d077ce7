//! The values of parameters, which both databases understand.

use doorward_protocol::{secret::Digest, time::Timestamp};

/// The value of a parameter. Both databases treat these two types alike.
#[derive(Clone, Debug)]
pub enum Value {
    /// A TEXT value, or NULL.
    Text(Option<String>),
    /// A BIGINT value, or NULL.
    Int(Option<i64>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}
impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(Some(text.clone()))
    }
}
impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}
impl From<&Digest> for Value {
    fn from(digest: &Digest) -> Self {
        Self::Text(Some(digest.as_str().to_owned()))
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}
impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Int(Some(i64::from(flag)))
    }
}
impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Int(number)
    }
}
impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::Int(Some(at.0))
    }
}
impl From<Option<Timestamp>> for Value {
    fn from(at: Option<Timestamp>) -> Self {
        Self::Int(at.map(|at| at.0))
    }
}
