//! Refresh tokens, by digest.

use crate::{
    Result, Store,
    db::{
        sql::query,
        unit::{Lock, Unit},
    },
    oauth::grants::{GRANT_FACTS, grant_facts},
};
use doorward_protocol::{oauth::refresh_token::RefreshToken, secret::Digest, time::Timestamp};

/// A refresh token to be stored.
#[derive(Clone, Debug)]
pub struct NewRefreshToken {
    /// The digest of the token.
    pub digest: Digest,
    /// The grant that it belongs to.
    pub grant_id: String,
    /// When it was issued.
    pub created_at: Timestamp,
    /// When it expires if it is not used.
    pub idle_expires_at: Timestamp,
}

impl Store {
    /// Stores a refresh token.
    pub fn add_refresh_token(token: &NewRefreshToken) -> Unit {
        let insert = query!(
            "INSERT INTO refresh_tokens (digest, grant_id, created_at, idle_expires_at, used_at)
             VALUES ($1, $2, $3, $4, NULL)"
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
        let select = query!(
            "SELECT {GRANT_FACTS}, t.created_at AS issued_at, t.idle_expires_at, g.expires_at, t.used_at,
             g.revoked_at, u.disabled_at, s.last_seen_at,
             CAST(CASE WHEN g.generation >= u.grants_from THEN 1 ELSE 0 END AS BIGINT)
             AS grant_stands,
             CAST(CASE WHEN s.ended_at IS NULL AND s.generation = u.generation
             THEN 1 ELSE 0 END AS BIGINT) AS session_is_live
             FROM refresh_tokens t JOIN grants g ON g.id = t.grant_id
             JOIN users u ON u.id = g.user_id LEFT JOIN sso_sessions s ON s.sid = g.sid
             WHERE t.digest = $1"
        );
        let Some(row) = self.row(select.bind(digest)).await? else {
            return Ok(None);
        };
        let mut facts = grant_facts(&row)?;
        if !row.flag("session_is_live")? {
            facts.sid = None;
        }
        Ok(Some(RefreshToken {
            facts,
            created_at: row.at("issued_at")?,
            idle_expires_at: row.at("idle_expires_at")?,
            expires_at: row.at("expires_at")?,
            used_at: row.opt_at("used_at")?,
            revoked: row.is_set("revoked_at")?,
            subject_is_live: !row.is_set("disabled_at")? && row.flag("grant_stands")?,
            session_seen_at: row.opt_at("last_seen_at")?,
        }))
    }

    /// Consumes a refresh token of a live family: one caller gets a row, and the family is not
    /// revoked before the successor is stored. Without offline access the session must live too.
    pub fn rotate_refresh_token(digest: &Digest, is_offline: bool, now: Timestamp) -> Unit {
        let update = if is_offline {
            query!(
                "UPDATE refresh_tokens SET used_at = $1
                 WHERE digest = $2 AND used_at IS NULL
                 AND EXISTS (SELECT 1 FROM users u JOIN grants g ON g.user_id = u.id
                 WHERE g.id = refresh_tokens.grant_id AND g.revoked_at IS NULL AND g.offline = 1
                 AND g.generation >= u.grants_from AND u.disabled_at IS NULL /*FOR SHARE*/)"
            )
        } else {
            query!(
                "UPDATE refresh_tokens SET used_at = $1
                 WHERE digest = $2 AND used_at IS NULL
                 AND EXISTS (SELECT 1 FROM users u JOIN sso_sessions s ON s.user_id = u.id
                 JOIN grants g ON g.sid = s.sid AND g.user_id = u.id
                 WHERE g.id = refresh_tokens.grant_id AND g.revoked_at IS NULL
                 AND s.ended_at IS NULL AND s.generation = u.generation
                 AND g.generation >= u.grants_from AND u.disabled_at IS NULL /*FOR SHARE*/)"
            )
        };
        Unit::new().guard(update.bind(now).bind(digest))
    }

    /// Holds a refresh token that was used before, of a live family, so that another successor can be
    /// stored beside the first one. It changes nothing, so that the unit is no single statement on
    /// PostgreSQL: clients repeat a refresh rarely.
    pub fn repeat_refresh_token(digest: &Digest, is_offline: bool) -> Unit {
        let select = if is_offline {
            query!(
                "SELECT 1 FROM refresh_tokens
                 WHERE digest = $1 AND used_at IS NOT NULL
                 AND EXISTS (SELECT 1 FROM users u JOIN grants g ON g.user_id = u.id
                 WHERE g.id = refresh_tokens.grant_id AND g.revoked_at IS NULL AND g.offline = 1
                 AND g.generation >= u.grants_from AND u.disabled_at IS NULL /*FOR SHARE*/)"
            )
        } else {
            query!(
                "SELECT 1 FROM refresh_tokens
                 WHERE digest = $1 AND used_at IS NOT NULL
                 AND EXISTS (SELECT 1 FROM users u JOIN sso_sessions s ON s.user_id = u.id
                 JOIN grants g ON g.sid = s.sid AND g.user_id = u.id
                 WHERE g.id = refresh_tokens.grant_id AND g.revoked_at IS NULL
                 AND s.ended_at IS NULL AND s.generation = u.generation
                 AND g.generation >= u.grants_from AND u.disabled_at IS NULL /*FOR SHARE*/)"
            )
        };
        Unit::new().require(select.bind(digest), Lock::Exclusive)
    }

    /// Consumes the unused successor that a refresh token of a live family got when it was used, so
    /// that another one can take its place: one caller gets a row.
    pub fn supersede_refresh_token(
        grant_id: &str,
        issued_at: Timestamp,
        is_offline: bool,
        now: Timestamp,
    ) -> Unit {
        let update = if is_offline {
            query!(
                "UPDATE refresh_tokens SET used_at = $1
                 WHERE grant_id = $2 AND created_at = $3 AND used_at IS NULL
                 AND EXISTS (SELECT 1 FROM users u JOIN grants g ON g.user_id = u.id
                 WHERE g.id = refresh_tokens.grant_id AND g.revoked_at IS NULL AND g.offline = 1
                 AND g.generation >= u.grants_from AND u.disabled_at IS NULL /*FOR SHARE*/)"
            )
        } else {
            query!(
                "UPDATE refresh_tokens SET used_at = $1
                 WHERE grant_id = $2 AND created_at = $3 AND used_at IS NULL
                 AND EXISTS (SELECT 1 FROM users u JOIN sso_sessions s ON s.user_id = u.id
                 JOIN grants g ON g.sid = s.sid AND g.user_id = u.id
                 WHERE g.id = refresh_tokens.grant_id AND g.revoked_at IS NULL
                 AND s.ended_at IS NULL AND s.generation = u.generation
                 AND g.generation >= u.grants_from AND u.disabled_at IS NULL /*FOR SHARE*/)"
            )
        };
        Unit::new().guard(update.bind(now).bind(grant_id).bind(issued_at))
    }
}
