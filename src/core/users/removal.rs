//! Users who leave: deleted, or merged into another user.

use super::{Users, about};
use crate::{
    Error, Result, audit::Record, change_set::ChangeSet, context::OperationContext,
    credentials::forget_all_attempts,
};
use doorward_protocol::{
    audit_chain::Seals, oidc::claims::StandardClaims, sessions::sso_session::EndReason,
};
use doorward_storage::{Store, Unit, User};

impl Users {
    /// Forgets the failed sign-ins of a user, so that nobody has to wait.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn unlock(&self, ctx: &OperationContext, user: &User) -> Result<()> {
        let forget = forget_all_attempts(user);
        let record = about("user.unlocked", user);
        self.kernel.database.commit(ctx, forget, &[record]).await?;
        Ok(())
    }

    /// Deletes a user with everything of theirs. Every session ends first, and the apps are told. Of
    /// the audit log, what happened and when stays.
    ///
    /// # Errors
    /// Where the database is unavailable, and `Unavailable` where the user is gone.
    pub async fn delete(&self, ctx: &OperationContext, user: &User) -> Result<()> {
        self.lock_out(ctx, user, Unit::new()).await?;
        self.remove(ctx, user).await
    }

    /// The mark of the audit entries about a user from which what is private was erased.
    fn erasure(&self, user: &User) -> String {
        self.kernel.lasting_keys.of_erasure(&user.id)
    }

    async fn remove(&self, ctx: &OperationContext, user: &User) -> Result<()> {
        let mut set = ChangeSet::new(&self.kernel, &self.sessions, ctx);
        let unit = forget_all_attempts(user)
            .then(self.notices.account_deleted(ctx, user)?)
            .then(self.remember_departed(ctx, user))
            .then(Store::delete_user(&user.id, self.erasure(user)));
        set.add(unit, &about("user.deleted", user));
        set.commit_or_conflict().await?;
        self.sessions.notify_outbox();
        Ok(())
    }

    /// Deletes the accounts whose users asked for it, and have not changed their mind in time. Gives
    /// how many were deleted.
    ///
    /// # Errors
    /// Where the database is unavailable. What was begun is finished by the next call.
    pub async fn delete_due_accounts(&self, ctx: &OperationContext) -> Result<usize> {
        let store = self.kernel.database.read();
        let mut deleted = 0;
        for due in store.due_account_deletions(ctx.now()).await? {
            let Some(user) = store.user(&due.user_id).await? else {
                continue;
            };
            let begin = Store::begin_account_deletion(&user.id, ctx.now());
            match self.lock_out(ctx, &user, begin).await {
                Ok(()) => {}
                // The user kept the account in this very moment, or another node deletes it.
                Err(Error::Unavailable(_)) => continue,
                Err(reason @ (Error::Input(_) | Error::Refused(_))) => {
                    tracing::warn!(
                        user = user.id,
                        %reason,
                        "an account stays that was to be deleted"
                    );
                    continue;
                }
                Err(error) => return Err(error),
            }
            self.remove(ctx, &user).await?;
            deleted += 1;
        }
        Ok(deleted)
    }

    /// Disables a user and ends all of their sessions, before the user goes: nobody signs in between.
    /// `guard` must hold for it.
    async fn lock_out(&self, ctx: &OperationContext, user: &User, guard: Unit) -> Result<()> {
        let mut set = ChangeSet::new(&self.kernel, &self.sessions, ctx);
        let disable = guard.then(Store::disable_user(&user.id, ctx.now()));
        set.add(disable, &about("user.disabled", user));
        set.end_sessions(&user.id, EndReason::UserDisabled);
        set.commit_or_conflict().await
    }

    /// Moves what a user signs in with, what they allowed apps and their roles to another user, and
    /// deletes them. Claims that the other one has not are filled in. Sessions and tokens end: they say
    /// who somebody is to the apps, which would be another now.
    ///
    /// # Errors
    /// `Input` where both are the same, or both have a password and it is not said that the one of the
    /// user who leaves is dropped; `Unavailable` where one of them was changed meanwhile.
    pub async fn merge(
        &self,
        ctx: &OperationContext,
        from: &User,
        into: &User,
        drop_password: bool,
    ) -> Result<()> {
        if from.id == into.id {
            return Err(Error::Input("both are the same user".into()));
        }
        if into.disabled_at.is_some() {
            return Err(Error::Input(format!("{} is disabled", into.label())));
        }
        let both = self.has_password(&from.id).await? && self.has_password(&into.id).await?;
        if both && !drop_password {
            return Err(Error::Input(format!(
                "both have a password: with --drop-password, that of {} is dropped",
                from.label()
            )));
        }
        self.lock_out(ctx, from, Unit::new()).await?;
        let merged = User {
            claims: filled(into, from),
            updated_at: ctx.now(),
            ..into.clone()
        };
        let mut unit = Store::change_user(&merged);
        if both {
            unit = unit.then(Store::delete_password(&from.id));
        }
        let unit = unit
            .then(Store::move_sign_in_methods(&from.id, &into.id))
            .then(Store::move_consents_and_roles(&from.id, &into.id))
            .then(forget_all_attempts(from))
            .then(self.remember_departed(ctx, from))
            .then(Store::delete_user(&from.id, self.erasure(from)));
        let mut set = ChangeSet::new(&self.kernel, &self.sessions, ctx);
        let record = Record {
            detail: &from.id,
            ..about("user.merged", into)
        };
        set.add(unit, &record);
        set.commit_or_conflict().await
    }
}

/// The claims of one user, with those of another where there are none.
fn filled(into: &User, from: &User) -> StandardClaims {
    let object = |claims: &StandardClaims| match serde_json::to_value(claims) {
        Ok(serde_json::Value::Object(object)) => object,
        _ => serde_json::Map::new(),
    };
    let mut claims = object(&from.claims);
    // A proof belongs to what was proven.
    claims.remove("email_verified");
    if into.claims.phone_number.is_some() {
        claims.remove("phone_number_verified");
    }
    claims.extend(object(&into.claims));
    let mut attributes = from.claims.attributes.clone();
    attributes.extend(into.claims.attributes.clone());
    let claims = serde_json::from_value(claims.into()).unwrap_or_else(|_| into.claims.clone());
    StandardClaims {
        attributes,
        ..claims
    }
}
