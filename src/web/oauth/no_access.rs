//! The page of a sign-in to an app that the user may not use, and may ask for a role that opens it.

use super::{
    authorization_response,
    consent::{Question, question},
};
use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
    },
    messages::Messages,
    pages::app::App,
    respond::{
        address::{Address, Base},
        brand::Brand,
        headers::see_other,
        html,
        page_error::PageError,
    },
    waiting,
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use doorward_core::{Provider, context::Actor};
use doorward_protocol::{
    oauth::{authorization_request::Parameters, redirect_uri::with_query},
    secret::form_token,
};

#[derive(Template)]
#[template(path = "pages/no_access.html")]
struct NoAccessPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    app: App,
    user: &'a str,
    /// Where the user asks for a role.
    ask: Address,
    flow: &'a str,
    form_token: &'a str,
}

fn purpose(flow: &str) -> String {
    format!("no access {flow}")
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
) -> Result<HttpResponse, actix_web::Error> {
    let query = Parameters::parse(request.query_string());
    let flow = query.get("flow").unwrap_or_default();
    let Some(question) = question(&provider, &ctx, &browser, flow).await? else {
        let sign_in = format!("/sign-in?flow={flow}");
        return Ok(see_other(&Base::of(&provider).page(&sign_in)));
    };
    Ok(render(&request, &provider, flow, &question).await?)
}

async fn render(
    request: &HttpRequest,
    provider: &Provider,
    flow: &str,
    question: &Question<'_>,
) -> Result<HttpResponse, PageError> {
    let user = provider.users().get(&question.session.user_id).await?;
    let user = user.ok_or_else(|| PageError::foreign_form(waiting::resume(flow)))?;
    let ui_locales = question.pending.request.ui_locales.as_deref();
    let t = Messages::of_interaction(request, ui_locales);
    let client = &question.pending.registered.client;
    let base = Base::of(provider);
    let about = [("app", client.client_id.as_str())];
    html::page(&NoAccessPage {
        t,
        base,
        brand: Brand::of_request(provider, Some(&question.pending)),
        app: App::of(&question.pending),
        user: user.label(),
        ask: base.page(&with_query("/account/access", about)),
        flow,
        form_token: &form_token(question.browser_secret, &purpose(flow)),
    })
}

/// The form that leads back to the app.
pub struct NoAccessForm {
    flow: String,
}

impl PostedForm for NoAccessForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            flow: fields.get("flow").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(&self.flow))
    }

    fn page(&self) -> String {
        page_about("/no-access", "flow", Some(&self.flow))
    }
}

/// Goes back to the app, which is told that the user may not use it.
pub async fn submit(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
    Form(form): Form<NoAccessForm>,
) -> Result<HttpResponse, PageError> {
    let secret = browser.secret_or_new(&provider);
    let found = waiting::of_form(&provider, &ctx, &secret, t, Some(&form.flow)).await?;
    let pending = match found {
        Ok(Some(waiting)) => *waiting.pending,
        Ok(None) => return Err(PageError::bad_request()),
        Err(answer) => return Ok(answer),
    };
    let ctx = match &browser.session {
        Some(session) => ctx.acting_as(Actor::User(session.user_id.clone())),
        None => (*ctx).clone(),
    };
    let outcome = provider.consents().refuse_without_access(&ctx, pending);
    authorization_response::respond(&provider, t, outcome.await?)
}
