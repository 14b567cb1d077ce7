//! What is hashed of an entry, and how hashes follow each other.

use super::head::PreviousDay;
use crate::{secret::Digest, time::Timestamp};

/// The fields of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fields<'a> {
    /// The identifier of the entry.
    pub id: &'a str,
    /// When it happened.
    pub at: Timestamp,
    /// What happened, as `noun.verb`.
    pub action: &'a str,
    /// The kind of who did it.
    pub actor_kind: &'a str,
    /// The identifier of who did it.
    pub actor_id: Option<&'a str>,
    /// The user whom it happened to.
    pub subject: Option<&'a str>,
    /// The client that it happened through or to.
    pub client_id: Option<&'a str>,
    /// More of it. Private.
    pub detail: &'a str,
    /// Where the request came from. Private.
    pub address: Option<&'a str>,
    /// The browser or program. Private.
    pub user_agent: Option<&'a str>,
    /// The identifier of the request. Private.
    pub request_id: Option<&'a str>,
}

impl Fields<'_> {
    /// Whether nothing is left of the private fields.
    pub const fn are_erased(&self) -> bool {
        self.detail.is_empty()
            && self.address.is_none()
            && self.user_agent.is_none()
            && self.request_id.is_none()
    }
}

/// Values one after the other, each with its length, so that no two lists give the same bytes.
struct Message(Vec<u8>);

impl Message {
    /// A message of a kind: what one hash is for is no message of another.
    fn new(kind: &str) -> Self {
        Self(Vec::with_capacity(512)).text(kind)
    }

    fn text(mut self, value: &str) -> Self {
        let length = u64::try_from(value.len()).unwrap_or(u64::MAX);
        self.0.push(1);
        self.0.extend(length.to_be_bytes());
        self.0.extend(value.as_bytes());
        self
    }

    fn optional(mut self, value: Option<&str>) -> Self {
        if let Some(value) = value {
            return self.text(value);
        }
        self.0.push(0);
        self
    }

    fn number(mut self, value: i64) -> Self {
        self.0.push(2);
        self.0.extend(value.to_be_bytes());
        self
    }

    fn digest(self) -> Digest {
        Digest::of(&self.0)
    }
}

/// The commitment to the private fields of an entry.
pub fn commitment(fields: &Fields<'_>, salt: &str) -> Digest {
    Message::new("doorward/audit/private/1")
        .text(salt)
        .text(fields.detail)
        .optional(fields.address)
        .optional(fields.user_agent)
        .optional(fields.request_id)
        .digest()
}

/// The digest of an entry.
pub fn digest(fields: &Fields<'_>, commitment: &Digest) -> Digest {
    Message::new("doorward/audit/entry/1")
        .text(fields.id)
        .number(fields.at.0)
        .text(fields.action)
        .text(fields.actor_kind)
        .optional(fields.actor_id)
        .optional(fields.subject)
        .optional(fields.client_id)
        .text(commitment.as_str())
        .digest()
}

/// What the first link of a day follows.
pub fn first_link(day: Timestamp, previous: Option<&PreviousDay>) -> Digest {
    let message = Message::new("doorward/audit/day/1").number(day.0);
    match previous {
        Some(previous) => message.number(previous.day.0).text(previous.link.as_str()),
        None => message.optional(None),
    }
    .digest()
}

/// The link at a position, which counts from 1.
pub fn link(before: &Digest, position: i64, entry: &Digest) -> Digest {
    Message::new("doorward/audit/link/1")
        .text(before.as_str())
        .number(position)
        .text(entry.as_str())
        .digest()
}
