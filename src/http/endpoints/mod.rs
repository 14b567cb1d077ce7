//! Endpoints for programs.

pub mod authorize;
pub mod discovery;
pub mod event_streams;
pub mod federation;
pub mod forward_auth;
pub mod global_token_revocation;
pub mod health;
pub mod me;
pub mod registration;
pub mod token;
pub mod userinfo;
