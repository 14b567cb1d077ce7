//! The only crate that uses sqlx, rusqlite and redis: a module for each capability, each query written
//! once for SQLite and PostgreSQL.

mod access;
mod account_deletions;
mod audit;
mod brand_images;
mod clients;
mod credentials;
mod db;
mod declared_entries;
mod events;
mod federation;
mod foreign;
mod forward_auth;
mod imports;
mod keys;
mod logout;
mod management;
mod notices;
mod oauth;
mod organizations;
mod outbox;
mod pictures;
mod provider_values;
pub mod redis;
mod removal;
mod scim;
mod scim_targets;
mod sessions;
mod users;
mod webhooks;

pub use access::{
    Stamp,
    app_owners::{AppOwner, AppOwnerKey, RecordedAppOwner},
    groups::{Group, GroupEdge},
    held::HeldAccess,
    history::RecordedGrant,
    request_lists::{RequestState, RequestsBefore},
    requests::{AccessRequest, NewAccessRequest, RequestAnswer, RequestLimits},
    reviews::{ACCESS_REVIEW, AppInUse, Reviewed},
    role_grants::{ExpiredRole, GrantThroughGroup, Holder, RoleGrant, RoleOfApp},
};
pub use account_deletions::AccountDeletion;
pub use audit::{
    AuditActor, AuditEvent, AuditFilter, AuditOrigin, AuditProof, AuditRow,
    chain::{AuditDay, AuditLink, AuditPlace, ChainedRow},
    streams::{
        AUDIT_STREAM_LEASE, AuditStreamFailure, AuditStreamLease, AuditStreamRow,
        MAX_AUDIT_STREAM_BACKOFF, audit_stream_backoff,
    },
};
pub use brand_images::{BrandImage, BrandImageUse};
pub use clients::secrets::{ExpiringSecret, UsedSecret};
pub use credentials::{
    attempts_at_users::{NewSource, TakenAttempt, UserKey},
    authenticator_apps::AuthenticatorApp,
    invitations::{Invitation, MAX_OPEN_OF_ORGANIZATION},
    mailed_requests::TriesSpan,
    one_time_tokens::StoredToken,
    passkeys::Passkey,
    passwords::{NewHash, PasswordCredential},
    recoveries::StoredRecovery,
    second_factors::SecondFactors,
    sign_in_attempts::AttemptKey,
    trusted_browsers::{NewTrustedBrowser, TrustedBrowser},
};
pub use db::{
    cause::Cause,
    configuration::ConfigurationVersion,
    cursor::ListCursor,
    master_key::MasterKeyRow,
    postgres::pool::PoolSize,
    purge::{PurgeWindow, PurgedBatch, PurgedTable},
    sealed_values::{SealedColumn, SealedValue},
    store::Store,
    unit::{Lock, Unit},
};
pub use declared_entries::{DeclaredEntry, DeclaredOwner};
pub use events::{
    event_streams::StoredStream,
    push_messages::SECURITY_EVENT_PUSH,
    security_events::{NewSecurityEvent, NewVerificationEvent, SecurityEvent},
};
pub use federation::{
    federation_flows::{FederationFlow, UpstreamLogout, UpstreamSession},
    identities::{GivenRole, LinkedIdentity, RemainingMethod},
    identity_providers::StoredIdentityProvider,
};
pub use foreign::ForeignTable;
pub use imports::{
    CommonName, ImportedDetails, ImportedNames, ImportedPassword, ImportedUser, KnownRow,
};
pub use logout::{
    logout_notices::LOGOUT_NOTICE,
    logout_receipts::{LogoutAttempt, LogoutReceipt},
};
pub use management::IdempotentRequest;
pub use oauth::{
    access_tokens::TokenState,
    authorization_codes::CodeNumbers,
    consents::{ConsentKey, ConsentOfUser},
    grants::{NewGrant, TokenBackground, TokenKey, UserOfToken},
    interactions::{Interaction, InteractionKey},
    refresh_tokens::NewRefreshToken,
};
pub use organizations::{
    domains::{OrganizationDomain, RoutedDomain},
    members::{Member, MemberKey, RecordedMember},
    roles::{OrganizationHolder, OrganizationRole},
    rows::Organization,
};
pub use outbox::{
    APP_MAIL, ATTEMPTS_BEFORE_MAX_BACKOFF, DueOutboxMessages, MAIL, MAIL_OF_SERVER,
    MAX_OUTBOX_BACKOFF, NewMail, NewOutboxMessage, OUTBOX_LEASE, OutboxBackoff, OutboxLease,
    OutboxMessage, QueuedMessage, SCIM, outbox_backoff, outbox_lease,
};
pub use pictures::StoredPicture;
pub use provider_values::ProviderValue;
pub use removal::{CredentialOfUser, GrantOfUser, RoleOfUser};
pub use scim::{ScimDocument, ScimKind};
pub use scim_targets::{
    PushedKind, RemoteResource, ScimClaim, ScimItem, ScimProblem, ScimResult, StoredScimTarget,
};
pub use sessions::{
    generations::{CacheRevocation, CacheSubject, GenerationRise, NumberedSession, SessionsEnd},
    sso_sessions::{MAX_SESSIONS_OF_USER, NewSession, SessionRow},
};
pub use users::{NewUser, User, UserRange, attributes::StoredUserAttribute};
pub use webhooks::{StoredWebhook, WEBHOOK, WebhookAttempt, WebhookDelivery};

/// Why a read or a commit failed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// The database cannot be reached, is full or is busy: the caller may try again.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// The database is in a state that an operator has to mend: the caller may try again later.
    #[error("{0}")]
    Cannot(Cause),
    /// A unique value exists already.
    #[error("the value is taken already")]
    Taken,
    /// A row that the written one refers to does not exist, or not any more.
    #[error("what the value belongs to does not exist")]
    Missing,
    /// A value holds the NUL character, which no text of PostgreSQL can.
    #[error("a value holds the NUL character, which cannot be stored")]
    Unstorable,
    /// The schema is older or newer than this program.
    #[error("{0}")]
    Schema(String),
    /// A stored value is not what this program writes.
    #[error("the database holds something unreadable: {0}")]
    Corrupt(String),
}

/// The result of a read or a commit.
pub type Result<T> = std::result::Result<T, Error>;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) if database.is_unique_violation() => Self::Taken,
            sqlx::Error::Database(database) if database.is_foreign_key_violation() => Self::Missing,
            sqlx::Error::Database(database) => of_database(database.as_ref()),
            sqlx::Error::PoolTimedOut => Self::Cannot(Cause::NoConnection),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                Self::Corrupt("a column of another type than expected".into())
            }
            sqlx::Error::ColumnNotFound(column) => Self::Corrupt(format!("no column {column}")),
            other => Self::Unavailable(other.to_string()),
        }
    }
}

fn of_database(error: &dyn sqlx::error::DatabaseError) -> Error {
    let code = error.code().unwrap_or_default();
    if let Some(cause) = Cause::of_code(&code) {
        tracing::debug!(%code, %cause, "the database refused a statement");
        return Error::Cannot(cause);
    }
    // The text of a database error can quote values, which must not reach a log.
    Error::Unavailable(format!("error {code}: {:?}", error.kind()))
}
