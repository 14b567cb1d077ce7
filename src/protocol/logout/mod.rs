//! RP-initiated and back-channel logout.

pub mod after_sign_out;
pub mod logout_notice;
pub mod logout_request;

/// The scope of a client that may revoke every session and token of a user
/// (draft-ietf-oauth-global-token-revocation), granted by `client_credentials`.
pub const GLOBAL_TOKEN_REVOCATION_SCOPE: &str = "global_token_revocation";
