//! The token endpoint and the endpoints that accept its tokens: introspection, revocation and
//! userinfo.
//!
//! A token request is authenticated, read by its grant type, and answered by one of three grants:
//! an authorization code is redeemed, a refresh token is rotated, or a client gets a token for
//! itself. Codes and refresh tokens are consumed by a guarded write whose row count decides who
//! wins; tokens of the loser are never stored and never leave.

mod access_token;
mod authenticate_client;
mod client_credentials;
mod introspect;
pub(crate) mod issue;
mod redeem_code;
mod refresh;
mod revoke;
mod userinfo;

use crate::{
    Provider, Result,
    context::{Actor, OperationContext},
};
use doorward_protocol::{
    clients::client::GrantType,
    oauth::{
        authorization_request::Parameters,
        client_authentication::HttpCredentials,
        error_code::{ErrorCode, ProtocolError},
        token_request::{TokenRequest, check_shape},
    },
};

pub(crate) use access_token::CallerError;
pub use issue::TokenResponse;
pub use userinfo::Userinfo;

/// Tokens: issued, introspected, revoked, and accepted by userinfo.
#[derive(Clone, Copy)]
pub struct Tokens<'a> {
    provider: &'a Provider,
}

impl Provider {
    /// The token endpoint and the endpoints that accept its tokens.
    pub fn tokens(&self) -> Tokens<'_> {
        Tokens { provider: self }
    }
}

impl Tokens<'_> {
    /// Answers a token request (RFC 6749 §3.2).
    ///
    /// # Errors
    /// The error of RFC 6749 §5.2 for the client; `Unavailable` or `Internal`.
    pub async fn token(
        &self,
        ctx: &OperationContext,
        credentials: Option<HttpCredentials<'_>>,
        parameters: &Parameters,
    ) -> Result<TokenResponse> {
        check_shape(parameters)?;
        let registered = self
            .authenticate_client(ctx, credentials, parameters)
            .await?;
        let client = &registered.client;
        let ctx = &ctx.acting_as(Actor::Client(client.client_id.clone()));
        let request = TokenRequest::parse(parameters)?;
        if !client.may_use(request.grant_type()) {
            return Err(grant_type_not_registered().into());
        }
        match request {
            TokenRequest::AuthorizationCode(redemption) => {
                self.redeem_code(ctx, client, &redemption).await
            }
            TokenRequest::RefreshToken {
                refresh_token,
                scope,
            } => {
                self.refresh(ctx, client, &refresh_token, scope.as_ref())
                    .await
            }
            TokenRequest::ClientCredentials { scope } => {
                self.client_credentials(ctx, client, scope.as_ref()).await
            }
        }
    }
}

const fn grant_type_not_registered() -> ProtocolError {
    ProtocolError::new(
        ErrorCode::UnauthorizedClient,
        "this client is not registered for this grant_type",
    )
}
