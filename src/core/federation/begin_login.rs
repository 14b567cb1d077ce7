//! The beginning of a login: an authorization request to the provider, bound to the browser.

use crate::{
    Configuration, Error, Result,
    context::OperationContext,
    federation::{
        Federation, FederationError, FederationFailure, FederationResult, LoadedIdentityProvider,
        SignInMethods,
        error::ProviderResult,
        pending_login::{LoginPurpose, PendingLogin},
    },
    oauth::authorize::PendingRequest,
};
use doorward_adapters::outbound::identity_provider::{
    AuthorizationParameters, IdentityProviderError,
};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    federation::{Protocol, Quirk},
    oauth::authorization_request::AuthorizationRequest,
    secret::{Secret, random_id},
    sessions::sso_session::SsoSession,
};
use std::sync::Arc;

/// The length of nonce and code verifier, in random bytes.
const RANDOM_BYTES: usize = 32;

/// The provider that a user signs in by, and why.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct LoginRequest<'a> {
    /// The identifier of the provider.
    pub provider_id: &'a str,
    /// The waiting authorization request of an app.
    pub flow: Option<&'a str>,
    /// The secret of the browser.
    pub browser: &'a Secret,
    /// The user that the browser probably belongs to (OpenID Connect Core §3.1.2.1).
    pub login_hint: Option<&'a str>,
    /// Whether the user must authenticate at the provider again.
    pub reauthenticate: bool,
    /// Whether anybody is signed in in the browser.
    pub is_signed_in: bool,
    /// Whether a user asked for it by a form: a login that is too long to travel through the provider
    /// is then stored.
    pub is_form: bool,
    /// Whether the user asked to stay signed in.
    pub remembered: bool,
}

/// Parameters of an authorization request.
type Parameters = Vec<(String, String)>;

/// A login that is about to begin.
struct LoginToBegin<'a> {
    /// The secret of the browser that the login is bound to.
    browser: &'a Secret,
    purpose: LoginPurpose,
    /// Parameters of the authorization request beside those of every request.
    parameters: Parameters,
    /// Whether it travels sealed through the browser: also strangers press buttons.
    may_travel: bool,
    /// Whether it is stored where it does not travel.
    may_be_stored: bool,
    /// Whether the user is asked for a stronger sign-in, which is recorded when they come back.
    is_step_up_to_be_noted: bool,
}

impl Federation {
    /// Begins a sign-in, and gives the address that the browser is sent to. `None`: the request that
    /// waits is too long to travel through the provider, so that the user has to ask by a form.
    ///
    /// # Errors
    /// Where the database is unavailable; the inner error is for a page.
    pub async fn begin_login(
        &self,
        ctx: &OperationContext,
        login: LoginRequest<'_>,
    ) -> FederationResult<Option<String>> {
        let configuration = self.kernel.configuration().await?;
        let pending = self
            .pending_request(ctx, login.flow, Some(login.browser))
            .await?;
        let methods = self.methods_for(&configuration, pending.as_ref());
        let Some(provider) = methods.provider(login.provider_id) else {
            let known = configuration.identity_provider(login.provider_id);
            return Ok(Err(Box::new(FederationError::new(
                FederationFailure::NotASignInMethod,
                known.map(AsRef::as_ref),
                login.flow,
            ))));
        };
        let request = pending.as_ref().map(|pending| &pending.request);
        let steps_up = wants_step_up(provider, request);
        if let Some(pending) = pending.as_ref().filter(|_| steps_up && login.is_signed_in) {
            self.authorization.note_step_up(pending).await?;
        }
        let mut parameters = hints(&configuration, request, login.login_hint);
        parameters.extend(prompt(provider, request, login.reauthenticate));
        let purpose = LoginPurpose::SignIn {
            flow: login.flow.map(str::to_owned),
            remembered: login.remembered,
        };
        self.redirect_to_provider(
            ctx,
            provider,
            LoginToBegin {
                browser: login.browser,
                purpose,
                parameters,
                may_travel: true,
                may_be_stored: login.is_form,
                is_step_up_to_be_noted: steps_up && !login.is_signed_in,
            },
        )
        .await
    }

