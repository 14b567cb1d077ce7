//! The sign-in page, its second step, and the choice of an account.

pub mod identity_provider;
mod page;
pub mod passkey;
pub mod provider_button;
pub mod second_factor;
pub mod second_step;
pub mod select_account;
pub mod set_up;
pub mod show;
pub mod submit;
