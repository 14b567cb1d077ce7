//! Settings of passkeys and second factors.

use crate::settings::refused::{Refused, one_of, refuse};
use doorward_protocol::{
    credentials::second_factor::{RequiredOf, SecondFactorMode, SecondFactorPolicy},
    time::Lifetime,
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Passkeys and security keys.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PasskeySettings {
    /// Whether users may have them.
    pub enabled: bool,
}

impl Default for PasskeySettings {
    fn default() -> Self {
        Self { enabled: true }
    }
}

/// What second factors are asked for.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SecondFactorSettings {
    /// Whether users have one: `off`, `offered` or `required`.
    pub mode: String,
    /// Groups whose users have to have one, whatever `mode` asks of everybody.
    pub required_groups: Vec<String>,
    /// Roles, by app, whose holders have to have one.
    pub required_roles: BTreeMap<String, Vec<String>>,
    /// Days within which a user has to set one up, from the first time that they are asked to.
    pub within_days: u32,
    /// Whether one is asked for after a sign-in with an identity provider too.
    pub after_identity_providers: bool,
    /// Days for which a user may trust a browser; 0 is never.
    pub trusted_browser_days: u32,
    /// Hours that somebody waits who lost their second factor and asks to get in without it; 0
    /// switches the request off.
    pub recovery_delay_hours: u32,
}

impl Default for SecondFactorSettings {
    fn default() -> Self {
        Self {
            mode: "offered".into(),
            required_groups: Vec::new(),
            required_roles: BTreeMap::new(),
            within_days: 0,
            after_identity_providers: false,
            trusted_browser_days: 0,
            recovery_delay_hours: 24,
        }
    }
}

impl SecondFactorSettings {
    /// The settings that are numbers of days: a year at most.
    pub(super) const fn ranges(&self) -> [(&'static str, u32); 2] {
        [
            ("second_factor.within_days", self.within_days),
            (
                "second_factor.trusted_browser_days",
                self.trusted_browser_days,
            ),
        ]
    }

    /// Who has to have one where not everybody has to.
    pub fn required_of(&self) -> RequiredOf {
        RequiredOf {
            groups: self.required_groups.clone(),
            roles: self.required_roles.clone(),
        }
    }

    /// As `core` takes it.
    pub fn policy(&self) -> SecondFactorPolicy {
        let days = |count: u32| Lifetime::days(i64::from(count));
        SecondFactorPolicy {
            mode: SecondFactorMode::parse(&self.mode).unwrap_or(SecondFactorMode::Offered),
            within: days(self.within_days),
            after_identity_providers: self.after_identity_providers,
            trusted_browser: days(self.trusted_browser_days),
            recovery_delay: Lifetime::hours(i64::from(self.recovery_delay_hours)),
        }
    }
}

/// # Errors
/// The setting that is wrong.
pub(super) fn validate(second_factor: &SecondFactorSettings) -> Result<(), Refused> {
    one_of(
        "second_factor.mode",
        &second_factor.mode,
        SecondFactorMode::NAMES,
    )?;
    if second_factor.mode != "off" || second_factor.required_of().is_empty() {
        return Ok(());
    }
    let key = if second_factor.required_groups.is_empty() {
        "second_factor.required_roles"
    } else {
        "second_factor.required_groups"
    };
    // Nobody could set one up.
    refuse(
        key,
        "needs second_factor.mode to be \"offered\" or \"required\", not \"off\"",
    )
}
