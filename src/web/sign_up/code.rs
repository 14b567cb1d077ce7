//! The page that waits for the code of the mail, or for its link to be opened.

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
        headers::{NO_STORE, see_other},
        html,
        page_error::PageError,
        refusal::RefusalReason,
    },
    sign_up::begin,
};
use actix_web::{
    HttpResponse,
    http::{StatusCode, header::CACHE_CONTROL},
    web::Data,
};
use askama::Template;
use doorward_core::{
    Provider,
    credentials::Challenge,
    sign_up::{CodeOutcome, PendingSignUp},
};
use doorward_protocol::{
    credentials::one_time_token::{TokenPurpose, TokenRefusal},
    secret::form_token,
};
use serde_json::json;

#[derive(Template)]
#[template(path = "pages/sign_up_code.html")]
struct CodePage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    email: &'a str,
    ticket: &'a str,
    form_token: &'a str,
    again_token: &'a str,
    told: Option<String>,
    problem: Option<String>,
    challenge: Option<Challenge>,
    other: Address,
}

/// The page where the account is completed.
fn complete_page(ticket: &str) -> String {
    page_about("/sign-up/complete", "ticket", Some(ticket))
}

/// The account that this browser is creating.
///
/// # Errors
/// The page that says why there is none.
pub async fn pending(
    provider: &Provider,
    ctx: &Operation,
    browser: &Browser,
    ticket: &str,
) -> Result<PendingSignUp, PageError> {
    let found = provider
        .sign_up()
        .pending(ctx, ticket, browser.secret.as_ref())
        .await?;
    found.map_err(|refusal| {
        PageError::token_refused(TokenPurpose::SignUp, refusal, begin::page(None))
    })
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let ticket = query.get("ticket").unwrap_or_default();
    let pending = pending(&provider, &ctx, &browser, ticket).await?;
    if pending.is_confirmed {
        return Ok(see_other(&Base::of(&provider).page(&complete_page(ticket))));
    }
    let told = match query.get("mail") {
        Some("sent") => Some(t.sign_up_code_sent_again()),
        _ => None,
    };
    let problem = match query.get("mail") {
        Some("early") => Some(t.sign_up_code_too_soon()),
        Some("proof") => Some(t.mail_proof_needed()),
        _ => None,
    };
    let page = Page {
        provider: &provider,
        ctx: &ctx,
        browser: &browser,
        t,
        ticket,
        pending: &pending,
    };
    page.show(told, problem)
}

struct Page<'a> {
    provider: &'a Provider,
    ctx: &'a Operation,
    browser: &'a Browser,
    t: Messages,
    ticket: &'a str,
    pending: &'a PendingSignUp,
}

impl Page<'_> {
    fn show(
        &self,
        told: Option<String>,
        problem: Option<String>,
    ) -> Result<HttpResponse, PageError> {
        let secret = self.browser.secret_or_new(self.provider);
        let base = Base::of(self.provider);
        let other = begin::page(self.pending.flow.as_deref());
        let page = CodePage {
            t: self.t,
            base,
            brand: Brand::of(self.provider),
            email: &self.pending.email,
            ticket: self.ticket,
            form_token: &form_token(&secret, &CodeForm::bound_to(self.ticket)),
            again_token: &form_token(&secret, &AgainForm::bound_to(self.ticket)),
            told,
            problem,
            challenge: self.provider.mailed_requests().challenge(self.ctx, &secret),
            other: base.page(&other),
        };
        html::page_with(StatusCode::OK, &page)
    }
}

/// Says whether the address was confirmed, for the script of the page that waits.
pub async fn state(
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
) -> Result<HttpResponse, PageError> {
    let ticket = query.get("ticket").unwrap_or_default();
    let secret = browser.secret.as_ref();
    let found = provider.sign_up().pending(&ctx, ticket, secret).await?;
    let page = match found {
        Ok(pending) if pending.is_confirmed => Some(complete_page(ticket)),
        Ok(_) => None,
        // The page says what happened.
        Err(_) => Some(page_about("/sign-up/code", "ticket", Some(ticket))),
    };
    let base = Base::of(&provider);
    let next = page.map(|page| base.page(&page).as_str().to_owned());
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, NO_STORE))
        .json(json!({ "next": next })))
}

/// The form for the code.
pub struct CodeForm {
    ticket: String,
    code: String,
}

impl CodeForm {
    fn bound_to(ticket: &str) -> String {
        format!("sign-up code {ticket}")
    }
}

impl PostedForm for CodeForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            ticket: field("ticket"),
            code: field("code"),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(Self::bound_to(&self.ticket))
    }

    fn page(&self) -> String {
        page_about("/sign-up/code", "ticket", Some(&self.ticket))
    }
}

/// Takes the code.
pub async fn submit(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
    Form(form): Form<CodeForm>,
) -> Result<HttpResponse, PageError> {
    let pending = pending(&provider, &ctx, &browser, &form.ticket).await?;
    let secret = browser.secret.as_ref();
    let outcome = provider
        .sign_up()
        .try_code(&ctx, &form.ticket, secret, &form.code)
        .await?;
    match outcome {
        CodeOutcome::Confirmed => Ok(see_other(
            &Base::of(&provider).page(&complete_page(&form.ticket)),
        )),
        // It was confirmed by the link meanwhile.
        CodeOutcome::Refused(TokenRefusal::Used) if pending.is_confirmed => Ok(see_other(
            &Base::of(&provider).page(&complete_page(&form.ticket)),
        )),
        CodeOutcome::Refused(refusal) => {
            let again = begin::page(pending.flow.as_deref());
            Err(PageError::token_refused(
                TokenPurpose::SignUp,
                refusal,
                again,
            ))
        }
        CodeOutcome::Wrong { left } => {
            let page = Page {
                provider: &provider,
                ctx: &ctx,
                browser: &browser,
                t,
                ticket: &form.ticket,
                pending: &pending,
            };
            let left = usize::try_from(left).unwrap_or_default();
            page.show(None, Some(t.sign_up_code_wrong(left)))
        }
    }
}

/// The form that asks for another mail.
pub struct AgainForm {
    ticket: String,
    proof: PostedProof,
}

impl AgainForm {
    fn bound_to(ticket: &str) -> String {
        format!("sign-up again {ticket}")
    }
}

impl PostedForm for AgainForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            proof: PostedProof::from_fields(fields),
            ticket: fields.get("ticket").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(Self::bound_to(&self.ticket))
    }

    fn page(&self) -> String {
        page_about("/sign-up/code", "ticket", Some(&self.ticket))
    }
}

/// Sends another mail.
pub async fn send_again(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    Form(form): Form<AgainForm>,
) -> Result<HttpResponse, PageError> {
    let secret = browser.secret.as_ref();
    let (requests, proof) = (provider.mailed_requests(), form.proof.presented());
    if requests.lacks_proof(&ctx, secret, &proof, &form.ticket) {
        let page = format!("{}&mail=proof", form.page());
        let again = see_other(&Base::of(&provider).page(&page));
        return Ok(RefusalReason::LACKS_PROOF.of(again));
    }
    let sent = provider
        .sign_up()
        .send_again(&ctx, &form.ticket, secret)
        .await?;
    let is_sent = sent.map_err(|refusal| {
        PageError::token_refused(TokenPurpose::SignUp, refusal, begin::page(None))
    })?;
    let page = form.page();
    let told = if is_sent { "sent" } else { "early" };
    Ok(see_other(
        &Base::of(&provider).page(&format!("{page}&mail={told}")),
    ))
}
