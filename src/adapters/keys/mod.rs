//! The life of a JSON Web Key; the only place that names josekit.

mod client_assertion;
mod client_keys;
mod client_secret;
mod encryption;
mod keyring;
mod master_key;
mod proof;
mod signing_key;

pub use client_assertion::{AssertionKey, verify_assertion};
pub use client_keys::{ClientKeyError, check_client_keys};
pub use client_secret::sign_client_secret;
pub use encryption::{EncryptionError, encrypt};
pub use keyring::{Keyring, KeyringError};
pub use master_key::{MasterKey, SealError};
pub use signing_key::{KeyError, SigningKey, generate};
