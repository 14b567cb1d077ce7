//! Credentials of users: passwords, and sign-in by one of them.

mod passwords;
mod sign_in;

pub use passwords::Passwords;
pub(crate) use sign_in::account_digest;
pub use sign_in::{Attempt, SignIn, SignInOutcome};
