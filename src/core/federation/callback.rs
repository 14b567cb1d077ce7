//! The callback of a provider: the response is matched with the login that waits for it.

use crate::{
    Error, Result,
    context::OperationContext,
    federation::{
        Federation, FederationError, FederationFailure, FederationOutcome, FederationResult,
        LoadedIdentityProvider, SignInBrowser, SignInMethods, assertion::CodeResponse,
        flows::LoadedFlow, pending_login::PendingLogin, resolve_identity::VerifiedLogin,
    },
};
use doorward_protocol::{
    federation::{claims_left_out, read_identity},
    oauth::authorization_request::Parameters,
    secret::Secret,
};
use std::sync::Arc;

/// The longest error code of a provider that is logged, in characters.
const MAX_LOGGED_CODE: usize = 60;

/// An authorization response, with the browser that brings it.
pub struct CallbackContext<'a> {
    /// The identifier of the provider in the address of the callback.
    pub provider_id: &'a str,
    /// The parameters of the response (RFC 6749 §4.1.2).
    pub parameters: &'a Parameters,
    /// The secret of the browser, from its cookie.
    pub browser: SignInBrowser<'a>,
}

impl Federation {
    /// Handles an authorization response. One that matches no waiting login changes nothing. One
    /// that matches a stored login uses it up, whatever it says; a sealed login is used up by a
    /// response that the provider confirmed.
    ///
    /// # Errors
    /// Where the database is unavailable; the inner error is for a page.
    pub async fn handle_callback(
        &self,
        ctx: &OperationContext,
        callback: CallbackContext<'_>,
    ) -> FederationResult<FederationOutcome> {
        let state = callback.parameters.get("state").unwrap_or_default();
        let _turn = self.turns.take(state).await;
        let Some(flow) = self.matching_login(ctx, &callback).await? else {
            let known = self.known_login(&callback).await?;
            return Ok(Err(FederationError::stale_login(known.as_ref())));
        };
        let configuration = self.kernel.configuration().await?;
        let Some(provider) = configuration
            .identity_provider(callback.provider_id)
            .map(Arc::clone)
        else {
            return Ok(Err(FederationError::stale()));
        };
        // Using the flow decides which of several concurrent callbacks signs in (RFC 6749 §10.5: a
        // code is used once).
        let login = &flow.content;
        if flow.is_stored && !self.use_flow(&flow).await? {
            return Ok(Err(FederationError::stale_login(Some(login))));
        }
        match self
            .verify_response(ctx, &provider, login, &callback)
            .await?
        {
            Ok(_) if !flow.is_stored && !self.use_flow(&flow).await? => {
                Ok(Err(FederationError::stale_login(Some(login))))
            }
            Ok(verified) => {
                self.note_late_step_up(ctx, login, &callback).await?;
                self.resolve_identity(ctx, verified).await
            }
            Err((failure, cause)) => {
                let error = FederationError::new(failure, Some(&provider), login.purpose.flow())
                    .because(cause)
                    .while_linking(login.purpose.is_link());
                Ok(Err(Box::new(error)))
            }
        }
    }

