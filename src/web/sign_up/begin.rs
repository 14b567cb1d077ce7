//! The first page: the address.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, PostedForm, PostedProof, ShownAgain, page_about},
        operation::Operation,
        query::Query,
    },
    messages::Messages,
    pages::app::App,
    respond::{
        address::{Address, Base},
        brand::Brand,
        headers::see_other,
        html,
        page_error::PageError,
        refusal::RefusalReason,
    },
    sign_in::identity_provider::{Redirect, redirect_by_form},
    waiting,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    credentials::Challenge,
    oauth::authorize::PendingRequest,
    sign_up::{Applicant, SignUpRefusal},
};
use doorward_protocol::secret::{Secret, form_token};

#[derive(Template)]
#[template(path = "pages/sign_up.html")]
struct SignUpPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    app: Option<App>,
    flow: &'a str,
    form_token: &'a str,
    email: &'a str,
    problem: Option<String>,
    challenge: Option<Challenge>,
    sign_in: Address,
}

/// The address of the page, for the request that waits.
pub fn page(flow: Option<&str>) -> String {
    page_about("/sign-up", "flow", flow)
}

fn purpose(flow: &str) -> String {
    format!("sign-up {flow}")
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
) -> Result<HttpResponse, actix_web::Error> {
    let flow = query.get("flow");
    let pending = waiting::pending(&provider, &ctx, &browser, flow).await?;
    let page = Page {
        provider: &provider,
        ctx: &ctx,
        browser: &browser,
        t: waiting::language(&request, pending.as_ref()),
        flow,
        pending: pending.as_ref(),
        secret: browser.secret_or_new(&provider),
    };
    if flow.is_some() && !page.is_offered() {
        // An app asked for it (`prompt=create`): whoever has an account signs in.
        let sign_in = page_about("/sign-in", "flow", flow);
        return Ok(see_other(&Base::of(&provider).page(&sign_in)));
    }
    page.offered()?;
    Ok(page.show("", None, StatusCode::OK)?)
}

/// What the page is made of.
struct Page<'a> {
    provider: &'a Provider,
    ctx: &'a Operation,
    browser: &'a Browser,
    t: Messages,
    flow: Option<&'a str>,
    pending: Option<&'a PendingRequest>,
    secret: Secret,
}

impl Page<'_> {
    fn is_offered(&self) -> bool {
        let client = self.pending.map(|pending| &pending.registered.client);
        self.provider.sign_up().is_offered(client)
    }

    fn offered(&self) -> Result<(), PageError> {
        if self.is_offered() {
            Ok(())
        } else {
            Err(PageError::sign_up_off(page_about(
                "/sign-in", "flow", self.flow,
            )))
        }
    }

    fn show(
        &self,
        email: &str,
        problem: Option<String>,
        status: StatusCode,
    ) -> Result<HttpResponse, PageError> {
        let flow = self.flow.unwrap_or_default();
        let base = Base::of(self.provider);
        let page = SignUpPage {
            t: self.t,
            base,
            brand: Brand::of_request(self.provider, self.pending),
            app: self.pending.map(App::of),
            flow,
            form_token: &form_token(&self.secret, &purpose(flow)),
            email,
            problem,
            challenge: self
                .provider
                .mailed_requests()
                .challenge(self.ctx, &self.secret),
            sign_in: base.page(&page_about("/sign-in", "flow", self.flow)),
        };
        let mut response = html::page_with(status, &page)?;
        self.browser
            .keep_secret(self.provider, &self.secret, &mut response);
        Ok(response)
    }
}

/// The form of the page.
pub struct SignUpForm {
    flow: Option<String>,
    email: String,
    proof: PostedProof,
    /// The field that nobody sees: a program filled it in.
    is_trapped: bool,
}

impl PostedForm for SignUpForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            flow: fields.get("flow").map(str::to_owned),
            email: fields.get("email").unwrap_or_default().to_owned(),
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

