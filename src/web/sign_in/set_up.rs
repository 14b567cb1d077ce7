//! The page on which a user sets a second factor up within a sign-in: because everybody has to have
//! one, or an app wants a stronger sign-in than they have factors for.

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
        recovery_codes::{self, RecoveryCodesPage},
    },
    respond::{
        address::{Address, Base},
        brand::Brand,
        headers::see_other,
        html,
        page_error::PageError,
    },
    sessions::establish::{self, Established},
    sign_in::{
        second_factor::finish,
        second_step::{ASK, SET_UP, SecondStepSubject, Whose, begin_again},
    },
    waiting,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, http::header::LOCATION, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    context::OperationContext,
    credentials::second_factors::{AppConfirmation, AppSetUp, SecondStepOutcome, SetUpOutcome},
};
use doorward_protocol::{
    secret::{Secret, form_token},
    sessions::sso_session::SsoSession,
};

#[derive(Template)]
#[template(path = "pages/set_up_second_factor.html")]
struct SetUpPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    app: Option<App>,
    user: &'a str,
    form_token: &'a str,
    ticket: &'a str,
    flow: &'a str,
    set_up: &'a AppSetUp,
    problem: Option<String>,
    can_be_put_off: bool,
}

fn purpose(ticket: &str, flow: &str) -> String {
    format!("set-up-second-factor {ticket} {flow}")
}

/// What the page is about.
struct Page<'a> {
    provider: &'a Provider,
    ctx: &'a Operation,
    browser: &'a Browser,
    secret: &'a Secret,
    t: Messages,
    subject: SecondStepSubject,
}

/// The second step that a page is about, where it is to be set up; otherwise where the browser goes.
/// Who is signed in for long signs in again first: a session that was stolen adds no factor.
async fn find(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Browser,
    whose: Whose<'_>,
) -> Result<Result<SecondStepSubject, Address>, actix_web::Error> {
    let base = Base::of(provider);
    let subject = match whose.find(provider, ctx, browser).await? {
        Ok(subject) => subject,
        Err(elsewhere) => return Ok(Err(elsewhere)),
    };
    if !subject.sets_up {
        return Ok(Err(subject.address(base, ASK)));
    }
    let is_stale = |session: &SsoSession| !session.is_fresh(ctx.now());
    if subject.session.as_ref().is_some_and(is_stale) {
        let again = page_about("/sign-in", "flow", subject.flow.as_deref());
        return Ok(Err(base.page(&format!("{again}&way=again"))));
    }
    Ok(Ok(subject))
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
) -> Result<HttpResponse, actix_web::Error> {
    let whose = Whose::of(query.get("ticket"), query.get("flow"));
    let subject = match find(&provider, &ctx, &browser, whose).await? {
        Ok(subject) => subject,
        Err(elsewhere) => return Ok(see_other(&elsewhere)),
    };
    let secret = browser.secret_or_new(&provider);
    let page = Page {
        t: waiting::language(&request, subject.pending.as_ref()),
        provider: &provider,
        ctx: &ctx,
        browser: &browser,
        secret: &secret,
        subject,
    };
    Ok(page.begin(None)?)
}

/// The form of the page.
pub struct PostedSetUp {
    ticket: String,
    flow: String,
    sealed: String,
    code: String,
    puts_off: bool,
}

impl PostedForm for PostedSetUp {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            ticket: field("ticket"),
            flow: field("flow"),
            sealed: field("set_up"),
            code: field("code"),
            puts_off: fields.get("later") == Some("yes"),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(&self.ticket, &self.flow))
    }

    fn page(&self) -> String {
        if self.ticket.is_empty() {
            page_about(SET_UP, "flow", Some(&self.flow))
        } else {
            page_about(SET_UP, "ticket", Some(&self.ticket))
        }
    }
}

/// Takes the code of the app, or goes on without one.
pub async fn submit(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    Form(form): Form<PostedSetUp>,
) -> Result<HttpResponse, actix_web::Error> {
    let whose = Whose::of(Some(&form.ticket), Some(&form.flow));
    let subject = match find(&provider, &ctx, &browser, whose).await? {
        Ok(subject) => subject,
        Err(elsewhere) => return Ok(see_other(&elsewhere)),
    };
    let secret = browser.secret_or_new(&provider);
    let page = Page {
        t: waiting::language(&request, subject.pending.as_ref()),
        provider: &provider,
        ctx: &ctx,
        browser: &browser,
        secret: &secret,
        subject,
    };
    Ok(if form.puts_off {
        page.put_off().await?
    } else {
        page.confirm(&form).await?
    })
}

