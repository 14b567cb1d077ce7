//! Sign-in by password.

pub mod sign_in;
