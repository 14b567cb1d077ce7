//! What users are asked between sign-in and the app: consent, missing fields, an organization, access.
//! Each question is a page about a waiting request, for the user whom the request is about.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, page_about},
    },
    messages::Messages,
    respond::{address::Base, headers::see_other, page_error::PageError},
    waiting::{self, GoesOn},
};
use actix_web::{HttpRequest, HttpResponse};
use doorward_core::{
    Provider,
    context::{Actor, OperationContext},
    oauth::authorize::PendingRequest,
    users::User,
};
use doorward_protocol::{
    oauth::authorization_request::Parameters,
    secret::{Secret, form_token},
    sessions::sso_session::SsoSession,
};

/// A waiting request and the user who is asked about it.
pub struct Question<'a> {
    /// The identifier of the request.
    pub flow: String,
    /// What is asked, by which client.
    pub pending: PendingRequest,
    /// The session of the user.
    pub session: &'a SsoSession,
    browser_secret: &'a Secret,
}

impl<'a> Question<'a> {
    /// The question of a page, by the query of its address.
    ///
    /// # Errors
    /// The browser goes to sign-in where nobody is signed in who could answer.
    pub async fn of_page(
        query: &Parameters,
        provider: &Provider,
        ctx: &OperationContext,
        browser: &'a Browser,
    ) -> Result<Self, actix_web::Error> {
        let flow = query.get("flow").unwrap_or_default();
        let question = Self::load(provider, ctx, browser, flow).await?;
        question.ok_or_else(|| {
            let sign_in = page_about("/sign-in", "flow", Some(flow));
            GoesOn::to(Base::of(provider).page(&sign_in)).into()
        })
    }

    /// The question; `None` where nobody is signed in who could answer it.
    async fn load(
        provider: &Provider,
        ctx: &OperationContext,
        browser: &'a Browser,
        flow: &str,
    ) -> Result<Option<Self>, actix_web::Error> {
        let Some(pending) = waiting::pending(provider, ctx, browser, Some(flow)).await? else {
            return Ok(None);
        };
        let session = provider
            .authorization()
            .session_of(ctx, &pending, browser.context())
            .await
            .map_err(PageError::from)?;
        let asked = session.zip(browser.secret.as_ref());
        Ok(asked.map(|(session, browser_secret)| Self {
            flow: flow.to_owned(),
            pending,
            session,
            browser_secret,
        }))
    }

    /// The user who is asked.
    ///
    /// # Errors
    /// Where the user was removed meanwhile, or the database is unavailable.
    pub async fn user(&self, provider: &Provider) -> Result<User, PageError> {
        let user = provider.users().get(&self.session.user_id).await?;
        user.ok_or_else(|| PageError::foreign_form(waiting::resume(&self.flow)))
    }

    /// The messages in the language that the request asks for, or that of the browser.
    pub fn messages(&self, request: &HttpRequest) -> Messages {
        waiting::language(request, Some(&self.pending))
    }

    /// The token of the form of the page.
    pub fn form_token(&self, purpose: &str) -> String {
        form_token(self.browser_secret, purpose)
    }

    /// The request goes on: another question, or the app.
    pub fn resume(&self, provider: &Provider) -> HttpResponse {
        see_other(&Base::of(provider).page(&waiting::resume(&self.flow)))
    }
}

/// What the form of a question holds beside the answer. It belongs to one request and one session: an
/// answer of one account is never another's.
pub struct QuestionForm {
    /// The identifier of the request.
    pub flow: String,
    /// The session that was asked.
    account: String,
}

impl QuestionForm {
    /// Takes its fields.
    pub fn from_fields(fields: &Fields) -> Self {
        let text = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            flow: text("flow"),
            account: text("account"),
        }
    }

    /// What the token of the form is bound to, for a kind of question.
    pub fn purpose(&self, kind: &str) -> String {
        purpose(kind, &self.flow, &self.account)
    }

    /// The question that the form answers.
    ///
    /// # Errors
    /// Where the request is about another session by now.
    pub async fn question<'a>(
        &self,
        provider: &Provider,
        ctx: &OperationContext,
        browser: &'a Browser,
    ) -> Result<Question<'a>, actix_web::Error> {
        let asked = Question::load(provider, ctx, browser, &self.flow).await?;
        let asked = asked.filter(|asked| asked.session.sid == self.account);
        asked.ok_or_else(|| PageError::foreign_form(waiting::resume(&self.flow)).into())
    }
}

/// What the token of a form is bound to: a kind of question, a request and a session.
pub fn purpose(kind: &str, flow: &str, account: &str) -> String {
    // No parameter holds NUL, so that the two are not taken apart elsewhere.
    format!("{kind} {flow}\0{account}")
}

/// A request whose user goes back to the app without what the app asked for.
pub struct DeclinedRequest {
    /// The operation, of the user who is signed in.
    pub ctx: OperationContext,
    /// What was asked.
    pub pending: PendingRequest,
}

impl DeclinedRequest {
    /// The request, also where it waits no more: who declines is taken at their word. The inner error is
    /// the answer where the request would be refused by now.
    pub async fn of_form(
        provider: &Provider,
        ctx: &OperationContext,
        browser: &Browser,
        t: Messages,
        flow: &str,
    ) -> Result<Result<Self, HttpResponse>, PageError> {
        let secret = browser.secret_or_new(provider);
        let found = waiting::of_form(provider, ctx, &secret, t, Some(flow)).await?;
        let pending = match found {
            Ok(Some(waiting)) => *waiting.pending,
            Ok(None) => return Err(PageError::bad_request()),
            Err(answer) => return Ok(Err(answer)),
        };
        let ctx = match &browser.session {
            Some(session) => ctx.acting_as(Actor::User(session.user_id.clone())),
            None => ctx.clone(),
        };
        Ok(Ok(Self { ctx, pending }))
    }
}
