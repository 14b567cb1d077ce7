//! Credentials of users.

mod cost;
mod error;
mod foreign;
mod password;
mod stored_hash;
mod verifier;

pub use cost::{CostsInUse, PasswordParameters};
pub use error::PasswordError;
pub use password::{
    HashingPermit, HashingPool, MIN_PASSWORD_CHARACTERS, check_new_password, is_possible_password,
};
pub use stored_hash::{StorableHash, check_password_hash, storable_hash};
pub use verifier::Verification;
