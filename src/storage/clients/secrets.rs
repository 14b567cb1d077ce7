//! The secrets of clients: those of a row of `clients`, and what the table `client_secrets` notes of
//! each.

use crate::{
    Result, Store,
    db::{
        master_key::each_sealed_by_present_key,
        sql::{Query, Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::{
    clients::{client_secrets::ClientSecrets, registered_client::RegisteredClient},
    secret::Digest,
    time::Timestamp,
};
use std::collections::BTreeMap;

/// What of the secrets stands in columns of its own.
pub(crate) struct SecretColumns {
    newest: Option<Digest>,
    sealed: Option<String>,
    earlier_sealed: Option<String>,
}

columns! {
    SECRETS of c, read by secret_columns -> SecretColumns {
        newest: Row::opt_digest(secret_digest),
        sealed: Row::opt_text(sealed_secret),
        earlier_sealed: Row::opt_text(earlier_sealed_secret),
    }
}

/// A secret that was used by a client.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UsedSecret {
    /// The client that authenticated.
    pub client_id: String,
    /// The number of its secret.
    pub number: i64,
}

/// A secret that expires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpiringSecret {
    /// The client that it is of.
    pub client_id: String,
    /// Its number among all secrets that the client ever had.
    pub number: i64,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// The secrets of a row, with what stands in columns of its own.
pub(crate) fn with_columns(stored: ClientSecrets, row: &Row) -> Result<ClientSecrets> {
    let columns = secret_columns(row)?;
    let secrets = stored.restored(columns.newest);
    secrets.sealed_by(|_, is_newest| {
        Ok(if is_newest {
            columns.sealed.clone()
        } else {
            columns.earlier_sealed.clone()
        })
    })
}

/// Binds the digest of the newest secret, its sealed value, that of the earlier one and all as JSON, in
/// this order.
pub(crate) fn bind_secrets(query: Query, registered: &RegisteredClient) -> Query {
    let secrets = &registered.secrets;
    let newest = secrets.newest();
    query
        .bind(newest.map(|secret| secret.digest.as_str().to_owned()))
        .bind(newest.and_then(|secret| secret.sealed.clone()))
        .bind(earlier_seal(secrets))
        .bind(crate::db::sql::to_json(secrets))
}

/// Guards that every sealed value of a client is under the present master key.
pub(crate) fn sealed_by_present_key(registered: &RegisteredClient) -> Unit {
    let seals = registered.secrets.iter();
    let seals = seals.map(|secret| each_sealed_by_present_key(secret.sealed.as_deref()));
    seals.fold(Unit::new(), Unit::then)
}

/// Notes when the secrets of a client expire, and forgets those that are gone.
pub(crate) fn note_secrets(registered: &RegisteredClient) -> Unit {
    let client_id = &registered.client.client_id;
    let mut numbers = registered.secrets.iter().map(|secret| secret.number);
    let gone =
        query!("DELETE FROM client_secrets WHERE client_id = $1 AND number <> $2 AND number <> $3");
    let gone = gone
        .bind(client_id)
        .bind(numbers.next().unwrap_or_default())
        .bind(numbers.next().unwrap_or_default());
    registered
        .secrets
        .iter()
        .fold(Unit::new().run(gone), |unit, secret| {
            let note = query!(
                "INSERT INTO client_secrets (client_id, number, expires_at) VALUES ($1, $2, $3)
                 ON CONFLICT (client_id, number) DO UPDATE SET expires_at = excluded.expires_at"
            );
            unit.run(
                note.bind(client_id)
                    .bind(secret.number)
                    .bind(secret.expires_at),
            )
        })
}

fn earlier_seal(secrets: &ClientSecrets) -> Option<String> {
    let mut earlier = secrets.iter().rev().skip(1);
    earlier.next().and_then(|secret| secret.sealed.clone())
}

impl Store {
    /// When each secret of a client was last used, by number, as far as it was noted.
    pub async fn used_secrets(&self, client_id: &str) -> Result<BTreeMap<i64, Timestamp>> {
        let select = query!(
            "SELECT number, used_at FROM client_secrets
             WHERE client_id = $1 AND used_at IS NOT NULL"
        );
        let rows = self.rows(select.bind(client_id)).await?;
        let used = rows
            .iter()
            .map(|row| Ok((row.int("number")?, row.at("used_at")?)));
        used.collect()
    }

    /// The secrets of enabled clients that expire after one time and until another, the first one first;
    /// at most so many.
    pub async fn expiring_secrets(
        &self,
        after: Timestamp,
        until: Timestamp,
        limit: i64,
    ) -> Result<Vec<ExpiringSecret>> {
        let select = query!(
            "SELECT s.client_id, s.number, s.expires_at FROM client_secrets s
             JOIN clients c ON c.client_id = s.client_id
             WHERE s.expires_at > $1 AND s.expires_at <= $2 AND c.disabled = 0
             ORDER BY s.expires_at, s.client_id LIMIT $3"
        );
        let rows = self
            .rows(select.bind(after).bind(until).bind(limit))
            .await?;
        let secrets = rows.iter().map(|row| {
            Ok(ExpiringSecret {
                client_id: row.text("client_id")?,
                number: row.int("number")?,
                expires_at: row.at("expires_at")?,
            })
        });
        secrets.collect()
    }

    /// Notes that secrets were used, each at its time. Nothing fails where a client is gone.
    pub fn note_used_secrets(used: &BTreeMap<UsedSecret, Timestamp>) -> Unit {
        // In the order of the keys, so that two nodes never wait for each other.
        used.iter().fold(Unit::new(), |unit, (secret, at)| {
            let note = query!(
                "INSERT INTO client_secrets (client_id, number, used_at)
                 SELECT c.client_id, $2, $3 FROM clients c WHERE c.client_id = $1 /*FOR SHARE*/
                 ON CONFLICT (client_id, number) DO UPDATE SET used_at = excluded.used_at
                 WHERE client_secrets.used_at IS NULL OR client_secrets.used_at < excluded.used_at"
            );
            unit.run(note.bind(&secret.client_id).bind(secret.number).bind(*at))
        })
    }
}
