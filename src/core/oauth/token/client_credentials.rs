//! The client credentials grant: a client acts for itself (RFC 6749 §4.4).

use crate::{
    Result,
    context::OperationContext,
    oauth::token::{
        Caller, Tokens,
        issue::{AccessTokenContent, TokenResponse},
    },
};
use doorward_protocol::{
    access::place::ACCESS_CLAIMS,
    clients::client::Client,
    oauth::{
        access_token::AccessToken,
        error_code::{ErrorCode, ProtocolError},
        resource,
        scope::{STANDARD, Scope},
    },
    secret::random_id,
};
use serde_json::Map;

impl Tokens {
    pub(super) async fn client_credentials(
        &self,
        ctx: &OperationContext,
        caller: &Caller<'_>,
        requested: Option<&Scope>,
    ) -> Result<TokenResponse> {
        let client = caller.client;
        let scope = client_scope(client, requested)?;
        let now = ctx.now();
        let lifetime = self.kernel.settings.lifetimes.access_token;
        let token = AccessToken {
            jti: random_id(self.kernel.entropy.as_ref(), 16),
            sub: client.client_id.clone(),
            client_id: client.client_id.clone(),
            aud: self.audience_of_client(caller, &scope)?,
            scope: scope.clone(),
            iat: now,
            exp: now.plus(lifetime),
            auth_time: None,
            acr: None,
            amr: Vec::new(),
            sid: None,
        };
        let configuration = self.kernel.configuration().await?;
        let content = AccessTokenContent {
            token,
            access: Map::new(),
        };
        let minted = self.format_access_token(ctx, &configuration, client, content)?;
        self.kernel.database.commit_unaudited(minted.unit).await?;
        Ok(TokenResponse {
            access_token: minted.text,
            token_type: "Bearer",
            expires_in: minted.expires_in,
            refresh_token: None,
            id_token: None,
            scope,
        })
    }
}

impl Tokens {
    fn audience_of_client(
        &self,
        caller: &Caller<'_>,
        scope: &Scope,
    ) -> std::result::Result<Vec<String>, ProtocolError> {
        let default = resource::default_audience_of_client(scope, self.kernel.issuer());
        match default.filter(|_| caller.resources.is_empty()) {
            Some(audience) => Ok(audience),
            None => self.audience(caller, &[]),
        }
    }
}

/// The scope of a client that acts for itself: what it is registered for, without the scopes that
/// are about a user.
pub(in crate::oauth) fn client_scope(client: &Client, requested: Option<&Scope>) -> Result<Scope> {
    let own = about_users().fold(client.scope.clone(), |scope, token| scope.without(token));
    let Some(requested) = requested else {
        return Ok(own);
    };
    match requested.iter().find(|token| !own.contains(token)) {
        None => Ok(requested.clone()),
        Some(token) => Err(refusal(token).into()),
    }
}

/// The scopes that are about a user.
fn about_users() -> impl Iterator<Item = &'static str> {
    STANDARD.into_iter().chain(ACCESS_CLAIMS)
}

/// Says of one scope why this grant does not give it.
fn refusal(token: &str) -> ProtocolError {
    let hint = if about_users().any(|about| about == token) {
        format!(
            "the scope {token} is about a user, and a client that acts for itself has none: leave it \
             out, or let a user sign in by the authorization code grant"
        )
    } else {
        format!("the scope {token} is not among those that this client is registered for")
    };
    ProtocolError::with_hint(ErrorCode::InvalidScope, hint)
}
