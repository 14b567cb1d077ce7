//! Clients: declared, registered by themselves, changed, disabled; and their public keys.

mod client_keys;
mod client_update;
mod declaration;
pub(crate) mod documents;
mod first_sign_ins;
mod given_secrets;
mod registration;
mod registration_deletion;
mod registration_metadata;
pub(crate) mod sealed_secrets;
mod secret_uses;
mod secrets;
mod service;

pub use declaration::{Change, Declaration, PlannedClient};
pub use doorward_protocol::clients::client_secrets::SecretProblem;
pub use doorward_storage::ExpiringSecret;
pub use first_sign_ins::FirstSignIns;
pub use given_secrets::{DeclaredSecret, GivenSecret};
pub use registration::Registration;
pub use secret_uses::SecretUses;
pub use secrets::{KnownSecret, MadeSecret, WantedSecret};
pub use service::Clients;
