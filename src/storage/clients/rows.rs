//! Registered clients and their secrets, in the table `clients`, with what clients are found by.

use super::secrets::{SECRETS, bind_secrets, note_secrets, sealed_by_present_key, with_columns};
use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query, to_json},
        unit::Unit,
    },
};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    management::{built_in_roles, is_built_in_app},
    sessions::session_state::origin,
    text::{fold_name, fold_spelling},
    time::Timestamp,
};
use std::collections::BTreeSet;

columns! {
    CLIENT of c, read by stored_client -> RegisteredClient {
        client: Row::json(document),
        secrets: Row::json_or_default(secrets),
        disabled: Row::flag(disabled),
        registered_by_itself: Row::flag(registered_by_itself),
        administered: Row::opt_json(administered),
        roles: Row::json_or_default(roles),
        roles_version: Row::int(roles_version),
        access_rules: Row::json_or_default(access_rules),
        access_rules_version: Row::int(access_rules_version),
        version: Row::int(version),
    }
}

/// A client. The roles of the app that is built in are those of this release, whatever is stored.
pub(crate) fn client(row: &Row) -> Result<RegisteredClient> {
    let mut registered = stored_client(row)?;
    registered.secrets = with_columns(registered.secrets, row)?;
    if is_built_in_app(&registered.client.client_id) {
        registered.roles = built_in_roles();
    }
    Ok(registered)
}

/// How many rows that refer to a client are deleted at once.
const DEPENDENTS: i64 = 500;

impl Store {
    /// Every registered client, by identifier.
    pub async fn clients(&self) -> Result<Vec<RegisteredClient>> {
        self.rows(query!(
            "SELECT {CLIENT}, {SECRETS} FROM clients c ORDER BY c.client_id"
        ))
        .await?
        .iter()
        .map(client)
        .collect()
    }

    /// The registered clients after an identifier, in the order of these, without the app that is built
    /// in; at most so many.
    pub async fn clients_after(
        &self,
        client_id: &str,
        limit: i64,
    ) -> Result<Vec<RegisteredClient>> {
        let select = query!(
            "SELECT {CLIENT}, {SECRETS} FROM clients c WHERE c.client_id > $1 AND c.client_id <> 'doorward'
             ORDER BY c.client_id LIMIT $2"
        );
        let rows = self.rows(select.bind(client_id).bind(limit)).await?;
        rows.iter().map(client).collect()
    }

    /// A registered client, disabled or not.
    pub async fn client(&self, client_id: &str) -> Result<Option<RegisteredClient>> {
        self.row(
            query!("SELECT {CLIENT}, {SECRETS} FROM clients c WHERE c.client_id = $1")
                .bind(client_id),
        )
        .await?
        .map(|row| client(&row))
        .transpose()
    }

    /// The clients that every process keeps in memory ([`RegisteredClient::is_in_memory`]), disabled
    /// or not.
    pub async fn clients_in_memory(&self) -> Result<Vec<RegisteredClient>> {
        self.rows(query!(
            "SELECT {CLIENT}, {SECRETS} FROM clients c WHERE c.in_memory = 1 ORDER BY c.client_id"
        ))
        .await?
        .iter()
        .map(client)
        .collect()
    }

    /// The clients that users find on their launchpad ([`RegisteredClient::is_on_launchpad`]), without
    /// the disabled ones; a thousand at most.
    pub async fn clients_on_launchpad(&self) -> Result<Vec<RegisteredClient>> {
        self.rows(query!(
            "SELECT {CLIENT}, {SECRETS} FROM clients c WHERE c.on_launchpad = 1 AND c.disabled = 0
             ORDER BY c.client_id LIMIT 1000"
        ))
        .await?
        .iter()
        .map(client)
        .collect()
    }

    /// The enabled clients with a role that users may ask for; a thousand at most.
    pub async fn clients_with_requestable_roles(&self) -> Result<Vec<RegisteredClient>> {
        self.rows(query!(
            "SELECT {CLIENT}, {SECRETS} FROM clients c WHERE c.requestable = 1 AND c.disabled = 0
             ORDER BY c.client_id LIMIT 1000"
        ))
        .await?
        .iter()
        .map(client)
        .collect()
    }

    /// The identifiers of the enabled clients with a redirect URI at an origin, those that an
    /// administrator declared first; a hundred at most.
    pub async fn clients_of_origin(&self, origin: &str) -> Result<Vec<String>> {
        let select = query!(
            "SELECT o.client_id FROM client_origins o JOIN clients c ON c.client_id = o.client_id
             WHERE o.origin = $1 AND c.disabled = 0
             ORDER BY c.registered_by_itself, o.client_id LIMIT 100"
        );
        let rows = self.rows(select.bind(origin)).await?;
        rows.iter().map(|row| row.text("client_id")).collect()
    }

