//! Authorization codes, by digest.

use crate::{
    Result, Store,
    db::sql::{Unit, query},
    oauth::grants::{bind_facts, facts_at},
};
use doorward_protocol::{
    oauth::{authorization_code::AuthorizationCode, grant::GrantFacts},
    secret::Digest,
    time::Timestamp,
};

/// An authorization code to be stored.
#[derive(Clone, Debug)]
pub struct NewAuthorizationCode {
    /// The digest of the code.
    pub digest: Digest,
    /// The grant that the code opens.
    pub facts: GrantFacts,
    /// The redirect URI that the code is sent to.
    pub redirect_uri: String,
    /// The `nonce` of the authorization request, for the ID token.
    pub nonce: Option<String>,
    /// The `code_challenge` of the authorization request (RFC 7636 §4.3).
    pub code_challenge: Option<String>,
    /// When the code expires.
    pub expires_at: Timestamp,
}

impl Store {
    /// Stores a code while its session lives: after a sign-out returned, no new code comes from
    /// that session.
    pub fn add_authorization_code(code: &NewAuthorizationCode) -> Unit {
        let insert = query(
            "INSERT INTO authorization_codes (grant_id, client_id, user_id, sid, scope, auth_time, amr, claims, digest, redirect_uri, nonce, code_challenge, expires_at, redeemed_at)
             SELECT $1, $2, $3, sid, $5, $6, $7, $8, $9, $10, $11, $12, $13, NULL FROM sso_sessions WHERE sid = $4 AND ended_at IS NULL",
        );
        Unit::new().guard(
            bind_facts(insert, &code.facts)
                .bind(&code.digest)
                .bind(&code.redirect_uri)
                .bind(code.nonce.clone())
                .bind(code.code_challenge.clone())
                .bind(code.expires_at),
        )
    }

    /// Finds a code with the state of its user and session.
    pub async fn authorization_code(&self, digest: &Digest) -> Result<Option<AuthorizationCode>> {
        let select = query(
            "SELECT c.grant_id, c.client_id, c.user_id, c.sid, c.scope, c.auth_time, c.amr, c.claims, c.redirect_uri, c.nonce, c.code_challenge, c.expires_at,
             c.redeemed_at, p.disabled_at, s.ended_at FROM authorization_codes c JOIN users p ON p.id = c.user_id JOIN sso_sessions s ON s.sid = c.sid
             WHERE c.digest = $1",
        );
        let Some(row) = self.row(select.bind(digest)).await? else {
            return Ok(None);
        };
        Ok(Some(AuthorizationCode {
            facts: facts_at(&row)?,
            redirect_uri: row.text(8)?,
            nonce: row.opt_text(9)?,
            code_challenge: row.opt_text(10)?,
            expires_at: row.at(11)?,
            redeemed: row.opt_at(12)?.is_some(),
            subject_is_live: row.opt_at(13)?.is_none() && row.opt_at(14)?.is_none(),
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
