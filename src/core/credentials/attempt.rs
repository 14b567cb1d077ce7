//! An attempt to sign in with a password, and its outcome.

use crate::sessions::{Device, account_group::Account};
use doorward_protocol::{
    credentials::proof_of_work::PresentedProof, secret::Secret,
    sessions::sso_session::Authentication, time::Timestamp,
};
use secrecy::SecretString;

/// What a form brings beside name and password.
#[derive(Clone, Copy, Default)]
pub struct Evidence<'a> {
    /// The secret of the browser.
    pub browser: Option<&'a Secret>,
    /// The cookie of a browser in which somebody signed in before.
    pub known_browser: Option<&'a str>,
    /// The cookie of a browser that users trust.
    pub trusted_browser: Option<&'a str>,
    /// The proof of work.
    pub proof: PresentedProof<'a>,
    /// What the form names the account by: the proof of work is for this name.
    pub name: &'a str,
}

/// An attempt to sign in with a password.
pub struct Attempt<'a> {
    /// The email address or user name that was typed.
    pub identifier: &'a str,
    /// The client that the sign-in is for; none where it is for no app.
    pub client_id: Option<&'a str>,
    /// The password that was typed.
    pub password: SecretString,
    /// The accounts that are signed in in this browser already.
    pub accounts: &'a [Account],
    /// The device of the user.
    pub device: Device<'a>,
    /// The authentication that the password proves where it is right.
    pub authentication: Authentication,
    /// Whether the user asked to stay signed in.
    pub remembered: bool,
    /// The authorization request that waits for the sign-in.
    pub flow: Option<&'a str>,
    /// The prompt to link that goes on after the sign-in.
    pub link_offer: Option<&'a str>,
    /// What the form brings beside name and password.
    pub evidence: Evidence<'a>,
}

/// The outcome of an attempt to sign in with a password.
#[derive(Clone, Debug)]
pub enum SignInOutcome {
    /// The user is signed in.
    SignedIn {
        /// The session to bind to the browser.
        sid: String,
    },
    /// The password was right, and the second step follows.
    SecondStep {
        /// What the browser carries there.
        ticket: Secret,
    },
    /// There is no such user, the password is another one, or the user is disabled. The cases are
    /// not told apart.
    Wrong,
    /// The name waits after too many failed attempts from here.
    Paused {
        /// When the next attempt is allowed.
        until: Timestamp,
    },
    /// A proof of work is asked for, and there is none. Nothing was looked at.
    ProofNeeded,
    /// Name or password can be nobody's: they are longer than they may be. Nothing was looked at.
    Impossible,
}