    /// Whether an administrator declared another client than `client_id` under a name, or changed one
    /// that registered itself, in any spelling that [`fold_name`] takes for the same.
    pub async fn is_name_of_declared_client(&self, name: &str, client_id: &str) -> Result<bool> {
        let select = query!(
            "SELECT 1 FROM clients c WHERE c.name_folded IN ($1, $2)
             AND c.registered_by_itself = 0 AND c.client_id <> $3
             UNION ALL
             SELECT 1 FROM clients c WHERE c.name_folded IN ($1, $2)
             AND c.administered IS NOT NULL AND c.client_id <> $3"
        );
        let select = select
            .bind(fold_name(name))
            .bind(fold_spelling(name))
            .bind(client_id);
        Ok(!self.rows(select).await?.is_empty())
    }

    /// The clients that changed after one version and until another, by identifier. `None` where the
    /// changes are not all known any more: every client may have changed.
    pub async fn changed_clients(&self, after: i64, until: i64) -> Result<Option<Vec<String>>> {
        let select = query!(
            "SELECT client_id FROM client_changes WHERE version > $1 AND version <= $2
             ORDER BY version"
        );
        let rows = self.rows(select.bind(after).bind(until)).await?;
        if i64::try_from(rows.len()).ok() != Some(until - after) {
            return Ok(None);
        }
        rows.iter()
            .map(|row| row.text("client_id"))
            .collect::<Result<_>>()
            .map(Some)
    }

    /// Adds a client. [`crate::Error::Taken`] where there is one of that identifier.
    pub fn add_client(registered: &RegisteredClient, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO clients (client_id, document, secret_digest, sealed_secret,
             earlier_sealed_secret, secrets, disabled, administered, name_folded, in_memory,
             on_launchpad, updated_at, registered_by_itself, created_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $12,
             (SELECT v.clients_version FROM configuration_version v WHERE v.id = 1))"
        );
        let insert = with_values(insert, registered, now).bind(registered.registered_by_itself);
        sealed_by_present_key(registered)
            .then(note_change(registered))
            .run(insert)
            .then(note_secrets(registered))
            .then(add_origins(registered))
    }

    /// Changes a client; a guard that fails where the row changed since the client was read, or is
    /// gone.
    pub fn change_client(registered: &RegisteredClient, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE clients SET document = $2, secret_digest = $3, sealed_secret = $4,
             earlier_sealed_secret = $5, secrets = $6, disabled = $7, administered = $8,
             name_folded = $9, in_memory = $10, on_launchpad = $11, updated_at = $12,
             version = (SELECT v.clients_version FROM configuration_version v WHERE v.id = 1)
             WHERE client_id = $1 AND version = $13"
        );
        let update = with_values(update, registered, now).bind(registered.version);
        let client_id = &registered.client.client_id;
        sealed_by_present_key(registered)
            .then(note_change(registered))
            .guard(update)
            .then(note_secrets(registered))
            .run(query!("DELETE FROM client_origins WHERE client_id = $1").bind(client_id))
            .then(add_origins(registered))
    }

    /// Whether so much refers to a client that it is not to be deleted with it.
    pub async fn has_many_dependents(&self, client_id: &str) -> Result<bool> {
        let counts = [
            query!(
                "SELECT count(*) AS many FROM (SELECT user_id FROM consents
                 WHERE client_id = $1 LIMIT $2) due"
            ),
            query!(
                "SELECT count(*) AS many FROM (SELECT r.user_id FROM event_streams s
                 JOIN event_stream_removed_subjects r ON r.stream_id = s.stream_id
                 WHERE s.client_id = $1 LIMIT $2) due"
            ),
            query!(
                "SELECT count(*) AS many FROM (SELECT e.jti FROM event_streams s
                 JOIN security_events e ON e.stream_id = s.stream_id
                 WHERE s.client_id = $1 LIMIT $2) due"
            ),
        ];
        for count in counts {
            let row = self.row(count.bind(client_id).bind(DEPENDENTS)).await?;
            if row.map_or(Ok(0), |row| row.int("many"))? >= DEPENDENTS {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Deletes a part of what refers to a client, one unit for each kind; a guard that fails where
    /// nothing is left. What a user gave the client is revoked with the consent, which it is found by.
    pub fn delete_dependents_of_client(client_id: &str, now: Timestamp) -> [Unit; 3] {
        let revoke = query!(
            "UPDATE grants SET revoked_at = $3 WHERE client_id = $1 AND revoked_at IS NULL
             AND user_id IN (SELECT c.user_id FROM consents c WHERE c.client_id = $1
             ORDER BY c.user_id LIMIT $2)"
        );
        let revoke = revoke.bind(client_id).bind(DEPENDENTS).bind(now);
        let consents = query!(
            "DELETE FROM consents WHERE client_id = $1 AND user_id IN (SELECT c.user_id
             FROM consents c WHERE c.client_id = $1 ORDER BY c.user_id LIMIT $2)"
        );
        let consents = consents.bind(client_id).bind(DEPENDENTS);
        let batches = [
            query!(
                "DELETE FROM event_stream_removed_subjects WHERE (stream_id, user_id) IN
                 (SELECT r.stream_id, r.user_id FROM event_streams s
                 JOIN event_stream_removed_subjects r ON r.stream_id = s.stream_id
                 WHERE s.client_id = $1 LIMIT $2)"
            ),
            query!(
                "DELETE FROM security_events WHERE jti IN (SELECT e.jti FROM event_streams s
                 JOIN security_events e ON e.stream_id = s.stream_id
                 WHERE s.client_id = $1 LIMIT $2)"
            ),
        ];
        let [subjects, events] =
            batches.map(|batch| Unit::new().guard(batch.bind(client_id).bind(DEPENDENTS)));
        [Unit::new().run(revoke).guard(consents), subjects, events]
    }

    /// Removes a client with its registration, its consents and its event stream; a guard that fails
    /// where it is gone. Its codes and tokens are worth nothing without it, and age out, codes
    /// within a minute; tokens that users allowed are revoked, so that they are worth nothing with
    /// another client of its identifier.
    pub fn delete_client(registered: &RegisteredClient, now: Timestamp) -> Unit {
        let client_id = &registered.client.client_id;
        let revoke = query!(
            "UPDATE grants SET revoked_at = $1 WHERE client_id = $2 AND revoked_at IS NULL
             AND user_id IN (SELECT c.user_id FROM consents c WHERE c.client_id = $2)"
        );
        let count = query!(
            "UPDATE configuration_version SET registered_clients = registered_clients - 1
             WHERE id = 1 AND EXISTS (SELECT 1 FROM client_registrations r WHERE r.client_id = $1)"
        );
        note_change(registered)
            .run(count.bind(client_id))
            .run(revoke.bind(now).bind(client_id))
            .guard(query!("DELETE FROM clients WHERE client_id = $1").bind(client_id))
    }
}

