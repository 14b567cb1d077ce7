//! Grants: what a redeemed code opened, the family of all its tokens.

use crate::{
    Result, Store,
    db::sql::{Row, Unit, query, to_json},
    users::{User, user_at},
};
use doorward_protocol::{
    oauth::scope::Scope, oidc::claims_request::ClaimNames, sessions::sso_session::Authentication,
    time::Timestamp,
};

/// A grant to be kept.
#[derive(Clone, Debug)]
pub struct NewGrant {
    /// Its identifier.
    pub id: String,
    /// For whom.
    pub client_id: String,
    /// Whose.
    pub user_id: String,
    /// From which session.
    pub sid: String,
    /// What is granted.
    pub scope: Scope,
    /// When credentials were checked.
    pub auth_time: Timestamp,
    /// How.
    pub authentication: Authentication,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When every token of it is dead.
    pub expires_at: Timestamp,
    /// Single claims, asked for by name.
    pub claims: ClaimNames,
}

/// Names of claims in a column: NULL where there are none, as nearly always.
pub(crate) fn claims_text(claims: &ClaimNames) -> Option<String> {
    (*claims != ClaimNames::default()).then(|| to_json(claims))
}

pub(crate) fn claims_at(row: &Row, index: usize) -> Result<ClaimNames> {
    if row.opt_text(index)?.is_none() {
        Ok(ClaimNames::default())
    } else {
        row.json(index)
    }
}

impl Store {
    /// Opens a grant.
    pub fn add_grant(grant: &NewGrant) -> Unit {
        let insert = query(
            "INSERT INTO grants (id, client_id, user_id, sid, scope, offline, auth_time, amr, created_at, expires_at, revoked_at, claims)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, $11)",
        );
        let insert = insert
            .bind(&grant.id)
            .bind(&grant.client_id)
            .bind(&grant.user_id)
            .bind(&grant.sid)
            .bind(grant.scope.to_string());
        let insert = insert
            .bind(grant.scope.contains("offline_access"))
            .bind(grant.auth_time)
            .bind(to_json(&grant.authentication));
        Unit::new().run(
            insert
                .bind(grant.created_at)
                .bind(grant.expires_at)
                .bind(claims_text(&grant.claims)),
        )
    }

    /// Revokes a grant, and with it every token of the family.
    pub fn revoke_grant(id: &str, now: Timestamp) -> Unit {
        Unit::new().run(
            query("UPDATE grants SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL")
                .bind(now)
                .bind(id),
        )
    }

    /// Revokes what a user gave a client.
    pub fn revoke_grants_between(user_id: &str, client_id: &str, now: Timestamp) -> Unit {
        let update = query(
            "UPDATE grants SET revoked_at = $1 WHERE user_id = $2 AND client_id = $3 AND revoked_at IS NULL",
        );
        Unit::new().run(update.bind(now).bind(user_id).bind(client_id))
    }

    /// Revokes every grant of a user.
    pub fn revoke_grants_of_user(user_id: &str, now: Timestamp) -> Unit {
        Unit::new().run(
            query("UPDATE grants SET revoked_at = $1 WHERE user_id = $2 AND revoked_at IS NULL")
                .bind(now)
                .bind(user_id),
        )
    }

    /// The user behind a live access token, and the claims that were asked for by name: neither its
    /// grant nor the token itself is revoked, its session (if it names one) has not ended, the user
    /// is enabled.
    pub async fn user_of_live_token(
        &self,
        grant_id: &str,
        jti: &str,
        sid: Option<&str>,
    ) -> Result<Option<(User, ClaimNames)>> {
        let select = query(
            "SELECT p.id, p.email, p.username, p.password_hash, p.claims, p.disabled_at, p.created_at, p.updated_at, g.claims
             FROM grants g JOIN users p ON p.id = g.user_id
             WHERE g.id = $1 AND g.revoked_at IS NULL AND p.disabled_at IS NULL AND NOT EXISTS (SELECT 1 FROM revoked_access_tokens r WHERE r.jti = $2)
             AND NOT EXISTS (SELECT 1 FROM sso_sessions s WHERE s.sid = $3 AND s.ended_at IS NOT NULL)",
        );
        self.row(
            select
                .bind(grant_id)
                .bind(jti)
                .bind(sid.unwrap_or_default()),
        )
        .await?
        .map(|row| Ok((user_at(&row, 0)?, claims_at(&row, 8)?)))
        .transpose()
    }
}