    /// Begins to link an identity of a signed-in user, and gives the address that the browser is
    /// sent to.
    ///
    /// # Errors
    /// As [`Federation::begin_login`].
    pub async fn begin_link(
        &self,
        ctx: &OperationContext,
        provider_id: &str,
        session: &SsoSession,
        browser: &Secret,
    ) -> FederationResult<String> {
        let configuration = self.kernel.configuration().await?;
        let known = configuration
            .identity_provider(provider_id)
            .map(AsRef::as_ref);
        let Some(provider) = known.filter(|provider| provider.can_be_linked()) else {
            let error = FederationError::new(FederationFailure::NotASignInMethod, known, None);
            return Ok(Err(Box::new(error.while_linking(true))));
        };
        let purpose = LoginPurpose::Link {
            user_id: session.user_id.clone(),
            sid: session.sid.clone(),
        };
        let login_to_begin = LoginToBegin {
            browser,
            purpose,
            parameters: Vec::new(),
            may_travel: false,
            may_be_stored: true,
            is_step_up_to_be_noted: false,
        };
        let begun = self
            .redirect_to_provider(ctx, provider, login_to_begin)
            .await?;
        match begun {
            Ok(Some(url)) => Ok(Ok(url)),
            Ok(None) => Err(Error::Internal("a stored login has no length".into())),
            Err(error) => Ok(Err(error)),
        }
    }

    /// The waiting authorization request of an app, where there is one.
    pub(super) async fn pending_request(
        &self,
        ctx: &OperationContext,
        flow: Option<&str>,
        browser: Option<&Secret>,
    ) -> Result<Option<PendingRequest>> {
        let Some(flow) = flow else {
            return Ok(None);
        };
        let flow = Secret::presented(flow);
        let pending = self.authorization.pending(ctx, &flow, browser).await?;
        Ok(Some(pending))
    }

    /// The client of an authorization request, whether that waits still or not: whoever comes back
    /// late has signed in all the same, and the request is started again.
    pub(super) async fn asking_client(
        &self,
        ctx: &OperationContext,
        flow: Option<&str>,
        browser: Option<&Secret>,
    ) -> Result<Option<Arc<RegisteredClient>>> {
        match flow {
            Some(flow) => {
                let found = self.authorization.client_of(ctx, flow, browser).await?;
                Ok(Some(found))
            }
            None => Ok(None),
        }
    }

    /// The sign-in methods of the app whose request waits.
    pub(super) fn methods_for(
        &self,
        configuration: &Configuration,
        pending: Option<&PendingRequest>,
    ) -> SignInMethods {
        let client = pending.map(|pending| &pending.registered.client);
        SignInMethods::for_client(&self.kernel.settings, configuration, client)
    }

    async fn redirect_to_provider(
        &self,
        ctx: &OperationContext,
        provider: &LoadedIdentityProvider,
        login_to_begin: LoginToBegin<'_>,
    ) -> FederationResult<Option<String>> {
        let LoginToBegin {
            browser,
            purpose,
            mut parameters,
            may_travel,
            may_be_stored,
            is_step_up_to_be_noted,
        } = login_to_begin;
        parameters.extend(declared_parameters(provider));
        let login = PendingLogin {
            purpose,
            nonce: random_id(self.kernel.entropy.as_ref(), RANDOM_BYTES),
            verifier: random_id(self.kernel.entropy.as_ref(), RANDOM_BYTES),
            started_at: ctx.now(),
            newest_end: self.newest_end().await?,
            is_step_up_to_be_noted,
        };
        let mut flow = None;
        if may_travel {
            flow = self.new_sealed_flow(ctx, provider.id(), browser, &login)?;
        }
        if may_be_stored && flow.is_none() {
            flow = Some(self.new_flow(ctx, provider.id(), browser, &login)?);
        }
        let Some(flow) = flow else {
            return Ok(Ok(None));
        };
        let authorization = AuthorizationParameters {
            redirect_uri: &self.redirect_uri(provider),
            scopes: &provider.resolved().scopes(),
            state: flow.identifier.reveal(),
            nonce: &login.nonce,
            verifier: &login.verifier,
            additional: &parameters,
        };
        match self.authorization_url(provider, &authorization).await {
            Ok(url) => {
                self.store_flow(flow).await?;
                Ok(Ok(Some(url)))
            }
            Err(error) => {
                let flow = login.purpose.flow();
                let failure = FederationError::new((&error).into(), Some(provider), flow);
                let linking = login.purpose.is_link();
                Ok(Err(Box::new(failure.because(error).while_linking(linking))))
            }
        }
    }