/// Takes the address, and sends the mail.
pub async fn submit(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    posted: ShownAgain<SignUpForm>,
) -> Result<HttpResponse, PageError> {
    let (form, is_ours) = match posted {
        ShownAgain::Ours(form) => (form, true),
        ShownAgain::Unproven(form) => (form, false),
    };
    let secret = browser.secret_or_new(&provider);
    let t = Messages::of(&request);
    let found = waiting::of_form(&provider, &ctx, &secret, t, form.flow.as_deref()).await;
    let waiting = match found {
        Ok(Ok(waiting)) => waiting,
        Ok(Err(answer)) => return Ok(answer),
        Err(_) if !is_ours => None,
        Err(error) => return Err(error),
    };
    let (flow, pending) = waiting
        .map(|waiting| (waiting.flow, waiting.pending))
        .unzip();
    let page = Page {
        provider: &provider,
        ctx: &ctx,
        browser: &browser,
        t: waiting::language(&request, pending.as_deref()),
        flow: flow.as_deref(),
        pending: pending.as_deref(),
        secret,
    };
    page.offered()?;
    if !is_ours {
        let told = page.t.sign_in_form_too_old();
        let shown = page.show("", Some(told), StatusCode::FORBIDDEN)?;
        return Ok(RefusalReason::OTHER_FORM.of(shown));
    }
    if form.is_trapped {
        let shown = page.show("", None, StatusCode::OK)?;
        return Ok(RefusalReason::TRAPPED.of(shown));
    }
    page.begin(&form).await
}

impl Page<'_> {
    /// Sends the browser to the identity provider that the address belongs to, as the sign-in page does.
    async fn at_provider(&self, provider_id: &str, email: &str) -> Result<HttpResponse, PageError> {
        let to = Redirect {
            provider_id,
            flow: self.flow,
            login_hint: Some(email),
            remembered: false,
            is_form: true,
        };
        let mut bound = self.browser.clone();
        bound.secret = Some(self.secret.clone());
        redirect_by_form(self.provider, self.ctx, &bound, to).await
    }

    async fn begin(&self, form: &SignUpForm) -> Result<HttpResponse, PageError> {
        let (t, ctx, email) = (self.t, self.ctx, form.email.as_str());
        let (requests, proof) = (self.provider.mailed_requests(), form.proof.presented());
        if requests.lacks_proof(ctx, Some(&self.secret), &proof, email) {
            let told = Some(t.mail_proof_needed());
            let shown = self.show(email, told, StatusCode::OK)?;
            return Ok(RefusalReason::LACKS_PROOF.of(shown));
        }
        let applicant = Applicant {
            email,
            browser: &self.secret,
            flow: self.flow,
            client: self.pending.map(|pending| &pending.registered.client),
            language: t.language(),
            user_agent: ctx.device().user_agent,
        };
        let mut status = StatusCode::OK;
        let problem = match self.provider.sign_up().begin(ctx, &applicant).await? {
            Ok(ticket) => {
                let next = page_about("/sign-up/code", "ticket", Some(&ticket));
                return Ok(see_other(&Base::of(self.provider).page(&next)));
            }
            Err(SignUpRefusal::Off) => {
                let back = page_about("/sign-in", "flow", self.flow);
                return Err(PageError::sign_up_off(back));
            }
            Err(SignUpRefusal::OfProvider(provider_id)) => {
                return self.at_provider(&provider_id, email.trim()).await;
            }
            Err(SignUpRefusal::NoAddress) => {
                status = StatusCode::BAD_REQUEST;
                t.sign_up_no_address()
            }
            Err(SignUpRefusal::Unmailable) => {
                status = StatusCode::BAD_REQUEST;
                t.sign_up_unmailable_address()
            }
            Err(SignUpRefusal::OtherDomain) => t.sign_up_other_domain(),
            Err(SignUpRefusal::Disposable) => t.sign_up_disposable(),
        };
        let shown = self.show(email, Some(problem), status)?;
        Ok(RefusalReason::ADDRESS_NOT_ADMITTED.of(shown))
    }
}
