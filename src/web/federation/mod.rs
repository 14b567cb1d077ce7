//! Sign-in by an identity provider: callbacks, linking, back-channel logout.

pub mod backchannel_logout;
pub mod identities;
pub mod login;
pub mod problem;
