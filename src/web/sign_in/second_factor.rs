//! The page that asks for a second factor: of who has just proven the first one, or of who is signed
//! in where an app wants a stronger sign-in.

use crate::{
    extract::{
        browser::Browser,
        cookies::{self, Name},
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
        query::Query,
    },
    messages::Messages,
    pages::app::App,
    respond::{
        address::{Address, Base},
        brand::Brand,
        headers::{seconds_until, see_other},
        html,
        page_error::PageError,
        refusal::RefusalReason,
    },
    sessions::establish::{self, Established},
    sign_in::second_step::{ASK, LOST, SET_UP, SecondStepSubject, Whose, begin_again},
    waiting,
};
use actix_web::{
    HttpRequest, HttpResponse,
    cookie::time::Duration,
    http::{
        StatusCode,
        header::{HeaderValue, RETRY_AFTER},
    },
    web::Data,
};
use askama::Template;
use doorward_core::{
    Provider,
    context::OperationContext,
    credentials::{
        DirectoryName,
        passkeys::{PasskeyAnswer, PasskeyCeremony},
        second_factors::{Completed, SecondStepOutcome},
    },
};
use doorward_protocol::secret::{Secret, form_token};

#[derive(Template)]
#[template(path = "pages/second_factor.html")]
struct SecondFactorPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    app: Option<App>,
    /// The name of the account.
    user: &'a str,
    form_token: &'a str,
    ticket: &'a str,
    flow: &'a str,
    problem: Option<String>,
    /// Whether a recovery code is asked for.
    recovery: bool,
    /// Whether a code of an authenticator app is asked for.
    has_app: bool,
    /// The ceremony of a passkey or a security key, where the user has one.
    key: Option<PasskeyCeremony>,
    /// The page for the other kind of code, where the user has one.
    other_kind: Option<Address>,
    /// For how many days the browser may be trusted; 0 where it may not.
    trust_days: usize,
    /// The page for who lost every second factor.
    lost: Option<Address>,
    /// The page to sign in otherwise.
    other_way: Address,
}

/// What the token of the form is bound to.
fn purpose(ticket: &str, flow: &str) -> String {
    format!("second-factor {ticket} {flow}")
}

/// What the page is about.
struct Page<'a> {
    provider: &'a Provider,
    ctx: &'a Operation,
    browser: &'a Browser,
    t: Messages,
    subject: SecondStepSubject,
    recovery: bool,
}

/// Shows the page.
pub async fn show(
    request: HttpRequest,
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
) -> Result<HttpResponse, actix_web::Error> {
    let asked = Whose::of(query.get("ticket"), query.get("flow"));
    let subject = match asked.find(&provider, &ctx, &browser).await? {
        Ok(subject) => subject,
        Err(elsewhere) => return Ok(see_other(&elsewhere)),
    };
    if subject.sets_up {
        let set_up = subject.address(Base::of(&provider), SET_UP);
        return Ok(see_other(&set_up));
    }
    let page = Page {
        t: waiting::language(&request, subject.pending.as_ref()),
        provider: &provider,
        ctx: &ctx,
        browser: &browser,
        recovery: query.get("method") == Some("recovery") && subject.has_recovery_codes,
        subject,
    };
    Ok(page.show(None, StatusCode::OK).await?)
}

/// The form of the page.
pub struct PostedSecondFactor {
    ticket: String,
    flow: String,
    code: String,
    /// The state and the answer of a passkey.
    state: Secret,
    answer: String,
    recovery: bool,
    trusts: bool,
}

impl PostedForm for PostedSecondFactor {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            ticket: field("ticket"),
            flow: field("flow"),
            code: field("code"),
            state: Secret::presented(field("state")),
            answer: field("passkey"),
            recovery: fields.get("method") == Some("recovery"),
            trusts: fields.get("trust") == Some("yes"),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(&self.ticket, &self.flow))
    }

    fn page(&self) -> String {
        if self.ticket.is_empty() {
            page_about("/sign-in", "flow", Some(&self.flow))
        } else {
            page_about(ASK, "ticket", Some(&self.ticket))
        }
    }
}

/// Takes the code.
pub async fn submit(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    Form(form): Form<PostedSecondFactor>,
) -> Result<HttpResponse, actix_web::Error> {
    let asked = Whose::of(Some(&form.ticket), Some(&form.flow));
    let subject = match asked.find(&provider, &ctx, &browser).await? {
        Ok(subject) => subject,
        Err(elsewhere) => return Ok(see_other(&elsewhere)),
    };
    let page = Page {
        t: waiting::language(&request, subject.pending.as_ref()),
        provider: &provider,
        ctx: &ctx,
        browser: &browser,
        recovery: form.recovery && subject.has_recovery_codes,
        subject,
    };
    let key = (!form.answer.is_empty()).then_some(PasskeyAnswer {
        state: &form.state,
        answer: &form.answer,
    });
    if key.is_none() && form.code.trim().is_empty() {
        let told = page.t.second_factor_missing();
        return Ok(page.show(Some(told), StatusCode::OK).await?);
    }
    let presented = browser.presented(&form.code, key, form.trusts);
    let factors = provider.second_factors();
    let outcome = match page.subject.holder(&browser, ctx.device()) {
        Some(holder) => factors.complete(&ctx, holder, &presented).await,
        None => match &page.subject.session {
            Some(session) => factors.step_up(&ctx, session, &presented).await,
            None => return Ok(see_other(&page.subject.again(Base::of(&provider)))),
        },
    };
    let outcome = outcome.map_err(PageError::from)?;
    Ok(page.conclude(outcome, key.is_some()).await?)
}

