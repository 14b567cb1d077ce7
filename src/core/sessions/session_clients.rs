//! Which session signed in to which client, written once: every silent sign-in asks, and the answer
//! is nearly always known.

use doorward_protocol::{
    clients::client::{Client, RegisteredClient},
    secret::Digest,
};
use doorward_storage::{Store, Unit};
use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

/// Pairs that are kept in memory.
const MAX_PAIRS: usize = 100_000;

/// Pairs of session and client that this process has stored already.
#[derive(Default)]
pub struct SessionClients(Mutex<HashSet<Digest>>);

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
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        SessionClient {
            sid,
            client,
            is_stored: known.contains(&digest),
            digest,
        }
    }

    /// Remembers a pair whose unit was committed.
    pub(super) fn remember(&self, pair: SessionClient<'_>) {
        if pair.is_stored {
            return;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MAX_PAIRS {
            known.clear();
        }
        known.insert(pair.digest);
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
