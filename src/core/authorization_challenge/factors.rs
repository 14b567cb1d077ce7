//! What a user typed into the form of an app, step by step.

use super::{
    Challenge, ChallengeOutcome, Failed, Needed,
    auth_session::{AuthSession, Waits},
    off,
};
use crate::{
    Error, Result,
    credentials::{
        Attempt, DirectoryName, Evidence, SignInOutcome,
        second_factors::{PresentedCode, SecondStepOutcome, TicketHolder},
    },
    mailed_sign_in::{MailBrowser, MailRequest, MailedOutcome},
    oauth::authorize::ChallengeAnswer,
    sign_in_form::{FormOutcome, SignInForm},
};
use doorward_protocol::{
    credentials::proof_of_work::PresentedProof,
    oauth::error_code::{ErrorCode, ProtocolError},
    secret::Secret,
    sessions::sso_session::Authentication,
};

const NOTHING_ASKED: ProtocolError = ProtocolError::new(
    ErrorCode::InvalidRequest,
    "no code was asked for: send what is needed first, with the auth_session of the answer",
);

/// Why a page has to be shown.
const HOME_REALM: &str = "the address is of users who sign in with an identity provider";
const PROOF_OF_WORK: &str = "a proof of work is asked for, which pages do";
const FACTOR_OF_PAGES: &str =
    "the second factor is one that only a page can ask for, or is set up there";

