//! Carries out what an administrator declares of a user.

use super::{Declaration, Declared, Users, about, new_user_id};
use crate::{
    Error, Result,
    change_set::{Change, ChangeSet},
    context::OperationContext,
};
use doorward_protocol::{
    events::security_event::{CredentialChange, EventType, credential_change},
    secret::ordered_id,
    sessions::sso_session::EndReason,
};
use doorward_storage::{NewSecurityEvent, PasswordCredential, Store, Unit, User};
use secrecy::SecretString;

impl Users {
    /// Carries out a declaration. Without `existing`, the user is found by the email address.
    ///
    /// # Errors
    /// As [`Users::declare`].
    pub async fn put(
        &self,
        ctx: &OperationContext,
        declaration: Declaration,
        existing: Option<User>,
    ) -> Result<Declared> {
        let mut changes = ChangeSet::new(&self.kernel, &self.sessions, ctx);
        let declared = self.declare(&mut changes, declaration, existing).await?;
        changes.commit().await?;
        Ok(declared)
    }

    /// Adds what a declaration changes to a change set. A changed password also ends every session
    /// of the user, once the set is committed.
    ///
    /// # Errors
    /// `Input` where the declaration is malformed, or its email address or user name belongs to
    /// another user; `Unavailable` where too many passwords are hashed at once or the database is
    /// unavailable.
    pub async fn declare(
        &self,
        changes: &mut ChangeSet<'_>,
        declaration: Declaration,
        existing: Option<User>,
    ) -> Result<Declared> {
        declaration.check()?;
        let existing = match existing {
            Some(user) => Some(user),
            None => self
                .find(&declaration.email)
                .await?
                .filter(|user| user.has_email(&declaration.email)),
        };
        self.check_names_are_free(&declaration, existing.as_ref())
            .await?;
        match existing {
            Some(existing) => self.change(changes, declaration, existing).await,
            None => self.add(changes, declaration).await,
        }
    }

    async fn check_names_are_free(
        &self,
        declaration: &Declaration,
        existing: Option<&User>,
    ) -> Result<()> {
        for name in declaration.username.iter().chain([&declaration.email]) {
            if let Some(other) = self.find(name).await?
                && existing.is_none_or(|user| user.id != other.id)
            {
                return Err(Error::Input(format!("{name} is somebody else's")));
            }
        }
        Ok(())
    }

    async fn add(&self, changes: &mut ChangeSet<'_>, declaration: Declaration) -> Result<Declared> {
        let now = changes.context().now();
        let id = new_user_id(self.kernel.entropy.as_ref());
        let credentials = match declaration.password {
            Some(password) => self.passwords.put(&id, password, now).await?,
            None => Unit::new(),
        };
        let user = User {
            id,
            email: Some(declaration.email),
            username: declaration.username,
            claims: declaration.claims,
            disabled_at: None,
            created_at: now,
            updated_at: now,
        };
        let unit = Store::add_user(&user).then(credentials);
        changes.add(unit, &about("user.added", &user));
        Ok(Declared {
            change: Change::Add,
            user,
        })
    }

    async fn change(
        &self,
        changes: &mut ChangeSet<'_>,
        declaration: Declaration,
        existing: User,
    ) -> Result<Declared> {
        let present = self.passwords.of_user(&existing.id).await?;
        let password = self
            .changed_password(declaration.password, present.as_ref())
            .await?;
        let is_same = existing.email.as_deref() == Some(&declaration.email)
            && existing.username == declaration.username
            && existing.claims == declaration.claims;
        let user = User {
            email: Some(declaration.email),
            username: declaration.username,
            claims: declaration.claims,
            updated_at: changes.context().now(),
            ..existing
        };
        let credentials = match password {
            None if is_same => {
                return Ok(Declared {
                    change: Change::None,
                    user,
                });
            }
            None => Unit::new(),
            Some(password) => {
                self.change_password(changes, &user.id, password, present.is_some())
                    .await?
            }
        };
        let unit = Store::change_user(&user).then(credentials);
        changes.add(unit, &about("user.changed", &user));
        Ok(Declared {
            change: Change::Change,
            user,
        })
    }

    /// The declared password, unless it is the present one.
    async fn changed_password(
        &self,
        declared: Option<SecretString>,
        present: Option<&PasswordCredential>,
    ) -> Result<Option<SecretString>> {
        let (Some(password), Some(present)) = (&declared, present) else {
            return Ok(declared);
        };
        let is_same = self
            .passwords
            .matches(password.clone(), &present.hash)
            .await?;
        Ok(declared.filter(|_| !is_same))
    }

    /// Changes the password, with a security event. A user who had one before is signed out
    /// everywhere.
    async fn change_password(
        &self,
        changes: &mut ChangeSet<'_>,
        user_id: &str,
        password: SecretString,
        had_password: bool,
    ) -> Result<Unit> {
        let now = changes.context().now();
        let put = self.passwords.put(user_id, password, now).await?;
        let change = if had_password {
            changes.end_sessions(user_id, EndReason::PasswordChanged);
            CredentialChange::PasswordUpdated
        } else {
            CredentialChange::PasswordCreated
        };
        let event = NewSecurityEvent {
            cause: &ordered_id(self.kernel.entropy.as_ref(), now),
            event_type: EventType::CredentialChange,
            user_id,
            sid: None,
            payload: credential_change(change, now),
        };
        Ok(put.then(Store::add_security_events(&event, now)))
    }
}
