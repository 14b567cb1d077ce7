//! A user changes their password: the present one is asked, and every other session ends.

use super::OwnAccount;
use crate::{
    Result,
    audit::Record,
    change_set::ChangeSet,
    context::OperationContext,
    credentials::{Attempt, Confirmation, GivenPassword, PasswordProblem, forget_all_attempts},
};
use doorward_protocol::{
    events::security_event::{CredentialChange, Initiator},
    sessions::sso_session::{EndReason, SsoSession},
    time::Timestamp,
};
use doorward_storage::Store;
use secrecy::SecretString;

/// The outcome of a change of the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordChange {
    /// It is changed; every other session ended.
    Changed,
    /// The present password is another one.
    Wrong,
    /// The account waits after too many wrong passwords from here.
    Paused {
        /// When the next attempt is allowed.
        until: Timestamp,
    },
    /// A proof of work is asked for, and there is none.
    ProofNeeded,
    /// The new password will not do, and why.
    Password(PasswordProblem),
    /// The account changed meanwhile, and nothing was written.
    Conflict,
}

impl OwnAccount {
    /// Changes the password of the user of a session. `attempt` holds the present password, which
    /// counts as an attempt to sign in.
    ///
    /// # Errors
    /// `Limited` where the network failed too often; `Unavailable` where too many passwords are
    /// hashed at once or the database is unavailable.
    pub async fn change_password(
        &self,
        ctx: &OperationContext,
        session: &SsoSession,
        attempt: &Attempt<'_>,
        new: SecretString,
    ) -> Result<PasswordChange> {
        let (user, present) = match self.sign_in.confirm(ctx, attempt).await? {
            Confirmation::Right { user, password } => (*user, *password),
            Confirmation::Wrong => return Ok(PasswordChange::Wrong),
            Confirmation::Paused { until } => return Ok(PasswordChange::Paused { until }),
            Confirmation::ProofNeeded => return Ok(PasswordChange::ProofNeeded),
            Confirmation::Impossible => {
                return Ok(PasswordChange::Password(PasswordProblem::TooLong));
            }
        };
        if user.id != session.user_id {
            return Ok(PasswordChange::Wrong);
        }
        let checked = self.passwords.check_next(&user, Some(&present), &new).await;
        if let Err(problem) = checked? {
            return Ok(PasswordChange::Password(problem));
        }
        let now = ctx.now();
        let new = GivenPassword::Plain(new);
        let put = self
            .passwords
            .put(&user.id, Some(&present), new, now)
            .await?;
        let change = CredentialChange::PasswordUpdated;
        let event = self
            .passwords
            .announce(&user.id, change, Initiator::User, now);
        let unit = Store::require_user_of_generation(&user.id, session.generation)
            .then(put)
            .then(forget_all_attempts(&user))
            .then(self.notices.password_changed(ctx, &user)?)
            .then(event);
        let mut changes = ChangeSet::new(&self.kernel, &self.sessions, ctx);
        let record = Record {
            action: "password.changed",
            subject: Some(&user.id),
            client_id: None,
            detail: "",
        };
        changes.add(unit, &record);
        changes.end_other_sessions(&user.id, &session.sid, EndReason::PasswordChanged);
        let is_changed = changes.commit().await?;
        self.outbox.notify();
        Ok(if is_changed {
            PasswordChange::Changed
        } else {
            PasswordChange::Conflict
        })
    }
}
