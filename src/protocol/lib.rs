//! What the specifications say, as pure functions over values: no I/O, no clock, no randomness, no
//! web or SQL type.

pub mod access;
pub mod audit_chain;
pub mod branding;
pub mod clients;
pub mod credentials;
pub mod events;
pub mod federation;
pub mod forward_auth;
pub mod json;
pub mod keys;
pub mod logout;
pub mod mail_address;
pub mod management;
pub mod oauth;
pub mod oidc;
pub mod organizations;
pub mod origin;
pub mod scim;
pub mod scim_filter;
pub mod scim_targets;
pub mod secret;
pub mod sessions;
pub mod text;
pub mod time;
pub mod users;
pub mod webhooks;
