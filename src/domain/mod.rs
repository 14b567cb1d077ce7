//! What this provider does: verbs that load, ask `protocol`, store, and hand back an outcome. Plain async Rust.

pub mod accounts;
pub mod audit;
pub mod authorize;
mod client_keys;
pub mod clients;
mod configuration;
pub mod consent;
mod error;
pub mod keys;
pub mod logout;
pub mod logout_notices;
mod provider;
pub mod registration;
pub mod sign_in;
pub mod sso_session;
pub mod token;

pub use client_keys::ClientKeyCache;
pub use configuration::{Configuration, ConfigurationCache};
pub use error::{Error, Result};
pub use provider::{Lifetimes, Provider, ProviderSettings, RegistrationMode};
