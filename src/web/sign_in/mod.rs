//! The sign-in page, its second step, the pages of codes and links that are mailed, and the choice of an account.

pub mod code;
pub mod identity_provider;
pub mod link;
mod mail;
mod page;
pub mod passkey;
mod preview;
pub mod provider_button;
pub mod second_factor;
pub mod second_step;
pub mod select_account;
pub mod set_up;
pub mod show;
pub mod submit;

pub use preview::{Previewed, preview};
