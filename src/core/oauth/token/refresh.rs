//! A refresh token for its successor.

use crate::context::OperationContext;
use crate::oauth::token::issue::{self, TokenBasis, TokenResponse};
use crate::{Provider, Result, audit};
use doorward_protocol::{
    clients::client::RegisteredClient,
    oauth::{
        refresh_token::{RefreshToken, Rotation, UNUSABLE_REFRESH_TOKEN, rotate},
        scope::Scope,
    },
    secret::Secret,
    sessions::sso_session::{EndReason, SessionRef, TOUCH_INTERVAL},
};
use doorward_storage::{Store, Unit};

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
        .ok_or(UNUSABLE_REFRESH_TOKEN)?;
    let scope = match rotate(&token, &client.client_id, requested, &client.scope, now) {
        Rotation::Rotate(scope) => scope,
        Rotation::Refuse(error) => return Err(error.into()),
        Rotation::RevokeFamily(error) => {
            revoke_family(provider, ctx, &token, &client.client_id).await?;
            return Err(error.into());
        }
        Rotation::EndSession(error) => {
            revoke_family(provider, ctx, &token, &client.client_id).await?;
            if let Some(sid) = &token.facts.sid {
                let session = SessionRef {
                    sid,
                    user_id: &token.facts.user_id,
                };
                provider
                    .sessions()
                    .end(ctx, session, EndReason::TokenReplay)
                    .await?;
            }
            return Err(error.into());
        }
    };
    let configuration = provider.configuration().await?;
    let facts = token.facts.with_scope(scope);
    let basis = TokenBasis {
        facts: &facts,
        nonce: None,
        expires_at: token.expires_at,
        roles: &issue::roles(provider, &configuration, client, &facts.user_id).await?,
    };
    let (response, tokens) = issue::mint(provider, ctx, &configuration, client, &basis).await?;
    // An app that refreshes is in use, and so is the session that it hangs on. Offline access hangs
    // on none.
    let used = match (&token.facts.sid, token.session_seen_at) {
        (Some(sid), Some(seen))
            if now.since(seen) >= TOUCH_INTERVAL.0 && !token.facts.is_offline() =>
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
    Err(UNUSABLE_REFRESH_TOKEN.into())
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
        subject: Some(&token.facts.user_id),
        client_id: Some(client_id),
        detail: "",
    };
    provider
        .store
        .commit(
            Store::revoke_grant(&token.facts.grant_id, ctx.now())
                .then(audit::entry(provider, ctx, &entry)),
        )
        .await?;
    Ok(())
}
