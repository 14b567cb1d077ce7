//! The authorization endpoint: begin with a request, resume with a person's answer, and one decision for both.

mod interaction;
mod issue;
mod request_object;

use self::request_object::Resolved;
use super::{Configuration, Error, Provider, Result};
use crate::protocol::{
    authorization_request::{self, AddressError, Addressed, AuthorizationRequest, ClientRecord, Parameters, address},
    authorization_response::AuthorizationResponse,
    client::RegisteredClient,
    error_code::ProtocolError,
    id_token::Hint,
    interaction::{Facts, NextStep, next_step},
    scope::Scope,
    secret::Secret,
    sso_session::SsoSession,
    time::{Lifetime, Timestamp},
};
use std::sync::Arc;

pub use interaction::{Pending, begin_interaction, choose_account, pending};

/// What the browser is to be given.
pub enum Outcome {
    /// A page: the request cannot be answered at any redirect URI.
    ShowToUser(AddressError),
    /// An answer at the client's redirect URI.
    SendToClient(Box<AuthorizationResponse>),
    /// A question to the person.
    Ask {
        /// Which.
        page: Page,
        /// Under which identifier the answer comes back.
        flow: Secret,
        /// The browser that it belongs to; new where it had none.
        browser: Secret,
    },
}

/// A question to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Who are you?
    SignIn,
    /// Which account?
    SelectAccount,
    /// May this app?
    Consent,
}

/// Who is at the browser.
#[derive(Clone, Copy)]
pub struct Visitor<'a> {
    /// The browser's own secret.
    pub browser: Option<&'a Secret>,
    /// Its live session.
    pub session: Option<&'a SsoSession>,
}

/// A request with everything about it that is proven.
pub(super) struct Asked {
    pub(super) registered: Arc<RegisteredClient>,
    pub(super) addressed: Addressed,
    pub(super) request: AuthorizationRequest,
}

/// What the person did about a request so far.
pub(super) struct Progress {
    asked_at: Timestamp,
    account_chosen: bool,
    consent_given: bool,
}

/// Either a checked request, or the refusal that it gets.
#[expect(clippy::large_enum_variant, reason = "made once a request, looked at and taken apart at once")]
pub(super) enum Read {
    Asked(Asked),
    ShowToUser(AddressError),
    Refused(Addressed, ProtocolError),
}

/// Reads a request: client, redirect URI, then the table of checks.
pub(super) fn read(provider: &Provider, configuration: &Configuration, parameters: &Parameters) -> Read {
    let registered = parameters.get("client_id").and_then(|client_id| configuration.client(client_id));
    let record = registered.map(|registered| ClientRecord { client: &registered.client, disabled: registered.disabled });
    let addressed = match address(parameters, record) {
        Ok(addressed) => addressed,
        Err(error) => return Read::ShowToUser(error),
    };
    let Some(registered) = registered else { return Read::ShowToUser(AddressError::ClientUnknown) };
    match authorization_request::check(parameters, &registered.client, &provider.settings.response_types) {
        Ok(request) => Read::Asked(Asked { registered: Arc::clone(registered), addressed, request }),
        Err(error) => Read::Refused(addressed, error),
    }
}

/// A request that just came.
///
/// # Errors
/// Where the store is away.
pub async fn begin(provider: &Provider, query: &str, visitor: Visitor<'_>) -> Result<Outcome> {
    let configuration = provider.configuration().await?;
    let parameters = match request_object::resolve(provider, &configuration, Parameters::parse(query)).await {
        Resolved::Parameters(parameters) => parameters,
        Resolved::ShowToUser(error) => return Ok(Outcome::ShowToUser(error)),
        Resolved::Refused(addressed, error) => return Ok(refuse(provider, addressed, &error)),
    };
    let asked = match read(provider, &configuration, &parameters) {
        Read::Asked(asked) => asked,
        Read::ShowToUser(error) => return Ok(Outcome::ShowToUser(error)),
        Read::Refused(addressed, error) => return Ok(refuse(provider, addressed, &error)),
    };
    // Nothing that happened up to this very millisecond is an answer to this request.
    let asked_at = provider.now().plus(Lifetime(1));
    let progress = Progress { asked_at, account_chosen: false, consent_given: false };
    let page = match decide(provider, &configuration, &asked, &progress, visitor).await? {
        NextStep::Issue => return issue::issue(provider, &configuration, asked, visitor, None).await,
        NextStep::Refuse(error) => return Ok(refuse(provider, asked.addressed, &error)),
        NextStep::SignIn => Page::SignIn,
        NextStep::SelectAccount => Page::SelectAccount,
        NextStep::Consent => Page::Consent,
    };
    begin_interaction(provider, &parameters, visitor, page).await
}

