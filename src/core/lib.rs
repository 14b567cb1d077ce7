//! What this provider does: verbs that load, ask `protocol`, store, and hand back an outcome. Plain
//! async Rust.

pub mod access;
pub mod access_decisions;
mod access_reviews;
pub mod app_presets;
pub mod audit;
pub mod audit_chain;
pub mod audit_streams;
pub mod authorization_challenge;
mod browser_seal;
pub mod change_set;
pub mod clients;
mod configuration;
pub mod context;
pub mod credentials;
mod database;
pub mod declarations;
pub mod declared;
mod error;
pub mod events;
pub mod export;
pub mod federation;
pub mod forward_auth;
pub mod invitations;
mod kernel;
pub mod keys;
pub mod launchpad;
pub mod limits;
pub mod logout;
pub mod mail;
mod mail_limits;
pub mod mailed_requests;
pub mod mailed_sign_in;
pub mod management;
pub mod migration;
pub mod notices;
mod numbered_cache;
pub mod oauth;
mod one_time_tokens;
pub mod organizations;
mod outbox;
pub mod own_account;
pub mod password_reset;
mod proof_of_work;
mod provider;
mod purge;
mod quotas;
pub mod readiness;
pub mod recovery;
pub mod scim;
pub mod sealing;
pub mod sessions;
mod settings;
pub mod shown_errors;
mod sign_in_form;
mod sign_out;
pub mod sign_up;
pub mod users;
pub mod webhooks;
mod workers;

pub use configuration::{Configuration, ConfigurationCache};
pub use doorward_storage::ListCursor;
pub use error::{Error, Result};
pub use kernel::Kernel;
pub use outbox::Outbox;
pub use provider::{Provider, ProviderParts};
pub use purge::{Purge, PurgeReport};
pub use sessions::SessionClients;
pub use settings::{
    AccountSettings, DefaultSetting, ExplicitSetting, Lifetimes, PasswordRules, ProofOfWork,
    ProviderSettings, RegistrationMode, SignUpSettings,
};
pub use sign_in_form::{FormOutcome, FormSignIn, SignInForm};
pub use sign_out::SignOut;
pub use workers::{WorkerState, Workers};
