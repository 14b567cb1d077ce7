//! Requests on their way to a decision: they come in, go on after an answer of the user, and are
//! decided.

use super::{
    Authorization, AuthorizationOutcome, InteractionPage,
    attempt::{Attempt, Progress, WaitingRequest},
    checked_request::{CheckedRequest, RejectedRequest, asking_client},
    incoming::Incoming,
    interaction::{self, Loaded, WaitingInteraction},
    issue,
};
use crate::{Error, Result, context::OperationContext, sessions::browser_context::BrowserContext};
use doorward_protocol::{
    oauth::{
        authorization_request::{Addressed, Parameters},
        authorization_response::{AuthorizationResponse, Issued},
        error_code::{ErrorCode, ProtocolError},
    },
    oidc::interaction::NextStep,
    secret::Secret,
    time::Lifetime,
};

/// What came of a request.
pub(super) enum Reached {
    /// This was issued and stored.
    Issued(Issued),
    /// Nothing could be stored.
    Nothing,
    /// Something else than an answer comes next.
    Next(NextStep),
}

impl Authorization {
    /// Answers a request that just came in; `query` is the query of its URL.
    ///
    /// # Errors
    /// `Unavailable` or `Internal`; every refusal of the request is an outcome.
    pub async fn begin(
        &self,
        ctx: &OperationContext,
        query: &str,
        browser: BrowserContext<'_>,
    ) -> Result<AuthorizationOutcome> {
        let configuration = self.kernel.configuration().await?;
        let parameters = Parameters::parse(query);
        let asking = asking_client(&configuration, &parameters).await?;
        let resolved = self
            .resolve_request_object(ctx, asking.as_deref(), parameters)
            .await;
        let incoming = match resolved {
            Ok(incoming) => incoming,
            Err(rejected) => return Ok(self.reject(rejected)),
        };
        let attempt = Attempt {
            configuration,
            incoming,
            progress: Progress::at_the_start(ctx.now()),
            waiting: None,
        };
        self.proceed(ctx, attempt, browser).await
    }

    /// Goes on with a waiting request after the user answered something. The request is checked
    /// again: a redirect URI that was removed meanwhile gets no code. One that waits no more is
    /// started again, as by its address.
    ///
    /// # Errors
    /// `Input` where there was never such a request, or the browser keeps no cookies.
    pub async fn resume(
        &self,
        ctx: &OperationContext,
        flow: &Secret,
        browser: BrowserContext<'_>,
    ) -> Result<AuthorizationOutcome> {
        let waiting = match self.load_interaction(ctx, flow, browser.browser).await? {
            Loaded::Waiting(waiting) => waiting,
            Loaded::Over(incoming) => return self.start_again(ctx, incoming, browser).await,
        };
        let incoming = waiting.incoming.clone();
        let attempt = self.attempt(flow, waiting).await?;
        match self.proceed(ctx, attempt, browser).await {
            // Another tab answered it at the same time, or the session ended meanwhile.
            Err(Error::Input(_)) => self.start_again(ctx, incoming, browser).await,
            outcome => outcome,
        }
    }

    /// Starts a request again that waits no more: it is checked, and nothing that was done about it
    /// counts.
    async fn start_again(
        &self,
        ctx: &OperationContext,
        incoming: Incoming,
        browser: BrowserContext<'_>,
    ) -> Result<AuthorizationOutcome> {
        let configuration = self.kernel.configuration().await?;
        if let Err(error) = incoming.check_repeatable(ctx.now()) {
            let asking = asking_client(&configuration, &incoming.parameters).await?;
            return Ok(
                match self.check_request(&configuration, asking, &incoming.parameters) {
                    Ok(request) => self.refuse(request.addressed, &error),
                    Err(rejected) => self.reject(rejected),
                },
            );
        }
        let attempt = Attempt {
            configuration,
            incoming,
            progress: Progress::at_the_start(ctx.now()),
            waiting: None,
        };
        self.proceed(ctx, attempt, browser).await
    }

    /// A request that waits in this browser, on its way to a decision.
    async fn attempt(&self, flow: &Secret, waiting: WaitingInteraction) -> Result<Attempt> {
        Ok(Attempt {
            configuration: self.kernel.configuration().await?,
            incoming: waiting.incoming,
            progress: Progress {
                asked_at: waiting.asked_at,
                account_chosen: waiting.progress.account_chosen,
                chosen_sid: waiting.progress.chosen_sid,
                consent_sid: waiting.progress.consent_sid,
                stepped_up: waiting.progress.stepped_up,
                organization_id: waiting.progress.organization_id,
            },
            waiting: Some(WaitingRequest {
                flow: flow.clone(),
                key: waiting.key,
            }),
        })
    }

    /// Whether a waiting request still needs its user to sign in. It does not where they signed in
    /// in another tab since its page was opened.
    ///
    /// # Errors
    /// `Unavailable` or `Internal`; `Input` where there was never such a request.
    pub async fn asks_to_sign_in(
        &self,
        ctx: &OperationContext,
        flow: &Secret,
        browser: BrowserContext<'_>,
    ) -> Result<bool> {
        let loaded = self.load_interaction(ctx, flow, browser.browser).await?;
        let Loaded::Waiting(waiting) = loaded else {
            return Ok(false);
        };
        let mut attempt = self.attempt(flow, waiting).await?;
        // As where the request came in.
        attempt.progress.asked_at = attempt.progress.asked_at.plus(Lifetime(1));
        let parameters = &attempt.incoming.parameters;
        let asking = asking_client(&attempt.configuration, parameters).await?;
        let Ok(request) = self.check_request(&attempt.configuration, asking, parameters) else {
            return Ok(false);
        };
        let decision = self.decide(ctx, &attempt, &request, browser).await?;
        Ok(matches!(decision.step, NextStep::SignIn | NextStep::StepUp))
    }

