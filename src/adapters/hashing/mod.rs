//! Credentials of users.

mod password;

pub use password::{
    HashingPermit, HashingPool, PasswordError, PasswordParameters, Verification, check_new_password,
};
