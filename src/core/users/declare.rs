//! Carries out what an administrator declares of a user.

use super::{Declaration, Declared, Users, about, new_user_id};
use crate::{
    Error, Result,
    change_set::{Change, ChangeSet},
    context::OperationContext,
    credentials::{GivenPassword, forget_all_attempts},
};
use doorward_protocol::{
    events::security_event::{CredentialChange, Initiator},
    sessions::sso_session::EndReason,
    time::Timestamp,
};
use doorward_storage::{PasswordCredential, Store, Unit, User};

impl Users {
    /// Adds a user. Of several that are added at once under one address or user name, one is.
    ///
    /// # Errors
    /// As [`Users::declare`]; `Input` where the address or the user name belongs to a user.
    pub async fn add_new(
        &self,
        ctx: &OperationContext,
        declaration: Declaration,
    ) -> Result<Declared> {
        declaration.check()?;
        let names: Vec<String> = declaration.username.iter().cloned().collect();
        let taken =
            |name: &str| Error::Input(format!("{name} exists already; use `doorward user change`"));
        let email = declaration.email.clone();
        for name in names.iter().chain([&email]) {
            if self.find(name).await?.is_some() {
                return Err(taken(name));
            }
        }
        let mut changes = ChangeSet::new(&self.kernel, &self.sessions, ctx);
        let declared = self.add(&mut changes, declaration).await?;
        if changes.commit().await? {
            Ok(declared)
        } else {
            Err(taken(&email))
        }
    }

    /// Adds a user to a set of changes; `None` where the address or the user name belongs to somebody.
    ///
    /// # Errors
    /// As [`Users::declare`].
    pub(crate) async fn add_in(
        &self,
        changes: &mut ChangeSet<'_>,
        declaration: Declaration,
    ) -> Result<Option<User>> {
        declaration.check()?;
        for name in declaration.username.iter().chain([&declaration.email]) {
            if self.find(name).await?.is_some() {
                return Ok(None);
            }
        }
        Ok(Some(self.add(changes, declaration).await?.user))
    }

    /// Carries out a declaration. Without `existing`, the user is found by the email address.
    ///
    /// # Errors
    /// As [`Users::declare`], and `Unavailable` where the user was changed meanwhile; then nothing is
    /// written.
    pub async fn put(
        &self,
        ctx: &OperationContext,
        declaration: Declaration,
        existing: Option<User>,
    ) -> Result<Declared> {
        let mut changes = ChangeSet::new(&self.kernel, &self.sessions, ctx);
        let declared = self.declare(&mut changes, declaration, existing).await?;
        changes.commit_or_conflict().await?;
        Ok(declared)
    }

