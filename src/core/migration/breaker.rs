//! When the other system is asked: not while it keeps failing.

use std::time::Duration;

/// After how many failures within the window it is left alone.
const FAILURES: usize = 5;
/// How long a failure counts. One a day says nothing about now.
const WINDOW: Duration = Duration::from_mins(1);
/// How long it is left alone before one request tries again.
const BACKOFF: Duration = Duration::from_secs(30);

/// A failure of the other system.
#[derive(Clone, Copy, Debug)]
struct Failure {
    /// The monotonic reading at its end.
    at: Duration,
    /// How long it took.
    took: Duration,
}

/// Counts the failures of the other system.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    /// The last ones, the newest first.
    failures: [Option<Failure>; FAILURES],
    /// The monotonic reading until which nothing is asked.
    paused_until: Option<Duration>,
}

impl Breaker {
    /// Whether a request would be sent now, without using up the one that a pause leaves.
    pub(super) fn would_admit(&self, now: Duration) -> bool {
        self.paused_until.is_none_or(|until| now >= until)
    }

    /// Whether a request may be sent. After a pause one may; the others wait for another pause, or its
    /// success.
    pub(super) fn admits(&mut self, now: Duration) -> bool {
        let admits = self.would_admit(now);
        if admits && self.paused_until.is_some() {
            self.paused_until = Some(now + BACKOFF);
        }
        admits
    }

    /// How long the last request took, where it failed lately and none was answered since.
    pub(super) fn failing(&self, now: Duration) -> Option<Duration> {
        let [last, ..] = self.failures;
        let counts = |failure: &Failure| {
            self.paused_until.is_some() || now.saturating_sub(failure.at) < WINDOW
        };
        last.filter(counts).map(|failure| failure.took)
    }

    pub(super) fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// Counts a failure that took so long. Says whether the pauses begin with it.
    pub(super) fn failed(&mut self, now: Duration, took: Duration) -> bool {
        self.failures.rotate_right(1);
        let [newest, ..] = &mut self.failures;
        *newest = Some(Failure { at: now, took });
        let [.., oldest] = self.failures;
        let was_paused = self.paused_until.is_some();
        let is_paused =
            was_paused || oldest.is_some_and(|oldest| now.saturating_sub(oldest.at) < WINDOW);
        if is_paused {
            self.paused_until = Some(now + BACKOFF);
        }
        is_paused && !was_paused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOOK: Duration = Duration::from_secs(3);

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn after_some_failures_it_pauses_and_one_request_tries_again() {
        let mut breaker = Breaker::default();
        for number in 1..=FAILURES {
            assert!(breaker.admits(at(0)));
            assert_eq!(breaker.failed(at(0), TOOK), number == FAILURES);
        }
        assert!(!breaker.admits(at(29)) && breaker.failing(at(29)) == Some(TOOK));
        assert!(breaker.would_admit(at(30)) && breaker.would_admit(at(30)));
        assert!(breaker.admits(at(30)), "one");
        assert!(
            !breaker.would_admit(at(31)) && !breaker.admits(at(31)),
            "and no other"
        );
        assert!(!breaker.failed(at(32), TOOK), "it was paused before");
        assert!(!breaker.admits(at(61)));
        assert!(breaker.failing(at(500)).is_some(), "until it answers");
        assert!(breaker.admits(at(62)));
        breaker.succeeded();
        assert!(breaker.admits(at(62)) && breaker.admits(at(62)));
        assert_eq!(breaker.failing(at(62)), None);
    }

    #[test]
    fn failures_that_lie_apart_pause_nothing() {
        let mut breaker = Breaker::default();
        for day in 0..20 {
            let now = at(day * 86_400);
            assert!(breaker.admits(now));
            assert!(!breaker.failed(now, TOOK));
            assert!(breaker.failing(now + at(59)).is_some());
            assert_eq!(breaker.failing(now + at(60)), None, "it is forgotten");
        }
        // Four in a minute are not five.
        let start = at(20 * 86_400);
        for number in 0..4 {
            assert!(!breaker.failed(start + at(number * 15), TOOK));
        }
        assert!(!breaker.failed(start + at(60), TOOK), "the first is over");
        assert!(breaker.failed(start + at(61), TOOK));
    }
}
