//! What follows a first factor: a session, or a ticket for the second step.

use super::{
    SecondFactors,
    disowned::are_asked_for,
    ticket::{Ticket, UpstreamSignIn},
};
use crate::{
    Error, Result,
    audit::Record,
    context::{Actor, OperationContext},
    credentials::DirectoryName,
    sessions::Authenticated,
};
use doorward_protocol::{
    credentials::{
        second_factor::{FirstFactor, SecondFactorMode, SecondStep, second_step},
        sign_in_method::SignInMethod,
    },
    oidc::authentication_context::AuthenticationContext,
    secret::Secret,
    sessions::sso_session::{Authentication, SsoSession},
};
use doorward_storage::{Store, Unit};

/// The browser of a sign-in, and what it goes on to.
#[derive(Clone, Copy, Default)]
pub struct Onward<'a> {
    /// The secret of the browser.
    pub browser: Option<&'a Secret>,
    /// The cookie of a browser that users trust.
    pub trusted_browser: Option<&'a str>,
    /// The authorization request that waits.
    pub flow: Option<&'a str>,
    /// The name by which a directory let the user in.
    pub directory_name: Option<DirectoryName<'a>>,
    /// The prompt to link that goes on after the sign-in.
    pub link_offer: Option<&'a str>,
}

/// A user who has proven a first factor.
pub(crate) struct Proven<'a> {
    pub(crate) authenticated: Authenticated<'a>,
    pub(crate) onward: Onward<'a>,
    /// Whether an identity provider, which the browser was sent to, verified it.
    pub(crate) is_redirected: bool,
    /// Where the session is to come from.
    pub(crate) upstream: Option<UpstreamSignIn>,
    /// The statements that make the user, where the sign-in makes one, or that use up what it was
    /// proven by: they are committed with whatever follows.
    pub(crate) makes: Unit,
}

/// What follows a first factor.
pub(crate) enum Admission {
    /// A session, by its `sid`.
    SignedIn(String),
    /// The second step, for which the browser gets this ticket.
    SecondStep(Secret),
    /// The account changed while the first factor was verified.
    Refused,
}

