//! The links of mails about the address: one confirms the new one, one takes the change back. Opening
//! one changes nothing.

use crate::{
    account::address::refused,
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
        query::Query,
    },
    messages::Messages,
    pages::done::Done,
    respond::{
        address::{Base, PageLink},
        brand::Brand,
        html,
        page_error::PageError,
    },
};
use actix_web::{HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::Provider;
use doorward_protocol::{
    credentials::one_time_token::{TokenPurpose, TokenRefusal},
    secret::{Secret, form_token},
};

#[derive(Template)]
#[template(path = "pages/account_address_link.html")]
pub(super) struct LinkPage<'a> {
    pub(super) t: Messages,
    pub(super) base: Base<'a>,
    pub(super) brand: Brand,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) button: String,
    pub(super) action: &'a str,
    pub(super) token: &'a str,
    pub(super) form_token: &'a str,
}

fn undo_refused(refusal: TokenRefusal) -> PageError {
    PageError::link_over(TokenPurpose::UndoAddressChange, refusal)
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
            brand: Brand::of(self.provider),
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
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
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
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let token = query.get("token").unwrap_or_default();
    let link = Secret::presented(token);
    let found = provider.own_account().former_address(&ctx, &link).await?;
    let email = found.map_err(undo_refused)?;
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
    let next = Some(base.page("/account/profile").named(t.back_to_account()));
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
    undone.map_err(undo_refused)?;
    let base = Base::of(&provider);
    let next = Some(
        base.page("/forgot-password")
            .named(t.forgot_password_title()),
    );
    done(
        &provider,
        t,
        t.address_undone_title(),
        t.address_undone(),
        next,
    )
}

/// The page that says what was done.
pub(super) fn done(
    provider: &Provider,
    t: Messages,
    title: String,
    text: String,
    next: Option<PageLink>,
) -> Result<HttpResponse, PageError> {
    let brand = Brand::of(provider);
    html::page_with(
        StatusCode::OK,
        &Done {
            t,
            base: Base::of(provider),
            page_title: t.profile_page(&brand),
            brand,
            title,
            text,
            next,
        },
    )
}
