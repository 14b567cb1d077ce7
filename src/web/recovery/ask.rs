//! Who proved the first factor asks to get in without the second one.

use super::{Button, RecoveryPage};
use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
        query::Query,
    },
    messages::{Html, Messages},
    respond::{address::Base, headers::see_other, html, page_error::PageError},
    sign_in::second_step::{ASK, LOST, SecondStepSubject, Whose, begin_again},
    waiting,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use doorward_core::{Provider, recovery::RecoveryRequest};
use doorward_protocol::{
    secret::{Secret, form_token},
    time::Timestamp,
};

fn purpose(ticket: &str) -> String {
    format!("recovery {ticket}")
}

struct Page<'a> {
    provider: &'a Provider,
    ctx: &'a Operation,
    browser: &'a Browser,
    t: Messages,
    ticket: &'a str,
}

/// Says what happens, or that a request waits.
pub async fn show(
    request: HttpRequest,
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
) -> Result<HttpResponse, actix_web::Error> {
    let ticket = query.get("ticket").unwrap_or_default();
    let whose = Whose::of(Some(ticket), None);
    let subject = match whose.find(&provider, &ctx, &browser).await? {
        Ok(subject) if !subject.sets_up => subject,
        Ok(subject) => return Ok(see_other(&subject.again(Base::of(&provider)))),
        Err(elsewhere) => return Ok(see_other(&elsewhere)),
    };
    let page = Page {
        t: waiting::language(&request, subject.pending.as_ref()),
        provider: &provider,
        ctx: &ctx,
        browser: &browser,
        ticket,
    };
    Ok(page.show(&subject).await?)
}

/// The form of the page.
pub struct AskForm {
    ticket: String,
}

impl PostedForm for AskForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            ticket: fields.get("ticket").unwrap_or_default().to_owned(),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(&self.ticket))
    }

    fn page(&self) -> String {
        page_about(LOST, "ticket", Some(&self.ticket))
    }
}

/// Begins the wait.
pub async fn submit(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
    Form(form): Form<AskForm>,
) -> Result<HttpResponse, PageError> {
    let ticket = Secret::presented(form.ticket.as_str());
    let page = Page {
        provider: &provider,
        ctx: &ctx,
        browser: &browser,
        t,
        ticket: &form.ticket,
    };
    let secret = browser.secret_or_new(&provider);
    let recovery = provider.recovery();
    let device = ctx.device();
    match recovery.request(&ctx, &ticket, &secret, device).await? {
        RecoveryRequest::Waits { until } => page.waits(until),
        RecoveryRequest::NotPossible => page.not_possible(&t.recovery_not_possible()),
        RecoveryRequest::TooMany => page.not_possible(&t.recovery_too_many()),
        RecoveryRequest::Over => {
            let flow = provider.second_factors().flow_of(&ticket, Some(&secret));
            Ok(see_other(&begin_again(
                Base::of(&provider),
                flow.as_deref(),
            )))
        }
    }
}

impl Page<'_> {
    async fn show(&self, subject: &SecondStepSubject) -> Result<HttpResponse, PageError> {
        let recovery = self.provider.recovery();
        if let Some(pending) = recovery.pending(self.ctx, &subject.user.id).await? {
            return self.waits(pending.effective_at);
        }
        let Some(at) = recovery.would_be_effective(self.ctx, &subject.user) else {
            return self.not_possible(&self.t.recovery_not_possible());
        };
        let t = self.t;
        let secret = self.browser.secret_or_new(self.provider);
        let paragraphs = vec![
            t.recovery_intro(t.when(at, self.ctx.now())),
            Html::escaped(&t.recovery_security()),
        ];
        let page = RecoveryPage {
            button: Some(Button {
                action: LOST,
                form_token: form_token(&secret, &purpose(self.ticket)),
                field: "ticket",
                value: self.ticket,
                label: t.recovery_submit(),
            }),
            next: Some(
                subject
                    .address(Base::of(self.provider), ASK)
                    .named(t.recovery_back()),
            ),
            ..RecoveryPage::new(self.provider, t, t.recovery_title(), paragraphs)
        };
        html::page_with(StatusCode::OK, &page)
    }

    fn waits(&self, until: Timestamp) -> Result<HttpResponse, PageError> {
        let t = self.t;
        let paragraphs = vec![
            t.recovery_waiting(t.when(until, self.ctx.now())),
            Html::escaped(&t.recovery_security()),
        ];
        let title = t.recovery_waiting_title();
        let page = RecoveryPage::new(self.provider, t, title, paragraphs);
        html::page_with(StatusCode::OK, &page)
    }

    fn not_possible(&self, why: &str) -> Result<HttpResponse, PageError> {
        let title = self.t.recovery_title();
        let page = RecoveryPage::new(self.provider, self.t, title, vec![Html::escaped(why)]);
        html::page_with(StatusCode::OK, &page)
    }
}
