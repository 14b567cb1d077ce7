//! The authorization challenge endpoint: an app that an administrator trusts has a form of its own
//! (OAuth 2.0 for First-Party Applications, draft-ietf-oauth-first-party-apps-04).
//!
//! Every step is that of the pages: the same guard before passwords, the same second step, the same
//! decision about the request. The `auth_session` stands for the browser. What only a page can do is
//! answered by `redirect_to_web` (docs/decisions/0044).

mod auth_session;
mod factors;

use crate::{
    Error, Result,
    context::OperationContext,
    credentials::{KnownBrowsers, SecondFactors},
    federation::SignInMethods,
    kernel::Kernel,
    mailed_requests::MailedRequests,
    mailed_sign_in::MailedSignIn,
    oauth::{
        authorize::{Authorization, ChallengeRequest},
        token::Tokens,
    },
    sessions::Device,
    sign_in_form::FormSignIn,
};
use auth_session::AuthSession;
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    oauth::{
        authorization_challenge::{PresentedFactor, authorization_request_of, presented_factor},
        authorization_request::Parameters,
        client_authentication::HttpCredentials,
        error_code::{ErrorCode, ProtocolError},
        token_request::check_token_shape,
    },
    secret::Secret,
    time::Timestamp,
};
use std::sync::Arc;

const NOT_ALLOWED: ProtocolError = ProtocolError::new(
    ErrorCode::UnauthorizedClient,
    "the client may not have a form of its own: first_party and authorization_challenge must both be true",
);

/// What the app is to ask its user for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// A name and a password, or a name to which a code is mailed.
    FirstFactor {
        /// Whether a password will do.
        password: bool,
        /// Whether a mailed code will do.
        code: bool,
    },
    /// The code of the mail that was sent.
    MailedCode,
    /// A code of an authenticator app, or a recovery code.
    SecondFactor,
}

/// What was wrong with what was brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// Name and password do not match.
    Password,
    /// The code is wrong, or over.
    Code,
    /// Another mail was asked for too soon, or too often.
    Mail,
}

/// The answer to the app.
pub enum ChallengeOutcome {
    /// The user is signed in.
    Code {
        /// The authorization code.
        code: Secret,
        /// What the app brings the next time that somebody signs in on the device.
        auth_session: Secret,
    },
    /// More is needed (`insufficient_authorization`).
    Needed {
        /// What is needed.
        needed: Needed,
        /// What was wrong, where something was.
        failed: Option<Failed>,
        /// What the app goes on with.
        auth_session: Secret,
    },
    /// The user has to sign in on the pages (`redirect_to_web`), and why.
    RedirectToWeb(&'static str),
    /// The `auth_session` is over, or of another client (`invalid_session`).
    InvalidSession,
    /// Nothing was looked at: too many attempts failed.
    Paused {
        /// When the next attempt is allowed.
        until: Timestamp,
    },
}

/// A request to the endpoint.
pub struct ChallengeCall<'a> {
    /// The `Authorization` header of the client.
    pub credentials: Option<HttpCredentials<'a>>,
    /// The parameters of the body.
    pub parameters: &'a Parameters,
    /// The app, by its `User-Agent` header, and where it is.
    pub device: Device<'a>,
    /// The language of mails, as a BCP 47 tag.
    pub language: &'a str,
}

/// The endpoint, over the services that the pages use.
pub struct AuthorizationChallenges {
    pub(crate) kernel: Arc<Kernel>,
    pub(crate) authorization: Arc<Authorization>,
    pub(crate) tokens: Arc<Tokens>,
    pub(crate) sign_in_form: Arc<FormSignIn>,
    pub(crate) mailed_sign_in: Arc<MailedSignIn>,
    pub(crate) mailed_requests: MailedRequests,
    pub(crate) second_factors: Arc<SecondFactors>,
    pub(crate) known_browsers: Arc<KnownBrowsers>,
}

/// A request that is being answered.
struct Challenge<'a> {
    service: &'a AuthorizationChallenges,
    ctx: &'a OperationContext,
    call: &'a ChallengeCall<'a>,
    registered: &'a RegisteredClient,
    request: &'a ChallengeRequest,
    methods: &'a SignInMethods,
    session: AuthSession,
}

