//! A user changes their address: the new one confirms, the old one is told, and can take it back for
//! seven days.

mod undo;

use super::OwnAccount;
use crate::{
    Error, Result,
    audit::Record,
    change_set::ChangeSet,
    context::OperationContext,
    domain_members::entering_by_domain,
    federation::home_of_others,
    mail::{Mail, MailContent},
    mail_limits::{RequestedMail, Requester},
    one_time_tokens::{CodeOutcome, IssuedToken, Looked, NewToken, OneTimeTokens, OpenToken},
    users::{AddressProblem, check_address},
};
use doorward_protocol::{
    credentials::one_time_token::{TokenPurpose, TokenRefusal},
    secret::Secret,
    sessions::sso_session::{EndReason, SsoSession},
};
use doorward_storage::{Store, Unit, User};
use serde::{Deserialize, Serialize};
use undo::FormerAddress;

/// A change that waits for the new address.
#[derive(Clone, Serialize, Deserialize)]
pub struct PendingAddress {
    /// The new address.
    pub email: String,
    /// The session that asked, which goes on.
    sid: String,
}

/// The outcome of a request for another address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressOutcome {
    /// A mail is on its way to the new address. Whether somebody has the address is not told.
    Sent {
        /// The identifier that the browser goes on with.
        ticket: String,
    },
    /// It is no address, or the present one.
    NoAddress,
    /// Mail is not sent to such an address.
    Unmailable,
    /// Mail cannot be sent.
    NoMail,
    /// The address belongs to an identity provider, of this name, which the user does not sign in with.
    OfProvider(String),
}

impl From<AddressProblem> for AddressOutcome {
    fn from(problem: AddressProblem) -> Self {
        match problem {
            AddressProblem::NoAddress => Self::NoAddress,
            AddressProblem::Unmailable => Self::Unmailable,
        }
    }
}

/// The address that a user wants.
#[derive(Clone, Copy)]
struct NewAddress<'a> {
    email: &'a str,
    /// The user whose it is already.
    owner: Option<&'a User>,
}

impl OwnAccount {
    /// Asks for another address: a mail goes there.
    ///
    /// # Errors
    /// `Limited` where too many mails were asked for; where the database is unavailable.
    pub async fn begin_address_change(
        &self,
        ctx: &OperationContext,
        session: &SsoSession,
        browser: &Secret,
        email: &str,
    ) -> Result<AddressOutcome> {
        let email = email.trim();
        if !self.mailer.can_send() {
            return Ok(AddressOutcome::NoMail);
        }
        let user = self.user(session).await?;
        if let Some(refused) = self.refused_address(&user, email).await? {
            return Ok(refused);
        }
        let purpose = TokenPurpose::ChangeAddress;
        let requested = RequestedMail {
            purpose,
            name: email,
            user: None,
            requester: Requester::User(&user.id),
        };
        self.mail_limits.admit(ctx, &requested).await?;
        let code_length = self.mail_limits.code_length(ctx, &requested).await?;
        let store = self.kernel.database.read();
        let owner = store.user_by_email(email).await?;
        let content = PendingAddress {
            email: email.to_owned(),
            sid: session.sid.clone(),
        };
        let new = NewToken {
            purpose,
            subject: email,
            user: Some(&user),
            browser: Some(browser),
            content: &content,
            is_confirmed: false,
            expires_at: None,
        };
        let issued = self.tokens.issue_with(ctx, &new, code_length)?;
        let to = NewAddress {
            email,
            owner: owner.as_ref(),
        };
        let mail = self.confirmation(ctx, &user, to, &issued)?;
        let older = Store::replace_one_time_tokens_of_user(purpose, &user.id, ctx.now());
        let unit = Store::require_live_session(session.reference())
            .then(older)
            .then(issued.unit)
            .then(mail);
        if !self.kernel.database.commit_unaudited(unit).await? {
            return Err(Error::Unavailable("the session ended meanwhile".into()));
        }
        self.outbox.notify();
        Ok(AddressOutcome::Sent { ticket: issued.id })
    }

    /// Why a user gets no address: it is theirs or none, no mail goes there, or its users sign in at a
    /// provider.
    async fn refused_address(&self, user: &User, email: &str) -> Result<Option<AddressOutcome>> {
        if user.has_email(email) {
            return Ok(Some(AddressOutcome::NoAddress));
        }
        if let Err(problem) = check_address(email) {
            return Ok(Some(problem.into()));
        }
        let home = home_of_others(&self.kernel, &user.id, email).await?;
        Ok(home.map(|home| AddressOutcome::OfProvider(home.display_name().to_owned())))
    }

    /// The mail to the new address; to an address that is somebody's, one that says so.
    fn confirmation(
        &self,
        ctx: &OperationContext,
        user: &User,
        to: NewAddress<'_>,
        issued: &IssuedToken,
    ) -> Result<Unit> {
        let NewAddress { email, owner } = to;
        let base = self.kernel.issuer();
        let content = match owner {
            Some(_) => MailContent::AccountExists {
                sign_in_link: format!("{base}/sign-in"),
                reset_link: format!("{base}/forgot-password"),
            },
            None => MailContent::VerifyAddress {
                code: issued.code.clone(),
                link: format!("{base}/account-address?token={}", issued.link.reveal()),
            },
        };
        let to = owner
            .and_then(|owner| owner.email.as_deref())
            .unwrap_or(email);
        self.mailer.queue(
            ctx,
            &Mail {
                to,
                language: user.claims.locale.as_deref(),
                client_id: None,
                content,
            },
        )
    }

