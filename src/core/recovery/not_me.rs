//! "This was not me": the button behind the link of a notice.
//!
//! Whoever has the link reads the mail, and nothing more is known of them. So every session ends, the
//! password is revoked, and what was added since signs nobody in by itself. Second factors go at once
//! where others from before are asked for; else they stay, and a request begins that waits
//! (docs/decisions/0048).

use super::{GOOD_FOR, Recovery};
use crate::{
    Error, Result,
    audit::Record,
    context::{Actor, OperationContext},
    notices::NotMeLink,
};
use doorward_protocol::{
    secret::ordered_id, sessions::sso_session::EndReason, text::noted, time::Timestamp,
};
use doorward_storage::{GenerationRise, Store, StoredRecovery, User};

/// How often it is begun anew while the account changes.
const MAX_ATTEMPTS: usize = 5;

/// What became of "this was not me".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotMe {
    /// Every session ended, and the password signs nobody in any more.
    Done {
        /// Whether there is a password to be replaced.
        had_password: bool,
        /// What became of the second factors that were added.
        factors: LeftFactors,
    },
    /// The link is none, or its time is over.
    Invalid,
    /// The button was pressed already.
    Used,
}

/// What became of the second factors that were added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftFactors {
    /// There were none, or they are gone.
    None,
    /// They stay, and a link that removes them is mailed at this time.
    Until(Timestamp),
    /// They stay, and an administrator can remove them.
    ForAdministrator,
}

impl Recovery {
    /// A user says that it was not them. Works without a session, because whoever it was may have
    /// ended those of the user, and once: all links of notices from before are over with it.
    ///
    /// # Errors
    /// `Unavailable` where the account keeps changing or the database is unavailable.
    pub async fn not_me(&self, ctx: &OperationContext, token: &str) -> Result<NotMe> {
        let Some(link) = self.notices.read(ctx, token) else {
            return Ok(NotMe::Invalid);
        };
        let ctx = &ctx.acting_as(Actor::User(link.user_id.clone()));
        let store = self.kernel.database.read();
        let mut known = store.user(&link.user_id).await?;
        for _ in 0..MAX_ATTEMPTS {
            let Some(user) = &known else {
                return Ok(NotMe::Used);
            };
            if let Some(done) = self.disown(ctx, &link, user).await? {
                self.sessions.carry_out_ends(ctx, &user.id).await?;
                self.outbox.notify();
                return Ok(done);
            }
            let now = store.user(&link.user_id).await?;
            if now.as_ref().map(|now| now.generation) == Some(user.generation) {
                return Ok(NotMe::Used);
            }
            known = now;
        }
        Err(Error::Unavailable("the account keeps changing".into()))
    }

    /// `None` where it was done already, or the account changed since it was read.
    async fn disown(
        &self,
        ctx: &OperationContext,
        link: &NotMeLink,
        user: &User,
    ) -> Result<Option<NotMe>> {
        let user_id = user.id.as_str();
        let store = self.kernel.database.read();
        let had_password = store.password_of_user(user_id).await?.is_some();
        let disowned = self
            .second_factors
            .disown_since(ctx, user_id, link.at)
            .await?;
        let rise = GenerationRise {
            user_id,
            kept_sid: None,
            reason: EndReason::PasswordChanged,
        };
        let mut unit = Store::disown(user_id, user.generation, link.at, ctx.now())
            .then(Store::revoke_password(user_id, ctx.now()))
            .then(disowned.unit)
            .then(self.sessions.end_all_unit(ctx, rise));
        let mut factors = LeftFactors::None;
        if disowned.keeps_factors {
            factors = LeftFactors::ForAdministrator;
            if let Some(effective_at) = self.would_be_effective(ctx, user)
                && user.disabled_at.is_none()
            {
                let new = self.after_disowning(ctx, user, effective_at);
                unit = unit.then(self.begins(ctx, user, &new, i64::MAX)?);
                factors = LeftFactors::Until(effective_at);
            }
        }
        let record = Record {
            action: "account.disowned",
            subject: Some(user_id),
            client_id: None,
            detail: match factors {
                LeftFactors::None => "",
                LeftFactors::Until(_) => {
                    "the second factors that were added wait for their removal"
                }
                LeftFactors::ForAdministrator => "the second factors that were added stay",
            },
        };
        let is_done = self.kernel.database.commit(ctx, unit, &[record]).await?;
        Ok(is_done.then_some(NotMe::Done {
            had_password,
            factors,
        }))
    }

    /// The request that begins with the generation which the sessions end by.
    fn after_disowning(
        &self,
        ctx: &OperationContext,
        user: &User,
        effective_at: Timestamp,
    ) -> StoredRecovery {
        let origin = ctx.origin();
        StoredRecovery {
            id: ordered_id(self.kernel.entropy.as_ref(), ctx.now()),
            user_id: user.id.clone(),
            generation: user.generation + 1,
            user_agent: noted(&origin.user_agent).to_owned(),
            address: origin
                .address
                .map(|address| address.to_canonical().to_string()),
            requested_at: ctx.now(),
            effective_at,
            expires_at: effective_at.plus(GOOD_FOR),
        }
    }
}
