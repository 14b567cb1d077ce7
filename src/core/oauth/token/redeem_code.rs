//! A code for tokens.

use crate::context::OperationContext;
use crate::oauth::token::issue::{self, TokenBasis, TokenResponse};
use crate::{Provider, Result, audit};
use doorward_protocol::{
    clients::client::RegisteredClient,
    oauth::{
        authorization_code::{CodeError, PresentedCode, check},
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
    let with = PresentedCode {
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
                subject: Some(&code.facts.user_id),
                client_id: Some(&client.client_id),
                detail: "",
            };
            provider
                .store
                .commit(
                    Store::revoke_grant(&code.facts.grant_id, now)
                        .then(audit::entry(provider, ctx, &entry)),
                )
                .await?;
            return Err(error.into());
        }
    }
    let configuration = provider.configuration().await?;
    // Registration may have narrowed between the request and now.
    let facts = code
        .facts
        .with_scope(code.facts.scope.intersection(&client.scope));
    let expires_at = issue::grant_end(provider, ctx, &facts.scope, facts.auth_time);
    let basis = TokenBasis {
        facts: &facts,
        nonce: code.nonce.as_deref(),
        expires_at,
        roles: &issue::roles(provider, &configuration, client, &facts.user_id).await?,
    };
    let (response, tokens) = issue::mint(provider, ctx, &configuration, client, &basis).await?;
    let opened = Store::add_grant(&NewGrant {
        facts: facts.clone(),
        created_at: now,
        expires_at,
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
        .commit(Store::revoke_grant(&code.facts.grant_id, now))
        .await?;
    Err(UNKNOWN.into())
}
