//! Introspection (RFC 7662).

use crate::context::OperationContext;
use crate::oauth::token::{authenticate_client, verify::live_access_token};
use crate::{Provider, Result, limits::Class};
use doorward_protocol::{
    oauth::{
        authorization_request::Parameters,
        client_authentication::INVALID_CLIENT,
        error_code::{ErrorCode, ProtocolError},
        introspection,
        refresh_token::{Rotation, rotate},
        token_request::check_shape,
    },
    secret::Secret,
};
use serde_json::Value;

/// Says whether a token is alive, to whom it concerns.
///
/// # Errors
/// `invalid_client`, `invalid_request`, or the store is away.
pub async fn introspect(
    provider: &Provider,
    ctx: &OperationContext,
    authorization: Option<&str>,
    parameters: &Parameters,
) -> Result<Value> {
    check_shape(parameters)?;
    let caller = authenticate_client(provider, ctx, authorization, parameters).await?;
    // RFC 7662 §2.1: the endpoint is not for the public.
    if caller.client.is_public() {
        return Err(INVALID_CLIENT.into());
    }
    let token = parameters.get("token").ok_or(ProtocolError::new(
        ErrorCode::InvalidRequest,
        "token is missing",
    ))?;
    let (presented, client_id) = (Secret::presented(token), &caller.client.client_id);
    if let Some(live) = live_access_token(provider, ctx, &presented).await? {
        if !introspection::concerns(&live.token, client_id) {
            return Ok(introspection::inactive());
        }
        let username = live
            .user
            .as_ref()
            .map(|user| user.username.as_deref().unwrap_or(user.label()));
        return Ok(introspection::access_token(
            &live.token,
            provider.issuer(),
            username,
        ));
    }
    let Some(refresh_token) = provider.store.refresh_token(&presented.digest()).await? else {
        // Only guesses are counted, and only guesses are held back: whoever shows an API rubbish
        // takes nobody's access away.
        if !is_of_ours(provider, ctx, &presented).await? {
            provider
                .rate_limits()
                .count(ctx, Class::UnknownToken, client_id)
                .await;
            provider
                .rate_limits()
                .check(ctx, Class::UnknownToken, client_id)?;
        }
        return Ok(introspection::inactive());
    };
    match rotate(
        &refresh_token,
        client_id,
        None,
        &caller.client.scope,
        ctx.now(),
    ) {
        Rotation::Rotate(_) => {
            let sub = provider.subject_for(&caller.client, &refresh_token.facts.user_id);
            Ok(introspection::refresh_token(
                &refresh_token,
                &sub,
                provider.issuer(),
            ))
        }
        Rotation::Refuse(_) | Rotation::RevokeFamily(_) | Rotation::EndSession(_) => {
            Ok(introspection::inactive())
        }
    }
}

/// Whether a token that is not alive was made here: its signature holds, or it is still known.
async fn is_of_ours(
    provider: &Provider,
    ctx: &OperationContext,
    presented: &Secret,
) -> Result<bool> {
    let is_signed = provider
        .configuration()
        .await?
        .keyring
        .verify(presented.reveal(), ctx.now())
        .is_some();
    Ok(is_signed
        || provider
            .store
            .access_token(&presented.digest())
            .await?
            .is_some())
}