impl Challenge<'_> {
    pub(super) async fn password(self, username: &str, password: &str) -> Result<ChallengeOutcome> {
        if self.methods.home_of(username).is_some() {
            return Ok(ChallengeOutcome::RedirectToWeb(HOME_REALM));
        }
        if !self.methods.has_form() {
            return Err(off());
        }
        let (browser, known) = (self.session.browser(), self.session.known.clone());
        let attempt = Attempt {
            identifier: username,
            client_id: Some(&self.registered.client.client_id),
            password: password.into(),
            accounts: &[],
            device: self.call.device,
            authentication: Authentication::password(),
            remembered: false,
            flow: None,
            link_offer: None,
            evidence: Evidence {
                browser: Some(&browser),
                known_browser: known.as_deref(),
                trusted_browser: None,
                proof: PresentedProof::default(),
                name: username,
            },
        };
        let form = SignInForm {
            methods: self.methods,
            flow: None,
            browser: Some(&browser),
        };
        let sign_in = &self.service.sign_in_form;
        let outcome = sign_in.submit(self.ctx, &attempt, &form).await?;
        self.after_password(outcome, username).await
    }

    async fn after_password(
        self,
        outcome: FormOutcome,
        username: &str,
    ) -> Result<ChallengeOutcome> {
        match outcome {
            FormOutcome::SignedIn { sid, provider_id } => {
                let name = DirectoryName {
                    provider_id: &provider_id,
                    name: username,
                };
                self.signed_in(&sid, Some(name)).await
            }
            FormOutcome::Password(SignInOutcome::SignedIn { sid }) => {
                self.signed_in(&sid, None).await
            }
            FormOutcome::SecondStep { ticket }
            | FormOutcome::Password(SignInOutcome::SecondStep { ticket }) => {
                self.second_step(ticket).await
            }
            FormOutcome::Password(SignInOutcome::Wrong | SignInOutcome::Impossible) => {
                self.first_factor(Some(Failed::Password))
            }
            FormOutcome::Password(SignInOutcome::Paused { until }) => {
                Ok(ChallengeOutcome::Paused { until })
            }
            FormOutcome::Password(SignInOutcome::ProofNeeded) => {
                Ok(ChallengeOutcome::RedirectToWeb(PROOF_OF_WORK))
            }
            FormOutcome::LinkPrompt { .. } => Ok(ChallengeOutcome::RedirectToWeb(
                "the account has to be linked first",
            )),
            FormOutcome::Refused(_) => Err(ProtocolError::new(
                ErrorCode::AccessDenied,
                "the directory knows the user, who is not admitted here",
            )
            .into()),
            FormOutcome::Unreachable => {
                Err(Error::Unavailable("a directory does not answer".to_owned()))
            }
        }
    }

    pub(super) async fn mail(mut self, username: &str) -> Result<ChallengeOutcome> {
        if self.methods.home_of(username).is_some() {
            return Ok(ChallengeOutcome::RedirectToWeb(HOME_REALM));
        }
        if !self.methods.code {
            return Err(off());
        }
        if self.lacks_mail_proof(username) {
            return Ok(ChallengeOutcome::RedirectToWeb(PROOF_OF_WORK));
        }
        let browser = self.session.browser();
        let asked = MailRequest {
            identifier: username,
            browser: &browser,
            known_browser: self.session.known.as_deref(),
            flow: None,
            client: Some(&self.registered.client),
            methods: self.methods,
            language: self.call.language,
            user_agent: self.call.device.user_agent,
            remembered: false,
            can_open_links: false,
        };
        let mailed = &self.service.mailed_sign_in;
        let Some(ticket) = mailed.begin(self.ctx, &asked).await? else {
            return Err(off());
        };
        self.session.waits = Some(Waits::Mail(ticket));
        self.needs(Needed::MailedCode, None)
    }

    pub(super) async fn mail_again(self) -> Result<ChallengeOutcome> {
        let Some(Waits::Mail(ticket)) = &self.session.waits else {
            return Err(NOTHING_ASKED.into());
        };
        if self.lacks_mail_proof(ticket) {
            return Ok(ChallengeOutcome::RedirectToWeb(PROOF_OF_WORK));
        }
        let browser = self.session.browser();
        let mailed = &self.service.mailed_sign_in;
        let from = self.mail_browser(&browser);
        match mailed.send_again(self.ctx, ticket, from).await? {
            Ok(true) => self.needs(Needed::MailedCode, None),
            Ok(false) => self.needs(Needed::MailedCode, Some(Failed::Mail)),
            Err(_) => self.first_factor(Some(Failed::Code)),
        }
    }

    fn mail_browser<'t>(&'t self, browser: &'t Secret) -> MailBrowser<'t> {
        MailBrowser {
            secret: Some(browser),
            accounts: &[],
            device: self.call.device,
            trusted_browser: None,
            known_browser: self.session.known.as_deref(),
        }
    }

    /// Whether a mail is asked for from where so many were that each needs a proof of work.
    fn lacks_mail_proof(&self, about: &str) -> bool {
        let requests = &self.service.mailed_requests;
        requests.lacks_proof(self.ctx, None, &PresentedProof::default(), about)
    }

    pub(super) async fn code(self, code: &str) -> Result<ChallengeOutcome> {
        match self.session.waits.clone() {
            Some(Waits::Mail(ticket)) => self.mailed_code(&ticket, code).await,
            Some(Waits::SecondFactor(ticket)) => self.second_factor(&ticket, code).await,
            Some(Waits::StepUp(sid)) => self.step_up(&sid, code).await,
            None => Err(NOTHING_ASKED.into()),
        }
    }

    async fn mailed_code(self, ticket: &str, code: &str) -> Result<ChallengeOutcome> {
        let browser = self.session.browser();
        let from = self.mail_browser(&browser);
        let mailed = &self.service.mailed_sign_in;
        match mailed.by_code(self.ctx, ticket, code, from).await? {
            MailedOutcome::SignedIn { sid, .. } => self.signed_in(&sid, None).await,
            MailedOutcome::SecondStep { ticket } => self.second_step(ticket).await,
            MailedOutcome::Wrong { .. } => self.needs(Needed::MailedCode, Some(Failed::Code)),
            MailedOutcome::Refused(_) => self.first_factor(Some(Failed::Code)),
            MailedOutcome::Off => Err(off()),
        }
    }

    /// A first factor was right, and the second step follows.
    async fn second_step(mut self, ticket: Secret) -> Result<ChallengeOutcome> {
        let browser = self.session.browser();
        let factors = &self.service.second_factors;
        let Some(view) = factors.second_step(self.ctx, &ticket, &browser).await? else {
            return Ok(ChallengeOutcome::InvalidSession);
        };
        if view.can_be_put_off {
            let holder = self.holder(&ticket, &browser);
            return match factors.put_off(self.ctx, holder).await? {
                SecondStepOutcome::SignedIn(completed) => {
                    self.signed_in(&completed.sid, None).await
                }
                _ => Ok(ChallengeOutcome::InvalidSession),
            };
        }
        if view.sets_up || !(view.has_app || view.has_recovery_codes) {
            return Ok(ChallengeOutcome::RedirectToWeb(FACTOR_OF_PAGES));
        }
        self.session.waits = Some(Waits::SecondFactor(ticket.reveal().to_owned()));
        self.needs(Needed::SecondFactor, None)
    }

    fn holder<'t>(&'t self, ticket: &'t Secret, browser: &'t Secret) -> TicketHolder<'t> {
        TicketHolder {
            ticket,
            browser,
            accounts: &[],
            device: self.call.device,
        }
    }

    fn presented<'t>(&'t self, code: &'t str, browser: &'t Secret) -> PresentedCode<'t> {
        PresentedCode {
            code,
            key: None,
            browser: Some(browser),
            known_browser: self.session.known.as_deref(),
            trusted_browser: None,
            trusts: false,
        }
    }

    async fn second_factor(self, ticket: &str, code: &str) -> Result<ChallengeOutcome> {
        let (browser, ticket) = (self.session.browser(), Secret::presented(ticket));
        let holder = self.holder(&ticket, &browser);
        let presented = self.presented(code, &browser);
        let factors = &self.service.second_factors;
        let outcome = factors.complete(self.ctx, holder, &presented).await?;
        self.after_second_factor(outcome).await
    }

    /// A code in a session that is not strong enough. The session opens nothing by itself: without a
    /// right code no request is answered from it.
    async fn step_up(self, sid: &str, code: &str) -> Result<ChallengeOutcome> {
        let Some(session) = self
            .service
            .kernel
            .database
            .read()
            .live_session(sid)
            .await?
        else {
            return Ok(ChallengeOutcome::InvalidSession);
        };
        let browser = self.session.browser();
        let presented = self.presented(code, &browser);
        let factors = &self.service.second_factors;
        let outcome = factors.step_up(self.ctx, &session, &presented).await?;
        self.after_second_factor(outcome).await
    }

    async fn after_second_factor(self, outcome: SecondStepOutcome) -> Result<ChallengeOutcome> {
        match outcome {
            SecondStepOutcome::SignedIn(completed) => {
                let name = completed.directory_name.as_ref();
                let name = name.map(|(provider_id, name)| DirectoryName { provider_id, name });
                self.signed_in(&completed.sid, name).await
            }
            SecondStepOutcome::Wrong => self.needs(Needed::SecondFactor, Some(Failed::Code)),
            SecondStepOutcome::Paused { until } => Ok(ChallengeOutcome::Paused { until }),
            SecondStepOutcome::Over { .. } => Ok(ChallengeOutcome::InvalidSession),
        }
    }

    /// Answers the request for a user who has just signed in.
    async fn signed_in(
        mut self,
        sid: &str,
        name: Option<DirectoryName<'_>>,
    ) -> Result<ChallengeOutcome> {
        let Some(session) = self
            .service
            .kernel
            .database
            .read()
            .live_session(sid)
            .await?
        else {
            return Ok(ChallengeOutcome::InvalidSession);
        };
        let store = self.service.kernel.database.read();
        if store.account_deletion(&session.user_id).await?.is_some() {
            return Ok(ChallengeOutcome::RedirectToWeb(
                "the account is to be deleted, and its user is asked on a page whether it stays",
            ));
        }
        let known_browsers = &self.service.known_browsers;
        let known = self.session.known.as_deref();
        let remembered = known_browsers.remember(self.ctx, known, sid, name).await?;
        self.session.known = remembered.map(|cookie| cookie.reveal().to_owned());
        let authorization = &self.service.authorization;
        match authorization
            .answer_challenge(self.ctx, self.request, &session)
            .await?
        {
            ChallengeAnswer::Code(code) => {
                let done = AuthSession {
                    parameters: String::new(),
                    waits: None,
                    ..self.session
                };
                Ok(ChallengeOutcome::Code {
                    code,
                    auth_session: done.seal(&self.service.kernel)?,
                })
            }
            ChallengeAnswer::StepUp => {
                let factors = self
                    .service
                    .second_factors
                    .of_user(&session.user_id)
                    .await?;
                if !factors.has_app && factors.recovery_codes == 0 {
                    return Ok(ChallengeOutcome::RedirectToWeb(FACTOR_OF_PAGES));
                }
                self.session.waits = Some(Waits::StepUp(sid.to_owned()));
                self.needs(Needed::SecondFactor, None)
            }
            ChallengeAnswer::InBrowser => Ok(ChallengeOutcome::RedirectToWeb(
                "the user has to be asked something by a page",
            )),
        }
    }
}
