//! The page of a sign-in that asks for which organization it is.

use super::question::{Question, QuestionForm, purpose};
use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
        query::Query,
    },
    messages::Messages,
    pages::app::{App, initial},
    respond::{address::Base, brand::Brand, html, page_error::PageError},
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use doorward_core::Provider;
use doorward_protocol::organizations::OrganizationOfUser;

#[derive(Template)]
#[template(path = "pages/select_organization.html")]
struct SelectOrganizationPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    app: App,
    user: &'a str,
    organizations: Vec<OrganizationLine>,
    flow: &'a str,
    account: &'a str,
    form_token: &'a str,
}

struct OrganizationLine {
    id: String,
    name: String,
    slug: String,
    initial: String,
}

/// The kind of question, in the token of the form.
const KIND: &str = "select organization";

/// Shows the organizations of the user.
pub async fn show(
    request: HttpRequest,
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
) -> Result<HttpResponse, actix_web::Error> {
    let question = Question::of_page(&query, &provider, &ctx, &browser).await?;
    Ok(render(&request, &provider, &question).await?)
}

async fn render(
    request: &HttpRequest,
    provider: &Provider,
    question: &Question<'_>,
) -> Result<HttpResponse, PageError> {
    let user = question.user(provider).await?;
    let organizations = of_user(provider, question).await?;
    let (flow, account) = (&question.flow, &question.session.sid);
    html::page(&SelectOrganizationPage {
        t: question.messages(request),
        base: Base::of(provider),
        brand: Brand::of_request(provider, Some(&question.pending)),
        app: App::of(&question.pending),
        user: user.label(),
        organizations: organizations.iter().map(line).collect(),
        flow,
        account,
        form_token: &question.form_token(&purpose(KIND, flow, account)),
    })
}

/// The organizations that the user of a session is in.
async fn of_user(
    provider: &Provider,
    question: &Question<'_>,
) -> Result<Vec<OrganizationOfUser>, PageError> {
    let organizations = provider.organizations();
    Ok(organizations.of_user(&question.session.user_id).await?)
}

fn line(organization: &OrganizationOfUser) -> OrganizationLine {
    OrganizationLine {
        id: organization.id.clone(),
        name: organization.name.clone(),
        slug: organization.slug.clone(),
        initial: initial(&organization.name),
    }
}

/// The form of the page.
pub struct OrganizationForm {
    asked: QuestionForm,
    /// The identifier of the organization.
    organization: String,
}

impl PostedForm for OrganizationForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            asked: QuestionForm::from_fields(fields),
            organization: fields.get("organization").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(self.asked.purpose(KIND))
    }

    fn page(&self) -> String {
        page_about("/select-organization", "flow", Some(&self.asked.flow))
    }
}

/// Takes the choice: one of the organizations that the user is in. Another one is asked about again.
pub async fn submit(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    Form(form): Form<OrganizationForm>,
) -> Result<HttpResponse, actix_web::Error> {
    let question = form.asked.question(&provider, &ctx, &browser).await?;
    let mine = of_user(&provider, &question).await?;
    let Some(chosen) = mine.iter().find(|mine| mine.id == form.organization) else {
        return Ok(render(&request, &provider, &question).await?);
    };
    provider
        .authorization()
        .choose_organization(&question.pending, &chosen.id)
        .await
        .map_err(PageError::from)?;
    Ok(question.resume(&provider))
}
