//! Whether the background workers of this process go on: each says so whenever it finished a round.

use doorward_protocol::time::Clock;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// How much longer than its period a round may take at least before the worker counts as stuck. A
/// worker with a long period has much to do: it may take three periods more.
const ALLOWANCE: Duration = Duration::from_mins(5);

/// The monotonic reading by which the next round must have ended.
fn due(now: Duration, period: Duration) -> Duration {
    now + period + ALLOWANCE.max(period * 3)
}

/// A worker, and whether it goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerState {
    /// The name of the worker.
    pub name: &'static str,
    /// Whether it ended by a panic, or has not finished its round in time.
    pub is_stopped: bool,
}

/// What is known of one worker.
#[derive(Clone, Copy)]
struct Beat {
    /// The monotonic reading by which it must have finished its next round.
    due: Duration,
    /// Whether it ended by a panic, and has not finished a round since.
    has_failed: bool,
}

/// The workers of this process by name; there are a handful.
pub struct Workers {
    beats: Mutex<BTreeMap<&'static str, Beat>>,
    clock: Arc<dyn Clock>,
}

impl Workers {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            beats: Mutex::default(),
            clock,
        }
    }

    /// A worker started; its first round begins after a period.
    pub fn started(&self, name: &'static str, period: Duration) {
        let due = due(self.clock.monotonic(), period);
        let mut beats = self.beats.lock().unwrap_or_else(PoisonError::into_inner);
        let beat = beats.entry(name).or_insert(Beat {
            due,
            has_failed: false,
        });
        beat.due = due;
    }

    /// A worker finished a round; the next one begins after a period.
    pub fn beat(&self, name: &'static str, period: Duration) {
        let due = due(self.clock.monotonic(), period);
        let has_failed = false;
        self.set(name, Beat { due, has_failed });
    }

    /// A worker ended by a panic. It counts as stopped until it has finished a round again.
    pub fn failed(&self, name: &'static str) {
        let due = due(self.clock.monotonic(), Duration::ZERO);
        let has_failed = true;
        self.set(name, Beat { due, has_failed });
    }

    /// The workers that stopped or are stuck.
    pub fn stopped(&self) -> Vec<&'static str> {
        let states = self.states().into_iter();
        let stopped = states.filter(|state| state.is_stopped);
        stopped.map(|state| state.name).collect()
    }

    /// Every worker that was started, by name.
    pub fn states(&self) -> Vec<WorkerState> {
        let now = self.clock.monotonic();
        let beats = self.beats.lock().unwrap_or_else(PoisonError::into_inner);
        let states = beats.iter().map(|(name, beat)| WorkerState {
            name,
            is_stopped: beat.has_failed || now > beat.due,
        });
        states.collect()
    }

    fn set(&self, name: &'static str, beat: Beat) {
        let mut beats = self.beats.lock().unwrap_or_else(PoisonError::into_inner);
        beats.insert(name, beat);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorward_protocol::time::Timestamp;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[derive(Default)]
    struct Hand(AtomicU64);

    impl Clock for Hand {
        fn now(&self) -> Timestamp {
            Timestamp(0)
        }

        fn monotonic(&self) -> Duration {
            Duration::from_secs(self.0.load(Ordering::Relaxed))
        }
    }

    #[test]
    fn a_worker_that_panicked_or_hangs_counts_as_stopped_until_it_finishes_a_round() {
        let hand = Arc::new(Hand::default());
        let workers = Workers::new(hand.clone());
        let period = Duration::from_secs(30);
        workers.started("a", period);
        workers.started("b", period);
        assert!(workers.stopped().is_empty());
        workers.failed("b");
        workers.started("b", period);
        assert_eq!(workers.stopped(), ["b"]);
        hand.0
            .fetch_add(31 + ALLOWANCE.as_secs(), Ordering::Relaxed);
        assert_eq!(workers.stopped(), ["a", "b"]);
        workers.beat("a", period);
        workers.beat("b", period);
        assert!(workers.stopped().is_empty());
    }
}
