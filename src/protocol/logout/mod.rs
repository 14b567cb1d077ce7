//! RP-initiated and back-channel logout.

pub mod logout_notice;
pub mod logout_request;