/// Binds what an insert and an update have in common, as parameters 1 to 12.
fn with_values(
    query: crate::db::sql::Query,
    registered: &RegisteredClient,
    now: Timestamp,
) -> crate::db::sql::Query {
    let query = query
        .bind(&registered.client.client_id)
        .bind(to_json(&registered.client));
    bind_secrets(query, registered)
        .bind(registered.disabled)
        .bind(registered.administered.as_ref().map(to_json))
        .bind(fold_name(registered.client.display_name()))
        .bind(registered.is_in_memory())
        .bind(registered.is_on_launchpad())
        .bind(now)
}

/// The statements that begin each change of a client: they give it the next version, and lock out
/// other changes until the commit, so that versions are committed in their order. The processes read
/// from `client_changes` which client changed. Where they keep that client always, they read all of
/// those again.
fn note_change(registered: &RegisteredClient) -> Unit {
    note_change_of(&registered.client.client_id, registered.is_in_memory())
}

/// As [`note_change`], for a change of the roles or the rules of a client.
pub(crate) fn note_change_of(client_id: &str, is_in_memory: bool) -> Unit {
    let next = query!(
        "UPDATE configuration_version SET clients_version = clients_version + 1,
         version = version + CASE WHEN $2 = 1 OR EXISTS (SELECT 1 FROM clients c
         WHERE c.client_id = $1 AND c.in_memory = 1) THEN 1 ELSE 0 END
         WHERE id = 1"
    );
    let note = query!(
        "INSERT INTO client_changes (slot, version, client_id)
         SELECT v.clients_version % 4096, v.clients_version, $1
         FROM configuration_version v WHERE v.id = 1
         ON CONFLICT (slot) DO UPDATE
         SET version = excluded.version, client_id = excluded.client_id"
    );
    Unit::new()
        .run(next.bind(client_id).bind(is_in_memory))
        .run(note.bind(client_id))
}

fn add_origins(registered: &RegisteredClient) -> Unit {
    let client = &registered.client;
    let origins: BTreeSet<String> = client
        .redirect_uris
        .iter()
        .filter_map(|uri| origin(uri))
        .collect();
    origins.iter().fold(Unit::new(), |unit, origin| {
        let insert = query!("INSERT INTO client_origins (origin, client_id) VALUES ($1, $2)");
        unit.run(insert.bind(origin).bind(&client.client_id))
    })
}
