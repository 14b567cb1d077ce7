//! The second step of a sign-in, and the step up of a session.

use super::{
    SecondFactors,
    code::{Checked, Typed},
    ticket::{Ticket, UpstreamSignIn},
    trusted_browsers::NewTrust,
};
use crate::{
    Result,
    audit::Record,
    context::{Actor, OperationContext},
    credentials::passkeys::PasskeyAnswer,
    sealing::Purpose,
    sessions::{Authenticated, Device, account_group::Account},
};
use doorward_protocol::{
    credentials::second_factor::{FactorKind, with_second_factor},
    secret::Secret,
    sessions::sso_session::{Authentication, EndReason, SessionRef, SsoSession},
    time::Timestamp,
};
use doorward_storage::{CacheSubject, Store, Unit, User};

/// The second step, for the page that asks.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each found on its own"
)]
pub struct SecondStepView {
    /// The user who proved the first factor.
    pub user: User,
    /// Whether they have an authenticator app.
    pub has_app: bool,
    /// Whether they have passkeys or security keys.
    pub has_keys: bool,
    /// Whether they have recovery codes left.
    pub has_recovery_codes: bool,
    /// Whether they are asked to set a second factor up.
    pub sets_up: bool,
    /// Whether they may go on without one.
    pub can_be_put_off: bool,
    /// The authorization request that waits.
    pub flow: Option<String>,
}

/// A browser with a ticket.
#[derive(Clone, Copy)]
pub struct TicketHolder<'a> {
    /// The ticket of the first factor.
    pub ticket: &'a Secret,
    /// The secret of the browser.
    pub browser: &'a Secret,
    /// The accounts that are signed in in the browser already.
    pub accounts: &'a [Account],
    /// The device of the user.
    pub device: Device<'a>,
}

/// A second factor that was brought: a code that was typed, or the answer of a passkey.
#[derive(Clone, Copy)]
pub struct PresentedCode<'a> {
    /// What was typed.
    pub code: &'a str,
    /// The answer of a passkey or a security key; then nothing was typed.
    pub key: Option<PasskeyAnswer<'a>>,
    /// The secret of the browser.
    pub browser: Option<&'a Secret>,
    /// The cookie of a browser in which users signed in before.
    pub known_browser: Option<&'a str>,
    /// The cookie of a browser that users trust.
    pub trusted_browser: Option<&'a str>,
    /// Whether the user wants to be asked no more in this browser.
    pub trusts: bool,
}

/// A sign-in that is complete.
pub struct Completed {
    /// The session to bind to the browser.
    pub sid: String,
    /// The authorization request that waits.
    pub flow: Option<String>,
    /// Whether the user asked to stay signed in.
    pub remembered: bool,
    /// The directory that let the user in, and the name that was typed.
    pub directory_name: Option<(String, String)>,
    /// The prompt to link that goes on now.
    pub link_offer: Option<String>,
    /// The cookie of a browser that its user trusts from now on.
    pub trusted_browser: Option<Secret>,
}

/// The outcome of a second step.
pub enum SecondStepOutcome {
    /// The user is signed in.
    SignedIn(Box<Completed>),
    /// The code is wrong, or was used.
    Wrong,
    /// Nothing was looked at: there were too many attempts.
    Paused {
        /// When the next attempt is allowed.
        until: Timestamp,
    },
    /// The first factor was too long ago, or the account changed since: the sign-in begins again.
    Over {
        /// The authorization request that waits.
        flow: Option<String>,
    },
}

/// What a second step gives beside the factor.
#[derive(Default)]
pub(super) struct Given {
    pub(super) kind: Option<FactorKind>,
    /// The generation that the session belongs to, where a change of the unit raises it.
    pub(super) raised: bool,
    pub(super) trust: Option<NewTrust>,
    /// The statements that are committed with the session.
    pub(super) beside: Unit,
}

