//! What this provider does: verbs that load, ask `protocol`, store, and hand back an outcome. Plain async Rust.

pub mod account_group;
pub mod accounts;
pub mod audit;
pub mod authorize;
mod client_keys;
pub mod clients;
mod configuration;
pub mod consent;
mod documents;
mod error;
pub mod event_streams;
pub mod federation;
pub mod forward_auth;
pub mod global_token_revocation;
mod in_flight;
pub mod keys;
pub mod launchpad;
pub mod limits;
pub mod logout;
pub mod logout_notices;
mod provider;
pub mod registration;
mod session_clients;
pub mod sign_in;
pub mod sso_session;
pub mod token;

pub use configuration::{Configuration, ConfigurationCache};
pub use documents::DocumentCache;
pub use error::{Error, Result};
pub use in_flight::InFlight;
pub use provider::{Lifetimes, Provider, ProviderSettings, RegistrationMode};
pub use session_clients::SessionClients;
