//! Notices: users hear by mail of what happened to their account, each with a link for whoever it
//! was not.
//!
//! The link holds what it is about, proven by a code that only this provider makes: a notice costs no
//! row. Its button ends every session, revokes the password and takes the ways to sign in away that
//! were added since. It works once, and so do all links of
//! notices from before: the user then chose what to do.

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
    sessions::sso_session::EndReason,
    text::noted,
    time::{Lifetime, Timestamp},
};
use doorward_storage::{GenerationRise, Store, Unit, User};
use std::sync::Arc;

/// How long the link of a notice works.
const LIFETIME: Lifetime = Lifetime::days(7);
/// An account that is younger is signed in to for the first time by whoever just made it.
const YOUNG: Lifetime = Lifetime::hours(1);

/// What became of "this was not me".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotMe {
    /// Every session ended, and the password signs nobody in any more.
    Done {
        /// Whether there is a password to be replaced.
        had_password: bool,
    },
    /// The link is none, or its time is over.
    Invalid,
    /// The button was pressed already.
    Used,
}

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

    /// A user says that it was not them: every session ends, the password is revoked, and every way to
    /// sign in that was added since goes. Works without a session, because whoever it was may have ended those of the user.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn not_me(&self, ctx: &OperationContext, token: &str) -> Result<NotMe> {
        let Some(link) = self.read(ctx, token) else {
            return Ok(NotMe::Invalid);
        };
        let user_id = link.user_id.as_str();
        let ctx = &ctx.acting_as(Actor::User(user_id.to_owned()));
        let store = self.kernel.database.read();
        let had_password = store.password_of_user(user_id).await?.is_some();
        let rise = GenerationRise {
            user_id,
            kept_sid: None,
            reason: EndReason::PasswordChanged,
        };
        let unit = Store::disown(user_id, link.at, ctx.now())
            .then(Store::revoke_password(user_id, ctx.now()))
            .then(Store::remove_factors_since(user_id, link.at))
            .then(self.sessions.end_all_unit(ctx, rise));
        let record = Record {
            action: "account.disowned",
            subject: Some(user_id),
            client_id: None,
            detail: "",
        };
        if !self.kernel.database.commit(ctx, unit, &[record]).await? {
            return Ok(NotMe::Used);
        }
        self.sessions.carry_out_ends(ctx, user_id).await?;
        Ok(NotMe::Done { had_password })
    }
}
