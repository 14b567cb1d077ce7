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
    respond::{address::Base, brand::Brand, html, page_error::PageError, refusal::RefusalReason},
    sign_in::code::{go_on, sign_in_page},
};
use actix_web::{HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::{Provider, mailed_sign_in::LinkView};
use doorward_protocol::{
    credentials::one_time_token::TokenPurpose,
    secret::{Secret, form_token},
};

#[derive(Template)]
#[template(path = "pages/sign_in_link.html")]
struct LinkPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    device: String,
    address: &'a str,
    when: Html,
    token: &'a str,
    form_token: &'a str,
}

fn purpose(token: &str) -> String {
    format!("sign-in link {token}")
}

async fn find(
    provider: &Provider,
    ctx: &Operation,
    browser: &Browser,
    link: &Secret,
) -> Result<LinkView, PageError> {
    let secret = browser.secret.as_ref();
    let found = provider.mailed_sign_in().of_link(ctx, link, secret).await?;
    found.map_err(|refusal| {
        PageError::token_refused(TokenPurpose::SignIn, refusal, sign_in_page(None))
    })
}

/// Shows who asked, and a button; in another browser, where the link works.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let token = query.get("token").unwrap_or_default();
    let view = find(&provider, &ctx, &browser, &Secret::presented(token)).await?;
    if !view.is_same_browser {
        return elsewhere(&provider, t, &view);
    }
    let secret = browser.secret_or_new(&provider);
    let page = LinkPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of(&provider),
        device: device(&view.user_agent, t),
        address: &view.address,
        when: t.when(view.asked_at, ctx.now()),
        token,
        form_token: &form_token(&secret, &purpose(token)),
    };
    html::page_with(StatusCode::OK, &page)
}

/// The page of a link that was opened in another browser than the one that asked.
fn elsewhere(provider: &Provider, t: Messages, view: &LinkView) -> Result<HttpResponse, PageError> {
    let base = Base::of(provider);
    let brand = Brand::of(provider);
    let device = device(&view.user_agent, t);
    let page = Done {
        t,
        base,
        page_title: t.sign_in_page(&brand),
        brand,
        title: t.sign_in_link_elsewhere_title(),
        text: if view.has_code {
            t.sign_in_link_elsewhere_or_code(device)
        } else {
            t.sign_in_link_elsewhere(device)
        },
        next: Some(
            base.page(&sign_in_page(None))
                .named(t.sign_in_link_start_here()),
        ),
    };
    let shown = html::page_with(StatusCode::BAD_REQUEST, &page)?;
    Ok(RefusalReason::OTHER_BROWSER.of(shown))
}

/// The form of the page.
pub struct LinkForm {
    token: String,
}

impl PostedForm for LinkForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            token: fields.get("token").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(&self.token))
    }

    fn page(&self) -> String {
        page_about("/sign-in/link", "token", Some(&self.token))
    }
}

/// Signs in by the link.
pub async fn submit(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
    Form(form): Form<LinkForm>,
) -> Result<HttpResponse, PageError> {
    let link = Secret::presented(form.token);
    let view = find(&provider, &ctx, &browser, &link).await?;
    if !view.is_same_browser {
        return elsewhere(&provider, t, &view);
    }
    let from = browser.of_mail(ctx.device());
    let outcome = provider.mailed_sign_in().by_link(&ctx, &link, from).await?;
    go_on(&provider, &ctx, &browser, outcome, view.flow.as_deref()).await
}
