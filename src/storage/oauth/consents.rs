//! What users allowed which client.

use crate::{
    Result, Store,
    db::sql::{Unit, query},
};
use doorward_protocol::{oauth::scope::Scope, time::Timestamp};

impl Store {
    /// What the user allowed the client.
    pub async fn consent(&self, user_id: &str, client_id: &str) -> Result<Option<Scope>> {
        let select = query!("SELECT scope FROM consents WHERE user_id = $1 AND client_id = $2")
            .bind(user_id)
            .bind(client_id);
        self.row(select)
            .await?
            .map(|row| row.scope("scope"))
            .transpose()
    }

    /// Every consent of a user: client, scope, since when.
    pub async fn consents_of_user(&self, user_id: &str) -> Result<Vec<(String, Scope, Timestamp)>> {
        let rows = self
            .rows(
                query!(
                    "SELECT client_id, scope, given_at FROM consents WHERE user_id = $1
                 ORDER BY client_id"
                )
                .bind(user_id),
            )
            .await?;
        rows.iter()
            .map(|row| {
                Ok((
                    row.text("client_id")?,
                    row.scope("scope")?,
                    row.at("given_at")?,
                ))
            })
            .collect()
    }

    /// Remembers a consent.
    pub fn put_consent(user_id: &str, client_id: &str, scope: &Scope, now: Timestamp) -> Unit {
        let put = query!(
            "INSERT INTO consents (user_id, client_id, scope, given_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (user_id, client_id) DO UPDATE
             SET scope = excluded.scope, given_at = excluded.given_at"
        );
        Unit::new().run(
            put.bind(user_id)
                .bind(client_id)
                .bind(scope.to_string())
                .bind(now),
        )
    }

    /// Takes a consent back.
    pub fn delete_consent(user_id: &str, client_id: &str) -> Unit {
        Unit::new().run(
            query!("DELETE FROM consents WHERE user_id = $1 AND client_id = $2")
                .bind(user_id)
                .bind(client_id),
        )
    }
}
