//! Sign-in attempts.

pub(crate) mod sign_in_attempts;
