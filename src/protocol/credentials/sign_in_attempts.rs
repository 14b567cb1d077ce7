//! Consecutive failures at one account from one source, and how long each makes the next attempt
//! wait (SP 800-63B-4 §3.2.2). A source is a network, or a browser that signed in before. Whoever
//! fails makes their own source wait, nobody else. After [`MAX_IN_A_ROW`] at one user, from wherever,
//! a password alone is not enough in a browser that is new to the user.

use crate::time::{Lifetime, Timestamp};

/// So many attempts in a row are free of any wait.
pub const FREE_ATTEMPTS: i64 = 5;
/// How long failures are remembered after the last one.
pub const MEMORY: Lifetime = Lifetime::days(1);
/// So many passwords of one user may be wrong in a row, in all browsers together that are new to the
/// user (SP 800-63B-4 §3.2.2), and in each that is not.
pub const MAX_IN_A_ROW: i64 = 100;
/// So many of them may come from one network, so that one network alone never uses up those of the
/// others.
pub const MAX_FROM_ONE_NETWORK: i64 = 25;
/// How long failures at one user from everywhere are remembered after the last one.
pub const MEMORY_OF_USER: Lifetime = Lifetime::days(30);

/// How long after this many consecutive attempts without success the next one must wait: five
/// minutes at most.
pub const fn pause_after(failures: i64) -> Lifetime {
    match failures {
        ..FREE_ATTEMPTS => Lifetime(0),
        FREE_ATTEMPTS..10 => Lifetime::seconds(3),
        10..25 => Lifetime::seconds(10),
        25..100 => Lifetime::minutes(1),
        _ => Lifetime::minutes(5),
    }
}

/// The attempts at one account from one source, as they are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInAttempts {
    /// Consecutive attempts without success.
    pub failures: i64,
    /// When the next attempt is allowed, by the clock of the node that counted the last one.
    pub paused_until: Timestamp,
}

impl SignInAttempts {
    /// Whether an attempt must wait. Where there is nothing to wait for, another node's instant may
    /// be a little ahead of this one: that is no pause. Nor is one that began while the clock was
    /// ahead: it would last longer than a pause may.
    pub fn is_paused(self, now: Timestamp) -> bool {
        let pause = pause_after(self.failures);
        pause > Lifetime(0) && self.paused_until.ends_a_valid(pause, now)
    }

    /// How many attempts are remembered: what is older than [`MEMORY`] is forgotten.
    pub fn remembered(self, now: Timestamp) -> i64 {
        let is_old = self.paused_until.plus(MEMORY) < now;
        if is_old { 0 } else { self.failures }
    }

    /// How many attempts are remembered of a row that [`kept_until`] keeps for `memory`. What was
    /// counted while the clock was ahead is not: it would be remembered for longer.
    pub fn remembered_for(self, memory: Lifetime, now: Timestamp) -> i64 {
        let end = self.paused_until.plus(MEMORY);
        if end.ends_a_valid(memory, now) {
            self.failures
        } else {
            0
        }
    }

    /// The attempts with one more, which is made now.
    #[must_use]
    pub fn with_another(self, now: Timestamp) -> Self {
        let failures = self.remembered(now) + 1;
        Self {
            failures,
            paused_until: now.plus(pause_after(failures)),
        }
    }
}

/// What stands for the end of a pause in a row that pauses nobody and is remembered for `memory` from
/// now on.
pub fn kept_until(memory: Lifetime, now: Timestamp) -> Timestamp {
    now.plus(memory).minus(MEMORY)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn attempts(failures: i64, paused_until: i64) -> SignInAttempts {
        SignInAttempts {
            failures,
            paused_until: Timestamp(paused_until),
        }
    }

    #[test]
    fn an_instant_of_another_clock_is_no_pause() {
        assert!(!attempts(FREE_ATTEMPTS - 1, 5).is_paused(Timestamp(4)));
        assert!(attempts(FREE_ATTEMPTS, 5).is_paused(Timestamp(4)));
        assert!(!attempts(FREE_ATTEMPTS, 5).is_paused(Timestamp(5)));
    }

    #[test]
    fn a_clock_that_is_set_back_makes_nobody_wait_longer() {
        let now = Timestamp(0);
        let most = |failures| pause_after(failures).0 + crate::time::CLOCK_TOLERANCE.0;
        for failures in [5, 10, 25, 100, 100_000] {
            assert!(attempts(failures, most(failures)).is_paused(now));
            assert!(!attempts(failures, most(failures) + 1).is_paused(now));
            let again = attempts(failures, i64::MAX).with_another(now);
            assert!(again.paused_until <= now.plus(Lifetime::minutes(5)));
        }
    }

    #[test]
    fn the_wait_grows_and_ends_after_minutes() {
        assert!((0..200).all(|n| pause_after(n) <= pause_after(n + 1)));
        for (failures, pause) in [
            (4, Lifetime(0)),
            (5, Lifetime::seconds(3)),
            (9, Lifetime::seconds(3)),
            (10, Lifetime::seconds(10)),
            (24, Lifetime::seconds(10)),
            (25, Lifetime::minutes(1)),
            (99, Lifetime::minutes(1)),
            (100, Lifetime::minutes(5)),
        ] {
            assert_eq!(pause_after(failures), pause, "{failures}");
        }
        assert!((0..100_000).all(|n| pause_after(n) <= Lifetime::minutes(5)));
    }

    #[test]
    fn failures_of_yesterday_are_forgotten() {
        let yesterday = attempts(1000, 0);
        let day = MEMORY.0;
        assert_eq!(yesterday.with_another(Timestamp(day)).failures, 1001);
        assert_eq!(yesterday.with_another(Timestamp(day + 1)).failures, 1);
    }

    #[test]
    fn a_row_is_remembered_for_as_long_as_it_is_kept_and_by_no_clock_for_longer() {
        let now = Timestamp(0);
        for memory in [MEMORY, MEMORY_OF_USER] {
            let row = attempts(7, kept_until(memory, now).0);
            assert_eq!(row.remembered_for(memory, now), 7);
            assert_eq!(row.remembered_for(memory, Timestamp(memory.0 - 1)), 7);
            assert_eq!(row.remembered_for(memory, Timestamp(memory.0)), 0);
            let before = -crate::time::CLOCK_TOLERANCE.0;
            assert_eq!(row.remembered_for(memory, Timestamp(before)), 7);
            assert_eq!(row.remembered_for(memory, Timestamp(before - 1)), 0);
        }
    }
}
