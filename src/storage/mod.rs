//! The only place that names sqlx and redis: a file a noun, each query written once for SQLite and PostgreSQL.

mod access_tokens;
mod account_groups;
mod audit;
mod authorization_codes;
mod clients;
mod configuration;
mod consents;
mod event_streams;
mod federation_flows;
mod forward_auth_sessions;
mod grants;
mod identities;
mod interactions;
mod logout_notices;
mod logout_receipts;
mod migrate;
mod people;
mod places;
pub mod redis;
mod refresh_tokens;
mod registrations;
mod security_events;
mod sign_in_attempts;
mod signing_keys;
mod sql;
mod sqlite_writer;
mod sso_sessions;
mod store;
mod sweep;
mod upstream_providers;

pub use access_tokens::TokenState;
pub use audit::{AuditEvent, AuditRow};
pub use authorization_codes::NewAuthorizationCode;
pub use configuration::ConfigurationVersion;
pub use event_streams::StoredStream;
pub use federation_flows::{FederationFlow, UpstreamSession};
pub use grants::NewGrant;
pub use identities::LinkedIdentity;
pub use interactions::Interaction;
pub use logout_notices::LogoutNotice;
pub use logout_receipts::{LogoutReceipt, Tried};
pub use people::{NewPerson, Person};
pub use places::Places;
pub use refresh_tokens::NewRefreshToken;
pub use security_events::{NewSecurityEvent, SecurityEvent};
pub use sql::Unit;
pub use sso_sessions::{NewSession, SessionRow};
pub use store::{Health, Store};
pub use upstream_providers::StoredProvider;

/// Why the store did not answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database is away, full or busy; the request may be tried again.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// A unique value is taken.
    #[error("the value is taken already")]
    Taken,
    /// The schema is older or newer than this program.
    #[error("{0}")]
    Schema(String),
    /// A stored value is not what this program writes.
    #[error("the database holds something unreadable: {0}")]
    Corrupt(String),
}

/// The result of asking the store.
pub type Result<T> = std::result::Result<T, Error>;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) if database.is_unique_violation() => Self::Taken,
            // The text of a database error can quote values; its code and kind are enough to act on.
            sqlx::Error::Database(database) => Self::Unavailable(format!("error {}: {:?}", database.code().unwrap_or_default(), database.kind())),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::Corrupt("a column of another type than expected".into()),
            other => Self::Unavailable(other.to_string()),
        }
    }
}
