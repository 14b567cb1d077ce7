//! The secrets of a client: which of them count, and how one follows another while both are accepted.

use crate::{
    secret::{Digest, Secret},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// How many secrets of a client are kept at most. Two are enough to change an app over from one to the
/// other, and each further one would be one more to compare with.
pub const MAX_SECRETS: usize = 2;

/// The longest description of a secret, in characters.
pub const MAX_DESCRIPTION: usize = 200;

/// A secret of a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientSecret {
    /// Its number among all secrets that the client ever had, from 1.
    pub number: i64,
    /// What it is compared with.
    #[serde(with = "digest_text")]
    pub digest: Digest,
    /// What it is for, or who keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When it was made; not known of one that is older than these notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it stops working; none where it works until it is revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// The secret under the master key, kept only for `client_secret_jwt`. It has a column of its own.
    #[serde(skip)]
    pub sealed: Option<String>,
}

impl ClientSecret {
    /// Whether it is accepted at a time.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.expires_at.is_none_or(|end| now < end)
    }
}

/// A secret that a client gets.
#[derive(Clone, Debug)]
pub struct NewClientSecret {
    /// What it will be compared with.
    pub digest: Digest,
    /// What it is for, or who keeps it.
    pub description: Option<String>,
    /// When it stops working.
    pub expires_at: Option<Timestamp>,
}

/// What a secret that somebody presented is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretCheck {
    /// The live secret of this number.
    Live(i64),
    /// The secret of this number, which has expired.
    Expired(i64),
    /// None of the client.
    Wrong,
}

/// Why the secrets of a client are not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretProblem {
    /// The client has as many live secrets as it may have.
    #[error(
        "the client has two live secrets already, and may have no third: revoke the one that is not \
         used any more, then add another"
    )]
    TooMany,
    /// The client has no secret of this number.
    #[error("the client has no secret of this number")]
    Unknown,
    /// The client could not authenticate any more.
    #[error(
        "this is the last secret of the client that works, and its token_endpoint_auth_method needs \
         one: add another secret first, or disable the client"
    )]
    Last,
    /// The client authenticates without a secret.
    #[error("this client has no secret: its token_endpoint_auth_method needs none")]
    NeedsNone,
    /// The end of the secret is over already.
    #[error("a secret must expire in the future")]
    ExpiredAlready,
    /// The description is too long, or holds what no text may.
    #[error("a description must have at most 200 characters, on one line")]
    BadDescription,
    /// Two secrets are the same.
    #[error("two secrets of one client must differ")]
    Repeated,
}

/// The secrets of a client, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientSecrets {
    /// The number that was given last, so that none is given twice.
    last_number: i64,
    list: Vec<ClientSecret>,
}

impl ClientSecrets {
    /// The secrets as they are stored, and the digest of the newest one, which is stored once more. Where
    /// they differ, a release that knows of one secret alone wrote the newest: it is the only one then.
    #[must_use]
    pub fn restored(mut self, newest: Option<Digest>) -> Self {
        if self.newest().map(|secret| &secret.digest) == newest.as_ref() {
            return self;
        }
        self.list.clear();
        if let Some(digest) = newest {
            self.push(ClientSecret {
                number: 0,
                digest,
                description: None,
                created_at: None,
                expires_at: None,
                sealed: None,
            });
        }
        self
    }

