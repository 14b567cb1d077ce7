//! The sign-in page: a form, and a button for each identity provider.

use crate::{
    extract::{browser::Browser, form::page_about},
    messages::Messages,
    pages::app::App,
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
    sign_in::{identity_provider, provider_button::ProviderButton},
};
use actix_web::{HttpResponse, http::StatusCode};
use askama::Template;
use doorward_core::{
    Provider,
    context::OperationContext,
    credentials::Challenge,
    federation::{SignInMethods, SignInPart},
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
pub(super) struct SignInPage<'a> {
    pub(super) t: Messages,
    pub(super) base: Base<'a>,
    pub(super) brand: Brand,
    pub(super) app: Option<App>,
    pub(super) flow: &'a str,
    pub(super) form_token: &'a str,
    pub(super) identifier: &'a str,
    /// What the account is called that is to prove itself again: whoever types no name means it.
    pub(super) known: &'a str,
    pub(super) problem: Option<String>,
    /// Somebody is signed in, and is to prove it again.
    pub(super) again: bool,
    /// It is for somebody else than who is signed in.
    pub(super) another: bool,
    /// Somebody is signed in, and the app wants a stronger sign-in.
    pub(super) step_up: bool,
    /// The parts, in order.
    pub(super) parts: &'a [ShownPart],
    /// Whether there is a form for a name at all.
    pub(super) has_form: bool,
    /// Whether the form asks for a mail, and the password is on a page of its own, if there is one.
    pub(super) leads_by_mail: bool,
    /// Whether a mail can be asked for, and the button that does.
    pub(super) has_mail: bool,
    pub(super) mail_label: String,
    pub(super) by_password: Option<Address>,
    /// Whether it asks for the password yet: an address may lead elsewhere first.
    pub(super) asks_password: bool,
    /// Whether they may ask to be kept signed in, and whether they have.
    pub(super) remembers: bool,
    pub(super) remembered: bool,
    /// The challenge of the proof of work that the form is to bring.
    pub(super) challenge: Option<Challenge>,
    pub(super) providers: &'a [ProviderButton],
    /// Where an account is created, and where a new password is chosen.
    pub(super) sign_up: Option<Address>,
    pub(super) forgot: Option<Address>,
    pub(super) provider_token: &'a str,
    /// The page that asks for a second factor, where that makes the sign-in stronger.
    pub(super) second_factor: Option<Address>,
    pub(super) passkey: Option<PasskeyPart>,
    /// Whether the passkey comes first.
    pub(super) passkey_leads: bool,
}

