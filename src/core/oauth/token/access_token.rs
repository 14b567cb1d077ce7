//! Access tokens that are presented to an API of this provider.

use crate::{
    Configuration, Result,
    access::effective::{SignedIn, may_use},
    context::OperationContext,
    oauth::token::Tokens,
};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    oauth::{
        access_token::{AccessToken, TYP},
        scope::Scope,
    },
    oidc::claims_request::ClaimNames,
    secret::Secret,
    text::is_printable_ascii,
};
use doorward_storage::{TokenState, User};
use std::sync::Arc;

/// The longest text that is read as an access token, in bytes.
const MAX_TOKEN_LENGTH: usize = 16 * 1024;

/// A live access token, and the user behind it if there is one.
pub(crate) struct LiveToken {
    /// Its scope is what the client may still have of what was granted.
    pub(crate) token: AccessToken,
    /// The client that it was issued to.
    pub(super) registered: Arc<RegisteredClient>,
    pub(crate) user: Option<User>,
    /// Claims that the authorization request asked for by name.
    pub(super) claims: ClaimNames,
    /// The organization that the user signed in for, by identifier.
    organization_id: Option<String>,
}

impl LiveToken {
    /// A user of this token, as they signed in.
    pub(super) fn signed_in<'a>(&'a self, user: &'a User) -> SignedIn<'a> {
        SignedIn {
            user_id: &user.id,
            organization_id: self.organization_id.as_deref(),
        }
    }

    /// Whether the client registered itself, and nobody vouches for it.
    pub(crate) fn is_of_stranger(&self) -> bool {
        self.registered.registered_by_itself && self.registered.administered.is_none()
    }
}

/// An access token that was read, and the media type of the JWT that it came in.
struct ReadToken {
    token: AccessToken,
    typ: Option<String>,
}

/// Why a client may not call an API of this provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CallerError {
    /// No live access token was presented.
    Unauthorized,
    /// The token does not allow the call.
    Forbidden,
}

impl Tokens {
    /// The live access token that was presented: its signature, type, issuer and time hold, its
    /// client is enabled, and neither the token nor its grant, session or user has ended.
    pub(crate) async fn live_access_token(
        &self,
        ctx: &OperationContext,
        presented: &Secret,
    ) -> Result<Option<LiveToken>> {
        let configuration = self.kernel.configuration().await?;
        let Some(ReadToken { mut token, typ }) = self
            .read_access_token(ctx, &configuration, presented)
            .await?
        else {
            return Ok(None);
        };
        let registered = configuration.client(&token.client_id).await?;
        let Some(registered) = registered.filter(|registered| !registered.disabled) else {
            return Ok(None);
        };
        let is_other =
            |typ: &String| typ != TYP && typ != registered.client.access_token_typ.as_str();
        if typ.as_ref().is_some_and(is_other) {
            return Ok(None);
        }
        let registered_scope = &registered.client.scope;
        if !token.scope.is_subset_of(registered_scope) {
            token.scope = token.scope.intersection(registered_scope);
        }
        let store = self.kernel.database.read();
        let Some(grant_id) = token.grant_id() else {
            let state = store.access_token_state(&token.jti).await?;
            return Ok((state == TokenState::Live).then(|| LiveToken {
                token,
                registered,
                user: None,
                claims: ClaimNames::default(),
                organization_id: None,
            }));
        };
        let user = store
            .user_of_live_token(grant_id, &token.jti, token.sid.as_deref())
            .await?;
        let Some(found) = user else {
            return Ok(None);
        };
        let (kernel, now) = (&self.kernel, ctx.now());
        let who = SignedIn {
            user_id: &found.user.id,
            organization_id: found.organization_id.as_deref(),
        };
        let is_admitted = may_use(kernel, &configuration, &registered, who, now).await?;
        Ok(is_admitted.then_some(LiveToken {
            token,
            registered,
            user: Some(found.user),
            claims: found.claims,
            organization_id: found.organization_id,
        }))
    }

    /// Reads an access token in either format: a JWT by its signature and claims, an opaque one from
    /// the database.
    async fn read_access_token(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        presented: &Secret,
    ) -> Result<Option<ReadToken>> {
        let (text, now) = (presented.reveal(), ctx.now());
        if text.len() > MAX_TOKEN_LENGTH || !is_printable_ascii(text) {
            return Ok(None);
        }
        if text.contains('.') {
            let verified = configuration.keyring.verify(text, now);
            let issuer = self.kernel.issuer();
            return Ok(verified.and_then(|(typ, claims)| {
                let token = AccessToken::from_claims(typ.as_deref(), &claims, issuer, now)?;
                Some(ReadToken {
                    token,
                    typ: Some(typ.unwrap_or_default()),
                })
            }));
        }
        let digest = presented.digest();
        let stored = self.kernel.database.read().access_token(&digest).await?;
        let live = stored.filter(|token| now < token.exp && !token.iat.is_ahead_of(now));
        Ok(live.map(|token| ReadToken { token, typ: None }))
    }

    /// The client that calls an API of this provider for itself: by a token that is meant for the
    /// provider, holds one of these scopes and stands for no user.
    pub(crate) async fn calling_client(
        &self,
        ctx: &OperationContext,
        bearer: Option<&Secret>,
        scopes: &[&str],
    ) -> Result<std::result::Result<String, CallerError>> {
        let Some(bearer) = bearer else {
            return Ok(Err(CallerError::Unauthorized));
        };
        let audiences = [self.kernel.issuer()];
        let caller = self.calling_client_scope(ctx, bearer, &audiences, scopes);
        let caller = caller.await?;
        Ok(caller.map(|(client_id, _)| client_id))
    }

    /// As [`Tokens::calling_client`], by a token that is meant for one of these audiences, and with its scope.
    pub(crate) async fn calling_client_scope(
        &self,
        ctx: &OperationContext,
        bearer: &Secret,
        audiences: &[&str],
        scopes: &[&str],
    ) -> Result<std::result::Result<(String, Scope), CallerError>> {
        let Some(live) = self.live_access_token(ctx, bearer).await? else {
            return Ok(Err(CallerError::Unauthorized));
        };
        let LiveToken { token, user, .. } = live;
        let is_meant = token
            .aud
            .iter()
            .any(|aud| audiences.contains(&aud.as_str()));
        if user.is_some() || !is_meant || !scopes.iter().any(|scope| token.scope.contains(scope)) {
            return Ok(Err(CallerError::Forbidden));
        }
        Ok(Ok((token.client_id, token.scope)))
    }
}