impl Page<'_> {
    async fn conclude(
        &self,
        outcome: SecondStepOutcome,
        by_key: bool,
    ) -> Result<HttpResponse, PageError> {
        match outcome {
            SecondStepOutcome::SignedIn(completed) => {
                let flow = completed.flow.clone().or_else(|| self.subject.flow.clone());
                finish(self.provider, self.ctx, self.browser, *completed, flow).await
            }
            SecondStepOutcome::Wrong => {
                let told = if by_key {
                    self.t.second_factor_wrong_key()
                } else if self.recovery {
                    self.t.second_factor_wrong_recovery_code()
                } else {
                    self.t.second_factor_wrong()
                };
                self.show(Some(told), StatusCode::OK).await
            }
            SecondStepOutcome::Paused { until } => {
                let told = self.t.sign_in_paused();
                let mut page = self.show(Some(told), StatusCode::TOO_MANY_REQUESTS).await?;
                let seconds = HeaderValue::from(seconds_until(self.ctx.now(), until));
                page.headers_mut().insert(RETRY_AFTER, seconds);
                Ok(RefusalReason::PAUSED.of(page))
            }
            SecondStepOutcome::Over { flow } => {
                let again = begin_again(Base::of(self.provider), flow.as_deref());
                Ok(see_other(&again))
            }
        }
    }

    async fn show(
        &self,
        problem: Option<String>,
        status: StatusCode,
    ) -> Result<HttpResponse, PageError> {
        let base = Base::of(self.provider);
        let secret = self.browser.secret_or_new(self.provider);
        let subject = &self.subject;
        let (ticket, flow) = (subject.ticket_text(), subject.flow_text());
        let other_kind = subject.has_recovery_codes.then(|| {
            let method = if self.recovery { "app" } else { "recovery" };
            subject.address_with(base, ASK, Some(method))
        });
        let trusted = self.provider.second_factors().policy().trusted_browser;
        let may_trust = subject.session.is_none() && !self.recovery;
        let page = SecondFactorPage {
            t: self.t,
            base,
            brand: Brand::of_request(self.provider, subject.pending.as_ref()),
            app: subject.pending.as_ref().map(App::of),
            user: &subject.name,
            form_token: &form_token(&secret, &purpose(ticket, flow)),
            ticket,
            flow,
            problem,
            has_app: subject.has_app,
            key: self.key(&secret).await?,
            recovery: self.recovery,
            other_kind,
            trust_days: usize::try_from(trusted.as_seconds() / 86_400)
                .ok()
                .filter(|_| may_trust)
                .unwrap_or_default(),
            lost: subject
                .session
                .is_none()
                .then(|| subject.address(base, LOST)),
            other_way: subject.again(base),
        };
        html::page_with(status, &page)
    }
}

impl Page<'_> {
    /// The ceremony of a passkey or a security key.
    async fn key(&self, secret: &Secret) -> Result<Option<PasskeyCeremony>, PageError> {
        if self.recovery || !self.subject.has_keys {
            return Ok(None);
        }
        let passkeys = self.provider.passkeys();
        let user_id = &self.subject.user.id;
        Ok(passkeys.begin_second(self.ctx, user_id, secret).await?)
    }
}

/// Goes on with the session of a sign-in that is complete.
pub async fn finish(
    provider: &Provider,
    ctx: &OperationContext,
    browser: &Browser,
    completed: Completed,
    flow: Option<String>,
) -> Result<HttpResponse, PageError> {
    if let Some(offer) = &completed.link_offer {
        let offer = Secret::presented(offer);
        let secret = browser.secret.as_ref();
        let is_linked = provider
            .federation()
            .link_after_second_step(ctx, &offer, secret, &completed.sid)
            .await?;
        if !is_linked {
            return Ok(see_other(&begin_again(Base::of(provider), flow.as_deref())));
        }
    }
    let directory_name = completed.directory_name.as_ref();
    let established = Established {
        remembered: completed.remembered,
        directory_name: directory_name
            .map(|(provider_id, name)| DirectoryName { provider_id, name }),
        ..Established::new(&completed.sid, flow.as_deref())
    };
    let mut response = establish::after_sign_in(provider, ctx, browser, established).await?;
    if let Some(trusted) = &completed.trusted_browser {
        let lifetime = provider.second_factors().policy().trusted_browser;
        let max_age = Some(Duration::seconds(lifetime.as_seconds()));
        cookies::set_secret(
            &mut response,
            provider,
            Name::TrustedBrowser,
            trusted,
            max_age,
        );
    }
    Ok(response)
}