    /// Records that the user was asked for a stronger sign-in, where that was not recorded when the
    /// login began.
    async fn note_late_step_up(
        &self,
        ctx: &OperationContext,
        login: &PendingLogin,
        callback: &CallbackContext<'_>,
    ) -> Result<()> {
        if !login.is_step_up_to_be_noted {
            return Ok(());
        }
        let (flow, browser) = (login.purpose.flow(), callback.browser.secret);
        match self.pending_request(ctx, flow, browser).await {
            Ok(Some(pending)) => self.authorization.note_step_up(&pending).await,
            // A request that waits no more is started again when the browser comes back to it.
            Ok(None) | Err(Error::Input(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// A login of this browser that this response belonged to, before it was used or expired.
    async fn known_login(&self, callback: &CallbackContext<'_>) -> Result<Option<PendingLogin>> {
        let Some(state) = state_of(callback.parameters) else {
            return Ok(None);
        };
        let flow: Option<LoadedFlow<PendingLogin>> =
            self.known_flow(&state, callback.browser.secret).await?;
        Ok(flow
            .filter(|flow| flow.provider_id == callback.provider_id)
            .map(|flow| flow.content))
    }

    /// The login that waits for this response, in this browser, from this provider. `state` is the
    /// defence against cross-site request forgery (RFC 6749 §10.12).
    async fn matching_login(
        &self,
        ctx: &OperationContext,
        callback: &CallbackContext<'_>,
    ) -> Result<Option<LoadedFlow<PendingLogin>>> {
        let Some(state) = state_of(callback.parameters) else {
            return Ok(None);
        };
        let flow = self.load_flow(ctx, &state, callback.browser.secret).await?;
        Ok(flow.filter(|flow: &LoadedFlow<_>| flow.provider_id == callback.provider_id))
    }

    /// The identity that the response proves; otherwise the failure and its cause for the log.
    async fn verify_response<'a>(
        &self,
        ctx: &OperationContext,
        provider: &'a LoadedIdentityProvider,
        login: &'a PendingLogin,
        callback: &CallbackContext<'a>,
    ) -> Result<std::result::Result<VerifiedLogin<'a>, (FederationFailure, String)>> {
        if !self
            .is_still_permitted(ctx, provider, login, callback)
            .await?
        {
            let cause = "the provider is disabled, or no sign-in method of the app";
            return Ok(Err((FederationFailure::NotASignInMethod, cause.to_owned())));
        }
        let code = match authorization_code(callback.parameters) {
            Ok(code) => code,
            Err(failure) => return Ok(Err(failure)),
        };
        let response = CodeResponse {
            login,
            parameters: callback.parameters,
            code,
            client_secret: &provider.client_secret(ctx)?,
        };
        let request = self.request_assertion(ctx, provider, &response);
        let assertion = match self.within_limits(provider.id(), request).await {
            Ok(assertion) => assertion,
            Err(error) => return Ok(Err(((&error).into(), error.to_string()))),
        };
        let left_out = claims_left_out(provider.resolved(), &assertion);
        if !left_out.is_empty() {
            tracing::info!(
                provider = provider.id(),
                claims = left_out.join(" "),
                "claims of the provider are of another type than OpenID Connect Core 5.1 says, and \
                 were left out"
            );
        }
        Ok(match read_identity(provider.resolved(), &assertion) {
            Ok(identity) => Ok(VerifiedLogin {
                provider,
                identity,
                id_token: assertion.id_token,
                purpose: &login.purpose,
                started_at: login.started_at,
                newest_end: login.newest_end,
                browser: callback.browser,
                typed_name: None,
            }),
            Err(refusal) => Err((
                FederationFailure::Refused(refusal),
                "by its declaration".to_owned(),
            )),
        })
    }

    /// Whether the provider is still a sign-in method of the waiting request, or can still be
    /// linked.
    async fn is_still_permitted(
        &self,
        ctx: &OperationContext,
        provider: &LoadedIdentityProvider,
        login: &PendingLogin,
        callback: &CallbackContext<'_>,
    ) -> Result<bool> {
        if login.purpose.is_link() {
            return Ok(provider.declared().enabled);
        }
        let configuration = self.kernel.configuration().await?;
        let (flow, browser) = (login.purpose.flow(), callback.browser.secret);
        let asking = self.asking_client(ctx, flow, browser).await?;
        let client = asking.as_ref().map(|registered| &registered.client);
        let methods = SignInMethods::for_client(&self.kernel.settings, &configuration, client);
        Ok(methods.provider(provider.id()).is_some())
    }
}

/// The `state` of a response, where the response is well-formed.
fn state_of(parameters: &Parameters) -> Option<Secret> {
    let is_readable = !parameters.has_repeated() && !parameters.has_unusable();
    let state = parameters.get("state").filter(|_| is_readable)?;
    Some(Secret::presented(state))
}

/// The code of a response; otherwise what its error means.
fn authorization_code(
    parameters: &Parameters,
) -> std::result::Result<&str, (FederationFailure, String)> {
    if let Some(error) = parameters.get("error") {
        // Anybody can call this address: only what looks like a code is logged.
        let code: String = error
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
            .take(MAX_LOGGED_CODE)
            .collect();
        let failure = FederationFailure::of_authorization_error(error);
        return Err((failure, format!("it answered {code}")));
    }
    parameters.get("code").ok_or_else(|| {
        (
            FederationFailure::InvalidResponse,
            "the response has neither code nor error".to_owned(),
        )
    })
}
