//! Federation: sign-in with an account that people have elsewhere. What a provider elsewhere is, what its answers mean, and what comes of them.

mod identity;
mod linking;
mod logout_token;
mod preset;
mod provider_check;
mod upstream_provider;

pub use identity::{Assertion, Identity, Role, field, identity};
pub use linking::{Decision, Known, KnownPerson, Refusal, decide};
pub use logout_token::{LogoutToken, check_logout_token};
pub use preset::{Endpoints, Preset, Protocol};
pub use provider_check::check;
pub use upstream_provider::{
    Kind, LdapSettings, LogoutScope, OnKnownEmail, RoleRule, UpstreamProvider, UpstreamSecrets,
};
