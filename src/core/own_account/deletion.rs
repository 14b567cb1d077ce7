//! A user deletes their account: it waits for some days in which they can change their mind.

use super::OwnAccount;
use crate::{
    Error, Result,
    audit::Record,
    change_set::ChangeSet,
    context::OperationContext,
    mail::{Mail, MailContent},
    one_time_tokens::{NewToken, OneTimeTokens, subject_digest},
};
use doorward_protocol::{
    credentials::one_time_token::{TokenPurpose, TokenRefusal},
    secret::Secret,
    sessions::sso_session::{EndReason, SsoSession},
};
use doorward_storage::{AccountDeletion, Store, Unit, User};
use serde::{Deserialize, Serialize};

/// A day in seconds.
const DAY: i64 = 24 * 60 * 60;

/// What the link of the mail takes back.
#[derive(Serialize, Deserialize)]
struct Deletion {
    user_id: String,
}

impl OwnAccount {
    /// Whether users may delete their accounts.
    pub fn allows_deletion(&self) -> bool {
        self.kernel.settings.accounts.allows_deletion
    }

    /// The days until a deletion is done.
    pub fn deletion_days(&self) -> usize {
        let delay = self.kernel.settings.accounts.deletion_delay;
        usize::try_from(delay.as_seconds() / DAY).unwrap_or_default()
    }

    /// Asks that the account of a session is deleted. Every session and grant ends at once, and a mail
    /// says how to take it back. A second request changes nothing.
    ///
    /// # Errors
    /// `Input` where users may not delete their accounts; `Unavailable` where the account changed
    /// meanwhile or the database is unavailable.
    pub async fn request_deletion(
        &self,
        ctx: &OperationContext,
        session: &SsoSession,
    ) -> Result<AccountDeletion> {
        if !self.allows_deletion() {
            return Err(Error::Input("accounts.deletion is off".into()));
        }
        let store = self.kernel.database.read();
        if let Some(pending) = store.account_deletion(&session.user_id).await? {
            return Ok(pending);
        }
        let user = store.user(&session.user_id).await?;
        let user = user.ok_or_else(|| Error::Unavailable("the account is gone".into()))?;
        let request = AccountDeletion {
            user_id: user.id.clone(),
            requested_at: ctx.now(),
            due_at: ctx.now().plus(self.kernel.settings.accounts.deletion_delay),
        };
        let unit = Store::require_user_of_generation(&user.id, session.generation)
            .then(Store::require_live_session(session.reference()))
            .then(Store::add_account_deletion(&request))
            .then(self.announce_deletion(ctx, &user, &request)?);
        let record = Record {
            action: "user.deletion_requested",
            subject: Some(&user.id),
            client_id: None,
            detail: "",
        };
        let mut changes = ChangeSet::new(&self.kernel, &self.sessions, ctx);
        changes.add(unit, &record);
        changes.end_sessions(&user.id, EndReason::AccountLeaving);
        changes.commit_or_conflict().await?;
        self.outbox.notify();
        Ok(request)
    }

    /// The mail about a deletion, with the link that takes it back.
    fn announce_deletion(
        &self,
        ctx: &OperationContext,
        user: &User,
        request: &AccountDeletion,
    ) -> Result<Unit> {
        let Some(address) = &user.email else {
            return Ok(Unit::new());
        };
        let issued = self.tokens.issue(
            ctx,
            &NewToken {
                purpose: TokenPurpose::UndoDeletion,
                subject: &user.id,
                user: Some(user),
                browser: None,
                content: &Deletion {
                    user_id: user.id.clone(),
                },
                is_confirmed: false,
                expires_at: Some(request.due_at),
            },
        )?;
        let undo_link = format!(
            "{}/account-deletion/undo?token={}",
            self.kernel.issuer(),
            issued.link.reveal()
        );
        let mail = Mail {
            to: address,
            language: user.claims.locale.as_deref(),
            client_id: None,
            content: MailContent::AccountDeletion {
                at: request.requested_at,
                final_at: request.due_at,
                undo_link,
            },
        };
        Ok(issued.unit.then(self.mailer.queue(ctx, &mail)?))
    }

    /// The request of a user to delete their account, where one waits.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn pending_deletion(&self, user_id: &str) -> Result<Option<AccountDeletion>> {
        Ok(self
            .kernel
            .database
            .read()
            .account_deletion(user_id)
            .await?)
    }

    /// Whether the account of a session is to be deleted.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn is_leaving(&self, sid: &str) -> Result<bool> {
        let store = self.kernel.database.read();
        let Some(user_id) = store.user_of_session(sid).await? else {
            return Ok(false);
        };
        Ok(store.account_deletion(&user_id).await?.is_some())
    }

    /// Takes the deletion of an account back, for its user. `false` where none waits.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn keep_account(&self, ctx: &OperationContext, user_id: &str) -> Result<bool> {
        let purpose = TokenPurpose::UndoDeletion;
        let subject = subject_digest(purpose, user_id);
        let links = Store::replace_one_time_tokens(purpose, &subject, ctx.now());
        self.keep(ctx, user_id, links).await
    }

    async fn keep(&self, ctx: &OperationContext, user_id: &str, links: Unit) -> Result<bool> {
        let record = Record {
            action: "user.deletion_undone",
            subject: Some(user_id),
            client_id: None,
            detail: "",
        };
        let unit = Store::remove_account_deletion(user_id).then(links);
        self.kernel.database.commit(ctx, unit, &[record]).await
    }

    /// When the account of a link is deleted. Nothing changes.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn deletion_of_link(
        &self,
        ctx: &OperationContext,
        link: &Secret,
    ) -> Result<std::result::Result<AccountDeletion, TokenRefusal>> {
        let purpose = TokenPurpose::UndoDeletion;
        let looked = self.tokens.by_link::<Deletion>(ctx, purpose, link).await?;
        let token = match looked {
            Ok(token) => token,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let pending = self.pending_deletion(&token.content.user_id).await?;
        Ok(pending.ok_or(TokenRefusal::Outdated))
    }

    /// Takes the deletion of an account back by the link of the mail, in whatever browser.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn keep_account_by_link(
        &self,
        ctx: &OperationContext,
        link: &Secret,
    ) -> Result<std::result::Result<(), TokenRefusal>> {
        let purpose = TokenPurpose::UndoDeletion;
        let looked = self.tokens.by_link::<Deletion>(ctx, purpose, link).await?;
        let token = match looked {
            Ok(token) => token,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let used = OneTimeTokens::use_up(ctx, &token);
        let is_kept = self.keep(ctx, &token.content.user_id, used).await?;
        Ok(if is_kept {
            Ok(())
        } else {
            Err(TokenRefusal::Used)
        })
    }
}
