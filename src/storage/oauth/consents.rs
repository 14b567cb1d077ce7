//! What people allowed which client.

use crate::{
    Result, Store,
    db::sql::{Unit, query},
};
use doorward_protocol::{oauth::scope::Scope, time::Timestamp};

impl Store {
    /// What the person allowed the client.
    pub async fn consent(&self, person_id: &str, client_id: &str) -> Result<Option<Scope>> {
        let select = query("SELECT scope FROM consents WHERE person_id = $1 AND client_id = $2")
            .bind(person_id)
            .bind(client_id);
        self.row(select).await?.map(|row| row.scope(0)).transpose()
    }

    /// Every consent of a person: client, scope, since when.
    pub async fn consents_of_person(
        &self,
        person_id: &str,
    ) -> Result<Vec<(String, Scope, Timestamp)>> {
        let rows =
            self.rows(query("SELECT client_id, scope, given_at FROM consents WHERE person_id = $1 ORDER BY client_id").bind(person_id)).await?;
        rows.iter()
            .map(|row| Ok((row.text(0)?, row.scope(1)?, row.at(2)?)))
            .collect()
    }

    /// Remembers a consent.
    pub fn put_consent(person_id: &str, client_id: &str, scope: &Scope, now: Timestamp) -> Unit {
        let put = query(
            "INSERT INTO consents (person_id, client_id, scope, given_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (person_id, client_id) DO UPDATE SET scope = excluded.scope, given_at = excluded.given_at",
        );
        Unit::new().run(
            put.bind(person_id)
                .bind(client_id)
                .bind(scope.to_string())
                .bind(now),
        )
    }

    /// Takes a consent back.
    pub fn delete_consent(person_id: &str, client_id: &str) -> Unit {
        Unit::new().run(
            query("DELETE FROM consents WHERE person_id = $1 AND client_id = $2")
                .bind(person_id)
                .bind(client_id),
        )
    }
}
