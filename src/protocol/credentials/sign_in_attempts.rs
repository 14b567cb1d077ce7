//! Consecutive failures of one account, and how long each makes the next attempt wait (SP 800-63B-4
//! §3.2.2; never for good).

use crate::time::{Lifetime, Timestamp};

/// So many attempts in a row are free of any wait.
pub const FREE_ATTEMPTS: i64 = 5;

/// How long after this many consecutive attempts without success the next one must wait.
pub fn pause_after(failures: i64) -> Lifetime {
    match failures {
        ..FREE_ATTEMPTS => Lifetime(0),
        FREE_ATTEMPTS..10 => Lifetime::seconds(3),
        10..25 => Lifetime::seconds(5),
        25..100 => Lifetime::seconds(10),
        _ => Lifetime::hours(24),
    }
}

/// Whether an account waits. Where there is nothing to wait for, another node's instant may be a
/// little ahead of this one: that is no pause.
pub fn is_paused(failures: i64, paused_until: Timestamp, now: Timestamp) -> bool {
    pause_after(failures) > Lifetime(0) && now < paused_until
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_of_another_clock_is_no_pause() {
        assert!(!is_paused(FREE_ATTEMPTS - 1, Timestamp(5), Timestamp(4)));
        assert!(
            is_paused(FREE_ATTEMPTS, Timestamp(5), Timestamp(4))
                && !is_paused(FREE_ATTEMPTS, Timestamp(5), Timestamp(5))
        );
    }

    #[test]
    fn the_wait_grows_and_a_hundred_failures_pause_for_a_day() {
        assert!((0..200).all(|n| pause_after(n) <= pause_after(n + 1)));
        assert_eq!(pause_after(4), Lifetime(0));
        assert!(pause_after(5) > Lifetime(0));
        assert_eq!(pause_after(100), Lifetime::hours(24));
    }
}