    async fn authorization_url(
        &self,
        provider: &LoadedIdentityProvider,
        parameters: &AuthorizationParameters<'_>,
    ) -> ProviderResult<String> {
        match provider.resolved().preset.protocol {
            Protocol::OpenId => {
                let discovery = self.discover(provider);
                let found = self.within_limits(provider.id(), discovery).await?;
                provider
                    .openid_client(&found.metadata, "")
                    .authorization_url(parameters)
            }
            Protocol::OAuth2 => match provider.resolved().endpoints() {
                Some(endpoints) => provider
                    .oauth_client(&endpoints)
                    .authorization_url(parameters),
                None => Err(IdentityProviderError::invalid_declaration(
                    "an endpoint is missing",
                )),
            },
            Protocol::Ldap => Err(IdentityProviderError::invalid_declaration(
                "a directory has no authorization endpoint",
            )),
        }
    }
}

/// Whether the request wants more than one factor, and the provider may report them.
fn wants_step_up(
    provider: &LoadedIdentityProvider,
    request: Option<&AuthorizationRequest>,
) -> bool {
    provider.declared().trust_amr
        && request.is_some_and(AuthorizationRequest::wants_more_than_one_factor)
}

/// The hints that are passed on to the provider.
fn hints(
    configuration: &Configuration,
    request: Option<&AuthorizationRequest>,
    typed: Option<&str>,
) -> Parameters {
    let login_hint = typed
        .map(str::to_owned)
        .or_else(|| request.and_then(|request| request.login_hint.clone()));
    // A hint that names no provider here may name one that the provider itself federates with.
    let idp_hint = request
        .and_then(|request| request.idp_hint.clone())
        .filter(|hint| configuration.identity_provider(hint).is_none());
    [("login_hint", login_hint), ("idp_hint", idp_hint)]
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}

/// How the user is to authenticate at the provider: `acr_values` or `prompt`, and `max_age`.
fn prompt(
    provider: &LoadedIdentityProvider,
    request: Option<&AuthorizationRequest>,
    reauthenticate: bool,
) -> Parameters {
    let requests = |wanted: fn(&AuthorizationRequest) -> bool| request.is_some_and(wanted);
    let step_up = wants_step_up(provider, request)
        .then_some(provider.declared().step_up_acr_values.as_deref())
        .flatten();
    let parameter = if let Some(acr_values) = step_up {
        // The provider asks only for the missing factor.
        Some(("acr_values", acr_values.to_owned()))
    } else if reauthenticate
        || requests(|request| request.prompt.login || request.max_age == Some(0))
    {
        Some(("prompt", "login".to_owned()))
    } else if requests(|request| request.prompt.select_account) {
        Some(("prompt", "select_account".to_owned()))
    } else {
        None
    };
    let max_age = request
        .and_then(|request| request.max_age)
        .map(|max_age| ("max_age", max_age.to_string()));
    parameter
        .into_iter()
        .chain(max_age)
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// The parameters that follow from the declaration and its preset.
fn declared_parameters(provider: &LoadedIdentityProvider) -> Parameters {
    let (declared, preset) = (provider.declared(), &provider.resolved().preset);
    let mut parameters = Parameters::new();
    if let ([only], Some(name)) = (
        declared.hosted_domains.as_slice(),
        preset.hosted_domain_parameter,
    ) {
        parameters.push((name.to_owned(), only.clone()));
    }
    if preset.has(Quirk::FormPost) {
        parameters.push(("response_mode".to_owned(), "form_post".to_owned()));
    }
    parameters.extend(declared.authorization_parameters.clone());
    parameters
}
