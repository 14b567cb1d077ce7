//! The shapes of what belongs to the provider itself: identity providers, keys, the audit log, settings.

use serde::Serialize;
use utoipa::ToSchema;

/// An identity provider, without its secrets.
#[derive(Serialize, ToSchema)]
pub struct IdentityProvider {
    /// Its identifier, which is part of its addresses.
    pub id: String,
    /// What kind it is, such as `oidc` or `ldap`.
    pub kind: String,
    /// The name that users see.
    pub name: Option<String>,
    /// Whether it is in use.
    pub enabled: bool,
    /// Whether whoever signs in by it gets an account.
    pub sign_up: bool,
}

/// The identity providers of this provider.
#[derive(Serialize, ToSchema)]
pub struct IdentityProviders {
    /// The identity providers, in the order of the sign-in page.
    pub providers: Vec<IdentityProvider>,
}

/// A signing key, without its private part.
#[derive(Serialize, ToSchema)]
pub struct SigningKey {
    /// Its identifier in the key set.
    pub kid: String,
    /// The algorithm that it signs with.
    pub algorithm: String,
    /// When it was published.
    pub created_at: String,
    /// Whether it signs now.
    pub signs: bool,
    /// When it leaves the key set.
    pub remove_after: Option<String>,
}

/// The signing keys of this provider.
#[derive(Serialize, ToSchema)]
pub struct SigningKeys {
    /// The keys, published or not.
    pub keys: Vec<SigningKey>,
}

/// Something that happened.
#[derive(Serialize, ToSchema)]
pub struct AuditEvent {
    /// Its identifier, in the order of time.
    pub id: String,
    /// When it happened.
    pub time: String,
    /// What happened, as `noun.verb`.
    pub event: String,
    /// What kind of actor did it.
    pub actor_kind: String,
    /// The identifier of that actor.
    pub actor_id: Option<String>,
    /// The user whom it happened to.
    pub user_id: Option<String>,
    /// The app that it happened through or to.
    pub client_id: Option<String>,
    /// More of it, never a secret.
    pub detail: String,
    /// The IP address that the request came from.
    pub address: Option<String>,
    /// The browser or program, as it calls itself.
    pub user_agent: Option<String>,
    /// The identifier of the request in the log.
    pub request_id: Option<String>,
}

/// Entries of the audit log, the newest first.
#[derive(Serialize, ToSchema)]
pub struct AuditEvents {
    /// The entries that were asked for.
    pub events: Vec<AuditEvent>,
}

/// The end of a day of the audit log.
#[derive(Serialize, ToSchema)]
pub struct AuditHead {
    /// The beginning of the day, in UTC.
    pub day: String,
    /// How many entries were chained on that day.
    pub entries: i64,
    /// The hash at the last of them, which covers them all.
    pub hash: String,
    /// Whether the day is over.
    pub closed: bool,
    /// Whether its entries were deleted because they were old enough.
    pub deleted: bool,
    /// The same, signed: a JWS with the `typ` `audit-head+jwt`.
    pub signed: String,
}

/// The ends of the days of the audit log, the newest first.
#[derive(Serialize, ToSchema)]
pub struct AuditHeads {
    /// The public key that they are verified with, a JWK. It never changes.
    #[schema(value_type = std::collections::BTreeMap<String, serde_json::Value>)]
    pub key: serde_json::Value,
    /// The heads that were asked for.
    pub heads: Vec<AuditHead>,
}

/// What the operator decided, as far as it is no secret.
#[derive(Serialize, ToSchema)]
pub struct Settings {
    /// The issuer identifier.
    pub issuer: String,
    /// The name that pages and mails show.
    pub name: String,
    /// The languages of the pages.
    pub languages: Vec<String>,
    /// The algorithms of signatures.
    pub algorithms: Vec<String>,
    /// Whether passkeys are in use.
    pub passkeys: bool,
    /// How long access tokens are good, in seconds.
    pub access_token_seconds: i64,
}
