//! What mails say: one variant for each mail, with the values that its text names.

use doorward_protocol::time::{Lifetime, Timestamp};
use serde::{Deserialize, Serialize};

/// What a mail says. Links are made by the caller, from the issuer and never from a header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum MailContent {
    /// Proves the address of an account that is about to be made.
    SignUpCode {
        /// The digits to type, as they are shown.
        code: String,
        /// Where the same is done by a button.
        link: String,
    },
    /// Somebody tried to make an account for an address that has one.
    AccountExists {
        /// The sign-in page.
        sign_in_link: String,
        /// Where a forgotten password is replaced.
        reset_link: String,
    },
    /// Proves another address of an account.
    VerifyAddress {
        /// The digits to type, as they are shown.
        code: String,
        /// Where the same is done by a button.
        link: String,
    },
    /// Replaces a forgotten password.
    ResetPassword {
        /// Where the new password is chosen.
        link: String,
    },
    /// A code that signs in.
    SignInCode {
        /// The digits to type.
        code: String,
        /// Where the same is done by a button.
        #[serde(default)]
        link: Option<String>,
    },
    /// A link that signs in.
    SignInLink {
        /// Where the sign-in goes on.
        link: String,
    },
    /// An invitation to make an account.
    Invitation {
        /// Where it is accepted.
        link: String,
        /// The name of who invites.
        inviter: Option<String>,
        /// The names of the apps that it is for.
        apps: Vec<String>,
        /// The name of the organization that it is into.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        organization: Option<String>,
        /// Until when the link works.
        expires_at: Timestamp,
    },
    /// To the former address of an account: it has another one now.
    AddressChanged {
        /// The new address.
        new_address: String,
        /// Where the change is taken back.
        undo_link: String,
    },
    /// To the former address of an account: somebody who manages it gave it another one.
    AddressReplaced {
        /// The new address, as much of it as somebody needs who knows it.
        new_address: String,
        /// When it was changed.
        at: Timestamp,
    },
    /// The address of the account was proven by mail for the first time, and what was set up before
    /// signs nobody in any more.
    AddressProven {
        /// When it was proven.
        at: Timestamp,
        /// Where the user says that it was somebody else.
        not_me_link: String,
    },
    /// Somebody signed in at a device that the account was not used at before.
    NewDevice {
        /// The `User-Agent` header, or a name of the device.
        device: String,
        /// Where the device was, with its address.
        place: Option<String>,
        /// When the user signed in there.
        at: Timestamp,
        /// Where the user says that it was somebody else.
        not_me_link: String,
    },
    /// The password was changed.
    PasswordChanged {
        /// When the password was changed.
        at: Timestamp,
        /// Where the user says that it was somebody else.
        not_me_link: String,
    },
    /// So many wrong passwords were typed that the password alone signs in no more in a browser that is
    /// new to the user.
    PasswordGuessed {
        /// When the last one of them was typed.
        at: Timestamp,
        /// Where the password is replaced.
        reset_link: String,
    },
    /// A way to sign in was added or removed.
    FactorChanged {
        /// Which one, and what happened to it.
        change: FactorChange,
        /// When it was added or removed.
        at: Timestamp,
        /// Where the user says that it was somebody else.
        not_me_link: String,
    },
    /// Somebody asked to get in without the second factor.
    RecoveryRequested {
        /// When the recovery was asked for.
        at: Timestamp,
        /// When it takes effect unless it is refused.
        effective_at: Timestamp,
        /// Where it is refused.
        refuse_link: String,
    },
    /// Nobody refused it that the second factor is removed.
    RecoveryReady {
        /// Where it is removed.
        link: String,
        /// Until when the link works.
        expires_at: Timestamp,
    },
    /// The account is about to be deleted.
    AccountDeletion {
        /// When that was asked for.
        at: Timestamp,
        /// When it is done.
        final_at: Timestamp,
        /// Where it is taken back.
        undo_link: String,
    },
    /// The account is deleted.
    AccountDeleted {
        /// When the account was deleted.
        at: Timestamp,
    },
    /// To those who decide: somebody asks for a role.
    AccessRequested {
        /// The user who asks, by what they sign in with.
        user: String,
        /// The name of the app.
        app: String,
        /// The name of the role.
        role: String,
        /// Why the user needs it, in their words.
        reason: String,
        /// When the user wants it to end.
        until: Option<Timestamp>,
        /// Where it is decided.
        link: String,
    },
    /// The user has a role that they asked for.
    AccessApproved {
        /// The name of the app.
        app: String,
        /// The name of the role.
        role: String,
        /// When it ends.
        until: Option<Timestamp>,
        /// Where the user sees their requests.
        link: String,
    },
    /// The user does not get a role that they asked for.
    AccessRefused {
        /// The name of the app.
        app: String,
        /// The name of the role.
        role: String,
        /// Why, in the words of whoever decided.
        reason: String,
        /// Where the user sees their requests.
        link: String,
    },
    /// What an operator sends to see whether mails arrive.
    Test {
        /// When the operator sent the mail.
        at: Timestamp,
    },
}

