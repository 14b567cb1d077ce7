//! What users allowed which client.

use crate::{
    Result, Store,
    db::{
        sql::query,
        unit::{Lock, Unit},
    },
};
use doorward_protocol::{oauth::scope::Scope, time::Timestamp};

/// Whose consent to which client.
#[derive(Clone, Copy, Debug)]
pub struct ConsentKey<'a> {
    /// The user who allows something.
    pub user_id: &'a str,
    /// The client that is allowed it.
    pub client_id: &'a str,
}

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

    /// Remembers a consent that replaces the one `before`. A guard: that one still stands, so that
    /// what was withdrawn meanwhile does not come back.
    pub fn put_consent(
        consent: ConsentKey<'_>,
        before: Option<&Scope>,
        scope: &Scope,
        now: Timestamp,
    ) -> Unit {
        let put = if before.is_none() {
            query!(
                "INSERT INTO consents (user_id, client_id, scope, given_at)
                 VALUES ($1, $2, $3, $4) ON CONFLICT (user_id, client_id) DO NOTHING"
            )
        } else {
            query!(
                "UPDATE consents SET scope = $3, given_at = $4
                 WHERE user_id = $1 AND client_id = $2 AND scope = $5"
            )
        };
        let put = put
            .bind(consent.user_id)
            .bind(consent.client_id)
            .bind(scope.to_string())
            .bind(now);
        Unit::new().guard(match before {
            None => put,
            Some(before) => put.bind(before.to_string()),
        })
    }

    /// Goes on only while a user allows a client something, and holds off a withdrawal until the
    /// commit.
    pub fn require_consent(consent: ConsentKey<'_>) -> Unit {
        let select = query!("SELECT 1 FROM consents WHERE user_id = $1 AND client_id = $2");
        Unit::new().require(
            select.bind(consent.user_id).bind(consent.client_id),
            Lock::Shared,
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
