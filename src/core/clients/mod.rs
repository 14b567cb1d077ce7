//! Clients: declared, registered by themselves, changed, disabled; and their public keys.

mod client_keys;
mod client_update;
mod declaration;
pub(crate) mod documents;
mod first_sign_ins;
mod registration;
mod registration_deletion;
mod registration_metadata;
mod service;

pub use declaration::{Change, Declaration, PlannedClient};
pub use first_sign_ins::FirstSignIns;
pub use registration::Registration;
pub use service::Clients;