impl Page<'_> {
    /// Shows the page with a new key.
    fn begin(&self, problem: Option<String>) -> Result<HttpResponse, PageError> {
        let factors = self.provider.second_factors();
        let set_up = factors.begin_app(self.ctx, &self.subject.user, self.secret)?;
        self.render(&set_up, problem)
    }

    fn render(
        &self,
        set_up: &AppSetUp,
        problem: Option<String>,
    ) -> Result<HttpResponse, PageError> {
        let subject = &self.subject;
        let (ticket, flow) = (subject.ticket_text(), subject.flow_text());
        let page = SetUpPage {
            t: self.t,
            base: Base::of(self.provider),
            brand: Brand::of_request(self.provider, subject.pending.as_ref()),
            app: subject.pending.as_ref().map(App::of),
            user: &subject.name,
            form_token: &form_token(self.secret, &purpose(ticket, flow)),
            ticket,
            flow,
            set_up,
            problem,
            can_be_put_off: subject.can_be_put_off,
        };
        html::page_with(StatusCode::OK, &page)
    }

    async fn put_off(&self) -> Result<HttpResponse, PageError> {
        let factors = self.provider.second_factors();
        let base = Base::of(self.provider);
        if let Some(holder) = self.subject.holder(self.browser, self.ctx.device()) {
            return match factors.put_off(self.ctx, holder).await? {
                SecondStepOutcome::SignedIn(completed) => {
                    let flow = completed.flow.clone();
                    finish(self.provider, self.ctx, self.browser, *completed, flow).await
                }
                _ => Ok(see_other(&begin_again(base, self.subject.flow.as_deref()))),
            };
        }
        match (&self.subject.pending, self.subject.flow.as_deref()) {
            (Some(pending), Some(flow)) if self.subject.can_be_put_off => {
                self.provider.authorization().note_step_up(pending).await?;
                Ok(see_other(&base.page(&waiting::resume(flow))))
            }
            _ => Ok(see_other(&begin_again(base, self.subject.flow.as_deref()))),
        }
    }

    async fn confirm(&self, form: &PostedSetUp) -> Result<HttpResponse, PageError> {
        let sealed = Secret::presented(&form.sealed);
        let confirmation = AppConfirmation {
            sealed: &sealed,
            code: &form.code,
        };
        match self.subject.holder(self.browser, self.ctx.device()) {
            Some(holder) => {
                let factors = self.provider.second_factors();
                let outcome = factors
                    .confirm_app_at_sign_in(self.ctx, holder, confirmation)
                    .await?;
                match outcome {
                    SetUpOutcome::Done {
                        done: SecondStepOutcome::SignedIn(completed),
                        recovery_codes,
                    } => {
                        let flow = completed.flow.clone();
                        let provider = self.provider;
                        let established =
                            finish(provider, self.ctx, self.browser, *completed, flow).await?;
                        self.show_codes(&established, recovery_codes)
                    }
                    SetUpOutcome::Wrong => self.again(&sealed),
                    SetUpOutcome::Done { .. } | SetUpOutcome::Over => self.begin_again(),
                }
            }
            None => self.confirm_in_session(&sealed, confirmation).await,
        }
    }

    /// The user is signed in: the session goes on, with the stronger authentication.
    async fn confirm_in_session(
        &self,
        sealed: &Secret,
        confirmation: AppConfirmation<'_>,
    ) -> Result<HttpResponse, PageError> {
        let Some(session) = &self.subject.session else {
            return self.begin_again();
        };
        let outcome = self
            .provider
            .second_factors()
            .confirm_app(self.ctx, session, self.secret, confirmation)
            .await?;
        match outcome {
            SetUpOutcome::Done { recovery_codes, .. } => {
                let established = Established {
                    remembered: session.remembered,
                    ..Established::new(&session.sid, self.subject.flow.as_deref())
                };
                let established =
                    establish::establish(self.provider, self.ctx, self.browser, &established)
                        .await?;
                self.show_codes(&established, recovery_codes)
            }
            SetUpOutcome::Wrong => self.again(sealed),
            SetUpOutcome::Over => self.begin_again(),
        }
    }

    /// Shows the recovery codes before the browser goes on, where there are new ones.
    fn show_codes(
        &self,
        established: &HttpResponse,
        codes: Option<Vec<String>>,
    ) -> Result<HttpResponse, PageError> {
        let next = established.headers().get(LOCATION);
        let next = next.and_then(|next| next.to_str().ok()).unwrap_or("/");
        let page = RecoveryCodesPage {
            t: self.t,
            base: Base::of(self.provider),
            brand: Brand::of(self.provider),
            user: &self.subject.name,
            codes: &codes.unwrap_or_default(),
            next,
        };
        Ok(establish::shown_instead(
            established,
            recovery_codes::page(&page)?,
        ))
    }

    /// The code was wrong: the page is shown again with the same key.
    fn again(&self, sealed: &Secret) -> Result<HttpResponse, PageError> {
        let factors = self.provider.second_factors();
        let same = factors.same_app(self.ctx, &self.subject.user, self.secret, sealed)?;
        match same {
            Some(set_up) => self.render(&set_up, Some(self.t.set_up_wrong_code())),
            None => self.begin_again(),
        }
    }

    fn begin_again(&self) -> Result<HttpResponse, PageError> {
        self.begin(Some(self.t.set_up_too_late()))
    }
}
