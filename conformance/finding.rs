//! What comes of a check.

use serde::Serialize;
use std::{error::Error, iter::successors};

/// Why a check did not simply pass.
#[derive(Clone, Debug)]
pub enum Finding {
    /// The specification is broken.
    Failed(String),
    /// It is kept, but not as well as it could be.
    Warning(String),
    /// The provider does not offer what the check is about, and says so.
    Skipped(String),
}

impl From<String> for Finding {
    fn from(text: String) -> Self {
        Self::Failed(text)
    }
}

impl From<reqwest::Error> for Finding {
    fn from(error: reqwest::Error) -> Self {
        // The error itself names the address alone; its sources say what went wrong.
        let sources = successors(error.source(), |&source| source.source());
        let causes: Vec<String> = sources.map(ToString::to_string).collect();
        Self::Failed(format!("no answer: {error}: {}", causes.join(": ")))
    }
}

/// What was seen, or what was found.
pub type Checked<T = String> = Result<T, Finding>;

/// The result of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Verdict {
    /// The provider behaves as specified.
    Passed,
    /// As specified, but not as well as it could be.
    Warning,
    /// The provider does not offer the feature.
    Skipped,
    /// Not as specified.
    Failed,
}

/// Fails the check unless the condition holds.
macro_rules! ensure {
    ($condition:expr, $($text:tt)+) => {
        if !$condition {
            return Err($crate::finding::Finding::Failed(format!($($text)+)));
        }
    };
}
pub(crate) use ensure;
