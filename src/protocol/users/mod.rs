//! What is known of users.

pub mod attributes;
pub mod username;
