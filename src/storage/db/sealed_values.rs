//! Every sealed value of this database, for a change of the master key.

use crate::{
    Result, Store,
    db::{
        configuration,
        master_key::MasterKeyRow,
        sql::{Query, Row, query},
        unit::{Lock, Unit},
    },
};
use doorward_protocol::keys::sealed;

/// A column that holds sealed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealedColumn {
    /// Private signing keys, in `signing_keys.sealed`.
    SigningKeys,
    /// Client secrets, in `clients.sealed_secret`.
    Clients,
    /// The earlier one of two client secrets, in `clients.earlier_sealed_secret`.
    EarlierClientSecrets,
    /// Secrets of identity providers, in `identity_providers.sealed_secrets`.
    IdentityProviders,
    /// Headers of pushed events, in `event_streams.sealed_authorization_header`.
    EventStreams,
    /// Secrets of webhooks, in `webhooks.sealed_secrets`.
    Webhooks,
    /// Tokens of apps that users are pushed to, in `scim_targets.sealed_token`.
    ScimTargets,
    /// ID tokens of identity providers, in `upstream_sessions.sealed_id_token`.
    UpstreamSessions,
    /// Sign-ins under way, in `federation_flows.sealed`.
    FederationFlows,
    /// What mailed tokens are for, in `one_time_tokens.sealed`.
    OneTimeTokens,
    /// Mails that wait for delivery, in `outbox_messages.sealed_payload`.
    OutboxMessages,
    /// Keys of authenticator apps, in `authenticator_apps.sealed_secret`.
    AuthenticatorApps,
}

impl SealedColumn {
    /// What is declared or made by an operator: few values, which are sealed again together with
    /// the root secret.
    pub const DURABLE: [Self; 7] = [
        Self::SigningKeys,
        Self::Clients,
        Self::EarlierClientSecrets,
        Self::IdentityProviders,
        Self::EventStreams,
        Self::Webhooks,
        Self::ScimTargets,
    ];
    /// What belongs to a session, a sign-in, a mail or a user: many values, which are sealed again
    /// afterwards.
    pub const TRANSIENT: [Self; 5] = [
        Self::UpstreamSessions,
        Self::FederationFlows,
        Self::OutboxMessages,
        Self::OneTimeTokens,
        Self::AuthenticatorApps,
    ];

    /// Whether a value that does not open may be forgotten. The key of an authenticator app may not:
    /// its user would be asked for no second factor any more.
    pub const fn is_forgettable(self) -> bool {
        matches!(
            self,
            Self::UpstreamSessions
                | Self::FederationFlows
                | Self::OutboxMessages
                | Self::OneTimeTokens
        )
    }
}

/// A sealed value, where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedValue {
    /// The column that holds it.
    pub column: SealedColumn,
    /// The values of its row that it is bound to; the first one is the key of the row.
    pub row: Vec<String>,
    /// The sealed text itself.
    pub sealed: String,
}

/// How many values of its row a value is bound to.
const fn row_length(column: SealedColumn) -> usize {
    match column {
        SealedColumn::FederationFlows => 4,
        _ => 1,
    }
}

