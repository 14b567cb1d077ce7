//! Authorization codes, by digest.

use crate::{
    Result, Store,
    db::sql::{Unit, query, to_json},
    oauth::grants::{claims_at, claims_text},
};
use doorward_protocol::{
    oauth::{authorization_code::AuthorizationCode, scope::Scope},
    oidc::claims_request::ClaimNames,
    secret::Digest,
    sessions::sso_session::Authentication,
    time::Timestamp,
};

/// A code to be kept.
#[derive(Clone, Debug)]
pub struct NewAuthorizationCode {
    /// Of the code.
    pub digest: Digest,
    /// The grant that it will open.
    pub grant_id: String,
    /// For whom.
    pub client_id: String,
    /// Whose.
    pub user_id: String,
    /// From which session.
    pub sid: String,
    /// Where it goes.
    pub redirect_uri: String,
    /// What is granted.
    pub scope: Scope,
    /// For the ID token.
    pub nonce: Option<String>,
    /// PKCE.
    pub code_challenge: Option<String>,
    /// Single claims, asked for by name.
    pub claims: ClaimNames,
    /// When credentials were checked.
    pub auth_time: Timestamp,
    /// How.
    pub authentication: Authentication,
    /// When it dies.
    pub expires_at: Timestamp,
}

impl Store {
    /// Keeps a code, where its session still stands: after a sign-out returned, no new code comes
    /// of that session.
    pub fn add_authorization_code(code: &NewAuthorizationCode) -> Unit {
        let insert = query(
            "INSERT INTO authorization_codes (digest, grant_id, client_id, user_id, sid, redirect_uri, scope, nonce, code_challenge, auth_time, amr, expires_at, redeemed_at, claims)
             SELECT $1, $2, $3, $4, sid, $6, $7, $8, $9, $10, $11, $12, NULL, $13 FROM sso_sessions WHERE sid = $5 AND ended_at IS NULL",
        );
        let insert = insert
            .bind(&code.digest)
            .bind(&code.grant_id)
            .bind(&code.client_id)
            .bind(&code.user_id)
            .bind(&code.sid);
        let insert = insert
            .bind(&code.redirect_uri)
            .bind(code.scope.to_string())
            .bind(code.nonce.clone())
            .bind(code.code_challenge.clone());
        Unit::new().guard(
            insert
                .bind(code.auth_time)
                .bind(to_json(&code.authentication))
                .bind(code.expires_at)
                .bind(claims_text(&code.claims)),
        )
    }

    /// Finds a code with the state of its user and session.
    pub async fn authorization_code(&self, digest: &Digest) -> Result<Option<AuthorizationCode>> {
        let select = query(
            "SELECT c.grant_id, c.client_id, c.user_id, c.sid, c.redirect_uri, c.scope, c.nonce, c.code_challenge, c.auth_time, c.amr, c.expires_at,
             c.redeemed_at, p.disabled_at, s.ended_at, c.claims FROM authorization_codes c JOIN users p ON p.id = c.user_id JOIN sso_sessions s ON s.sid = c.sid
             WHERE c.digest = $1",
        );
        let Some(row) = self.row(select.bind(digest)).await? else {
            return Ok(None);
        };
        Ok(Some(AuthorizationCode {
            grant_id: row.text(0)?,
            client_id: row.text(1)?,
            user_id: row.text(2)?,
            sid: row.text(3)?,
            redirect_uri: row.text(4)?,
            scope: row.scope(5)?,
            nonce: row.opt_text(6)?,
            code_challenge: row.opt_text(7)?,
            auth_time: row.at(8)?,
            authentication: row.json(9)?,
            expires_at: row.at(10)?,
            redeemed: row.opt_at(11)?.is_some(),
            subject_is_live: row.opt_at(12)?.is_none() && row.opt_at(13)?.is_none(),
            claims: claims_at(&row, 14)?,
        }))
    }

    /// Consumes a code: one caller gets a row.
    pub fn redeem_authorization_code(digest: &Digest, now: Timestamp) -> Unit {
        let update = query(
            "UPDATE authorization_codes SET redeemed_at = $1 WHERE digest = $2 AND redeemed_at IS NULL AND expires_at > $1
             AND EXISTS (SELECT 1 FROM sso_sessions s WHERE s.sid = authorization_codes.sid AND s.ended_at IS NULL)",
        );
        Unit::new().guard(update.bind(now).bind(digest))
    }

    /// Takes back the codes of a user for a client that nobody redeemed yet.
    pub fn withdraw_authorization_codes(user_id: &str, client_id: &str, now: Timestamp) -> Unit {
        // By their end first, which has an index: the codes that live are few.
        let delete = query(
            "DELETE FROM authorization_codes WHERE expires_at > $1 AND redeemed_at IS NULL AND user_id = $2 AND client_id = $3",
        );
        Unit::new().run(delete.bind(now).bind(user_id).bind(client_id))
    }
}
