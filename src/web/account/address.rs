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
        operation::Operation,
        signed_in::SignedIn,
    },
    messages::Messages,
    pages::done::Done,
    respond::{address::Base, headers::see_other, html, page_error::PageError},
    sessions::establish::{self, Established},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::{Provider, own_account::AddressOutcome, sign_up::CodeOutcome};
use doorward_protocol::{
    credentials::one_time_token::TokenRefusal,
    oauth::authorization_request::Parameters,
    secret::{Secret, form_token},
};

#[derive(Template)]
#[template(path = "pages/account_address_code.html")]
struct CodePage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: &'a str,
    email: &'a str,
    ticket: &'a str,
    form_token: &'a str,
    problem: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/account_address_link.html")]
struct LinkPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: &'a str,
    title: String,
    text: String,
    button: String,
    action: &'a str,
    token: &'a str,
    form_token: &'a str,
}

fn refused(refusal: TokenRefusal) -> PageError {
    PageError::token_refused(refusal, AccountSection::Profile.path())
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
        let session = browser.session.as_ref();
        session.map(|session| AccountForm::Address.purpose(session))
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
        AddressOutcome::NoMail => t.profile_address_no_mail(),
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
    request: HttpRequest,
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let query = Parameters::parse(request.query_string());
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
        brand: &provider.settings().name,
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

/// A link of a mail about the address.
#[derive(Clone, Copy)]
enum Link {
    Confirm,
    Undo,
}

impl Link {
    const fn path(self) -> &'static str {
        match self {
            Self::Confirm => "/account-address",
            Self::Undo => "/account-address/undo",
        }
    }

    fn purpose(self, token: &str) -> String {
        format!("{} {token}", self.path())
    }
}

struct Opened<'a> {
    provider: &'a Provider,
    browser: &'a Browser,
    t: Messages,
    link: Link,
    token: &'a str,
}

impl Opened<'_> {
    fn show(&self, title: String, text: String, button: String) -> Result<HttpResponse, PageError> {
        let secret = self.browser.secret_or_new(self.provider);
        let page = LinkPage {
            t: self.t,
            base: Base::of(self.provider),
            brand: &self.provider.settings().name,
            title,
            text,
            button,
            action: self.link.path(),
            token: self.token,
            form_token: &form_token(&secret, &self.link.purpose(self.token)),
        };
        let mut response = html::page_with(StatusCode::OK, &page)?;
        self.browser
            .keep_secret(self.provider, &secret, &mut response);
        Ok(response)
    }
}

/// Shows the new address, and a button. Nothing changes.
pub async fn show_link(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let query = Parameters::parse(request.query_string());
    let token = query.get("token").unwrap_or_default();
    let link = Secret::presented(token);
    let found = provider.own_account().address_of_link(&ctx, &link).await?;
    let email = found.map_err(refused)?;
    let opened = Opened {
        provider: &provider,
        browser: &browser,
        t,
        link: Link::Confirm,
        token,
    };
    opened.show(
        t.address_confirm_title(),
        t.address_confirm(email),
        t.address_confirm_submit(),
    )
}

/// Shows the former address, and a button. Nothing changes.
pub async fn show_undo(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let query = Parameters::parse(request.query_string());
    let token = query.get("token").unwrap_or_default();
    let link = Secret::presented(token);
    let found = provider.own_account().former_address(&ctx, &link).await?;
    let email = found.map_err(refused)?;
    let opened = Opened {
        provider: &provider,
        browser: &browser,
        t,
        link: Link::Undo,
        token,
    };
    opened.show(
        t.address_undo_title(),
        t.address_undo(email),
        t.address_undo_submit(),
    )
}

/// The form of a link.
pub struct ConfirmForm {
    token: String,
}

impl PostedForm for ConfirmForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            token: fields.get("token").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(Link::Confirm.purpose(&self.token))
    }

    fn page(&self) -> String {
        page_about(Link::Confirm.path(), "token", Some(&self.token))
    }
}

/// The form of a link that takes the change back.
pub struct UndoForm {
    token: String,
}

impl PostedForm for UndoForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            token: fields.get("token").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(Link::Undo.purpose(&self.token))
    }

    fn page(&self) -> String {
        page_about(Link::Undo.path(), "token", Some(&self.token))
    }
}

/// Changes the address.
pub async fn confirm(
    provider: Data<Provider>,
    ctx: Operation,
    t: Messages,
    Form(form): Form<ConfirmForm>,
) -> Result<HttpResponse, PageError> {
    let link = Secret::presented(form.token);
    let account = provider.own_account();
    let confirmed = account.confirm_address_by_link(&ctx, &link).await?;
    confirmed.map_err(refused)?;
    let base = Base::of(&provider);
    let next = Some((base.page("/account/profile"), t.back_to_account()));
    done(
        &provider,
        t,
        t.address_confirmed_title(),
        t.address_confirmed(),
        next,
    )
}

/// Takes the change back.
pub async fn undo(
    provider: Data<Provider>,
    ctx: Operation,
    t: Messages,
    Form(form): Form<UndoForm>,
) -> Result<HttpResponse, PageError> {
    let link = Secret::presented(form.token);
    let undone = provider
        .own_account()
        .undo_address_change(&ctx, &link)
        .await?;
    undone.map_err(refused)?;
    let base = Base::of(&provider);
    let next = Some((base.page("/forgot-password"), t.forgot_password_title()));
    done(
        &provider,
        t,
        t.address_undone_title(),
        t.address_undone(),
        next,
    )
}

fn done(
    provider: &Provider,
    t: Messages,
    title: String,
    text: String,
    next: Option<(crate::respond::address::Address, String)>,
) -> Result<HttpResponse, PageError> {
    let brand = &provider.settings().name;
    html::page_with(
        StatusCode::OK,
        &Done {
            t,
            base: Base::of(provider),
            brand,
            page_title: t.profile_page(brand),
            title,
            text,
            next,
        },
    )
}
