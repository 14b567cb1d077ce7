//! Endpoints for programs.

pub mod authorize;
pub mod discovery;
pub mod federation;
pub mod health;
pub mod registration;
pub mod token;
pub mod userinfo;
