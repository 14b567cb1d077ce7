//! A lost second factor: whoever proved the first one asks to get in without the second one.
//!
//! The request waits, and is told at the address of the account. Any session can refuse it, and so can
//! the link of the mail. A sign-in with the second factor cancels it, and so does each change of how the
//! user signs in, by the generation. After the wait a mailed link removes the factors; it signs nobody
//! in (docs/decisions/0045).

mod not_me;

pub use not_me::{LeftFactors, NotMe};

use crate::{
    Result,
    audit::Record,
    context::{Actor, OperationContext},
    credentials::SecondFactors,
    kernel::Kernel,
    mail::{Mail, MailContent, Mailer},
    mail_limits::MailLimits,
    notices::Notices,
    one_time_tokens::{Looked, NewToken, OneTimeTokens},
    outbox::Outbox,
    sessions::{Device, Sessions},
};
use doorward_protocol::{
    credentials::one_time_token::{TokenPurpose, TokenRefusal},
    secret::{Secret, ordered_id},
    text::noted,
    time::{Lifetime, Timestamp},
};
use doorward_storage::{Store, StoredRecovery, Unit, User};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How often a user may ask within [`COUNTED`].
const MAX_REQUESTS: i64 = 3;
/// The time within which requests are counted. Rows are kept so long.
const COUNTED: Lifetime = Lifetime::days(30);
/// How long the factors can be removed once the wait is over.
const GOOD_FOR: Lifetime = Lifetime::days(3);

/// Getting back in without a lost second factor.
pub struct Recovery {
    pub(crate) kernel: Arc<Kernel>,
    pub(crate) tokens: Arc<OneTimeTokens>,
    pub(crate) mailer: Arc<Mailer>,
    pub(crate) mail_limits: Arc<MailLimits>,
    pub(crate) second_factors: Arc<SecondFactors>,
    pub(crate) notices: Arc<Notices>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) outbox: Outbox,
}

/// A request that waits, as pages show it.
pub struct PendingRecovery {
    /// The browser that asked, by its `User-Agent` header.
    pub user_agent: String,
    /// The network address that asked.
    pub address: Option<String>,
    /// From when on it can be carried out.
    pub effective_at: Timestamp,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryRequest {
    /// It waits, this one or one of before.
    Waits {
        /// When the link is mailed that carries it out.
        until: Timestamp,
    },
    /// The user has no address, mail cannot be sent, or it is switched off: an administrator helps.
    NotPossible,
    /// The user asked too often.
    TooMany,
    /// The first factor was too long ago, or the account changed since: the sign-in begins again.
    Over,
}

/// What the links of a request are for.
#[derive(Serialize, Deserialize)]
struct Link {
    recovery_id: String,
}

impl Recovery {
    /// When a request of now is carried out; none where it is not possible for this user.
    pub fn would_be_effective(&self, ctx: &OperationContext, user: &User) -> Option<Timestamp> {
        let delay = self.second_factors.policy().recovery_delay;
        let is_possible = delay > Lifetime(0) && self.mailer.can_send() && user.email.is_some();
        is_possible.then(|| ctx.now().plus(delay))
    }

    /// The request of a user that waits.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn pending(
        &self,
        ctx: &OperationContext,
        user_id: &str,
    ) -> Result<Option<PendingRecovery>> {
        let store = self.kernel.database.read();
        let open = store.open_recovery(user_id, ctx.now()).await?;
        Ok(open.map(|open| PendingRecovery {
            user_agent: open.user_agent,
            address: open.address,
            effective_at: open.effective_at,
        }))
    }

