//! What the provider says by mail.

use super::Provider;
use crate::{mail::Mailer, notices::Notices};

impl Provider {
    /// Mails to users.
    pub fn mailer(&self) -> &Mailer {
        &self.base.mailer
    }

    /// What users are told of their accounts.
    pub fn notices(&self) -> &Notices {
        &self.base.notices
    }
}
