//! Settings of rate limits.

use serde::Deserialize;

/// Rate limits: how many failures a minute are allowed; 0 means no limit. Successful requests are
/// never counted.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RateLimitSettings {
    /// Wrong passwords from one address.
    pub wrong_passwords: u32,
    /// Failed authentication of one client from one address.
    pub failed_clients: u32,
    /// Unknown tokens that one client introspects.
    pub unknown_tokens: u32,
    /// Clients that register themselves from one address.
    pub registrations: u32,
    /// Clients that change or delete themselves: from one address, and of one client.
    pub registration_changes: u32,
    /// Mails that are asked for from one address, in an hour.
    pub mails: u32,
    /// Mails that are asked for from one address, in an hour, before the forms ask for a proof of work.
    pub mails_without_proof: u32,
}

impl Default for RateLimitSettings {
    fn default() -> Self {
        Self {
            wrong_passwords: 100,
            failed_clients: 100,
            unknown_tokens: 3000,
            registrations: 600,
            registration_changes: 600,
            mails: 30,
            mails_without_proof: 15,
        }
    }
}
