//! A hash that another program made, and its verification with equal work for everybody.

use super::{
    effort::{Effort, Efforts},
    function::{Function, Preparation},
    spend::spend,
};
use crate::hashing::error::PasswordError;
use subtle::ConstantTimeEq;

/// A hash that another program made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::hashing) struct ForeignHash {
    preparation: Preparation,
    function: Function,
    output: Vec<u8>,
    effort: Effort,
}

impl ForeignHash {
    /// A hash, unless it costs more than it may.
    pub(super) fn new(function: Function, output: Vec<u8>) -> Result<Self, String> {
        if !(12..=128).contains(&output.len()) {
            return Err("it is cut off, or longer than any hash".into());
        }
        let effort = function.effort(output.len())?;
        Ok(Self {
            preparation: Preparation::None,
            function,
            output,
            effort,
        })
    }

    /// The same hash, of what a program made of the password before.
    pub(super) fn prepared_by(self, preparation: Preparation) -> Self {
        Self {
            preparation,
            ..self
        }
    }

    /// The cost of the hash, as it is stored beside it.
    pub(in crate::hashing) fn cost(&self) -> String {
        self.effort.rounded().to_string()
    }

    /// Whether this is the hash of the password.
    fn matches(&self, password: &str) -> Result<bool, PasswordError> {
        let prepared = self.preparation.apply(password);
        // bcrypt ends a password at NUL, so that another password could match.
        let is_ended = matches!(self.function, Function::Bcrypt { .. }) && prepared.contains(&0);
        let output = self.function.output(&prepared, self.output.len())?;
        Ok(bool::from(output.ct_eq(&self.output)) && !is_ended)
    }
}

impl Efforts {
    /// The work of every verification: that of the costs in use, and of the hash itself.
    pub(in crate::hashing) fn with(&self, hash: Option<&ForeignHash>) -> Self {
        let mut efforts = self.clone();
        if let Some(hash) = hash {
            efforts.add(hash.effort.rounded());
        }
        efforts
    }

    /// Does the work of each kind once: the hash itself is among it, where there is one, and what it
    /// costs less than the dearest of its kind is made up for. Whether the password is the one of the
    /// hash.
    ///
    /// # Errors
    /// Where a library refuses parameters.
    pub(in crate::hashing) fn verify(
        &self,
        hash: Option<&ForeignHash>,
        password: &str,
    ) -> Result<bool, PasswordError> {
        let mut matches = false;
        for effort in self.iter() {
            let theirs = hash.filter(|hash| hash.effort.kind == effort.kind);
            let mut rest = effort;
            if let Some(hash) = theirs {
                matches |= hash.matches(password)?;
                rest.amount = effort.amount.saturating_sub(hash.effort.amount);
            }
            spend(rest, password.as_bytes())?;
        }
        Ok(matches)
    }
}
