//! What somebody is told whose link or code is over.

use crate::{messages::Messages, respond::page_error_texts::PageErrorTexts};
use doorward_protocol::credentials::one_time_token::TokenRefusal;

/// The texts of the page.
pub fn texts(refusal: TokenRefusal, t: Messages) -> PageErrorTexts {
    let (title, what) = match refusal {
        TokenRefusal::Unknown => (t.token_unknown_title(), t.token_unknown()),
        TokenRefusal::Used => (t.token_used_title(), t.token_used()),
        TokenRefusal::Replaced => (t.token_replaced_title(), t.token_replaced()),
        TokenRefusal::Outdated => (t.token_outdated_title(), t.token_outdated()),
        TokenRefusal::Expired => (t.token_expired_title(), t.token_expired()),
        TokenRefusal::TooManyTries => (t.token_too_many_tries_title(), t.token_too_many_tries()),
        TokenRefusal::Withdrawn => (t.token_withdrawn_title(), t.token_withdrawn()),
    };
    PageErrorTexts::new(title, what, t.token_remedy())
}
