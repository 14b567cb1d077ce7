//! Clients.

use crate::{
    Result, Store,
    db::{
        configuration,
        sql::{Row, Unit, query, to_json},
    },
};
use doorward_protocol::{clients::client::RegisteredClient, secret::Digest, time::Timestamp};

const COLUMNS: &str =
    "SELECT document, secret_digest, sealed_secret, disabled FROM clients ORDER BY client_id";

fn client(row: &Row) -> Result<RegisteredClient> {
    Ok(RegisteredClient {
        client: row.json(0)?,
        secret_digest: row.opt_text(1)?.map(Digest::stored),
        sealed_secret: row.opt_text(2)?,
        disabled: row.flag(3)?,
    })
}

impl Store {
    /// Every client.
    pub async fn clients(&self) -> Result<Vec<RegisteredClient>> {
        self.rows(query(COLUMNS))
            .await?
            .iter()
            .map(client)
            .collect()
    }

    /// Adds or replaces a client.
    pub fn put_client(registered: &RegisteredClient, now: Timestamp) -> Unit {
        let put = query(
            "INSERT INTO clients (client_id, document, secret_digest, sealed_secret, disabled, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6)
             ON CONFLICT (client_id) DO UPDATE SET document = excluded.document, secret_digest = excluded.secret_digest,
             sealed_secret = excluded.sealed_secret, disabled = excluded.disabled, updated_at = excluded.updated_at",
        );
        let put = put
            .bind(&registered.client.client_id)
            .bind(to_json(&registered.client));
        let put = put.bind(
            registered
                .secret_digest
                .as_ref()
                .map(|digest| digest.as_str().to_owned()),
        );
        Unit::new()
            .run(
                put.bind(registered.sealed_secret.clone())
                    .bind(registered.disabled)
                    .bind(now),
            )
            .run(configuration::bump())
    }

    /// Removes a client with its codes, grants and consents.
    pub fn delete_client(client_id: &str) -> Unit {
        Unit::new()
            .guard(query("DELETE FROM clients WHERE client_id = $1").bind(client_id))
            .run(configuration::bump())
    }
}
