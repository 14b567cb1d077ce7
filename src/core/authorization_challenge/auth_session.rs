//! The `auth_session` of an app: what a browser would keep in its cookies, sealed.
//!
//! It belongs to one client. Nothing in it signs anybody in: each step that it waits for needs a code
//! that works once.

use crate::{Result, kernel::Kernel};
use doorward_protocol::{
    secret::Secret,
    time::{Lifetime, Timestamp},
};
use serde::{Deserialize, Serialize};

/// What it is sealed for.
const PURPOSE: &str = "authorization challenge";
/// What stands for the browser that other sealed values are bound to: an app has none.
const APP: &str = "app";
/// How long a request may take.
const LIFETIME: Lifetime = Lifetime::minutes(15);

/// What is waited for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Waits {
    /// The code of a mail, by the identifier of its token.
    Mail(String),
    /// The second factor, by the ticket of the first one.
    SecondFactor(String),
    /// A second factor in a session that is not strong enough for the request, by its `sid`.
    StepUp(String),
}

/// The session of an app with this endpoint.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct AuthSession {
    pub(super) client_id: String,
    /// Stands for the secret of a browser: codes and tickets are bound to it.
    pub(super) secret: String,
    /// Proves, as the cookie of a browser does, which users signed in on this device before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) known: Option<String>,
    /// The authorization request; none after it was answered.
    pub(super) parameters: String,
    pub(super) asked_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) waits: Option<Waits>,
}

impl AuthSession {
    /// A session for a request that comes in now. What an earlier session knew of the device stays.
    pub(super) fn begin(
        kernel: &Kernel,
        client_id: &str,
        parameters: String,
        before: Option<Self>,
        now: Timestamp,
    ) -> Self {
        Self {
            client_id: client_id.to_owned(),
            secret: kernel.new_secret(),
            known: before.and_then(|before| before.known),
            parameters,
            asked_at: now,
            waits: None,
        }
    }

    /// Whether its request can be gone on with.
    pub(super) fn is_open(&self, now: Timestamp) -> bool {
        let ends_at = self.asked_at.plus(LIFETIME);
        !self.parameters.is_empty() && ends_at.ends_a_valid(LIFETIME, now)
    }

    pub(super) fn browser(&self) -> Secret {
        Secret::presented(&self.secret)
    }

    pub(super) fn seal(&self, kernel: &Kernel) -> Result<Secret> {
        kernel.seal_for_browser(PURPOSE, &Secret::presented(APP), self)
    }

    pub(super) fn open(kernel: &Kernel, text: &str) -> Option<Self> {
        let sealed = Secret::presented(text);
        kernel.open_for_browser(PURPOSE, &Secret::presented(APP), &sealed)
    }
}
