//! The shapes of sessions and second factors.

use super::when;
use doorward_core::{credentials::second_factors::OwnedFactors, sessions::SessionRow};
use serde::Serialize;
use utoipa::ToSchema;

/// A live session of a user.
#[derive(Serialize, ToSchema)]
pub struct Session {
    /// Its identifier, the `sid` of tokens.
    pub id: String,
    /// When the user proved who they are.
    pub signed_in_at: String,
    /// When it was used last.
    pub last_seen_at: String,
    /// The browser, as it calls itself.
    pub user_agent: String,
    /// The address that it was begun from.
    pub address: Option<String>,
}

impl Session {
    /// A session as it is stored.
    pub fn of(row: &SessionRow) -> Self {
        Self {
            id: row.session.sid.clone(),
            signed_in_at: when(row.session.auth_time),
            last_seen_at: when(row.session.last_seen_at),
            user_agent: row.user_agent.clone(),
            address: row.address.clone(),
        }
    }
}

/// The live sessions of a user.
#[derive(Serialize, ToSchema)]
pub struct Sessions {
    /// The sessions, the one used last first.
    pub sessions: Vec<Session>,
}

/// Second factors and passkeys of a user.
#[derive(Serialize, ToSchema)]
pub struct Factors {
    /// Whether they have an authenticator app.
    pub authenticator_app: bool,
    /// How many passkeys they have.
    pub passkeys: i64,
    /// How many security keys they have.
    pub security_keys: i64,
    /// How many recovery codes are left.
    pub recovery_codes: i64,
}

impl Factors {
    /// What a user has.
    pub fn of(owned: &OwnedFactors) -> Self {
        Self {
            authenticator_app: owned.has_app,
            passkeys: owned.passkeys,
            security_keys: owned.security_keys,
            recovery_codes: owned.recovery_codes,
        }
    }
}
