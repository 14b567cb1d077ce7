//! SSO sessions and the accounts of one browser.
//!
//! [`Sessions`] loads a session (`load`), starts it (`start`), ends it (`end`), ends all of a user
//! (`end_all`) and lists it (`list`). Every way in which a session ends goes through `end`.
//! [`AccountGroups`](account_group::AccountGroups) keeps the sessions of one browser together.

pub mod account_group;
pub mod browser_context;
mod cache;
mod end;
mod end_all;
mod known_sessions;
mod list;
mod load;
mod revocations;
pub(crate) mod session_clients;
mod start;

pub use doorward_storage::{MAX_SESSIONS_OF_USER, SessionRow};
pub use list::SessionPage;
pub use session_clients::SessionClients;
pub(crate) use start::Authenticated;
pub use start::Device;

use crate::{kernel::Kernel, outbox::Outbox};
use cache::ProvenCache;
use doorward_adapters::geoip::Places;
use doorward_protocol::clients::registered_client::RegisteredClient;
use doorward_storage::redis::SessionCache;
use known_sessions::KnownSessions;
use session_clients::SessionClient;
use std::sync::Arc;

/// The SSO sessions of this provider.
pub struct Sessions {
    kernel: Arc<Kernel>,
    /// Sessions in the memory of this process.
    known: KnownSessions,
    /// Redis, where one is configured: sessions by the digest of their cookie.
    cache: Option<ProvenCache>,
    /// Locations of IP addresses, where the operator configured a database of them.
    places: Option<Places>,
    clients: SessionClients,
    /// Takes the logout notices and security events of a session that ends.
    outbox: Outbox,
}

/// What [`Sessions`] is made of, beside the kernel.
pub(crate) struct SessionParts {
    pub(crate) cache: Option<SessionCache>,
    pub(crate) places: Option<Places>,
    pub(crate) outbox: Outbox,
}

impl Sessions {
    pub(crate) fn new(kernel: Arc<Kernel>, parts: SessionParts) -> Self {
        let cache = parts
            .cache
            .map(|redis| ProvenCache::new(Arc::clone(&kernel), redis));
        Self {
            known: KnownSessions::new(Arc::clone(&kernel)),
            kernel,
            cache,
            places: parts.places,
            clients: SessionClients::default(),
            outbox: parts.outbox,
        }
    }

    /// A session and a client, with whether the pair is stored already.
    pub(crate) fn client<'a>(
        &self,
        sid: &'a str,
        registered: &'a RegisteredClient,
    ) -> SessionClient<'a> {
        self.clients.pair(sid, registered)
    }

    /// Remembers a pair whose unit was committed.
    pub(crate) fn remember_client(&self, pair: SessionClient<'_>) {
        self.clients.remember(pair);
    }

    /// The location of an IP address, where the database of locations knows it.
    pub fn place_of(&self, address: &str) -> Option<String> {
        self.places.as_ref()?.of(address)
    }

    /// Lets messages leave that were committed beside a session.
    pub(crate) fn notify_outbox(&self) {
        self.outbox.notify();
    }

    /// Whether Redis answers; `None` where none is configured.
    pub async fn is_cache_healthy(&self) -> Option<bool> {
        match &self.cache {
            Some(cache) => Some(cache.is_healthy().await),
            None => None,
        }
    }
}
