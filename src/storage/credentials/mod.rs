//! What is stored about credentials and sign-in attempts.

pub(crate) mod attempts_at_users;
pub(crate) mod authenticator_apps;
pub(crate) mod invitations;
pub(crate) mod mailed_requests;
pub(crate) mod one_time_tokens;
pub(crate) mod passkeys;
pub(crate) mod passwords;
pub(crate) mod recoveries;
mod recovery_codes;
pub(crate) mod second_factors;
pub(crate) mod sign_in_attempts;
pub(crate) mod trusted_browsers;
