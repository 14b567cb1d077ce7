//! Tokens: given at the token endpoint, looked at by userinfo and introspection, revoked.

mod authenticate_client;
mod client_credentials;
mod introspect;
pub(crate) mod issue;
mod redeem_code;
mod refresh;
mod revoke;
pub(crate) mod verify;

use crate::context::OperationContext;
use crate::{Provider, Result};
use doorward_protocol::{
    clients::client::{GrantType, RegisteredClient},
    oauth::{
        authorization_request::Parameters,
        error_code::{ErrorCode, ProtocolError},
        token_request::{TokenRequest, check_shape},
    },
};
use std::sync::Arc;

pub use authenticate_client::authenticate_client;
pub use introspect::introspect;
pub use issue::TokenResponse;
pub use revoke::revoke;
pub use verify::{Userinfo, userinfo};

/// Answers a token request.
///
/// # Errors
/// The error of RFC 6749 §5.2, or the store is away.
pub async fn token(
    provider: &Provider,
    ctx: &OperationContext,
    authorization: Option<&str>,
    parameters: &Parameters,
) -> Result<TokenResponse> {
    check_shape(parameters)?;
    let client = authenticate_client(provider, ctx, authorization, parameters).await?;
    let request = TokenRequest::parse(parameters)?;
    may_use(&client, request.grant_type())?;
    match request {
        TokenRequest::AuthorizationCode {
            code,
            redirect_uri,
            code_verifier,
        } => {
            redeem_code::redeem_code(
                provider,
                ctx,
                &client,
                &code,
                redirect_uri.as_deref(),
                code_verifier.as_ref(),
            )
            .await
        }
        TokenRequest::RefreshToken {
            refresh_token,
            scope,
        } => refresh::refresh(provider, ctx, &client, &refresh_token, scope.as_ref()).await,
        TokenRequest::ClientCredentials { scope } => {
            client_credentials::client_credentials(provider, ctx, &client, scope.as_ref()).await
        }
    }
}

fn may_use(client: &Arc<RegisteredClient>, grant_type: GrantType) -> Result<()> {
    if client.client.may_use(grant_type) {
        return Ok(());
    }
    Err(ProtocolError::new(
        ErrorCode::UnauthorizedClient,
        "this client is not registered for this grant_type",
    )
    .into())
}
