//! Logout by the provider (OpenID Connect Back-Channel Logout): its sessions here end.

use crate::{
    Result,
    audit::Record,
    clients::documents::Freshness,
    context::{Actor, OperationContext},
    federation::{Federation, LoadedIdentityProvider, discovery::Discovered},
};
use doorward_adapters::keys::{AssertionKey, verify_assertion};
use doorward_protocol::{
    federation::{LogoutToken, check_logout_token},
    keys::jws::{self, Unverified},
    oauth::error_code::{ErrorCode, ProtocolError},
    secret::Digest,
    sessions::sso_session::{EndReason, SessionRef},
};
use doorward_storage::{CacheSubject, Store, Unit, UpstreamLogout};

fn invalid(hint: &'static str) -> ProtocolError {
    ProtocolError::new(ErrorCode::InvalidRequest, hint)
}

/// A logout token whose claims and signature are verified.
struct VerifiedToken {
    token: LogoutToken,
    issuer: String,
}

impl Federation {
    /// Handles a logout token of a provider (OpenID Connect Back-Channel Logout §2.6): every session
    /// here that came from its session or subject ends. Gives their number.
    ///
    /// # Errors
    /// `Protocol` with `invalid_request` for a token that does not verify; then nothing ends.
    pub async fn handle_logout_token(
        &self,
        ctx: &OperationContext,
        provider_id: &str,
        logout_token: &str,
    ) -> Result<usize> {
        let configuration = self.kernel.configuration().await?;
        let provider = configuration
            .identity_provider(provider_id)
            .filter(|provider| provider.declared().enabled && provider.resolved().is_openid())
            .ok_or_else(|| invalid("no OpenID provider is declared here under this name"))?;
        let verified = self
            .verify_logout_token(ctx, provider, logout_token)
            .await?;
        self.use_jti(provider_id, &verified.token).await?;
        let ctx = &ctx.acting_as(Actor::IdentityProvider(provider_id.to_owned()));
        let ended = self.end_sessions(ctx, provider_id, &verified).await?;
        let detail = format!("{ended} sessions");
        let record = Record {
            action: "logout_token.received",
            subject: None,
            client_id: None,
            detail: &detail,
        };
        self.kernel
            .database
            .commit(ctx, Unit::new(), &[record])
            .await?;
        Ok(ended)
    }

    async fn verify_logout_token(
        &self,
        ctx: &OperationContext,
        provider: &LoadedIdentityProvider,
        logout_token: &str,
    ) -> Result<VerifiedToken> {
        let token = jws::parse(logout_token).ok_or_else(|| invalid("logout_token is not a JWT"))?;
        let Ok(found) = self.discover(provider).await else {
            return Err(invalid("the keys of the provider cannot be had now").into());
        };
        if !provider
            .resolved()
            .accepts_issuer(found.issuer(), &token.claims)
        {
            return Err(invalid("iss is another issuer").into());
        }
        if !self.is_signed_by(provider, &found, &token).await {
            return Err(invalid("the signature is not of a key of the provider").into());
        }
        let client_id = &provider.declared().client_id;
        let checked = check_logout_token(&token, client_id, ctx.now()).map_err(invalid)?;
        // Identities are stored with the issuer as a URL, also where the token names it without a
        // scheme.
        let issuer = jws::text(&token.claims, "iss")
            .filter(|issuer| issuer.contains("://"))
            .unwrap_or(found.issuer());
        Ok(VerifiedToken {
            token: checked,
            issuer: issuer.to_owned(),
        })
    }

    /// Whether a current key of the provider verifies the signature. A key that is not in the
    /// cached key set is looked for once in a fresh one.
    async fn is_signed_by(
        &self,
        provider: &LoadedIdentityProvider,
        found: &Discovered,
        token: &Unverified<'_>,
    ) -> bool {
        for freshness in [Freshness::Remembered, Freshness::Again] {
            let Some(jwks) = self.key_set(provider, &found.metadata, freshness).await else {
                return false;
            };
            if verify_assertion(token, AssertionKey::Jwks(&jwks)) {
                return true;
            }
        }
        false
    }

    /// Remembers `jti`, so that a token that is replayed does nothing.
    async fn use_jti(&self, provider_id: &str, token: &LogoutToken) -> Result<()> {
        let digest =
            Digest::of(format!("logout token\u{0}{provider_id}\u{0}{}", token.jti).as_bytes());
        let unit = Store::use_client_assertion(&digest, token.until);
        if self.kernel.database.commit_unaudited(unit).await? {
            Ok(())
        } else {
            Err(invalid("jti was used before").into())
        }
    }

    /// Ends the logins that are under way. It is committed before the sessions are looked for, and a
    /// login looks for it after its session is committed: so one of the two finds the other.
    async fn end_logins_under_way(
        &self,
        ctx: &OperationContext,
        verified: &VerifiedToken,
    ) -> Result<()> {
        let VerifiedToken { token, issuer } = verified;
        let subject = match (&token.sid, &token.sub) {
            (Some(sid), _) => CacheSubject::UpstreamSession(issuer, sid),
            (None, Some(sub)) => CacheSubject::UpstreamSubject(issuer, sub),
            (None, None) => return Ok(()),
        };
        let end = Store::announce_end(subject, ctx.now());
        self.kernel.database.commit_unaudited(end).await?;
        Ok(())
    }

    async fn end_sessions(
        &self,
        ctx: &OperationContext,
        provider_id: &str,
        verified: &VerifiedToken,
    ) -> Result<usize> {
        let token = &verified.token;
        self.end_logins_under_way(ctx, verified).await?;
        let sessions = self
            .kernel
            .database
            .read()
            .sessions_from_upstream(UpstreamLogout {
                provider_id,
                issuer: &verified.issuer,
                subject: token.sub.as_deref(),
                upstream_sid: token.sid.as_deref(),
            })
            .await?;
        let mut ended = 0;
        for (sid, user_id) in &sessions {
            let session = SessionRef { sid, user_id };
            let did_end = self.sessions.end(ctx, session, EndReason::Upstream).await?;
            ended += usize::from(did_end);
        }
        Ok(ended)
    }
}
