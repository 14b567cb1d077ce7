//! What is stored about credentials and sign-in attempts.

pub(crate) mod passwords;
pub(crate) mod sign_in_attempts;
