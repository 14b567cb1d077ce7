//! RP-initiated logout, session management, and global token revocation.

pub mod check_session;
pub mod end_session;
pub mod global_token_revocation;
pub mod signed_out;
