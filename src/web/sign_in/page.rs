//! The sign-in page: a form, and a button for each identity provider.

use crate::{
    extract::{browser::Browser, form::page_about},
    messages::Messages,
    pages::app::App,
    respond::{
        address::{Address, Base},
        html,
        page_error::PageError,
    },
    sign_in::{identity_provider, provider_button::ProviderButton},
};
use actix_web::{HttpResponse, http::StatusCode};
use askama::Template;
use doorward_core::{
    Provider, context::OperationContext, credentials::Challenge, federation::SignInMethods,
    oauth::authorize::PendingRequest,
};
use doorward_protocol::secret::{Secret, form_token};
use serde_json::json;

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each decides about one part of the page"
)]
struct SignInPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: &'a str,
    app: Option<App>,
    flow: &'a str,
    form_token: &'a str,
    identifier: &'a str,
    /// What the account is called that is to prove itself again: whoever types no name means it.
    known: &'a str,
    problem: Option<String>,
    /// Somebody is signed in, and is to prove it again.
    again: bool,
    /// It is for somebody else than who is signed in.
    another: bool,
    /// Somebody is signed in, and the app wants a stronger sign-in.
    step_up: bool,
    /// Whether there is a form at all.
    has_form: bool,
    /// Whether it asks for the password yet: an address may lead elsewhere first.
    asks_password: bool,
    /// Whether they may ask to be kept signed in, and whether they have.
    remembers: bool,
    remembered: bool,
    /// The challenge of the proof of work that the form is to bring.
    challenge: Option<Challenge>,
    providers: &'a [ProviderButton],
    /// Where an account is created, and where a new password is chosen.
    sign_up: Option<Address>,
    forgot: Option<Address>,
    provider_token: &'a str,
    /// The page that asks for a second factor, where that makes the sign-in stronger.
    second_factor: Option<Address>,
    passkey: Option<PasskeyPart>,
}

/// What the form of a passkey is bound to.
pub fn passkey_purpose(flow: &str) -> String {
    format!("passkey {flow}")
}

/// What the form is bound to.
pub fn purpose(flow: &str) -> String {
    format!("sign-in {flow}")
}

/// Why the page is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Nobody is signed in.
    SignIn,
    /// Somebody is signed in, and is to prove it again.
    Again,
    /// Somebody is signed in, and wants to use another account.
    Another,
    /// Somebody is signed in, and the client wants a stronger sign-in.
    StepUp,
}

impl Reason {
    /// The reason that the `way` parameter names, or that follows from the browser.
    pub fn of(way: Option<&str>, browser: &Browser) -> Self {
        match way {
            Some("another") => Self::Another,
            Some("step-up") => Self::StepUp,
            _ if browser.session.is_some() => Self::Again,
            _ => Self::SignIn,
        }
    }
}

/// The state of the page.
pub struct State<'a> {
    /// The operation that shows it.
    pub ctx: &'a OperationContext,
    /// The messages in the language of the reader.
    pub t: Messages,
    /// The authorization request that waits.
    pub flow: Option<&'a str>,
    /// The same, as loaded.
    pub pending: Option<&'a PendingRequest>,
    /// What stands in the field of the user name.
    pub identifier: &'a str,
    /// What was wrong with the attempt before.
    pub problem: Option<String>,
    /// Whether the first of two steps is done.
    pub asks_password: bool,
    /// Whether the user asked to be kept signed in.
    pub remembered: bool,
    /// Whether the user is named by the form already, and how.
    pub attempted: Option<&'a str>,
    /// Why the page is shown.
    pub reason: Reason,
    /// The name of the account that is to prove itself again.
    pub known: &'a str,
    /// The page that asks for a second factor, where that makes the sign-in stronger.
    pub second_factor: Option<Address>,
    /// The identifier of a passkey that was brought and is not known here.
    pub unknown_passkey: Option<&'a str>,
}

/// The part of the page for passkeys.
struct PasskeyPart {
    options: String,
    state: String,
    token: String,
    /// What the password manager is told of a passkey that is not known here, as JSON.
    unknown: Option<String>,
}

/// The part of the page for passkeys, where they can sign in.
fn passkey_part(
    provider: &Provider,
    secret: &Secret,
    ways: &SignInMethods,
    state: &State<'_>,
) -> Result<Option<PasskeyPart>, PageError> {
    if !ways.passkeys || state.reason == Reason::StepUp {
        return Ok(None);
    }
    let passkeys = provider.passkeys();
    let begun = passkeys.begin_sign_in(state.ctx, secret)?;
    let told = |id: &str| json!({"rpId": passkeys.relying_party(), "credentialId": id}).to_string();
    Ok(begun.map(|begun| PasskeyPart {
        options: begun.options,
        state: begun.state.reveal().to_owned(),
        token: form_token(secret, &passkey_purpose(state.flow.unwrap_or_default())),
        unknown: state.unknown_passkey.map(told),
    }))
}

/// Where an account is created, if one can be.
fn sign_up_page(provider: &Provider, state: &State<'_>) -> Option<Address> {
    let client = state.pending.map(|pending| &pending.registered.client);
    let page = page_about("/sign-up", "flow", state.flow);
    let is_new = matches!(state.reason, Reason::SignIn | Reason::Another);
    (is_new && provider.sign_up().is_offered(client)).then(|| Base::of(provider).page(&page))
}

/// Shows the page.
pub fn render(
    provider: &Provider,
    browser: &Browser,
    ways: &SignInMethods,
    state: State<'_>,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let secret = browser.secret_or_new(provider);
    let flow = state.flow.unwrap_or_default();
    let buttons: Vec<ProviderButton> = ways
        .providers
        .iter()
        .map(|provider| ProviderButton::of(provider, state.t))
        .collect();
    let guard = provider.sign_in().guard();
    let sign_up = sign_up_page(provider, &state);
    let passkey = passkey_part(provider, &secret, ways, &state)?;
    let page = SignInPage {
        passkey,
        challenge: guard.challenge(state.ctx, &secret, state.attempted),
        t: state.t,
        base: Base::of(provider),
        brand: &provider.settings().name,
        app: state
            .pending
            .map(|pending| App::of(&pending.registered.client)),
        flow,
        form_token: &form_token(&secret, &purpose(flow)),
        identifier: state.identifier,
        known: state.known,
        problem: state.problem,
        again: state.reason == Reason::Again,
        another: state.reason == Reason::Another,
        step_up: state.reason == Reason::StepUp,
        has_form: state.reason != Reason::StepUp && (ways.has_form() || ways.has_home_realms()),
        asks_password: ways.has_form() && (state.asks_password || !ways.has_home_realms()),
        remembers: provider.settings().remembers,
        remembered: state.remembered,
        providers: &buttons,
        sign_up,
        forgot: (ways.password && provider.password_reset().is_offered())
            .then(|| Base::of(provider).page(&page_about("/forgot-password", "flow", state.flow))),
        second_factor: state.second_factor,
        provider_token: &form_token(&secret, &identity_provider::purpose(flow)),
    };
    let mut response = html::page_with(status, &page)?;
    browser.keep_secret(provider, &secret, &mut response);
    Ok(response)
}
