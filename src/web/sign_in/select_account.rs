//! The choice of an account: for an app that waits, or for our own pages.

use crate::extract::operation;
use crate::messages::Messages;
use crate::pages::{App, LetIn, initial, let_in};
use crate::{
    extract::{
        browser::{self, Browser},
        forms,
    },
    respond::{headers::see_other, html, page_error::PageError},
};
use actix_session::Session;
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data},
};
use askama::Template;
use doorward_core::Provider;
use doorward_protocol::{
    oauth::authorization_request::Parameters,
    secret::{Secret, form_token},
};

#[derive(Template)]
#[template(path = "pages/select_account.html")]
struct SelectAccountPage<'a> {
    t: Messages,
    brand: &'a str,
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

/// Asks.
pub async fn show(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::whole(&request, &provider, ctx, &session).await?;
    let query = Parameters::parse(request.query_string());
    let flow = query.get("flow");
    let mut ui_locales = None;
    let app = match flow {
        Some(flow) => {
            let pending = provider
                .authorization()
                .pending(ctx, &Secret::presented(flow), browser.secret.as_ref())
                .await?;
            ui_locales = pending.request.ui_locales.clone();
            Some(App::of(&pending.registered.client))
        }
        None => None,
    };
    if browser.accounts.is_empty() {
        return Ok(see_other(&flow.map_or_else(
            || "/sign-in".to_owned(),
            |flow| format!("/sign-in?flow={flow}"),
        )));
    }
    let mut lines = Vec::new();
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
            is_in_use: browser
                .session
                .as_ref()
                .is_some_and(|session| session.sid == account.session.sid),
        });
    }
    let (secret, flow) = (browser.secret_or_new(&provider), flow.unwrap_or_default());
    let page = SelectAccountPage {
        t: if flow.is_empty() {
            Messages::of(&request)
        } else {
            Messages::of_interaction(&request, ui_locales.as_deref())
        },
        brand: &provider.settings.name,
        app,
        accounts: lines,
        flow,
        form_token: &form_token(&secret, &purpose(flow)),
    };
    let mut response = html::page(&page)?;
    if browser.secret.is_none() {
        let _ = response.add_cookie(&browser::cookie(&provider, &secret));
    }
    Ok(response)
}

/// Takes the choice: one of the accounts of this browser, or another one.
pub async fn submit(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::whole(&request, &provider, ctx, &session).await?;
    let form = forms::read(&request, &body, &browser, |form| {
        purpose(form.get("flow").unwrap_or_default())
    })?;
    let (flow, account) = (form.get("flow"), form.get("account").unwrap_or_default());
    if account == "other" {
        return Ok(see_other(&sign_in_with_another(flow)));
    }
    // Only one of this browser's own: another's identifier finds nothing. "this" is the one in use.
    let chosen =
        browser.accounts.iter().enumerate().find(|(place, known)| {
            known.session.sid == account || account == "this" && *place == 0
        });
    let Some((_, chosen)) = chosen else {
        return Err(PageError::account_gone());
    };
    if let Some(flow) = flow {
        provider
            .authorization()
            .choose_account(
                ctx,
                &Secret::presented(flow),
                browser.secret.as_ref(),
                &chosen.session.sid,
            )
            .await?;
        return Ok(see_other(&format!("/authorize/resume?flow={flow}")));
    }
    let who = LetIn {
        sid: &chosen.session.sid,
        flow: None,
        remembered: chosen.session.remembered,
    };
    let_in(&provider, ctx, (&browser, &session), who).await
}
