//! Error pages about what is done by mail: accounts, links and codes.

use crate::respond::{
    page_error::{NextPage, PageError},
    page_error_kind::PageErrorKind,
};
use doorward_protocol::credentials::one_time_token::{TokenPurpose, TokenRefusal};

/// Where the page leads, unless it is where a new link can be had.
const fn next_page(purpose: TokenPurpose, refusal: TokenRefusal) -> NextPage {
    match (purpose, refusal) {
        // What was withdrawn is the invitation of the account.
        (TokenPurpose::SignUp, TokenRefusal::Withdrawn) => NextPage::PlainSignIn,
        (TokenPurpose::SignUp | TokenPurpose::ResetPassword | TokenPurpose::SignIn, _) => {
            NextPage::StartAgain
        }
        (TokenPurpose::ChangeAddress, _) => NextPage::Account,
        _ => NextPage::PlainSignIn,
    }
}

impl PageError {
    /// A mailed link or code that is over; `again` is the page where a new one can be had, or where its
    /// user sees what became of it.
    pub fn token_refused(
        purpose: TokenPurpose,
        refusal: TokenRefusal,
        again: impl Into<String>,
    ) -> Self {
        let next = next_page(purpose, refusal);
        let path = match next {
            NextPage::PlainSignIn => "/sign-in".into(),
            _ => again.into(),
        };
        Self::new(PageErrorKind::Token { purpose, refusal })
            .with_cause(refusal.name())
            .with_next(path, next)
    }

    /// A mailed link that is over, of a purpose for which nobody gets another one by themselves.
    pub fn link_over(purpose: TokenPurpose, refusal: TokenRefusal) -> Self {
        Self::token_refused(purpose, refusal, "/sign-in")
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
