//! The authorization and token endpoints.

pub mod authorize;
pub mod consent;
pub mod token;
