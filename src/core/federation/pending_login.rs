//! A login that waits for the callback of a provider.

use crate::federation::flows::FlowContent;
use doorward_protocol::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What a login leads to.
#[derive(Serialize, Deserialize)]
pub(super) enum LoginPurpose {
    /// The user signs in.
    SignIn {
        /// The waiting authorization request of an app.
        flow: Option<String>,
        /// Whether the user asked to stay signed in.
        remembered: bool,
    },
    /// A signed-in user links an identity.
    Link {
        user_id: String,
        /// The session in which the user asked for it.
        sid: String,
    },
}

impl LoginPurpose {
    /// The waiting authorization request of an app.
    pub(super) fn flow(&self) -> Option<&str> {
        match self {
            Self::SignIn { flow, .. } => flow.as_deref(),
            Self::Link { .. } => None,
        }
    }

    pub(super) const fn is_link(&self) -> bool {
        matches!(self, Self::Link { .. })
    }
}

/// What waits for the callback of a provider.
#[derive(Serialize, Deserialize)]
pub(super) struct PendingLogin {
    pub(super) purpose: LoginPurpose,
    pub(super) nonce: String,
    /// The PKCE code verifier (RFC 7636 §4.1).
    pub(super) verifier: String,
    pub(super) started_at: Timestamp,
    /// The number of the newest end of sessions when the login began: what ends later ends the login
    /// too.
    #[serde(default)]
    pub(super) newest_end: i64,
    /// Whether the user is asked for a stronger sign-in, which is recorded when they come back.
    pub(super) is_step_up_to_be_noted: bool,
}

impl FlowContent for PendingLogin {
    const KIND: &'static str = "authorization";
}
