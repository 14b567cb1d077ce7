//! One callback of a login at a time: the browser may repeat a request, and whoever comes second
//! finds that the login was used.

use std::hash::{BuildHasher, RandomState};
use tokio::sync::{Mutex, MutexGuard};

/// Logins are told apart by a keyed hash, so that nothing is stored for one. Two that fall together
/// wait for each other.
const SLOTS: usize = 1024;

/// Whose turn it is.
pub(super) struct Turns {
    slots: Vec<Mutex<()>>,
    hasher: RandomState,
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            slots: std::iter::repeat_with(Mutex::default).take(SLOTS).collect(),
            hasher: RandomState::new(),
        }
    }
}

impl Turns {
    /// Waits until nobody else handles a callback with this `state`.
    pub(super) async fn take(&self, state: &str) -> Option<MutexGuard<'_, ()>> {
        let slot = usize::try_from(self.hasher.hash_one(state) % SLOTS as u64).unwrap_or_default();
        match self.slots.get(slot) {
            Some(slot) => Some(slot.lock().await),
            None => None,
        }
    }
}
