//! The page that waits for the code of the mail.

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
        headers::see_other,
        html,
        page_error::PageError,
        refusal::RefusalReason,
    },
    sessions::establish::{self, Established},
};
use actix_web::{HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    credentials::Challenge,
    mailed_sign_in::{MailedOutcome, PendingMail},
};
use doorward_protocol::{credentials::one_time_token::TokenPurpose, secret::form_token};

#[derive(Template)]
#[template(path = "pages/sign_in_code.html")]
struct CodePage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    /// What the mail brings, and where it goes.
    sent: String,
    has_code: bool,
    ticket: &'a str,
    form_token: &'a str,
    again_token: &'a str,
    told: Option<String>,
    problem: Option<String>,
    challenge: Option<Challenge>,
    other: Address,
}

/// The address of the page.
pub fn page(ticket: &str) -> String {
    page_about("/sign-in/code", "ticket", Some(ticket))
}

/// The sign-in page, for the request that waits.
pub fn sign_in_page(flow: Option<&str>) -> String {
    page_about("/sign-in", "flow", flow)
}

async fn pending(
    provider: &Provider,
    ctx: &Operation,
    browser: &Browser,
    ticket: &str,
) -> Result<PendingMail, PageError> {
    let secret = browser.secret.as_ref();
    let mailed = provider.mailed_sign_in();
    let found = mailed.pending(ctx, ticket, secret).await?;
    found.map_err(|refusal| {
        PageError::token_refused(TokenPurpose::SignIn, refusal, sign_in_page(None))
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
    let page = Page {
        provider: &provider,
        ctx: &ctx,
        browser: &browser,
        t,
        ticket,
        pending: &pending(&provider, &ctx, &browser, ticket).await?,
    };
    let (told, problem) = match query.get("mail") {
        Some("sent") => (Some(t.sign_in_mail_sent_again()), None),
        Some("early") => (None, Some(t.sign_up_code_too_soon())),
        Some("proof") => (None, Some(t.mail_proof_needed())),
        _ => (None, None),
    };
    page.show(told, problem)
}

struct Page<'a> {
    provider: &'a Provider,
    ctx: &'a Operation,
    browser: &'a Browser,
    t: Messages,
    ticket: &'a str,
    pending: &'a PendingMail,
}

impl Page<'_> {
    fn show(
        &self,
        told: Option<String>,
        problem: Option<String>,
    ) -> Result<HttpResponse, PageError> {
        let secret = self.browser.secret_or_new(self.provider);
        let base = Base::of(self.provider);
        let (t, pending) = (self.t, self.pending);
        let name = pending.identifier.as_str();
        let page = CodePage {
            t,
            base,
            brand: Brand::of(self.provider),
            sent: match (pending.has_code, pending.has_link) {
                (true, true) => t.sign_in_mail_sent_both(name),
                (true, false) => t.sign_in_mail_sent_code(name),
                _ => t.sign_in_mail_sent_link(name),
            },
            has_code: pending.has_code,
            ticket: self.ticket,
            form_token: &form_token(&secret, &CodeForm::bound_to(self.ticket)),
            again_token: &form_token(&secret, &AgainForm::bound_to(self.ticket)),
            told,
            problem,
            challenge: self.provider.mailed_requests().challenge(self.ctx, &secret),
            other: base.page(&sign_in_page(pending.flow.as_deref())),
        };
        html::page_with(StatusCode::OK, &page)
    }
}

/// The form for the code.
pub struct CodeForm {
    ticket: String,
    code: String,
}

impl CodeForm {
    fn bound_to(ticket: &str) -> String {
        format!("sign-in code {ticket}")
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
        page(&self.ticket)
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
    let from = browser.of_mail(ctx.device());
    let mailed = provider.mailed_sign_in();
    let outcome = mailed.by_code(&ctx, &form.ticket, &form.code, from).await?;
    if let MailedOutcome::Wrong { left } = outcome {
        metrics::counter!("doorward_sign_ins_total", "outcome" => "refused").increment(1);
        let page = Page {
            provider: &provider,
            ctx: &ctx,
            browser: &browser,
            t,
            ticket: &form.ticket,
            pending: &pending,
        };
        let left = usize::try_from(left).unwrap_or_default();
        return page.show(None, Some(t.sign_up_code_wrong(left)));
    }
    go_on(&provider, &ctx, &browser, outcome, pending.flow.as_deref()).await
}

/// Where the browser goes after a code or a link.
///
/// # Errors
/// The page that says why nobody is signed in.
pub async fn go_on(
    provider: &Provider,
    ctx: &Operation,
    browser: &Browser,
    outcome: MailedOutcome,
    flow: Option<&str>,
) -> Result<HttpResponse, PageError> {
    match outcome {
        MailedOutcome::SignedIn {
            sid,
            flow,
            remembered,
        } => {
            let established = Established {
                remembered,
                ..Established::new(&sid, flow.as_deref())
            };
            establish::after_sign_in(provider, ctx, browser, established).await
        }
        MailedOutcome::SecondStep { ticket } => {
            Ok(see_other(&establish::second_step(provider, &ticket)))
        }
        // The sign-in page offers what is on.
        MailedOutcome::Off | MailedOutcome::Wrong { .. } => {
            let page = Base::of(provider).page(&sign_in_page(flow));
            Ok(RefusalReason::METHOD_OFF.of(see_other(&page)))
        }
        MailedOutcome::Refused(refusal) => {
            metrics::counter!("doorward_sign_ins_total", "outcome" => "refused").increment(1);
            Err(PageError::token_refused(
                TokenPurpose::SignIn,
                refusal,
                sign_in_page(flow),
            ))
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
        format!("sign-in code again {ticket}")
    }
}

impl PostedForm for AgainForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            ticket: fields.get("ticket").unwrap_or_default().to_owned(),
            proof: PostedProof::from_fields(fields),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(Self::bound_to(&self.ticket))
    }

    fn page(&self) -> String {
        page(&self.ticket)
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
    let mailed = provider.mailed_sign_in();
    let sent = mailed
        .send_again(&ctx, &form.ticket, browser.of_mail(ctx.device()))
        .await?;
    let is_sent = sent.map_err(|refusal| {
        PageError::token_refused(TokenPurpose::SignIn, refusal, sign_in_page(None))
    })?;
    let told = if is_sent { "sent" } else { "early" };
    let page = format!("{}&mail={told}", form.page());
    Ok(see_other(&Base::of(&provider).page(&page)))
}
