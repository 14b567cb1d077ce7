//! The SSO session: who signed in in this browser, when, how, and until when that holds.

use crate::{
    credentials::sign_in_method::SignInMethod,
    oidc::authentication_context::AuthenticationContext,
    time::{Lifetime, Timestamp},
};
use serde::{Deserialize, Serialize};

/// How long a session lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without a request.
    pub idle: Lifetime,
    /// The maximum lifetime of a session, whether it is used or not.
    pub absolute: Lifetime,
    /// Without a request, for who asked to be kept signed in.
    pub remembered_idle: Lifetime,
    /// Whatever happens, for who asked to be kept signed in.
    pub remembered_absolute: Lifetime,
}

impl SessionLimits {
    /// Since when a session must have been used to be live now.
    pub fn used_since(self, now: Timestamp) -> UsedSince {
        let since = |idle: Lifetime| now.minus(Lifetime(idle.0.saturating_add(TOUCH_INTERVAL.0)));
        UsedSince {
            ordinary: since(self.idle),
            remembered: since(self.remembered_idle),
        }
    }

    /// The maximum lifetime of a session.
    pub fn max_lifetime(self, remembered: bool) -> Lifetime {
        if remembered {
            self.remembered_absolute
        } else {
            self.absolute
        }
    }
}

/// Since when a session must have been used to be live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsedSince {
    /// An ordinary session.
    pub ordinary: Timestamp,
    /// A session whose user asked to stay signed in.
    pub remembered: Timestamp,
}

/// How somebody proved who they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "SerializedAuthentication", into = "SerializedAuthentication")]
pub struct Authentication {
    /// The methods: the `amr` claim (RFC 8176).
    pub amr: Vec<String>,
    /// The upstream provider that checked them, by its identifier here: the `idp` claim; none where
    /// it was this one.
    pub idp: Option<String>,
}

impl Authentication {
    /// By a password that is checked here.
    pub fn password() -> Self {
        Self {
            amr: vec!["pwd".to_owned()],
            idp: None,
        }
    }

    /// By a code that was mailed: a password that works once (RFC 8176 §2 `otp`).
    pub fn code() -> Self {
        Self {
            amr: vec!["otp".to_owned()],
            idp: None,
        }
    }

    /// By a link that was mailed, and opened in the browser that asked for it: the browser and the
    /// mail are two channels (RFC 8176 §2 `mca`). It is one factor: whoever reads the mail has it.
    pub fn link() -> Self {
        Self {
            amr: vec!["mca".to_owned()],
            idp: None,
        }
    }

    /// The method by which the user signed in: what was proven first.
    pub fn sign_in_method(&self) -> SignInMethod {
        if let Some(id) = &self.idp {
            return SignInMethod::IdentityProvider(id.clone());
        }
        let is_passkey = self.amr.iter().any(|method| method == "user");
        match self.amr.first().map(String::as_str) {
            _ if is_passkey => SignInMethod::Passkey,
            Some("otp") => SignInMethod::Code,
            Some("mca") => SignInMethod::Link,
            _ => SignInMethod::Password,
        }
    }

    /// The authentication context class: the `acr` claim.
    pub fn acr(&self) -> &'static str {
        self.context().as_str()
    }

    /// How strong it is.
    pub fn context(&self) -> AuthenticationContext {
        if self.amr.iter().any(|method| method == "mfa") {
            AuthenticationContext::MultiFactor
        } else {
            AuthenticationContext::SingleFactor
        }
    }
}

/// The serialized form: a list of methods where no identity provider took part.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum SerializedAuthentication {
    Here(Vec<String>),
    Upstream { amr: Vec<String>, idp: String },
}

impl From<SerializedAuthentication> for Authentication {
    fn from(stored: SerializedAuthentication) -> Self {
        match stored {
            SerializedAuthentication::Here(amr) => Self { amr, idp: None },
            SerializedAuthentication::Upstream { amr, idp } => Self {
                amr,
                idp: Some(idp),
            },
        }
    }
}

impl From<Authentication> for SerializedAuthentication {
    fn from(Authentication { amr, idp }: Authentication) -> Self {
        match idp {
            None => Self::Here(amr),
            Some(idp) => Self::Upstream { amr, idp },
        }
    }
}

