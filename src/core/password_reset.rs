//! A forgotten password: a link is mailed, and whoever has it chooses a new password.
//!
//! Whether an identifier is that of a user is never told: page, status and work are the same. The new
//! password signs nobody in. Its user signs in with it, by whatever second factor the account has, and
//! every session and grant of before has ended.

mod for_user;

use crate::{
    Result,
    audit::Record,
    change_set::ChangeSet,
    context::OperationContext,
    credentials::{GivenPassword, PasswordProblem, Passwords, SecondFactors, forget_all_attempts},
    domain_members::entering_by_domain,
    federation::SignInMethods,
    kernel::Kernel,
    mail::{Mail, MailContent, Mailer},
    mail_limits::{MailLimits, RequestedMail, Requester},
    notices::Notices,
    one_time_tokens::{Looked, NewToken, OneTimeTokens},
    outbox::Outbox,
    sessions::Sessions,
};
use doorward_protocol::{
    credentials::{
        one_time_token::{TokenPurpose, TokenRefusal},
        sign_in_method::SignInMethod,
    },
    events::security_event::{CredentialChange, Initiator},
    secret::Secret,
    sessions::sso_session::EndReason,
};
use doorward_storage::{Store, Unit, User};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The longest identifier, in bytes: an email address has 254 at most (RFC 5321 §4.5.3.1).
const MAX_IDENTIFIER: usize = 320;

/// Choosing a new password by a mailed link.
pub struct PasswordReset {
    pub(crate) kernel: Arc<Kernel>,
    pub(crate) tokens: Arc<OneTimeTokens>,
    pub(crate) mailer: Arc<Mailer>,
    pub(crate) notices: Arc<Notices>,
    pub(crate) mail_limits: Arc<MailLimits>,
    pub(crate) passwords: Arc<Passwords>,
    pub(crate) second_factors: Arc<SecondFactors>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) outbox: Outbox,
}

/// Somebody who forgot a password.
pub struct Forgotten<'a> {
    /// The address or user name that was typed.
    pub identifier: &'a str,
    /// The authorization request that waits.
    pub flow: Option<&'a str>,
    /// The secret of the browser.
    pub browser: &'a Secret,
    /// Its cookie of the users who signed in there before.
    pub known_browser: Option<&'a str>,
    /// The client that the user came from.
    pub client_id: Option<&'a str>,
    /// The methods of that client.
    pub methods: &'a SignInMethods,
    /// The language of the mail.
    pub language: &'a str,
}

/// What the link of a mail is for.
#[derive(Serialize, Deserialize)]
struct Reset {
    /// The address that the mail went to: the link is worth nothing once the user has another one.
    email: Option<String>,
    /// The authorization request that waits in the browser that asked.
    flow: Option<String>,
    /// The digest of that browser.
    browser: String,
    /// Whether somebody handed it over, so that whoever has it need not read the mail.
    #[serde(default)]
    is_handed_over: bool,
}

impl Reset {
    /// The authorization request that waits, in the browser that asked.
    fn flow_in(&self, browser: Option<&Secret>) -> Option<String> {
        let browser = browser.map(Secret::digest);
        let is_same = browser.is_some_and(|browser| browser.as_str() == self.browser);
        self.flow.clone().filter(|_| is_same)
    }
}

/// How a link reaches its user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkDelivery {
    /// A mail to the address of the user carries it.
    Mailed,
    /// Whoever asked for the link gets it, and hands it over.
    HandedOver,
}

/// The outcome of a new password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResetOutcome {
    /// The password is changed.
    Changed {
        /// The authorization request that waits in this browser.
        flow: Option<String>,
    },
    /// The password will not do, and why.
    Password(PasswordProblem),
    /// The link is over.
    Refused(TokenRefusal),
}

impl PasswordReset {
    /// Whether a link can be mailed, and a password would sign in.
    pub fn is_offered(&self) -> bool {
        self.kernel.settings.signs_in_by(&SignInMethod::Password) && self.mailer.can_send()
    }

