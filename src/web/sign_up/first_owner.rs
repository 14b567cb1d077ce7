//! The page of the link that makes the first owner. Opening it changes nothing.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
    },
    messages::Messages,
    respond::{address::Base, headers::see_other, html, page_error::PageError},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    sign_up::{FirstOwner, FirstOwnerBegun},
};
use doorward_protocol::{
    credentials::one_time_token::TokenRefusal,
    oauth::authorization_request::Parameters,
    secret::{Secret, form_token},
};

#[derive(Template)]
#[template(path = "pages/setup.html")]
struct SetupPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: &'a str,
    email: &'a str,
    token: &'a str,
    form_token: &'a str,
    problem: Option<String>,
}

fn purpose(token: &str) -> String {
    format!("setup {token}")
}

fn refused(refusal: TokenRefusal) -> PageError {
    PageError::token_refused(refusal, "/sign-in")
}

/// Asks for the address of the first owner.
pub async fn show(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let query = Parameters::parse(request.query_string());
    let token = query.get("token").unwrap_or_default();
    let link = Secret::presented(token);
    let found = provider.sign_up().of_first_owner_link(&ctx, &link).await?;
    found.map_err(refused)?;
    let form = SetupForm {
        token: token.to_owned(),
        email: String::new(),
    };
    page(&provider, &browser, t, &form, None)
}

fn page(
    provider: &Provider,
    browser: &Browser,
    t: Messages,
    form: &SetupForm,
    problem: Option<String>,
) -> Result<HttpResponse, PageError> {
    let secret = browser.secret_or_new(provider);
    let page = SetupPage {
        t,
        base: Base::of(provider),
        brand: &provider.name(),
        email: &form.email,
        token: &form.token,
        form_token: &form_token(&secret, &purpose(&form.token)),
        problem,
    };
    let mut response = html::page_with(StatusCode::OK, &page)?;
    browser.keep_secret(provider, &secret, &mut response);
    Ok(response)
}

/// The form of the page.
pub struct SetupForm {
    token: String,
    email: String,
}

impl PostedForm for SetupForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            token: field("token"),
            email: field("email"),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(&self.token))
    }

    fn page(&self) -> String {
        page_about("/setup", "token", Some(&self.token))
    }
}

/// Goes on to the name and the password or passkey.
pub async fn submit(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
    Form(form): Form<SetupForm>,
) -> Result<HttpResponse, PageError> {
    let link = Secret::presented(form.token.as_str());
    let wanted = FirstOwner {
        email: &form.email,
        browser: &browser.secret_or_new(&provider),
        language: t.language(),
    };
    let sign_up = provider.sign_up();
    let problem = match sign_up.begin_first_owner(&ctx, &link, &wanted).await? {
        FirstOwnerBegun::Ticket(ticket) => {
            let next = page_about("/sign-up/complete", "ticket", Some(&ticket));
            return Ok(see_other(&Base::of(&provider).page(&next)));
        }
        FirstOwnerBegun::Refused(refusal) => return Err(refused(refusal)),
        FirstOwnerBegun::NoAddress => t.sign_up_no_address(),
        FirstOwnerBegun::Taken => t.setup_taken(form.email.trim()),
    };
    page(&provider, &browser, t, &form, Some(problem))
}
