//! Pages of the user who is signed in: the account page, the launchpad, `/me`.

pub mod access;
pub mod activity;
pub mod address;
pub mod address_links;
pub mod ask_for_access;
pub mod authenticator;
pub mod data;
mod form;
pub mod forms;
pub mod frame;
mod fresh;
pub mod launchpad;
pub mod me;
pub mod passkey_offer;
pub mod passkeys;
pub mod password;
pub mod picture;
pub mod profile;
pub mod receipt;
pub mod recovery;
pub mod security;
pub mod show;
pub mod words;

pub use form::AccountForm;
pub use fresh::require_fresh;
