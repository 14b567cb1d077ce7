//! An attempt to sign in with a password, between its verification and what follows.

use super::{guard::Disregard, place::Place};
use doorward_adapters::hashing::Verification;
use doorward_protocol::time::Timestamp;
use doorward_storage::{PasswordCredential, TakenAttempt, Unit, User};

/// An attempt that was counted, with the result of the verification.
pub(crate) struct Checked {
    pub(super) place: Place,
    pub(super) taken: TakenAttempt,
    pub(super) user: Option<User>,
    pub(super) stored: Option<PasswordCredential>,
    /// Whether the user has a password here, whether it counts at the app or not.
    pub(super) has_password: bool,
    pub(super) verification: Verification,
    /// Whether the password was right, and its user signs in at an identity provider alone.
    pub(super) is_sent_home: bool,
    /// Why the password that is stored here was not to count, where it was not.
    pub(super) disregard: Option<Disregard>,
}

impl Checked {
    /// What an administrator is told of an attempt that failed.
    pub(super) fn detail(&self) -> &'static str {
        match self.disregard {
            _ if self.is_sent_home => "home realm",
            Some(disregard) => disregard.into(),
            None => "",
        }
    }

    /// The address of the user whom the name belongs to.
    pub(crate) fn email(&self) -> Option<&str> {
        self.user.as_ref().and_then(|user| user.email.as_deref())
    }

    /// Refuses the password that is stored here, as if it were another one: users with this address
    /// sign in at an identity provider. The work is done by then, so that no time tells.
    pub(crate) fn send_home(&mut self) {
        self.is_sent_home = !self.is_refused();
        self.verification = Verification::Wrong;
    }

    /// Whether nobody here has the name.
    pub(crate) const fn is_of_nobody(&self) -> bool {
        self.user.is_none()
    }

    /// Whether the password that is stored here does not sign in: it is another one, or its user is
    /// disabled.
    pub(crate) fn is_refused(&self) -> bool {
        self.verification == Verification::Wrong
            || self
                .user
                .as_ref()
                .is_none_or(|user| user.disabled_at.is_some())
    }
}

/// A user whose session is to start, with the statements that make them, where they are new.
pub(crate) struct Starting<'a> {
    pub(crate) user: &'a User,
    pub(crate) makes: Unit,
}

impl<'a> Starting<'a> {
    pub(super) fn known(user: &'a User) -> Self {
        Self {
            user,
            makes: Unit::new(),
        }
    }
}

/// Who may know the password of an attempt.
pub(crate) struct Verifiers<'a> {
    /// Whether a password that is stored here signs in.
    pub(crate) passwords: bool,
    /// The directories that are asked, by identifier.
    pub(crate) directories: &'a [&'a str],
}

impl Verifiers<'_> {
    /// The passwords that are stored here.
    pub(super) const STORED: Self = Self {
        passwords: true,
        directories: &[],
    };
}

/// Whether a password is that of its user, where nobody is to be signed in by it.
pub(crate) enum Confirmation {
    /// The password is theirs.
    Right {
        user: Box<User>,
        password: Box<PasswordCredential>,
    },
    /// It is not, or there is no such user.
    Wrong,
    /// The name waits after too many failed attempts from here.
    Paused { until: Timestamp },
    /// A proof of work is asked for, and there is none.
    ProofNeeded,
    /// It can be nobody's: it is longer than a password may be. Nothing was looked at.
    Impossible,
}
