//! The page of the mailed link, where the new password is chosen.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
        query::Query,
    },
    messages::Messages,
    pages::done::Done,
    password_reset::forgot,
    passwords::{NewPassword, reason, status},
    respond::{address::Base, brand::Brand, html, page_error::PageError},
};
use actix_web::{HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::{Provider, password_reset::ResetOutcome};
use doorward_protocol::{
    credentials::one_time_token::{TokenPurpose, TokenRefusal},
    secret::{Secret, form_token},
};

#[derive(Template)]
#[template(path = "pages/reset_password.html")]
struct ResetPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    name: &'a str,
    token: &'a str,
    form_token: &'a str,
    new_password: NewPassword,
    problem: Option<String>,
}

fn purpose(token: &str) -> String {
    format!("reset-password {token}")
}

/// The page that says why a link is over, with the way to a new one.
fn refused(refusal: TokenRefusal) -> PageError {
    PageError::token_refused(TokenPurpose::ResetPassword, refusal, forgot::page(None))
}

/// Shows the page. Nothing is used up.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let token = query.get("token").unwrap_or_default();
    let page = Page {
        provider: &provider,
        ctx: &ctx,
        browser: &browser,
        t,
        token,
    };
    page.show(None).await
}

struct Page<'a> {
    provider: &'a Provider,
    ctx: &'a Operation,
    browser: &'a Browser,
    t: Messages,
    token: &'a str,
}

impl Page<'_> {
    async fn show(&self, problem: Option<String>) -> Result<HttpResponse, PageError> {
        let link = Secret::presented(self.token);
        let found = self
            .provider
            .password_reset()
            .of_link(self.ctx, &link)
            .await?;
        let name = found.map_err(refused)?;
        let secret = self.browser.secret_or_new(self.provider);
        let page = ResetPage {
            t: self.t,
            base: Base::of(self.provider),
            brand: Brand::of(self.provider),
            name: &name,
            token: self.token,
            form_token: &form_token(&secret, &purpose(self.token)),
            new_password: NewPassword::new(self.provider, &secret),
            problem,
        };
        let mut response = html::page_with(StatusCode::OK, &page)?;
        self.browser
            .keep_secret(self.provider, &secret, &mut response);
        Ok(response)
    }
}

/// The form of the page.
pub struct ResetForm {
    token: String,
    password: String,
}

impl PostedForm for ResetForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            token: field("token"),
            password: field("new_password"),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(&self.token))
    }

    fn page(&self) -> String {
        page_about("/reset-password", "token", Some(&self.token))
    }
}

/// Changes the password.
pub async fn submit(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
    Form(form): Form<ResetForm>,
) -> Result<HttpResponse, PageError> {
    let link = Secret::presented(form.token.as_str());
    let secret = browser.secret.as_ref();
    let outcome = provider
        .password_reset()
        .complete(&ctx, &link, secret, form.password.into())
        .await?;
    let flow = match outcome {
        ResetOutcome::Changed { flow } => flow,
        ResetOutcome::Refused(refusal) => return Err(refused(refusal)),
        ResetOutcome::Password(problem) => {
            let page = Page {
                provider: &provider,
                ctx: &ctx,
                browser: &browser,
                t,
                token: &form.token,
            };
            let mut shown = page.show(Some(reason(t, problem))).await?;
            *shown.status_mut() = status(problem);
            return Ok(shown);
        }
    };
    let (base, brand) = (Base::of(&provider), Brand::of(&provider));
    let sign_in = page_about("/sign-in", "flow", flow.as_deref());
    html::page_with(
        StatusCode::OK,
        &Done {
            t,
            base,
            page_title: t.reset_password_done_page(&brand),
            brand,
            title: t.reset_password_done_title(),
            text: t.reset_password_done(),
            next: Some(base.page(&sign_in).named(t.reset_password_sign_in())),
        },
    )
}
