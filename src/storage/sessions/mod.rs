//! SSO sessions and the accounts of one browser.

pub(crate) mod account_groups;
pub(crate) mod generations;
pub(crate) mod sso_sessions;
