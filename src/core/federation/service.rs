//! The service of federation: what its operations need.

use super::{identity_provider_health::IdentityProviderHealth, turns::Turns};
use crate::{
    clients::documents::DocumentCache,
    credentials::{SecondFactors, SignIn},
    kernel::Kernel,
    notices::Notices,
    oauth::authorize::Authorization,
    sessions::Sessions,
};
use doorward_adapters::outbound::Outbound;
use serde_json::Value;
use std::sync::Arc;

/// Sign-in by identity providers, and everything about the identities of users there.
pub struct Federation {
    pub(super) kernel: Arc<Kernel>,
    pub(super) sessions: Arc<Sessions>,
    /// The authorization requests of apps that wait for a sign-in.
    pub(super) authorization: Arc<Authorization>,
    /// Verifies the password of an account before an identity is linked to it.
    pub(super) sign_in: Arc<SignIn>,
    /// Tells users of identities that were linked or unlinked.
    pub(super) notices: Arc<Notices>,
    /// What follows the first factor.
    pub(super) second_factors: Arc<SecondFactors>,
    /// Requests to identity providers.
    pub(super) outbound: Outbound,
    /// The discovery documents and the key sets of identity providers.
    pub(super) documents: Arc<DocumentCache<Value>>,
    /// The limits of the requests to each identity provider.
    pub(super) health: IdentityProviderHealth,
    /// The order of callbacks of the same login.
    pub(super) turns: Turns,
}

/// What [`Federation`] is made of, beside the kernel.
pub(crate) struct FederationParts {
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) authorization: Arc<Authorization>,
    pub(crate) sign_in: Arc<SignIn>,
    pub(crate) notices: Arc<Notices>,
    pub(crate) second_factors: Arc<SecondFactors>,
    pub(crate) outbound: Outbound,
    pub(crate) documents: Arc<DocumentCache<Value>>,
}

impl Federation {
    pub(crate) fn new(kernel: Arc<Kernel>, parts: FederationParts) -> Self {
        Self {
            kernel,
            sessions: parts.sessions,
            authorization: parts.authorization,
            sign_in: parts.sign_in,
            notices: parts.notices,
            second_factors: parts.second_factors,
            outbound: parts.outbound,
            documents: parts.documents,
            health: IdentityProviderHealth::default(),
            turns: Turns::default(),
        }
    }

    /// Whether the last request of this server to a provider got no answer.
    pub fn is_failing(&self, provider_id: &str) -> bool {
        self.health.is_failing(provider_id)
    }
}
