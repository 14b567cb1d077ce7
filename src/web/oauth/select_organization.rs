//! The page of a sign-in that asks for which organization it is.

use super::consent::{Question, question};
use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
    },
    messages::Messages,
    pages::app::{App, initial},
    respond::{address::Base, brand::Brand, headers::see_other, html, page_error::PageError},
    waiting,
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use doorward_core::Provider;
use doorward_protocol::{
    oauth::authorization_request::Parameters, organizations::OrganizationOfUser, secret::form_token,
};

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

/// The form belongs to one flow and one session: an organization of one account is not another's.
fn purpose(flow: &str, account: &str) -> String {
    // No parameter holds NUL, so that the two are not taken apart elsewhere.
    format!("select organization {flow}\0{account}")
}

/// Shows the organizations of the user.
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
    let user_id = &question.session.user_id;
    let user = provider.users().get(user_id).await?;
    let user = user.ok_or_else(|| PageError::foreign_form(waiting::resume(flow)))?;
    let organizations = of_user(provider, question).await?;
    let ui_locales = question.pending.request.ui_locales.as_deref();
    let t = Messages::of_interaction(request, ui_locales);
    let account = &question.session.sid;
    html::page(&SelectOrganizationPage {
        t,
        base: Base::of(provider),
        brand: Brand::of_request(provider, Some(&question.pending)),
        app: App::of(&question.pending),
        user: user.label(),
        organizations: organizations.iter().map(line).collect(),
        flow,
        account,
        form_token: &form_token(question.browser_secret, &purpose(flow, account)),
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
    flow: String,
    /// The session that was asked.
    account: String,
    /// The identifier of the organization.
    organization: String,
}

impl PostedForm for OrganizationForm {
    fn from_fields(fields: &Fields) -> Self {
        let text = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            flow: text("flow"),
            account: text("account"),
            organization: text("organization"),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(&self.flow, &self.account))
    }

    fn page(&self) -> String {
        page_about("/select-organization", "flow", Some(&self.flow))
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
    let asked = question(&provider, &ctx, &browser, &form.flow).await?;
    let Some(question) = asked.filter(|asked| asked.session.sid == form.account) else {
        return Err(PageError::foreign_form(waiting::resume(&form.flow)).into());
    };
    let mine = of_user(&provider, &question).await?;
    let Some(chosen) = mine.iter().find(|mine| mine.id == form.organization) else {
        return Ok(render(&request, &provider, &form.flow, &question).await?);
    };
    provider
        .authorization()
        .choose_organization(&question.pending, &chosen.id)
        .await
        .map_err(PageError::from)?;
    let resume = waiting::resume(&form.flow);
    Ok(see_other(&Base::of(&provider).page(&resume)))
}