/// A part of the page, and whether a line stands above it.
pub(super) struct ShownPart {
    pub(super) part: SignInPart,
    is_after_or: bool,
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
    /// Whether the user chose the password where a mail comes first.
    pub by_password: bool,
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
pub(super) struct PasskeyPart {
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
    methods: &SignInMethods,
    state: &State<'_>,
) -> Result<Option<PasskeyPart>, PageError> {
    if !methods.passkeys || state.reason == Reason::StepUp {
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

/// The parts of the page, in order. Password and mail share one form, where the first of them is.
pub(super) fn shown_parts(methods: &SignInMethods, state: &State<'_>) -> Vec<ShownPart> {
    let mut parts: Vec<ShownPart> = Vec::new();
    let is_step_up = state.reason == Reason::StepUp;
    for part in methods.parts() {
        let part = match part {
            SignInPart::Mail => SignInPart::Password,
            part => part,
        };
        let is_shown = !is_step_up || part == SignInPart::Providers;
        if !is_shown || parts.iter().any(|shown| shown.part == part) {
            continue;
        }
        let is_first = parts.is_empty() && state.second_factor.is_none();
        let follows_providers = parts
            .last()
            .is_some_and(|before| before.part == SignInPart::Providers);
        parts.push(ShownPart {
            part,
            is_after_or: !is_first && (part == SignInPart::Providers || follows_providers),
        });
    }
    parts
}

/// Whether the form asks for a mail first.
pub(super) fn leads_by_mail(methods: &SignInMethods, state: &State<'_>) -> bool {
    let parts = methods.parts();
    let place = |part| parts.iter().position(|each| *each == part);
    let is_first = match (place(SignInPart::Mail), place(SignInPart::Password)) {
        (Some(mail), Some(password)) => mail < password && !state.by_password,
        _ => true,
    };
    methods.has_mail() && (is_first || !methods.has_form())
}

pub(super) fn mail_label(methods: &SignInMethods, t: Messages) -> String {
    if methods.code {
        t.sign_in_mail_code()
    } else {
        t.sign_in_mail_link()
    }
}

/// The page with the password, where a mail comes first.
fn password_page(provider: &Provider, state: &State<'_>) -> Address {
    let page = page_about("/sign-in", "flow", state.flow);
    let separator = if state.flow.is_some() { '&' } else { '?' };
    let way = match state.reason {
        Reason::Another => "&way=another",
        _ => "",
    };
    Base::of(provider).page(&format!("{page}{separator}by=password{way}"))
}

/// The challenge of the form: for a password, or for the mail that it can ask for.
fn challenge(
    provider: &Provider,
    secret: &Secret,
    methods: &SignInMethods,
    state: &State<'_>,
) -> Option<Challenge> {
    let of_mail = || {
        let requests = provider.mailed_requests();
        methods
            .has_mail()
            .then(|| requests.challenge(state.ctx, secret))
    };
    let of_password = || {
        let guard = provider.sign_in().guard();
        guard.challenge(state.ctx, secret, state.attempted)
    };
    if leads_by_mail(methods, state) {
        of_mail().flatten()
    } else {
        of_password().or_else(|| of_mail().flatten())
    }
}

/// Shows the page.
pub fn render(
    provider: &Provider,
    browser: &Browser,
    methods: &SignInMethods,
    state: State<'_>,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let secret = browser.secret_or_new(provider);
    let flow = state.flow.unwrap_or_default();
    let buttons: Vec<ProviderButton> = methods
        .providers
        .iter()
        .map(|provider| ProviderButton::of(provider, state.t))
        .collect();
    let sign_up = sign_up_page(provider, &state);
    let passkey = passkey_part(provider, &secret, methods, &state)?;
    let parts = shown_parts(methods, &state);
    let leads_by_mail = leads_by_mail(methods, &state);
    let page = SignInPage {
        passkey,
        passkey_leads: parts
            .first()
            .is_some_and(|first| first.part == SignInPart::Passkey),
        has_form: parts.iter().any(|each| each.part == SignInPart::Password),
        parts: &parts,
        leads_by_mail,
        has_mail: methods.has_mail(),
        mail_label: mail_label(methods, state.t),
        by_password: (leads_by_mail && methods.has_form()).then(|| password_page(provider, &state)),
        challenge: challenge(provider, &secret, methods, &state),
        t: state.t,
        base: Base::of(provider),
        brand: Brand::of_request(provider, state.pending),
        app: state.pending.map(App::of),
        flow,
        form_token: &form_token(&secret, &purpose(flow)),
        identifier: state.identifier,
        known: state.known,
        problem: state.problem,
        again: state.reason == Reason::Again,
        another: state.reason == Reason::Another,
        step_up: state.reason == Reason::StepUp,
        asks_password: methods.has_form() && (state.asks_password || !methods.has_home_realms()),
        remembers: provider.settings().remembers,
        remembered: state.remembered,
        providers: &buttons,
        sign_up,
        forgot: (methods.password && provider.password_reset().is_offered())
            .then(|| Base::of(provider).page(&page_about("/forgot-password", "flow", state.flow))),
        second_factor: state.second_factor,
        provider_token: &form_token(&secret, &identity_provider::purpose(flow)),
    };
    let mut response = html::page_with(status, &page)?;
    browser.keep_secret(provider, &secret, &mut response);
    Ok(response)
}
