//! Settings of the system that users move in from at a sign-in.

use secrecy::SecretString;
use serde::Deserialize;

/// The system that is asked for who is not known here.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MigrationSettings {
    /// Its address; none asks nobody.
    pub url: Option<String>,
    /// What requests are signed with: `whsec_` and base64, or any other text.
    pub secret: Option<SecretString>,
    /// Seconds that an answer may take.
    pub timeout_seconds: u32,
    /// Whether its address may be on this machine or in a private network.
    pub allow_private_addresses: bool,
}

impl Default for MigrationSettings {
    fn default() -> Self {
        Self {
            url: None,
            secret: None,
            timeout_seconds: 3,
            allow_private_addresses: false,
        }
    }
}