    /// Asks for the user of a ticket, who has proven the first factor.
    ///
    /// # Errors
    /// `Limited` where too many mails were asked for; where the database is unavailable.
    pub async fn request(
        &self,
        ctx: &OperationContext,
        ticket: &Secret,
        browser: &Secret,
        device: Device<'_>,
    ) -> Result<RecoveryRequest> {
        let view = self
            .second_factors
            .second_step(ctx, ticket, browser)
            .await?;
        let Some(view) = view.filter(|view| !view.sets_up) else {
            return Ok(RecoveryRequest::Over);
        };
        let user = view.user;
        let Some(effective_at) = self.would_be_effective(ctx, &user) else {
            return Ok(RecoveryRequest::NotPossible);
        };
        if let Some(open) = self.pending(ctx, &user.id).await? {
            let until = open.effective_at;
            return Ok(RecoveryRequest::Waits { until });
        }
        self.mail_limits.admit_nameless(ctx).await?;
        let new = StoredRecovery {
            id: ordered_id(self.kernel.entropy.as_ref(), ctx.now()),
            user_id: user.id.clone(),
            generation: user.generation,
            user_agent: noted(device.user_agent).to_owned(),
            address: device
                .address
                .map(|address| address.to_canonical().to_string()),
            requested_at: ctx.now(),
            effective_at,
            expires_at: effective_at.plus(GOOD_FOR),
        };
        self.begin(ctx, &user, &new).await
    }

    async fn begin(
        &self,
        ctx: &OperationContext,
        user: &User,
        new: &StoredRecovery,
    ) -> Result<RecoveryRequest> {
        let ctx = &ctx.acting_as(Actor::User(user.id.clone()));
        let unit = self.begins(ctx, user, new, MAX_REQUESTS)?;
        let record = Record {
            action: "recovery.requested",
            subject: Some(&user.id),
            client_id: None,
            detail: "",
        };
        if self.kernel.database.commit(ctx, unit, &[record]).await? {
            self.outbox.notify();
            let until = new.effective_at;
            return Ok(RecoveryRequest::Waits { until });
        }
        // Another request was first, or there were too many.
        let open = self.pending(ctx, &user.id).await?;
        Ok(
            open.map_or(RecoveryRequest::TooMany, |open| RecoveryRequest::Waits {
                until: open.effective_at,
            }),
        )
    }

    /// The statements that begin a request and tell of it. Guards: as [`Store::begin_recovery`].
    fn begins(
        &self,
        ctx: &OperationContext,
        user: &User,
        new: &StoredRecovery,
        max: i64,
    ) -> Result<Unit> {
        let (link, told) = self.link(ctx, TokenPurpose::RefuseRecovery, user, new)?;
        let content = MailContent::RecoveryRequested {
            at: ctx.now(),
            effective_at: new.effective_at,
            refuse_link: format!("{}/recovery/refuse?token={link}", self.kernel.issuer()),
        };
        let since = ctx.now().minus(COUNTED);
        Ok(Store::begin_recovery(new, max, since)
            .then(told)
            .then(self.mail(ctx, user, content)?))
    }

    /// The secret of a link about a request, and the statements that store it.
    fn link(
        &self,
        ctx: &OperationContext,
        purpose: TokenPurpose,
        user: &User,
        recovery: &StoredRecovery,
    ) -> Result<(String, Unit)> {
        let content = Link {
            recovery_id: recovery.id.clone(),
        };
        let issued = self.tokens.issue(
            ctx,
            &NewToken {
                purpose,
                subject: &user.id,
                user: Some(user),
                browser: None,
                content: &content,
                is_confirmed: false,
                expires_at: Some(recovery.expires_at),
            },
        )?;
        Ok((issued.link.reveal().to_owned(), issued.unit))
    }

    fn mail(&self, ctx: &OperationContext, user: &User, content: MailContent) -> Result<Unit> {
        let Some(to) = &user.email else {
            return Ok(Unit::new());
        };
        let mail = Mail {
            to,
            language: user.claims.locale.as_deref(),
            client_id: None,
            content,
        };
        self.mailer.queue(ctx, &mail)
    }

