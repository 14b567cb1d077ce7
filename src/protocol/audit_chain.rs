//! The audit log as evidence: entries are chained by their hashes, a chain for each day of UTC, and
//! a signature covers the end of each chain.
//!
//! - The *commitment* of an entry is a hash of its private fields (where the request came from, and
//!   the detail) with a random salt. When these fields are erased, the salt goes with them: the
//!   commitment stays, and tells nothing.
//! - The *digest* of an entry is a hash of its other fields and of the commitment.
//! - The *seal* of an entry is a code over its digest with a key of this provider. It is made when
//!   the entry is written: what somebody else wrote into the table has none.
//! - The *link* at a position is a hash of the link before, the position and the digest there. The
//!   first one of a day follows a hash of the day and of the end of the day before.
//! - The *head* of a day says how many entries the day has and what its last link is. It is signed.

mod check;
mod digests;
mod head;
#[cfg(test)]
mod tests;

pub use check::{Chained, Damage, DayCheck, Seals};
pub use digests::{Fields, commitment, digest, first_link, link};
pub use head::{Head, PreviousDay, day_of};
