//! Sign-ins at identity providers that are under way; each is used once.

use crate::{
    Result, Store,
    db::{
        master_key::{each_sealed_by_present_key, sealed_by_present_key},
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::{federation::Identity, secret::Digest, time::Timestamp};

/// Something that waits.
#[derive(Clone, Debug)]
pub struct FederationFlow {
    /// The digest of its identifier, which travels as `state`.
    pub digest: Digest,
    /// What it waits for.
    pub kind: String,
    /// At which provider.
    pub provider_id: String,
    /// In which browser.
    pub browser_digest: Digest,
    /// What is needed to go on, sealed.
    pub sealed: String,
    /// When the flow expires.
    pub expires_at: Timestamp,
}

/// The session at the identity provider that a session here came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpstreamSession {
    /// The identifier of the identity provider.
    pub provider_id: String,
    /// The ID token, sealed, as a hint for a sign-out there.
    pub sealed_id_token: Option<String>,
}

/// The sessions that an identity provider says have ended: all of a subject, one session, or one
/// session of a subject (OpenID Connect Back-Channel Logout 1.0, section 2.4).
#[derive(Clone, Copy, Debug)]
pub struct UpstreamLogout<'a> {
    /// The provider that sent the logout token.
    pub provider_id: &'a str,
    /// The `iss` claim.
    pub issuer: &'a str,
    /// The `sub` claim.
    pub subject: Option<&'a str>,
    /// The `sid` claim.
    pub upstream_sid: Option<&'a str>,
}

columns! {
    FEDERATION_FLOW of f, read by federation_flow -> FederationFlow {
        digest: Row::digest(digest),
        kind: Row::text(kind),
        provider_id: Row::text(provider_id),
        browser_digest: Row::digest(browser_digest),
        sealed: Row::text(sealed),
        expires_at: Row::at(expires_at),
    }
}

columns! {
    UPSTREAM_SESSION of u, read by upstream_session -> UpstreamSession {
        provider_id: Row::text(provider_id),
        sealed_id_token: Row::opt_text(sealed_id_token),
    }
}

impl Store {
    /// Keeps a flow.
    pub fn add_federation_flow(flow: &FederationFlow) -> Unit {
        let insert = query!(
            "INSERT INTO federation_flows (digest, kind, provider_id, browser_digest, sealed,
             expires_at)
             VALUES ($1, $2, $3, $4, $5, $6)"
        );
        let insert = insert
            .bind(&flow.digest)
            .bind(&flow.kind)
            .bind(&flow.provider_id)
            .bind(&flow.browser_digest);
        sealed_by_present_key(&flow.sealed).run(insert.bind(&flow.sealed).bind(flow.expires_at))
    }

    /// Finds a flow.
    pub async fn federation_flow(&self, digest: &Digest) -> Result<Option<FederationFlow>> {
        let select = query!("SELECT {FEDERATION_FLOW} FROM federation_flows f WHERE f.digest = $1");
        self.row(select.bind(digest))
            .await?
            .map(|row| federation_flow(&row))
            .transpose()
    }

    /// Uses a flow: one caller gets a row.
    pub fn use_federation_flow(digest: &Digest) -> Unit {
        Unit::new().guard(query!("DELETE FROM federation_flows WHERE digest = $1").bind(digest))
    }

    /// Uses a flow that was never stored: one caller makes the row, which is kept until the flow
    /// expires.
    pub fn use_sealed_federation_flow(digest: &Digest, expires_at: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO federation_flows (digest, kind, provider_id, browser_digest, sealed,
             expires_at)
             VALUES ($1, 'used', '', '', '', $2) ON CONFLICT (digest) DO NOTHING"
        );
        Unit::new().guard(insert.bind(digest).bind(expires_at))
    }

    /// Stores the session at the identity provider that a session here came from.
    pub fn put_upstream_session(
        sid: &str,
        identity: &Identity,
        sealed_id_token: Option<String>,
    ) -> Unit {
        let put = query!(
            "INSERT INTO upstream_sessions (sid, provider_id, issuer, subject, upstream_sid,
             sealed_id_token)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (sid) DO UPDATE
             SET provider_id = excluded.provider_id, issuer = excluded.issuer,
             subject = excluded.subject, upstream_sid = excluded.upstream_sid,
             sealed_id_token = excluded.sealed_id_token"
        );
        let put = put
            .bind(sid)
            .bind(&identity.provider_id)
            .bind(&identity.issuer)
            .bind(&identity.subject);
        each_sealed_by_present_key(sealed_id_token.as_deref())
            .run(put.bind(identity.sid.clone()).bind(sealed_id_token))
    }

    /// The session at the identity provider that a session here came from.
    pub async fn upstream_session(&self, sid: &str) -> Result<Option<UpstreamSession>> {
        let select = query!("SELECT {UPSTREAM_SESSION} FROM upstream_sessions u WHERE u.sid = $1");
        self.row(select.bind(sid))
            .await?
            .map(|row| upstream_session(&row))
            .transpose()
    }

    /// The identifier and the user of each live session that a logout at an identity provider ends.
    pub async fn sessions_from_upstream(
        &self,
        logout: UpstreamLogout<'_>,
    ) -> Result<Vec<(String, String)>> {
        // A statement for each key, because each has an index.
        let select = match (logout.subject, logout.upstream_sid) {
            (Some(subject), upstream_sid) => query!(
                "SELECT s.sid, s.user_id
                 FROM upstream_sessions u JOIN sso_sessions s ON s.sid = u.sid
                 WHERE u.provider_id = $1 AND u.subject = $2 AND u.issuer = $3
                 AND ($4 = '' OR u.upstream_sid = $4) AND s.ended_at IS NULL"
            )
            .bind(logout.provider_id)
            .bind(subject)
            .bind(logout.issuer)
            .bind(upstream_sid.unwrap_or_default()),
            (None, Some(upstream_sid)) => query!(
                "SELECT s.sid, s.user_id
                 FROM upstream_sessions u JOIN sso_sessions s ON s.sid = u.sid
                 WHERE u.provider_id = $1 AND u.upstream_sid = $2 AND u.issuer = $3
                 AND s.ended_at IS NULL"
            )
            .bind(logout.provider_id)
            .bind(upstream_sid)
            .bind(logout.issuer),
            (None, None) => return Ok(Vec::new()),
        };
        self.rows(select)
            .await?
            .iter()
            .map(|row| Ok((row.text("sid")?, row.text("user_id")?)))
            .collect()
    }
}
