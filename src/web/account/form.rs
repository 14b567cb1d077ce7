//! What the forms of the account page have in common.

use crate::extract::browser::Browser;
use doorward_protocol::{
    secret::{Secret, form_token},
    sessions::sso_session::SsoSession,
};

/// A form of the account page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum AccountForm {
    /// Ends one session, or all but this one.
    EndSessions,
    /// Sends a logout notice again.
    SendAgain,
    /// Takes an app out of the account.
    RemoveApp,
    /// Links an identity.
    LinkIdentity,
    /// Unlinks an identity.
    UnlinkIdentity,
    /// Changes the profile.
    Profile,
    /// Uploads a picture, or takes it away.
    Picture,
    /// Gives the data of the account.
    Download,
    /// Deletes the account.
    Delete,
    /// Keeps an account that is to be deleted.
    Keep,
    /// Asks for another address.
    Address,
    /// Changes the password.
    Password,
    /// Sets an authenticator app up.
    SetUpAuthenticator,
    /// Takes the authenticator app away.
    RemoveAuthenticator,
    /// Makes new recovery codes.
    RenewRecoveryCodes,
    /// Trusts browsers no more.
    DistrustBrowsers,
    /// Adds a passkey.
    AddPasskey,
    /// Renames a passkey.
    RenamePasskey,
    /// Removes a passkey.
    RemovePasskey,
    /// Refuses that the second factor is removed.
    RefuseRecovery,
    /// Asks for a role.
    AskForAccess,
    /// Withdraws a request for a role.
    WithdrawRequest,
    /// Takes the offer of a passkey, or leaves it.
    TakePasskeyOffer,
}

impl AccountForm {
    /// What the token of the form is bound to beside the browser: neither one user's form nor one kind
    /// of form is ever taken for another. `None` where nobody is signed in in the browser.
    pub fn purpose(self, browser: &Browser) -> Option<String> {
        let session = browser.session.as_ref();
        session.map(|session| self.purpose_of(session))
    }

    /// The token of the form on a page for the user of a session.
    pub fn token(self, browser: &Secret, session: &SsoSession) -> String {
        form_token(browser, &self.purpose_of(session))
    }

    fn purpose_of(self, session: &SsoSession) -> String {
        format!("account {} {}", self.into_str(), session.user_id)
    }
}
