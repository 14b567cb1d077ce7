//! Registered clients and their secrets, in the table `clients`.

use crate::{
    Result, Store,
    db::{
        configuration,
        sql::{Row, Unit, columns, query, to_json},
    },
};
use doorward_protocol::{clients::client::RegisteredClient, time::Timestamp};

columns! {
    CLIENT of c, read by client -> RegisteredClient {
        client: Row::json(document),
        secret_digest: Row::opt_digest(secret_digest),
        sealed_secret: Row::opt_text(sealed_secret),
        disabled: Row::flag(disabled),
    }
}

impl Store {
    /// Every registered client, by identifier.
    pub async fn clients(&self) -> Result<Vec<RegisteredClient>> {
        self.rows(query!(
            "SELECT {CLIENT} FROM clients c ORDER BY c.client_id"
        ))
        .await?
        .iter()
        .map(client)
        .collect()
    }

    /// Adds or replaces a client.
    pub fn put_client(registered: &RegisteredClient, now: Timestamp) -> Unit {
        let put = query!(
            "INSERT INTO clients (client_id, document, secret_digest, sealed_secret, disabled,
             created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $6)
             ON CONFLICT (client_id) DO UPDATE
             SET document = excluded.document, secret_digest = excluded.secret_digest,
             sealed_secret = excluded.sealed_secret, disabled = excluded.disabled,
             updated_at = excluded.updated_at"
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
            .guard(query!("DELETE FROM clients WHERE client_id = $1").bind(client_id))
            .run(configuration::bump())
    }
}
