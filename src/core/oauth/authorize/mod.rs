//! The authorization endpoint: begin with a request, resume with a user's answer, and one decision
//! for both.

mod interaction;
mod issue;
mod request_object;

use crate::context::OperationContext;
use crate::oauth::authorize::request_object::Resolved;
use crate::{
    Configuration, Error, Provider, Result,
    federation::Ways,
    sessions::account_group::{self, Account, AccountRequest, Selected},
};
use doorward_protocol::{
    clients::client::{Client, RegisteredClient},
    oauth::{
        authorization_request::{
            self, AddressError, Addressed, AuthorizationRequest, ClientRecord, Parameters, address,
        },
        authorization_response::AuthorizationResponse,
        error_code::ProtocolError,
        scope::Scope,
    },
    oidc::{
        authentication_context::AuthenticationContext,
        id_token::Hint,
        interaction::{Facts, NextStep, next_step, select_account},
    },
    secret::Secret,
    sessions::sso_session::SsoSession,
    time::{Lifetime, Timestamp},
};
use std::sync::Arc;

pub(crate) use interaction::step_up;
pub use interaction::{Pending, begin_interaction, choose_account, pending, session_of};

/// What the browser is to be given.
pub enum Outcome {
    /// A page: the request cannot be answered at any redirect URI.
    ShowToUser(AddressError),
    /// An answer at the client's redirect URI.
    SendToClient(Box<AuthorizationResponse>),
    /// A question to the user.
    Ask {
        /// Which.
        page: Page,
        /// Under which identifier the answer comes back.
        flow: Secret,
        /// The browser that it belongs to; new where it had none.
        browser: Secret,
    },
}

/// A question to a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Who are you?
    SignIn,
    /// Can you prove it better?
    StepUp,
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
    /// The live session in use.
    pub session: Option<&'a SsoSession>,
    /// Every account that is signed in, the one in use first.
    pub accounts: &'a [Account],
    /// What keeps them together, where there are several.
    pub group: Option<&'a Secret>,
}

impl Visitor<'_> {
    /// What stands for all that is signed in here: it changes when anything of it does, and with
    /// nothing else.
    pub fn sids(&self) -> String {
        account_group::sids(self.accounts)
    }
}

/// A request with everything about it that is proven.
pub(crate) struct Asked {
    pub(crate) registered: Arc<RegisteredClient>,
    pub(crate) addressed: Addressed,
    pub(crate) request: AuthorizationRequest,
}

/// What the user did about a request so far.
pub(crate) struct Progress {
    asked_at: Timestamp,
    account_chosen: bool,
    chosen_sid: Option<String>,
    consent_given: bool,
    stepped_up: bool,
}

/// Either a checked request, or the refusal that it gets.
#[expect(
    clippy::large_enum_variant,
    reason = "made once a request, looked at and taken apart at once"
)]
pub(crate) enum Read {
    Asked(Asked),
    ShowToUser(AddressError),
    Refused(Addressed, ProtocolError),
}

/// Reads a request: client, redirect URI, then the table of checks.
pub(crate) fn read(
    provider: &Provider,
    ctx: &OperationContext,
    configuration: &Configuration,
    parameters: &Parameters,
) -> Read {
    let registered = parameters
        .get("client_id")
        .and_then(|client_id| configuration.client(client_id));
    let record = registered.map(|registered| ClientRecord {
        client: &registered.client,
        disabled: registered.disabled,
    });
    let addressed = match address(parameters, record) {
        Ok(addressed) => addressed,
        Err(error) => return Read::ShowToUser(error),
    };
    let Some(registered) = registered else {
        return Read::ShowToUser(AddressError::ClientUnknown);
    };
    match authorization_request::check(
        parameters,
        &registered.client,
        &provider.settings.response_types,
    ) {
        Ok(request) => Read::Asked(Asked {
            registered: Arc::clone(registered),
            addressed,
            request,
        }),
        Err(error) => Read::Refused(addressed, error),
    }
}

