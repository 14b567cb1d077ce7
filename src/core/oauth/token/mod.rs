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
mod known_tokens;
mod redeem_code;
mod refresh;
mod revoke;
mod userinfo;

use crate::{
    Configuration, Result,
    access::effective::{NO_MEMBER, NOT_ADMITTED, SignedIn, is_member, user_access},
    clients::Clients,
    context::{Actor, OperationContext},
    kernel::Kernel,
    limits::RateLimits,
};
use doorward_protocol::{
    access::UserAccess,
    clients::client::Client,
    oauth::{
        authorization_request::Parameters,
        client_authentication::HttpCredentials,
        error_code::{ErrorCode, ProtocolError},
        grant::GrantFacts,
        resource,
        token_request::{TokenRequest, check_token_shape},
    },
    organizations::OrganizationUse,
    time::Timestamp,
};
use known_tokens::KnownTokens;
use std::sync::Arc;

pub(crate) use access_token::CallerError;
pub(in crate::oauth) use authenticate_client::CredentialSeen;
pub(in crate::oauth) use client_credentials::client_scope;
pub use issue::TokenResponse;
pub use userinfo::Userinfo;

/// The client that requests a token, and where it wants to use it.
struct Caller<'a> {
    client: &'a Client,
    /// The resources that the request names (RFC 8707 §2.2).
    resources: Vec<String>,
}

/// Tokens: issued, introspected, revoked, and accepted by userinfo.
pub struct Tokens {
    pub(in crate::oauth) kernel: Arc<Kernel>,
    clients: Arc<Clients>,
    rate_limits: Arc<RateLimits>,
    live: KnownTokens,
}

impl Tokens {
    pub(crate) fn new(
        kernel: Arc<Kernel>,
        clients: Arc<Clients>,
        rate_limits: Arc<RateLimits>,
    ) -> Self {
        Self {
            kernel,
            clients,
            rate_limits,
            live: KnownTokens::new(),
        }
    }

    /// Who may accept an access token, of a grant for these resources.
    fn audience(
        &self,
        caller: &Caller<'_>,
        granted: &[String],
    ) -> std::result::Result<Vec<String>, ProtocolError> {
        let issuer = self.kernel.issuer();
        resource::audience(&caller.resources, granted, caller.client, issuer)
    }

    /// What the user of a grant may do in its client.
    ///
    /// # Errors
    /// `invalid_grant` where the user may not use the client any more, or is not in the organization that
    /// they signed in for.
    async fn admitted(
        &self,
        configuration: &Configuration,
        client: &Client,
        facts: &GrantFacts,
        now: Timestamp,
    ) -> Result<UserAccess> {
        let who = SignedIn::from(facts);
        let access = user_access(&self.kernel, configuration, client, who, now).await?;
        let needs_organization = client.organizations == Some(OrganizationUse::Required);
        if !is_member(who, &access) || needs_organization && access.organization.is_none() {
            return Err(ProtocolError::new(ErrorCode::InvalidGrant, NO_MEMBER).into());
        }
        if client.admits_user(&access) {
            return Ok(access);
        }
        Err(ProtocolError::new(ErrorCode::InvalidGrant, NOT_ADMITTED).into())
    }

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
        check_token_shape(parameters)?;
        let registered = self
            .authenticate_client(ctx, credentials, parameters)
            .await?;
        let client = &registered.client;
        let ctx = &ctx.acting_as(Actor::Client(client.client_id.clone()));
        let request = TokenRequest::parse(parameters)?;
        if !client.may_use(request.grant_type()) {
            return Err(grant_type_not_registered().into());
        }
        let caller = Caller {
            client,
            resources: resource::requested(parameters, client, self.kernel.issuer())?,
        };
        match request {
            TokenRequest::AuthorizationCode(redemption) => {
                let response = self.redeem_code(ctx, &caller, &redemption).await?;
                let first_sign_ins = self.clients.first_sign_ins();
                first_sign_ins.note(&registered, ctx.now()).await;
                Ok(response)
            }
            TokenRequest::RefreshToken {
                refresh_token,
                scope,
            } => {
                self.refresh(ctx, &caller, &refresh_token, scope.as_ref())
                    .await
            }
            TokenRequest::ClientCredentials { scope } => {
                self.client_credentials(ctx, &caller, scope.as_ref()).await
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
