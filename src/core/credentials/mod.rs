//! Credentials of users: passwords, and sign-in by one of them.

mod guard;
mod known_browsers;
mod passwords;
mod sign_in;

pub(crate) use guard::forget_all_attempts;
pub use guard::{Challenge, Evidence, SignInGuard};
pub use known_browsers::KnownBrowsers;
pub use passwords::Passwords;
pub use sign_in::{Attempt, SignIn, SignInOutcome};
