//! The page of a sign-in to an app that the user may not use, and may ask for a role that opens it.

use super::{
    authorization_response,
    question::{DeclinedRequest, Question},
};
use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
        query::Query,
    },
    messages::Messages,
    pages::app::App,
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use doorward_core::Provider;
use doorward_protocol::{oauth::redirect_uri::with_query, time::Timestamp};

#[derive(Template)]
#[template(path = "pages/no_access.html")]
struct NoAccessPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    app: App,
    user: &'a str,
    /// Where the user asks for a role, or sees what they asked for.
    ask: Address,
    /// Whether what they asked for waits for an answer.
    waits: bool,
    flow: &'a str,
    form_token: &'a str,
}

fn purpose(flow: &str) -> String {
    format!("no access {flow}")
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
) -> Result<HttpResponse, actix_web::Error> {
    let question = Question::of_page(&query, &provider, &ctx, &browser).await?;
    Ok(render(&request, &provider, &question, ctx.now()).await?)
}

async fn render(
    request: &HttpRequest,
    provider: &Provider,
    question: &Question<'_>,
    now: Timestamp,
) -> Result<HttpResponse, PageError> {
    let user = question.user(provider).await?;
    let flow = &question.flow;
    let client = &question.pending.registered.client;
    let base = Base::of(provider);
    let asked = provider.access_requests().of_user(&user.id).await?;
    let waits = asked
        .iter()
        .any(|request| request.client_id == client.client_id && request.is_open(now));
    let about = [("app", client.client_id.as_str())];
    html::page(&NoAccessPage {
        t: question.messages(request),
        base,
        brand: Brand::of_request(provider, Some(&question.pending)),
        app: App::of(&question.pending),
        user: user.label(),
        ask: base.page(&with_query("/account/access", about)),
        waits,
        flow,
        form_token: &question.form_token(&purpose(flow)),
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
    let declined = DeclinedRequest::of_form(&provider, &ctx, &browser, t, &form.flow).await?;
    let declined = match declined {
        Ok(declined) => declined,
        Err(answer) => return Ok(answer),
    };
    let consents = provider.consents();
    let outcome = consents.refuse_without_access(&declined.ctx, declined.pending);
    authorization_response::respond(&provider, t, outcome.await?)
}
