//! The sign-in page as it would look, for the console: nothing on it can be used.

use super::page::{Reason, SignInPage, State, leads_by_mail, mail_label, shown_parts};
use crate::{
    messages::Messages,
    pages::app::App,
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
    sign_in::provider_button::ProviderButton,
};
use actix_web::HttpResponse;
use doorward_core::{
    Provider,
    context::OperationContext,
    federation::{SignInMethods, SignInPart},
};

/// What is previewed.
pub struct Previewed<'a> {
    /// The app that asks; none for a sign-in of this server.
    pub app: Option<App>,
    /// How it looks.
    pub brand: Brand,
    /// The methods that are open to it.
    pub methods: &'a SignInMethods,
}

/// The page as somebody sees it who is not signed in.
fn state(ctx: &OperationContext, t: Messages) -> State<'_> {
    State {
        ctx,
        t,
        flow: None,
        pending: None,
        identifier: "",
        problem: None,
        asks_password: false,
        by_password: false,
        remembered: false,
        attempted: None,
        reason: Reason::SignIn,
        known: "",
        second_factor: None,
        unknown_passkey: None,
    }
}

/// The page, without anything secret and without a way to send it.
pub fn preview(
    provider: &Provider,
    ctx: &OperationContext,
    t: Messages,
    previewed: Previewed<'_>,
) -> Result<HttpResponse, PageError> {
    let Previewed {
        app,
        brand,
        methods,
    } = previewed;
    let state = state(ctx, t);
    let buttons = methods.providers.iter();
    let buttons: Vec<ProviderButton> = buttons.map(|each| ProviderButton::of(each, t)).collect();
    let base = Base::of(provider);
    let page =
        |path: &str, is_offered: bool| -> Option<Address> { is_offered.then(|| base.page(path)) };
    let mut parts = shown_parts(methods, &state);
    // A passkey is asked for by a script.
    parts.retain(|shown| shown.part != SignInPart::Passkey);
    let leads_by_mail = leads_by_mail(methods, &state);
    html::page(&SignInPage {
        t,
        base,
        brand,
        app,
        flow: "",
        form_token: "",
        identifier: "",
        known: "",
        problem: None,
        again: false,
        another: false,
        step_up: false,
        has_form: true,
        parts: &parts,
        leads_by_mail,
        has_mail: methods.has_mail(),
        mail_label: mail_label(methods, t),
        by_password: page("/sign-in", leads_by_mail && methods.has_form()),
        asks_password: methods.has_form() && !methods.has_home_realms(),
        remembers: provider.settings().remembers,
        remembered: false,
        challenge: None,
        providers: &buttons,
        sign_up: page("/sign-up", provider.sign_up().is_offered(None)),
        forgot: page(
            "/forgot-password",
            methods.password && provider.password_reset().is_offered(),
        ),
        provider_token: "",
        second_factor: None,
        passkey: None,
        passkey_leads: false,
    })
}
