//! The code is typed, or the link is used.

use super::{MailedSignIn, Pending, has_address};
use crate::{
    Result,
    audit::Record,
    change_set::ChangeSet,
    context::{Actor, OperationContext},
    credentials::{Admission, Onward, Proven},
    domain_members::entering_by_domain,
    one_time_tokens::{CodeOutcome, Looked, OneTimeTokens, OpenToken},
    sessions::{Authenticated, Device, account_group::Account},
};
use doorward_protocol::{
    credentials::{
        one_time_token::{TokenPurpose, TokenRefusal},
        sign_in_method::SignInMethod,
    },
    secret::Secret,
    sessions::sso_session::{Authentication, EndReason},
    time::Timestamp,
};
use doorward_storage::{Store, Unit, User};

/// A browser in which somebody signs in by mail.
#[derive(Clone, Copy)]
pub struct MailBrowser<'a> {
    /// The secret of the browser.
    pub secret: Option<&'a Secret>,
    /// The accounts that are signed in in it already.
    pub accounts: &'a [Account],
    /// The device of the user.
    pub device: Device<'a>,
    /// The cookie of a browser that users trust.
    pub trusted_browser: Option<&'a str>,
    /// The cookie of a browser in which users signed in before.
    pub known_browser: Option<&'a str>,
}

/// The outcome of a code or a link.
#[derive(Clone, Debug)]
pub enum MailedOutcome {
    /// The user is signed in.
    SignedIn {
        /// The session to bind to the browser.
        sid: String,
        /// The authorization request that waits.
        flow: Option<String>,
        /// Whether the user asked to stay signed in.
        remembered: bool,
    },
    /// It was right, and the second step follows.
    SecondStep {
        /// What the browser carries there.
        ticket: Secret,
    },
    /// It is another code; so many tries are left.
    Wrong {
        /// How many codes may be tried still.
        left: i64,
    },
    /// Code and link are over.
    Refused(TokenRefusal),
    /// The method is off by now, and nothing was used up.
    Off,
}

/// A link, for whoever opens it.
pub struct LinkView {
    /// Whether this is the browser that asked: the link works in no other.
    pub is_same_browser: bool,
    /// Whether its mail has a code too.
    pub has_code: bool,
    /// The `User-Agent` header of the browser that asked.
    pub user_agent: String,
    /// The network address that asked.
    pub address: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// The authorization request that waits, in the browser that asked.
    pub flow: Option<String>,
}

