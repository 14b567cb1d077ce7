//! Federation: sign-in with an account that a user has at an identity provider. What a provider
//! is, how its assertions are read, and what follows from an identity.

mod claim_reader;
mod declaration_check;
mod distinguished_name;
mod identity;
mod identity_provider;
mod issuer;
mod linking;
mod logout_token;
mod preset;
mod refusal;
mod resolved;
mod role;

pub use declaration_check::check;
pub use distinguished_name::{DistinguishedName, is_same_common_name};
pub use identity::{Assertion, Identity, claims_left_out, read_identity};
pub use identity_provider::{
    GroupNames, IdentityProvider, IdentityProviderSecrets, LdapSettings, LogoutScope, OnKnownEmail,
    RoleRule,
};
pub use linking::{Decision, EmailOwner, Known, LinkedUser, decide};
pub use logout_token::{LogoutToken, check_logout_token};
pub use preset::{EndpointTemplates, IssuerTemplate, Preset, Protocol, Quirk};
pub use refusal::Refusal;
pub use resolved::{Endpoints, ResolvedIdentityProvider};
pub use role::Role;