/// What happened to a way to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FactorChange {
    /// It was added.
    Added(FactorKind),
    /// It was removed.
    Removed(FactorKind),
    /// The password was removed.
    PasswordRemoved,
    /// An administrator made a code that stands in for the second factor once.
    CodeGiven,
}

/// A way to sign in, or a second factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FactorKind {
    /// A passkey (WebAuthn).
    Passkey,
    /// A security key as second factor.
    SecurityKey,
    /// An authenticator app.
    AuthenticatorApp,
    /// A set of recovery codes.
    RecoveryCodes,
    /// An account at an identity provider, by the name of the provider.
    ConnectedAccount(String),
}

/// How long a mail that only informs is delivered.
const NOTICE: Lifetime = Lifetime::days(7);
/// How long a code that signs in is good, and its mail with it.
const SIGN_IN_CODE: Lifetime = Lifetime::minutes(10);

impl MailContent {
    /// The name of the mail, for the log and for commands.
    pub const fn name(&self) -> &'static str {
        self.into_str()
    }

    /// When a mail that is queued now is of no use any more, where its caller says nothing else: a
    /// code or a link that is not good any more is not sent.
    pub(super) fn expires_at(&self, now: Timestamp) -> Timestamp {
        match self {
            Self::SignInCode { .. } | Self::SignInLink { .. } => now.plus(SIGN_IN_CODE),
            Self::ResetPassword { .. } | Self::Test { .. } => now.plus(Lifetime::hours(1)),
            Self::SignUpCode { .. } | Self::VerifyAddress { .. } => now.plus(Lifetime::days(1)),
            Self::AccountExists { .. } => now.plus(Lifetime::days(3)),
            Self::Invitation { expires_at, .. } | Self::RecoveryReady { expires_at, .. } => {
                *expires_at
            }
            Self::AddressChanged { .. }
            | Self::AddressReplaced { .. }
            | Self::AddressProven { .. }
            | Self::NewDevice { .. }
            | Self::PasswordChanged { .. }
            | Self::PasswordGuessed { .. }
            | Self::FactorChanged { .. }
            | Self::RecoveryRequested { .. }
            | Self::AccountDeletion { .. }
            | Self::AccountDeleted { .. }
            | Self::AccessRequested { .. }
            | Self::AccessApproved { .. }
            | Self::AccessRefused { .. } => now.plus(NOTICE),
        }
    }

    /// Whether somebody who is not signed in caused the mail, so that it says from where.
    pub(super) const fn says_who_asked(&self) -> bool {
        matches!(
            self,
            Self::SignUpCode { .. }
                | Self::AccountExists { .. }
                | Self::VerifyAddress { .. }
                | Self::ResetPassword { .. }
                | Self::SignInCode { .. }
                | Self::SignInLink { .. }
                | Self::RecoveryRequested { .. }
        )
    }
}
