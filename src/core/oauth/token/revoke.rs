//! Token revocation (RFC 7009): a refresh token with its whole family, an access token alone.

use crate::{
    Result,
    context::{Actor, OperationContext},
    oauth::token::Tokens,
};
use doorward_protocol::{
    oauth::{
        authorization_request::Parameters,
        client_authentication::HttpCredentials,
        error_code::{ErrorCode, ProtocolError},
        token_request::check_shape,
    },
    secret::Secret,
};
use doorward_storage::{Store, Unit};

/// A token that can be revoked.
struct Revocable {
    /// The client that the token was issued to.
    client_id: String,
    /// The statements that revoke it.
    unit: Unit,
}

impl Tokens {
    /// Revokes a token of the caller. An unknown token is answered like a revoked one (RFC 7009
    /// §2.2); a token of another client is refused and stays live.
    ///
    /// # Errors
    /// `invalid_client`, `invalid_request` or `invalid_grant` for the client; `Unavailable` or
    /// `Internal`.
    pub async fn revoke(
        &self,
        ctx: &OperationContext,
        credentials: Option<HttpCredentials<'_>>,
        parameters: &Parameters,
    ) -> Result<()> {
        check_shape(parameters)?;
        let caller = self
            .authenticate_client(ctx, credentials, parameters)
            .await?;
        let client = &caller.client;
        let ctx = &ctx.acting_as(Actor::Client(client.client_id.clone()));
        let token = parameters.get("token").ok_or(ProtocolError::new(
            ErrorCode::InvalidRequest,
            "token is missing",
        ))?;
        let presented = Secret::presented(token);
        match self.revocable(ctx, &presented).await? {
            Some(found) if found.client_id == client.client_id => {
                let unit = found.unit;
                self.kernel.database.commit_unaudited(unit).await?;
                Ok(())
            }
            // A public client does not authenticate, so it must not learn whether the token exists.
            Some(_) if !client.is_public() => Err(ProtocolError::new(
                ErrorCode::InvalidGrant,
                "the token was not given to this client",
            )
            .into()),
            _ => Ok(()),
        }
    }

    async fn revocable(
        &self,
        ctx: &OperationContext,
        presented: &Secret,
    ) -> Result<Option<Revocable>> {
        let store = self.kernel.database.read();
        if let Some(found) = store.refresh_token(&presented.digest()).await? {
            return Ok(Some(Revocable {
                unit: Store::revoke_grant(&found.facts.grant_id, ctx.now()),
                client_id: found.facts.client_id,
            }));
        }
        let live = self.live_access_token(ctx, presented).await?;
        Ok(live.map(|live| Revocable {
            unit: Store::revoke_access_token(&live.token.jti, live.token.exp),
            client_id: live.token.client_id,
        }))
    }
}
