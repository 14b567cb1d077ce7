//! What users change about their own accounts: profile, picture, user name, password and
//! address.
//!
//! Each change is one transaction that rests on what was read. What changes how a user signs in ends
//! the other sessions of the user.

mod activity;
mod address;
mod deletion;
mod missing_fields;
mod password;
mod picture;
mod profile;

pub use crate::pictures::{MAX_PICTURE_LENGTH, PictureError, ServedPicture};
pub use activity::{Activity, ActivityEntry, ActivityKind};
pub use address::{AddressOutcome, PendingAddress};
pub use password::PasswordChange;
pub use profile::{Profile, ProfileProblem};

use crate::{
    credentials::{Passwords, SecondFactors, SignIn},
    kernel::Kernel,
    mail::Mailer,
    mail_limits::MailLimits,
    notices::Notices,
    one_time_tokens::OneTimeTokens,
    outbox::Outbox,
    sessions::Sessions,
};
use std::sync::Arc;

pub use doorward_storage::AccountDeletion;

/// Changes of users to their own accounts.
pub struct OwnAccount {
    pub(crate) kernel: Arc<Kernel>,
    pub(crate) tokens: Arc<OneTimeTokens>,
    pub(crate) mailer: Arc<Mailer>,
    pub(crate) notices: Arc<Notices>,
    pub(crate) mail_limits: Arc<MailLimits>,
    pub(crate) sign_in: Arc<SignIn>,
    pub(crate) second_factors: Arc<SecondFactors>,
    pub(crate) passwords: Arc<Passwords>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) outbox: Outbox,
}
