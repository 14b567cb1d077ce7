//! Requests to an identity provider, within its limits.

use crate::federation::{Federation, error::ProviderResult, identity_provider_health::Rejected};
use doorward_adapters::outbound::{OutboundError, identity_provider::IdentityProviderError};
use std::time::Duration;

/// How long all requests of one operation may take together.
const TIMEOUT: Duration = Duration::from_secs(8);

impl Federation {
    /// Makes requests to a provider within its limits.
    pub(super) async fn within_limits<T>(
        &self,
        provider_id: &str,
        requests: impl Future<Output = ProviderResult<T>>,
    ) -> ProviderResult<T> {
        let unreachable = || IdentityProviderError::Unreachable(OutboundError::Unreachable);
        let health = &self.health;
        let _permit = health
            .permit(provider_id, self.kernel.monotonic())
            .map_err(|rejected| match rejected {
                Rejected::Open => unreachable(),
                Rejected::Busy => IdentityProviderError::Busy,
            })?;
        let answer = tokio::time::timeout(TIMEOUT, requests)
            .await
            .unwrap_or_else(|_| Err(unreachable()));
        let answered = !matches!(answer, Err(IdentityProviderError::Unreachable(_)));
        health.record(provider_id, answered, self.kernel.monotonic());
        answer
    }
}
