//! How many deliveries are under way in this process, of each kind and to each receiver.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::sync::Notify;

/// The most deliveries of one kind under way at once.
pub(super) const MAX_PER_KIND: usize = 32;
/// The most deliveries of one kind to one receiver under way at once.
pub(super) const MAX_PER_TARGET: usize = 4;

/// Deliveries under way by receiver, of one kind.
type Targets = HashMap<String, usize>;

/// The deliveries under way in this process.
#[derive(Default)]
pub(super) struct InFlight {
    counts: Mutex<HashMap<&'static str, Targets>>,
    /// How many deliveries have begun since the process started.
    begun: AtomicU64,
    /// Notified where a message was queued or a delivery ended: more messages may leave.
    pub(super) notify: Notify,
}

impl InFlight {
    fn counts(&self) -> MutexGuard<'_, HashMap<&'static str, Targets>> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts one more delivery, until the slot is dropped. None where a limit is reached: so many of
    /// the kind at most, and [`MAX_PER_TARGET`] to one receiver.
    pub(super) fn enter(
        self: &Arc<Self>,
        kind: &'static str,
        target: &str,
        max: usize,
    ) -> Option<Slot> {
        let mut counts = self.counts();
        let targets = counts.entry(kind).or_default();
        if targets.values().sum::<usize>() >= max
            || targets
                .get(target)
                .is_some_and(|count| *count >= MAX_PER_TARGET)
        {
            return None;
        }
        *targets.entry(target.to_owned()).or_default() += 1;
        self.begun.fetch_add(1, Ordering::SeqCst);
        Some(Slot {
            in_flight: Arc::clone(self),
            kind,
            target: target.to_owned(),
        })
    }

    /// How many deliveries are under way, of all kinds.
    pub(super) fn count(&self) -> usize {
        self.counts().values().flat_map(Targets::values).sum()
    }

    /// How many deliveries have begun, of all kinds, since the process started.
    pub(super) fn begun(&self) -> u64 {
        self.begun.load(Ordering::SeqCst)
    }

    fn leave(&self, kind: &'static str, target: &str) {
        let mut counts = self.counts();
        let Some(targets) = counts.get_mut(kind) else {
            return;
        };
        if let Some(count) = targets.get_mut(target) {
            *count -= 1;
            if *count == 0 {
                targets.remove(target);
            }
        }
    }
}

/// The place of one delivery among those under way. Dropping it frees the place, also where the
/// delivery panics.
pub(super) struct Slot {
    in_flight: Arc<InFlight>,
    kind: &'static str,
    target: String,
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.in_flight.leave(self.kind, &self.target);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_receiver_or_kind_leaves_the_others_their_places() {
        let in_flight = Arc::new(InFlight::default());
        let enter = |kind, target: &str| in_flight.enter(kind, target, MAX_PER_KIND);
        let slots: Vec<Slot> = (0..MAX_PER_TARGET)
            .map(|_| enter("a", "slow").unwrap())
            .collect();
        assert!(enter("a", "slow").is_none());
        assert!(enter("b", "slow").is_some());
        let mut rest: Vec<Slot> = (MAX_PER_TARGET..MAX_PER_KIND)
            .map(|n| enter("a", &n.to_string()).unwrap())
            .collect();
        assert!(enter("a", "one more").is_none());
        assert!(enter("b", "one more").is_some());
        rest.pop();
        assert!(enter("a", "one more").is_some());
        assert_eq!(in_flight.count(), MAX_PER_KIND - 1);
        let only = in_flight.enter("b", "first", 1);
        assert!(only.is_some() && in_flight.enter("b", "other", 1).is_none());
        let begun = in_flight.begun();
        drop(slots);
        assert_eq!(in_flight.begun(), begun, "only the start counts");
        assert!(enter("a", "slow").is_some());
        assert_eq!(in_flight.begun(), begun + 1);
    }
}
