//! Dynamic registration: the tokens that open it, and the tokens that manage what came of it.

use crate::{
    Result, Store,
    db::{
        sql::query,
        unit::{Lock, Unit},
    },
};
use doorward_protocol::{secret::Digest, time::Timestamp};

impl Store {
    /// Keeps an initial access token.
    pub fn add_initial_access_token(
        digest: &Digest,
        uses: i64,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Unit {
        let insert = query!(
            "INSERT INTO initial_access_tokens (digest, uses_left, created_at, expires_at)
             VALUES ($1, $2, $3, $4)"
        );
        Unit::new().run(insert.bind(digest).bind(uses).bind(now).bind(expires_at))
    }

    /// Whether an initial access token would be honoured.
    pub async fn initial_access_token_stands(
        &self,
        digest: &Digest,
        now: Timestamp,
    ) -> Result<bool> {
        let select = query!(
            "SELECT 1 FROM initial_access_tokens
             WHERE digest = $1 AND uses_left > 0 AND expires_at > $2"
        );
        Ok(self.row(select.bind(digest).bind(now)).await?.is_some())
    }

    /// Takes one use of an initial access token; a guard that fails where none is left.
    pub fn use_initial_access_token(digest: &Digest, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE initial_access_tokens SET uses_left = uses_left - 1
             WHERE digest = $1 AND uses_left > 0 AND expires_at > $2"
        );
        Unit::new().guard(update.bind(digest).bind(now))
    }

    /// Takes one of the places that there are for clients that register themselves; a guard that
    /// fails where all are taken.
    pub fn take_registration_place(places: i64) -> Unit {
        let take = query!(
            "UPDATE configuration_version SET registered_clients = registered_clients + 1
             WHERE id = 1 AND registered_clients < $1"
        );
        Unit::new().guard(take.bind(places))
    }

    /// How many clients registered themselves.
    pub async fn registered_clients(&self) -> Result<i64> {
        let select = query!("SELECT registered_clients FROM configuration_version WHERE id = 1");
        let row = self.row(select).await?;
        row.map_or(Ok(0), |row| row.int("registered_clients"))
    }

    /// Records that a user allowed a client something, where the client registered itself: it does
    /// not expire as unused.
    pub fn use_client_registration(client_id: &str, now: Timestamp) -> Unit {
        let update = query!("UPDATE client_registrations SET used_at = $2 WHERE client_id = $1");
        Unit::new().run(update.bind(client_id).bind(now))
    }

    /// Clients that registered themselves before a time and that no user ever allowed anything; a
    /// hundred at most, the oldest first.
    pub async fn unused_registrations(&self, before: Timestamp) -> Result<Vec<String>> {
        let select = query!(
            "SELECT r.client_id FROM client_registrations r
             JOIN clients c ON c.client_id = r.client_id
             WHERE r.used_at IS NULL AND r.issued_at < $1 AND c.administered IS NULL
             ORDER BY r.issued_at LIMIT 100"
        );
        let rows = self.rows(select.bind(before)).await?;
        rows.iter().map(|row| row.text("client_id")).collect()
    }

    /// Requires that a client that registered itself is still unused.
    pub fn require_unused_registration(client_id: &str) -> Unit {
        let select =
            query!("SELECT 1 FROM client_registrations WHERE client_id = $1 AND used_at IS NULL");
        Unit::new().require(select.bind(client_id), Lock::Exclusive)
    }

    /// Keeps the token that manages a client.
    pub fn add_client_registration(client_id: &str, token: &Digest, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO client_registrations (client_id, token_digest, issued_at)
             VALUES ($1, $2, $3)"
        );
        Unit::new().run(insert.bind(client_id).bind(token).bind(now))
    }

    /// The client that a registration access token manages.
    pub async fn client_of_registration_token(&self, token: &Digest) -> Result<Option<String>> {
        let select = query!("SELECT client_id FROM client_registrations WHERE token_digest = $1")
            .bind(token);
        self.row(select)
            .await?
            .map(|row| row.text("client_id"))
            .transpose()
    }

    /// When a client registered itself; none where an administrator declared it.
    pub async fn client_registered_at(&self, client_id: &str) -> Result<Option<Timestamp>> {
        let select = query!("SELECT issued_at FROM client_registrations WHERE client_id = $1")
            .bind(client_id);
        self.row(select)
            .await?
            .map(|row| row.at("issued_at"))
            .transpose()
    }

    /// Makes a registration access token worthless.
    pub fn revoke_registration_token(token: &Digest) -> Unit {
        Unit::new().run(
            query!("UPDATE client_registrations SET token_digest = NULL WHERE token_digest = $1")
                .bind(token),
        )
    }
}
