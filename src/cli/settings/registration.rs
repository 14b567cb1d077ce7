//! Settings of clients that register themselves.

use serde::Deserialize;

/// Dynamic client registration (RFC 7591).
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RegistrationSettings {
    /// `off`, `initial_access_token` or `open`.
    pub mode: String,
    /// Whether clients that register themselves must use PKCE.
    pub require_pkce: bool,
    /// How many clients that registered themselves there may be.
    pub maximum: u32,
    /// Days after which a client that registered itself is deleted where no user ever allowed it
    /// anything.
    pub unused_days: u32,
}

impl Default for RegistrationSettings {
    fn default() -> Self {
        Self {
            mode: "off".into(),
            require_pkce: true,
            maximum: 10_000,
            unused_days: 30,
        }
    }
}
