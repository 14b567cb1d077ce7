//! A client for itself (RFC 6749 §4.4).

use crate::context::OperationContext;
use crate::oauth::token::issue::{self, TokenResponse};
use crate::{Provider, Result};
use doorward_protocol::{
    clients::client::RegisteredClient,
    oauth::{
        access_token::AccessToken,
        error_code::{ErrorCode, ProtocolError},
        scope::{STANDARD, Scope},
    },
    secret::random_id,
};

pub(super) async fn client_credentials(
    provider: &Provider,
    ctx: &OperationContext,
    registered: &RegisteredClient,
    requested: Option<&Scope>,
) -> Result<TokenResponse> {
    let client = &registered.client;
    // There is no user here, so nothing of a user's scope.
    let own = STANDARD
        .iter()
        .fold(client.scope.clone(), |scope, token| scope.without(token));
    let scope = match requested {
        Some(requested) if !requested.is_subset_of(&own) => {
            return Err(ProtocolError::new(
                ErrorCode::InvalidScope,
                "scope holds something that this client is not registered for, or that needs a user",
            )
            .into());
        }
        Some(requested) => requested.clone(),
        None => own,
    };
    let now = ctx.now();
    let token = AccessToken {
        jti: random_id(provider.entropy.as_ref(), 16),
        sub: client.client_id.clone(),
        client_id: client.client_id.clone(),
        aud: issue::audiences(provider, client),
        scope: scope.clone(),
        iat: now,
        exp: now.plus(provider.settings.lifetimes.access_token),
        auth_time: None,
        acr: None,
        amr: Vec::new(),
        sid: None,
        roles: Vec::new(),
    };
    let configuration = provider.configuration().await?;
    let (access_token, unit) = issue::present(provider, ctx, &configuration, client, &token)?;
    provider.store.commit(unit).await?;
    let expires_in = provider.settings.lifetimes.access_token.as_seconds();
    Ok(TokenResponse {
        access_token,
        token_type: "Bearer",
        expires_in,
        refresh_token: None,
        id_token: None,
        scope,
    })
}
