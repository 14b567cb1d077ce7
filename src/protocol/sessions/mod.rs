//! SSO sessions and the accounts of one browser.

pub mod account_selection;
pub mod session_state;
pub mod sso_session;