/// A request that just came.
///
/// # Errors
/// Where the store is away.
pub async fn begin(
    provider: &Provider,
    ctx: &OperationContext,
    query: &str,
    visitor: Visitor<'_>,
) -> Result<Outcome> {
    let configuration = provider.configuration().await?;
    let parameters = match request_object::resolve(
        provider,
        ctx,
        &configuration,
        Parameters::parse(query),
    )
    .await
    {
        Resolved::Parameters(parameters) => parameters,
        Resolved::ShowToUser(error) => return Ok(Outcome::ShowToUser(error)),
        Resolved::Refused(addressed, error) => return Ok(refuse(provider, addressed, &error)),
    };
    let asked = match read(provider, ctx, &configuration, &parameters) {
        Read::Asked(asked) => asked,
        Read::ShowToUser(error) => return Ok(Outcome::ShowToUser(error)),
        Read::Refused(addressed, error) => return Ok(refuse(provider, addressed, &error)),
    };
    // Nothing that happened up to this very millisecond is an answer to this request.
    let asked_at = ctx.now().plus(Lifetime(1));
    let progress = Progress {
        asked_at,
        account_chosen: false,
        chosen_sid: None,
        consent_given: false,
        stepped_up: false,
    };
    let decided = decide(provider, ctx, &configuration, &asked, &progress, visitor).await?;
    let page = match decided.step {
        NextStep::Issue => {
            return issue::issue(
                provider,
                ctx,
                &configuration,
                asked,
                (visitor, decided.selected),
                None,
            )
            .await;
        }
        NextStep::Refuse(error) => return Ok(refuse(provider, asked.addressed, &error)),
        NextStep::SignIn => Page::SignIn,
        NextStep::StepUp => Page::StepUp,
        NextStep::SelectAccount => Page::SelectAccount,
        NextStep::Consent => Page::Consent,
    };
    begin_interaction(provider, ctx, &parameters, visitor, page).await
}

/// The same request after the user answered something. The request is the stored one, read and
/// checked again: a redirect URI that was removed meanwhile gets no code.
///
/// # Errors
/// `Input` where the flow is unknown, done, expired, or another browser's.
pub async fn resume(
    provider: &Provider,
    ctx: &OperationContext,
    flow: &Secret,
    visitor: Visitor<'_>,
) -> Result<Outcome> {
    let waiting = interaction::load(provider, ctx, flow, visitor.browser).await?;
    let configuration = provider.configuration().await?;
    let asked = match read(
        provider,
        ctx,
        &configuration,
        &Parameters::parse(&waiting.parameters),
    ) {
        Read::Asked(asked) => asked,
        Read::ShowToUser(error) => return Ok(Outcome::ShowToUser(error)),
        Read::Refused(addressed, error) => return Ok(refuse(provider, addressed, &error)),
    };
    let progress = Progress {
        asked_at: waiting.asked_at,
        account_chosen: waiting.account_chosen,
        chosen_sid: waiting.chosen_sid,
        consent_given: waiting.consent_given,
        stepped_up: waiting.stepped_up,
    };
    let decided = decide(provider, ctx, &configuration, &asked, &progress, visitor).await?;
    let page = match decided.step {
        NextStep::Issue => {
            return issue::issue(
                provider,
                ctx,
                &configuration,
                asked,
                (visitor, decided.selected),
                Some(&waiting.digest),
            )
            .await;
        }
        NextStep::Refuse(error) => return Ok(refuse(provider, asked.addressed, &error)),
        NextStep::SignIn => Page::SignIn,
        NextStep::StepUp => Page::StepUp,
        NextStep::SelectAccount => Page::SelectAccount,
        NextStep::Consent => Page::Consent,
    };
    let browser = visitor.browser.cloned().ok_or_else(interaction::stale)?;
    Ok(Outcome::Ask {
        page,
        flow: flow.clone(),
        browser,
    })
}

pub(crate) fn refuse(provider: &Provider, addressed: Addressed, error: &ProtocolError) -> Outcome {
    Outcome::SendToClient(Box::new(AuthorizationResponse::error(
        addressed,
        provider.issuer(),
        error,
    )))
}

/// The next step, and for whom.
struct Decided<'a> {
    step: NextStep,
    selected: Selected<'a>,
}

