//! Sends the browser to an identity provider.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
    },
    federation::problem,
    messages::Messages,
    respond::{address::Address, headers::see_other, page_error::PageError},
    waiting,
};
use actix_web::{HttpResponse, web::Data};
use doorward_core::{Provider, context::OperationContext, federation::LoginRequest};

/// What the form of the buttons is bound to.
pub fn purpose(flow: &str) -> String {
    format!("federation {flow}")
}

/// A sign-in by an identity provider that is about to begin.
pub struct Redirect<'a> {
    /// The identifier of the identity provider.
    pub provider_id: &'a str,
    /// The authorization request that waits.
    pub flow: Option<&'a str>,
    /// The address that the user typed (OpenID Connect Core §3.1.2.1).
    pub login_hint: Option<&'a str>,
    /// Whether the user asked to be kept signed in.
    pub remembered: bool,
    /// Whether a user asked for it by a form.
    pub is_form: bool,
}

/// Sends the browser to the identity provider. `None`: the user has to ask for it by a form, which
/// happens for requests that are too long to travel through the provider.
pub async fn redirect(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Browser,
    redirect: Redirect<'_>,
) -> Result<Option<HttpResponse>, PageError> {
    let secret = browser.secret_or_new(provider);
    let login = LoginRequest {
        provider_id: redirect.provider_id,
        flow: redirect.flow,
        browser: &secret,
        login_hint: redirect.login_hint,
        reauthenticate: browser.session.is_some(),
        is_signed_in: !browser.accounts.is_empty(),
        is_form: redirect.is_form,
        remembered: redirect.remembered,
    };
    let url = provider
        .federation()
        .begin_login(ctx, login)
        .await?
        .map_err(|found| problem::page(&found))?;
    let Some(url) = url else { return Ok(None) };
    let mut response = see_other(&Address::elsewhere(url));
    browser.keep_secret(provider, &secret, &mut response);
    Ok(Some(response))
}

/// Sends the browser to the identity provider that a user chose on a form.
///
/// # Errors
/// As [`redirect`].
pub async fn redirect_by_form(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Browser,
    chosen: Redirect<'_>,
) -> Result<HttpResponse, PageError> {
    redirect(provider, ctx, browser, chosen)
        .await?
        .ok_or_else(PageError::bad_request)
}

/// The form of the buttons.
pub struct ProviderForm {
    flow: Option<String>,
    provider_id: String,
    remembered: bool,
}

impl PostedForm for ProviderForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            flow: fields.get("flow").map(str::to_owned),
            provider_id: fields.get("provider").unwrap_or_default().to_owned(),
            remembered: fields.get("remember") == Some("yes"),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(self.flow.as_deref().unwrap_or_default()))
    }

    fn page(&self) -> String {
        page_about("/sign-in", "flow", self.flow.as_deref())
    }
}

/// Takes the choice of a button.
pub async fn choose(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
    Form(form): Form<ProviderForm>,
) -> Result<HttpResponse, PageError> {
    let secret = browser.secret_or_new(&provider);
    let waiting = waiting::of_form(&provider, &ctx, &secret, t, form.flow.as_deref()).await?;
    let waiting = match waiting {
        Ok(waiting) => waiting,
        Err(answer) => return Ok(answer),
    };
    let chosen = Redirect {
        provider_id: &form.provider_id,
        flow: waiting.as_ref().map(|waiting| waiting.flow.as_str()),
        login_hint: None,
        remembered: form.remembered,
        is_form: true,
    };
    redirect_by_form(&provider, &ctx, &browser, chosen).await
}
