//! JSON Web Keys, signatures and encryption, by their names.

pub mod client_keys;
pub mod encryption;
pub mod jws;
pub mod known_members;
pub mod sealed;
pub mod signing_key;
