//! What somebody is told whose link or code is over: what happened, and what they do now. It depends on
//! what the link is for: a new one is promised only where they get one by themselves.

use crate::{messages::Messages, respond::page_error_texts::PageErrorTexts};
use doorward_protocol::credentials::one_time_token::{TokenPurpose, TokenRefusal};

/// The texts of the page.
pub fn texts(purpose: TokenPurpose, refusal: TokenRefusal, t: Messages) -> PageErrorTexts {
    PageErrorTexts::new(
        title(purpose, refusal, t),
        what(purpose, refusal, t),
        remedy(purpose, refusal, t),
    )
}

fn title(purpose: TokenPurpose, refusal: TokenRefusal, t: Messages) -> String {
    match (purpose, refusal) {
        (TokenPurpose::ChangeAddress, TokenRefusal::Withdrawn)
        | (
            TokenPurpose::Invitation
            | TokenPurpose::Recovery
            | TokenPurpose::RefuseRecovery
            | TokenPurpose::UndoDeletion,
            TokenRefusal::Replaced,
        )
        | (_, TokenRefusal::Outdated) => t.token_outdated_title(),
        (_, TokenRefusal::Unknown) => t.token_unknown_title(),
        (_, TokenRefusal::Used) => t.token_used_title(),
        (_, TokenRefusal::Replaced) => t.token_replaced_title(),
        (_, TokenRefusal::Expired) => t.token_expired_title(),
        (_, TokenRefusal::TooManyTries) => t.token_too_many_tries_title(),
        (_, TokenRefusal::Withdrawn) => t.token_withdrawn_title(),
    }
}

fn what(purpose: TokenPurpose, refusal: TokenRefusal, t: Messages) -> String {
    match (purpose, refusal) {
        (TokenPurpose::Invitation, TokenRefusal::Replaced) => t.token_invitation_replaced(),
        (TokenPurpose::ChangeAddress, TokenRefusal::Withdrawn) => {
            t.token_change_address_withdrawn()
        }
        (TokenPurpose::Recovery, TokenRefusal::Replaced) => t.token_recovery_replaced(),
        (TokenPurpose::RefuseRecovery, TokenRefusal::Used | TokenRefusal::Replaced) => {
            t.token_refuse_recovery_over()
        }
        (TokenPurpose::UndoAddressChange, TokenRefusal::Used) => t.token_undo_address_used(),
        (
            TokenPurpose::UndoDeletion,
            TokenRefusal::Used | TokenRefusal::Replaced | TokenRefusal::Outdated,
        ) => t.token_undo_deletion_over(),
        (_, TokenRefusal::Unknown) => t.token_unknown(),
        (_, TokenRefusal::Used) => t.token_used(),
        (_, TokenRefusal::Replaced) => t.token_replaced(),
        (_, TokenRefusal::Outdated) => t.token_outdated(),
        (_, TokenRefusal::Expired) => t.token_expired(),
        (_, TokenRefusal::TooManyTries) => t.token_too_many_tries(),
        (_, TokenRefusal::Withdrawn) => t.token_withdrawn(),
    }
}

fn remedy(purpose: TokenPurpose, refusal: TokenRefusal, t: Messages) -> String {
    match (purpose, refusal) {
        (TokenPurpose::SignUp, TokenRefusal::Used) => t.token_sign_up_used_remedy(),
        (TokenPurpose::Invitation, _) | (TokenPurpose::SignUp, TokenRefusal::Withdrawn) => {
            t.token_invitation_remedy()
        }
        (TokenPurpose::SignUp | TokenPurpose::ResetPassword | TokenPurpose::SignIn, _) => {
            t.token_remedy()
        }
        (TokenPurpose::ChangeAddress, _) => t.token_change_address_remedy(),
        (TokenPurpose::FirstOwner, _) => t.token_first_owner_remedy(),
        (TokenPurpose::Recovery, _) => t.token_recovery_remedy(),
        (TokenPurpose::RefuseRecovery, _) => t.token_refuse_recovery_remedy(),
        (TokenPurpose::UndoAddressChange, TokenRefusal::Used) => t.token_undo_address_used_remedy(),
        (TokenPurpose::UndoAddressChange, _) => t.token_undo_address_remedy(),
        (TokenPurpose::UndoDeletion, _) => t.token_undo_deletion_remedy(),
    }
}

#[cfg(test)]
mod tests;
