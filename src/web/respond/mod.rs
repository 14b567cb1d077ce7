//! Outcomes as responses, one file for each audience: [`oauth_error`] for OAuth clients (RFC 6749
//! §5.2), [`page_error`] for users, [`problem`] for programs that call an API (RFC 9457).

pub mod address;
pub mod brand;
pub mod cursor;
pub mod federation_error;
pub mod headers;
pub mod html;
mod mail_errors;
pub mod not_found;
pub mod oauth_error;
pub mod page_error;
pub mod page_error_kind;
pub mod page_error_texts;
pub mod problem;
pub mod refusal;
pub mod token_refusal;
