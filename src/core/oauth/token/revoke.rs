//! Revocation (RFC 7009): a refresh token with its whole family, an access token alone.

use crate::context::OperationContext;
use crate::oauth::token::{authenticate_client, verify::live_access_token};
use crate::{Provider, Result};
use doorward_protocol::{
    oauth::{
        authorization_request::Parameters,
        error_code::{ErrorCode, ProtocolError},
        token_request::check_shape,
    },
    secret::Secret,
};
use doorward_storage::Store;

/// Revokes a token of the caller. Unknown tokens are answered as revoked ones are (§2.2); another
/// client's is refused and stays.
///
/// # Errors
/// `invalid_client`, `invalid_request`, `invalid_grant`, or the store is away.
pub async fn revoke(
    provider: &Provider,
    ctx: &OperationContext,
    authorization: Option<&str>,
    parameters: &Parameters,
) -> Result<()> {
    check_shape(parameters)?;
    let caller = authenticate_client(provider, ctx, authorization, parameters).await?;
    let token = parameters.get("token").ok_or(ProtocolError::new(
        ErrorCode::InvalidRequest,
        "token is missing",
    ))?;
    let (presented, client) = (Secret::presented(token), &caller.client);
    let foreign = ProtocolError::new(
        ErrorCode::InvalidGrant,
        "the token was not given to this client",
    );
    let owner_unit = if let Some(found) = provider.store.refresh_token(&presented.digest()).await? {
        Some((
            found.facts.client_id,
            Store::revoke_grant(&found.facts.grant_id, ctx.now()),
        ))
    } else {
        live_access_token(provider, ctx, &presented)
            .await?
            .map(|live| {
                (
                    live.token.client_id,
                    Store::revoke_access_token(&live.token.jti, live.token.exp),
                )
            })
    };
    match owner_unit {
        Some((owner, unit)) if owner == client.client_id => {
            provider.store.commit(unit).await?;
            Ok(())
        }
        // A public client proves nothing of itself, so it learns nothing either.
        Some(_) if !client.is_public() => Err(foreign.into()),
        _ => Ok(()),
    }
}
