//! Rules about credentials: sign-in methods, and the delay after failed attempts.

pub mod sign_in_attempts;
pub mod sign_in_method;
