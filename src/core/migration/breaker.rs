//! When the other system is asked: not while it keeps failing.

use std::time::Duration;

/// After how many failures in a row it is left alone.
const FAILURES: u32 = 5;
/// How long it is left alone before one request tries again.
const PAUSE: Duration = Duration::from_secs(30);

/// Counts the failures of the other system.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    failures: u32,
    /// The monotonic reading until which nothing is asked.
    paused_until: Option<Duration>,
}

impl Breaker {
    /// Whether a request may be sent. After a pause one may; the others wait for another pause, or its
    /// success.
    pub(super) fn admits(&mut self, now: Duration) -> bool {
        match self.paused_until {
            None => true,
            Some(until) if now < until => false,
            Some(_) => {
                self.paused_until = Some(now + PAUSE);
                true
            }
        }
    }

    /// Whether the last request failed.
    pub(super) const fn is_failing(&self) -> bool {
        self.failures > 0
    }

    pub(super) fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// Counts a failure. Says whether the pause begins with it.
    pub(super) fn failed(&mut self, now: Duration) -> bool {
        self.failures = self.failures.saturating_add(1);
        if self.failures >= FAILURES {
            self.paused_until = Some(now + PAUSE);
        }
        self.failures == FAILURES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_some_failures_it_pauses_and_one_request_tries_again() {
        let at = Duration::from_secs;
        let mut breaker = Breaker::default();
        for number in 1..=FAILURES {
            assert!(breaker.admits(at(0)));
            assert_eq!(breaker.failed(at(0)), number == FAILURES);
        }
        assert!(!breaker.admits(at(29)) && breaker.is_failing());
        assert!(breaker.admits(at(30)), "one");
        assert!(!breaker.admits(at(31)), "and no other");
        assert!(!breaker.failed(at(32)), "it was paused before");
        assert!(!breaker.admits(at(61)));
        assert!(breaker.admits(at(62)));
        breaker.succeeded();
        assert!(breaker.admits(at(62)) && breaker.admits(at(62)) && !breaker.is_failing());
    }
}
