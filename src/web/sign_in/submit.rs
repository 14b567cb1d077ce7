//! Takes the form of the sign-in page.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, PostedForm, PostedProof, ShownAgain, page_about},
        operation::Operation,
    },
    federation::{link_account, problem},
    messages::Messages,
    respond::{
        headers::{seconds_until, see_other},
        page_error::PageError,
        refusal::RefusalReason,
    },
    sessions::establish::{self, Established},
    sign_in::{
        identity_provider::{Redirect, redirect_by_form},
        page::{self, Reason, State},
    },
    waiting,
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{HeaderValue, RETRY_AFTER},
    },
    web::Data,
};
use doorward_core::{
    Error, FormOutcome, Provider, SignInForm,
    credentials::{Attempt, DirectoryName, SignInOutcome},
    federation::SignInMethods,
    oauth::authorize::PendingRequest,
};
use doorward_protocol::sessions::sso_session::Authentication;

/// The form of the sign-in page.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a field of the form of its own"
)]
pub struct PostedSignIn {
    pub(super) flow: Option<String>,
    /// Why the page was shown; see [`Reason::of`].
    way: Option<String>,
    username: Option<String>,
    password: Option<String>,
    /// The name of the account that proves itself again, where no other was typed.
    known: String,
    /// Whether it is the first of two steps.
    is_first_step: bool,
    /// Whether it asks for a mail.
    by_mail: bool,
    pub(super) remembered: bool,
    /// Whether the browser can make passkeys, as its script says.
    makes_passkeys: bool,
    pub(super) proof: PostedProof,
}

impl PostedForm for PostedSignIn {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).map(str::to_owned);
        Self {
            flow: field("flow"),
            way: field("way"),
            username: field("username"),
            password: field("password"),
            known: field("as").unwrap_or_default(),
            is_first_step: fields.get("step") == Some("identifier"),
            by_mail: fields.get("by") == Some("mail"),
            remembered: fields.get("remember") == Some("yes"),
            makes_passkeys: fields.get("passkeys") == Some("yes"),
            proof: PostedProof::from_fields(fields),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(page::purpose(self.flow.as_deref().unwrap_or_default()))
    }

    fn page(&self) -> String {
        page_about("/sign-in", "flow", self.flow.as_deref())
    }
}

/// What was typed, and what the attempt is made with.
pub(super) struct Submission<'a> {
    pub(super) provider: &'a Provider,
    pub(super) t: Messages,
    pub(super) ctx: &'a Operation,
    pub(super) browser: &'a Browser,
    pub(super) form: &'a PostedSignIn,
    pub(super) pending: Option<&'a PendingRequest>,
    pub(super) methods: &'a SignInMethods,
}

/// Takes what was typed. A page that was open for too long is as good as a new one: its request is
/// started again. Where nothing proves that the form came from our page in this browser, nobody is
/// signed in, and the page is shown again with the name that was typed.
pub async fn submit(
    request: HttpRequest,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    posted: ShownAgain<PostedSignIn>,
) -> Result<HttpResponse, PageError> {
    let (mut form, is_ours) = match posted {
        ShownAgain::Ours(form) => (form, true),
        ShownAgain::Unproven(form) => (form, false),
    };
    let t = Messages::of(&request);
    let secret = browser.secret_or_new(&provider);
    let found = waiting::of_form(&provider, &ctx, &secret, t, form.flow.as_deref()).await;
    let pending = match found {
        Ok(Ok(waiting)) => waiting,
        Ok(Err(answer)) => return Ok(answer),
        Err(_) if !is_ours => None,
        Err(error) => return Err(error),
    };
    let (flow, pending) = pending
        .map(|waiting| (waiting.flow, waiting.pending))
        .unzip();
    form.flow = flow;
    // The page belongs to the secret that its request was sealed for.
    let mut bound = browser.clone();
    bound.secret = Some(secret.clone());
    let submission = Submission {
        provider: &provider,
        t: waiting::language(&request, pending.as_deref()),
        ctx: &ctx,
        browser: &bound,
        form: &form,
        pending: pending.as_deref(),
        methods: &waiting::methods(&provider, pending.as_deref()).await?,
    };
    if is_ours {
        submission.answer().await
    } else {
        let told = submission.t.sign_in_form_too_old();
        let response = submission.show(Some(told), StatusCode::FORBIDDEN)?;
        let mut response = RefusalReason::OTHER_FORM.of(response);
        browser.keep_secret(&provider, &secret, &mut response);
        Ok(response)
    }
}

