//! A request on its way to a decision, and what its user did about it so far.

use super::incoming::Incoming;
use crate::Configuration;
use doorward_protocol::{
    secret::Secret,
    sessions::sso_session::SsoSession,
    time::{Lifetime, Timestamp},
};
use doorward_storage::InteractionKey;
use std::sync::Arc;

/// A request on its way to a decision.
pub(super) struct Attempt {
    pub(super) configuration: Arc<Configuration>,
    pub(super) incoming: Incoming,
    pub(super) progress: Progress,
    /// How the request is found again, where it waited for its user already.
    pub(super) waiting: Option<WaitingRequest>,
}

/// How a request that waited is found again.
pub(super) struct WaitingRequest {
    /// The request as it travels through the browser.
    pub(super) flow: Secret,
    pub(super) key: InteractionKey,
}

/// What the user did about a request so far.
pub(super) struct Progress {
    /// When the request came in: an authentication from then on is fresh.
    pub(super) asked_at: Timestamp,
    pub(super) account_chosen: bool,
    pub(super) chosen_sid: Option<String>,
    /// The session whose user allowed the request.
    pub(super) consent_sid: Option<String>,
    pub(super) stepped_up: bool,
    /// The organization that the user chose, by identifier.
    pub(super) organization_id: Option<String>,
}

impl Progress {
    /// Whether the user of a session allowed the request.
    pub(super) fn is_allowed_by(&self, session: Option<&SsoSession>) -> bool {
        session.is_some_and(|session| self.consent_sid.as_deref() == Some(&session.sid))
    }

    /// Nothing: the request comes in now.
    pub(super) fn at_the_start(now: Timestamp) -> Self {
        Self {
            // An authentication in the same millisecond came before the request.
            asked_at: now.plus(Lifetime(1)),
            account_chosen: false,
            chosen_sid: None,
            consent_sid: None,
            stepped_up: false,
            organization_id: None,
        }
    }
}
