//! The refresh token grant: a refresh token for its successor (RFC 6749 §6).

use crate::{
    Result,
    audit::Record,
    context::OperationContext,
    oauth::{
        roles::roles,
        token::{
            Caller, Tokens,
            issue::{TokenBasis, TokenResponse},
        },
    },
};
use doorward_protocol::{
    clients::client::Client,
    oauth::{
        refresh_token::{RefreshToken, Rotation, UNUSABLE_REFRESH_TOKEN, rotate},
        scope::Scope,
    },
    secret::Secret,
    sessions::sso_session::{EndReason, SessionRef, is_to_be_noted},
    time::Timestamp,
};
use doorward_storage::{Store, Unit};

impl Tokens {
    pub(super) async fn refresh(
        &self,
        ctx: &OperationContext,
        caller: &Caller<'_>,
        presented: &Secret,
        requested: Option<&Scope>,
    ) -> Result<TokenResponse> {
        let client = caller.client;
        let (digest, now) = (presented.digest(), ctx.now());
        let token = self.kernel.database.read().refresh_token(&digest).await?;
        let token = token.ok_or(UNUSABLE_REFRESH_TOKEN)?;
        let scope = self.rotated_scope(ctx, client, &token, requested).await?;
        let audience = self.audience(caller, &token.facts.resources)?;
        let configuration = self.kernel.configuration().await?;
        let facts = token.facts.with_scope(scope);
        let basis = TokenBasis {
            configuration: &configuration,
            client,
            audience: &audience,
            facts: &facts,
            nonce: None,
            expires_at: token.expires_at,
            roles: &roles(&self.kernel, &configuration, client, &facts.user_id).await?,
        };
        let (response, tokens) = self.mint(ctx, &basis).await?;
        let is_offline = token.facts.is_offline();
        // The use of the session comes first: it changes the row that the rotation only looks at, and
        // two units that looked first would wait for each other.
        let unit = session_use(&token, now)
            .then(Store::rotate_refresh_token(&digest, is_offline, now))
            .then(tokens);
        if self.kernel.database.commit_unaudited(unit).await? {
            return Ok(response);
        }
        // Another request used the same token or revoked its family in between. Rotation is strict:
        // the family ends either way.
        self.revoke_family(ctx, client, &token).await?;
        Err(UNUSABLE_REFRESH_TOKEN.into())
    }

    /// The scope of the successor. Where the token was used before, its family is revoked; after
    /// the tolerance its session ends too.
    async fn rotated_scope(
        &self,
        ctx: &OperationContext,
        client: &Client,
        token: &RefreshToken,
        requested: Option<&Scope>,
    ) -> Result<Scope> {
        let client_id = &client.client_id;
        match rotate(token, client_id, requested, &client.scope, ctx.now()) {
            Rotation::Rotate(scope) => Ok(scope),
            Rotation::Refuse(error) => Err(error.into()),
            Rotation::RevokeFamily(error) => {
                self.revoke_family(ctx, client, token).await?;
                Err(error.into())
            }
            Rotation::EndSession(error) => {
                self.revoke_family(ctx, client, token).await?;
                if let Some(sid) = &token.facts.sid {
                    let session = SessionRef {
                        sid,
                        user_id: &token.facts.user_id,
                    };
                    self.sessions
                        .end(ctx, session, EndReason::TokenReplay)
                        .await?;
                }
                Err(error.into())
            }
        }
    }

    /// Revokes every token of the family after a second use (RFC 9700 §4.14.2).
    async fn revoke_family(
        &self,
        ctx: &OperationContext,
        client: &Client,
        token: &RefreshToken,
    ) -> Result<()> {
        let client_id = client.client_id.as_str();
        tracing::warn!(
            client_id,
            "a refresh token was used twice; its family is revoked"
        );
        let record = Record {
            action: "refresh_token.replayed",
            subject: Some(&token.facts.user_id),
            client_id: Some(client_id),
            detail: "",
        };
        let unit = Store::revoke_grant(&token.facts.grant_id, ctx.now());
        self.kernel.database.commit(ctx, unit, &[record]).await?;
        Ok(())
    }
}

/// A refresh is a use of the session that the token belongs to, noted once in an interval. A token
/// with offline access belongs to no session.
fn session_use(token: &RefreshToken, now: Timestamp) -> Unit {
    match (&token.facts.sid, token.session_seen_at) {
        (Some(sid), Some(seen)) if is_to_be_noted(seen, now) && !token.facts.is_offline() => {
            Store::note_session_use(sid, now)
        }
        _ => Unit::new(),
    }
}
