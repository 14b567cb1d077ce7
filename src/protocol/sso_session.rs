//! The SSO session: who signed in in this browser, when, how, and until when that holds.

use super::time::{Lifetime, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a session lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without a request.
    pub idle: Lifetime,
    /// Whatever happens.
    pub absolute: Lifetime,
}

/// A session as every layer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SsoSession {
    /// The `sid` claim (OpenID Connect Front-Channel Logout §3): names the session, opens nothing.
    pub sid: String,
    /// Whose it is.
    pub person_id: String,
    /// When credentials were last checked: the `auth_time` claim.
    pub auth_time: Timestamp,
    /// How they were checked: the `amr` claim (RFC 8176).
    pub amr: Vec<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// The last request that counted, at most a minute late.
    pub last_seen_at: Timestamp,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
    /// When it ended, if it did.
    pub ended_at: Option<Timestamp>,
}

/// A session's last request is written down once in this time.
pub const TOUCH_INTERVAL: Lifetime = Lifetime::minutes(1);

impl SsoSession {
    /// Whether the session stands at this instant. It never becomes true again once it was false for the end that is recorded.
    pub fn is_alive(&self, now: Timestamp, limits: SessionLimits) -> bool {
        self.ended_at.is_none() && now < self.expires_at && now.since(self.last_seen_at) < limits.idle.0.saturating_add(TOUCH_INTERVAL.0)
    }

    /// Whether its last request should be written down.
    pub fn wants_touch(&self, now: Timestamp) -> bool {
        now.since(self.last_seen_at) >= TOUCH_INTERVAL.0
    }
}

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// The person signed out.
    SignOut,
    /// Another sign-in took its place in the same browser.
    Replaced,
    /// An administrator ended it.
    Administrator,
    /// The person was disabled.
    PersonDisabled,
    /// The password changed.
    PasswordChanged,
    /// Idle or absolute limit.
    Expired,
}

impl EndReason {
    /// Its name in the store and the audit trail.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignOut => "sign_out",
            Self::Replaced => "replaced",
            Self::Administrator => "administrator",
            Self::PersonDisabled => "person_disabled",
            Self::PasswordChanged => "password_changed",
            Self::Expired => "expired",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LIMITS: SessionLimits = SessionLimits { idle: Lifetime::hours(1), absolute: Lifetime::hours(24) };

    proptest! {
        #[test]
        fn an_ended_or_expired_session_never_lives_again(seen in 0_i64..100_000_000, later in 0_i64..200_000_000, more in 0_i64..200_000_000, ended: bool) {
            let session = SsoSession {
                sid: "s".into(), person_id: "p".into(), auth_time: Timestamp(0), amr: vec![], created_at: Timestamp(0),
                last_seen_at: Timestamp(seen), expires_at: Timestamp(0).plus(LIMITS.absolute), ended_at: ended.then_some(Timestamp(seen)),
            };
            let (first, second) = (Timestamp(seen + later), Timestamp(seen + later + more));
            prop_assert!(session.is_alive(first, LIMITS) || !session.is_alive(second, LIMITS));
            prop_assert!(!(ended && session.is_alive(first, LIMITS)));
        }
    }
}
