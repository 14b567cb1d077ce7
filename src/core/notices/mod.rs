//! Notices: users hear by mail of what happened to their account, each with a link for whoever it
//! was not.
//!
//! The link holds what it is about, proven by a code that only this provider makes: a notice costs no
//! row. What its button does is in `recovery`.

mod link;

pub use link::NotMeLink;

use crate::{
    Result,
    audit::Record,
    context::{Actor, OperationContext},
    kernel::Kernel,
    mail::{FactorChange, Mail, MailContent, Mailer},
    sessions::Sessions,
};
use doorward_protocol::{
    credentials::one_time_token::TokenPurpose,
    mail_address::masked,
    text::noted,
    time::{Lifetime, Timestamp},
};
use doorward_storage::{Store, Unit, User};
use std::sync::Arc;

/// How long the link of a notice works.
const LIFETIME: Lifetime = Lifetime::days(7);
/// An account that is younger is signed in to for the first time by whoever just made it.
const YOUNG: Lifetime = Lifetime::hours(1);

/// Tells users what happened to their accounts.
pub struct Notices {
    kernel: Arc<Kernel>,
    mailer: Arc<Mailer>,
    sessions: Arc<Sessions>,
}

impl Notices {
    pub(crate) const fn new(
        kernel: Arc<Kernel>,
        mailer: Arc<Mailer>,
        sessions: Arc<Sessions>,
    ) -> Self {
        Self {
            kernel,
            mailer,
            sessions,
        }
    }

    /// The address of the page on which a user says that something was not them.
    pub(crate) fn not_me_link(&self, user_id: &str, at: Timestamp) -> String {
        let link = NotMeLink {
            user_id: user_id.to_owned(),
            at,
        };
        let token = link.token(&self.kernel.lasting_keys);
        format!("{}/not-me?token={token}", self.kernel.issuer())
    }

    /// The statements that tell a user of a changed password, in the transaction of the change.
    ///
    /// # Errors
    /// Where the mail cannot be sealed.
    pub(crate) fn password_changed(&self, ctx: &OperationContext, user: &User) -> Result<Unit> {
        let content = MailContent::PasswordChanged {
            at: ctx.now(),
            not_me_link: self.not_me_link(&user.id, ctx.now()),
        };
        self.tell(ctx, user, content)
    }

    /// The statements that tell a user of a way to sign in that was added or removed, in the
    /// transaction of the change.
    ///
    /// # Errors
    /// As [`Notices::password_changed`].
    pub(crate) fn factor_changed(
        &self,
        ctx: &OperationContext,
        user: &User,
        change: FactorChange,
    ) -> Result<Unit> {
        let content = MailContent::FactorChanged {
            change,
            at: ctx.now(),
            not_me_link: self.not_me_link(&user.id, ctx.now()),
        };
        self.tell(ctx, user, content)
    }

    /// The statements that follow where somebody who manages an account gives it another address: the
    /// former one is told, and what was mailed there chooses no password, signs nobody in and takes no
    /// change back. `before` is the user with the former address.
    ///
    /// # Errors
    /// As [`Notices::password_changed`].
    pub(crate) fn address_replaced(
        &self,
        ctx: &OperationContext,
        before: &User,
        new: &str,
    ) -> Result<Unit> {
        let replaced =
            |purpose| Store::replace_one_time_tokens_of_user(purpose, &before.id, ctx.now());
        let content = MailContent::AddressReplaced {
            new_address: masked(new),
            at: ctx.now(),
        };
        Ok(replaced(TokenPurpose::ResetPassword)
            .then(replaced(TokenPurpose::UndoAddressChange))
            .then(Store::void_one_time_tokens_of_user(
                TokenPurpose::SignIn,
                &before.id,
            ))
            .then(self.tell(ctx, before, content)?))
    }

