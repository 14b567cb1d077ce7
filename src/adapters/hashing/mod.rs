//! Credentials of users.

mod cost;
mod password;

pub use cost::PasswordParameters;
pub use password::{HashingPermit, HashingPool, PasswordError, Verification, check_new_password};
