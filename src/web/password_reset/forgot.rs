//! The page that sends a link. What it says is the same whoever asks for whom.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, PostedProof, page_about},
        operation::Operation,
        query::Query,
    },
    messages::Messages,
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
        refusal::RefusalReason,
    },
    waiting,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::{Provider, credentials::Challenge, password_reset::Forgotten};
use doorward_protocol::secret::{Secret, form_token};

#[derive(Template)]
#[template(path = "pages/forgot_password.html")]
struct ForgotPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    flow: &'a str,
    form_token: &'a str,
    /// What was typed, once the mail is on its way.
    sent_to: Option<&'a str>,
    problem: Option<String>,
    challenge: Option<Challenge>,
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
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let page = Page {
        provider: &provider,
        ctx: &ctx,
        browser: &browser,
        t,
        flow: query.get("flow"),
        secret: browser.secret_or_new(&provider),
    };
    page.render(None, None)
}

/// What the page is made of.
struct Page<'a> {
    provider: &'a Provider,
    ctx: &'a Operation,
    browser: &'a Browser,
    t: Messages,
    flow: Option<&'a str>,
    secret: Secret,
}

impl Page<'_> {
    fn render(
        &self,
        sent_to: Option<&str>,
        problem: Option<String>,
    ) -> Result<HttpResponse, PageError> {
        let sign_in = page_about("/sign-in", "flow", self.flow);
        if !self.provider.password_reset().is_offered() {
            return Err(PageError::reset_off(sign_in));
        }
        let base = Base::of(self.provider);
        let flow = self.flow.unwrap_or_default();
        let requests = self.provider.mailed_requests();
        let page = ForgotPage {
            t: self.t,
            base,
            brand: Brand::of(self.provider),
            flow,
            form_token: &form_token(&self.secret, &purpose(flow)),
            sent_to,
            problem,
            challenge: requests.challenge(self.ctx, &self.secret),
            sign_in: base.page(&sign_in),
        };
        let mut response = html::page_with(StatusCode::OK, &page)?;
        self.browser
            .keep_secret(self.provider, &self.secret, &mut response);
        Ok(response)
    }
}

/// The form of the page.
pub struct ForgotForm {
    flow: Option<String>,
    username: String,
    proof: PostedProof,
    /// The field that nobody sees: a program filled it in.
    is_trapped: bool,
}

impl PostedForm for ForgotForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            flow: fields.get("flow").map(str::to_owned),
            username: fields.get("username").unwrap_or_default().to_owned(),
            proof: PostedProof::from_fields(fields),
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
    let page = Page {
        provider: &provider,
        ctx: &ctx,
        browser: &browser,
        t,
        flow,
        secret,
    };
    if !provider.password_reset().is_offered() || form.username.trim().is_empty() {
        return page.render(None, None);
    }
    if form.is_trapped {
        let shown = page.render(None, None)?;
        return Ok(RefusalReason::TRAPPED.of(shown));
    }
    let (requests, proof) = (provider.mailed_requests(), form.proof.presented());
    if requests.lacks_proof(&ctx, Some(&page.secret), &proof, &form.username) {
        let shown = page.render(None, Some(t.mail_proof_needed()))?;
        return Ok(RefusalReason::LACKS_PROOF.of(shown));
    }
    let forgotten = Forgotten {
        identifier: &form.username,
        flow,
        browser: &page.secret,
        known_browser: browser.known(),
        client_id: pending.map(|pending| pending.registered.client.client_id.as_str()),
        methods: &waiting::methods(&provider, pending).await?,
        language: t.language(),
    };
    provider.password_reset().begin(&ctx, &forgotten).await?;
    page.render(Some(form.username.trim()), None)
}
