//! The link of the mail. Opening it changes nothing: programs that look for viruses open links too.

use crate::{
    account::words::device,
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
        query::Query,
    },
    messages::{Html, Messages},
    pages::done::Done,
    respond::{address::Base, brand::Brand, headers::see_other, html, page_error::PageError},
    sign_up::begin,
};
use actix_web::{HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::Provider;
use doorward_protocol::{
    credentials::one_time_token::TokenPurpose,
    secret::{Secret, form_token},
};

#[derive(Template)]
#[template(path = "pages/sign_up_confirm.html")]
struct ConfirmPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    email: &'a str,
    device: String,
    address: &'a str,
    when: Html,
    token: &'a str,
    form_token: &'a str,
}

fn purpose(token: &str) -> String {
    format!("sign-up confirm {token}")
}

/// Shows who asked, and a button.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let token = query.get("token").unwrap_or_default();
    let link = Secret::presented(token);
    let found = provider.sign_up().of_link(&ctx, &link).await?;
    let pending = found.map_err(|refusal| {
        PageError::token_refused(TokenPurpose::SignUp, refusal, begin::page(None))
    })?;
    let secret = browser.secret_or_new(&provider);
    let page = ConfirmPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of(&provider),
        email: &pending.email,
        device: device(&pending.user_agent, t),
        address: &pending.address,
        when: t.when(pending.asked_at, ctx.now()),
        token,
        form_token: &form_token(&secret, &purpose(token)),
    };
    let mut response = html::page_with(StatusCode::OK, &page)?;
    browser.keep_secret(&provider, &secret, &mut response);
    Ok(response)
}

/// The form of the page.
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
        Some(purpose(&self.token))
    }

    fn page(&self) -> String {
        page_about("/sign-up/confirm", "token", Some(&self.token))
    }
}

/// Confirms the address.
pub async fn submit(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
    Form(form): Form<ConfirmForm>,
) -> Result<HttpResponse, PageError> {
    let link = Secret::presented(form.token);
    let confirmed = provider
        .sign_up()
        .confirm_by_link(&ctx, &link, browser.secret.as_ref())
        .await?;
    let ticket = confirmed.map_err(|refusal| {
        PageError::token_refused(TokenPurpose::SignUp, refusal, begin::page(None))
    })?;
    let base = Base::of(&provider);
    if let Some(ticket) = ticket {
        let next = page_about("/sign-up/complete", "ticket", Some(&ticket));
        return Ok(see_other(&base.page(&next)));
    }
    let brand = Brand::of(&provider);
    html::page_with(
        StatusCode::OK,
        &Done {
            t,
            base,
            page_title: t.sign_up_confirmed_page(&brand),
            brand,
            title: t.sign_up_confirmed_title(),
            text: t.sign_up_confirmed(),
            next: None,
        },
    )
}
