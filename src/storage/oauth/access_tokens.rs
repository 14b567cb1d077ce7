//! Opaque access tokens, and single JWTs that were revoked.

use crate::{
    Result, Store,
    db::{
        sql::{query, to_json},
        unit::Unit,
    },
};
use doorward_protocol::{oauth::access_token::AccessToken, secret::Digest, time::Timestamp};

/// Whether a client's own token was revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenState {
    /// The token is neither expired nor revoked.
    Live,
    /// It was revoked.
    Revoked,
}

impl Store {
    /// Keeps an opaque access token.
    pub fn add_access_token(digest: &Digest, token: &AccessToken) -> Unit {
        Unit::new().run(
            query!("INSERT INTO access_tokens (digest, document, expires_at) VALUES ($1, $2, $3)")
                .bind(digest)
                .bind(to_json(token))
                .bind(token.exp),
        )
    }

    /// Finds an opaque access token.
    pub async fn access_token(&self, digest: &Digest) -> Result<Option<AccessToken>> {
        self.row(query!("SELECT document FROM access_tokens WHERE digest = $1").bind(digest))
            .await?
            .map(|row| row.json("document"))
            .transpose()
    }

    /// Revokes one access token until it would have died anyway.
    pub fn revoke_access_token(jti: &str, expires_at: Timestamp) -> Unit {
        Unit::new().run(
            query!(
                "INSERT INTO revoked_access_tokens (jti, expires_at) VALUES ($1, $2)
                 ON CONFLICT (jti) DO NOTHING"
            )
            .bind(jti)
            .bind(expires_at),
        )
    }

    /// Whether one access token was revoked.
    pub async fn access_token_state(&self, jti: &str) -> Result<TokenState> {
        let revoked = self
            .row(query!("SELECT 1 FROM revoked_access_tokens WHERE jti = $1").bind(jti))
            .await?;
        Ok(if revoked.is_some() {
            TokenState::Revoked
        } else {
            TokenState::Live
        })
    }

    /// Remembers a client assertion; a guard that fails where it was used before.
    pub fn use_client_assertion(digest: &Digest, until: Timestamp) -> Unit {
        Unit::new().guard(
            query!(
                "INSERT INTO client_assertions (digest, expires_at) VALUES ($1, $2)
                 ON CONFLICT (digest) DO NOTHING"
            )
            .bind(digest)
            .bind(until),
        )
    }
}
