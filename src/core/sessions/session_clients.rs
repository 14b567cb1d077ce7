//! Which session signed in to which client, written once: every silent sign-in asks, and nearly
//! every one is known.

use crate::{Configuration, Provider};
use doorward_protocol::{clients::client::Client, secret::Digest};
use doorward_storage::{Store, Unit};
use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

/// Pairs that are remembered at once.
const MOST: usize = 100_000;

/// Pairs that are written already.
#[derive(Default)]
pub struct SessionClients(Mutex<HashSet<Digest>>);

/// A pair; a client that changed is written again.
pub(crate) struct Pair {
    digest: Digest,
    is_known: bool,
}

/// Looks whether a pair is written.
pub(crate) fn pair(
    provider: &Provider,
    configuration: &Configuration,
    sid: &str,
    client: &Client,
) -> Pair {
    let digest = Digest::of(
        format!(
            "{} {sid} {}",
            configuration.version.version, client.client_id
        )
        .as_bytes(),
    );
    let is_known = provider
        .session_clients
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .contains(&digest);
    Pair { digest, is_known }
}

impl Pair {
    /// What writes it, where it is not written yet.
    pub(crate) fn unit(&self, sid: &str, client: &Client) -> Unit {
        if self.is_known {
            Unit::new()
        } else {
            Store::add_session_client(
                sid,
                &client.client_id,
                client.backchannel_logout_uri.is_some(),
            )
        }
    }

    /// Remembers it, once it is written.
    pub(crate) fn remember(self, provider: &Provider) {
        if self.is_known {
            return;
        }
        let mut known = provider
            .session_clients
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(self.digest);
    }
}
