//! Access tokens that are presented to an API of this provider.

use super::known_tokens::{KnownToken, Versions};
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
    secret::{Digest, Secret},
    text::is_printable_ascii,
};
use doorward_storage::{TokenState, User};
use std::sync::Arc;

/// The longest text that is read as an access token, in bytes.
const MAX_TOKEN_LENGTH: usize = 16 * 1024;

/// A live access token, with its client and the user behind it if there is one.
pub(crate) struct LiveToken {
    /// Its scope is what the client may still have of what was granted.
    pub(crate) token: AccessToken,
    /// The client that it was issued to.
    pub(super) registered: Arc<RegisteredClient>,
    /// The token as it was read, with its user.
    known: Arc<KnownToken>,
}

impl LiveToken {
    /// The user behind it; none for the token that a client has for itself.
    pub(crate) fn user(&self) -> Option<&User> {
        self.known.user.as_ref().map(|found| &found.user)
    }

    /// Claims that the authorization request asked userinfo for by name.
    pub(super) fn claims_of_userinfo(&self) -> &[String] {
        let found = self.known.user.as_ref();
        found.map_or(&[], |found| &found.claims.userinfo)
    }

    /// A user of this token, as they signed in.
    pub(super) fn signed_in<'a>(&'a self, user: &'a User) -> SignedIn<'a> {
        let found = self.known.user.as_ref();
        SignedIn {
            user_id: &user.id,
            organization_id: found.and_then(|found| found.organization_id.as_deref()),
        }
    }

    /// Whether the client registered itself, and nobody vouches for it.
    pub(crate) fn is_of_stranger(&self) -> bool {
        self.registered.registered_by_itself && self.registered.administered.is_none()
    }
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
        let (configuration, version) = self.kernel.confirmed_configuration().await?;
        let versions = Versions::of(configuration.loading, version);
        let known = self.known_token(ctx, &configuration, versions, presented);
        let Some(known) = known.await? else {
            return Ok(None);
        };
        let registered = configuration.client(&known.token.client_id).await?;
        let Some(registered) = registered.filter(|registered| !registered.disabled) else {
            return Ok(None);
        };
        let is_other =
            |typ: &String| typ != TYP && typ != registered.client.access_token_typ.as_str();
        if known.typ.as_ref().is_some_and(is_other) {
            return Ok(None);
        }
        let mut token = known.token.clone();
        let registered_scope = &registered.client.scope;
        if !token.scope.is_subset_of(registered_scope) {
            token.scope = token.scope.intersection(registered_scope);
        }
        let live = LiveToken {
            token,
            registered,
            known,
        };
        if let Some(user) = live.user() {
            let (kernel, who, now) = (&self.kernel, live.signed_in(user), ctx.now());
            if !may_use(kernel, &configuration, &live.registered, who, now).await? {
                return Ok(None);
            }
        }
        Ok(Some(live))
    }

    /// An access token that neither ended by itself nor by an end of its grant, session or user: from
    /// memory where it was presented before and nothing changed since.
    async fn known_token(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        versions: Versions,
        presented: &Secret,
    ) -> Result<Option<Arc<KnownToken>>> {
        let text = presented.reveal();
        if text.len() > MAX_TOKEN_LENGTH || !is_printable_ascii(text) {
            return Ok(None);
        }
        let digest = presented.digest();
        if let Some(known) = self.live.get(&digest, versions).await {
            return Ok(known.is_timely(ctx.now()).then_some(known));
        }
        // On the heap: the futures of the handlers hold this one, and are moved.
        let read = Box::pin(self.read_token(ctx, configuration, presented, &digest));
        let Some(known) = read.await? else {
            return Ok(None);
        };
        let known = Arc::new(known);
        let kept = Arc::clone(&known);
        self.live.insert(digest, versions, kept).await;
        Ok(Some(known))
    }

    /// Reads an access token in either format, a JWT by its signature and claims, an opaque one from
    /// the database, and what the database says of it.
    async fn read_token(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        presented: &Secret,
        digest: &Digest,
    ) -> Result<Option<KnownToken>> {
        let (text, now) = (presented.reveal(), ctx.now());
        let store = self.kernel.database.read();
        let (token, typ) = if text.contains('.') {
            let verified = configuration.keyring.verify(text, now);
            let Some((typ, claims)) = verified else {
                return Ok(None);
            };
            let issuer = self.kernel.issuer();
            let token = AccessToken::from_claims(typ.as_deref(), &claims, issuer, now);
            (token, Some(typ.unwrap_or_default()))
        } else {
            (store.access_token(digest).await?, None)
        };
        let Some(token) = token else {
            return Ok(None);
        };
        let user = match token.grant_id() {
            Some(grant_id) => {
                let sid = token.sid.as_deref();
                let user = store.user_of_live_token(grant_id, &token.jti, sid).await?;
                if user.is_none() {
                    return Ok(None);
                }
                user
            }
            None if store.access_token_state(&token.jti).await? == TokenState::Live => None,
            None => return Ok(None),
        };
        let known = KnownToken { token, typ, user };
        Ok(known.is_timely(now).then_some(known))
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
        let is_of_user = live.user().is_some();
        let token = live.token;
        let is_meant = token
            .aud
            .iter()
            .any(|aud| audiences.contains(&aud.as_str()));
        if is_of_user || !is_meant || !scopes.iter().any(|scope| token.scope.contains(scope)) {
            return Ok(Err(CallerError::Forbidden));
        }
        Ok(Ok((token.client_id, token.scope)))
    }
}
