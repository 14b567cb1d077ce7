//! A code for tokens.

use crate::context::OperationContext;
use crate::oauth::token::issue::{self, Grant, TokenResponse};
use crate::{Provider, Result, audit};
use doorward_protocol::{
    clients::client::RegisteredClient,
    oauth::{
        authorization_code::{CodeError, Presented, check},
        error_code::{ErrorCode, ProtocolError},
    },
    secret::Secret,
};
use doorward_storage::{NewGrant, Store};

const UNKNOWN: ProtocolError = ProtocolError::new(
    ErrorCode::InvalidGrant,
    "the code is unknown, used or expired",
);

pub(super) async fn redeem_code(
    provider: &Provider,
    ctx: &OperationContext,
    registered: &RegisteredClient,
    presented: &Secret,
    redirect_uri: Option<&str>,
    code_verifier: Option<&Secret>,
) -> Result<TokenResponse> {
    let (digest, now, client) = (presented.digest(), ctx.now(), &registered.client);
    let code = provider
        .store
        .authorization_code(&digest)
        .await?
        .ok_or(UNKNOWN)?;
    let with = Presented {
        client_id: &client.client_id,
        redirect_uri,
        code_verifier: code_verifier.map(Secret::reveal),
        now,
    };
    match check(&code, &with) {
        Ok(()) => {}
        Err(CodeError::Refused(error)) => return Err(error.into()),
        Err(CodeError::Replayed(error)) => {
            // A replay is an outcome that commits.
            let entry = audit::Entry {
                action: "code.replayed",
                actor: &client.client_id,
                subject: Some(&code.user_id),
                client_id: Some(&client.client_id),
                detail: "",
            };
            provider
                .store
                .commit(
                    Store::revoke_grant(&code.grant_id, now)
                        .then(audit::entry(provider, ctx, &entry)),
                )
                .await?;
            return Err(error.into());
        }
    }
    let configuration = provider.configuration().await?;
    // Registration may have narrowed between the request and now.
    let scope = code.scope.intersection(&client.scope);
    let expires_at = issue::grant_end(provider, ctx, &scope, code.auth_time);
    let grant = Grant {
        id: &code.grant_id,
        user_id: &code.user_id,
        sid: Some(&code.sid),
        scope: &scope,
        auth_time: code.auth_time,
        authentication: &code.authentication,
        nonce: code.nonce.as_deref(),
        expires_at,
        claims: &code.claims,
        roles: &issue::roles(provider, &configuration, client, &code.user_id).await?,
    };
    let (response, tokens) = issue::mint(provider, ctx, &configuration, client, &grant).await?;
    let opened = Store::add_grant(&NewGrant {
        id: code.grant_id.clone(),
        client_id: client.client_id.clone(),
        user_id: code.user_id.clone(),
        sid: code.sid.clone(),
        scope: scope.clone(),
        auth_time: code.auth_time,
        authentication: code.authentication.clone(),
        created_at: now,
        expires_at,
        claims: code.claims.clone(),
    });
    // The conditional UPDATE decides who wins; tokens of a loser are never committed and never
    // leave.
    if provider
        .store
        .commit(
            Store::redeem_authorization_code(&digest, now)
                .then(opened)
                .then(tokens),
        )
        .await?
    {
        return Ok(response);
    }
    // Lost: if the winner was the same client, this is its second use.
    provider
        .store
        .commit(Store::revoke_grant(&code.grant_id, now))
        .await?;
    Err(UNKNOWN.into())
}
