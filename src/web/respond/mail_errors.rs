//! Error pages about what is done by mail: accounts, links and codes.

use crate::respond::{
    page_error::{NextPage, PageError},
    page_error_kind::PageErrorKind,
};
use doorward_protocol::credentials::one_time_token::TokenRefusal;

impl PageError {
    /// A mailed link or code that is over; `again` is the page where a new one can be had.
    pub fn token_refused(refusal: TokenRefusal, again: impl Into<String>) -> Self {
        Self::new(PageErrorKind::Token(refusal))
            .with_cause(refusal.name())
            .with_next(again, NextPage::StartAgain)
    }

    /// No account can be created here; `sign_in` is the sign-in page.
    pub fn sign_up_off(sign_in: impl Into<String>) -> Self {
        Self::new(PageErrorKind::SignUpOff).with_next(sign_in, NextPage::SignIn)
    }

    /// No password can be chosen by mail here; `sign_in` is the sign-in page.
    pub fn reset_off(sign_in: impl Into<String>) -> Self {
        Self::new(PageErrorKind::ResetOff).with_next(sign_in, NextPage::SignIn)
    }

    /// The address of a new account has one by now; `sign_in` is the sign-in page.
    pub fn address_taken(sign_in: impl Into<String>) -> Self {
        Self::new(PageErrorKind::AddressTaken).with_next(sign_in, NextPage::SignIn)
    }
}
