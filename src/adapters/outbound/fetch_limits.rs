//! How many documents are fetched at once: in all, and from one host. Anybody can make this server
//! fetch a document, so that nobody may make it flood a third party or wait for many slow ones.

use super::{
    OutboundError,
    keyed_permits::{KeyedPermit, KeyedPermits},
};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};

/// Fetches at once.
const MAX_FETCHES: usize = 64;
/// Fetches at once from one host.
const MAX_FETCHES_PER_HOST: usize = 8;
/// How long a place at a host stays taken after its fetch: a host that answers at once is asked 32
/// times a second at most.
const REST: Duration = Duration::from_millis(250);
/// How long a fetch waits for its turn.
const MAX_WAIT: Duration = Duration::from_secs(2);

/// The limits, shared by all clones of a client.
pub(super) struct FetchLimits {
    all: Arc<Semaphore>,
    hosts: KeyedPermits,
}

/// Permission to fetch one document, for as long as it is held.
pub(super) struct FetchPermit {
    host: Option<KeyedPermit>,
    _all: OwnedSemaphorePermit,
}

impl Drop for FetchPermit {
    fn drop(&mut self) {
        let Some(host) = self.host.take() else { return };
        tokio::spawn(async move {
            sleep(REST).await;
            drop(host);
        });
    }
}

impl FetchLimits {
    pub(super) fn new() -> Self {
        Self {
            all: Arc::new(Semaphore::new(MAX_FETCHES)),
            hosts: KeyedPermits::new(MAX_FETCHES_PER_HOST),
        }
    }

    /// Waits for a turn at a host. The place at the host comes first, so that those who wait for a
    /// slow host take no place from the others.
    ///
    /// # Errors
    /// [`OutboundError::Busy`] where there is none in time.
    pub(super) async fn permit(&self, host: &str) -> Result<FetchPermit, OutboundError> {
        let turn = async {
            let host = self.hosts.acquire(host).await?;
            let all = Arc::clone(&self.all).acquire_owned().await.ok()?;
            Some(FetchPermit {
                host: Some(host),
                _all: all,
            })
        };
        timeout(MAX_WAIT, turn)
            .await
            .ok()
            .flatten()
            .ok_or(OutboundError::Busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_host_takes_no_place_from_the_others() {
        let limits = FetchLimits::new();
        let mut held = Vec::new();
        for _ in 0..MAX_FETCHES_PER_HOST {
            held.push(limits.permit("slow.example").await.unwrap());
        }
        let more = limits.permit("slow.example").await;
        assert_eq!(more.err(), Some(OutboundError::Busy));
        let mut others = Vec::new();
        for n in 0..40 {
            let host = format!("other-{n}.example");
            let other = timeout(REST, limits.permit(&host)).await;
            others.push(other.unwrap().unwrap());
        }
        drop(held);
        assert!(limits.permit("slow.example").await.is_ok(), "after a rest");
    }

    #[tokio::test(start_paused = true)]
    async fn there_is_a_limit_in_all() {
        let limits = FetchLimits::new();
        let mut held = Vec::new();
        for n in 0..MAX_FETCHES {
            held.push(limits.permit(&format!("{n}.example")).await.unwrap());
        }
        let more = limits.permit("one-more.example").await;
        assert_eq!(more.err(), Some(OutboundError::Busy));
        held.pop();
        assert!(limits.permit("another.example").await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_place_rests_after_its_fetch() {
        let limits = FetchLimits::new();
        for _ in 0..MAX_FETCHES_PER_HOST {
            drop(limits.permit("quick.example").await);
        }
        let next = limits.permit("quick.example");
        let soon = timeout(REST / 2, next).await;
        assert!(soon.is_err(), "all places rest");
        assert!(limits.permit("quick.example").await.is_ok());
    }
}
