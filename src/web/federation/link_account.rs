//! The page that asks for the password of an account before it is linked to an identity.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, PostedProof, page_about},
        operation::Operation,
        query::Query,
    },
    federation::problem,
    messages::Messages,
    respond::{
        address::{Address, Base},
        brand::Brand,
        headers::{seconds_until, see_other},
        html,
        page_error::PageError,
        refusal::RefusalReason,
    },
    sessions::establish::{self, Established},
};
use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{HeaderValue, RETRY_AFTER},
    },
    web::Data,
};
use askama::Template;
use doorward_core::{
    Provider,
    context::OperationContext,
    credentials::{Challenge, SignInOutcome},
    federation::LinkConfirmation,
};
use doorward_protocol::secret::{Secret, form_token};

#[derive(Template)]
#[template(path = "pages/link_account.html")]
struct LinkAccountPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    provider_name: &'a str,
    email: &'a str,
    offer: &'a str,
    form_token: &'a str,
    problem: Option<String>,
    challenge: Option<Challenge>,
    back: Address,
}

/// The address of the page.
pub fn address(provider: &Provider, offer: &Secret) -> Address {
    Base::of(provider).page(&format!("/link-account?offer={}", offer.reveal()))
}

fn purpose(offer: &str) -> String {
    format!("link-account {offer}")
}

/// Asks for the password of the account that has the address already.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let page = Page {
        t,
        provider: &provider,
        ctx: &ctx,
        browser: &browser,
        offer: query.get("offer").unwrap_or_default(),
    };
    page.show(None, StatusCode::OK).await
}

/// What the page is made of.
struct Page<'a> {
    t: Messages,
    provider: &'a Provider,
    ctx: &'a OperationContext,
    browser: &'a Browser,
    offer: &'a str,
}

impl Page<'_> {
    /// The page again: what was typed is not the password.
    async fn refuse(&self, status: StatusCode) -> Result<HttpResponse, PageError> {
        metrics::counter!("doorward_sign_ins_total", "outcome" => "refused").increment(1);
        self.show(Some(self.t.link_account_wrong()), status).await
    }

    async fn show(
        &self,
        told: Option<String>,
        status: StatusCode,
    ) -> Result<HttpResponse, PageError> {
        let offer = Secret::presented(self.offer);
        let secret = self.browser.secret.as_ref();
        let found = self
            .provider
            .federation()
            .link_prompt(self.ctx, &offer, secret)
            .await?;
        let prompt = match found {
            Ok(prompt) => prompt,
            Err(found) => return problem::answer(Base::of(self.provider), &found),
        };
        let secret = secret.ok_or_else(|| PageError::foreign_form("/sign-in"))?;
        let page = LinkAccountPage {
            t: self.t,
            base: Base::of(self.provider),
            brand: Brand::of(self.provider),
            provider_name: &prompt.provider_name,
            email: &prompt.email,
            offer: self.offer,
            form_token: &form_token(secret, &purpose(self.offer)),
            problem: told,
            challenge: self
                .provider
                .sign_in()
                .guard()
                .challenge(self.ctx, secret, None),
            back: Base::of(self.provider).page(&problem::every_method(prompt.flow.as_deref())),
        };
        html::page_with(status, &page)
    }
}

/// The form of the page.
pub struct LinkForm {
    offer: String,
    password: Option<String>,
    proof: PostedProof,
}

impl PostedForm for LinkForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            offer: fields.get("offer").unwrap_or_default().to_owned(),
            password: fields.get("password").map(str::to_owned),
            proof: PostedProof::from_fields(fields),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(&self.offer))
    }

    fn page(&self) -> String {
        page_about("/link-account", "offer", Some(&self.offer))
    }
}

/// Takes the password, and links.
pub async fn submit(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
    Form(form): Form<LinkForm>,
) -> Result<HttpResponse, PageError> {
    let page = Page {
        t,
        provider: &provider,
        ctx: &ctx,
        browser: &browser,
        offer: &form.offer,
    };
    let Some(password) = form.password else {
        let told = t.link_account_missing();
        return page.show(Some(told), StatusCode::OK).await;
    };
    let confirmation = LinkConfirmation {
        password: password.into(),
        browser: browser.at_sign_in(ctx.device()),
        evidence: browser.evidence(&form.offer, form.proof.presented()),
    };
    let accepted = provider
        .federation()
        .confirm_link(&ctx, &Secret::presented(&form.offer), confirmation)
        .await?;
    let accepted = match accepted {
        Ok(accepted) => accepted,
        Err(found) => return problem::answer(Base::of(&provider), &found),
    };
    match accepted {
        (SignInOutcome::SignedIn { sid }, flow) => {
            let established = Established::new(&sid, flow.as_deref());
            establish::after_sign_in(&provider, &ctx, &browser, established).await
        }
        (SignInOutcome::SecondStep { ticket }, _) => {
            Ok(see_other(&establish::second_step(&provider, &ticket)))
        }
        (SignInOutcome::Paused { until }, _) => {
            let told = t.link_account_paused();
            let status = StatusCode::TOO_MANY_REQUESTS;
            let mut response = page.show(Some(told), status).await?;
            let seconds = HeaderValue::from(seconds_until(ctx.now(), until));
            response.headers_mut().insert(RETRY_AFTER, seconds);
            Ok(RefusalReason::PAUSED.of(response))
        }
        (SignInOutcome::ProofNeeded, _) => {
            let told = t.sign_in_proof_needed();
            let page = page.show(Some(told), StatusCode::OK).await?;
            Ok(RefusalReason::LACKS_PROOF.of(page))
        }
        (SignInOutcome::Impossible, _) => page.refuse(StatusCode::BAD_REQUEST).await,
        (SignInOutcome::Wrong, _) => page.refuse(StatusCode::OK).await,
    }
}