/// A session as every layer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SsoSession {
    /// The `sid` claim (OpenID Connect Front-Channel Logout §3): names the session, opens nothing.
    pub sid: String,
    /// Whose it is.
    pub user_id: String,
    /// When credentials were last checked: the `auth_time` claim.
    pub auth_time: Timestamp,
    /// How they were checked.
    #[serde(rename = "amr")]
    pub authentication: Authentication,
    /// When it began.
    pub created_at: Timestamp,
    /// The last use that was recorded: it may lag behind by a minute.
    pub last_seen_at: Timestamp,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
    /// When it ended, if it did.
    pub ended_at: Option<Timestamp>,
    /// Whether the user asked to be kept signed in.
    #[serde(default)]
    pub remembered: bool,
    /// The generation of its user that it belongs to: when the user's rises, it is over, although
    /// its end may not be recorded yet.
    pub generation: i64,
}

/// A session and its user, by their identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionRef<'a> {
    /// The `sid` claim.
    pub sid: &'a str,
    /// The user whose session it is.
    pub user_id: &'a str,
}

/// Maximum age of a sign-in for a change of the sign-in methods, so that a stolen session cannot
/// add a method of its own and become a lasting takeover.
pub const STEP_UP_WINDOW: Lifetime = Lifetime::minutes(10);

/// A session's last request is written down once in this time.
pub const TOUCH_INTERVAL: Lifetime = Lifetime::minutes(1);

/// Whether a use now is to be written down beside the last one that was: it is long ago, or it was by
/// a clock that was set back since.
pub fn is_to_be_noted(last_seen_at: Timestamp, now: Timestamp) -> bool {
    now.since(last_seen_at) >= TOUCH_INTERVAL.0 || last_seen_at.is_ahead_of(now)
}

impl SsoSession {
    /// The identifiers of the session and its user.
    pub fn reference(&self) -> SessionRef<'_> {
        SessionRef {
            sid: &self.sid,
            user_id: &self.user_id,
        }
    }

    /// Whether the session stands at this instant. It never becomes true again once it was false
    /// for the end that is recorded. One that began, or was used, while the clock was ahead stands
    /// no longer for it.
    pub fn is_alive(&self, now: Timestamp, limits: SessionLimits) -> bool {
        let idle = if self.remembered {
            limits.remembered_idle
        } else {
            limits.idle
        };
        self.ended_at.is_none()
            && now < self.expires_at
            && !self.created_at.is_ahead_of(now)
            && now.since(self.last_seen_at).saturating_abs()
                < idle.0.saturating_add(TOUCH_INTERVAL.0)
    }

    /// Whether its user proved who they are just now, as a change of how they sign in needs it.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        now.since(self.auth_time) <= STEP_UP_WINDOW.0 && !self.auth_time.is_ahead_of(now)
    }

    /// Which of its limits it reached, if it did.
    pub fn reached(&self, now: Timestamp, limits: SessionLimits) -> Option<EndReason> {
        if self.is_alive(now, limits) || self.ended_at.is_some() {
            return None;
        }
        Some(if now >= self.expires_at {
            EndReason::Absolute
        } else {
            EndReason::Idle
        })
    }

    /// Whether its last request should be written down.
    pub fn wants_touch(&self, now: Timestamp) -> bool {
        is_to_be_noted(self.last_seen_at, now)
    }
}

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum EndReason {
    /// The user signed out.
    SignOut,
    /// Another sign-in took its place in the same browser.
    Replaced,
    /// The user has more sessions than allowed, and it began first.
    TooMany,
    /// An administrator ended it.
    Administrator,
    /// The user was disabled.
    UserDisabled,
    /// The password changed.
    PasswordChanged,
    /// The email address changed.
    AddressChanged,
    /// A sign-in method was removed.
    FactorChanged,
    /// The user asked that the account is deleted.
    AccountLeaving,
    /// A refresh token of it was used twice. Earlier releases ended the session then.
    TokenReplay,
    /// It was not used for longer than the idle limit.
    Idle,
    /// It reached the limit that holds whatever happens.
    Absolute,
    /// Somebody with the right to do so said that this user is to be out (Global Token Revocation).
    GlobalRevocation,
    /// The upstream provider that the sign-in came from ended its own (OpenID Connect Back-Channel
    /// Logout §2).
    Upstream,
}

impl EndReason {
    /// Whether grants with offline access outlive the session (OpenID Connect Back-Channel Logout
    /// §2.7): only where it ended by itself or by its user's sign-out.
    pub fn keeps_offline_access(self) -> bool {
        matches!(
            self,
            Self::SignOut | Self::Replaced | Self::TooMany | Self::Idle | Self::Absolute
        )
    }

    /// Whether it is one of the limits of the session itself, which every copy of the session knows.
    pub fn is_limit(self) -> bool {
        matches!(self, Self::Idle | Self::Absolute)
    }

    /// Its name in the store and the audit trail.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

#[cfg(test)]
mod tests;
