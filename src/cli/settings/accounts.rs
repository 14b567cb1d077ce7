//! Settings of what users may do with their accounts.

use doorward_core::AccountSettings as CoreAccountSettings;
use doorward_protocol::time::Lifetime;
use serde::Deserialize;

/// What users may do with their accounts.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccountSettings {
    /// Whether users may delete their accounts.
    pub deletion: bool,
    /// Days in which they can change their mind; 0 deletes within minutes.
    pub deletion_delay_days: u32,
}

impl Default for AccountSettings {
    fn default() -> Self {
        Self {
            deletion: true,
            deletion_delay_days: 14,
        }
    }
}

impl AccountSettings {
    /// As `core` takes it.
    pub fn account_settings(&self) -> CoreAccountSettings {
        CoreAccountSettings {
            allows_deletion: self.deletion,
            deletion_delay: Lifetime::days(i64::from(self.deletion_delay_days)),
        }
    }
}
