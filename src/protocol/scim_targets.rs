//! Users and groups that are pushed to apps by SCIM 2.0 (RFC 7643, RFC 7644): what is declared, what an
//! app is sent, and how what it has differs from that.

pub mod address;
pub mod declared;
pub mod difference;
pub mod resource;
pub mod trigger;