    async fn user(&self, session: &SsoSession) -> Result<User> {
        let user = self.kernel.database.read().user(&session.user_id).await?;
        user.ok_or_else(|| Error::Unavailable("the account is gone".into()))
    }

    async fn pending_change(
        &self,
        ctx: &OperationContext,
        ticket: &str,
        browser: Option<&Secret>,
    ) -> Result<Looked<PendingAddress>> {
        let purpose = TokenPurpose::ChangeAddress;
        self.tokens.by_id(ctx, purpose, ticket, browser).await
    }

    /// The address that waits for its code in this browser.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn pending_address(
        &self,
        ctx: &OperationContext,
        ticket: &str,
        browser: Option<&Secret>,
    ) -> Result<std::result::Result<String, TokenRefusal>> {
        let looked = self.pending_change(ctx, ticket, browser).await?;
        Ok(looked.map(|token| token.content.email))
    }

    /// Changes the address by the code of the mail, in the browser that asked.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn confirm_address_by_code(
        &self,
        ctx: &OperationContext,
        ticket: &str,
        browser: Option<&Secret>,
        code: &str,
    ) -> Result<CodeOutcome> {
        let token = match self.pending_change(ctx, ticket, browser).await? {
            Ok(token) => token,
            Err(refusal) => return Ok(CodeOutcome::Refused(refusal)),
        };
        let purpose = TokenPurpose::ChangeAddress;
        let outcome = self.tokens.try_code(ctx, purpose, &token, code).await?;
        if outcome != CodeOutcome::Confirmed {
            return Ok(outcome);
        }
        Ok(match self.change_address(ctx, &token).await? {
            Ok(()) => CodeOutcome::Confirmed,
            Err(refusal) => CodeOutcome::Refused(refusal),
        })
    }

    /// The new address of a link, for whoever opens it. Nothing changes.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn address_of_link(
        &self,
        ctx: &OperationContext,
        link: &Secret,
    ) -> Result<std::result::Result<String, TokenRefusal>> {
        let purpose = TokenPurpose::ChangeAddress;
        let looked = self.tokens.by_link::<PendingAddress>(ctx, purpose, link);
        Ok(looked.await?.map(|token| token.content.email))
    }

    /// Changes the address by the link of the mail, in whatever browser.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn confirm_address_by_link(
        &self,
        ctx: &OperationContext,
        link: &Secret,
    ) -> Result<std::result::Result<(), TokenRefusal>> {
        let purpose = TokenPurpose::ChangeAddress;
        match self
            .tokens
            .by_link::<PendingAddress>(ctx, purpose, link)
            .await?
        {
            Ok(token) => self.change_address(ctx, &token).await,
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    /// One transaction: the token is used, the address is changed and verified, every other session
    /// ends, and the old address is told.
    async fn change_address(
        &self,
        ctx: &OperationContext,
        token: &OpenToken<PendingAddress>,
    ) -> Result<std::result::Result<(), TokenRefusal>> {
        let Some(user) = &token.user else {
            return Ok(Err(TokenRefusal::Unknown));
        };
        // Its domain may have got a provider since the mail was sent.
        let home = home_of_others(&self.kernel, &user.id, &token.content.email);
        if home.await?.is_some() {
            return Ok(Err(TokenRefusal::Withdrawn));
        }
        let mut changed = user.with_proven_address(ctx.now());
        changed.email = Some(token.content.email.clone());
        let told = self.tell_old_address(ctx, user, &token.content.email)?;
        let email = &token.content.email;
        let entered = entering_by_domain(&self.kernel, ctx, &user.id, email).await?;
        let unit = OneTimeTokens::use_up(ctx, token)
            .then(Store::change_user(&changed))
            .then(entered)
            .then(told);
        let record = Record {
            action: "user.address_changed",
            subject: Some(&user.id),
            client_id: None,
            detail: "",
        };
        let mut set = ChangeSet::new(&self.kernel, &self.sessions, ctx);
        set.add(unit, &record);
        set.end_other_sessions(&user.id, &token.content.sid, EndReason::AddressChanged);
        let is_changed = set.commit().await?;
        self.outbox.notify();
        Ok(if is_changed {
            Ok(())
        } else {
            // Somebody has the address by now, or the account changed: nothing was written.
            Err(TokenRefusal::Outdated)
        })
    }

    fn tell_old_address(&self, ctx: &OperationContext, user: &User, new: &str) -> Result<Unit> {
        let Some(old) = &user.email else {
            return Ok(Unit::new());
        };
        let issued = self.tokens.issue(
            ctx,
            &NewToken {
                purpose: TokenPurpose::UndoAddressChange,
                subject: old,
                user: Some(user),
                browser: None,
                content: &FormerAddress {
                    email: old.clone(),
                    was_verified: user.claims.email_verified == Some(true),
                    was_proven: !user.has_untrusted_address(),
                },
                is_confirmed: false,
                expires_at: None,
            },
        )?;
        let mail = self.mailer.queue(
            ctx,
            &Mail {
                to: old,
                language: user.claims.locale.as_deref(),
                client_id: None,
                content: MailContent::AddressChanged {
                    new_address: new.to_owned(),
                    undo_link: format!(
                        "{}/account-address/undo?token={}",
                        self.kernel.issuer(),
                        issued.link.reveal()
                    ),
                },
            },
        )?;
        Ok(issued.unit.then(mail))
    }
}
