//! Rules of credentials.

pub mod sign_in_attempts;