impl SecondFactors {
    /// Starts the session of a user who has proven a first factor, or gives a ticket for the second
    /// step. Every sign-in comes through here. `beside` is as in `Sessions::start`.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn admit(
        &self,
        ctx: &OperationContext,
        proven: &Proven<'_>,
        beside: impl Fn(&str, Unit) -> Result<Unit>,
    ) -> Result<Admission> {
        let step = self.step_after(ctx, proven).await?;
        if step != SecondStep::None {
            let ticket = self.ask(ctx, proven, step).await?;
            return Ok(ticket.map_or(Admission::Refused, Admission::SecondStep));
        }
        let sid = self
            .sessions
            .start(ctx, &proven.authenticated, |sid, started| {
                let used = self.use_trusted_browser(ctx, proven);
                let made = proven.makes.clone();
                Ok(made.then(beside(sid, started)?).then(used))
            })
            .await?;
        Ok(sid.map_or(Admission::Refused, Admission::SignedIn))
    }

    async fn step_after(&self, ctx: &OperationContext, proven: &Proven<'_>) -> Result<SecondStep> {
        let authenticated = &proven.authenticated;
        let mut first = FirstFactor {
            context: authenticated.authentication.context(),
            is_upstream: proven.is_redirected,
            has_second_factor: true,
            is_trusted_browser: false,
            asked_at: None,
            now: ctx.now(),
        };
        // Nothing is read where the answer is the same for everybody.
        if second_step(self.policy(), &first) == SecondStep::None {
            return Ok(SecondStep::None);
        }
        let user_id = authenticated.user_id;
        let policy = self.policy_for(ctx, user_id).await?;
        let owned = self.of_user(user_id).await?;
        first.has_second_factor = are_asked_for(&policy, &owned);
        first.asked_at = owned.asked_at;
        first.is_trusted_browser = first.has_second_factor
            && self
                .trusts(ctx, user_id, proven.onward.trusted_browser)
                .await?;
        Ok(second_step(&policy, &first))
    }

    /// Whether a session began with one factor before its user had to have a second one: somebody put
    /// them into a group or gave them a role since, or the days are over in which they set one up. Who is
    /// exempt at a sign-in is exempt here, and who has days left is asked at the next sign-in.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn lacks_required(
        &self,
        ctx: &OperationContext,
        session: &SsoSession,
        trusted_browser: Option<&str>,
    ) -> Result<bool> {
        if self.kernel.settings.second_factor_required_of.is_empty()
            || session.authentication.context() == AuthenticationContext::MultiFactor
        {
            return Ok(false);
        }
        let user_id = session.user_id.as_str();
        let policy = self.policy_for(ctx, user_id).await?;
        if policy.mode != SecondFactorMode::Required {
            return Ok(false);
        }
        let owned = self.of_user(user_id).await?;
        let has_second_factor = are_asked_for(&policy, &owned);
        let first = FirstFactor {
            context: session.authentication.context(),
            is_upstream: self.is_redirected(session).await?,
            has_second_factor,
            is_trusted_browser: has_second_factor
                && self.trusts(ctx, user_id, trusted_browser).await?,
            asked_at: owned.asked_at,
            now: ctx.now(),
        };
        Ok(match second_step(&policy, &first) {
            SecondStep::None => false,
            SecondStep::Ask => true,
            SecondStep::SetUp { until } => !until.is_ahead_of(ctx.now()),
        })
    }

    /// Whether the browser was sent to an identity provider for a session. A directory takes passwords that are
    /// typed here.
    async fn is_redirected(&self, session: &SsoSession) -> Result<bool> {
        let SignInMethod::IdentityProvider(id) = session.authentication.sign_in_method() else {
            return Ok(false);
        };
        let configuration = self.kernel.configuration().await?;
        let provider = configuration.identity_provider(&id);
        Ok(provider.is_none_or(|provider| !provider.resolved().is_directory()))
    }

    /// Whether a second factor that the user has is asked for after the password, in a browser that they
    /// do not trust.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn asks_after_password(
        &self,
        ctx: &OperationContext,
        user_id: &str,
    ) -> Result<bool> {
        let policy = self.policy_for(ctx, user_id).await?;
        let owned = self.of_user(user_id).await?;
        let first = FirstFactor {
            context: Authentication::password().context(),
            is_upstream: false,
            has_second_factor: are_asked_for(&policy, &owned),
            is_trusted_browser: false,
            asked_at: owned.asked_at,
            now: ctx.now(),
        };
        Ok(second_step(&policy, &first) == SecondStep::Ask)
    }

    /// Gives the browser a ticket, and writes down that the second factor was asked for. `None` where
    /// one of the statements before it fails.
    async fn ask(
        &self,
        ctx: &OperationContext,
        proven: &Proven<'_>,
        step: SecondStep,
    ) -> Result<Option<Secret>> {
        let (authenticated, onward) = (&proven.authenticated, &proven.onward);
        let Some(browser) = onward.browser else {
            return Err(Error::Input(
                "the browser keeps no cookies, which the second step needs".into(),
            ));
        };
        let user_id = authenticated.user_id;
        let ticket = Ticket {
            authentication: authenticated.authentication.clone(),
            remembered: authenticated.remembered,
            detail: authenticated.detail.to_owned(),
            flow: onward.flow.map(str::to_owned),
            directory_name: onward
                .directory_name
                .map(|name| (name.provider_id.to_owned(), name.name.to_owned())),
            link_offer: onward.link_offer.map(str::to_owned),
            upstream: proven.upstream.clone(),
            set_up_until: match step {
                SecondStep::SetUp { until } => Some(until),
                SecondStep::Ask | SecondStep::None => None,
            },
            ..Ticket::begin(user_id, authenticated.generation, ctx.now())
        };
        let asked = match step {
            SecondStep::SetUp { .. } => Store::ask_for_second_factor(user_id, ctx.now()),
            SecondStep::Ask | SecondStep::None => Unit::new(),
        };
        let record = Record {
            action: "sign_in.second_factor_asked",
            subject: Some(user_id),
            client_id: None,
            detail: authenticated.detail,
        };
        let ctx = ctx.acting_as(Actor::User(user_id.to_owned()));
        let unit = proven.makes.clone().then(asked);
        if !self.kernel.database.commit(&ctx, unit, &[record]).await? {
            return Ok(None);
        }
        ticket.seal(&self.kernel, browser).map(Some)
    }
}
