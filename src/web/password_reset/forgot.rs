//! The page that sends a link. What it says is the same whoever asks for whom.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
    },
    messages::Messages,
    respond::{
        address::{Address, Base},
        html,
        page_error::PageError,
        refusal::RefusalReason,
    },
    waiting,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::{Provider, password_reset::Forgotten};
use doorward_protocol::{oauth::authorization_request::Parameters, secret::form_token};

#[derive(Template)]
#[template(path = "pages/forgot_password.html")]
struct ForgotPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: &'a str,
    flow: &'a str,
    form_token: &'a str,
    /// What was typed, once the mail is on its way.
    sent_to: Option<&'a str>,
    sign_in: Address,
}

/// The address of the page, for the request that waits.
pub fn page(flow: Option<&str>) -> String {
    page_about("/forgot-password", "flow", flow)
}

fn purpose(flow: &str) -> String {
    format!("forgot-password {flow}")
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    provider: Data<Provider>,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let query = Parameters::parse(request.query_string());
    render(&provider, &browser, t, query.get("flow"), None)
}

fn render(
    provider: &Provider,
    browser: &Browser,
    t: Messages,
    flow: Option<&str>,
    sent_to: Option<&str>,
) -> Result<HttpResponse, PageError> {
    let sign_in = page_about("/sign-in", "flow", flow);
    if !provider.password_reset().is_offered() {
        return Err(PageError::reset_off(sign_in));
    }
    let secret = browser.secret_or_new(provider);
    let base = Base::of(provider);
    let page = ForgotPage {
        t,
        base,
        brand: &provider.settings().name,
        flow: flow.unwrap_or_default(),
        form_token: &form_token(&secret, &purpose(flow.unwrap_or_default())),
        sent_to,
        sign_in: base.page(&sign_in),
    };
    let mut response = html::page_with(StatusCode::OK, &page)?;
    browser.keep_secret(provider, &secret, &mut response);
    Ok(response)
}

/// The form of the page.
pub struct ForgotForm {
    flow: Option<String>,
    username: String,
    /// The field that nobody sees: a program filled it in.
    is_trapped: bool,
}

impl PostedForm for ForgotForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            flow: fields.get("flow").map(str::to_owned),
            username: fields.get("username").unwrap_or_default().to_owned(),
            is_trapped: fields.get("homepage").is_some(),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(self.flow.as_deref().unwrap_or_default()))
    }

    fn page(&self) -> String {
        page(self.flow.as_deref())
    }
}

/// Sends the link, where there is somebody to send it to.
pub async fn submit(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    Form(form): Form<ForgotForm>,
) -> Result<HttpResponse, PageError> {
    let secret = browser.secret_or_new(&provider);
    let t = Messages::of(&request);
    let found = waiting::of_form(&provider, &ctx, &secret, t, form.flow.as_deref()).await?;
    let waiting = match found {
        Ok(waiting) => waiting,
        Err(answer) => return Ok(answer),
    };
    let pending = waiting.as_ref().map(|waiting| waiting.pending.as_ref());
    let t = waiting::language(&request, pending);
    let flow = waiting.as_ref().map(|waiting| waiting.flow.as_str());
    if !provider.password_reset().is_offered() || form.username.trim().is_empty() {
        return render(&provider, &browser, t, flow, None);
    }
    if form.is_trapped {
        let shown = render(&provider, &browser, t, flow, None)?;
        return Ok(RefusalReason::TRAPPED.of(shown));
    }
    let forgotten = Forgotten {
        identifier: &form.username,
        flow,
        browser: &secret,
        client_id: pending.map(|pending| pending.registered.client.client_id.as_str()),
        language: t.language(),
    };
    provider.password_reset().begin(&ctx, &forgotten).await?;
    render(&provider, &browser, t, flow, Some(form.username.trim()))
}
