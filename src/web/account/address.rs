//! The pages of a change of the address: the code, the link of the mail, and the link that takes the
//! change back.

use crate::{
    account::{
        AccountForm,
        frame::AccountSection,
        fresh::require_fresh,
        profile::{self, Told},
    },
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        query::Query,
        signed_in::SignedIn,
    },
    messages::Messages,
    respond::{address::Base, brand::Brand, headers::see_other, html, page_error::PageError},
    sessions::establish::{self, Established},
};
use actix_web::{HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::{Provider, own_account::AddressOutcome, sign_up::CodeOutcome};
use doorward_protocol::{
    credentials::one_time_token::{TokenPurpose, TokenRefusal},
    secret::form_token,
};

#[derive(Template)]
#[template(path = "pages/account_address_code.html")]
struct CodePage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    email: &'a str,
    ticket: &'a str,
    form_token: &'a str,
    problem: Option<String>,
}

pub(super) fn refused(refusal: TokenRefusal) -> PageError {
    PageError::token_refused(
        TokenPurpose::ChangeAddress,
        refusal,
        AccountSection::Profile.path(),
    )
}

/// The form for another address.
pub struct AddressForm {
    email: String,
}

impl PostedForm for AddressForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            email: fields.get("email").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::Address.purpose(browser)
    }

    fn page(&self) -> String {
        AccountSection::Profile.path().to_owned()
    }
}

/// Takes another address, of a user who signed in just now, and sends it a mail.
pub async fn begin(
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
    Form(form): Form<AddressForm>,
) -> Result<HttpResponse, PageError> {
    if let Some(again) = require_fresh(&provider, &signed_in, AccountSection::Profile.path()) {
        return Ok(again);
    }
    let secret = signed_in.browser.secret_or_new(&provider);
    let outcome = provider
        .own_account()
        .begin_address_change(&signed_in.ctx, &signed_in.session, &secret, &form.email)
        .await?;
    let problem = match outcome {
        AddressOutcome::Sent { ticket } => {
            let page = page_about("/account/address", "ticket", Some(&ticket));
            return Ok(see_other(&Base::of(&provider).page(&page)));
        }
        AddressOutcome::NoAddress => t.profile_address_wrong(),
        AddressOutcome::Unmailable => t.sign_up_unmailable_address(),
        AddressOutcome::NoMail => t.profile_address_no_mail(),
        AddressOutcome::OfProvider(name) => t.profile_address_of_provider(&name),
    };
    let told = Told {
        address_problem: Some(problem),
        ..Told::default()
    };
    profile::render(&provider, &signed_in, t, told).await
}

fn code_purpose(ticket: &str) -> String {
    format!("account address code {ticket}")
}

/// Shows the page for the code.
pub async fn show_code(
    query: Query,
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let ticket = query.get("ticket").unwrap_or_default();
    render_code(&provider, &signed_in, t, ticket, None).await
}

async fn render_code(
    provider: &Provider,
    signed_in: &SignedIn,
    t: Messages,
    ticket: &str,
    problem: Option<String>,
) -> Result<HttpResponse, PageError> {
    let secret = signed_in.browser.secret_or_new(provider);
    let pending = provider
        .own_account()
        .pending_address(&signed_in.ctx, ticket, Some(&secret))
        .await?;
    let email = pending.map_err(refused)?;
    let page = CodePage {
        t,
        base: Base::of(provider),
        brand: Brand::of(provider),
        email: &email,
        ticket,
        form_token: &form_token(&secret, &code_purpose(ticket)),
        problem,
    };
    html::page_with(StatusCode::OK, &page)
}

/// The form for the code.
pub struct CodeForm {
    ticket: String,
    code: String,
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
        Some(code_purpose(&self.ticket))
    }

    fn page(&self) -> String {
        page_about("/account/address", "ticket", Some(&self.ticket))
    }
}

/// Takes the code, and changes the address.
pub async fn submit_code(
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
    Form(form): Form<CodeForm>,
) -> Result<HttpResponse, PageError> {
    let (browser, session) = (&signed_in.browser, &signed_in.session);
    let outcome = provider
        .own_account()
        .confirm_address_by_code(
            &signed_in.ctx,
            &form.ticket,
            browser.secret.as_ref(),
            &form.code,
        )
        .await?;
    match outcome {
        CodeOutcome::Confirmed => {
            // The session goes on under a new identifier, as after each change of how one signs in.
            let established = Established {
                remembered: session.remembered,
                page: Some("/account/profile?saved=address"),
                ..Established::new(&session.sid, None)
            };
            establish::establish(&provider, &signed_in.ctx, browser, &established).await
        }
        CodeOutcome::Refused(refusal) => Err(refused(refusal)),
        CodeOutcome::Wrong { left } => {
            let left = usize::try_from(left).unwrap_or_default();
            let told = Some(t.sign_up_code_wrong(left));
            render_code(&provider, &signed_in, t, &form.ticket, told).await
        }
    }
}
