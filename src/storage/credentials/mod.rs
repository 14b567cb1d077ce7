//! What is stored about credentials and sign-in attempts.

pub(crate) mod invitations;
pub(crate) mod one_time_tokens;
pub(crate) mod passwords;
pub(crate) mod sign_in_attempts;
