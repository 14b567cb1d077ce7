//! Pages of the user who is signed in: the account page, the launchpad, `/me`.

mod form;
pub mod forms;
pub mod launchpad;
pub mod me;
mod receipt;
pub mod show;
pub mod words;

pub use form::AccountForm;