    /// Mails the links of the requests whose time has come.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn mail_due(&self, ctx: &OperationContext) -> Result<()> {
        let store = self.kernel.database.read();
        for due in store.due_recoveries(ctx.now()).await? {
            let Some(user) = store.user(&due.user_id).await? else {
                continue;
            };
            let (link, stored) = self.link(ctx, TokenPurpose::Recovery, &user, &due)?;
            let content = MailContent::RecoveryReady {
                link: format!("{}/recovery?token={link}", self.kernel.issuer()),
                expires_at: due.expires_at,
            };
            let unit = Store::mail_recovery(&due.id, ctx.now())
                .then(Store::require_user_of_generation(&user.id, due.generation))
                .then(stored)
                .then(self.mail(ctx, &user, content)?);
            // Another node may have been first.
            self.kernel.database.commit_unaudited(unit).await?;
            self.outbox.notify();
        }
        Ok(())
    }

    async fn look(
        &self,
        ctx: &OperationContext,
        purpose: TokenPurpose,
        link: &Secret,
    ) -> Result<Looked<Link>> {
        self.tokens.by_link::<Link>(ctx, purpose, link).await
    }

    /// What the user of a link is called, for whoever opens it. Nothing changes.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn of_link(
        &self,
        ctx: &OperationContext,
        purpose: TokenPurpose,
        link: &Secret,
    ) -> Result<std::result::Result<String, TokenRefusal>> {
        let looked = self.look(ctx, purpose, link).await?;
        Ok(looked.map(|token| {
            let user = token.user.as_ref();
            user.map_or_else(String::new, |user| user.label().to_owned())
        }))
    }

    /// Removes the second factors of the user of a link. Every session ends, and nobody is signed in.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn complete(
        &self,
        ctx: &OperationContext,
        link: &Secret,
    ) -> Result<std::result::Result<(), TokenRefusal>> {
        let token = match self.look(ctx, TokenPurpose::Recovery, link).await? {
            Ok(token) => token,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let Some(user) = &token.user else {
            return Ok(Err(TokenRefusal::Unknown));
        };
        let ctx = &ctx.acting_as(Actor::User(user.id.clone()));
        let unit = OneTimeTokens::use_up(ctx, &token)
            .then(Store::use_recovery(&token.content.recovery_id, ctx.now()))
            .then(self.second_factors.removal_of_all(ctx, &user.id).await?);
        let record = Record {
            action: "recovery.completed",
            subject: Some(&user.id),
            client_id: None,
            detail: "",
        };
        if !self.kernel.database.commit(ctx, unit, &[record]).await? {
            return Ok(Err(TokenRefusal::Replaced));
        }
        self.second_factors.carry_out_change(ctx, &user.id).await?;
        Ok(Ok(()))
    }

    /// Refuses a request by the link of its mail.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn refuse_by_link(
        &self,
        ctx: &OperationContext,
        link: &Secret,
    ) -> Result<std::result::Result<(), TokenRefusal>> {
        let token = match self.look(ctx, TokenPurpose::RefuseRecovery, link).await? {
            Ok(token) => token,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let user_id = token.row.user_id.clone().unwrap_or_default();
        let used = OneTimeTokens::use_up(ctx, &token);
        let id = &token.content.recovery_id;
        let is_refused = self.refuse(ctx, &user_id, id, used).await?;
        Ok(if is_refused {
            Ok(())
        } else {
            Err(TokenRefusal::Used)
        })
    }

    /// Refuses the request of a user who is signed in. `false` where none waits.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn refuse_by_user(&self, ctx: &OperationContext, user_id: &str) -> Result<bool> {
        let store = self.kernel.database.read();
        let Some(open) = store.open_recovery(user_id, ctx.now()).await? else {
            return Ok(false);
        };
        self.refuse(ctx, user_id, &open.id, Unit::new()).await
    }

    async fn refuse(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        id: &str,
        beside: Unit,
    ) -> Result<bool> {
        let record = Record {
            action: "recovery.refused",
            subject: Some(user_id),
            client_id: None,
            detail: "",
        };
        let unit = beside.then(Store::refuse_recovery(id, ctx.now()));
        self.kernel.database.commit(ctx, unit, &[record]).await
    }
}
