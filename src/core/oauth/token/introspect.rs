//! Token introspection (RFC 7662).

use crate::{
    Result,
    access::effective::user_access,
    context::{Actor, OperationContext},
    limits::Class,
    oauth::{
        access_claims::access_claims,
        release::{Granted, as_named, release_username},
        token::{Tokens, access_token::LiveToken},
    },
};
use doorward_protocol::{
    access::place::Place,
    clients::client::Client,
    oauth::{
        authorization_request::Parameters,
        client_authentication::{HttpCredentials, INVALID_CLIENT},
        error_code::{ErrorCode, ProtocolError},
        introspection,
        refresh_token::{Presentation, RefreshToken, Rotation, rotate},
        token_request::check_shape,
    },
    secret::Secret,
    time::Lifetime,
};
use serde_json::Value;

impl Tokens {
    /// Says whether a token is live, to the client that it was issued to or is meant for.
    ///
    /// # Errors
    /// `invalid_client` or `invalid_request` for the client; `Limited` where it presents too many
    /// unknown tokens; `Unavailable` or `Internal`.
    pub async fn introspect(
        &self,
        ctx: &OperationContext,
        credentials: Option<HttpCredentials<'_>>,
        parameters: &Parameters,
    ) -> Result<Value> {
        check_shape(parameters)?;
        let caller = self
            .authenticate_client(ctx, credentials, parameters)
            .await?;
        let caller = &caller.client;
        // A public client authenticates by nothing, and the endpoint is not for everybody (RFC 7662
        // §2.1).
        if caller.is_public() {
            return Err(INVALID_CLIENT.into());
        }
        let ctx = &ctx.acting_as(Actor::Client(caller.client_id.clone()));
        let token = parameters.get("token").ok_or(ProtocolError::new(
            ErrorCode::InvalidRequest,
            "token is missing",
        ))?;
        let presented = Secret::presented(token);
        if let Some(live) = self.live_access_token(ctx, &presented).await? {
            return self.describe_access_token(ctx, caller, &live).await;
        }
        let store = self.kernel.database.read();
        if let Some(refresh_token) = store.refresh_token(&presented.digest()).await? {
            return Ok(self.describe_refresh_token(ctx, caller, &refresh_token));
        }
        self.limit_guesses(ctx, caller, &presented).await?;
        Ok(introspection::inactive())
    }

    async fn describe_access_token(
        &self,
        ctx: &OperationContext,
        caller: &Client,
        live: &LiveToken,
    ) -> Result<Value> {
        if !introspection::concerns(&live.token, &caller.client_id) {
            return Ok(introspection::inactive());
        }
        let granted = Granted {
            scope: &live.token.scope,
            names: live.claims_of_userinfo(),
        };
        let username = live.user().and_then(|user| {
            release_username(&self.kernel, &live.registered.client, user, granted)
        });
        let mut described = introspection::access_token(&live.token, self.kernel.issuer());
        if let Some(user) = live.user() {
            let (kernel, client) = (&self.kernel, &live.registered.client);
            let configuration = kernel.configuration().await?;
            let who = live.signed_in(user);
            let access = user_access(kernel, &configuration, client, who, ctx.now()).await?;
            let place = Place::Introspection;
            described.extend(access_claims(kernel, client, &access, granted, place));
        }
        let mut described = as_named(&live.registered.client, described);
        if let Some(username) = username {
            described.insert("username".into(), username.into());
        }
        Ok(described.into())
    }

    fn describe_refresh_token(
        &self,
        ctx: &OperationContext,
        caller: &Client,
        token: &RefreshToken,
    ) -> Value {
        let presentation = Presentation {
            client: caller,
            requested: None,
            grace: Lifetime(0),
        };
        match rotate(token, presentation, ctx.now()) {
            Rotation::Rotate(_) => {
                let sub = self.kernel.subject_for(caller, &token.facts.user_id);
                introspection::refresh_token(token, &sub, self.kernel.issuer())
            }
            Rotation::Refuse(_) | Rotation::Repeat(_) | Rotation::RevokeFamily(_) => {
                introspection::inactive()
            }
        }
    }

    /// Counts and limits unknown tokens. Tokens that were issued here are not counted, so that a
    /// client whose API receives garbage can still introspect what its users present.
    async fn limit_guesses(
        &self,
        ctx: &OperationContext,
        caller: &Client,
        presented: &Secret,
    ) -> Result<()> {
        if self.is_issued_here(ctx, presented).await? {
            return Ok(());
        }
        let (limits, client_id) = (&self.rate_limits, &caller.client_id);
        limits.count(ctx, Class::UnknownToken, client_id).await;
        limits.check(ctx, Class::UnknownToken, client_id)
    }

    /// Whether a token that is not live was issued here: its signature holds, or it is still
    /// stored.
    async fn is_issued_here(&self, ctx: &OperationContext, presented: &Secret) -> Result<bool> {
        let configuration = self.kernel.configuration().await?;
        let verified = configuration.keyring.verify(presented.reveal(), ctx.now());
        if verified.is_some() {
            return Ok(true);
        }
        let digest = presented.digest();
        let stored = self.kernel.database.read().access_token(&digest).await?;
        Ok(stored.is_some())
    }
}
