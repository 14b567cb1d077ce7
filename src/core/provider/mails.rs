//! What the provider says by mail.

use super::Provider;
use crate::{
    mail::Mailer, mailed_requests::MailedRequests, mailed_sign_in::MailedSignIn, notices::Notices,
};

impl Provider {
    /// Mails to users.
    pub fn mailer(&self) -> &Mailer {
        &self.base.mailer
    }

    /// Sign-in by a mailed code or link.
    pub fn mailed_sign_in(&self) -> &MailedSignIn {
        &self.accounts.mailed_sign_in
    }

    /// The forms that ask for a mail.
    pub const fn mailed_requests(&self) -> &MailedRequests {
        &self.accounts.mailed_requests
    }

    /// What users are told of their accounts.
    pub fn notices(&self) -> &Notices {
        &self.base.notices
    }
}
