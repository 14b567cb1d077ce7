//! The choice of an account: go on with this one, or sign in with another.

use super::{App, Question, question};
use crate::{
    domain::{Provider, authorize},
    http::{browser::Browser, forms, respond, respond::PageError},
    protocol::{
        authorization_request::Parameters,
        secret::{Secret, form_token},
    },
};
use actix_session::Session;
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data},
};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/select_account.html")]
struct SelectAccountPage<'a> {
    house: &'a str,
    app: App,
    name: &'a str,
    email: &'a str,
    initial: String,
    flow: &'a str,
    form_token: &'a str,
}

fn purpose(flow: &str) -> String {
    format!("select-account {flow}")
}

/// Asks.
pub async fn show(request: HttpRequest, provider: Data<Provider>, session: Session) -> Result<HttpResponse, PageError> {
    let browser = Browser::of(&request, &provider, &session)?;
    let query = Parameters::parse(request.query_string());
    let flow = query.get("flow").unwrap_or_default();
    let Some(Question { pending, browser: secret, person, .. }) = question(&provider, &browser, flow).await? else {
        return Ok(respond::see_other(&format!("/sign-in?flow={flow}")));
    };
    let name = person.display_name();
    respond::page(&SelectAccountPage {
        house: &provider.settings.name,
        app: App::of(&pending.registered.client),
        name,
        email: person.label(),
        initial: name.chars().next().map(|first| first.to_uppercase().collect()).unwrap_or_default(),
        flow,
        form_token: &form_token(secret, &purpose(flow)),
    })
}

/// Takes the choice.
pub async fn submit(request: HttpRequest, provider: Data<Provider>, session: Session, body: Bytes) -> Result<HttpResponse, PageError> {
    let browser = Browser::of(&request, &provider, &session)?;
    let form = forms::read(&request, &body, &browser, |form| purpose(form.get("flow").unwrap_or_default()))?;
    let flow = form.get("flow").unwrap_or_default();
    if form.get("account") == Some("other") {
        return Ok(respond::see_other(&format!("/sign-in?flow={flow}")));
    }
    authorize::choose_account(&provider, &Secret::presented(flow), browser.secret.as_ref()).await?;
    Ok(respond::see_other(&format!("/authorize/resume?flow={flow}")))
}
