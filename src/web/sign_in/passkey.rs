//! Sign-in by a passkey: the part of the sign-in page, and what it sends.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
    },
    messages::Messages,
    respond::{page_error::PageError, refusal::RefusalReason},
    sessions::establish::{self, Established},
    sign_in::page::{self, Reason, State, passkey_purpose},
    waiting,
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use doorward_core::{
    Provider,
    context::OperationContext,
    credentials::{PasskeyBrowser, PasskeyOutcome, passkeys::PasskeyAnswer},
    federation::SignInMethods,
};
use doorward_protocol::secret::Secret;

/// The form that brings the answer of a passkey.
pub struct PostedPasskey {
    flow: Option<String>,
    state: String,
    answer: String,
    remembered: bool,
}

impl PostedForm for PostedPasskey {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            flow: fields.get("flow").map(str::to_owned),
            state: field("state"),
            answer: field("passkey"),
            remembered: fields.get("remember") == Some("yes"),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(passkey_purpose(self.flow.as_deref().unwrap_or_default()))
    }

    fn page(&self) -> String {
        page_about("/sign-in", "flow", self.flow.as_deref())
    }
}

impl PostedPasskey {
    async fn sign_in(
        &self,
        provider: &Provider,
        ctx: &OperationContext,
        from: PasskeyBrowser<'_>,
    ) -> Result<PasskeyOutcome, PageError> {
        let answer = PasskeyAnswer {
            state: &Secret::presented(&self.state),
            answer: &self.answer,
        };
        let sign_in = provider.passkey_sign_in();
        Ok(sign_in.sign_in(ctx, from, answer).await?)
    }
}

/// Takes the answer of a passkey.
pub async fn submit(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    Form(form): Form<PostedPasskey>,
) -> Result<HttpResponse, PageError> {
    let t = Messages::of(&request);
    let secret = browser.secret_or_new(&provider);
    let waiting = waiting::of_form(&provider, &ctx, &secret, t, form.flow.as_deref()).await?;
    let (flow, pending) = match waiting {
        Ok(waiting) => waiting
            .map(|waiting| (waiting.flow, waiting.pending))
            .unzip(),
        Err(answer) => return Ok(answer),
    };
    let methods = waiting::methods(&provider, pending.as_deref()).await?;
    let t = waiting::language(&request, pending.as_deref());
    let from = PasskeyBrowser {
        secret: &secret,
        accounts: &browser.accounts,
        device: ctx.device(),
        remembered: form.remembered,
    };
    let outcome = if methods.passkeys {
        form.sign_in(&provider, &ctx, from).await?
    } else {
        PasskeyOutcome::Refused
    };
    let unknown = match outcome {
        PasskeyOutcome::SignedIn { sid } => {
            let established = Established {
                remembered: form.remembered,
                ..Established::new(&sid, flow.as_deref())
            };
            return establish::after_sign_in(&provider, &ctx, &browser, established).await;
        }
        PasskeyOutcome::Unknown { id } => Some(id),
        PasskeyOutcome::Refused => None,
    };
    metrics::counter!("doorward_sign_ins_total", "outcome" => "refused").increment(1);
    let shown = State {
        ctx: &ctx,
        t,
        flow: flow.as_deref(),
        pending: pending.as_deref(),
        identifier: "",
        problem: Some(t.passkey_wrong()),
        asks_password: true,
        by_password: false,
        remembered: form.remembered,
        attempted: None,
        reason: Reason::of(None, &browser),
        known: "",
        second_factor: None,
        unknown_passkey: unknown.as_deref(),
    };
    let page = page::render(&provider, &browser, &methods, shown, StatusCode::OK)?;
    Ok(told_where_off(&methods, page))
}

/// The page, with a line in the log where passkeys are off.
fn told_where_off(methods: &SignInMethods, page: HttpResponse) -> HttpResponse {
    if methods.passkeys {
        page
    } else {
        RefusalReason::METHOD_OFF.of(page)
    }
}