impl SecondFactors {
    /// The second step of a ticket. `None` where the sign-in begins again.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn second_step(
        &self,
        ctx: &OperationContext,
        ticket: &Secret,
        browser: &Secret,
    ) -> Result<Option<SecondStepView>> {
        let Some((ticket, user)) = self.open(ctx, ticket, browser).await? else {
            return Ok(None);
        };
        let owned = self.of_user(&user.id).await?;
        Ok(Some(SecondStepView {
            user,
            has_app: owned.has_app,
            has_keys: owned.passkeys + owned.security_keys > 0,
            has_recovery_codes: owned.recovery_codes > 0,
            sets_up: ticket.set_up_until.is_some(),
            can_be_put_off: ticket.set_up_until.is_some_and(|until| ctx.now() < until),
            flow: ticket.flow,
        }))
    }

    /// The request that a ticket was for, whether it is good still or not.
    pub fn flow_of(&self, ticket: &Secret, browser: Option<&Secret>) -> Option<String> {
        Ticket::known(&self.kernel, browser?, ticket)?.flow
    }

    /// Takes a code for a ticket, and starts the session.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn complete(
        &self,
        ctx: &OperationContext,
        holder: TicketHolder<'_>,
        presented: &PresentedCode<'_>,
    ) -> Result<SecondStepOutcome> {
        let opened = self.open(ctx, holder.ticket, holder.browser).await?;
        let Some((ticket, _)) = opened.filter(|(ticket, _)| ticket.set_up_until.is_none()) else {
            return Ok(self.over(holder));
        };
        let ctx_of_user = &ctx.acting_as(Actor::User(ticket.user_id.clone()));
        let typed = Typed {
            user_id: &ticket.user_id,
            code: presented.code,
            key: presented.key,
            browser: presented.browser,
            known_browser: presented.known_browser,
        };
        let (kind, use_it) = match self.check_code(ctx_of_user, &typed).await? {
            Checked::Right { kind, use_it } => (kind, use_it),
            Checked::Wrong => return Ok(SecondStepOutcome::Wrong),
            Checked::Paused { until } => return Ok(SecondStepOutcome::Paused { until }),
        };
        // A recovery code stands in for a factor that may be lost: this browser is not trusted by it.
        let trusts = presented.trusts && kind != FactorKind::RecoveryCode;
        let cookie = presented.trusted_browser;
        let given = Given {
            kind: Some(kind),
            raised: false,
            trust: trusts
                .then(|| self.new_trust(ctx, cookie, holder.device))
                .flatten(),
            beside: use_it,
        };
        let completed = self.start(ctx, holder, ticket, given).await?;
        // The code was used, or the account changed, at the same time.
        Ok(completed.map_or(SecondStepOutcome::Wrong, |completed| {
            SecondStepOutcome::SignedIn(Box::new(completed))
        }))
    }

    /// Goes on without a second factor, where it may be put off.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn put_off(
        &self,
        ctx: &OperationContext,
        holder: TicketHolder<'_>,
    ) -> Result<SecondStepOutcome> {
        let opened = self.open(ctx, holder.ticket, holder.browser).await?;
        let may = |ticket: &Ticket| ticket.set_up_until.is_some_and(|until| ctx.now() < until);
        let Some((ticket, _)) = opened.filter(|(ticket, _)| may(ticket)) else {
            return Ok(self.over(holder));
        };
        let given = Given::default();
        let started = self.start(ctx, holder, ticket, given).await?;
        Ok(started.map_or_else(
            || self.over(holder),
            |completed| SecondStepOutcome::SignedIn(Box::new(completed)),
        ))
    }

    pub(super) fn over(&self, holder: TicketHolder<'_>) -> SecondStepOutcome {
        SecondStepOutcome::Over {
            flow: self.flow_of(holder.ticket, Some(holder.browser)),
        }
    }

    /// A good ticket of this browser, and its user as they are now.
    pub(super) async fn open(
        &self,
        ctx: &OperationContext,
        ticket: &Secret,
        browser: &Secret,
    ) -> Result<Option<(Ticket, User)>> {
        let Some(ticket) = Ticket::open(&self.kernel, browser, ticket, ctx.now()) else {
            return Ok(None);
        };
        let user = self.kernel.database.read().user(&ticket.user_id).await?;
        Ok(user
            .filter(|user| user.disabled_at.is_none() && user.generation == ticket.generation)
            .map(|user| (ticket, user)))
    }

    /// Starts the session of a ticket. `None` where a statement beside it failed, or the account
    /// changed.
    pub(super) async fn start(
        &self,
        ctx: &OperationContext,
        holder: TicketHolder<'_>,
        ticket: Ticket,
        given: Given,
    ) -> Result<Option<Completed>> {
        let generation = ticket.generation + i64::from(given.raised);
        let authenticated = Authenticated {
            user_id: &ticket.user_id,
            generation,
            authentication: given.kind.map_or_else(
                || ticket.authentication.clone(),
                |kind| with_second_factor(&ticket.authentication, kind),
            ),
            auth_time: ctx.now(),
            accounts: holder.accounts,
            device: holder.device,
            remembered: ticket.remembered,
            detail: &given.kind.map_or_else(
                || ticket.detail.clone(),
                |kind| format!("{}, {}", ticket.detail, kind.as_str()),
            ),
        };
        let trust = given.trust.as_ref();
        let statements = |sid: &str, started: Unit| {
            // The row of the user comes first, where it is changed: the session only looks at it.
            let unit = if given.raised {
                given.beside.clone().then(started)
            } else {
                started.then(given.beside.clone())
            };
            let trusted =
                trust.map_or_else(Unit::new, |trust| trust.unit(&ticket.user_id, generation));
            Ok(unit
                .then(trusted)
                .then(self.upstream_unit(ticket.upstream.as_ref(), sid)?))
        };
        let started = self.sessions.start(ctx, &authenticated, statements).await?;
        let Some(sid) = started else { return Ok(None) };
        if self.has_ended_upstream(ctx, &ticket, &sid).await? {
            return Ok(None);
        }
        Ok(Some(Completed {
            sid,
            flow: ticket.flow,
            remembered: ticket.remembered,
            directory_name: ticket.directory_name,
            link_offer: ticket.link_offer,
            trusted_browser: given.trust.map(|trust| trust.cookie),
        }))
    }

    /// The session at the identity provider that a session comes from.
    fn upstream_unit(&self, upstream: Option<&UpstreamSignIn>, sid: &str) -> Result<Unit> {
        let Some(upstream) = upstream else {
            return Ok(Unit::new());
        };
        let sealing = &self.kernel.sealing;
        let sealed = match &upstream.id_token {
            Some(token) => {
                Some(sealing.seal(Purpose::UpstreamIdToken.at(&[sid]), token.as_bytes())?)
            }
            None => None,
        };
        Ok(Store::put_upstream_session(sid, &upstream.identity, sealed))
    }

    /// Ends a session that was just started, where the identity provider ended its own since the first
    /// factor. A logout that is committed later finds the session.
    async fn has_ended_upstream(
        &self,
        ctx: &OperationContext,
        ticket: &Ticket,
        sid: &str,
    ) -> Result<bool> {
        let Some(UpstreamSignIn {
            identity,
            newest_end,
            ..
        }) = &ticket.upstream
        else {
            return Ok(false);
        };
        let issuer = identity.issuer.as_str();
        let mut subjects = vec![CacheSubject::UpstreamSubject(issuer, &identity.subject)];
        let sid_there = identity.sid.as_deref();
        subjects.extend(sid_there.map(|sid| CacheSubject::UpstreamSession(issuer, sid)));
        let store = self.kernel.database.read();
        let has_ended = store.ended_since(&subjects, *newest_end).await?;
        if has_ended {
            let user_id = ticket.user_id.as_str();
            let session = SessionRef { sid, user_id };
            self.sessions.end(ctx, session, EndReason::Upstream).await?;
        }
        Ok(has_ended)
    }

    /// Takes a code in a session, whose authentication is then stronger. When credentials were last
    /// checked as a whole stays what it was.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn step_up(
        &self,
        ctx: &OperationContext,
        session: &SsoSession,
        presented: &PresentedCode<'_>,
    ) -> Result<SecondStepOutcome> {
        let ctx = &ctx.acting_as(Actor::User(session.user_id.clone()));
        let typed = Typed {
            user_id: &session.user_id,
            code: presented.code,
            key: presented.key,
            browser: presented.browser,
            known_browser: presented.known_browser,
        };
        let (kind, use_it) = match self.check_code(ctx, &typed).await? {
            Checked::Right { kind, use_it } => (kind, use_it),
            Checked::Wrong => return Ok(SecondStepOutcome::Wrong),
            Checked::Paused { until } => return Ok(SecondStepOutcome::Paused { until }),
        };
        let unit = self.strengthen(ctx, session, kind).then(use_it);
        let database = &self.kernel.database;
        if !database.commit_unaudited(unit).await? {
            return Ok(SecondStepOutcome::Wrong);
        }
        Ok(SecondStepOutcome::SignedIn(Box::new(Completed {
            sid: session.sid.clone(),
            flow: None,
            remembered: session.remembered,
            directory_name: None,
            link_offer: None,
            trusted_browser: None,
        })))
    }

    /// The statements that make the authentication of a session stronger, with their audit entry. A
    /// guard: the session is live.
    fn strengthen(&self, ctx: &OperationContext, session: &SsoSession, kind: FactorKind) -> Unit {
        let authentication: Authentication = with_second_factor(&session.authentication, kind);
        let stronger = SsoSession {
            authentication,
            ..session.clone()
        };
        let record = Record {
            action: "sign_in.stepped_up",
            subject: Some(&session.user_id),
            client_id: None,
            detail: kind.as_str(),
        };
        Store::refresh_session_authentication(&stronger, ctx.now())
            .then(self.kernel.database.record(ctx, &record))
    }
}
