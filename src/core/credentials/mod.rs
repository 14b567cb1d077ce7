//! Credentials of users: passwords, and sign-in by one of them.

mod attempt;
mod given_password;
mod guard;
mod known_browsers;
mod passwords;
mod policy;
mod sign_in;
mod stall;

pub use attempt::{Attempt, Evidence, SignInOutcome};
pub use given_password::GivenPassword;
pub(crate) use guard::forget_all_attempts;
pub use guard::{Challenge, SignInGuard};
pub use known_browsers::{DirectoryName, KnownBrowsers};
pub use passwords::Passwords;
pub(crate) use passwords::{HashingState, PasswordParts};
pub(crate) use policy::words_of;
pub use policy::{PasswordContext, PasswordProblem, PasswordStrength};
pub use sign_in::SignIn;
pub(crate) use sign_in::{Checked, Confirmation, Verifiers};
