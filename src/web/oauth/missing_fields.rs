//! The page of a sign-in that asks for declared fields which the user has no value of.

use super::consent::{Question, question};
use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
    },
    messages::Messages,
    pages::{
        app::App,
        attribute_fields::{self, AttributeField, TypedAttributes},
    },
    respond::{address::Base, brand::Brand, headers::see_other, html, page_error::PageError},
    waiting,
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use doorward_core::{Provider, context::Actor};
use doorward_protocol::{oauth::authorization_request::Parameters, secret::form_token};
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

/// The form belongs to one flow and one session: what one account says is never another's.
fn purpose(flow: &str, account: &str) -> String {
    // No parameter holds NUL, so that the two are not taken apart elsewhere.
    format!("missing fields {flow}\0{account}")
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
    let typed = TypedAttributes::default();
    Ok(render(&request, &provider, flow, &question, &typed).await?)
}

/// The page; where nothing is missing any more, the request goes on.
async fn render(
    request: &HttpRequest,
    provider: &Provider,
    flow: &str,
    question: &Question<'_>,
    typed: &TypedAttributes,
) -> Result<HttpResponse, PageError> {
    let users = provider.users();
    let user = users.get(&question.session.user_id).await?;
    let user = user.ok_or_else(|| PageError::foreign_form(waiting::resume(flow)))?;
    let ui_locales = question.pending.request.ui_locales.as_deref();
    let t = Messages::of_interaction(request, ui_locales);
    let attributes = users.attributes().await?;
    let missing = attributes.missing(&user.claims);
    let attribute_fields = attribute_fields::fields(t, missing, &user.claims, typed);
    if attribute_fields.is_empty() {
        let resume = waiting::resume(flow);
        return Ok(see_other(&Base::of(provider).page(&resume)));
    }
    let account = &question.session.sid;
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
        form_token: &form_token(question.browser_secret, &purpose(flow, account)),
    })
}

/// The form of the page.
pub struct MissingFieldsForm {
    flow: String,
    /// The session that was asked.
    account: String,
    typed: BTreeMap<String, String>,
}

impl PostedForm for MissingFieldsForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            flow: fields.get("flow").unwrap_or_default().to_owned(),
            account: fields.get("account").unwrap_or_default().to_owned(),
            typed: attribute_fields::typed(fields),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(&self.flow, &self.account))
    }

    fn page(&self) -> String {
        page_about("/missing-fields", "flow", Some(&self.flow))
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
    let asked = question(&provider, &ctx, &browser, &form.flow).await?;
    let Some(question) = asked.filter(|asked| asked.session.sid == form.account) else {
        return Err(PageError::foreign_form(waiting::resume(&form.flow)).into());
    };
    let user_id = &question.session.user_id;
    let ctx = ctx.acting_as(Actor::User(user_id.clone()));
    let filled = provider
        .own_account()
        .fill_in(&ctx, user_id, &form.typed)
        .await
        .map_err(PageError::from)?;
    let Err(problems) = filled else {
        let resume = waiting::resume(&form.flow);
        return Ok(see_other(&Base::of(&provider).page(&resume)));
    };
    let typed = TypedAttributes {
        typed: Some(form.typed),
        problems,
    };
    Ok(render(&request, &provider, &form.flow, &question, &typed).await?)
}
