//! One callback of a login at a time: the browser may repeat a request, and whoever comes second
//! finds that the login was used.

use doorward_adapters::outbound::{KeyedPermit, KeyedPermits};

/// Whose turn it is.
pub(super) struct Turns(KeyedPermits);

impl Default for Turns {
    fn default() -> Self {
        Self(KeyedPermits::new(1))
    }
}

impl Turns {
    /// Waits until nobody else handles a callback with this `state`.
    pub(super) async fn take(&self, state: &str) -> Option<KeyedPermit> {
        self.0.acquire(state).await
    }
}
