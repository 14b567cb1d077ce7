//! Credentials of users.

mod password;

pub use password::{
    HashingPool, PasswordError, PasswordParameters, Verification, check_new_password,
};
