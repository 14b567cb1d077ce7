//! SSO sessions and the accounts of one browser.

pub mod account_group;
pub mod session_clients;
pub mod sso_session;
