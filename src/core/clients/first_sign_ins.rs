//! Whether anybody signed in to an app yet: whoever sets an app up waits for that.

use crate::{Result, kernel::Kernel, numbered_cache::NumberedCache};
use doorward_protocol::{clients::registered_client::RegisteredClient, time::Timestamp};
use doorward_storage::Store;
use std::sync::Arc;

/// Clients that are remembered; beyond it the least used ones are dropped first.
const MAX_CLIENTS: u64 = 10_000;

/// When somebody signed in to each app for the first time.
pub struct FirstSignIns {
    kernel: Arc<Kernel>,
    /// Clients whose first sign-in is stored already, with the version of their row: each process writes
    /// it once, and again for a client that was deleted and added anew.
    known: NumberedCache<String, i64, ()>,
}

impl FirstSignIns {
    pub(super) fn new(kernel: Arc<Kernel>) -> Self {
        let known = NumberedCache::new(MAX_CLIENTS);
        Self { kernel, known }
    }

    /// When a code of a client was exchanged for the first time; `None` where it was not noted yet.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn of(&self, client_id: &str) -> Result<Option<Timestamp>> {
        let store = self.kernel.database.read();
        Ok(store.first_sign_in(client_id).await?)
    }

    /// Notes that a code of a client was exchanged. A failure is for the log alone: the tokens are out,
    /// and the next exchange tries again.
    pub(crate) async fn note(&self, registered: &RegisteredClient, now: Timestamp) {
        let (client_id, version) = (&registered.client.client_id, registered.version);
        if self.known.get(client_id, &version).await.is_some() {
            return;
        }
        let unit = Store::note_first_sign_in(client_id, now);
        match self.kernel.database.commit_unaudited(unit).await {
            Ok(_) => self.known.insert(client_id.clone(), version, ()).await,
            Err(error) => tracing::warn!(%error, client_id, "the first sign-in was not noted"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn no_more_clients_are_remembered_than_there_is_room_for() {
        let known = NumberedCache::new(MAX_CLIENTS);
        for number in 0..MAX_CLIENTS + 2_000 {
            known.insert(number.to_string(), 1, ()).await;
        }
        assert!(known.count().await <= MAX_CLIENTS);
    }
}
