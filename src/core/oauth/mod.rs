//! OAuth 2.0 and OpenID Connect: the authorization endpoint, the token endpoint and what accepts
//! its tokens, and what users allowed.
//!
//! [`authorize::Authorization`] turns an authorization request into a response or a question;
//! [`token::Tokens`] issues, introspects and revokes tokens; [`consent::Consents`] keeps what users
//! allowed which client.

pub(crate) mod access_claims;
pub mod authorize;
pub mod consent;
pub mod id_token_hint;
pub mod inspection;
pub(crate) mod lost_access;
pub(crate) mod release;
mod sealed_code;
pub mod signed_in_user;
pub mod token;

pub use release::SiteUser;
