//! The form by which a user asks for a role.

use super::access::ASK;
use crate::{
    account::{
        AccountForm,
        frame::{AccountSection, Frame},
    },
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm},
        query::Query,
        signed_in::SignedIn,
    },
    messages::{Messages, field_of_day},
    respond::{address::Base, brand::Brand, headers::see_other, html, page_error::PageError},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    access_requests::{AskProblem, OfferedApp, OfferedRole, RoleOfApp},
};
use doorward_protocol::{
    access::requests::{MAX_REASON, RequestProblem, Wish},
    oauth::redirect_uri::with_query,
    time::{Lifetime, Timestamp},
};

/// The longest address in which a form that is to be shown again travels, in bytes.
const MAX_ADDRESS: usize = 2000;

#[derive(Template)]
#[template(path = "pages/account_ask_for_access.html")]
struct AskPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    app: &'a str,
    app_name: &'a str,
    role: &'a str,
    description: Option<&'a str>,
    reason: &'a str,
    until: &'a str,
    /// The first and the last day that can be chosen.
    first_day: String,
    last_day: Option<String>,
    max_reason: usize,
    problem: Option<&'a str>,
    /// The field that the problem is about.
    wrong: &'static str,
    form_token: &'a str,
}

/// What is wrong with what was filled in.
struct Problem {
    text: String,
    /// The field that it is about; empty where it is about none.
    field: &'static str,
    status: StatusCode,
}

/// The form of the page.
#[derive(Default)]
pub struct AskForm {
    app: String,
    role: String,
    reason: String,
    until: String,
}

impl AskForm {
    fn role_of_app(&self) -> RoleOfApp<'_> {
        RoleOfApp {
            client_id: &self.app,
            name: &self.role,
        }
    }
}

impl PostedForm for AskForm {
    fn from_fields(fields: &Fields) -> Self {
        let text = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            app: text("app"),
            role: text("role"),
            reason: text("reason"),
            until: text("until"),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::AskForAccess.purpose(browser)
    }

    fn page(&self) -> String {
        let about = [("app", self.app.as_str()), ("role", self.role.as_str())];
        let typed = [
            ("reason", self.reason.as_str()),
            ("until", self.until.as_str()),
        ];
        let filled = with_query(ASK, about.into_iter().chain(typed));
        if filled.len() <= MAX_ADDRESS {
            return filled;
        }
        with_query(ASK, about)
    }
}

/// Shows the form, or the page about access where the role cannot be asked for.
pub async fn show(
    request: HttpRequest,
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let form = AskForm::from_fields(&Query::of(&request));
    render(&provider, &signed_in, t, &form, None).await
}

async fn render(
    provider: &Provider,
    signed_in: &SignedIn,
    t: Messages,
    form: &AskForm,
    problem: Option<Problem>,
) -> Result<HttpResponse, PageError> {
    let (browser, session, now) = (&signed_in.browser, &signed_in.session, signed_in.ctx.now());
    let requests = provider.access_requests();
    let offer = requests.offer_of(session, form.role_of_app(), now).await?;
    let Some((offer, role)) = offer.as_ref().and_then(with_role) else {
        let page = AccountSection::Access.path();
        return Ok(see_other(&Base::of(provider).page(page)));
    };
    // The day of an end counts, so the last one begins a day before the latest end.
    let day = Lifetime::days(1);
    let last = role.longest.map(|longest| longest.latest_end(now));
    let last_day = last.map(|end| field_of_day(end.minus(Lifetime(1))));
    let secret = browser.secret_or_new(provider);
    let page = AskPage {
        t,
        base: Base::of(provider),
        brand: Brand::of(provider),
        frame: Frame::new(AccountSection::Access, browser),
        app: &offer.client_id,
        app_name: &offer.name,
        role: &role.name,
        description: role.description.as_deref(),
        reason: &form.reason,
        until: &form.until,
        first_day: field_of_day(now.minus(Lifetime(now.0.rem_euclid(day.0)))),
        last_day,
        max_reason: MAX_REASON,
        form_token: &AccountForm::AskForAccess.token(&secret, session),
        problem: problem.as_ref().map(|problem| problem.text.as_str()),
        wrong: problem.as_ref().map_or("", |problem| problem.field),
    };
    let status = problem
        .as_ref()
        .map_or(StatusCode::OK, |problem| problem.status);
    let mut response = html::page_with(status, &page)?;
    browser.keep_secret(provider, &secret, &mut response);
    Ok(response)
}

fn with_role(offer: &OfferedApp) -> Option<(&OfferedApp, &OfferedRole)> {
    Some((offer, offer.roles.first()?))
}

/// Asks for the role, or shows the form again with what is wrong.
pub async fn submit(
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
    Form(form): Form<AskForm>,
) -> Result<HttpResponse, PageError> {
    let chosen = Some(form.until.trim()).filter(|text| !text.is_empty());
    let end = match chosen.map(Timestamp::of_day) {
        Some(None) => {
            let problem = Problem::of_field(t.access_problem_until(), "until");
            return render(&provider, &signed_in, t, &form, Some(problem)).await;
        }
        chosen => chosen.flatten(),
    };
    let requests = provider.access_requests();
    let role = form.role_of_app();
    let offer = requests
        .offer_of(&signed_in.session, role, signed_in.ctx.now())
        .await?;
    let longest = offer
        .as_ref()
        .and_then(with_role)
        .and_then(|(_, role)| role.longest);
    // The whole day that was chosen, in UTC; of a role that is given for hours, no longer than these.
    let latest = longest.map(|longest| longest.latest_end(signed_in.ctx.now()));
    let end = end.map(|start| {
        let end = start.plus(Lifetime::days(1));
        let latest = latest.filter(|latest| start < *latest);
        latest.map_or(end, |latest| end.min(latest))
    });
    let wish = Wish {
        reason: &form.reason,
        end,
    };
    let asked = requests
        .ask(&signed_in.ctx, &signed_in.session, role, wish)
        .await?;
    match asked {
        Ok(_) => {
            let page = "/account/access?told=sent";
            Ok(see_other(&Base::of(&provider).page(page)))
        }
        Err(problem) => {
            let problem = Problem::of(problem, t);
            render(&provider, &signed_in, t, &form, Some(problem)).await
        }
    }
}

impl Problem {
    const fn of_field(text: String, field: &'static str) -> Self {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Self {
            text,
            field,
            status,
        }
    }

    fn of(problem: AskProblem, t: Messages) -> Self {
        let conflict = |text| Self {
            text,
            field: "",
            status: StatusCode::CONFLICT,
        };
        match problem {
            AskProblem::Request(RequestProblem::ReasonMissing | RequestProblem::ReasonWrong) => {
                Self::of_field(t.access_problem_reason(), "reason")
            }
            AskProblem::Request(RequestProblem::End(_)) => {
                Self::of_field(t.access_problem_until(), "until")
            }
            AskProblem::Request(RequestProblem::NotRequestable | RequestProblem::HasRole) => {
                conflict(t.access_problem_gone())
            }
            AskProblem::WaitsAlready => conflict(t.access_problem_waits()),
            AskProblem::TooMany => conflict(t.access_problem_many()),
            AskProblem::Changed => conflict(t.access_problem_changed()),
        }
    }
}
