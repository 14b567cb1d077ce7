//! Federation: sign-in with an account that users have elsewhere. What a provider elsewhere is,
//! what its answers mean, and what comes of them.

mod identity;
mod identity_provider;
mod linking;
mod logout_token;
mod preset;
mod provider_check;

pub use identity::{Assertion, Identity, Role, field, identity};
pub use identity_provider::{
    IdentityProvider, IdentityProviderSecrets, Kind, LdapSettings, LogoutScope, OnKnownEmail,
    RoleRule,
};
pub use linking::{Decision, Known, KnownUser, Refusal, decide};
pub use logout_token::{LogoutToken, check_logout_token};
pub use preset::{Endpoints, Preset, Protocol};
pub use provider_check::check;