    /// Checks a request, decides, and carries the decision out.
    async fn proceed(
        &self,
        ctx: &OperationContext,
        attempt: Attempt,
        browser: BrowserContext<'_>,
    ) -> Result<AuthorizationOutcome> {
        let parameters = &attempt.incoming.parameters;
        let asking = asking_client(&attempt.configuration, parameters).await?;
        let request = match self.check_request(&attempt.configuration, asking, parameters) {
            Ok(request) => request,
            Err(rejected) => return Ok(self.reject(rejected)),
        };
        if attempt.waiting.is_none() {
            request.log_what_is_left_out(ctx, parameters);
        }
        let step = match self.reach(ctx, &attempt, &request, browser).await? {
            Reached::Issued(issued) => return Ok(self.answered(request.addressed, issued)),
            Reached::Nothing => return self.lost_race(request, attempt.waiting.is_some()),
            Reached::Next(step) => step,
        };
        let page = match step {
            NextStep::Refuse(error) => return Ok(self.refuse(request.addressed, &error)),
            // It was issued instead.
            NextStep::Issue => return Err(interaction::stale()),
            NextStep::SignIn if request.request.prompt.create => InteractionPage::SignUp,
            NextStep::SignIn => InteractionPage::SignIn,
            NextStep::StepUp => InteractionPage::StepUp,
            NextStep::SelectAccount => InteractionPage::SelectAccount,
            NextStep::SelectOrganization => InteractionPage::SelectOrganization,
            NextStep::MissingFields => InteractionPage::MissingFields,
            NextStep::Consent => InteractionPage::Consent,
            NextStep::AskForAccess => InteractionPage::NoAccess,
        };
        match attempt.waiting {
            None => match self.begin_interaction(ctx, &attempt.incoming, browser, page) {
                Err(Error::Protocol(error)) => Ok(self.refuse(request.addressed, &error)),
                outcome => outcome,
            },
            Some(waiting) => Ok(AuthorizationOutcome::Ask {
                page,
                flow: waiting.flow,
                browser: browser.browser.cloned().ok_or_else(interaction::stale)?,
            }),
        }
    }

    /// Decides, and issues where that is the decision. Where nothing was stored and the consent is
    /// another by then, it is decided again: parallel requests of one client change it, and where it
    /// was withdrawn its user is asked.
    pub(super) async fn reach(
        &self,
        ctx: &OperationContext,
        attempt: &Attempt,
        request: &CheckedRequest,
        browser: BrowserContext<'_>,
    ) -> Result<Reached> {
        let mut lost = None;
        loop {
            // Read first: what is taken away from here on makes the code worthless.
            let (_, version) = self.kernel.confirmed_configuration().await?;
            let decision = self.decide(ctx, attempt, request, browser).await?;
            if decision.step != NextStep::Issue {
                return Ok(Reached::Next(decision.step));
            }
            if lost.as_ref() == Some(&decision.consent) {
                return Ok(Reached::Nothing);
            }
            let answer = issue::Answer {
                request,
                browser,
                selected: &decision.selected,
                organization_id: decision.organization.id(),
                consent: decision.consent.as_ref(),
                withdrawals: version.withdrawals,
                waiting: attempt.waiting.as_ref().map(|waiting| &waiting.key),
            };
            match self.issue(ctx, &attempt.configuration, answer).await {
                Ok(Some(issued)) => return Ok(Reached::Issued(issued)),
                Ok(None) => lost = Some(decision.consent),
                Err(Error::Protocol(error)) => return Ok(Reached::Next(NextStep::Refuse(error))),
                Err(error) => return Err(error),
            }
        }
    }

    pub(super) fn reject(&self, rejected: RejectedRequest) -> AuthorizationOutcome {
        match rejected {
            RejectedRequest::ShowToUser(error) => AuthorizationOutcome::ShowToUser(error),
            RejectedRequest::SendToClient(addressed, error) => self.refuse(addressed, &error),
        }
    }

    /// Nothing was stored: the request was answered in another tab, or the session ended meanwhile.
    fn lost_race(&self, request: CheckedRequest, has_waited: bool) -> Result<AuthorizationOutcome> {
        if has_waited {
            return Err(interaction::stale());
        }
        let error = ProtocolError::new(ErrorCode::LoginRequired, "the session ended");
        Ok(self.refuse(request.addressed, &error))
    }

    /// What was issued, at the client's redirect URI.
    fn answered(&self, addressed: Addressed, issued: Issued) -> AuthorizationOutcome {
        AuthorizationOutcome::SendToClient(Box::new(AuthorizationResponse::success(
            addressed,
            self.kernel.issuer(),
            issued,
        )))
    }

    /// An error response at the client's redirect URI.
    pub(super) fn refuse(
        &self,
        addressed: Addressed,
        error: &ProtocolError,
    ) -> AuthorizationOutcome {
        AuthorizationOutcome::SendToClient(Box::new(AuthorizationResponse::error(
            addressed,
            self.kernel.issuer(),
            error,
        )))
    }
}
