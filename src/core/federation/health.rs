//! How the providers elsewhere are doing: each has its own limits, so that a slow one slows nobody
//! else.

use crate::Provider;
use doorward_adapters::outbound::{OutboundError, upstream::UpstreamError};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// So many may wait for one provider at a time.
const AT_ONCE: usize = 32;
/// After so many failures in a row a provider is left alone
const FAILURES: u32 = 5;
/// for so long; then one may try.
const PAUSE: Duration = Duration::from_secs(15);

/// How long a provider may take altogether.
const PATIENCE: Duration = Duration::from_secs(8);

struct Health {
    permits: Arc<Semaphore>,
    failures: u32,
    closed_until: Option<Instant>,
}

impl Default for Health {
    fn default() -> Self {
        Self {
            permits: Arc::new(Semaphore::new(AT_ONCE)),
            failures: 0,
            closed_until: None,
        }
    }
}

/// Permits and circuit breakers, by provider.
#[derive(Default)]
pub struct UpstreamHealth {
    providers: Mutex<HashMap<String, Health>>,
}

/// Why a provider is not asked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closed {
    /// It did not answer lately.
    Resting,
    /// As many as may wait for it already.
    Busy,
}

impl UpstreamHealth {
    /// Leave to ask a provider.
    pub(super) fn permit(&self, id: &str) -> Result<OwnedSemaphorePermit, Closed> {
        let mut providers = self
            .providers
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let health = providers.entry(id.to_owned()).or_default();
        if let Some(until) = health.closed_until {
            if Instant::now() < until {
                return Err(Closed::Resting);
            }
            // One tries; the others wait for what it finds.
            health.closed_until = Some(Instant::now() + PAUSE);
        }
        Arc::clone(&health.permits)
            .try_acquire_owned()
            .map_err(|_| Closed::Busy)
    }

    /// Writes down whether the provider answered.
    pub(super) fn record(&self, id: &str, answered: bool) {
        let mut providers = self
            .providers
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let health = providers.entry(id.to_owned()).or_default();
        if answered {
            (health.failures, health.closed_until) = (0, None);
            return;
        }
        health.failures = health.failures.saturating_add(1);
        if health.failures >= FAILURES {
            health.closed_until = Some(Instant::now() + PAUSE);
            tracing::warn!(
                provider = id,
                "a provider does not answer; it is left alone for a while"
            );
        }
    }
}

/// Asks a provider within its own limits: one that is slow or down is left alone, and slows nobody
/// else.
pub(super) async fn guarded<T>(
    provider: &Provider,
    id: &str,
    asking: impl Future<Output = std::result::Result<T, UpstreamError>>,
) -> std::result::Result<T, UpstreamError> {
    let _permit = provider
        .upstream_health
        .permit(id)
        .map_err(|closed| match closed {
            Closed::Resting => UpstreamError::Unreachable(OutboundError::Unreachable),
            Closed::Busy => UpstreamError::Busy,
        })?;
    let asked = tokio::time::timeout(PATIENCE, asking)
        .await
        .unwrap_or(Err(UpstreamError::Unreachable(OutboundError::Unreachable)));
    provider
        .upstream_health
        .record(id, !matches!(asked, Err(UpstreamError::Unreachable(_))));
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_that_does_not_answer_is_left_alone_and_nobody_else() {
        let health = UpstreamHealth::default();
        for _ in 0..FAILURES {
            assert!(health.permit("slow").is_ok());
            health.record("slow", false);
        }
        assert_eq!(health.permit("slow").err(), Some(Closed::Resting));
        assert!(health.permit("other").is_ok());
        health.record("slow", true);
        assert!(health.permit("slow").is_ok());
    }

    #[test]
    fn only_so_many_wait_for_one() {
        let health = UpstreamHealth::default();
        let held: Vec<_> = (0..AT_ONCE)
            .map(|_| health.permit("slow").unwrap())
            .collect();
        assert_eq!(health.permit("slow").err(), Some(Closed::Busy));
        assert!(health.permit("other").is_ok());
        drop(held);
        assert!(health.permit("slow").is_ok());
    }
}
