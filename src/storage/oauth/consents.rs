//! What users allowed which client.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query, to_json},
        unit::{Lock, Unit},
    },
};
use doorward_protocol::{oauth::consent::Consent, time::Timestamp};

/// Whose consent to which client.
#[derive(Clone, Copy, Debug)]
pub struct ConsentKey<'a> {
    /// The user who allows something.
    pub user_id: &'a str,
    /// The client that is allowed it.
    pub client_id: &'a str,
}

/// A consent of a user.
#[derive(Clone, Debug)]
pub struct ConsentOfUser {
    /// The client that is allowed something.
    pub client_id: String,
    /// What it is allowed, and where.
    pub consent: Consent,
    /// When the user allowed something last.
    pub given_at: Timestamp,
}

columns! {
    CONSENT of k, read by consent -> Consent {
        scope: Row::scope(scope),
        destinations: Row::json(destinations),
    }
}

impl Store {
    /// What the user allowed the client.
    pub async fn consent(&self, key: ConsentKey<'_>) -> Result<Option<Consent>> {
        let select =
            query!("SELECT {CONSENT} FROM consents k WHERE k.user_id = $1 AND k.client_id = $2");
        let select = select.bind(key.user_id).bind(key.client_id);
        self.row(select).await?.map(|row| consent(&row)).transpose()
    }

    /// Every consent of a user, in the order of the clients.
    pub async fn consents_of_user(&self, user_id: &str) -> Result<Vec<ConsentOfUser>> {
        let select = query!(
            "SELECT k.client_id, k.given_at, {CONSENT} FROM consents k WHERE k.user_id = $1
             ORDER BY k.client_id"
        );
        let rows = self.rows(select.bind(user_id)).await?;
        rows.iter()
            .map(|row| {
                Ok(ConsentOfUser {
                    client_id: row.text("client_id")?,
                    consent: consent(row)?,
                    given_at: row.at("given_at")?,
                })
            })
            .collect()
    }

    /// Remembers a consent that replaces the one `before`. A guard: that one still stands, so that
    /// what was withdrawn meanwhile does not come back.
    pub fn put_consent(
        key: ConsentKey<'_>,
        before: Option<&Consent>,
        given: &Consent,
        now: Timestamp,
    ) -> Unit {
        let put = if before.is_none() {
            query!(
                "INSERT INTO consents (user_id, client_id, scope, destinations, given_at)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (user_id, client_id) DO NOTHING"
            )
        } else {
            query!(
                "UPDATE consents SET scope = $3, destinations = $4, given_at = $5
                 WHERE user_id = $1 AND client_id = $2 AND scope = $6 AND destinations = $7"
            )
        };
        let put = put
            .bind(key.user_id)
            .bind(key.client_id)
            .bind(given.scope.to_string())
            .bind(to_json(&given.destinations))
            .bind(now);
        Unit::new().guard(match before {
            None => put,
            Some(before) => put
                .bind(before.scope.to_string())
                .bind(to_json(&before.destinations)),
        })
    }

    /// Goes on only while a consent allows what it allowed when it was read, and holds off a
    /// withdrawal until the commit.
    pub fn require_consent(key: ConsentKey<'_>, consent: &Consent) -> Unit {
        let select = query!(
            "SELECT 1 FROM consents WHERE user_id = $1 AND client_id = $2
             AND scope = $3 AND destinations = $4"
        );
        let select = select
            .bind(key.user_id)
            .bind(key.client_id)
            .bind(consent.scope.to_string())
            .bind(to_json(&consent.destinations));
        Unit::new().require(select, Lock::Shared)
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
