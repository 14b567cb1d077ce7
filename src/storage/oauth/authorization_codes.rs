//! Authorization codes, by digest.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query, to_json},
        unit::Unit,
    },
    oauth::grants::bind_facts,
};
use doorward_protocol::{
    oauth::{authorization_code::AuthorizationCode, consent::Consent, grant::GrantFacts},
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
    /// What the user allowed, where the client may not do without: the code is stored only while
    /// that is what is allowed.
    pub consent: Option<Consent>,
}

columns! {
    CODE_FACTS of c, read by code_facts -> GrantFacts {
        grant_id: Row::text(grant_id),
        client_id: Row::text(client_id),
        user_id: Row::text(user_id),
        sid: Row::opt_text(sid),
        scope: Row::scope(scope),
        auth_time: Row::at(auth_time),
        authentication: Row::json(amr),
        claims: Row::json_or_default(claims),
        resources: Row::json_or_default(resources),
        organization_id: Row::opt_text(organization_id),
    }
}

impl Store {
    /// Stores a code for the user of the session while the session lives: after a sign-out returned,
    /// no new code comes from that session. A guard, also where the facts name another user than the
    /// row of the session does.
    pub fn add_authorization_code(code: &NewAuthorizationCode) -> Unit {
        let insert = query!(
            "INSERT INTO authorization_codes (grant_id, client_id, user_id, sid, scope,
             auth_time, amr, claims, resources, organization_id, digest, redirect_uri, nonce,
             code_challenge, expires_at, redeemed_at)
             SELECT $1, $2, u.id, s.sid, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, NULL
             FROM users u JOIN sso_sessions s ON s.user_id = u.id
             WHERE s.sid = $4 AND u.id = $3 AND s.ended_at IS NULL
             AND s.generation = u.generation AND u.disabled_at IS NULL
             AND ($16 = 0 OR EXISTS (SELECT 1 FROM consents k
             WHERE k.user_id = u.id AND k.client_id = $2 AND k.scope = $17
             AND k.destinations = $18 /*FOR SHARE*/)) /*FOR SHARE*/"
        );
        let needs_consent = code.consent.is_some();
        let consent = code.consent.clone().unwrap_or_default();
        Unit::new().guard(
            bind_facts(insert, &code.facts)
                .bind(&code.digest)
                .bind(&code.redirect_uri)
                .bind(code.nonce.clone())
                .bind(code.code_challenge.clone())
                .bind(code.expires_at)
                .bind(needs_consent)
                .bind(consent.scope.to_string())
                .bind(to_json(&consent.destinations)),
        )
    }

    /// Finds a code with the state of its user and session.
    pub async fn authorization_code(&self, digest: &Digest) -> Result<Option<AuthorizationCode>> {
        let select = query!(
            "SELECT {CODE_FACTS}, c.redirect_uri, c.nonce, c.code_challenge, c.expires_at,
             c.redeemed_at, u.disabled_at, s.ended_at, s.generation AS session_generation,
             u.generation AS user_generation FROM authorization_codes c
             JOIN users u ON u.id = c.user_id JOIN sso_sessions s ON s.sid = c.sid
             WHERE c.digest = $1"
        );
        let Some(row) = self.row(select.bind(digest)).await? else {
            return Ok(None);
        };
        Ok(Some(AuthorizationCode {
            facts: code_facts(&row)?,
            redirect_uri: row.text("redirect_uri")?,
            nonce: row.opt_text("nonce")?,
            code_challenge: row.opt_text("code_challenge")?,
            expires_at: row.at("expires_at")?,
            redeemed: row.is_set("redeemed_at")?,
            subject_is_live: !row.is_set("disabled_at")?
                && !row.is_set("ended_at")?
                && row.int("session_generation")? == row.int("user_generation")?,
        }))
    }

    /// Consumes a code while its session lives: one caller gets a row, and the session does not end
    /// before the tokens are stored.
    pub fn redeem_authorization_code(digest: &Digest, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE authorization_codes SET redeemed_at = $1
             WHERE digest = $2 AND redeemed_at IS NULL AND expires_at > $1
             AND EXISTS (SELECT 1 FROM users u JOIN sso_sessions s ON s.user_id = u.id
             WHERE s.sid = authorization_codes.sid AND u.id = authorization_codes.user_id
             AND s.ended_at IS NULL AND s.generation = u.generation
             AND u.disabled_at IS NULL /*FOR SHARE*/)"
        );
        Unit::new().guard(update.bind(now).bind(digest))
    }

    /// Consumes a code that gives nothing; a guard that fails where it was used before.
    pub fn burn_authorization_code(digest: &Digest, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE authorization_codes SET redeemed_at = $1
             WHERE digest = $2 AND redeemed_at IS NULL"
        );
        Unit::new().guard(update.bind(now).bind(digest))
    }

    /// Revokes the codes of a user for a client that were not redeemed yet.
    pub fn withdraw_authorization_codes(user_id: &str, client_id: &str, now: Timestamp) -> Unit {
        // By their end first, which has an index: the codes that live are few.
        let delete = query!(
            "DELETE FROM authorization_codes
             WHERE expires_at > $1 AND redeemed_at IS NULL AND user_id = $2 AND client_id = $3"
        );
        Unit::new().run(delete.bind(now).bind(user_id).bind(client_id))
    }
}
