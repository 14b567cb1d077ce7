//! Whether the entries of a day are those that were chained.

use super::{
    digests::{Fields, commitment, digest, first_link, link},
    head::{Head, PreviousDay},
};
use crate::{secret::Digest, time::Timestamp};

/// The key of this provider's seals.
pub trait Seals {
    /// The seal of an entry with this digest.
    fn of_entry(&self, digest: &Digest) -> String;

    /// The mark of the entries about a user whose private fields were erased.
    fn of_erasure(&self, subject: &str) -> String;
}

/// An entry with its evidence, as the database holds it.
#[derive(Clone, Copy, Debug)]
pub struct Chained<'a> {
    /// The fields of the entry.
    pub fields: Fields<'a>,
    /// What the commitment was made with; none where the private fields were erased.
    pub salt: Option<&'a str>,
    /// The commitment to the private fields.
    pub commitment: Option<&'a str>,
    /// The code of the provider.
    pub seal: Option<&'a str>,
    /// The mark of an erasure.
    pub erasure: Option<&'a str>,
    /// The place in the day, from 1.
    pub position: i64,
    /// The link at this place.
    pub link: Option<&'a str>,
}

/// What is wrong with the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// A position without an entry.
    #[error("the entry at this position was removed")]
    Removed,
    /// Two entries at one position, or an entry after the last one.
    #[error("an entry was inserted at this position")]
    Inserted,
    /// The fields are not those that the commitment was made of.
    #[error("the entry was changed: its details are not those that were written")]
    DetailChanged,
    /// The private fields are gone, and no erasure of this provider says so.
    #[error("the details of the entry were removed, and not by the deletion of its user")]
    DetailRemoved,
    /// The seal is none of this provider's for this entry.
    #[error("the entry was changed, or was not written by this provider")]
    Changed,
    /// A genuine entry that stands at another position than it was chained at.
    #[error("the entry was moved: it was chained at another position")]
    Moved,
    /// Fewer entries than the signed head says.
    #[error("the last entries of the day were removed")]
    Truncated,
    /// The chain fits together, and does not end as the signed head says.
    #[error(
        "the entries of the day were replaced or moved: the chain does not end as it was signed"
    )]
    Replaced,
    /// The head is not signed by this provider, or says something else than its row.
    #[error("the head of the day was not signed by this provider")]
    HeadForged,
    /// The head names another day before than there is.
    #[error("the day before is missing, or was replaced")]
    DayRemoved,
    /// Entries of a day that has no head.
    #[error("the head of the day was removed")]
    HeadRemoved,
    /// A head that was kept elsewhere says something else.
    #[error("a head that was kept elsewhere says something else")]
    OtherHead,
}

/// The examination of one day: takes its entries in the order of their positions.
#[derive(Clone, Debug)]
pub struct DayCheck {
    position: i64,
    link: Digest,
}

impl DayCheck {
    /// Begins with no entry.
    pub fn new(day: Timestamp, previous: Option<&PreviousDay>) -> Self {
        Self {
            position: 0,
            link: first_link(day, previous),
        }
    }

    /// The position of the last entry that was taken.
    pub const fn position(&self) -> i64 {
        self.position
    }

    /// The link of the last entry that was taken.
    pub const fn link(&self) -> &Digest {
        &self.link
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// What is wrong with it, or with its place.
    pub fn take(&mut self, entry: &Chained<'_>, seals: &dyn Seals) -> Result<(), Damage> {
        let expected = self.position + 1;
        if entry.position > expected {
            return Err(Damage::Removed);
        }
        if entry.position < expected {
            return Err(Damage::Inserted);
        }
        let digest = entry.genuine(seals)?;
        let link = link(&self.link, expected, &digest);
        if entry.link != Some(link.as_str()) {
            return Err(Damage::Moved);
        }
        (self.position, self.link) = (expected, link);
        Ok(())
    }

    /// Whether the entries that were taken are all those of a head.
    ///
    /// # Errors
    /// [`Damage::Truncated`], [`Damage::Inserted`] or [`Damage::Replaced`].
    pub fn end(&self, head: &Head) -> Result<(), Damage> {
        if self.position < head.count {
            Err(Damage::Truncated)
        } else if self.position > head.count {
            Err(Damage::Inserted)
        } else if self.link == head.link {
            Ok(())
        } else {
            Err(Damage::Replaced)
        }
    }
}

impl Chained<'_> {
    /// The digest of an entry that this provider wrote.
    ///
    /// # Errors
    /// What shows that it is another one.
    pub fn genuine(&self, seals: &dyn Seals) -> Result<Digest, Damage> {
        let known = self.commitment.ok_or(Damage::Changed)?;
        let known = Digest::from_encoded(known);
        let digest = digest(&self.fields, &known);
        let seal = Digest::from_encoded(self.seal.ok_or(Damage::Changed)?);
        if !seal.matches(&Digest::from_encoded(seals.of_entry(&digest))) {
            return Err(Damage::Changed);
        }
        match self.salt {
            Some(salt) if commitment(&self.fields, salt).matches(&known) => Ok(digest),
            Some(_) => Err(Damage::DetailChanged),
            None if !self.fields.are_erased() => Err(Damage::DetailChanged),
            None => {
                let mark = seals.of_erasure(self.fields.subject.unwrap_or_default());
                if self.erasure == Some(mark.as_str()) {
                    Ok(digest)
                } else {
                    Err(Damage::DetailRemoved)
                }
            }
        }
    }
}
