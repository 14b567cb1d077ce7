//! Which session signed in to which client, written once: every silent sign-in asks, and the answer
//! is nearly always known.

use doorward_protocol::{
    clients::{client::Client, registered_client::RegisteredClient},
    secret::Digest,
};
use doorward_storage::{Store, Unit};
use moka::sync::Cache;

/// Pairs that are kept in memory; beyond it the least used ones are dropped first.
const MAX_PAIRS: u64 = 100_000;

/// Pairs of session and client that this process has stored already.
pub struct SessionClients(Cache<Digest, ()>);

impl Default for SessionClients {
    fn default() -> Self {
        Self(Cache::new(MAX_PAIRS))
    }
}

/// A session and a client that it signs in to. A client that changed is stored again.
pub(crate) struct SessionClient<'a> {
    sid: &'a str,
    client: &'a Client,
    digest: Digest,
    is_stored: bool,
}

impl SessionClients {
    /// A session and a client, with whether the pair is stored already.
    pub(super) fn pair<'a>(
        &self,
        sid: &'a str,
        registered: &'a RegisteredClient,
    ) -> SessionClient<'a> {
        let (client, version) = (&registered.client, registered.version);
        let digest = Digest::of(format!("{version} {sid} {}", client.client_id).as_bytes());
        SessionClient {
            sid,
            client,
            is_stored: self.0.contains_key(&digest),
            digest,
        }
    }

    /// Remembers a pair whose unit was committed.
    pub(super) fn remember(&self, pair: SessionClient<'_>) {
        if pair.is_stored {
            return;
        }
        self.0.insert(pair.digest, ());
    }
}

impl SessionClient<'_> {
    /// The statement that stores the pair, where it is not stored yet.
    pub(crate) fn unit(&self) -> Unit {
        if self.is_stored {
            return Unit::new();
        }
        Store::add_session_client(
            self.sid,
            &self.client.client_id,
            self.client.backchannel_logout_uri.is_some(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_pairs_are_remembered_than_there_is_room_for() {
        let pairs = SessionClients::default();
        let client: Client = serde_json::from_value(serde_json::json!({"client_id": "c"})).unwrap();
        for number in 0..MAX_PAIRS + 20_000 {
            let sid = number.to_string();
            pairs.remember(SessionClient {
                sid: &sid,
                client: &client,
                digest: Digest::of(sid.as_bytes()),
                is_stored: false,
            });
        }
        pairs.0.run_pending_tasks();
        assert!(pairs.0.entry_count() <= MAX_PAIRS);
    }
}