/// The same request after the person answered something. The request is the stored one, read and checked again: a redirect URI that was
/// removed meanwhile gets no code.
///
/// # Errors
/// `Input` where the flow is unknown, done, expired, or another browser's.
pub async fn resume(provider: &Provider, flow: &Secret, visitor: Visitor<'_>) -> Result<Outcome> {
    let waiting = interaction::load(provider, flow, visitor.browser).await?;
    let configuration = provider.configuration().await?;
    let asked = match read(provider, &configuration, &Parameters::parse(&waiting.parameters)) {
        Read::Asked(asked) => asked,
        Read::ShowToUser(error) => return Ok(Outcome::ShowToUser(error)),
        Read::Refused(addressed, error) => return Ok(refuse(provider, addressed, &error)),
    };
    let progress = Progress { asked_at: waiting.asked_at, account_chosen: waiting.account_chosen, consent_given: waiting.consent_given };
    let page = match decide(provider, &configuration, &asked, &progress, visitor).await? {
        NextStep::Issue => return issue::issue(provider, &configuration, asked, visitor, Some(&waiting.digest)).await,
        NextStep::Refuse(error) => return Ok(refuse(provider, asked.addressed, &error)),
        NextStep::SignIn => Page::SignIn,
        NextStep::SelectAccount => Page::SelectAccount,
        NextStep::Consent => Page::Consent,
    };
    let browser = visitor.browser.cloned().ok_or_else(interaction::stale)?;
    Ok(Outcome::Ask { page, flow: flow.clone(), browser })
}

pub(super) fn refuse(provider: &Provider, addressed: Addressed, error: &ProtocolError) -> Outcome {
    Outcome::SendToClient(Box::new(AuthorizationResponse::error(addressed, provider.issuer(), error)))
}

async fn decide(provider: &Provider, configuration: &Configuration, asked: &Asked, progress: &Progress, visitor: Visitor<'_>) -> Result<NextStep> {
    let now = provider.now();
    let hint =
        asked.request.id_token_hint.as_deref().map(|hint| {
            configuration.keyring.verify(hint, now).and_then(|(typ, claims)| Hint::from_claims(typ.as_deref(), &claims, provider.issuer()))
        });
    let client = &asked.registered.client;
    let consented: Option<Scope> = match visitor.session {
        Some(session) if !client.first_party => provider.store.consent(&session.person_id, &client.client_id).await?,
        _ => None,
    };
    let is_expected = visitor.session.is_none_or(|session| {
        let named = asked.request.claims.sub.as_ref().is_none_or(|sub| *sub == provider.subject_for(client, &session.person_id));
        // An app that lists its ways in takes no session that came by another.
        let way = session.authentication.idp.as_deref().unwrap_or("password");
        named && client.admits_way(way) && hint.iter().flatten().all(|hint| is_of(provider, configuration, hint, &session.person_id))
    });
    let facts = Facts {
        session: visitor.session,
        consented: consented.as_ref(),
        is_expected,
        hint_is_invalid: matches!(hint, Some(None)),
        asked_at: progress.asked_at,
        account_chosen: progress.account_chosen,
        consent_given: progress.consent_given,
        now,
    };
    Ok(next_step(&asked.request, client, asked.addressed.redirect_uri(), &facts))
}

/// Whether a hint names this person, in the words of the client that it was made for.
pub(in crate::domain) fn is_of(provider: &Provider, configuration: &Configuration, hint: &Hint, person_id: &str) -> bool {
    let client = configuration.client(&hint.client_id);
    hint.sub == client.map_or_else(|| person_id.to_owned(), |registered| provider.subject_for(&registered.client, person_id))
}

impl From<AddressError> for Error {
    fn from(_: AddressError) -> Self {
        Self::Input("the app that asked is not registered for this any more".into())
    }
}
