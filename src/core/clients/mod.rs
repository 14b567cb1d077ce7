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
mod secret_uses;
pub(crate) mod secrets;
mod service;

pub use declaration::{Change, Declaration, DeclaredSecret, GivenSecret, PlannedClient};
pub use doorward_protocol::clients::client_secrets::SecretProblem;
pub use doorward_storage::ExpiringSecret;
pub use first_sign_ins::FirstSignIns;
pub use registration::Registration;
pub use secret_uses::SecretUses;
pub use secrets::{KnownSecret, MadeSecret, WantedSecret};
pub use service::Clients;
