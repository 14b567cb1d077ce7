//! The userinfo endpoint (OpenID Connect Core §5.3).

use crate::{
    Configuration, Result,
    access::effective::user_access,
    context::OperationContext,
    oauth::{
        access_claims::access_claims,
        release::{Granted, as_named, release},
        token::{Tokens, access_token::LiveToken},
    },
};
use doorward_protocol::{
    access::place::Place,
    clients::client::Client,
    oauth::error_code::{ErrorCode, ProtocolError},
    secret::Secret,
    time::Timestamp,
};
use doorward_storage::User;
use serde_json::{Map, Value};

const INVALID_TOKEN: ProtocolError = ProtocolError::new(
    ErrorCode::InvalidToken,
    "the access token is unknown, expired or revoked",
);

/// What userinfo answers.
pub enum Userinfo {
    /// Claims as JSON.
    Claims(Map<String, Value>),
    /// A JWT, signed, encrypted or both, for a client that is registered so (OpenID Connect Core
    /// §5.3.2).
    Jwt(String),
}

impl Tokens {
    /// The claims about the user that an access token opens.
    ///
    /// # Errors
    /// `invalid_token`, or `insufficient_scope` without `openid`, for the client; `Unavailable` or
    /// `Internal`.
    pub async fn userinfo(&self, ctx: &OperationContext, presented: &Secret) -> Result<Userinfo> {
        let live = self.live_access_token(ctx, presented).await?;
        let live = live.ok_or(INVALID_TOKEN)?;
        if !live.token.scope.contains("openid") {
            return Err(ProtocolError::new(
                ErrorCode::InsufficientScope,
                "userinfo needs the scope openid",
            )
            .into());
        }
        let is_meant = live.token.aud.iter().any(|aud| aud == self.kernel.issuer());
        let user = live.user().filter(|_| is_meant).ok_or(INVALID_TOKEN)?;
        let configuration = self.kernel.configuration().await?;
        let client = &live.registered.client;
        let claims = self
            .user_claims(&configuration, &live, user, ctx.now())
            .await?;
        self.userinfo_as_registered(ctx, &configuration, client, claims)
            .await
    }

    async fn user_claims(
        &self,
        configuration: &Configuration,
        live: &LiveToken,
        user: &User,
        now: Timestamp,
    ) -> Result<Map<String, Value>> {
        let client = &live.registered.client;
        let granted = Granted {
            scope: &live.token.scope,
            names: live.claims_of_userinfo(),
        };
        let mut claims = release(&self.kernel, configuration, client, user, granted);
        let (kernel, place) = (&self.kernel, Place::Userinfo);
        let access = user_access(kernel, configuration, client, live.signed_in(user), now).await?;
        claims.extend(access_claims(kernel, client, &access, granted, place));
        Ok(as_named(client, claims))
    }

    /// The claims as JSON, or as the JWT that the client is registered for.
    async fn userinfo_as_registered(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        client: &Client,
        mut claims: Map<String, Value>,
    ) -> Result<Userinfo> {
        let signed = client.userinfo_signed_response_alg;
        let encrypted = client.userinfo_encrypted_response_alg;
        if signed.is_none() && encrypted.is_none() {
            return Ok(Userinfo::Claims(claims));
        }
        claims.insert("iss".into(), self.kernel.issuer().into());
        claims.insert("aud".into(), client.client_id.clone().into());
        let algorithm = signed.unwrap_or_else(|| self.kernel.default_algorithm());
        let keyring = &configuration.keyring;
        let token = keyring.sign(algorithm, "JWT", &claims, ctx.now())?;
        let Some(alg) = encrypted else {
            return Ok(Userinfo::Jwt(token));
        };
        let enc = client.userinfo_encrypted_response_enc.unwrap_or_default();
        let token = self.encrypt_for(client, &token, alg, enc).await?;
        Ok(Userinfo::Jwt(token))
    }
}
