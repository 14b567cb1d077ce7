//! Consecutive failures of one account, and how long each makes the next attempt wait (SP 800-63B-4 §3.2.2; never for good).

use super::time::Lifetime;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_a_hundred_failures_pause_for_a_day() {
        assert!((0..200).all(|n| pause_after(n) <= pause_after(n + 1)));
        assert_eq!(pause_after(4), Lifetime(0));
        assert!(pause_after(5) > Lifetime(0));
        assert_eq!(pause_after(100), Lifetime::hours(24));
    }
}
