//! What was counted of days that are over: it does not change any more, so each day is counted once.

use doorward_protocol::time::Timestamp;
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

/// How many days are kept: those that a page looks back on, and a few more around midnight.
const MAX_DAYS: usize = 16;

/// How often each kind of entry was written, by its `noun.verb`.
pub(super) type Counts = BTreeMap<String, i64>;

/// The counts of the newest days, by the beginning of each.
#[derive(Default)]
pub(super) struct CountedDays {
    days: Mutex<BTreeMap<Timestamp, Counts>>,
}

impl CountedDays {
    /// The counts of a day, where it was counted.
    pub(super) fn get(&self, day: Timestamp) -> Option<Counts> {
        let days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        days.get(&day).cloned()
    }

    /// Keeps the counts of a day; the oldest days make room.
    pub(super) fn keep(&self, day: Timestamp, counts: Counts) {
        let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        days.insert(day, counts);
        while days.len() > MAX_DAYS {
            days.pop_first();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_days_are_kept_than_there_is_room_for() {
        let days = CountedDays::default();
        let last = i64::try_from(MAX_DAYS).unwrap() + 3;
        for day in 1..=last {
            days.keep(Timestamp(day), Counts::new());
        }
        assert_eq!(days.days.lock().unwrap().len(), MAX_DAYS);
        assert!(days.get(Timestamp(3)).is_none());
        assert!(days.get(Timestamp(4)).is_some());
        assert!(days.get(Timestamp(last)).is_some());
    }
}
