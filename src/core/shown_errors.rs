//! The error pages that this server showed last, by their references: what the log says of them, for
//! administrators who are told a reference. Only so many are kept, in the memory of this node.

use doorward_protocol::{text::noted, time::Timestamp};
use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// How many pages are kept.
const MAX_KEPT: usize = 1000;

/// An error page that somebody saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownError {
    /// The reference on the page: the identifier of its request.
    pub reference: String,
    /// When it was shown.
    pub at: Timestamp,
    /// The path of the request, without its query.
    pub path: String,
    /// The status of the response.
    pub status: u16,
    /// Why, as the log says it.
    pub reason: String,
    /// What else the log says, with its names there.
    pub more: Vec<(&'static str, String)>,
}

/// The pages that were shown last.
#[derive(Default)]
pub struct ShownErrors {
    kept: Mutex<VecDeque<ShownError>>,
}

impl ShownErrors {
    fn kept(&self) -> MutexGuard<'_, VecDeque<ShownError>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a page, and forgets the oldest where there is no room.
    pub fn keep(&self, mut shown: ShownError) {
        let short = |text: &mut String| *text = noted(text).to_owned();
        short(&mut shown.path);
        short(&mut shown.reason);
        shown.more.iter_mut().for_each(|(_, value)| short(value));
        let mut kept = self.kept();
        if kept.len() >= MAX_KEPT {
            kept.pop_front();
        }
        kept.push_back(shown);
    }

    /// The page of a reference.
    pub fn find(&self, reference: &str) -> Option<ShownError> {
        let kept = self.kept();
        let found = kept.iter().rev().find(|shown| shown.reference == reference);
        found.cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(number: usize) -> ShownError {
        ShownError {
            reference: number.to_string(),
            at: Timestamp(0),
            path: "/authorize".to_owned(),
            status: 400,
            reason: "x".repeat(10_000),
            more: vec![("client", "y".repeat(10_000))],
        }
    }

    #[test]
    fn no_more_pages_are_kept_than_there_is_room_for() {
        let errors = ShownErrors::default();
        for number in 0..=MAX_KEPT {
            errors.keep(shown(number));
        }
        assert_eq!(errors.kept().len(), MAX_KEPT);
        assert_eq!(errors.find("0"), None, "the oldest is forgotten");
        let found = errors.find(&MAX_KEPT.to_string()).unwrap();
        assert!(found.reason.len() < 1000 && found.more[0].1.len() < 1000);
    }
}
