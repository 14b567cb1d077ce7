//! Credentials of users.

mod cost;
mod error;
mod password;

pub use cost::{PasswordParameters, check_password_hash};
pub use error::PasswordError;
pub use password::{
    HashingPermit, HashingPool, MIN_PASSWORD_CHARACTERS, Verification, check_new_password,
};