impl MailedSignIn {
    /// Tries a code, in the browser that asked for it.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn by_code(
        &self,
        ctx: &OperationContext,
        id: &str,
        code: &str,
        browser: MailBrowser<'_>,
    ) -> Result<MailedOutcome> {
        let token = match self.look(ctx, id, browser.secret).await? {
            Ok(token) => token,
            Err(refusal) => return Ok(MailedOutcome::Refused(refusal)),
        };
        let method = SignInMethod::Code;
        if !self.admits(&token.content, &method).await? {
            return Ok(MailedOutcome::Off);
        }
        let purpose = TokenPurpose::SignIn;
        match self.tokens.try_code(ctx, purpose, &token, code).await? {
            // Whoever has the code reads the mail, and may know.
            CodeOutcome::Confirmed if token.is_outdated => {
                Ok(MailedOutcome::Refused(TokenRefusal::Outdated))
            }
            CodeOutcome::Confirmed => self.prove_and_admit(ctx, token, &method, browser).await,
            CodeOutcome::Wrong { left } => {
                self.note_wrong(ctx, &token).await?;
                Ok(MailedOutcome::Wrong { left })
            }
            CodeOutcome::Refused(refusal) => {
                self.note_wrong(ctx, &token).await?;
                Ok(MailedOutcome::Refused(refusal))
            }
        }
    }

    /// A link, for whoever opens it. Nothing changes: programs that look for viruses open links too.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn of_link(
        &self,
        ctx: &OperationContext,
        link: &Secret,
        browser: Option<&Secret>,
    ) -> Result<std::result::Result<LinkView, TokenRefusal>> {
        let looked = self.look_by_link(ctx, link).await?;
        Ok(looked.map(|token| {
            let is_same_browser = is_of_browser(&token, browser);
            LinkView {
                is_same_browser,
                has_code: token.content.code,
                user_agent: token.content.device,
                address: token.content.address,
                asked_at: token.row.created_at,
                flow: token.content.flow.filter(|_| is_same_browser),
            }
        }))
    }

    /// Signs in by a link, in the browser that asked for it.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn by_link(
        &self,
        ctx: &OperationContext,
        link: &Secret,
        browser: MailBrowser<'_>,
    ) -> Result<MailedOutcome> {
        let token = match self.look_by_link(ctx, link).await? {
            Ok(token) => token,
            Err(refusal) => return Ok(MailedOutcome::Refused(refusal)),
        };
        if !is_of_browser(&token, browser.secret) {
            return Ok(MailedOutcome::Refused(TokenRefusal::Unknown));
        }
        let method = SignInMethod::Link;
        if !self.admits(&token.content, &method).await? {
            return Ok(MailedOutcome::Off);
        }
        if !self.tokens.confirm(ctx, &token).await? {
            return Ok(MailedOutcome::Refused(TokenRefusal::Used));
        }
        self.prove_and_admit(ctx, token, &method, browser).await
    }

    /// Proves the address first where it was not before: whoever has the right code or link reads the mail.
    /// Where somebody else may have set the account up, nothing of it signs in any more. That is a
    /// transaction of its own, which raises the generation that the token is of.
    async fn prove_and_admit(
        &self,
        ctx: &OperationContext,
        mut token: OpenToken<Pending>,
        method: &SignInMethod,
        browser: MailBrowser<'_>,
    ) -> Result<MailedOutcome> {
        if let Some(user) = &token.user
            && !user.has_proven_address()
        {
            let Some(proven) = self.prove_address(ctx, user).await? else {
                return Ok(MailedOutcome::Refused(TokenRefusal::Outdated));
            };
            token.row.generation = Some(proven.generation);
            token.user = Some(proven);
        }
        self.admit(ctx, &token, method, browser).await
    }

    /// The user once their address is proven; `None` where the account changed since it was read.
    async fn prove_address(&self, ctx: &OperationContext, user: &User) -> Result<Option<User>> {
        let ctx = &ctx.acting_as(Actor::User(user.id.clone()));
        let Some(first) = self.second_factors.first_proof(ctx, user).await? else {
            return Ok(Some(user.clone()));
        };
        let address = user.email.as_deref().unwrap_or_default();
        let entered = entering_by_domain(&self.kernel, ctx, &user.id, address);
        let mut unit = first.unit.then(entered.await?);
        if first.takes_account {
            unit = unit.then(Store::revoke_password(&user.id, ctx.now()));
        }
        let record = Record {
            action: "user.address_proven",
            subject: Some(&user.id),
            client_id: None,
            detail: "sign_in",
        };
        let mut set = ChangeSet::new(&self.kernel, &self.sessions, ctx);
        set.add(unit, &record);
        if first.takes_account {
            set.end_sessions(&user.id, EndReason::FactorChanged);
        }
        if !set.commit().await? {
            return Ok(None);
        }
        self.outbox.notify();
        let store = self.kernel.database.read();
        let now = store.user(&user.id).await?;
        // Nobody else changed the account since.
        Ok(now.filter(|now| now.generation == user.generation + i64::from(first.takes_account)))
    }

    async fn look_by_link(&self, ctx: &OperationContext, link: &Secret) -> Result<Looked<Pending>> {
        let purpose = TokenPurpose::SignIn;
        let looked = self.tokens.by_link::<Pending>(ctx, purpose, link).await?;
        Ok(looked.and_then(|token| {
            if !has_address(&token) {
                Err(TokenRefusal::Outdated)
            } else if token.row.confirmed_at.is_some() {
                Err(TokenRefusal::Used)
            } else {
                Ok(token)
            }
        }))
    }

    /// What follows a right code or link: the second step, or the session.
    async fn admit(
        &self,
        ctx: &OperationContext,
        token: &OpenToken<Pending>,
        method: &SignInMethod,
        browser: MailBrowser<'_>,
    ) -> Result<MailedOutcome> {
        let Some(user) = &token.user else {
            return Ok(MailedOutcome::Refused(TokenRefusal::Unknown));
        };
        let pending = &token.content;
        let authentication = match method {
            SignInMethod::Link => Authentication::link(),
            _ => Authentication::code(),
        };
        let proven = Proven {
            authenticated: Authenticated {
                user_id: &user.id,
                generation: user.generation,
                authentication,
                auth_time: ctx.now(),
                accounts: browser.accounts,
                device: browser.device,
                remembered: pending.remembered,
                detail: method.as_str(),
            },
            onward: Onward {
                browser: browser.secret,
                trusted_browser: browser.trusted_browser,
                flow: pending.flow.as_deref(),
                ..Onward::default()
            },
            is_redirected: false,
            upstream: None,
            makes: Self::used(ctx, token, user),
        };
        let beside = |_: &str, started: Unit| Ok(started);
        Ok(
            match self.second_factors.admit(ctx, &proven, beside).await? {
                Admission::SignedIn(sid) => MailedOutcome::SignedIn {
                    sid,
                    flow: pending.flow.clone(),
                    remembered: pending.remembered,
                },
                Admission::SecondStep(ticket) => MailedOutcome::SecondStep { ticket },
                Admission::Refused => MailedOutcome::Refused(TokenRefusal::Outdated),
            },
        )
    }

    /// The statements that use a token: once, with every other one of its user.
    fn used(ctx: &OperationContext, token: &OpenToken<Pending>, user: &User) -> Unit {
        let others = Store::void_one_time_tokens_of_user(TokenPurpose::SignIn, &user.id);
        OneTimeTokens::use_up(ctx, token).then(others)
    }

    async fn note_wrong(&self, ctx: &OperationContext, token: &OpenToken<Pending>) -> Result<()> {
        // Read by programs such as fail2ban: it says nothing that was typed.
        tracing::info!(
            event = "sign_in.failed",
            reason = "wrong_code",
            address = ctx.address(),
            client = token.content.client_id.as_deref().unwrap_or_default(),
            "a mailed code was wrong"
        );
        let record = Record {
            action: "sign_in.failed",
            subject: token.user.as_ref().map(|user| user.id.as_str()),
            client_id: token.content.client_id.as_deref(),
            detail: SignInMethod::Code.as_str(),
        };
        let database = &self.kernel.database;
        database.commit(ctx, Unit::new(), &[record]).await?;
        Ok(())
    }
}

fn is_of_browser(token: &OpenToken<Pending>, browser: Option<&Secret>) -> bool {
    let asked = token.row.browser.as_ref().zip(browser);
    asked.is_some_and(|(asked, browser)| asked.matches(&browser.digest()))
}
