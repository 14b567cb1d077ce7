//! Refresh tokens, by digest.

use crate::{
    Result, Store,
    db::sql::{Unit, query},
    oauth::grants::claims_at,
};
use doorward_protocol::{oauth::refresh_token::RefreshToken, secret::Digest, time::Timestamp};

/// A refresh token to be kept.
#[derive(Clone, Debug)]
pub struct NewRefreshToken {
    /// Of the token.
    pub digest: Digest,
    /// Its family.
    pub grant_id: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it dies unused.
    pub idle_expires_at: Timestamp,
}

impl Store {
    /// Keeps a refresh token.
    pub fn add_refresh_token(token: &NewRefreshToken) -> Unit {
        let insert = query(
            "INSERT INTO refresh_tokens (digest, grant_id, created_at, idle_expires_at, used_at) VALUES ($1, $2, $3, $4, NULL)",
        );
        Unit::new().run(
            insert
                .bind(&token.digest)
                .bind(&token.grant_id)
                .bind(token.created_at)
                .bind(token.idle_expires_at),
        )
    }

    /// Finds a refresh token with the state of its family, its user and its session.
    pub async fn refresh_token(&self, digest: &Digest) -> Result<Option<RefreshToken>> {
        let select = query(
            "SELECT g.id, g.client_id, g.user_id, CASE WHEN s.ended_at IS NULL THEN g.sid END, g.scope, g.auth_time, g.amr, t.idle_expires_at, g.expires_at, t.used_at, g.revoked_at, p.disabled_at, g.claims, s.last_seen_at
             FROM refresh_tokens t JOIN grants g ON g.id = t.grant_id JOIN users p ON p.id = g.user_id
             LEFT JOIN sso_sessions s ON s.sid = g.sid WHERE t.digest = $1",
        );
        let Some(row) = self.row(select.bind(digest)).await? else {
            return Ok(None);
        };
        Ok(Some(RefreshToken {
            grant_id: row.text(0)?,
            client_id: row.text(1)?,
            user_id: row.text(2)?,
            sid: row.opt_text(3)?,
            scope: row.scope(4)?,
            auth_time: row.at(5)?,
            authentication: row.json(6)?,
            idle_expires_at: row.at(7)?,
            expires_at: row.at(8)?,
            used_at: row.opt_at(9)?,
            revoked: row.opt_at(10)?.is_some(),
            subject_is_live: row.opt_at(11)?.is_none(),
            claims: claims_at(&row, 12)?,
            session_seen_at: row.opt_at(13)?,
        }))
    }

    /// Consumes a refresh token of a live family: one caller gets a row.
    pub fn rotate_refresh_token(digest: &Digest, now: Timestamp) -> Unit {
        let update = query(
            "UPDATE refresh_tokens SET used_at = $1 WHERE digest = $2 AND used_at IS NULL
             AND EXISTS (SELECT 1 FROM grants g WHERE g.id = refresh_tokens.grant_id AND g.revoked_at IS NULL)",
        );
        Unit::new().guard(update.bind(now).bind(digest))
    }
}
