//! Federation: sign-in with an account that a user has at an identity provider. What a provider
//! is, how its assertions are read, and what follows from an identity.

mod claim_reader;
mod declaration_check;
mod identity;
mod identity_provider;
mod issuer;
mod linking;
mod logout_token;
mod preset;
mod resolved;

pub use declaration_check::check;
pub use identity::{Assertion, Identity, Role, read_identity};
pub use identity_provider::{
    IdentityProvider, IdentityProviderSecrets, LdapSettings, LogoutScope, OnKnownEmail, RoleRule,
};
pub use linking::{Decision, Known, KnownUser, Refusal, decide};
pub use logout_token::{LogoutToken, check_logout_token};
pub use preset::{EndpointTemplates, IssuerTemplate, Preset, Protocol, Quirk};
pub use resolved::{Endpoints, ResolvedIdentityProvider};
