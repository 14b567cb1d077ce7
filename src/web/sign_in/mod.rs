//! The sign-in page and the choice of an account.

pub mod identity_provider;
mod page;
pub mod provider_button;
pub mod select_account;
pub mod show;
pub mod submit;
