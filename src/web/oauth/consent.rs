//! The consent page: which app asks, and for what.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
    },
    messages::Messages,
    oauth::authorization_response,
    pages::app::App,
    respond::{address::Base, brand::Brand, headers::see_other, html, page_error::PageError},
    waiting,
};
use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use doorward_core::{
    Error, Provider,
    context::{Actor, OperationContext},
    oauth::authorize::PendingRequest,
};
use doorward_protocol::{
    oauth::{authorization_request::Parameters, redirect_uri::destination, scope::Scope},
    secret::{Secret, form_token},
    sessions::sso_session::SsoSession,
};

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
    wishes: Vec<Wish>,
    flow: &'a str,
    account: &'a str,
    form_token: &'a str,
}

struct Wish {
    what: String,
    token: String,
}

/// The form belongs to one flow and one session: an answer of one account is never another's.
fn purpose(flow: &str, account: &str) -> String {
    // No parameter holds NUL, so that the two are not taken apart elsewhere.
    format!("consent {flow}\0{account}")
}

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

/// A waiting request and the user who is asked about it.
pub(super) struct Question<'a> {
    pub(super) pending: PendingRequest,
    pub(super) session: &'a SsoSession,
    pub(super) browser_secret: &'a Secret,
}

/// The question of the page; `None` where nobody is signed in who could answer it.
pub(super) async fn question<'a>(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &'a Browser,
    flow: &str,
) -> Result<Option<Question<'a>>, actix_web::Error> {
    let secret = browser.secret.as_ref();
    let Some(pending) = waiting::pending(provider, ctx, browser, Some(flow)).await? else {
        return Ok(None);
    };
    let session = provider
        .authorization()
        .session_of(ctx, &pending, browser.context())
        .await
        .map_err(PageError::from)?;
    Ok(session
        .zip(secret)
        .map(|(session, browser_secret)| Question {
            pending,
            session,
            browser_secret,
        }))
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
    let user = provider
        .users()
        .get(&question.session.user_id)
        .await
        .map_err(PageError::from)?
        .ok_or_else(|| PageError::foreign_form(waiting::resume(flow)))?;
    let account = &question.session.sid;
    let ui_locales = question.pending.request.ui_locales.as_deref();
    let t = Messages::of_interaction(&request, ui_locales);
    let page = html::page(&ConsentPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of_request(&provider, Some(&question.pending)),
        app: App::of(&question.pending),
        destination: &destination(question.pending.addressed.redirect_uri()),
        registered_by_itself: question.pending.registered.registered_by_itself,
        user: user.label(),
        wishes: wishes(&question.pending.request.consent_scope(), t),
        flow,
        account,
        form_token: &form_token(question.browser_secret, &purpose(flow, account)),
    })?;
    Ok(page)
}

/// The form of the page.
pub struct ConsentForm {
    flow: String,
    /// The session that was asked.
    account: String,
    answer: Option<String>,
}

impl PostedForm for ConsentForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            flow: fields.get("flow").unwrap_or_default().to_owned(),
            account: fields.get("account").unwrap_or_default().to_owned(),
            answer: fields.get("answer").map(str::to_owned),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(&self.flow, &self.account))
    }

    fn page(&self) -> String {
        page_about("/consent", "flow", Some(&self.flow))
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
        let asked = question(provider, ctx, browser, &form.flow).await?;
        let Some(question) = asked.filter(|asked| asked.session.sid == form.account) else {
            return Err(PageError::foreign_form(waiting::resume(&form.flow)).into());
        };
        let ctx = ctx.acting_as(Actor::User(question.session.user_id.clone()));
        match provider
            .consents()
            .allow(&ctx, &question.pending, question.session)
            .await
        {
            // Where it was answered in another tab already, it goes on from there.
            Ok(()) | Err(Error::Input(_)) => {
                let resume = waiting::resume(&form.flow);
                Ok(see_other(&Base::of(provider).page(&resume)))
            }
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
        let secret = browser.secret_or_new(provider);
        let found = waiting::of_form(provider, ctx, &secret, t, Some(&form.flow)).await?;
        let pending = match found {
            Ok(Some(waiting)) => *waiting.pending,
            Ok(None) => return Err(PageError::bad_request()),
            Err(answer) => return Ok(answer),
        };
        let ctx = match &browser.session {
            Some(session) => ctx.acting_as(Actor::User(session.user_id.clone())),
            None => ctx.clone(),
        };
        let outcome = provider.consents().deny(&ctx, pending).await?;
        authorization_response::respond(provider, t, outcome)
    }
}