    /// Sends a link to the user whom an identifier names, if there is one.
    ///
    /// # Errors
    /// `Limited` where too many mails were asked for; where the database is unavailable.
    pub async fn begin(&self, ctx: &OperationContext, forgotten: &Forgotten<'_>) -> Result<()> {
        let identifier = forgotten.identifier.trim();
        let is_possible =
            identifier.len() <= MAX_IDENTIFIER && doorward_protocol::text::is_storable(identifier);
        let identifier = if is_possible { identifier } else { "" };
        let limits = &self.mail_limits;
        limits.check_network(ctx, forgotten.known_browser)?;
        let store = self.kernel.database.read();
        let found = store.user_by_identifier(identifier).await?;
        let user = found
            .as_ref()
            .filter(|user| user.disabled_at.is_none() && user.email.is_some());
        let requested = RequestedMail {
            purpose: TokenPurpose::ResetPassword,
            name: identifier,
            user,
            requester: Requester::Browser {
                known_browser: forgotten.known_browser,
            },
        };
        limits.admit(ctx, &requested).await?;
        let may_be_mailed = limits.may_be_mailed(ctx, &requested).await?;
        let user = user.filter(|user| may_be_mailed && !is_sent_home(ctx, forgotten, user));
        self.send(ctx, forgotten, identifier, user).await?;
        self.outbox.notify();
        Ok(())
    }

    /// Writes the same rows whether there is a user or not.
    async fn send(
        &self,
        ctx: &OperationContext,
        forgotten: &Forgotten<'_>,
        identifier: &str,
        user: Option<&User>,
    ) -> Result<()> {
        let email = user.and_then(|user| user.email.clone());
        let content = Reset {
            email: email.clone(),
            flow: forgotten.flow.map(str::to_owned),
            browser: forgotten.browser.digest().as_str().to_owned(),
            is_handed_over: false,
        };
        let issued = self.tokens.issue(
            ctx,
            &NewToken {
                purpose: TokenPurpose::ResetPassword,
                // What was typed is counted, whoever it names; a newer link takes the place of an
                // older one of the same user, however they were named.
                subject: identifier,
                user,
                browser: None,
                content: &content,
                is_confirmed: false,
                expires_at: None,
            },
        )?;
        let mail = match &email {
            Some(to) => self.mailer.queue(
                ctx,
                &Mail {
                    to,
                    language: Some(forgotten.language),
                    client_id: forgotten.client_id,
                    content: MailContent::ResetPassword {
                        link: self.link(&issued.link),
                    },
                },
            )?,
            None => self.mailer.queue_nothing(ctx)?,
        };
        let record = Record {
            action: "password_reset.requested",
            subject: user.map(|user| user.id.as_str()),
            client_id: forgotten.client_id,
            detail: "",
        };
        let user_id = user.map_or("", |user| user.id.as_str());
        let older =
            Store::replace_one_time_tokens_of_user(TokenPurpose::ResetPassword, user_id, ctx.now());
        let unit = older.then(issued.unit).then(mail);
        self.kernel.database.commit(ctx, unit, &[record]).await?;
        Ok(())
    }

    /// What the first proof of the address takes away, where whoever has the link reads the mail.
    async fn first_proof(
        &self,
        ctx: &OperationContext,
        content: &Reset,
        user: &User,
    ) -> Result<Unit> {
        if content.is_handed_over {
            return Ok(Unit::new());
        }
        let Some(first) = self.second_factors.first_proof(ctx, user).await? else {
            return Ok(Unit::new());
        };
        let address = user.email.as_deref().unwrap_or_default();
        let entered = entering_by_domain(&self.kernel, ctx, &user.id, address);
        let record = Record {
            action: "user.address_proven",
            subject: Some(&user.id),
            client_id: None,
            detail: "password_reset",
        };
        Ok(first
            .unit
            .then(entered.await?)
            .then(self.kernel.database.record(ctx, &record)))
    }

