//! The last page: name, password, terms.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
    },
    messages::Messages,
    passwords::reason,
    respond::{address::Base, headers::see_other, html, page_error::PageError},
    sessions::establish::{self, Established},
    sign_up::{begin, code},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    sign_up::{Completion, NewAccount, PendingSignUp},
};
use doorward_protocol::{oauth::authorization_request::Parameters, secret::form_token};

#[derive(Template)]
#[template(path = "pages/sign_up_complete.html")]
struct CompletePage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: &'a str,
    email: &'a str,
    ticket: &'a str,
    form_token: &'a str,
    name: &'a str,
    min_length: usize,
    terms: Option<&'a str>,
    terms_url: Option<&'a str>,
    problem: Option<String>,
}

fn purpose(ticket: &str) -> String {
    format!("sign-up complete {ticket}")
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let query = Parameters::parse(request.query_string());
    let ticket = query.get("ticket").unwrap_or_default();
    let pending = code::pending(&provider, &ctx, &browser, ticket).await?;
    if !pending.is_confirmed {
        let code = page_about("/sign-up/code", "ticket", Some(ticket));
        return Ok(see_other(&Base::of(&provider).page(&code)));
    }
    let page = Page {
        provider: &provider,
        browser: &browser,
        t,
        ticket,
        pending: &pending,
    };
    page.show("", None)
}

struct Page<'a> {
    provider: &'a Provider,
    browser: &'a Browser,
    t: Messages,
    ticket: &'a str,
    pending: &'a PendingSignUp,
}

impl Page<'_> {
    fn show(&self, name: &str, problem: Option<String>) -> Result<HttpResponse, PageError> {
        let secret = self.browser.secret_or_new(self.provider);
        let settings = &self.provider.settings().sign_up;
        let page = CompletePage {
            t: self.t,
            base: Base::of(self.provider),
            brand: &self.provider.settings().name,
            email: &self.pending.email,
            ticket: self.ticket,
            form_token: &form_token(&secret, &purpose(self.ticket)),
            name,
            min_length: self.provider.passwords().min_length(),
            terms: settings.terms_version.as_deref(),
            terms_url: settings.terms_url.as_deref(),
            problem,
        };
        html::page_with(StatusCode::OK, &page)
    }
}

/// The form of the page.
pub struct CompleteForm {
    ticket: String,
    name: String,
    password: String,
    terms: Option<String>,
}

impl PostedForm for CompleteForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            ticket: field("ticket"),
            name: field("name"),
            password: field("password"),
            terms: fields.get("terms").map(str::to_owned),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(&self.ticket))
    }

    fn page(&self) -> String {
        page_about("/sign-up/complete", "ticket", Some(&self.ticket))
    }
}

/// Creates the account, and signs its user in.
pub async fn submit(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
    Form(form): Form<CompleteForm>,
) -> Result<HttpResponse, PageError> {
    let pending = code::pending(&provider, &ctx, &browser, &form.ticket).await?;
    let chosen = NewAccount {
        name: &form.name,
        password: form.password.clone().into(),
        accepted_terms: form.terms.as_deref(),
        language: t.language(),
        accounts: &browser.accounts,
        device: ctx.device(),
    };
    let secret = browser.secret.as_ref();
    let completion = provider
        .sign_up()
        .complete(&ctx, &form.ticket, secret, chosen)
        .await?;
    let problem = match completion {
        Completion::SignedIn {
            sid,
            flow,
            is_invited,
        } => {
            let established = Established {
                page: is_invited.then_some("/"),
                ..Established::new(&sid, flow.as_deref())
            };
            return establish::after_sign_in(&provider, &ctx, &browser, established).await;
        }
        Completion::NotConfirmed => {
            let code = page_about("/sign-up/code", "ticket", Some(&form.ticket));
            return Ok(see_other(&Base::of(&provider).page(&code)));
        }
        Completion::Refused(refusal) => {
            return Err(PageError::token_refused(refusal, begin::page(None)));
        }
        Completion::Taken => {
            let sign_in = page_about("/sign-in", "flow", pending.flow.as_deref());
            return Err(PageError::address_taken(sign_in));
        }
        Completion::NoName => t.sign_up_no_name(),
        Completion::Password(problem) => reason(t, problem),
        Completion::TermsNotAccepted => t.sign_up_terms_missing(),
    };
    let page = Page {
        provider: &provider,
        browser: &browser,
        t,
        ticket: &form.ticket,
        pending: &pending,
    };
    page.show(&form.name, Some(problem))
}
