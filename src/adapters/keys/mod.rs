//! The life of a JSON Web Key, and what the master key seals; the only place that names josekit and
//! the cipher of sealed values.

mod client_assertion;
mod client_keys;
mod client_secret;
mod encryption;
mod keyring;
mod lasting_keys;
mod master_key;
mod proof;
mod sealing;
mod signing_key;
mod webhook;

pub use client_assertion::{AssertionKey, is_of_known_key, verify_assertion};
pub use client_keys::{ClientKeyError, check_client_keys, without_weak_keys};
pub use client_secret::sign_client_secret;
pub use encryption::{EncryptionError, encrypt};
pub use keyring::{Keyring, KeyringError};
pub use lasting_keys::LastingKeys;
pub use master_key::MasterKey;
pub use sealing::{Place, Purpose, SealError};
pub use signing_key::{AUDIT_HEAD, KeyError, SigningKey, generate};
pub use webhook::WebhookSecret;
