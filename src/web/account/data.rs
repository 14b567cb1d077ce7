//! The page about the data of the account: taken along, or deleted with it.

use super::{
    AccountForm,
    address_links::{LinkPage, done},
    frame::{AccountSection, Frame},
    require_fresh,
};
use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
        query::Query,
        signed_in::SignedIn,
    },
    messages::{Html, Messages},
    respond::{address::Base, brand::Brand, headers::see_other, html, page_error::PageError},
};
use actix_web::{
    HttpResponse,
    http::{StatusCode, header::CONTENT_DISPOSITION},
    web::Data,
};
use askama::Template;
use doorward_core::Provider;
use doorward_protocol::{
    credentials::one_time_token::{TokenPurpose, TokenRefusal},
    secret::{Secret, form_token},
    users::attributes::Party,
};

/// The path of the link that takes a deletion back.
const UNDO: &str = "/account-deletion/undo";

#[derive(Template)]
#[template(path = "pages/account_data.html")]
struct DataPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    /// When the account is deleted, where the user asked for it.
    due: Option<Html>,
    allows_deletion: bool,
    /// The days until a deletion is done.
    days: usize,
    /// The authorization request that waits.
    flow: &'a str,
    download_token: &'a str,
    delete_token: &'a str,
    keep_token: &'a str,
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let (browser, session) = (&signed_in.browser, &signed_in.session);
    let own_account = provider.own_account();
    let pending = own_account.pending_deletion(&session.user_id).await?;
    let secret = browser.secret_or_new(&provider);
    let page = DataPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of(&provider),
        frame: Frame::new(AccountSection::Data, browser),
        due: pending.map(|pending| t.when(pending.due_at, signed_in.ctx.now())),
        allows_deletion: own_account.allows_deletion(),
        days: own_account.deletion_days(),
        flow: query.get("flow").unwrap_or_default(),
        download_token: &AccountForm::Download.token(&secret, session),
        delete_token: &AccountForm::Delete.token(&secret, session),
        keep_token: &AccountForm::Keep.token(&secret, session),
    };
    let mut response = html::page_with(StatusCode::OK, &page)?;
    browser.keep_secret(&provider, &secret, &mut response);
    Ok(response)
}

fn page() -> String {
    AccountSection::Data.path().to_owned()
}

/// The form that asks for the data.
pub struct DownloadForm;

impl PostedForm for DownloadForm {
    fn from_fields(_: &Fields) -> Self {
        Self
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::Download.purpose(browser)
    }

    fn page(&self) -> String {
        page()
    }
}

/// Gives the user what is stored about them and they may see, as a file.
pub async fn download(
    provider: Data<Provider>,
    signed_in: SignedIn,
    Form(form): Form<DownloadForm>,
) -> Result<HttpResponse, PageError> {
    if let Some(first) = require_fresh(&provider, &signed_in, &form.page()) {
        return Ok(first);
    }
    let users = provider.users();
    let user = users.get(&signed_in.session.user_id).await?;
    let user = user.ok_or_else(|| PageError::foreign_form("/sign-in"))?;
    let data = users
        .personal_data(&signed_in.ctx, &user, Party::User)
        .await?;
    let text = serde_json::to_string_pretty(&data)
        .map_err(|error| PageError::from(doorward_core::Error::Internal(error.to_string())))?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"account.json\""))
        .body(text))
}

/// The form that deletes the account.
pub struct DeleteForm;

impl PostedForm for DeleteForm {
    fn from_fields(_: &Fields) -> Self {
        Self
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::Delete.purpose(browser)
    }

    fn page(&self) -> String {
        page()
    }
}

/// Asks that the account is deleted, and signs the user out everywhere.
pub async fn delete(
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
    Form(form): Form<DeleteForm>,
) -> Result<HttpResponse, PageError> {
    if let Some(first) = require_fresh(&provider, &signed_in, &form.page()) {
        return Ok(first);
    }
    let (ctx, session) = (&signed_in.ctx, &signed_in.session);
    let request = provider
        .own_account()
        .request_deletion(ctx, session)
        .await?;
    signed_in.browser.remove_session();
    let next = Some(
        Base::of(&provider)
            .page("/sign-in")
            .named(t.data_keep_sign_in()),
    );
    let text = t.data_deletion_waits(t.date_time(request.due_at));
    done(&provider, t, t.data_deletion_waits_title(), text, next)
}

/// The form that keeps the account.
pub struct KeepForm {
    flow: String,
}

impl PostedForm for KeepForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            flow: fields.get("flow").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::Keep.purpose(browser)
    }

    fn page(&self) -> String {
        page_about(AccountSection::Data.path(), "flow", Some(&self.flow))
    }
}

/// Keeps the account, and goes on to the app that waits.
pub async fn keep(
    provider: Data<Provider>,
    signed_in: SignedIn,
    Form(form): Form<KeepForm>,
) -> Result<HttpResponse, PageError> {
    let user_id = &signed_in.session.user_id;
    provider
        .own_account()
        .keep_account(&signed_in.ctx, user_id)
        .await?;
    let next = if form.flow.is_empty() {
        "/account".to_owned()
    } else {
        page_about("/authorize/resume", "flow", Some(&form.flow))
    };
    Ok(see_other(&Base::of(&provider).page(&next)))
}

fn undo_refused(refusal: TokenRefusal) -> PageError {
    PageError::link_over(TokenPurpose::UndoDeletion, refusal)
}

fn link_purpose(token: &str) -> String {
    format!("{UNDO} {token}")
}

/// Shows when the account is deleted, and a button that keeps it. Nothing changes.
pub async fn show_undo(
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let token = query.get("token").unwrap_or_default();
    let link = Secret::presented(token);
    let found = provider.own_account().deletion_of_link(&ctx, &link).await?;
    let pending = found.map_err(undo_refused)?;
    let secret = browser.secret_or_new(&provider);
    let page = LinkPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of(&provider),
        title: t.data_keep_title(),
        text: t.data_deletion_until(t.date_time(pending.due_at)),
        button: t.data_keep(),
        action: UNDO,
        token,
        form_token: &form_token(&secret, &link_purpose(token)),
    };
    let mut response = html::page_with(StatusCode::OK, &page)?;
    browser.keep_secret(&provider, &secret, &mut response);
    Ok(response)
}

/// The form of the link.
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
        Some(link_purpose(&self.token))
    }

    fn page(&self) -> String {
        page_about(UNDO, "token", Some(&self.token))
    }
}

/// Keeps the account by the link of the mail.
pub async fn undo(
    provider: Data<Provider>,
    ctx: Operation,
    t: Messages,
    Form(form): Form<UndoForm>,
) -> Result<HttpResponse, PageError> {
    let link = Secret::presented(form.token);
    let kept = provider
        .own_account()
        .keep_account_by_link(&ctx, &link)
        .await?;
    kept.map_err(undo_refused)?;
    let next = Some(
        Base::of(&provider)
            .page("/sign-in")
            .named(t.data_keep_sign_in()),
    );
    done(&provider, t, t.data_kept_title(), t.data_kept(), next)
}
