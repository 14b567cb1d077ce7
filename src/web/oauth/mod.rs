//! Endpoints of OAuth 2.0 and OpenID Connect, and the consent page.

pub mod authorization_challenge;
pub mod authorization_response;
pub mod authorize;
pub mod consent;
pub mod discovery;
pub mod missing_fields;
pub mod no_access;
pub mod question;
pub mod registration;
pub mod select_organization;
pub mod token;
pub mod userinfo;
