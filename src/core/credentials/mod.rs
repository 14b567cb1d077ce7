//! Credentials of users: passwords, second factors, and sign-in by them.

mod attempt;
mod checked;
mod given_password;
mod guard;
mod known_browsers;
mod passkey_sign_in;
pub mod passkeys;
mod passwords;
mod place;
mod policy;
pub mod second_factors;
mod sign_in;
mod stall;

pub use crate::proof_of_work::Challenge;
pub use attempt::{Attempt, Evidence, SignInOutcome};
pub(crate) use checked::{Checked, Confirmation, Starting, Verifiers};
pub use given_password::GivenPassword;
pub use guard::SignInGuard;
pub use known_browsers::{DirectoryName, KnownBrowsers};
pub use passkey_sign_in::{PasskeyBrowser, PasskeyOutcome, PasskeySignIn};
pub use passkeys::Passkeys;
pub use passwords::Passwords;
pub(crate) use passwords::{HashingState, PasswordParts};
pub(crate) use place::forget_all_attempts;
pub use policy::{PasswordContext, PasswordProblem, PasswordStrength, words_of};
pub(crate) use second_factors::{Admission, Proven, SecondFactorParts, UpstreamSignIn};
pub use second_factors::{Onward, SecondFactors};
pub use sign_in::SignIn;