impl Submission<'_> {
    async fn answer(&self) -> Result<HttpResponse, PageError> {
        let identifier = self.identifier();
        if let Some(home) = self.methods.home_of(identifier) {
            return self.redirect(home.id()).await;
        }
        if self.form.by_mail {
            return self.ask_for_mail().await;
        }
        if !self.methods.has_form() {
            let told = self.t.sign_in_no_provider_for_address();
            let page = self.show(Some(told), StatusCode::OK)?;
            return Ok(match self.form.password {
                Some(_) => RefusalReason::METHOD_OFF.of(page),
                None => page,
            });
        }
        match self.form.password.as_deref() {
            Some(password) if !identifier.is_empty() => self.attempt(password).await,
            _ if self.methods.has_home_realms()
                && !identifier.is_empty()
                && self.form.is_first_step =>
            {
                self.show(None, StatusCode::OK)
            }
            _ => self.show(Some(self.t.sign_in_incomplete()), StatusCode::OK),
        }
    }

    /// The name that was typed, or that of the account that proves itself again.
    pub(super) fn identifier(&self) -> &str {
        self.form.username.as_deref().unwrap_or(&self.form.known)
    }

    /// Sends the browser to the identity provider of the address that was typed.
    async fn redirect(&self, provider_id: &str) -> Result<HttpResponse, PageError> {
        let to = Redirect {
            provider_id,
            flow: self.form.flow.as_deref(),
            login_hint: Some(self.identifier()),
            remembered: self.form.remembered,
            is_form: true,
        };
        redirect_by_form(self.provider, self.ctx, self.browser, to).await
    }

    async fn attempt(&self, password: &str) -> Result<HttpResponse, PageError> {
        let attempt = Attempt {
            identifier: self.identifier(),
            client_id: self
                .pending
                .map(|pending| pending.registered.client.client_id.as_str()),
            password: password.into(),
            accounts: &self.browser.accounts,
            device: self.ctx.device(),
            authentication: Authentication::password(),
            remembered: self.form.remembered,
            flow: self.form.flow.as_deref(),
            link_offer: None,
            evidence: self
                .browser
                .evidence(self.identifier(), self.form.proof.presented()),
        };
        let form = SignInForm {
            methods: self.methods,
            flow: self.form.flow.as_deref(),
            browser: self.browser.secret.as_ref(),
        };
        match self
            .provider
            .sign_in_form()
            .submit(self.ctx, &attempt, &form)
            .await
        {
            Ok(outcome) => self.conclude(outcome).await,
            Err(Error::Unavailable(cause)) => {
                tracing::warn!(cause, "a sign-in was put off");
                let text = self.t.sign_in_busy();
                self.show_later(text, StatusCode::SERVICE_UNAVAILABLE, 1)
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn conclude(&self, outcome: FormOutcome) -> Result<HttpResponse, PageError> {
        match outcome {
            FormOutcome::SignedIn { sid, provider_id } => {
                let name = DirectoryName {
                    provider_id: &provider_id,
                    name: self.identifier(),
                };
                self.establish(&sid, Some(name)).await
            }
            FormOutcome::Password(SignInOutcome::SignedIn { sid }) => {
                let response = self.establish(&sid, None).await?;
                if !self.form.makes_passkeys {
                    return Ok(response);
                }
                let established = Established::new(&sid, self.form.flow.as_deref());
                establish::offer_passkey(self.provider, self.ctx, response, established).await
            }
            FormOutcome::SecondStep { ticket }
            | FormOutcome::Password(SignInOutcome::SecondStep { ticket }) => {
                Ok(see_other(&establish::second_step(self.provider, &ticket)))
            }
            FormOutcome::LinkPrompt { prompt } => {
                Ok(see_other(&link_account::address(self.provider, &prompt)))
            }
            FormOutcome::Refused(found) => Err(problem::page(&found)),
            FormOutcome::Password(SignInOutcome::Wrong) => {
                metrics::counter!("doorward_sign_ins_total", "outcome" => "refused").increment(1);
                self.show(Some(self.t.sign_in_wrong()), StatusCode::OK)
            }
            FormOutcome::Password(SignInOutcome::Impossible) => {
                self.show(Some(self.t.sign_in_wrong()), StatusCode::BAD_REQUEST)
            }
            FormOutcome::Password(SignInOutcome::ProofNeeded) => {
                let page = self.show(Some(self.t.sign_in_proof_needed()), StatusCode::OK)?;
                Ok(RefusalReason::LACKS_PROOF.of(page))
            }
            FormOutcome::Unreachable => {
                let text = self.t.sign_in_directory_unreachable();
                self.show_later(text, StatusCode::SERVICE_UNAVAILABLE, 10)
            }
            FormOutcome::Password(SignInOutcome::Paused { until }) => {
                let seconds = seconds_until(self.ctx.now(), until);
                let text = self.t.sign_in_paused();
                let page = self.show_later(text, StatusCode::TOO_MANY_REQUESTS, seconds)?;
                Ok(RefusalReason::PAUSED.of(page))
            }
        }
    }

    async fn establish(
        &self,
        sid: &str,
        directory_name: Option<DirectoryName<'_>>,
    ) -> Result<HttpResponse, PageError> {
        let established = Established {
            sid,
            flow: self.form.flow.as_deref(),
            page: None,
            remembered: self.form.remembered,
            directory_name,
        };
        establish::after_sign_in(self.provider, self.ctx, self.browser, established).await
    }

    /// Shows the page again.
    pub(super) fn show(
        &self,
        problem: Option<String>,
        status: StatusCode,
    ) -> Result<HttpResponse, PageError> {
        let state = State {
            ctx: self.ctx,
            t: self.t,
            flow: self.form.flow.as_deref(),
            pending: self.pending,
            identifier: self.form.username.as_deref().unwrap_or_default(),
            problem,
            asks_password: true,
            by_password: !self.form.by_mail,
            remembered: self.form.remembered,
            attempted: Some(self.identifier()),
            reason: Reason::of(self.form.way.as_deref(), self.browser),
            known: &self.form.known,
            second_factor: None,
            unknown_passkey: None,
        };
        page::render(self.provider, self.browser, self.methods, state, status)
    }

    /// Shows the page again, with the time after which to try again.
    fn show_later(
        &self,
        problem: String,
        status: StatusCode,
        seconds: i64,
    ) -> Result<HttpResponse, PageError> {
        let mut response = self.show(Some(problem), status)?;
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
        Ok(response)
    }
}
