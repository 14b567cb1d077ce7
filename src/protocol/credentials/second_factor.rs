//! Second factors: when one is asked for, and what it says of the authentication (RFC 8176).

use crate::{
    oidc::authentication_context::AuthenticationContext,
    sessions::sso_session::Authentication,
    text::share_a_name,
    time::{Lifetime, Timestamp},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use strum::{EnumString, IntoStaticStr, VariantNames};

/// Whether users have a second factor.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SecondFactorMode {
    /// Nobody sets one up, and nobody is asked for one.
    Off,
    /// Whoever sets one up is asked for it.
    Offered,
    /// Everybody has to set one up.
    Required,
}

impl SecondFactorMode {
    /// The names of the modes in settings.
    pub const NAMES: &'static [&'static str] = Self::VARIANTS;

    /// The mode of that name.
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// Whether the users of one app need a second factor. Without it, what everybody needs is enough.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ClientSecondFactor {
    /// They do, and nobody comes in without.
    Required,
}

impl ClientSecondFactor {
    /// The names in client metadata.
    pub const NAMES: &'static [&'static str] = Self::VARIANTS;
}

/// What an operator decides about second factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondFactorPolicy {
    /// Whether users have one.
    pub mode: SecondFactorMode,
    /// How long a user may put it off to set one up, where that is required.
    pub within: Lifetime,
    /// Whether one is asked for after a sign-in at an identity provider too.
    pub after_identity_providers: bool,
    /// How long a browser can be trusted; zero is never.
    pub trusted_browser: Lifetime,
    /// How long a user waits who lost their second factor; zero switches the request off.
    pub recovery_delay: Lifetime,
}

/// The users who have to have a second factor where not everybody has to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequiredOf {
    /// The names of groups; whoever is in one of them, directly or through another, has to.
    pub groups: Vec<String>,
    /// The names of roles, by the client of their app; whoever has one of them, directly, through a
    /// group or through a role that includes it, has to.
    pub roles: BTreeMap<String, Vec<String>>,
}

impl RequiredOf {
    /// Whether it names nobody.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.roles.values().all(Vec::is_empty)
    }

    /// Whether one of these groups is named, in any spelling.
    pub fn names_group(&self, groups: &[String]) -> bool {
        share_a_name(&self.groups, groups)
    }

    /// Whether one of these roles in an app is named.
    pub fn names_role(&self, client_id: &str, roles: &[String]) -> bool {
        let named = self.roles.get(client_id);
        named.is_some_and(|named| named.iter().any(|role| roles.contains(role)))
    }
}

/// A kind of second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FactorKind {
    /// A code of an authenticator app (RFC 6238).
    AuthenticatorApp,
    /// One of the codes that the user wrote down.
    RecoveryCode,
    /// A passkey, or a security key.
    Passkey {
        /// Whether its private key never leaves the device.
        is_device_bound: bool,
    },
}

impl FactorKind {
    /// Its name in the audit log.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// What it is in the `amr` claim (RFC 8176 §2).
    const fn amr(self) -> &'static str {
        match self {
            Self::AuthenticatorApp | Self::RecoveryCode => "otp",
            Self::Passkey {
                is_device_bound: true,
            } => "hwk",
            Self::Passkey {
                is_device_bound: false,
            } => "swk",
        }
    }
}

/// An authentication and a second factor after it.
#[must_use]
pub fn with_second_factor(first: &Authentication, kind: FactorKind) -> Authentication {
    let mut amr = first.amr.clone();
    for method in [kind.amr(), "mfa"] {
        if !amr.iter().any(|known| known == method) {
            amr.push(method.to_owned());
        }
    }
    Authentication {
        amr,
        idp: first.idp.clone(),
    }
}

/// An authentication by a passkey alone: its user had it and was verified (RFC 8176 §2 `user`).
#[must_use]
pub fn by_passkey(kind: FactorKind) -> Authentication {
    Authentication {
        amr: [kind.amr(), "user", "mfa"].map(str::to_owned).to_vec(),
        idp: None,
    }
}

/// What is known of a user who proved a first factor.
#[derive(Clone, Copy, Debug)]
pub struct FirstFactor {
    /// How strong the authentication is already.
    pub context: AuthenticationContext,
    /// Whether an identity provider, which the browser was sent to, verified it.
    pub is_upstream: bool,
    /// Whether the user has a second factor.
    pub has_second_factor: bool,
    /// Whether the user chose not to be asked in this browser.
    pub is_trusted_browser: bool,
    /// When the user was first asked to set one up.
    pub asked_at: Option<Timestamp>,
    /// The current time.
    pub now: Timestamp,
}

/// What follows the first factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondStep {
    /// The user is signed in.
    None,
    /// The user is asked for their second factor.
    Ask,
    /// The user is asked to set one up.
    SetUp {
        /// Until when they may put it off.
        until: Timestamp,
    },
}

impl SecondStep {
    /// Whether the user may go on without a second factor now.
    pub fn can_be_put_off(self, now: Timestamp) -> bool {
        matches!(self, Self::SetUp { until } if now < until)
    }
}

/// Decides what follows a first factor.
pub fn second_step(policy: &SecondFactorPolicy, first: &FirstFactor) -> SecondStep {
    let is_enough = first.context == AuthenticationContext::MultiFactor;
    let is_exempt = first.is_upstream && !policy.after_identity_providers;
    if policy.mode == SecondFactorMode::Off || is_enough || is_exempt {
        return SecondStep::None;
    }
    if first.has_second_factor {
        let is_trusted = first.is_trusted_browser && policy.trusted_browser > Lifetime(0);
        return if is_trusted {
            SecondStep::None
        } else {
            SecondStep::Ask
        };
    }
    if policy.mode == SecondFactorMode::Required {
        let asked_at = first.asked_at.unwrap_or(first.now);
        return SecondStep::SetUp {
            until: asked_at.plus(policy.within),
        };
    }
    SecondStep::None
}

#[cfg(test)]
mod tests;
