//! A refresh token for its successor.

use crate::context::OperationContext;
use crate::oauth::token::issue::{self, Grant, TokenResponse};
use crate::{
    Provider, Result, audit,
    sessions::sso_session::{self, Ending},
};
use doorward_protocol::{
    clients::client::RegisteredClient,
    oauth::{
        error_code::{ErrorCode, ProtocolError},
        refresh_token::{RefreshToken, Rotation, rotate},
        scope::Scope,
    },
    secret::Secret,
    sessions::sso_session::{EndReason, TOUCH_INTERVAL},
};
use doorward_storage::{Store, Unit};

const UNKNOWN: ProtocolError = ProtocolError::new(
    ErrorCode::InvalidGrant,
    "the refresh token is unknown, used, revoked or expired",
);

pub(super) async fn refresh(
    provider: &Provider,
    ctx: &OperationContext,
    registered: &RegisteredClient,
    presented: &Secret,
    requested: Option<&Scope>,
) -> Result<TokenResponse> {
    let (digest, now, client) = (presented.digest(), ctx.now(), &registered.client);
    let token = provider
        .store
        .refresh_token(&digest)
        .await?
        .ok_or(UNKNOWN)?;
    let scope = match rotate(&token, &client.client_id, requested, &client.scope, now) {
        Rotation::Rotate(scope) => scope,
        Rotation::Refuse(error) => return Err(error.into()),
        Rotation::RevokeFamily(error) => {
            revoke_family(provider, ctx, &token, &client.client_id).await?;
            return Err(error.into());
        }
        Rotation::EndSession(error) => {
            revoke_family(provider, ctx, &token, &client.client_id).await?;
            if let Some(sid) = &token.sid {
                let ending = Ending {
                    reason: EndReason::TokenReplay,
                    actor: &client.client_id,
                };
                sso_session::end(provider, ctx, sid, &token.user_id, ending).await?;
            }
            return Err(error.into());
        }
    };
    let configuration = provider.configuration().await?;
    let grant = Grant {
        id: &token.grant_id,
        user_id: &token.user_id,
        sid: token.sid.as_deref(),
        scope: &scope,
        auth_time: token.auth_time,
        authentication: &token.authentication,
        nonce: None,
        expires_at: token.expires_at,
        claims: &token.claims,
        roles: &issue::roles(provider, &configuration, client, &token.user_id).await?,
    };
    let (response, tokens) = issue::mint(provider, ctx, &configuration, client, &grant).await?;
    // An app that refreshes is in use, and so is the session that it hangs on. Offline access hangs
    // on none.
    let used = match (&token.sid, token.session_seen_at) {
        (Some(sid), Some(seen))
            if now.since(seen) >= TOUCH_INTERVAL.0 && !token.scope.contains("offline_access") =>
        {
            Store::note_session_use(sid, now)
        }
        _ => Unit::new(),
    };
    if provider
        .store
        .commit(
            Store::rotate_refresh_token(&digest, now)
                .then(tokens)
                .then(used),
        )
        .await?
    {
        return Ok(response);
    }
    // Somebody was quicker with the same token, or revoked its family: either way the family ends
    // (no grace, strict rotation).
    revoke_family(provider, ctx, &token, &client.client_id).await?;
    Err(UNKNOWN.into())
}

async fn revoke_family(
    provider: &Provider,
    ctx: &OperationContext,
    token: &RefreshToken,
    client_id: &str,
) -> Result<()> {
    tracing::warn!(
        client_id,
        "a refresh token was used twice; its family is revoked"
    );
    let entry = audit::Entry {
        action: "refresh_token.replayed",
        actor: client_id,
        subject: Some(&token.user_id),
        client_id: Some(client_id),
        detail: "",
    };
    provider
        .store
        .commit(
            Store::revoke_grant(&token.grant_id, ctx.now())
                .then(audit::entry(provider, ctx, &entry)),
        )
        .await?;
    Ok(())
}
