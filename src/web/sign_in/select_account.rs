//! The choice of an account: for an app that waits, or for our own pages.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
        query::Query,
    },
    messages::Messages,
    pages::app::{App, initial},
    respond::{
        address::Base,
        brand::Brand,
        headers::see_other,
        html,
        page_error::{NextPage, PageError},
    },
    sessions::establish::{Established, establish},
    waiting,
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use doorward_core::{Provider, sessions::account_group::Account};
use doorward_protocol::secret::{Secret, form_token};

#[derive(Template)]
#[template(path = "pages/select_account.html")]
struct SelectAccountPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    app: Option<App>,
    accounts: Vec<AccountLine>,
    flow: &'a str,
    form_token: &'a str,
}

struct AccountLine {
    sid: String,
    name: String,
    label: String,
    initial: String,
    is_in_use: bool,
}

fn purpose(flow: &str) -> String {
    format!("select-account {flow}")
}

fn sign_in_with_another(flow: Option<&str>) -> String {
    flow.map_or_else(
        || "/sign-in?way=another".to_owned(),
        |flow| format!("/sign-in?flow={flow}&way=another"),
    )
}

/// Shows the accounts of the browser.
pub async fn show(
    request: HttpRequest,
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
) -> Result<HttpResponse, actix_web::Error> {
    let flow = query.get("flow");
    let pending = waiting::pending(&provider, &ctx, &browser, flow).await?;
    if browser.accounts.is_empty() {
        let sign_in = flow.map_or_else(
            || "/sign-in".to_owned(),
            |flow| format!("/sign-in?flow={flow}"),
        );
        return Ok(see_other(&Base::of(&provider).page(&sign_in)));
    }
    let t = waiting::language(&request, pending.as_ref());
    let (secret, flow) = (browser.secret_or_new(&provider), flow.unwrap_or_default());
    let page = SelectAccountPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of_request(&provider, pending.as_ref()),
        app: pending.as_ref().map(App::of),
        accounts: lines(&provider, &browser).await?,
        flow,
        form_token: &form_token(&secret, &purpose(flow)),
    };
    let mut response = html::page(&page)?;
    browser.keep_secret(&provider, &secret, &mut response);
    Ok(response)
}

async fn lines(provider: &Provider, browser: &Browser) -> Result<Vec<AccountLine>, PageError> {
    let in_use = browser.session.as_ref().map(|session| &session.sid);
    let mut lines = Vec::with_capacity(browser.accounts.len());
    for account in &browser.accounts {
        let user = match &account.user {
            Some(user) => Some(user.clone()),
            None => provider.users().get(&account.session.user_id).await?,
        };
        let Some(user) = user else { continue };
        lines.push(AccountLine {
            sid: account.session.sid.clone(),
            initial: initial(user.display_name()),
            name: user.display_name().to_owned(),
            label: user.label().to_owned(),
            is_in_use: in_use == Some(&account.session.sid),
        });
    }
    Ok(lines)
}

/// The form of the page.
pub struct AccountForm {
    flow: Option<String>,
    /// A session identifier, `this` for the account in use, or `other` for one that is not here
    /// yet.
    account: String,
}

impl PostedForm for AccountForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            flow: fields.get("flow").map(str::to_owned),
            account: fields.get("account").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(self.flow.as_deref().unwrap_or_default()))
    }

    fn page(&self) -> String {
        page_about("/select-account", "flow", self.flow.as_deref())
    }
}

/// Takes the choice: one of the accounts of this browser, or another one.
pub async fn submit(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
    Form(form): Form<AccountForm>,
) -> Result<HttpResponse, PageError> {
    let secret = browser.secret_or_new(&provider);
    let waiting = waiting::of_form(&provider, &ctx, &secret, t, form.flow.as_deref()).await?;
    let waiting = match waiting {
        Ok(waiting) => waiting,
        Err(answer) => return Ok(answer),
    };
    let flow = waiting.as_ref().map(|waiting| waiting.flow.as_str());
    if form.account == "other" {
        return Ok(see_other(
            &Base::of(&provider).page(&sign_in_with_another(flow)),
        ));
    }
    let Some(chosen) = chosen(&browser, &form.account) else {
        let again = page_about("/select-account", "flow", flow);
        return Err(PageError::account_gone().with_next(again, NextPage::Accounts));
    };
    let sid = &chosen.session.sid;
    if let Some(flow) = flow {
        let sealed = Secret::presented(flow);
        provider
            .authorization()
            .choose_account(&ctx, &sealed, browser.secret.as_ref(), sid)
            .await?;
        let resume = waiting::resume(flow);
        return Ok(see_other(&Base::of(&provider).page(&resume)));
    }
    let established = Established {
        remembered: chosen.session.remembered,
        ..Established::new(sid, None)
    };
    establish(&provider, &ctx, &browser, &established).await
}

/// One of the accounts of this browser: the identifier of a session in another browser finds nothing.
fn chosen<'a>(browser: &'a Browser, account: &str) -> Option<&'a Account> {
    if account == "this" {
        return browser.accounts.first();
    }
    browser
        .accounts
        .iter()
        .find(|known| known.session.sid == account)
}