    /// The statements that tell a user that what was set up before their address was proven signs nobody
    /// in any more.
    ///
    /// # Errors
    /// As [`Notices::password_changed`].
    pub(crate) fn address_proven(&self, ctx: &OperationContext, user: &User) -> Result<Unit> {
        let content = MailContent::AddressProven {
            at: ctx.now(),
            not_me_link: self.not_me_link(&user.id, ctx.now()),
        };
        self.tell(ctx, user, content)
    }

    /// The statements that tell a user that their account is deleted, in the transaction of that.
    ///
    /// # Errors
    /// As [`Notices::password_changed`].
    pub(crate) fn account_deleted(&self, ctx: &OperationContext, user: &User) -> Result<Unit> {
        let content = MailContent::AccountDeleted { at: ctx.now() };
        self.tell(ctx, user, content)
    }

    /// Tells the user of a session that it began in a browser that is new for them, unless it is the
    /// first one of an account that was just made.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn new_device(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        sid: &str,
    ) -> Result<()> {
        if !self.kernel.settings.tells_new_devices || !self.mailer.can_send() {
            return Ok(());
        }
        let store = self.kernel.database.read();
        let Some(user) = store.user(user_id).await? else {
            return Ok(());
        };
        let is_young = user.created_at.plus(YOUNG) > ctx.now();
        if is_young && !store.had_another_session(user_id, sid).await? {
            return Ok(());
        }
        let origin = ctx.origin();
        let address = origin.address.map(|address| address.to_canonical());
        let content = MailContent::NewDevice {
            device: noted(&origin.user_agent).to_owned(),
            place: address.map(|address| self.mailer.place_of(&address.to_string())),
            at: ctx.now(),
            not_me_link: self.not_me_link(user_id, ctx.now()),
        };
        let unit = self.tell(ctx, &user, content)?;
        self.kernel.database.commit_unaudited(unit).await?;
        self.sessions.notify_outbox();
        Ok(())
    }

    /// Whether a user can be told anything, and sent a link for a new password.
    pub(crate) fn can_be_sent(&self) -> bool {
        self.mailer.can_send()
    }

    /// Tells operators, and the user, that so many wrong passwords were typed that theirs alone signs in no
    /// more where they did not sign in before. `once` is a guard that nobody was told.
    ///
    /// # Errors
    /// As [`Notices::password_changed`], and where the database is unavailable.
    pub(crate) async fn password_guessed(
        &self,
        ctx: &OperationContext,
        user: &User,
        once: Unit,
    ) -> Result<()> {
        let content = MailContent::PasswordGuessed {
            at: ctx.now(),
            reset_link: format!("{}/forgot-password", self.kernel.issuer()),
        };
        let hears = self.can_be_sent() && user.disabled_at.is_none();
        let unit = if hears {
            once.then(self.tell(ctx, user, content)?)
        } else {
            once
        };
        let record = Record {
            action: "sign_in.attack_suspected",
            subject: Some(&user.id),
            client_id: None,
            detail: "100 wrong passwords of one user in a row",
        };
        if self.kernel.database.commit(ctx, unit, &[record]).await? {
            self.sessions.notify_outbox();
        }
        Ok(())
    }

    fn tell(&self, ctx: &OperationContext, user: &User, content: MailContent) -> Result<Unit> {
        let Some(address) = &user.email else {
            return Ok(Unit::new());
        };
        let mail = Mail {
            to: address,
            language: user.claims.locale.as_deref(),
            client_id: None,
            content,
        };
        let of_user = ctx.acting_as(Actor::User(user.id.clone()));
        self.mailer.queue(&of_user, &mail)
    }

    /// The notice behind a link; none where it is none of ours, or its time is over.
    pub fn read(&self, ctx: &OperationContext, token: &str) -> Option<NotMeLink> {
        let link = NotMeLink::read(token, &self.kernel.lasting_keys)?;
        let ends_at = link.at.plus(LIFETIME);
        ends_at.ends_a_valid(LIFETIME, ctx.now()).then_some(link)
    }
}
