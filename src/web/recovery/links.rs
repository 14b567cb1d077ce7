//! The links of a request to get back in. Opening one changes nothing; a button does.

use super::{Button, RecoveryPage};
use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
        query::Query,
    },
    messages::{Html, Messages},
    respond::{address::Base, html, page_error::PageError},
};
use actix_web::{HttpResponse, http::StatusCode, web::Data};
use doorward_core::Provider;
use doorward_protocol::{
    credentials::one_time_token::{TokenPurpose, TokenRefusal},
    secret::{Secret, form_token},
};

/// The path of the link that removes the second factor.
const RECOVERY: &str = "/recovery";
/// The path of the link that refuses it.
const REFUSE: &str = "/recovery/refuse";

fn purpose(path: &str, token: &str) -> String {
    format!("{path} {token}")
}

fn refused(refusal: TokenRefusal) -> PageError {
    PageError::link_over(TokenPurpose::Recovery, refusal)
}

fn refusal_refused(refusal: TokenRefusal) -> PageError {
    PageError::link_over(TokenPurpose::RefuseRecovery, refusal)
}

/// A page that asks for the button of a link.
struct Asking<'a> {
    path: &'a str,
    token: &'a str,
    title: String,
    text: String,
    label: String,
}

impl Asking<'_> {
    fn show(
        self,
        provider: &Provider,
        browser: &Browser,
        t: Messages,
    ) -> Result<HttpResponse, PageError> {
        let secret = browser.secret_or_new(provider);
        let page = RecoveryPage {
            button: Some(Button {
                action: self.path,
                form_token: form_token(&secret, &purpose(self.path, self.token)),
                field: "token",
                value: self.token,
                label: self.label,
            }),
            ..RecoveryPage::new(provider, t, self.title, vec![Html::escaped(&self.text)])
        };
        let mut response = html::page_with(StatusCode::OK, &page)?;
        browser.keep_secret(provider, &secret, &mut response);
        Ok(response)
    }
}

/// Says what the link does that removes the second factor.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let token = query.get("token").unwrap_or_default();
    let link = Secret::presented(token);
    let recovery = provider.recovery();
    let found = recovery
        .of_link(&ctx, TokenPurpose::Recovery, &link)
        .await?;
    let name = found.map_err(refused)?;
    let asking = Asking {
        path: RECOVERY,
        token,
        title: t.recovery_confirm_title(),
        text: t.recovery_confirm(name),
        label: t.recovery_confirm_submit(),
    };
    asking.show(&provider, &browser, t)
}

/// Says what the link does that refuses a request.
pub async fn show_refusal(
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let token = query.get("token").unwrap_or_default();
    let link = Secret::presented(token);
    let purpose = TokenPurpose::RefuseRecovery;
    let found = provider.recovery().of_link(&ctx, purpose, &link).await?;
    let name = found.map_err(refusal_refused)?;
    let asking = Asking {
        path: REFUSE,
        token,
        title: t.recovery_refuse_title(),
        text: t.recovery_refuse(name),
        label: t.recovery_refuse_submit(),
    };
    asking.show(&provider, &browser, t)
}

/// The button of the link that removes the second factor.
pub struct CompleteForm {
    token: String,
}

impl PostedForm for CompleteForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            token: fields.get("token").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(RECOVERY, &self.token))
    }

    fn page(&self) -> String {
        page_about(RECOVERY, "token", Some(&self.token))
    }
}

/// The button of the link that refuses a request.
pub struct RefuseForm {
    token: String,
}

impl PostedForm for RefuseForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            token: fields.get("token").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(REFUSE, &self.token))
    }

    fn page(&self) -> String {
        page_about(REFUSE, "token", Some(&self.token))
    }
}

/// Removes the second factor.
pub async fn complete(
    provider: Data<Provider>,
    ctx: Operation,
    t: Messages,
    Form(form): Form<CompleteForm>,
) -> Result<HttpResponse, PageError> {
    let link = Secret::presented(form.token);
    let done = provider.recovery().complete(&ctx, &link).await?;
    done.map_err(refused)?;
    let sign_in = Base::of(&provider).page("/sign-in");
    let text = vec![Html::escaped(&t.recovery_done())];
    let page = RecoveryPage {
        next: Some(sign_in.named(t.reset_password_sign_in())),
        ..RecoveryPage::new(&provider, t, t.recovery_done_title(), text)
    };
    html::page_with(StatusCode::OK, &page)
}

/// Refuses a request.
pub async fn refuse(
    provider: Data<Provider>,
    ctx: Operation,
    t: Messages,
    Form(form): Form<RefuseForm>,
) -> Result<HttpResponse, PageError> {
    let link = Secret::presented(form.token);
    let done = provider.recovery().refuse_by_link(&ctx, &link).await?;
    done.map_err(refusal_refused)?;
    let forgot = Base::of(&provider).page("/forgot-password");
    let text = vec![Html::escaped(&t.recovery_refused())];
    let page = RecoveryPage {
        next: Some(forgot.named(t.forgot_password_title())),
        ..RecoveryPage::new(&provider, t, t.recovery_refused_title(), text)
    };
    html::page_with(StatusCode::OK, &page)
}