impl AuthorizationChallenges {
    /// Answers a request: authenticates the client, checks what it asks for, and takes what its user
    /// typed.
    ///
    /// # Errors
    /// A refusal for the client; `Limited`, `Unavailable` or `Internal`.
    pub async fn answer(
        &self,
        ctx: &OperationContext,
        call: &ChallengeCall<'_>,
    ) -> Result<ChallengeOutcome> {
        let parameters = call.parameters;
        check_token_shape(parameters)?;
        let kernel = &*self.kernel;
        let presented = parameters.get("auth_session");
        let before = presented.and_then(|text| AuthSession::open(kernel, text));
        let registered = self.client(ctx, call, before.as_ref()).await?;
        let client = &registered.client;
        if !client.first_party || !client.authorization_challenge {
            return Err(NOT_ALLOWED.into());
        }
        let is_theirs = |session: &AuthSession| session.client_id == client.client_id;
        if presented.is_some() && !before.as_ref().is_some_and(is_theirs) {
            return Ok(ChallengeOutcome::InvalidSession);
        }
        let begins = parameters.get("response_type").is_some();
        let session = match before {
            Some(session) if !begins => session,
            before => {
                let asked = authorization_request_of(parameters, &client.client_id).encode();
                AuthSession::begin(kernel, &client.client_id, asked, before, ctx.now())
            }
        };
        if !session.is_open(ctx.now()) {
            return Ok(ChallengeOutcome::InvalidSession);
        }
        let asked = Parameters::parse(&session.parameters);
        let request = self
            .authorization
            .check_challenge(&registered, asked, session.asked_at)
            .await?;
        let factor = presented_factor(parameters)?;
        let configuration = kernel.configuration().await?;
        let methods = SignInMethods::for_client(&kernel.settings, &configuration, Some(client));
        let challenge = Challenge {
            service: self,
            ctx,
            call,
            registered: &registered,
            request: &request,
            methods: &methods,
            session,
        };
        challenge.take(factor).await
    }

    /// The client of a request. One that keeps no secret may be named by its `auth_session` alone
    /// (§5.1).
    async fn client(
        &self,
        ctx: &OperationContext,
        call: &ChallengeCall<'_>,
        session: Option<&AuthSession>,
    ) -> Result<Arc<RegisteredClient>> {
        let tokens = &self.tokens;
        let parameters = call.parameters;
        let is_named = call.credentials.is_some()
            || parameters.get("client_id").is_some()
            || parameters.get("client_assertion").is_some();
        match session.filter(|_| !is_named) {
            Some(session) => {
                let named = authorization_request_of(parameters, &session.client_id);
                tokens.authenticate_client(ctx, None, &named).await
            }
            None => {
                tokens
                    .authenticate_client(ctx, call.credentials, parameters)
                    .await
            }
        }
    }
}

impl Challenge<'_> {
    async fn take(self, factor: PresentedFactor<'_>) -> Result<ChallengeOutcome> {
        match factor {
            PresentedFactor::Nothing => self.first_factor(None),
            PresentedFactor::Password { username, password } => {
                self.password(username, password).await
            }
            PresentedFactor::MailFor(username) => self.mail(username).await,
            PresentedFactor::MailAgain => self.mail_again().await,
            PresentedFactor::Code(code) => self.code(code).await,
        }
    }

    /// Asks for what signs in, from the beginning.
    fn first_factor(mut self, failed: Option<Failed>) -> Result<ChallengeOutcome> {
        let (password, code) = (self.methods.has_form(), self.methods.code);
        if !password && !code {
            return Ok(ChallengeOutcome::RedirectToWeb(
                "no method of the app is one that it could take itself",
            ));
        }
        self.session.waits = None;
        self.needs(Needed::FirstFactor { password, code }, failed)
    }

    fn needs(&self, needed: Needed, failed: Option<Failed>) -> Result<ChallengeOutcome> {
        Ok(ChallengeOutcome::Needed {
            needed,
            failed,
            auth_session: self.session.seal(&self.service.kernel)?,
        })
    }
}

/// The refusal of a method that is off.
fn off() -> Error {
    let hint = "the sign-in method is off, here or for the app";
    ProtocolError::new(ErrorCode::AccessDenied, hint).into()
}