/// The values of a column that do not begin with a prefix.
fn select(column: SealedColumn) -> Query {
    match column {
        SealedColumn::SigningKeys => query!(
            "SELECT kid AS row_1, sealed FROM signing_keys WHERE sealed NOT LIKE $1 LIMIT $2"
        ),
        SealedColumn::Clients => query!(
            "SELECT client_id AS row_1, sealed_secret AS sealed FROM clients
             WHERE sealed_secret NOT LIKE $1 LIMIT $2"
        ),
        SealedColumn::EarlierClientSecrets => query!(
            "SELECT client_id AS row_1, earlier_sealed_secret AS sealed FROM clients
             WHERE earlier_sealed_secret NOT LIKE $1 LIMIT $2"
        ),
        SealedColumn::IdentityProviders => query!(
            "SELECT id AS row_1, sealed_secrets AS sealed FROM identity_providers
             WHERE sealed_secrets NOT LIKE $1 LIMIT $2"
        ),
        SealedColumn::EventStreams => query!(
            "SELECT stream_id AS row_1, sealed_authorization_header AS sealed FROM event_streams
             WHERE sealed_authorization_header NOT LIKE $1 LIMIT $2"
        ),
        SealedColumn::Webhooks => query!(
            "SELECT name AS row_1, sealed_secrets AS sealed FROM webhooks
             WHERE sealed_secrets NOT LIKE $1 LIMIT $2"
        ),
        SealedColumn::ScimTargets => query!(
            "SELECT name AS row_1, sealed_token AS sealed FROM scim_targets
             WHERE sealed_token NOT LIKE $1 LIMIT $2"
        ),
        SealedColumn::UpstreamSessions => query!(
            "SELECT sid AS row_1, sealed_id_token AS sealed FROM upstream_sessions
             WHERE sealed_id_token NOT LIKE $1 LIMIT $2"
        ),
        SealedColumn::FederationFlows => query!(
            "SELECT digest AS row_1, kind AS row_2, provider_id AS row_3, browser_digest AS row_4,
             sealed FROM federation_flows
             WHERE kind <> 'used' AND sealed NOT LIKE $1 LIMIT $2"
        ),
        SealedColumn::OneTimeTokens => query!(
            "SELECT id AS row_1, sealed FROM one_time_tokens WHERE sealed NOT LIKE $1 LIMIT $2"
        ),
        SealedColumn::OutboxMessages => query!(
            "SELECT id AS row_1, sealed_payload AS sealed FROM outbox_messages
             WHERE sealed_payload NOT LIKE $1 LIMIT $2"
        ),
        SealedColumn::AuthenticatorApps => query!(
            "SELECT user_id AS row_1, sealed_secret AS sealed FROM authenticator_apps
             WHERE sealed_secret NOT LIKE $1 LIMIT $2"
        ),
    }
}

/// Replaces a value, unless it changed meanwhile.
fn update(column: SealedColumn) -> Query {
    match column {
        SealedColumn::SigningKeys => {
            query!("UPDATE signing_keys SET sealed = $1 WHERE kid = $2 AND sealed = $3")
        }
        SealedColumn::Clients => query!(
            "UPDATE clients SET sealed_secret = $1 WHERE client_id = $2 AND sealed_secret = $3"
        ),
        SealedColumn::EarlierClientSecrets => query!(
            "UPDATE clients SET earlier_sealed_secret = $1
             WHERE client_id = $2 AND earlier_sealed_secret = $3"
        ),
        SealedColumn::IdentityProviders => query!(
            "UPDATE identity_providers SET sealed_secrets = $1
             WHERE id = $2 AND sealed_secrets = $3"
        ),
        SealedColumn::EventStreams => query!(
            "UPDATE event_streams SET sealed_authorization_header = $1
             WHERE stream_id = $2 AND sealed_authorization_header = $3"
        ),
        SealedColumn::Webhooks => query!(
            "UPDATE webhooks SET sealed_secrets = $1 WHERE name = $2 AND sealed_secrets = $3"
        ),
        SealedColumn::ScimTargets => query!(
            "UPDATE scim_targets SET sealed_token = $1 WHERE name = $2 AND sealed_token = $3"
        ),
        SealedColumn::UpstreamSessions => query!(
            "UPDATE upstream_sessions SET sealed_id_token = $1
             WHERE sid = $2 AND sealed_id_token = $3"
        ),
        SealedColumn::FederationFlows => {
            query!("UPDATE federation_flows SET sealed = $1 WHERE digest = $2 AND sealed = $3")
        }
        SealedColumn::OneTimeTokens => {
            query!("UPDATE one_time_tokens SET sealed = $1 WHERE id = $2 AND sealed = $3")
        }
        SealedColumn::OutboxMessages => query!(
            "UPDATE outbox_messages SET sealed_payload = $1
             WHERE id = $2 AND sealed_payload = $3"
        ),
        SealedColumn::AuthenticatorApps => query!(
            "UPDATE authenticator_apps SET sealed_secret = $1
             WHERE user_id = $2 AND sealed_secret = $3"
        ),
    }
}

/// The pattern of every value that a master key sealed.
fn pattern(key_id: &str) -> String {
    format!("{}%", sealed::prefix(key_id))
}

fn value(column: SealedColumn, row: &Row) -> Result<SealedValue> {
    let columns = ["row_1", "row_2", "row_3", "row_4"];
    Ok(SealedValue {
        column,
        row: columns
            .into_iter()
            .take(row_length(column))
            .map(|name| row.text(name))
            .collect::<Result<_>>()?,
        sealed: row.text("sealed")?,
    })
}

