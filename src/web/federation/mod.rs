//! Sign-in by an identity provider: callbacks, linking, back-channel logout.

pub mod backchannel_logout;
pub mod callback;
pub mod identities;
pub mod link_account;
pub mod problem;
