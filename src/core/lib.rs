//! What this provider does: verbs that load, ask `protocol`, store, and hand back an outcome. Plain
//! async Rust.

pub mod audit;
mod browser_seal;
pub mod change_set;
pub mod clients;
mod configuration;
pub mod context;
pub mod credentials;
mod database;
mod error;
pub mod events;
pub mod federation;
pub mod forward_auth;
mod kernel;
pub mod keys;
pub mod launchpad;
pub mod limits;
pub mod logout;
pub mod mail;
pub mod notices;
pub mod oauth;
mod outbox;
mod provider;
mod purge;
mod quotas;
pub mod readiness;
pub mod sealing;
pub mod sessions;
mod settings;
mod sign_in_form;
mod sign_out;
pub mod users;
mod workers;

pub use configuration::{Configuration, ConfigurationCache};
pub use error::{Error, Result};
pub use kernel::Kernel;
pub use outbox::Outbox;
pub use provider::{Provider, ProviderParts};
pub use purge::{Purge, PurgeReport};
pub use sessions::SessionClients;
pub use settings::{Lifetimes, ProofOfWork, ProviderSettings, RegistrationMode};
pub use sign_in_form::{FormOutcome, FormSignIn, SignInForm};
pub use sign_out::SignOut;
pub use workers::Workers;
