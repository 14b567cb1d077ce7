//! Third-party crates behind small interfaces, one folder each, never naming each other.

pub mod authenticator_app;
pub mod breaches;
pub mod geoip;
pub mod hashing;
pub mod keys;
pub mod line_file;
pub mod mail;
pub mod outbound;
pub mod pictures;
pub mod webauthn;