    /// Adds what a declaration changes to a change set. A changed password also ends every session
    /// of the user.
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
        match self.owner_of_names(&declaration, existing).await? {
            Some(existing) => self.change(changes, declaration, existing).await,
            None => self.add(changes, declaration).await,
        }
    }

    /// The user that a declaration is about, who is `existing` or has its email address.
    async fn owner_of_names(
        &self,
        declaration: &Declaration,
        existing: Option<User>,
    ) -> Result<Option<User>> {
        let mut owner = existing;
        for name in [&declaration.email]
            .into_iter()
            .chain(&declaration.username)
        {
            let Some(found) = self.find(name).await? else {
                continue;
            };
            let is_theirs = match &owner {
                Some(owner) => owner.id == found.id,
                // Also under the user name: another node may have added the user since their address
                // was looked for.
                None => found.has_email(&declaration.email),
            };
            if !is_theirs {
                return Err(Error::Input(format!("{name} is somebody else's")));
            }
            // What was given stays, with the version on which the declaration is based.
            owner.get_or_insert(found);
        }
        Ok(owner)
    }

    async fn add(&self, changes: &mut ChangeSet<'_>, declaration: Declaration) -> Result<Declared> {
        declaration.check_new_address()?;
        declaration.check_names(None)?;
        self.check_attributes(changes, None, &declaration.claims)
            .await?;
        let now = changes.context().now();
        let id = new_user_id(self.kernel.entropy.as_ref());
        let credentials = match declaration.password {
            Some(password) => self.passwords.put(&id, None, password, now).await?,
            None => Unit::new(),
        };
        let user = User {
            id,
            email: Some(declaration.email),
            username: declaration.username,
            claims: declaration.claims,
            address_said_by: None,
            picture_id: None,
            disabled_at: None,
            generation: 1,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        let unit = Store::add_user(&user).then(credentials);
        changes.add(unit, &about("user.added", &user));
        Ok(Declared {
            change: Change::Add,
            changes_password: false,
            user,
        })
    }

    async fn change(
        &self,
        changes: &mut ChangeSet<'_>,
        mut declaration: Declaration,
        existing: User,
    ) -> Result<Declared> {
        if !existing.has_email(&declaration.email) {
            declaration.check_new_address()?;
        }
        declaration.check_names(Some(&existing.claims))?;
        self.check_attributes(changes, Some(&existing.claims), &declaration.claims)
            .await?;
        let present = self.passwords.of_user(&existing.id).await?;
        let password = self
            .changed_password(&existing, declaration.password.take(), present.as_ref())
            .await?;
        let mut vouches = false;
        if existing.has_email(&declaration.email) {
            vouches = declaration.claims.email_verified == Some(true);
            // Who says nothing of it takes no proof back that the user gave since.
            let verified = &mut declaration.claims.email_verified;
            *verified = verified.or(existing.claims.email_verified);
        }
        let is_same = existing.email.as_deref() == Some(&declaration.email)
            && !(vouches && existing.address_said_by.is_some())
            && existing.username == declaration.username
            && existing.claims == declaration.claims;
        let mut user = changed(&existing, declaration, changes.context().now());
        if vouches {
            user.address_said_by = None;
        }
        let changes_password = password.is_some();
        let credentials = match password {
            None if is_same => {
                return Ok(Declared {
                    change: Change::None,
                    changes_password: false,
                    user,
                });
            }
            None => Unit::new(),
            Some(password) => {
                self.change_password(changes, &user, password, present.as_ref())
                    .await?
            }
        };
        let ends_already = changes_password && present.is_some();
        if !ends_already && has_another_address(&existing, &user) {
            changes.end_sessions(&user.id, EndReason::AddressChanged);
        }
        let unit = Store::change_user(&user)
            .then(credentials)
            .then(self.replaced_address(changes, &existing, &user)?);
        changes.add(unit, &about("user.changed", &user));
        Ok(Declared {
            change: Change::Change,
            changes_password,
            user,
        })
    }

    /// What tells the former address of a user that they have another one now.
    fn replaced_address(
        &self,
        changes: &ChangeSet<'_>,
        before: &User,
        user: &User,
    ) -> Result<Unit> {
        let new = user.email.as_deref().unwrap_or_default();
        if has_another_address(before, user) {
            let ctx = changes.context();
            self.notices.address_replaced(ctx, before, new)
        } else {
            Ok(Unit::new())
        }
    }

    /// The declared password, unless it is the present one, or the one that the user had revoked: a
    /// file that is applied at every start brings that one back to nobody.
    async fn changed_password(
        &self,
        user: &User,
        declared: Option<GivenPassword>,
        present: Option<&PasswordCredential>,
    ) -> Result<Option<GivenPassword>> {
        let Some(password) = &declared else {
            return Ok(None);
        };
        let stored = match present {
            Some(present) => Some(present.hash.clone()),
            None => {
                self.kernel
                    .database
                    .read()
                    .revoked_password(&user.id)
                    .await?
            }
        };
        let is_same = match (password, stored) {
            (_, None) => false,
            (GivenPassword::Plain(password), Some(stored)) => {
                self.passwords.matches(password.clone(), &stored).await?
            }
            (GivenPassword::Hashed(hash), Some(stored)) => self.passwords.may_be(hash, &stored),
        };
        Ok(declared.filter(|_| !is_same))
    }

    /// Changes the password, with a security event. A user who had one before is signed out
    /// everywhere, and hears of it.
    async fn change_password(
        &self,
        changes: &mut ChangeSet<'_>,
        user: &User,
        password: GivenPassword,
        present: Option<&PasswordCredential>,
    ) -> Result<Unit> {
        let (now, user_id) = (changes.context().now(), user.id.as_str());
        let put = self.passwords.put(user_id, present, password, now).await?;
        let (change, notice) = if present.is_some() {
            changes.end_sessions(user_id, EndReason::PasswordChanged);
            let notice = self.notices.password_changed(changes.context(), user)?;
            (CredentialChange::PasswordUpdated, notice)
        } else {
            (CredentialChange::PasswordCreated, Unit::new())
        };
        let event = self
            .passwords
            .announce(user_id, change, Initiator::Administrator, now);
        Ok(put.then(event).then(notice).then(forget_all_attempts(user)))
    }
}

/// The user that a declaration makes of one.
fn changed(existing: &User, declaration: Declaration, now: Timestamp) -> User {
    let mut claims = declaration.claims;
    claims.drop_stale_phone_proof(&existing.claims);
    // Who said that the address is verified said so of that address, and is overruled by whoever says
    // something else now.
    let is_as_said = existing.has_email(&declaration.email)
        && existing.claims.email_verified == claims.email_verified;
    User {
        email: Some(declaration.email),
        username: declaration.username,
        claims,
        address_said_by: existing.address_said_by.clone().filter(|_| is_as_said),
        updated_at: now,
        ..existing.clone()
    }
}

/// Whether a user who had an address has another one: whoever read the mail of the former one is not
/// believed by it any more.
fn has_another_address(before: &User, user: &User) -> bool {
    let new = user.email.as_deref();
    before.email.is_some() && !new.is_some_and(|new| before.has_email(new))
}
