//! The sign-in page and the choice of an account.

pub mod page;
pub mod provider_button;
pub mod select_account;