    /// Every secret, the oldest first, also those that have expired.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &ClientSecret> {
        self.list.iter()
    }

    /// Whether there is none, not even one that has expired.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The newest one, whether it has expired or not.
    pub fn newest(&self) -> Option<&ClientSecret> {
        self.list.last()
    }

    /// Whether a number is that of the newest one.
    pub fn is_newest(&self, number: i64) -> bool {
        self.newest().is_some_and(|secret| secret.number == number)
    }

    /// The secret with a digest.
    pub fn of_digest(&self, digest: &Digest) -> Option<&ClientSecret> {
        self.list.iter().find(|secret| secret.digest == *digest)
    }

    /// What a secret is that somebody presented, in each way that it can be read. Every reading is
    /// compared with every secret, so that the time of the answer does not tell which one it was.
    pub fn check(&self, readings: &[Secret], now: Timestamp) -> SecretCheck {
        let mut found = SecretCheck::Wrong;
        for digest in readings.iter().map(Secret::digest) {
            for secret in &self.list {
                if secret.digest.matches(&digest) && !matches!(found, SecretCheck::Live(_)) {
                    found = secret.seen(now);
                }
            }
        }
        found
    }

    /// The secrets with another one. Where there is no room, those that have expired make it.
    ///
    /// # Errors
    /// `TooMany`, `Repeated`.
    pub fn with(mut self, new: NewClientSecret, now: Timestamp) -> Result<Self, SecretProblem> {
        if self.of_digest(&new.digest).is_some() {
            return Err(SecretProblem::Repeated);
        }
        if self.list.len() >= MAX_SECRETS {
            self.list.retain(|secret| secret.is_live(now));
        }
        if self.list.len() >= MAX_SECRETS {
            return Err(SecretProblem::TooMany);
        }
        self.push(new.made_at(now));
        Ok(self)
    }

    /// A new secret in the place of every other.
    #[must_use]
    pub fn replaced(mut self, new: NewClientSecret, now: Timestamp) -> Self {
        self.list.clear();
        self.push(new.made_at(now));
        self
    }

    /// Exactly these secrets, in this order. One that is there already keeps its number and the time that
    /// it was made at.
    ///
    /// # Errors
    /// `TooMany`, `Repeated`.
    pub fn exactly(
        mut self,
        wanted: Vec<NewClientSecret>,
        now: Timestamp,
    ) -> Result<Self, SecretProblem> {
        if wanted.len() > MAX_SECRETS {
            return Err(SecretProblem::TooMany);
        }
        let known = std::mem::take(&mut self.list);
        for new in wanted {
            if self.of_digest(&new.digest).is_some() {
                return Err(SecretProblem::Repeated);
            }
            match known.iter().find(|known| known.digest == new.digest) {
                None => self.push(new.made_at(now)),
                Some(known) => self.list.push(ClientSecret {
                    description: new.description,
                    expires_at: new.expires_at,
                    ..known.clone()
                }),
            }
        }
        Ok(self)
    }

    /// The secrets without the one of a number. `is_needed` says whether the client authenticates by a
    /// secret: then one that is live must be left.
    ///
    /// # Errors
    /// `Unknown`, `Last`.
    pub fn without(
        mut self,
        number: i64,
        now: Timestamp,
        is_needed: bool,
    ) -> Result<Self, SecretProblem> {
        let revoked = self.list.iter().find(|secret| secret.number == number);
        let was_live = revoked.ok_or(SecretProblem::Unknown)?.is_live(now);
        self.list.retain(|secret| secret.number != number);
        let is_left = self.list.iter().any(|secret| secret.is_live(now));
        if is_needed && (self.list.is_empty() || was_live && !is_left) {
            return Err(SecretProblem::Last);
        }
        Ok(self)
    }

    /// None of them. The numbers go on.
    #[must_use]
    pub fn none(mut self) -> Self {
        self.list.clear();
        self
    }

    /// The same with other sealed values.
    ///
    /// # Errors
    /// Whatever `seal` gives.
    pub fn sealed_by<E>(
        mut self,
        mut seal: impl FnMut(&ClientSecret, bool) -> Result<Option<String>, E>,
    ) -> Result<Self, E> {
        let newest = self.newest().map(|secret| secret.number);
        for secret in &mut self.list {
            secret.sealed = seal(secret, Some(secret.number) == newest)?;
        }
        Ok(self)
    }

    /// Whether these are the same secrets as others, whatever master key they are sealed under.
    pub fn is_same(&self, other: &Self) -> bool {
        let plain = |secrets: &Self| {
            let unsealed = |secret: &ClientSecret| ClientSecret {
                sealed: None,
                ..secret.clone()
            };
            secrets.list.iter().map(unsealed).collect::<Vec<_>>()
        };
        plain(self) == plain(other)
    }

    /// Adds one under the next number.
    fn push(&mut self, secret: ClientSecret) {
        self.last_number += 1;
        let number = self.last_number;
        self.list.push(ClientSecret { number, ..secret });
    }
}

impl ClientSecret {
    fn seen(&self, now: Timestamp) -> SecretCheck {
        if self.is_live(now) {
            SecretCheck::Live(self.number)
        } else {
            SecretCheck::Expired(self.number)
        }
    }
}

impl NewClientSecret {
    /// A secret without a description, which works until it is revoked.
    pub const fn lasting(digest: Digest) -> Self {
        Self {
            digest,
            description: None,
            expires_at: None,
        }
    }

    /// Checks what is said about it.
    ///
    /// # Errors
    /// `BadDescription`.
    pub fn check(&self) -> Result<(), SecretProblem> {
        let is_bad = |text: &String| {
            text.chars().count() > MAX_DESCRIPTION || text.chars().any(char::is_control)
        };
        if self.description.as_ref().is_some_and(is_bad) {
            return Err(SecretProblem::BadDescription);
        }
        Ok(())
    }

    fn made_at(self, now: Timestamp) -> ClientSecret {
        ClientSecret {
            number: 0,
            digest: self.digest,
            description: self.description,
            created_at: Some(now),
            expires_at: self.expires_at,
            sealed: None,
        }
    }
}

/// A digest as its text.
mod digest_text {
    use crate::secret::Digest;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(digest: &Digest, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(digest.as_str())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Digest, D::Error> {
        String::deserialize(from).map(Digest::from_encoded)
    }
}

#[cfg(test)]
mod tests;