impl Store {
    /// Some of the values of a column that another master key sealed than this one.
    pub async fn values_of_other_keys(
        &self,
        column: SealedColumn,
        key_id: &str,
        limit: i64,
    ) -> Result<Vec<SealedValue>> {
        let select = select(column).bind(pattern(key_id)).bind(limit);
        let rows = self.rows(select).await?;
        rows.iter().map(|row| value(column, row)).collect()
    }

    /// Replaces a value by the same one under another master key, unless it changed meanwhile.
    pub fn reseal(value: &SealedValue, sealed: &str) -> Unit {
        let update = update(value.column)
            .bind(sealed)
            .bind(value.row.first().map(String::as_str).unwrap_or_default())
            .bind(&value.sealed);
        Unit::new().run(update)
    }

    /// Forgets a value of a session, a sign-in or a mail that does not open, unless it changed meanwhile.
    pub fn forget_sealed(value: &SealedValue) -> Unit {
        let forget = match value.column {
            SealedColumn::UpstreamSessions => query!(
                "UPDATE upstream_sessions SET sealed_id_token = NULL
                 WHERE sid = $1 AND sealed_id_token = $2"
            ),
            SealedColumn::FederationFlows => {
                query!("DELETE FROM federation_flows WHERE digest = $1 AND sealed = $2")
            }
            SealedColumn::OneTimeTokens => {
                query!("DELETE FROM one_time_tokens WHERE id = $1 AND sealed = $2")
            }
            SealedColumn::OutboxMessages => {
                query!("DELETE FROM outbox_messages WHERE id = $1 AND sealed_payload = $2")
            }
            // What is durable, or keeps somebody out, is never forgotten.
            SealedColumn::SigningKeys
            | SealedColumn::Clients
            | SealedColumn::EarlierClientSecrets
            | SealedColumn::IdentityProviders
            | SealedColumn::EventStreams
            | SealedColumn::Webhooks
            | SealedColumn::ScimTargets
            | SealedColumn::AuthenticatorApps => return Unit::new(),
        };
        let key = value.row.first().map(String::as_str).unwrap_or_default();
        Unit::new().run(forget.bind(key).bind(&value.sealed))
    }

    /// Begins a change of the master key: no other writer stores a sealed value until the commit. A
    /// guard: this must be the master key of the database.
    pub fn begin_master_key_change(old_key_id: &str) -> Unit {
        let present = query!("SELECT 1 FROM master_key WHERE id = 1 AND key_id = $1");
        Unit::new().require(present.bind(old_key_id), Lock::Exclusive)
    }

    /// Makes another master key the one of the database. A guard: every durable value is under it.
    pub fn change_master_key(new: &MasterKeyRow) -> Unit {
        let change = query!(
            "UPDATE master_key SET key_id = $1, sealed_root = $2 WHERE id = 1
             AND NOT EXISTS (SELECT 1 FROM signing_keys WHERE sealed NOT LIKE $3)
             AND NOT EXISTS (SELECT 1 FROM clients WHERE sealed_secret NOT LIKE $3)
             AND NOT EXISTS (SELECT 1 FROM clients WHERE earlier_sealed_secret NOT LIKE $3)
             AND NOT EXISTS (SELECT 1 FROM identity_providers WHERE sealed_secrets NOT LIKE $3)
             AND NOT EXISTS (SELECT 1 FROM event_streams
             WHERE sealed_authorization_header NOT LIKE $3)
             AND NOT EXISTS (SELECT 1 FROM webhooks WHERE sealed_secrets NOT LIKE $3)
             AND NOT EXISTS (SELECT 1 FROM scim_targets WHERE sealed_token NOT LIKE $3)"
        );
        let change = change
            .bind(&new.key_id)
            .bind(&new.sealed_root)
            .bind(pattern(&new.key_id));
        // A version without a note of what changed: every client is read again with its new seal.
        let clients = query!(
            "UPDATE configuration_version SET clients_version = clients_version + 1 WHERE id = 1"
        );
        Unit::new()
            .guard(change)
            .run(configuration::bump())
            .run(clients)
    }
}
