//! The consent page: which app asks, and for what.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
        query::Query,
    },
    messages::Messages,
    oauth::{
        authorization_response,
        question::{DeclinedRequest, Question, QuestionForm, purpose},
    },
    pages::app::App,
    respond::{address::Base, brand::Brand, html, page_error::PageError},
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use doorward_core::{
    Error, Provider,
    context::{Actor, OperationContext},
};
use doorward_protocol::oauth::{redirect_uri::destination, scope::Scope};

#[derive(Template)]
#[template(path = "pages/consent.html")]
struct ConsentPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    app: App,
    /// Where the answer goes: the host, or the scheme of an app on a device.
    destination: &'a str,
    /// Whether nobody vouches for what the app says about itself.
    registered_by_itself: bool,
    user: &'a str,
    /// The resources beside this provider that its tokens are for.
    resources: &'a [String],
    wishes: Vec<Wish>,
    flow: &'a str,
    account: &'a str,
    form_token: &'a str,
}

struct Wish {
    what: String,
    token: String,
}

/// The kind of question, in the token of the form.
const KIND: &str = "consent";

fn wishes(scope: &Scope, t: Messages) -> Vec<Wish> {
    let words = |token: &str| match token {
        "openid" => t.scope_openid(),
        "profile" => t.scope_profile(),
        "email" => t.scope_email(),
        "address" => t.scope_address(),
        "phone" => t.scope_phone(),
        "offline_access" => t.scope_offline_access(),
        "groups" => t.scope_groups(),
        "roles" => t.scope_roles(),
        "permissions" => t.scope_permissions(),
        other => t.scope_other(other),
    };
    scope
        .iter()
        .map(|token| Wish {
            what: words(token),
            token: token.to_owned(),
        })
        .collect()
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
    let user = question.user(&provider).await?;
    let (flow, account) = (&question.flow, &question.session.sid);
    let t = question.messages(&request);
    let page = html::page(&ConsentPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of_request(&provider, Some(&question.pending)),
        app: App::of(&question.pending),
        destination: &destination(question.pending.addressed.redirect_uri()),
        registered_by_itself: question.pending.registered.registered_by_itself,
        user: user.label(),
        resources: &question.pending.resources(provider.issuer()),
        wishes: wishes(&question.pending.request.consent_scope(), t),
        flow,
        account,
        form_token: &question.form_token(&purpose(KIND, flow, account)),
    })?;
    Ok(page)
}

/// The form of the page.
pub struct ConsentForm {
    asked: QuestionForm,
    answer: Option<String>,
}

impl PostedForm for ConsentForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            asked: QuestionForm::from_fields(fields),
            answer: fields.get("answer").map(str::to_owned),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(self.asked.purpose(KIND))
    }

    fn page(&self) -> String {
        page_about("/consent", "flow", Some(&self.asked.flow))
    }
}

/// Takes the answer.
pub async fn submit(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
    Form(form): Form<ConsentForm>,
) -> Result<HttpResponse, actix_web::Error> {
    let answered = Answered {
        provider: &provider,
        ctx: &ctx,
        browser: &browser,
        form: &form,
    };
    match form.answer.as_deref() {
        Some("allow") => answered.allow().await,
        Some("deny") => Ok(answered.deny(t).await?),
        _ => Err(PageError::bad_request().into()),
    }
}

/// What a user answered.
struct Answered<'a> {
    provider: &'a Provider,
    ctx: &'a OperationContext,
    browser: &'a Browser,
    form: &'a ConsentForm,
}

impl Answered<'_> {
    /// A request that waits no more is asked about again: its client may want something else by now.
    async fn allow(&self) -> Result<HttpResponse, actix_web::Error> {
        let Self {
            provider,
            ctx,
            browser,
            form,
        } = *self;
        let question = form.asked.question(provider, ctx, browser).await?;
        let ctx = ctx.acting_as(Actor::User(question.session.user_id.clone()));
        match provider
            .consents()
            .allow(&ctx, &question.pending, question.session)
            .await
        {
            // Where it was answered in another tab already, it goes on from there.
            Ok(()) | Err(Error::Input(_)) => Ok(question.resume(provider)),
            Err(error) => Err(PageError::from(error).into()),
        }
    }

    /// Who refuses is taken at their word, also where the request waits no more.
    async fn deny(&self, t: Messages) -> Result<HttpResponse, PageError> {
        let Self {
            provider,
            ctx,
            browser,
            form,
        } = *self;
        let flow = &form.asked.flow;
        let declined = DeclinedRequest::of_form(provider, ctx, browser, t, flow).await?;
        let declined = match declined {
            Ok(declined) => declined,
            Err(answer) => return Ok(answer),
        };
        let consents = provider.consents();
        let outcome = consents.deny(&declined.ctx, declined.pending).await?;
        authorization_response::respond(provider, t, outcome)
    }
}