async fn decide<'a>(
    provider: &Provider,
    ctx: &OperationContext,
    configuration: &Configuration,
    asked: &Asked,
    progress: &Progress,
    visitor: Visitor<'a>,
) -> Result<Decided<'a>> {
    let client = &asked.registered.client;
    let about = (client, &asked.request);
    let hint = hint_of(provider, ctx, configuration, &asked.request);
    let selected = selected(
        provider,
        configuration,
        about,
        &hint,
        (visitor, progress.chosen_sid.as_deref()),
    )
    .await?;
    if selected.is_open {
        return Ok(Decided {
            step: select_account(&asked.request),
            selected,
        });
    }
    let consented: Option<Scope> = match selected.session {
        Some(session) if !client.first_party => {
            provider
                .store
                .consent(&session.user_id, &client.client_id)
                .await?
        }
        _ => None,
    };
    let facts = Facts {
        session: selected.session,
        consented: consented.as_ref(),
        is_expected: selected
            .session
            .is_none_or(|session| is_expected(provider, configuration, about, &hint, session)),
        hint_is_invalid: matches!(hint, Hinted::Invalid),
        asked_at: progress.asked_at,
        account_chosen: progress.account_chosen,
        consent_given: progress.consent_given,
        strongest: strongest(provider, configuration, asked),
        stepped_up: progress.stepped_up,
        now: ctx.now(),
    };
    Ok(Decided {
        step: next_step(
            &asked.request,
            client,
            asked.addressed.redirect_uri(),
            &facts,
        ),
        selected,
    })
}

/// The strongest authentication that the ways into the client give; looked for where more than one
/// factor is wanted, and one is what every way gives.
fn strongest(
    provider: &Provider,
    configuration: &Configuration,
    asked: &Asked,
) -> AuthenticationContext {
    if asked.request.wants_more_than_one_factor() {
        Ways::of(provider, configuration, Some(&asked.registered.client)).strongest()
    } else {
        AuthenticationContext::SingleFactor
    }
}

/// What `id_token_hint` proves.
enum Hinted {
    /// It was not sent.
    Nothing,
    /// It is no ID token of ours.
    Invalid,
    /// What it says.
    Valid(Hint),
}

fn hint_of(
    provider: &Provider,
    ctx: &OperationContext,
    configuration: &Configuration,
    request: &AuthorizationRequest,
) -> Hinted {
    let Some(text) = request.id_token_hint.as_deref() else {
        return Hinted::Nothing;
    };
    let verified = configuration.keyring.verify(text, ctx.now());
    let hint = verified
        .and_then(|(typ, claims)| Hint::from_claims(typ.as_deref(), &claims, provider.issuer()));
    hint.map_or(Hinted::Invalid, Hinted::Valid)
}

/// A request of a client.
type About<'a> = (&'a Client, &'a AuthorizationRequest);

/// Which of the accounts in this browser a request is about.
async fn selected<'a>(
    provider: &Provider,
    configuration: &Configuration,
    about: About<'_>,
    hint: &Hinted,
    here: (Visitor<'a>, Option<&str>),
) -> Result<Selected<'a>> {
    let (visitor, chosen) = here;
    let expects = |session: &SsoSession| is_expected(provider, configuration, about, hint, session);
    let (client, request) = about;
    let asked = AccountRequest {
        client,
        request,
        accounts: visitor.accounts,
        group: visitor.group,
        chosen,
    };
    provider.account_groups().select(&asked, expects).await
}

/// Whether a session is of whom the client expects, and came in a way that it takes.
fn is_expected(
    provider: &Provider,
    configuration: &Configuration,
    about: About<'_>,
    hint: &Hinted,
    session: &SsoSession,
) -> bool {
    let (client, request) = about;
    let named = request
        .claims
        .sub
        .as_ref()
        .is_none_or(|sub| *sub == provider.subject_for(client, &session.user_id));
    let hinted = match hint {
        Hinted::Valid(hint) => is_of(provider, configuration, hint, &session.user_id),
        Hinted::Nothing | Hinted::Invalid => true,
    };
    // An app that lists its ways in takes no session that came by another.
    named && hinted && client.admits_way(session.authentication.way())
}

/// Whether a hint names this user, in the words of the client that it was made for.
pub(crate) fn is_of(
    provider: &Provider,
    configuration: &Configuration,
    hint: &Hint,
    user_id: &str,
) -> bool {
    let client = configuration.client(&hint.client_id);
    hint.sub
        == client.map_or_else(
            || user_id.to_owned(),
            |registered| provider.subject_for(&registered.client, user_id),
        )
}

impl From<AddressError> for Error {
    fn from(_: AddressError) -> Self {
        Self::Input("the app that asked is not registered for this any more".into())
    }
}