    fn link(&self, secret: &Secret) -> String {
        let issuer = self.kernel.issuer();
        format!("{issuer}/reset-password?token={}", secret.reveal())
    }

    async fn look(&self, ctx: &OperationContext, link: &Secret) -> Result<Looked<Reset>> {
        let purpose = TokenPurpose::ResetPassword;
        let looked = self.tokens.by_link::<Reset>(ctx, purpose, link).await?;
        Ok(looked.and_then(|token| {
            let (Some(user), Some(email)) = (&token.user, &token.content.email) else {
                return Err(TokenRefusal::Unknown);
            };
            if user.has_email(email) {
                Ok(token)
            } else {
                Err(TokenRefusal::Outdated)
            }
        }))
    }

    /// What the user of a link is called, for whoever opens it. Nothing changes.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn of_link(
        &self,
        ctx: &OperationContext,
        link: &Secret,
    ) -> Result<std::result::Result<String, TokenRefusal>> {
        let looked = self.look(ctx, link).await?;
        Ok(looked.map(|token| {
            let user = token.user.as_ref();
            user.map_or_else(String::new, |user| user.label().to_owned())
        }))
    }

    /// Changes the password: once for each link, and every session and grant of the user ends.
    ///
    /// # Errors
    /// `Unavailable` where too many passwords are hashed at once or the database is unavailable.
    pub async fn complete(
        &self,
        ctx: &OperationContext,
        link: &Secret,
        browser: Option<&Secret>,
        password: SecretString,
    ) -> Result<ResetOutcome> {
        let token = match self.look(ctx, link).await? {
            Ok(token) => token,
            Err(refusal) => return Ok(ResetOutcome::Refused(refusal)),
        };
        let Some(user) = &token.user else {
            return Ok(ResetOutcome::Refused(TokenRefusal::Unknown));
        };
        let now = ctx.now();
        let present = self.passwords.of_user(&user.id).await?;
        let checked = self.passwords.check_next(user, present.as_ref(), &password);
        if let Err(problem) = checked.await? {
            return Ok(ResetOutcome::Password(problem));
        }
        let password = GivenPassword::Plain(password);
        let put = self
            .passwords
            .put(&user.id, present.as_ref(), password, now);
        let put = put.await?;
        let event = self.passwords.announce(
            &user.id,
            CredentialChange::PasswordUpdated,
            Initiator::User,
            now,
        );
        let mut changes = ChangeSet::new(&self.kernel, &self.sessions, ctx);
        let unit = OneTimeTokens::use_up(ctx, &token)
            .then(self.first_proof(ctx, &token.content, user).await?)
            .then(put)
            .then(Store::carry_disowned_recovery(&user.id, user.generation))
            .then(forget_all_attempts(user))
            .then(self.notices.password_changed(ctx, user)?)
            .then(event);
        let record = Record {
            action: "password_reset.completed",
            subject: Some(&user.id),
            client_id: None,
            detail: "",
        };
        changes.add(unit, &record);
        changes.end_sessions(&user.id, EndReason::PasswordChanged);
        let is_changed = changes.commit().await?;
        self.outbox.notify();
        if !is_changed {
            return Ok(ResetOutcome::Refused(TokenRefusal::Used));
        }
        let flow = token.content.flow_in(browser);
        Ok(ResetOutcome::Changed { flow })
    }
}

/// Whether a user signs in at an identity provider alone, where no password helps.
fn is_sent_home(ctx: &OperationContext, forgotten: &Forgotten<'_>, user: &User) -> bool {
    let is_sent_home = forgotten.methods.has_home(user.email.as_deref());
    if is_sent_home {
        tracing::info!(
            event = "password_reset.refused",
            reason = "home_realm",
            address = ctx.address(),
            client = forgotten.client_id.unwrap_or_default(),
            "a user who signs in at an identity provider alone gets no new password"
        );
    }
    is_sent_home
}
