//! Limits of the requests to each identity provider, so that a slow one delays nobody else.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Requests that may wait for one provider at a time.
const MAX_CONCURRENT: usize = 32;
/// Failures in a row after which the circuit breaker opens.
const MAX_FAILURES: u32 = 5;
/// How long the circuit breaker stays open; then one request may try.
const BACKOFF: Duration = Duration::from_secs(15);

struct Health {
    permits: Arc<Semaphore>,
    failures: u32,
    /// The end of the backoff as a monotonic reading.
    open_until: Option<Duration>,
}

impl Default for Health {
    fn default() -> Self {
        Self {
            permits: Arc::new(Semaphore::new(MAX_CONCURRENT)),
            failures: 0,
            open_until: None,
        }
    }
}

/// Permits and circuit breakers, by the identifier of the provider.
#[derive(Default)]
pub struct IdentityProviderHealth {
    providers: Mutex<HashMap<String, Health>>,
}

/// Why a provider is not asked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rejected {
    /// The circuit breaker is open.
    Open,
    /// As many requests as permitted wait already.
    Busy,
}

impl IdentityProviderHealth {
    fn with<T>(&self, id: &str, change: impl FnOnce(&mut Health) -> T) -> T {
        let mut providers = self
            .providers
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        change(providers.entry(id.to_owned()).or_default())
    }

    /// Permission to ask a provider, for as long as it is held.
    pub(super) fn permit(&self, id: &str, now: Duration) -> Result<OwnedSemaphorePermit, Rejected> {
        self.with(id, |health| {
            if let Some(until) = health.open_until {
                if now < until {
                    return Err(Rejected::Open);
                }
                // One request tries; the others wait for its result.
                health.open_until = Some(now + BACKOFF);
            }
            Arc::clone(&health.permits)
                .try_acquire_owned()
                .map_err(|_| Rejected::Busy)
        })
    }

    /// Whether the last request to a provider got no answer.
    pub(super) fn is_failing(&self, id: &str) -> bool {
        self.with(id, |health| health.failures > 0)
    }

    /// Records whether the provider answered.
    pub(super) fn record(&self, id: &str, answered: bool, now: Duration) {
        self.with(id, |health| {
            if answered {
                health.failures = 0;
                health.open_until = None;
                return;
            }
            health.failures = health.failures.saturating_add(1);
            if health.failures >= MAX_FAILURES {
                health.open_until = Some(now + BACKOFF);
                tracing::warn!(
                    provider = id,
                    "a provider does not answer; its circuit breaker is open"
                );
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::from_secs(1000);

    #[test]
    fn a_provider_that_does_not_answer_is_left_alone_and_nobody_else() {
        let health = IdentityProviderHealth::default();
        for _ in 0..MAX_FAILURES {
            assert!(health.permit("slow", NOW).is_ok());
            health.record("slow", false, NOW);
        }
        assert_eq!(health.permit("slow", NOW).err(), Some(Rejected::Open));
        assert!(health.permit("other", NOW).is_ok());
        assert!(health.is_failing("slow") && !health.is_failing("other"));
        let later = NOW + BACKOFF;
        assert!(health.permit("slow", later).is_ok(), "one request tries");
        assert_eq!(health.permit("slow", later).err(), Some(Rejected::Open));
        health.record("slow", true, later);
        assert!(health.permit("slow", later).is_ok());
    }

    #[test]
    fn only_so_many_wait_for_one() {
        let health = IdentityProviderHealth::default();
        let held: Vec<_> = (0..MAX_CONCURRENT)
            .map(|_| health.permit("slow", NOW).unwrap())
            .collect();
        assert_eq!(health.permit("slow", NOW).err(), Some(Rejected::Busy));
        assert!(health.permit("other", NOW).is_ok());
        drop(held);
        assert!(health.permit("slow", NOW).is_ok());
    }
}
