//! The page of a sign-in that asks for declared fields which the user has no value of.

use super::question::{Question, QuestionForm, purpose};
use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
        query::Query,
    },
    messages::Messages,
    pages::{
        app::App,
        attribute_fields::{self, AttributeField, TypedAttributes},
    },
    respond::{address::Base, brand::Brand, html, page_error::PageError},
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use doorward_core::{Provider, context::Actor};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "pages/missing_fields.html")]
struct MissingFieldsPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    app: App,
    user: &'a str,
    attribute_fields: Vec<AttributeField>,
    problem: Option<String>,
    flow: &'a str,
    account: &'a str,
    form_token: &'a str,
}

/// The kind of question, in the token of the form.
const KIND: &str = "missing fields";

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
) -> Result<HttpResponse, actix_web::Error> {
    let question = Question::of_page(&query, &provider, &ctx, &browser).await?;
    let typed = TypedAttributes::default();
    Ok(render(&request, &provider, &question, &typed).await?)
}

/// The page; where nothing is missing any more, the request goes on.
async fn render(
    request: &HttpRequest,
    provider: &Provider,
    question: &Question<'_>,
    typed: &TypedAttributes,
) -> Result<HttpResponse, PageError> {
    let user = question.user(provider).await?;
    let t = question.messages(request);
    let attributes = provider.users().attributes().await?;
    let missing = attributes.missing(&user.claims);
    let attribute_fields = attribute_fields::fields(t, missing, &user.claims, typed);
    if attribute_fields.is_empty() {
        return Ok(question.resume(provider));
    }
    let (flow, account) = (&question.flow, &question.session.sid);
    html::page(&MissingFieldsPage {
        t,
        base: Base::of(provider),
        brand: Brand::of_request(provider, Some(&question.pending)),
        app: App::of(&question.pending),
        user: user.label(),
        attribute_fields,
        problem: (!typed.problems.is_empty()).then(|| t.attribute_problems()),
        flow,
        account,
        form_token: &question.form_token(&purpose(KIND, flow, account)),
    })
}

/// The form of the page.
pub struct MissingFieldsForm {
    asked: QuestionForm,
    typed: BTreeMap<String, String>,
}

impl PostedForm for MissingFieldsForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            asked: QuestionForm::from_fields(fields),
            typed: attribute_fields::typed(fields),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(self.asked.purpose(KIND))
    }

    fn page(&self) -> String {
        page_about("/missing-fields", "flow", Some(&self.asked.flow))
    }
}

/// Takes what was typed.
pub async fn submit(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    Form(form): Form<MissingFieldsForm>,
) -> Result<HttpResponse, actix_web::Error> {
    let question = form.asked.question(&provider, &ctx, &browser).await?;
    let user_id = &question.session.user_id;
    let ctx = ctx.acting_as(Actor::User(user_id.clone()));
    let filled = provider
        .own_account()
        .fill_in(&ctx, user_id, &form.typed)
        .await
        .map_err(PageError::from)?;
    let Err(problems) = filled else {
        return Ok(question.resume(&provider));
    };
    let typed = TypedAttributes {
        typed: Some(form.typed),
        problems,
    };
    Ok(render(&request, &provider, &question, &typed).await?)
}
